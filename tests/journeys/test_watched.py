"""An open desk watches itself: nobody at the keys, and how far it has come, through the real window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from iro_desk.glance import PRACTICE_PASSPHRASE, glance
from iro_desk.services.access import NoteAccess
from iro_desk.storage.machine_state import state_folder
from tests.journeys.conftest import Show, Unlock, settled
from ui.shell.office import Office

FIVE_MINUTES = 5 * 60 * 1_000
PATIENCE = 5_000
"""The watches look once a second."""


class Walked:
    """Seconds that a test walks."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Walked:
    """What the office counts by."""
    made = Walked()
    monkeypatch.setattr("ui.shell.office.Office", partial(Office, seconds=made))
    return made


def test_nobody_at_the_keys(
    clock: Walked, show: Show, unlock: Unlock, practice: Path, started: list[list[str]], qtbot: QtBot
) -> None:
    """After four minutes it is said that the desk locks, a key takes that back, and after five of silence it locks."""
    window = show(practice)
    place = unlock(window, PRACTICE_PASSPHRASE)
    office = window.office
    assert office
    settled(qtbot, window)
    said = office.warning.words
    clock.now += 239
    qtbot.wait(1_200)
    assert said() == ""
    clock.now += 11
    qtbot.waitUntil(lambda: "locks in 50 seconds" in said(), timeout=PATIENCE)
    clock.now += 49
    qtbot.waitUntil(lambda: "locks in 1 second." in said(), timeout=PATIENCE)
    qtbot.keyClick(place, Qt.Key.Key_Shift)
    assert said() == ""
    clock.now += 250
    qtbot.waitUntil(lambda: "locks in 50 seconds" in said(), timeout=PATIENCE)
    assert started == []
    clock.now += 50
    qtbot.waitUntil(lambda: bool(started), timeout=PATIENCE)
    assert started == [["-m", "ui", "--lock", "--desk", str(practice), "--why", "idle"]]
    assert office.cover.isVisible()
    assert window.link._desk is None


def test_every_five_minutes_the_machine_sees_how_far_the_desk_has_come(
    show: Show, unlock: Unlock, practice: Path, qtbot: QtBot
) -> None:
    """What was done since is in the witness as soon as the timer fires, while the desk is open, and not before."""
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    office = window.office
    assert office
    (witness,) = state_folder(glance(practice).desk).glob("witness-*.json")
    before = witness.read_bytes()
    done: list[object] = []
    window.link.do(NoteAccess(what="exported", detail="Reviews table, 2025-26"), owner=window, then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert witness.read_bytes() == before
    (timer,) = [each for each in office.findChildren(QTimer) if each.interval() == FIVE_MINUTES and each.isActive()]
    timer.setInterval(1)
    qtbot.waitUntil(lambda: witness.read_bytes() != before, timeout=PATIENCE)
    timer.stop()
