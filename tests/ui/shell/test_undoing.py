"""The top bar: what can be undone, by name, and when something was saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pytestqt.qtbot import QtBot

from iro_desk.clock import FixedClock
from iro_desk.errors import Refused
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.undoing import CanUndo, GivenBack, Redo, Undo, WhatCanBeUndone
from tests.ui.conftest import FakeLink
from ui.kit.theme import LARGEST, Theme
from ui.shell.notices import Notices
from ui.shell.top_bar import TopBar
from ui.shell.undoing import UndoPresenter

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
CAN = CanUndo(undo="contact, A.B.", redo=None)
LEFT = "Undone: contact, A.B. Changed since and left as it is: contact: note."


def outcome(words: str) -> Outcome[Any]:
    """What came of an undo."""
    return Outcome(result=GivenBack(words=words, left=()), order="o", topics=frozenset({Topic.CONTACTS}))


def test_undo_is_named_and_says_what_came_of_it(qtbot: QtBot, theme: Theme) -> None:
    """With the fields that are left as they are; a refusal is said, too."""
    notices = Notices(theme)
    bar = TopBar(theme, notices, lambda _: None)
    qtbot.addWidget(notices)
    qtbot.addWidget(bar)
    link = FakeLink({WhatCanBeUndone: CAN, Undo: outcome(LEFT), Redo: Refused("There is nothing to be done again.")})
    presenter = UndoPresenter(bar, link, FixedClock(NOW))
    presenter.refresh()
    assert bar.said() == ("Undo: contact, A.B.", "", "")
    presenter.undo()
    assert notices.words() == LEFT
    presenter.redo()
    assert notices.words() == "There is nothing to be done again."


def test_it_says_when_something_was_saved(qtbot: QtBot, theme: Theme) -> None:
    """By the clock on the wall; that a page was opened is not a saving."""
    notices = Notices(theme)
    bar = TopBar(theme, notices, lambda _: None)
    qtbot.addWidget(notices)
    qtbot.addWidget(bar)
    presenter = UndoPresenter(bar, FakeLink({WhatCanBeUndone: CAN}), FixedClock(NOW))
    presenter.on_changed(frozenset({Topic.DESK}), None)
    assert bar.said()[2] == ""
    presenter.on_changed(frozenset({Topic.CONTACTS}), None)
    assert bar.said()[2] == f"Saved {NOW.astimezone():%H:%M}"


def test_the_bar_fits_at_two_hundred_per_cent(qtbot: QtBot, theme: Theme) -> None:
    """With both names, beside the rail of a window of 1280."""
    notices = Notices(theme)
    bar = TopBar(theme, notices, lambda _: None)
    qtbot.addWidget(notices)
    qtbot.addWidget(bar)
    bar.show_undo("Undo: contact mended, A.B.", "Redo: contact withdrawn, A.B.")
    theme.set_percent(LARGEST)
    assert bar.minimumSizeHint().width() <= 1280 - theme.px(64)
