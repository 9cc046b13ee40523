"""A desk in trouble: an old copy put back, a damaged file, a damaged key file; what is said, and the ways on."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import PRACTICE_DAY, open_desk
from iro_desk.closed import back_up, backups
from iro_desk.glance import PRACTICE_PASSPHRASE, glance
from iro_desk.services.access import NoteAccess
from iro_desk.services.diary import Today
from tests.journeys.conftest import Show, Unlock
from ui.app import Window
from ui.kit import words
from ui.shell.rescue import RescuePage


def older_copy_put_back(desk: Path) -> None:
    """Work on, then put the file of before back."""
    before = desk.with_name("before.db")
    shutil.copy(desk / "desk.db", before)
    with open_desk(desk, PRACTICE_PASSPHRASE) as opened:
        opened.do(NoteAccess(what="exported", detail="Reviews table, 2025-26"))
    back_up(desk, PRACTICE_DAY)
    shutil.copy(before, desk / "desk.db")


def rescue_of(window: Window, qtbot: QtBot) -> RescuePage:
    """The rescue page, standing."""
    window.unlock.unlock.emit(PRACTICE_PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), RescuePage), timeout=20_000)
    page = window.stack.currentWidget()
    assert isinstance(page, RescuePage)
    return page


def seen(page: RescuePage) -> str:
    """All words in sight."""
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_an_older_copy_is_noticed_looked_at_and_gone_on_with(show: Show, practice: Path, qtbot: QtBot) -> None:
    """Nothing is written until the officer goes on with it; then everything is as ever."""
    older_copy_put_back(practice)
    window = show(practice)
    page = rescue_of(window, qtbot)
    assert "older than the one last open" in seen(page)
    page.look.emit()
    assert window.office
    assert window.office.state.words() == words.READ_ONLY
    window.office._back_to_rescue()
    page.accept.emit()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.workplace, timeout=20_000)
    window.close()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert not desk.trouble


def test_a_backup_is_restored_beside_the_older_copy(show: Show, practice: Path, qtbot: QtBot, tmp_path: Path) -> None:
    """The list shows it; it goes into a new folder, and this desk stays as it is."""
    older_copy_put_back(practice)
    window = show(practice)
    page = rescue_of(window, qtbot)
    page.restore.emit(backups(practice)[0].path, tmp_path / "restored", "")
    qtbot.waitUntil(lambda: "Restored into" in page._news.text(), timeout=30_000)
    window.close()
    with open_desk(tmp_path / "restored", PRACTICE_PASSPHRASE) as desk:
        assert desk.ask(Today()).children == 75


def test_a_damaged_file_is_never_a_wrong_passphrase(show: Show, practice: Path, qtbot: QtBot, tmp_path: Path) -> None:
    """It cannot be opened; a backup of it can, into a new folder, before which the window then stands."""
    back_up(practice, PRACTICE_DAY)
    content = bytearray((practice / "desk.db").read_bytes())
    content[100] ^= 1
    (practice / "desk.db").write_bytes(content)
    window = show(practice)
    page = rescue_of(window, qtbot)
    assert "damaged" in seen(page)
    assert "passphrase does not open" not in seen(page)
    page.restore.emit(backups(practice)[0].path, tmp_path / "restored", PRACTICE_PASSPHRASE)
    qtbot.waitUntil(lambda: window.entrance.folder == tmp_path / "restored", timeout=30_000)
    assert glance(tmp_path / "restored").practice


def test_damage_found_behind_today_stops_writing(show: Show, practice: Path, qtbot: QtBot) -> None:
    """The desk opens, the check that follows finds it, and the rescue page stands."""
    content = bytearray((practice / "desk.db").read_bytes())
    content[-100] ^= 1
    (practice / "desk.db").write_bytes(content)
    window = show(practice)
    page = rescue_of(window, qtbot)
    assert words.TROUBLE in seen(page)


def test_a_damaged_key_file_is_healed_and_told(show: Show, practice: Path, qtbot: QtBot, unlock: Unlock) -> None:
    """The locked desk says that it will be, and Today that it was."""
    back_up(practice, PRACTICE_DAY)
    (practice / "desk.key").write_bytes(b"{}")
    window = show(practice)
    assert any(words.KEY_FILE_DAMAGED in each.text() for each in window.unlock.findChildren(QLabel))
    unlock(window, PRACTICE_PASSPHRASE)
    assert window.workplace
    assert window.workplace.notices.words() == words.KEY_FILE_HEALED
