"""A child through the real window: named, written of, found, undone, and a draft that outlives the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.access import Accesses
from iro_desk.services.children import ChildPage
from iro_desk.services.drafting import Drafts
from tests.journeys.conftest import Show, Unlock
from tests.sample import PRACTICE_DAY
from tests.ui.conftest import ScriptedPerson
from ui.app import Window
from ui.kit import words
from ui.screens.child.page import ChildPage as Page
from ui.screens.children.page import ChildrenPage
from ui.shell.main_window import Workplace

PATIENCE = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier
CHILD = "350212"
Working = Callable[[Path, ScriptedPerson], tuple[Window, Workplace]]


@pytest.fixture
def working(show: Show, unlock: Unlock, qtbot: QtBot) -> Working:
    """Opens the practice desk in a window that has the keys; the children stand."""

    def work(folder: Path, person: ScriptedPerson) -> tuple[Window, Workplace]:
        window = show(folder, person)
        workplace = unlock(window, PRACTICE_PASSPHRASE)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        page = workplace.pages["children"]
        qtbot.waitUntil(lambda: getattr(page, "_view", None) is not None, timeout=PATIENCE)
        return window, workplace

    return work


def opened(qtbot: QtBot, workplace: Workplace) -> Page:
    """The child's page, standing."""
    workplace.go("children")
    workplace.open_child(CHILD)
    qtbot.waitUntil(lambda: workplace.child._view is not None, timeout=PATIENCE)
    return workplace.child


def texts(page: Page) -> list[str]:
    """All words in sight."""
    return [each.text() for each in page.findChildren(QLabel) if each.isVisibleTo(page)]


def name_and_write(qtbot: QtBot, workplace: Workplace, page: Page) -> None:
    """Give the child their names, and record a contact with a file."""
    page.change_names.emit()
    assert page.names
    page.names.fields["first_name"].control.setFocus()
    qtbot.keyClicks(page.names.fields["first_name"].control, "Dilan")
    qtbot.keyClicks(page.names.fields["last_name"].control, "Kaya")
    page.names.save.emit()
    qtbot.waitUntil(lambda: "Dilan Kaya" in texts(page), timeout=PATIENCE)

    page.contact.fields["kind"].set_text("child seen")
    page.contact.fields["attach"].control.click()  # type: ignore[attr-defined]
    note = page.contact.fields["note"].control
    note.setFocus()
    qtbot.keyClicks(note, "He misses the dog.")
    page.contact._save.click()
    qtbot.waitUntil(lambda: "He misses the dog." in texts(page), timeout=PATIENCE)
    qtbot.waitUntil(lambda: workplace.bar.said()[0] == "Undo: contact, D.K.", timeout=PATIENCE)
    assert workplace.bar.said()[2].startswith("Saved ")
    assert page.contact.fields["note"].text() == ""


def test_a_child_is_named_written_of_found_and_undone(
    working: Working, practice: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """Through the window alone: names, a contact with a file, search, undo, redo, history, a copy of the file."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Dilan,\n", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    standing, workplace = working(practice, ScriptedPerson(out, (letter,)))
    page = opened(qtbot, workplace)
    name_and_write(qtbot, workplace, page)
    workplace.go("today")
    field = workplace.bar.field
    field.go()
    qtbot.keyClicks(field, "dog")
    qtbot.waitUntil(lambda: bool(workplace.panel.list.lines.lines), timeout=PATIENCE)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "He misses the dog." in texts(page), timeout=PATIENCE)
    assert workplace._stack.currentWidget() is page

    standing.activateWindow()
    qtbot.waitUntil(standing.isActiveWindow)
    qtbot.keyClick(page, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: "He misses the dog." not in texts(page), timeout=PATIENCE)
    assert workplace.notices.words().startswith("Undone: contact, D.K.")
    workplace.bar.redo.emit()
    qtbot.waitUntil(lambda: "He misses the dog." in texts(page), timeout=PATIENCE)

    (contact,) = page.cards
    page.cards[contact].acts[words.HISTORY].click()
    qtbot.waitUntil(lambda: any(each.startswith("Note: ") for each in texts(page)), timeout=PATIENCE)
    page.copy.emit(contact, page.cards[contact].view.files[0])
    qtbot.waitUntil(lambda: workplace.notices.words() == words.COPY_SAVED, timeout=PATIENCE)
    assert (out / "letter.txt").read_bytes() == letter.read_bytes()

    assert standing.windowTitle() == words.APP
    standing.close()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        kept = desk.ask(ChildPage(child=CHILD))
        assert (kept.name, [each.note for each in kept.contacts]) == ("Dilan Kaya", ["He misses the dog."])
        assert kept.contacts[0].on == PRACTICE_DAY
        assert desk.ask(Drafts()) == ()
        noted = desk.ask(Accesses())
        assert [each.words for each in noted].count("Opened a child's page") == 2
        assert not any("letter" in each.detail or "Dilan" in each.detail for each in noted)


def test_a_draft_outlives_the_window(working: Working, practice: Path, qtbot: QtBot) -> None:
    """Half a sentence, the window closed at once; in a new one it is there, on its own child and no other."""
    first, workplace = working(practice, ScriptedPerson(None))
    page = opened(qtbot, workplace)
    qtbot.keyClicks(page.contact.fields["note"].control, "He misses")
    first.close()

    _, workplace = working(practice, ScriptedPerson(None))
    children = workplace.pages["children"]
    assert isinstance(children, ChildrenPage)
    workplace.open_child(next(each.child for each in children.list.lines.lines if each.child != CHILD))
    qtbot.waitUntil(lambda: workplace.child._view is not None, timeout=PATIENCE)
    assert workplace.child.contact.fields["note"].text() == ""
    page = opened(qtbot, workplace)
    qtbot.waitUntil(lambda: page.contact.fields["note"].text() == "He misses", timeout=PATIENCE)
    assert page.contact.state().startswith("Not saved yet: typed")
