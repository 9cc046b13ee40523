"""The real window in this process, before a desk; what would start another process is written down instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import ScriptedPerson
from ui.app import Window
from ui.kit.contact_fields import NoteEdit
from ui.kit.theme import Scheme, Theme, load_fonts
from ui.screens.child.page import ChildPage
from ui.shell.main_window import Workplace

Show = Callable[..., Window]
Unlock = Callable[[Window, str], Workplace]


def press(inside: QWidget, text: str) -> None:
    """Press the button in sight that has these words."""
    found = [each for each in inside.findChildren(QPushButton) if each.text() == text]
    next(each for each in found if each.isVisible() and each.isEnabled()).click()


def seen(inside: QWidget) -> str:
    """All the words in sight."""
    return "\n".join(each.text() for each in inside.findChildren(QLabel) if each.isVisible())


def opened(qtbot: QtBot, place: Workplace, child: str) -> ChildPage:
    """The page of a child, standing."""
    place.open_child(child)
    qtbot.waitUntil(lambda: place.child._view is not None and place.child._view.child == child, timeout=20_000)
    return place.child


def settled(qtbot: QtBot, window: Window) -> None:
    """Wait until all that was asked has been answered, and what those answers asked, and what these did."""
    done: list[object] = []
    for number in range(1, 4):
        window.link.run(lambda: None, owner=window, then=done.append, failed=done.append)
        qtbot.waitUntil(partial(_so_many, done, number), timeout=20_000)


def _so_many(done: list[object], number: int) -> bool:
    return len(done) == number


def note_of(page: ChildPage) -> NoteEdit:
    """Where a note is typed."""
    found = page.contact.fields["note"].control
    assert isinstance(found, NoteEdit)
    return found


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words of the processes that were asked for; none is started, and the program does not quit."""
    asked: list[list[str]] = []
    monkeypatch.setattr("ui.app.start_beside", asked.append)
    monkeypatch.setattr("ui.app.QApplication.quit", lambda: None)
    return asked


@pytest.fixture
def show(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Show]:
    """Opens the real window before a desk, or before none."""
    load_fonts()
    made: list[Window] = []
    theme = Theme(qapp, scheme=Scheme.LIGHT)

    def show_it(folder: Path | None, person: ScriptedPerson | None = None, as_at: date | None = None) -> Window:
        settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
        standing = Window(theme, settings, person or ScriptedPerson(None), as_at)
        standing.show_desk(folder)
        standing.show()
        made.append(standing)
        qtbot.addWidget(standing)
        return standing

    yield show_it
    for each in made:
        each.close()
    theme.deleteLater()


@pytest.fixture
def unlock(qtbot: QtBot) -> Unlock:
    """Unlocks as an officer would, by the keys, and waits for Today."""

    def unlock_it(window: Window, passphrase: str) -> Workplace:
        field = window.unlock._field.control
        qtbot.keyClicks(field, passphrase)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
        assert window.workplace
        page = window.workplace.pages["today"]
        qtbot.waitUntil(lambda: getattr(page, "_view", None) is not None, timeout=20_000)
        return window.workplace

    return unlock_it
