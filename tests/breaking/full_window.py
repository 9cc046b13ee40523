"""A full use of the window, without a screen, every word of it a sentinel: ``python -m tests.breaking.full_window``.

Unlock, open a child, name them, record a contact with a file chosen in a dialog, search, make a new recovery sheet,
save and print it, change the passphrase, back up, restore, see the rescue page, type a draft, copy, lock. It prints one
JSON document: the secrets, the titles of all windows that stood, the labels that would take words for HTML.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess, Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from iro_desk import dumps
from iro_desk.bootstrap import make_desk
from iro_desk.closed import backups
from iro_desk.errors import Damaged
from iro_desk.reference.passphrases import check_words
from iro_desk.services.children import ChildPage
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.database import DAMAGED
from iro_desk.storage.keys import Cost
from tests.breaking.full_use import CLOCK, DAY, OFFICER, Use
from tests.breaking.sentinels import SENTINELS as S
from ui import app
from ui.app import Window
from ui.kit import words
from ui.shell.main_window import Workplace
from ui.shell.rescue import RescuePage

LOOK, PATIENCE = 20, 20_000
"""Milliseconds between looks, and after how many a step has failed."""
ONE = S["number 1"]
LOCKED = "from iro_desk import dumps; dumps.forbid_dumps = lambda: None; from ui.__main__ import main; main()"
"""Whoever is not root cannot see where the handles of a process lead that forbids dumps of its memory."""
Step = tuple[Callable[[], object], Callable[[], object]]
"""What is done, and what must then come true."""


class Session:
    """A person at the window, one step after another."""

    def __init__(self, use: Use) -> None:
        self.use = use
        self.titles: set[str] = set()
        self.rich: set[str] = set()
        self.locked: list[int] = []
        self.copies = 0
        self.failed = ""

    def begin(self, window: Window) -> None:
        """Take the steps; the window closes at the first that fails."""
        self.window = window
        self._steps = self._script()
        QTimer.singleShot(PATIENCE * 3, lambda: self._fail("it took too long"))
        self._next()

    def _script(self) -> Iterator[Step]:
        window = self.window
        yield (
            lambda: window.unlock.unlock.emit(S["passphrase 1"]),
            lambda: window.workplace and getattr(window.workplace.pages["today"], "lines", ()),
        )
        assert window.workplace is not None
        place, page = window.workplace, window.workplace.child
        yield lambda: place.open_child(ONE), page.accessibleName
        yield page.change_names.emit, lambda: page.names
        yield self._name, lambda: page.names is None and S["name 1"] in page.accessibleName()
        yield self._record, lambda: page.cards
        yield lambda: page.history.emit("child", ONE), lambda: page.cards
        field = place.bar.field
        yield lambda: QTest.keyClicks(field, S["note 1"][:12]), place.panel.isVisible
        yield lambda: QTest.keyClick(field, Qt.Key.Key_Escape), lambda: not place.panel.isVisible()
        yield from self._this_desk(place)
        yield lambda: place.open_child(ONE), lambda: page.cards
        yield from self._rescue(place)
        note: Any = page.contact.fields["note"].control
        yield lambda: note.insertPlainText(S["draft 1"]), lambda: page.contact.state() == words.KEPT
        note.selectAll()
        yield note.copy, lambda: True
        yield self._choose_folder, lambda: True
        note.insertPlainText(S["draft 2"])
        yield window.lock, lambda: self.locked

    def _this_desk(self, place: Workplace) -> Iterator[Step]:
        """A new recovery sheet, saved and printed outside the desk; a new passphrase; a backup, and one restored."""
        page: Any = place.pages["settings"]
        said = place.notices.words
        yield lambda: place.go("settings"), page.minutes.text
        yield lambda: _press(page, words.RENEW), page.proof.sheet.isVisible
        key = "".join(page.proof.sheet._sheet.key.split())
        self.use.remember_recovery("second", key)
        saved, printed = self.use.sheet("second.txt"), self.use.sheet("second.pdf")
        yield lambda: _in_dialog(saved, lambda: _press(page.proof, words.SAVE_SHEET)), saved.exists
        yield lambda: _print(printed, lambda: _press(page.proof, words.PRINT_SHEET)), printed.exists
        yield lambda: _press(page.proof, words.SHEET_DONE), lambda: page.proof.fields
        yield lambda: _prove(page, check_words(key)), lambda: not page.proof.isVisible()
        yield lambda: self._change_passphrase(page), lambda: said() == words.PASSPHRASE_CHANGED
        second, restored = self.use.root / "second", self.use.root / "restored"
        for each in (second, restored):
            each.mkdir()
        yield (
            lambda: _in_dialog(second, lambda: _press(page, words.BACKUP_ELSEWHERE)),
            lambda: (second / "000001").exists() and "verified" in said(),
        )
        yield lambda: _press(page, words.BACKUP_NOW), lambda: "verified" in said() and self._newest_is_listed(page)
        yield (
            lambda: _in_dialog(restored, lambda: _press(page, words.RESTORE_THIS)),
            lambda: str(restored) in said(),
        )

    def _rescue(self, place: Workplace) -> Iterator[Step]:
        """As after a page of the file that could not be read, over a child's page; then back to it."""
        window = self.window
        yield (
            lambda: window.link.damaged.emit(Damaged(DAMAGED)),
            lambda: isinstance(window.stack.currentWidget(), RescuePage),
        )
        rescue: Any = window.stack.currentWidget()
        yield lambda: _press(rescue, words.RESTORE), lambda: _shown(rescue, words.RESTORE_THIS)
        yield lambda: _press(rescue, words.LOOK), lambda: window.stack.currentWidget() is place

    def _newest_is_listed(self, page: QWidget) -> bool:
        found = _shown(page, words.RESTORE_THIS)
        return found is not None and found.accessibleName().endswith(f"number {newest(self.use.desk)}")

    def _change_passphrase(self, page: Any) -> None:
        page.old.control.insert(S["passphrase 1"])
        for each in (page.new.first, page.new.again):
            each.control.insert(S["passphrase 2"])
        _press(page, words.CHANGE_PASSPHRASE)

    def _name(self) -> None:
        names = self.window.workplace.child.names if self.window.workplace else None
        assert names is not None
        for number, field in enumerate(("first_name", "last_name", "known_as"), start=1):
            control: Any = names.fields[field].control
            control.insert(S[f"name {number}"])
        names.save.emit()

    def _record(self) -> None:
        assert self.window.workplace is not None
        form = self.window.workplace.child.contact
        fields: dict[str, Any] = {name: each.control for name, each in form.fields.items()}
        fields["on"].setText(f"{DAY:%d/%m/%Y}")
        fields["kind"].setCurrentIndex(1)
        fields["note"].insertPlainText(f"{S['note 1']} {S['note with umlauts 1']} {S['Greek note 1']}")
        _answer_dialog(self.folder / "letter.txt")
        attach: QPushButton = fields["attach"]
        attach.click()
        form.save.emit()

    def _choose_folder(self) -> None:
        """Look for another desk in a folder, and think better of it."""
        _answer_dialog(self.folder)
        assert self.window._ask.folder(self.window, words.CHOOSE_DESK) == self.folder

    @property
    def folder(self) -> Path:
        """A folder of the officer's whose name says whose it is."""
        return self.use.given(S["folder of the window 1"])

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            return
        act, come = step
        act()
        self._wait(come, 0)

    def _wait(self, come: Callable[[], object], waited: int) -> None:
        self._look()
        if come():
            self._next()
        elif waited > PATIENCE:
            steps: Any = self._steps
            while steps.gi_yieldfrom:
                steps = steps.gi_yieldfrom
            self._fail(f"step at line {steps.gi_frame.f_lineno}")
        else:
            QTimer.singleShot(LOOK, lambda: self._wait(come, waited + LOOK))

    def _look(self) -> None:
        ours = [each for each in QApplication.allWidgets() if not _of_a_dialog(each)]
        self.titles |= {each.windowTitle() for each in ours if each.isWindow()}
        self.rich |= {
            type(each).__name__
            for each in ours
            if isinstance(each, QLabel) and each.textFormat() is not Qt.TextFormat.PlainText
        }

    def _fail(self, why: str) -> None:
        if not self.locked and not self.failed:
            self.failed = why
            self.window.close()


def _of_a_dialog(widget: QWidget | None) -> bool:
    """Whether it is part of a dialog that Qt makes."""
    while widget and not isinstance(widget, QFileDialog | QPrintDialog):
        widget = widget.parentWidget()
    return widget is not None


def _shown(inside: QWidget, text: str) -> QPushButton | None:
    """The button in sight that has these words."""
    found = (each for each in inside.findChildren(QPushButton) if each.text() == text)
    return next((each for each in found if each.isVisible() and each.isEnabled()), None)


def _press(inside: QWidget, text: str) -> None:
    """Press it."""
    found = _shown(inside, text)
    assert found, text
    found.click()


def _prove(page: Any, sheet: Sequence[str]) -> None:
    """Show that the sheet is there."""
    for number, field in page.proof.fields.items():
        field.control.insert(sheet[number - 1])
    _press(page.proof, words.PROVE)


def _in_dialog(path: Path, act: Callable[[], object]) -> None:
    """Do what opens a dialog, and choose this in it."""
    _answer_dialog(path)
    act()


def _print(path: Path, act: Callable[[], object]) -> None:
    """Do what opens the printing dialog, and have it print into a file."""
    act()
    (dialog,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QPrintDialog)]
    name = dialog.findChild(QLineEdit, "filename")
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    dialog.accept()


def _answer_dialog(path: Path) -> None:
    """When the next dialog stands, choose this in it."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(LOOK, answer)
            return
        if path.is_dir():
            dialog.setDirectory(str(path))
        else:
            dialog.setDirectory(str(path.parent))
            dialog.selectFile(str(path))
        dialog.accept()

    QTimer.singleShot(LOOK, answer)


def newest(desk: Path) -> int:
    """The number of the newest backup; nought where there is none."""
    return max((each.number for each in backups(desk)), default=0)


def main() -> None:
    """Make a desk, use it in the window until it is locked, and let the locked window copy it."""
    os.umask(0o077)
    use = Use(Path(sys.argv[1]))
    Cost.__init__.__defaults__ = (2, 64 * 1024, 1)
    use.remember_recovery("first", make_desk(use.desk, S["passphrase 1"], OFFICER, clock=CLOCK))
    with use.open() as desk:
        use.remember("first", desk)
        desk.do(TakeExtract(folder=use.given("extract")))
    session = Session(use)

    def start_beside(words: list[str]) -> None:
        """Start the locked window as the program does, and note its id, and which backup is the newest before it."""
        session.copies = newest(use.desk)
        _, pid = QProcess.startDetached(sys.executable, ["-c", LOCKED, *words[2:]], str(Path.cwd()))
        session.locked.append(pid)

    vars(app).update(start_beside=start_beside)
    vars(dumps).update(forbid_dumps=lambda: None)
    app.run(use.desk, DAY, started=session.begin)
    assert not session.failed, session.failed
    try:
        for _ in range(PATIENCE // LOOK):
            if newest(use.desk) > session.copies:
                break
            time.sleep(LOOK / 1000)
        assert newest(use.desk) > session.copies, "the locked window made no copy"
    finally:
        for each in session.locked:
            os.kill(each, signal.SIGTERM)
    for folder, what in ((use.desk, "second"), (use.root / "restored", "restored")):
        with use.open(folder, key="second") as desk:
            use.remember(what, desk)
            page = desk.ask(ChildPage(child=ONE))
            assert page.contacts[0].attachments[0].name == "letter.txt"
    told = {"said": [], "secrets": use.secrets, "titles": sorted(session.titles), "rich": sorted(session.rich)}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
