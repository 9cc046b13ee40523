"""The one field: from the second letter, the newest question's answer alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from iro_desk.clock import FixedClock
from iro_desk.errors import Unavailable
from iro_desk.services.finding import FoundLine, Search
from tests.ui.conftest import FakeLink, HeldLink
from ui.kit.theme import Theme
from ui.shell.search_panel import SearchField, SearchPanel
from ui.shell.searching import ResultView, SearchPresenter
from ui.shell.trail import Spot, Trail

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 12, tzinfo=UTC))


def found(name: str) -> FoundLine:
    """A note that was found."""
    excerpt = (("He misses the ", False), ("dog", True), (" and\nwants her", False))
    return FoundLine(kind="contact", id="c", child="000001", name=name, day=date(2026, 11, 13), excerpt=excerpt)


class FakePanel:
    """Keeps what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[tuple[str, ...], str, bool]] = []
        self.closed = 0

    def show_results(self, results: tuple[ResultView, ...], nothing: str, *, in_hand: bool) -> None:
        """Keep it."""
        self.shown.append((tuple(each.name for each in results), nothing, in_hand))

    def close_results(self) -> None:
        """Count it."""
        self.closed += 1


def test_it_asks_from_the_second_letter() -> None:
    """For the newest while typing, for the best match on Enter."""
    panel, link = FakePanel(), FakeLink({Search: (found("Dilan Kaya"),)})
    presenter = SearchPresenter(panel, link, CLOCK)
    presenter.typed("d")
    presenter.entered()
    assert (link.sent, panel.closed) == ([], 1)
    presenter.typed(" do ")
    presenter.entered()
    assert link.sent == [Search(typed="do"), Search(typed="do", best=True)]
    assert panel.shown == [(("Dilan Kaya",), "", False), (("Dilan Kaya",), "", True)]


def test_answers_out_of_order_are_dropped() -> None:
    """The newest question's answer stands, whichever comes last."""
    panel = FakePanel()
    link = HeldLink({Search: lambda question: (found(question.typed),)})
    presenter = SearchPresenter(panel, link, CLOCK)
    presenter.typed("do")
    presenter.typed("dog")
    link.answer(Search, 1)
    link.answer(Search, 0)
    assert panel.shown == [(("dog",), "", False)]
    presenter.typed("dogs")
    presenter.given_up()
    link.answer_all()
    assert len(panel.shown) == 1


def test_nothing_found_says_what_was_looked_for() -> None:
    """And a fault says what it is."""
    panel = FakePanel()
    SearchPresenter(panel, FakeLink({Search: ()}), CLOCK).typed("zebra")
    SearchPresenter(panel, FakeLink({Search: Unavailable("The disk is gone.")}), CLOCK).typed("zebra")
    assert [each[1] for each in panel.shown] == ["Nothing on this desk has “zebra” in it.", "The disk is gone."]


class Shown:
    """The field and its panel in a window, with another field to come from."""

    def __init__(self, qtbot: QtBot, theme: Theme, answer: Any) -> None:
        self.window = QWidget()
        self.window.resize(1000, 600)
        self.other, self.field = QLineEdit(), SearchField(theme)
        column = QVBoxLayout(self.window)
        column.addWidget(self.other)
        column.addWidget(self.field)
        self.panel = SearchPanel(theme, self.window, self.field)
        self.presenter = SearchPresenter(self.panel, FakeLink({Search: answer}), CLOCK)
        self.field.textEdited.connect(self.presenter.typed)
        self.field.given_up.connect(self.presenter.given_up)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.other.setFocus()


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    """Two notes to be found."""
    return Shown(qtbot, theme, (found("Dilan Kaya"), found("Layla Hassan")))


def test_the_keyboard_finds_and_opens(shown: Shown, qtbot: QtBot) -> None:
    """Letters, Down, Down, Enter; each line is read with its day and its words."""
    opened: list[str] = []
    shown.panel.chosen.connect(opened.append)
    shown.field.entered.connect(shown.panel.list.open_current)
    shown.field.go()
    qtbot.keyClicks(shown.field, "dog")
    assert (shown.panel.isVisible(), shown.panel.in_hand()) == (True, False)
    qtbot.keyClick(shown.field, Qt.Key.Key_Down)
    qtbot.keyClick(shown.field, Qt.Key.Key_Down)
    spoken = shown.panel.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Layla Hassan, Fri 13 Nov, He misses the dog and wants her"
    qtbot.keyClick(shown.field, Qt.Key.Key_Return)
    assert opened == ["000001"]


def test_escape_gives_the_focus_back(shown: Shown, qtbot: QtBot) -> None:
    """The field is empty, and nothing found stands there any more."""
    shown.field.go()
    qtbot.keyClicks(shown.field, "dog")
    qtbot.keyClick(shown.field, Qt.Key.Key_Escape)
    assert (shown.field.text(), shown.panel.isVisible(), shown.other.hasFocus()) == ("", False, True)


def test_what_is_found_stands_inside_the_window(shown: Shown, qtbot: QtBot) -> None:
    """It is no window of its own, so that a lock covers it."""
    shown.field.go()
    qtbot.keyClicks(shown.field, "dog")
    assert not shown.panel.isWindow()
    assert shown.window.rect().contains(shown.panel.geometry())


def test_the_way_back_and_forward() -> None:
    """Going somewhere new forgets what lay ahead; going where one is goes nowhere."""
    trail = Trail()
    today, dilan, layla = Spot("today"), Spot("child", "1"), Spot("child", "2")
    assert [trail.go(each) for each in (today, dilan, dilan)] == [True, True, False]
    assert (trail.back(), trail.back(), trail.forward()) == (today, None, dilan)
    trail.back()
    trail.go(layla)
    assert trail.can_go == (True, False)
    assert trail.forward() is None
