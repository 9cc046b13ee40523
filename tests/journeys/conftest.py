"""The real window in this process, before a desk; what would start another process is written down instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import ScriptedPerson
from ui.app import Window
from ui.kit.theme import Scheme, Theme, load_fonts
from ui.shell.main_window import Workplace

Show = Callable[..., Window]
Unlock = Callable[[Window, str], Workplace]


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

    def show_it(folder: Path | None, person: ScriptedPerson | None = None) -> Window:
        settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
        standing = Window(theme, settings, person or ScriptedPerson(None))
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
    """Unlocks as an officer would, and waits for Today."""

    def unlock_it(window: Window, passphrase: str) -> Workplace:
        window.unlock.unlock.emit(passphrase)
        qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
        assert window.workplace
        page = window.workplace.pages["today"]
        qtbot.waitUntil(lambda: getattr(page, "_view", None) is not None, timeout=20_000)
        return window.workplace

    return unlock_it
