"""What an extract changed, through the real window: taken in, looked at, acknowledged, undone, all of it read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.services.exchanging import Extracts, TakeExtract
from iro_desk.services.status_changes import Acknowledge, StatusChanges
from tests.conftest import CHEAP, PASSPHRASE
from tests.journeys.conftest import Show, Unlock, press, seen, settled
from tests.sample import SAMPLE
from tests.ui.conftest import ScriptedPerson
from ui.kit import words
from ui.screens.changed.page import ChangedPage
from ui.screens.today.page import TodayPage

PATIENCE = 20_000
TODAY = date(2026, 10, 31)


def a_desk_to_september(folder: Path) -> None:
    """A desk of its own that took in two years and the running one to 30 September, all of it read."""
    make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE, StandingClock(TODAY)) as desk:
        for name in ("2024-25", "2025-26"):
            desk.do(TakeExtract(folder=SAMPLE / name))
        desk.do(TakeExtract(folder=SAMPLE / "2026-27-to-30-september", extracted=date(2026, 9, 30)))
        desk.do(Acknowledge(ids=tuple(each.id for each in desk.ask(StatusChanges()))))


def test_what_an_extract_changed_is_read(show: Show, unlock: Unlock, tmp_path: Path, qtbot: QtBot) -> None:
    """Taken in on Today, *Look*; one by its key, undone; the rest at once, undone; the child; and the empty page."""
    folder = tmp_path / "desk"
    a_desk_to_september(folder)
    standing = show(folder, ScriptedPerson(SAMPLE / "2026-27-to-31-october"), TODAY)
    place = unlock(standing, PASSPHRASE)
    page, today, count = place.pages["changed"], place.pages["today"], place.sidebar.places["changed"]
    assert isinstance(page, ChangedPage)
    assert isinstance(today, TodayPage)
    standing.activateWindow()
    qtbot.waitUntil(standing.isActiveWindow)
    place.go("changed")
    qtbot.waitUntil(lambda: "Nothing has changed since the extract to 30 September 2026." in seen(page))
    assert count.accessibleName() == words.CHANGED
    place.go("today")
    today._choose()
    qtbot.waitUntil(lambda: "15 things to look at." in place.notices.words(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: count.accessibleName() == "Changed, 15", timeout=PATIENCE)
    press(place.notices, words.LOOK_AT_CHANGES)
    assert place._stack.currentWidget() is page
    qtbot.waitUntil(page.list.hasFocus)
    first = page.list.in_hand()
    assert first
    assert (first.title, first.day) == ("310768", "Tue 20 Oct")

    qtbot.keyClick(page.list, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: place.notices.words() == "1 change acknowledged.", timeout=PATIENCE)
    qtbot.waitUntil(lambda: place.bar.said()[0].startswith("Undo: status changes read"), timeout=PATIENCE)
    assert count.accessibleName() == "Changed, 14"
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: count.accessibleName() == "Changed, 15", timeout=PATIENCE)

    press(page, "Acknowledge all 34 shown")
    qtbot.waitUntil(lambda: place.notices.words() == "34 changes acknowledged.", timeout=PATIENCE)
    assert "Nothing has changed since the extract to 30 October 2026." in seen(page)
    assert count.accessibleName() == words.CHANGED
    page.which.setFocus()
    qtbot.keyClick(page.which, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(page._view and page._view.parts), timeout=PATIENCE)
    assert page._view
    assert [part.title for part in page._view.parts] == [words.ACKNOWLEDGED]
    page.list.setFocus()
    opened = page.list.in_hand()
    assert opened
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.child._view is not None and place.child._view.child == opened.child, timeout=PATIENCE)
    standing.close()
    with open_desk(folder, PASSPHRASE) as desk:
        assert desk.ask(StatusChanges()) == ()


def test_closing_the_window_finishes_an_import(show: Show, unlock: Unlock, tmp_path: Path, qtbot: QtBot) -> None:
    """Closed as soon as it is told how far it has come, the extract is on the desk, whole."""
    folder = tmp_path / "desk"
    a_desk_to_september(folder)
    standing = show(folder, ScriptedPerson(SAMPLE / "2026-27-to-31-october"), TODAY)
    today = unlock(standing, PASSPHRASE).pages["today"]
    assert isinstance(today, TodayPage)
    settled(qtbot, standing)
    shown: list[str] = []
    told = today.show_taken_so_far

    def first_step(sentence: str) -> None:
        told(sentence)
        shown.append(sentence)
        standing.close()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(today, "show_taken_so_far", first_step)
        today._choose()
        qtbot.waitUntil(lambda: bool(shown), timeout=PATIENCE)
    assert shown == [words.TAKING]
    with open_desk(folder, PASSPHRASE, StandingClock(TODAY)) as desk:
        assert [each.to for each in desk.ask(Extracts())][-2:] == [date(2026, 9, 30), date(2026, 10, 30)]
