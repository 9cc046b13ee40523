"""The rescue page: what is wrong with a desk in plain sentences, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from iro_desk.closed import Backup, backups_in, usable
from iro_desk.errors import DeskError
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.fields import Warned
from ui.kit.marks import Mark
from ui.kit.parts import Words, button, clear, hairline
from ui.kit.passphrases import PassphraseField
from ui.kit.theme import Theme, Type
from ui.shell.doorway import Doorway
from ui.shell.notices import MarkBox


class BackupList(QWidget):
    """Backups, newest first, each to be restored.

    Signals:
        chosen: one of them is to be restored; carries its folder.
    """

    chosen = Signal(Path)

    def __init__(self, theme: Theme, act: str) -> None:
        super().__init__()
        self._theme, self._act = theme, act
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_backups(self, backups: Sequence[Backup], today: date) -> None:
        """List these."""
        clear(self._column)
        if not backups:
            self._column.addWidget(Words(words.NO_BACKUPS, self._theme, tone="second", wrap=True))
        for each in backups:
            self._column.addWidget(self._line(each, today))

    def _line(self, backup: Backup, today: date) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        day = words.day(backup.day, today)
        row.addWidget(Words(day, self._theme, Type.NAME))
        row.addWidget(Words(standing_of(backup, today), self._theme, Type.SMALL, tone="second", wrap=True), 1)
        act = button(self._act, self._theme, lambda: self.chosen.emit(backup.path), size=Type.SMALL_STRONG)
        act.setAccessibleName(f"{self._act}: {day}, number {backup.number}")
        row.addWidget(act)
        return line


def standing_of(backup: Backup, today: date) -> str:
    """What is known of a backup, in a few words."""
    if backup.verified is None:
        return words.NOT_VERIFIED
    return f"{backup.events} events, verified {words.day(backup.verified, today)}"


class RescuePage(Doorway):
    """A desk in trouble.

    Signals:
        look: the officer wants to see what can be read.
        accept: the officer goes on with this copy.
        again: the officer wants to try once more.
        restore: carries the backup's folder, the new folder, and what opened it then; nothing while the desk is open.
    """

    look = Signal()
    accept = Signal()
    again = Signal()
    restore = Signal(Path, Path, str)

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(theme)
        self._ask = ask
        self._today = date.min
        self._picked: tuple[Path, Path] | None = None
        self._is_open = False
        self._findings = QVBoxLayout()
        self._findings.setSpacing(8)
        self._look = button(words.LOOK, theme, self.look.emit, kind="filled")
        self._again = button(words.TRY_AGAIN, theme, self.again.emit, kind="filled")
        self._accept = button(words.GO_ON, theme, self.accept.emit, kind="outlined")
        self._accept_words = Words(words.GO_ON_WORDS, theme, Type.SMALL, tone="second", wrap=True)
        self._restore = button(words.RESTORE, theme, self._show_backups, kind="outlined")
        self._list = BackupList(theme, words.RESTORE_THIS)
        self._elsewhere = button(words.ELSEWHERE, theme, self._choose_elsewhere, size=Type.SMALL_STRONG)
        self._phrase = PassphraseField(words.PASSPHRASE_THEN, theme, hint=words.PASSPHRASE_THEN_HELP)
        self._go = button(words.RESTORE_THIS, theme, self._submit, kind="outlined")
        self._news = Words("", theme, Type.BODY, wrap=True)
        self._wrong = Warned(theme)
        self._backups: tuple[Backup, ...] = ()
        self._lay_out()

    def show_trouble(self, findings: Sequence[str], *, older: bool, backups: Sequence[Backup], today: date) -> None:
        """An open desk was found wanting; ``older`` where it is an old copy that one may go on with."""
        self._begin(words.TROUBLE, words.TROUBLE_WORDS, findings, backups, today, is_open=True)
        self._accept.setVisible(older)
        self._accept_words.setVisible(older)

    def show_shut(self, sentence: str, backups: Sequence[Backup], today: date) -> None:
        """A desk does not open."""
        self._begin(words.SHUT, words.SHUT_WORDS, (sentence,), backups, today, is_open=False)
        self._accept.hide()
        self._accept_words.hide()

    def busy(self, text: str) -> None:
        """Say what is going on; nothing can be pressed twice."""
        self._tell(text, "")
        self._enable(is_enabled=False)

    def ready(self, news: str = "", wrong: str = "") -> None:
        """Say what came of it."""
        self._tell(news, wrong)
        self._enable(is_enabled=True)

    def _begin(  # noqa: PLR0913 - all that the page says
        self,
        title: str,
        consequence: str,
        findings: Sequence[str],
        backups: Sequence[Backup],
        today: date,
        *,
        is_open: bool,
    ) -> None:
        self._today, self._picked, self._is_open = today, None, is_open
        self.say(title, consequence)
        clear(self._findings)
        for sentence in findings:
            self._findings.addWidget(self._finding(sentence))
        self._look.setVisible(is_open)
        self._again.setVisible(not is_open)
        self._backups = tuple(backups)
        for each in (self._list, self._elsewhere, self._phrase, self._go):
            each.hide()
        self._restore.show()
        self.ready()
        (self._look if is_open else self._again).setFocus()

    def _finding(self, sentence: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(MarkBox(Mark.OVERDUE, self._theme), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(sentence, self._theme, wrap=True), 1)
        return line

    def _show_backups(self) -> None:
        self._restore.hide()
        self._list.show_backups(self._backups, self._today)
        self._list.show()
        self._elsewhere.show()

    def _choose_elsewhere(self) -> None:
        folder = self._ask.folder(self, words.CHOOSE_BACKUPS)
        if folder is None:
            return
        try:
            self._backups = backups_in(folder)
        except DeskError as no:
            self._tell("", no.words)
        else:
            self._tell("", "")
            self._list.show_backups(self._backups, self._today)

    def _pick(self, backup: Path) -> None:
        into = self._ask.folder(self, words.RESTORE_INTO)
        if into is None:
            return
        trouble = usable(into)
        self._tell("", trouble)
        if trouble:
            return
        if self._is_open:
            self.restore.emit(backup, into, "")
            return
        self._picked = (backup, into)
        self._phrase.show()
        self._go.show()
        self._phrase.setFocus()

    def _submit(self) -> None:
        self._phrase.say_trouble("" if self._phrase.text().strip() else words.TYPE_PASSPHRASE)
        if self._picked and not self._phrase.trouble():
            self.restore.emit(*self._picked, self._phrase.text())

    def _tell(self, news: str, wrong: str) -> None:
        self._news.setText(news)
        self._news.setVisible(bool(news))
        self._wrong.say(wrong)

    def _enable(self, *, is_enabled: bool) -> None:
        for each in (
            self._look, self._again, self._accept, self._restore, self._list, self._elsewhere, self._phrase, self._go,
        ):  # fmt: skip
            each.setEnabled(is_enabled)

    def _lay_out(self) -> None:
        self._list.chosen.connect(self._pick)
        self._phrase.control.returnPressed.connect(self._submit)
        column = self.column
        column.insertLayout(1, self._findings)
        for each in (self._look, self._again, self._restore, self._accept, self._accept_words):
            column.addWidget(each)
        column.addWidget(hairline())
        last: tuple[QWidget, ...] = (self._list, self._elsewhere, self._phrase, self._go, self._news, self._wrong)
        for widget in last:
            column.addWidget(widget)
        self.add_foot()
