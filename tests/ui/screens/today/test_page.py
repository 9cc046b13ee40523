"""Today's page, offscreen: what it shows, what the keyboard does, and what it says when something is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from iro_desk.errors import Refused
from iro_desk.services.caseload import ChildExplained, Explain
from iro_desk.services.diary import Section, Today
from iro_desk.services.exchanging import TakeExtract
from tests.ui.conftest import FakeLink, HeldLink, ScriptedPerson
from tests.ui.screens.today.test_presenter import line, taken, view
from ui.kit import words
from ui.kit.parts import Words
from ui.kit.theme import LARGEST, Theme
from ui.screens.today.page import TodayPage
from ui.screens.today.presenter import TodayPresenter
from ui.shell.frame import Frame
from ui.shell.notices import Notices

LINES = (
    line(Section.OVERDUE, date(2026, 11, 20), -1, child="000001"),
    line(Section.AT_RISK, date(2026, 11, 26), 3, child="000002"),
    line(Section.NOT_KNOWN, None, child="000003"),
    line(Section.COMING, date(2026, 12, 31), 26, child="000004"),
)
LIFE = ChildExplained(child="000001", periods=(), not_known=(), beside=())


class Shown:
    """A page with its presenter, on a scripted desk."""

    def __init__(self, qtbot: QtBot, theme: Theme, link: FakeLink, person: ScriptedPerson) -> None:
        self.holder = QWidget()
        self.notices = Notices(theme)
        self.notices.setParent(self.holder)
        self.went: list[str] = []
        self.page = TodayPage(Frame(link, theme, self.notices, person, open_screen=self.went.append))  # type: ignore[arg-type]
        self.page.setParent(self.holder)
        self.page.resize(1084, 740)
        self.holder.resize(1084, 740)
        self.link, self.person = link, person
        self.presenter = TodayPresenter(self.page, link)
        self.page.take_extract.connect(self.presenter.extract_chosen)
        self.page.timeline.connect(self.presenter.timeline_wanted)
        self.page.all_coming.connect(self.presenter.show_all_coming)
        qtbot.addWidget(self.holder)
        self.counts: list[int] = []
        self.page.counted.connect(self.counts.append)
        self.presenter.refresh()
        self.holder.show()
        qtbot.waitExposed(self.holder)

    def button(self, text: str) -> QPushButton:
        """The button with these words."""
        return next(each for each in self.page.findChildren(QPushButton) if each.text() == text)

    def texts(self) -> list[str]:
        """All words in sight."""
        return [each.text() for each in self.page.findChildren(Words) if each.isVisible()]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Shown:
    """The page with one line of each part."""
    link = FakeLink({Today: view(*LINES), Explain: LIFE, TakeExtract: taken()})
    return Shown(qtbot, theme, link, ScriptedPerson(tmp_path))


def test_the_first_line_that_needs_a_person_is_in_hand(shown: Shown) -> None:
    """It is open with its reason; the others are closed. What waits is counted for the sidebar."""
    assert [each.view.line.child for each in shown.page.lines] == ["000001", "000002", "000003", "000004"]
    assert shown.texts().count("Because.") == 1
    assert shown.counts == [3]


def test_arrows_move_the_hand(shown: Shown, qtbot: QtBot) -> None:
    """Down opens the next line and closes this one; at the ends it stays."""
    first, second, *_, last = shown.page.lines
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Up)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert [second.in_hand, first.in_hand] == [True, False]
    last.moved.emit(last, 1)
    assert [second.in_hand, last.in_hand] == [True, False]


def test_enter_opens_the_whole_timeline(shown: Shown, qtbot: QtBot) -> None:
    """And again closes it."""
    first = shown.page.lines[0]
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert shown.link.sent[-1] == Explain(child="000001")
    first.show_timeline(["Care period 1: since Thu 29 Oct 2026."])
    assert "Care period 1: since Thu 29 Oct 2026." in shown.texts()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert "Care period 1: since Thu 29 Oct 2026." not in shown.texts()


def test_an_extract_is_taken_in_from_the_page(shown: Shown, qtbot: QtBot, tmp_path: Path) -> None:
    """Choose the folder; what came of it stands at the top."""
    qtbot.mouseClick(shown.button(words.TAKE_EXTRACT), Qt.MouseButton.LeftButton)
    assert shown.person.asked == [words.CHOOSE_EXTRACT]
    assert shown.link.sent[-1] == TakeExtract(folder=tmp_path)
    assert shown.notices.words().startswith("2026-27, to Mon 23 Nov 2026")
    assert shown.button(words.TAKE_EXTRACT).isEnabled()


def test_the_outcome_leads_to_what_the_extract_changed(shown: Shown, qtbot: QtBot) -> None:
    """By a button in the line that says it, which goes with it."""
    shown.page.say_taken("Taken in. 2 things to look at.", look=True)
    (look,) = shown.notices.findChildren(QPushButton)
    assert look.accessibleName() == words.LOOK_AT_CHANGES
    qtbot.mouseClick(look, Qt.MouseButton.LeftButton)
    assert shown.went == ["changed"]
    shown.page.say_taken("Taken in.", look=False)
    assert not [each for each in shown.notices.findChildren(QPushButton) if each.isVisible()]


def test_a_refusal_is_said_beside_the_work(shown: Shown, qtbot: QtBot) -> None:
    """In the desk's own words, and the button can be pressed again."""
    shown.link.answers[TakeExtract] = Refused("There is no .csv file there.")
    qtbot.mouseClick(shown.button(words.TAKE_EXTRACT), Qt.MouseButton.LeftButton)
    assert shown.notices.words() == "There is no .csv file there."
    assert shown.button(words.TAKE_EXTRACT).isEnabled()


def test_thinking_better_of_it_does_nothing(shown: Shown, qtbot: QtBot) -> None:
    """No folder, no order."""
    shown.person.chosen = None
    sent = len(shown.link.sent)
    qtbot.mouseClick(shown.button(words.TAKE_EXTRACT), Qt.MouseButton.LeftButton)
    assert len(shown.link.sent) == sent


def test_a_refresh_leaves_the_hand_where_it_is(shown: Shown) -> None:
    """A change that arrives does not take the officer's line from her."""
    shown.holder.activateWindow()
    shown.page.lines[2].setFocus()
    shown.presenter.refresh()
    (opened,) = [each for each in shown.page.lines if each.in_hand]
    assert opened.view.line.child == "000003"


def test_two_hundred_per_cent_fits(shown: Shown, theme: Theme, qtbot: QtBot) -> None:
    """One column, nothing wider than the window, the reason whole."""
    theme.set_percent(LARGEST)
    qtbot.wait(50)
    assert shown.page.minimumSizeHint().width() <= 1084
    assert all(line.width() <= 1084 for line in shown.page.lines)
    reason = next(each for each in shown.page.findChildren(Words) if each.text() == "Because." and each.isVisible())
    assert reason.height() >= reason.heightForWidth(reason.width())


def test_a_new_desk_teaches(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    """No list, no chart of noughts: what to do first."""
    empty = view()
    link = FakeLink({Today: type(empty)(**{**vars(empty), "extracts": ()})})
    shown = Shown(qtbot, theme, link, ScriptedPerson(tmp_path))
    assert words.EMPTY_TITLE in shown.texts()
    assert words.AHEAD not in shown.texts()
    assert shown.button(words.TAKE_EXTRACT).property("kind") == "filled"


def test_every_control_has_a_name(shown: Shown) -> None:
    """A screen reader meets nothing nameless."""
    for each in [*shown.page.findChildren(QPushButton), *shown.page.lines]:
        assert each.accessibleName(), each


def test_an_import_is_told_step_by_step_and_covers_no_other_notice(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    """Each step stands in the place of the one before, until something else was said there."""
    link = HeldLink({Today: view(*LINES), TakeExtract: taken()})
    shown = Shown(qtbot, theme, link, ScriptedPerson(tmp_path))
    link.answer_all()
    shown.button(words.TAKE_EXTRACT).click()
    (order,) = [each for each in link.sent if isinstance(each, TakeExtract)]
    assert shown.notices.words() == words.TAKING
    order.progress(0.6)
    assert shown.notices.words() == "Taking the extract in: 60 %"
    shown.notices.show_notice("Contact saved.")
    order.progress(0.8)
    assert shown.notices.words() == "Contact saved."
