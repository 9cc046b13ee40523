"""A disk that has little room, and none, through the real window."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import ChildPage
from iro_desk.storage import room
from tests.journeys.conftest import Show, Unlock, note_of, opened, press, seen, settled
from ui.app import Window
from ui.kit import words
from ui.shell.strip import Strip

CHILD = "350212"
PATIENCE = 20_000
MIB = 1 << 20
LONG = " ".join(["He misses the dog, and wants her."] * 500)
"""More than fits in the pages that a desk has free."""


@pytest.mark.parametrize(("free", "said"), [(150, "The disk has 150 MB left."), (room.LOW_MIB, "")])
def test_a_disk_with_little_room_left_is_told(
    show: Show, unlock: Unlock, practice: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    """Behind Today, once the desk was looked through; with room enough nothing is said, and the spare is laid by."""
    real = shutil.disk_usage(practice)
    monkeypatch.setattr("iro_desk.storage.room.shutil.disk_usage", lambda _: real._replace(free=free * MIB))
    window = show(practice)
    place = unlock(window, PRACTICE_PASSPHRASE)
    looked: list[object] = []
    window.link.use(lambda desk: desk, owner=window, then=looked.append, beside=True)
    qtbot.waitUntil(lambda: bool(looked), timeout=PATIENCE)
    assert place.notices.words()[: len(said) or None] == said
    assert (practice / room.SPARE).exists() is not bool(said)


class SmallDisk:
    """A disk that has no room left for the open desk's database, unless the spare is given back."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot

    def fill(self) -> None:
        """From now on the database's file cannot grow, and SQLite says what it says of a full disk."""
        self._limit("SELECT page_count FROM pragma_page_count")

    def empty(self) -> None:
        """There is room again."""
        self._limit("SELECT 1073741823")

    def _limit(self, pages: str) -> None:
        def set_it(desk: Any) -> int:
            with desk._parts.database.reading() as connection:
                most = connection.exec_driver_sql(pages).scalar()
                return int(connection.exec_driver_sql(f"PRAGMA max_page_count = {most}").scalar())

        done: list[int] = []
        self._window.link.use(set_it, owner=self._window, then=done.append)
        self._qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)


def test_a_full_disk_costs_nothing_that_was_typed(show: Show, unlock: Unlock, practice: Path, qtbot: QtBot) -> None:
    """The strip says it, its button gives the spare back and says how much, and what stands in the form is saved."""
    window = show(practice)
    place = unlock(window, PRACTICE_PASSPHRASE)
    assert window.office
    state, spare = window.office.state, practice / room.SPARE
    qtbot.waitUntil(lambda: spare.exists() and spare.stat().st_size == room.SPARE_MIB * MIB, timeout=PATIENCE)
    page = opened(qtbot, place, CHILD)
    settled(qtbot, window)
    disk = SmallDisk(window, qtbot)
    disk.fill()
    note_of(page).setPlainText(LONG)
    qtbot.keyClicks(page.contact.fields["kind"].control, "child seen")
    press(page.contact, words.SAVE_CONTACT)
    qtbot.waitUntil(lambda: state.words() == words.DISK_FULL, timeout=PATIENCE)
    settled(qtbot, window)
    assert not page.cards
    assert note_of(page).toPlainText() == LONG
    assert "The disk is full" in seen(window)
    press(state, words.FREE_ROOM)
    qtbot.waitUntil(lambda: state.words() == words.ROOM_MADE.format(room.SPARE_MIB), timeout=PATIENCE)
    assert not spare.exists()
    disk.empty()
    press(page.contact, words.SAVE_CONTACT)
    qtbot.waitUntil(lambda: bool(page.cards), timeout=PATIENCE)
    window.close()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.check() == ()
        assert [each.note for each in desk.ask(ChildPage(child=CHILD)).contacts] == [LONG]


def test_room_is_given_back_once(show: Show, unlock: Unlock, practice: Path, qtbot: QtBot) -> None:
    """Full again, the button says that there is nothing left to give."""
    window = show(practice)
    place = unlock(window, PRACTICE_PASSPHRASE)
    assert window.office
    state, spare = window.office.state, practice / room.SPARE
    qtbot.waitUntil(lambda: spare.exists() and spare.stat().st_size == room.SPARE_MIB * MIB, timeout=PATIENCE)
    page = opened(qtbot, place, CHILD)
    settled(qtbot, window)
    SmallDisk(window, qtbot).fill()
    note_of(page).setPlainText(LONG)
    qtbot.keyClicks(page.contact.fields["kind"].control, "child seen")
    for said in (words.ROOM_MADE.format(room.SPARE_MIB), words.NO_ROOM_LEFT):
        press(page.contact, words.SAVE_CONTACT)
        qtbot.waitUntil(lambda: state.words() == words.DISK_FULL, timeout=PATIENCE)
        settled(qtbot, window)
        press(state, words.FREE_ROOM)
        qtbot.waitUntil(partial(says, state, said), timeout=PATIENCE)


def says(strip: Strip, sentence: str) -> bool:
    """Whether this stands in the strip."""
    return strip.words() == sentence
