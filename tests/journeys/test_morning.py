"""A morning through the real window: unlock, read, take in an extract, lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.reference.passphrases import check_words
from iro_desk.services.diary import Today
from tests.conftest import CHEAP, PASSPHRASE
from tests.journeys.conftest import Show, Unlock
from tests.sample import SAMPLE
from tests.ui.conftest import ScriptedPerson
from ui.kit import words
from ui.screens.today.page import TodayPage
from ui.shell.main_window import Workplace


def today(workplace: Workplace) -> TodayPage:
    """The page of Today."""
    page = workplace.pages["today"]
    assert isinstance(page, TodayPage)
    return page


def test_a_morning(show: Show, unlock: Unlock, practice: Path, qtbot: QtBot) -> None:
    """A wrong word is told; the right one shows the day; the title never says more than the program's name."""
    standing = show(practice)
    standing.unlock.unlock.emit("not the one, surely")
    texts = lambda: [each.text() for each in standing.findChildren(QLabel)]  # noqa: E731 - asked twice
    qtbot.waitUntil(lambda: "That passphrase does not open this desk." in texts(), timeout=20_000)
    page = today(unlock(standing, PRACTICE_PASSPHRASE))
    assert [(part.section.value, part.count) for part in page._view.parts] == [  # type: ignore[union-attr]
        ("overdue", 4),
        ("at risk", 3),
        ("not known", 4),
        ("coming", 64),
    ]
    assert standing.windowTitle() == words.APP


def test_the_first_morning(show: Show, unlock: Unlock, tmp_path: Path, qtbot: QtBot) -> None:
    """An empty desk, three words of the sheet, an extract taken in from the page, and there is the caseload."""
    folder = tmp_path / "desk"
    sheet = check_words(make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP))
    standing = show(folder, ScriptedPerson(SAMPLE / "2025-26"))
    page = today(unlock(standing, PASSPHRASE))
    assert page._view
    assert page._view.empty
    page._choose()
    qtbot.waitUntil(page.proof.isVisible, timeout=20_000)
    assert not page.lines
    for number, field in page.proof.fields.items():
        field.control.setText(sheet[number - 1])
    page.proof._submit()
    qtbot.waitUntil(lambda: bool(page.lines), timeout=20_000)
    assert standing.workplace
    assert standing.workplace.notices.words().startswith("2025-26, to Mon 30 Mar 2026: 108 children")


def test_locking_ends_the_process(
    show: Show, unlock: Unlock, practice: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk is closed and free, a new process is asked for, and this one quits."""
    standing = show(practice)
    unlock(standing, PRACTICE_PASSPHRASE)
    started: list[list[str]] = []
    quits: list[bool] = []
    monkeypatch.setattr("ui.app.start_beside", started.append)
    monkeypatch.setattr("ui.app.QApplication.quit", lambda: quits.append(True))
    standing.lock()
    assert (started, quits) == ([["-m", "ui", "--lock", "--desk", str(practice), "--why", "key"]], [True])
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.ask(Today()).children == 75


def test_a_folder_without_a_desk(show: Show, tmp_path: Path) -> None:
    """The page says so, and offers what can be done."""
    standing = show(tmp_path)
    assert any("no desk in" in each.text() for each in standing.findChildren(QLabel))


def test_nothing_of_a_child_reaches_the_machines_settings(
    show: Show, unlock: Unlock, practice: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """The settings hold the desk's folder the size of text and the colours, and nothing that is inside the desk."""
    unlock(show(practice), PRACTICE_PASSPHRASE)
    QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat).sync()
    kept = (tmp_path / "machine.ini").read_text(encoding="utf-8")
    assert "350212" not in kept
    assert {line.partition("=")[0] for line in kept.splitlines() if "=" in line} <= {"last_desk", "text_size", "scheme"}
