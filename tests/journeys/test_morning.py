"""A morning through the real window: unlock, read, take in an extract, lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.reference.passphrases import check_words
from iro_desk.services.diary import Today
from tests.conftest import CHEAP, PASSPHRASE, SAMPLE
from tests.ui.conftest import ScriptedPerson
from ui.app import Window
from ui.kit import words
from ui.kit.theme import Scheme, Theme, load_fonts
from ui.screens.today.page import TodayPage


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Path], Window]]:
    """Opens the real window before a desk."""
    load_fonts()
    made: list[Window] = []
    theme = Theme(qapp, scheme=Scheme.LIGHT)

    def show(folder: Path | None, person: ScriptedPerson | None = None) -> Window:
        settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
        standing = Window(theme, settings, person or ScriptedPerson(None))
        standing.show_desk(folder)
        standing.show()
        made.append(standing)
        qtbot.addWidget(standing)
        return standing

    yield show
    for each in made:
        each.close()
    theme.deleteLater()


def unlocked(qtbot: QtBot, window: Window, passphrase: str) -> TodayPage:
    """Unlock as its officer would; Today, standing."""
    window.unlock.unlock.emit(passphrase)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    assert window.workplace
    page = window.workplace.pages["today"]
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page._view is not None, timeout=20_000)
    return page


def test_a_morning(window: Callable[[Path], Window], practice: Path, qtbot: QtBot) -> None:
    """A wrong word is told; the right one shows the day; the title never says more than the program's name."""
    standing = window(practice)
    standing.unlock.unlock.emit("not the one, surely")
    texts = lambda: [each.text() for each in standing.findChildren(QLabel)]  # noqa: E731 - asked twice
    qtbot.waitUntil(lambda: "That passphrase does not open this desk." in texts(), timeout=20_000)
    page = unlocked(qtbot, standing, PRACTICE_PASSPHRASE)
    assert [(part.section.value, part.count) for part in page._view.parts] == [  # type: ignore[union-attr]
        ("overdue", 3),
        ("at risk", 3),
        ("not known", 6),
        ("coming", 63),
    ]
    assert standing.windowTitle() == words.APP


def test_the_first_morning(window: Callable[..., Window], tmp_path: Path, qtbot: QtBot) -> None:
    """An empty desk, three words of the sheet, an extract taken in from the page, and there is the caseload."""
    folder = tmp_path / "desk"
    sheet = check_words(make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP))
    standing = window(folder, ScriptedPerson(SAMPLE / "2025-26"))
    page = unlocked(qtbot, standing, PASSPHRASE)
    assert page._view
    assert page._view.empty
    page._choose()
    qtbot.waitUntil(page.proof.isVisible, timeout=20_000)
    assert not page.lines
    for number, field in page.proof.fields.items():
        field.edit.setText(sheet[number - 1])
    page.proof._submit()
    qtbot.waitUntil(lambda: bool(page.lines), timeout=20_000)
    assert standing.workplace
    assert standing.workplace.notices.words().startswith("2025-26, to Mon 30 Mar 2026: 108 children")


def test_locking_ends_the_process(
    window: Callable[[Path], Window], practice: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk is closed and free, a new process is asked for, and this one quits."""
    standing = window(practice)
    unlocked(qtbot, standing, PRACTICE_PASSPHRASE)
    started: list[list[str]] = []
    quits: list[bool] = []
    monkeypatch.setattr("ui.app.start_beside", started.append)
    monkeypatch.setattr("ui.app.QApplication.quit", lambda: quits.append(True))
    standing.lock()
    assert (started, quits) == ([["-m", "ui", "--lock", "--desk", str(practice), "--why", "key"]], [True])
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.ask(Today()).children == 75


def test_a_folder_without_a_desk(window: Callable[[Path], Window], tmp_path: Path) -> None:
    """The page says so, and offers what can be done."""
    standing = window(tmp_path)
    assert any("no desk in" in each.text() for each in standing.findChildren(QLabel))


def test_nothing_of_a_child_reaches_the_machines_settings(
    window: Callable[[Path], Window], practice: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """The settings hold the desk's folder the size of text and the colours, and nothing that is inside the desk."""
    unlocked(qtbot, window(practice), PRACTICE_PASSPHRASE)
    QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat).sync()
    kept = (tmp_path / "machine.ini").read_text(encoding="utf-8")
    assert "350212" not in kept
    assert {line.partition("=")[0] for line in kept.splitlines() if "=" in line} <= {"last_desk", "text_size", "scheme"}
