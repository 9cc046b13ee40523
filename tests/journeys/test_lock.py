"""The lock: the cover falls at once, what was typed is kept, the desk is closed, and another process is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.closed import backups
from iro_desk.errors import DiskFull
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.diary import Today
from tests.journeys.conftest import Show, Unlock
from ui.app import Window
from ui.kit import words
from ui.shell.why import Why


def picture(window: Window) -> bytes:
    """What a person sees of the window."""
    image = window.grab().toImage()
    return bytes(image.constBits())


def covered(window: Window) -> bool:
    """Whether every corner of the window shows the cover, and nothing under it."""
    places = [window.rect().center(), window.rect().topLeft(), window.rect().bottomRight()]
    office = window.office
    assert office
    found = [window.childAt(each) for each in places]
    return all(each is office.cover or (each is not None and office.cover.isAncestorOf(each)) for each in found)


def test_the_cover_shows_no_word_of_a_child(
    show: Show, practice: Path, unlock: Unlock, started: list[list[str]], qtbot: QtBot
) -> None:
    """What is seen after the cover fell is the same whatever stood under it; before, it was not."""
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    assert window.workplace
    assert window.office
    before = picture(window)
    window.workplace.go("children")
    assert picture(window) != before
    assert not covered(window)
    window.office.cover.fall()
    assert covered(window)
    over_children = picture(window)
    window.workplace.go("today")
    assert picture(window) == over_children


@pytest.mark.parametrize("why", list(Why))
def test_a_lock_closes_the_desk_and_says_why(
    show: Show, practice: Path, unlock: Unlock, started: list[list[str]], qtbot: QtBot, qapp: QApplication, why: Why
) -> None:
    """The desk is free, the clipboard empty, and the lock screen is asked for, once."""
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    qapp.clipboard().setText("350212")
    window.lock(why)
    window.lock(why)
    assert started == [["-m", "ui", "--lock", "--desk", str(practice), "--why", why.value]]
    assert qapp.clipboard().text() == ""
    assert covered(window)
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.ask(Today()).children == 75


def test_the_system_locks_and_so_does_nobody_at_the_keys(
    show: Show, practice: Path, unlock: Unlock, started: list[list[str]], qtbot: QtBot
) -> None:
    """The lid, and the idle watch, go the same way as Ctrl L."""
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    assert window.office
    window.office.system.on_sleep(True)
    assert started[0][-1] == "sleep"


def test_ctrl_l_locks_over_a_dialog(
    show: Show, practice: Path, unlock: Unlock, started: list[list[str]], qtbot: QtBot
) -> None:
    """The dialog is closed, and the cover lies over everything."""
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitExposed(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert started[0][-2:] == ["--why", "key"]
    assert not dialog.isVisible()


def test_the_lock_screen_copies_the_closed_desk(show: Show, practice: Path, qtbot: QtBot) -> None:
    """Whose desk, why, and that what was typed is kept; then, behind the caret, a backup."""
    window = show(None)
    window.show_desk(practice, Why.IDLE)
    seen = " ".join(each.text() for each in window.unlock.findChildren(QLabel) if each.isVisible())
    assert "because nothing was typed or moved for a while" in seen
    assert "is kept" in seen
    window.entrance.prepare(copy=True)
    qtbot.waitUntil(lambda: len(backups(practice)) == 1, timeout=20_000)


def test_closing_the_window_makes_a_backup(show: Show, practice: Path, unlock: Unlock, qtbot: QtBot) -> None:
    """As a lock does; a second closing after which nothing changed makes no second."""
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    window.close()
    made = [each.number for each in backups(practice)]
    assert made == [1]


def test_a_full_disk_offers_the_spare_room(show: Show, practice: Path, unlock: Unlock, qtbot: QtBot) -> None:
    """One press gives 16 MB back, and says to save again."""
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    office = window.office
    assert office
    spare = practice / "spare-room"
    qtbot.waitUntil(lambda: spare.exists() and spare.stat().st_size == 16 * 1024 * 1024, timeout=20_000)

    def full(_: object) -> None:
        raise DiskFull("The disk is full: nothing of this was saved.")

    window.link.use(full, owner=office, then=print, failed=lambda _: None)
    qtbot.waitUntil(lambda: office.state.words() == words.DISK_FULL)
    office.state._button.click()
    qtbot.waitUntil(lambda: office.state.words() == words.ROOM_MADE.format(16))
    assert not spare.exists()
