"""The one field for everything, by the keys, in the real window: newest while typing, best on Enter, then the child."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import Children
from iro_desk.services.contacting import ContactKind, RecordContact
from tests.journeys.conftest import Show, Unlock, settled
from tests.sample import PRACTICE_DAY

PATIENCE = 20_000
NOTES = (
    "A visit; of many other things, and of school, and of the garden, and of a quarrel, she also said zither once.",
    "Zither, zither, zither.",
    "The zither stands in the hall, where nobody plays it now that the lessons have ended for this year.",
)
"""The newest first; the second is the best match."""


@pytest.fixture
def told(practice: Path) -> list[str]:
    """Three children of whom a note tells, the newest first."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        children = [each.child for each in desk.ask(Children())[:3]]
        for days, (child, note) in enumerate(zip(children, NOTES, strict=True)):
            day = PRACTICE_DAY - timedelta(days=days + 1)
            desk.do(RecordContact(child=child, on=day, kind=ContactKind.SCHOOL, note=note))
    return children


def test_the_newest_while_typing_the_best_on_enter_and_enter_again_opens(
    show: Show, unlock: Unlock, practice: Path, told: list[str], qtbot: QtBot
) -> None:
    """One letter finds nothing yet, two show the newest first; nothing of it needs the pointer."""
    window = show(practice)
    place = unlock(window, PRACTICE_PASSPHRASE)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(place, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field, found = place.bar.field, place.panel.list.lines
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Z)
    settled(qtbot, window)
    assert not place.panel.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_I)
    qtbot.waitUntil(place.panel.isVisible, timeout=PATIENCE)
    assert [each.child for each in found.lines if each.note] == told
    assert not place.panel.in_hand()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(place.panel.in_hand, timeout=PATIENCE)
    newest, best, *_ = told
    assert found.lines[0].child == best != newest
    assert {each.child for each in found.lines} == set(told)
    assert place.child._view is None
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.child._view is not None, timeout=PATIENCE)
    assert place.child._view
    assert place.child._view.child == best
    assert place._stack.currentWidget() is place.child
    assert (field.text(), place.panel.isVisible()) == ("", False)
