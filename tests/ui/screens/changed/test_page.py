"""The page of what extracts changed, offscreen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from iro_desk.clock import StandingClock
from iro_desk.errors import Unavailable
from iro_desk.services.exchanging import Extracts
from iro_desk.services.status_changes import Acknowledge, StatusChanges
from tests.ui.conftest import FakeLink, ScriptedPerson
from tests.ui.screens.changed.test_presenter import CHANGES, TODAY, answers
from ui.kit import words
from ui.kit.hills import QuietHills
from ui.kit.lines import LINE_ROLE, Head
from ui.kit.parts import Words
from ui.kit.theme import LARGEST, Theme
from ui.screens.changed.page import ChangedPage
from ui.screens.changed.presenter import ChangedPresenter
from ui.shell.frame import Frame
from ui.shell.notices import Notices


class Shown:
    """A page with its presenter, on a scripted desk."""

    def __init__(self, qtbot: QtBot, theme: Theme, given: dict[type, Any]) -> None:
        self.holder = QWidget()
        self.holder.resize(1084, 740)
        self.notices = Notices(theme)
        self.notices.setParent(self.holder)
        self.opened: list[str] = []
        self.link = FakeLink(given)
        self.page = ChangedPage(Frame(self.link, theme, self.notices, ScriptedPerson(None), self.opened.append))  # type: ignore[arg-type]
        self.page.setParent(self.holder)
        self.page.resize(1084, 740)
        self.presenter = ChangedPresenter(self.page, self.link, StandingClock(TODAY))
        self.page.acknowledge.connect(self.presenter.acknowledge)
        self.page.extract_chosen.connect(self.presenter.extract_chosen)
        self.counts: list[int] = []
        self.page.counted.connect(self.counts.append)
        qtbot.addWidget(self.holder)
        self.presenter.refresh()
        self.holder.show()
        qtbot.waitExposed(self.holder)
        self.holder.activateWindow()
        qtbot.waitUntil(self.holder.isActiveWindow)

    def acknowledged(self) -> list[tuple[str, ...]]:
        """What was sent to be acknowledged, order by order."""
        return [each.ids for each in self.link.sent if isinstance(each, Acknowledge)]

    def in_hand(self) -> str:
        """The id of the line in hand; nothing where none is."""
        line = self.page.list.in_hand()
        return line.id if line else ""

    def button(self, text: str) -> QPushButton:
        """The button in sight with these words."""
        found = self.page.findChildren(QPushButton)
        return next(each for each in found if each.text() == text and each.isVisible())

    def texts(self) -> list[str]:
        """All labels in sight."""
        return [each.text() for each in self.page.findChildren(Words) if each.isVisible()]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    """Two changes to acknowledge, and one that is news."""
    return Shown(qtbot, theme, answers(*CHANGES))


def test_the_first_line_is_in_hand_with_the_keys(shown: Shown) -> None:
    """Headings stand between the lines; what waits, and not the news, is counted for the sidebar."""
    assert (shown.in_hand(), shown.counts, shown.page.list.hasFocus()) == ("c1", [2], True)
    rows = shown.page.list.lines.lines
    assert [each.title if isinstance(each, Head) else each.id for each in rows] == [
        words.TO_ACKNOWLEDGE,
        "c1",
        "c2",
        words.NEWS,
        "c3",
    ]


def test_arrows_pass_over_headings_and_enter_opens_the_child(shown: Shown, qtbot: QtBot) -> None:
    """Down from the last that waits is the first of the news; at the end it stays."""
    for _ in range(3):
        qtbot.keyClick(shown.page.list, Qt.Key.Key_Down)
    assert shown.in_hand() == "c3"
    qtbot.keyClick(shown.page.list, Qt.Key.Key_Return)
    for _ in range(4):
        qtbot.keyClick(shown.page.list, Qt.Key.Key_Up)
    assert shown.in_hand() == "c1"
    qtbot.mouseClick(shown.button(words.OPEN_CHILD), Qt.MouseButton.LeftButton)
    assert shown.opened == ["000003", "000001"]


def test_a_acknowledges_and_the_next_is_in_hand(shown: Shown, qtbot: QtBot) -> None:
    """With the keys still in the list, so that one key reads them all."""
    for hand in ("c2", "c3", ""):
        qtbot.keyClick(shown.page.list, Qt.Key.Key_A)
        assert shown.in_hand() == hand
    assert shown.acknowledged() == [("c1",), ("c2",), ("c3",)]
    assert shown.notices.words() == "1 change acknowledged."
    assert shown.counts[-1] == 0


def test_the_box_and_the_button_acknowledge(shown: Shown, qtbot: QtBot) -> None:
    """A press on the box of any line; elsewhere a press takes the line in hand, and its button acknowledges."""
    listed = shown.page.list
    qtbot.waitUntil(lambda: listed.visualRect(listed.lines.index(4)).isValid())
    box = listed.box_of(listed.visualRect(listed.lines.index(4))).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert shown.acknowledged() == [("c3",)]
    words_of = listed.visualRect(listed.lines.index(2)).topLeft() + QPoint(200, 20)
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=words_of)
    assert (shown.in_hand(), shown.opened, len(shown.acknowledged())) == ("c2", [], 1)
    qtbot.mouseClick(shown.button(words.ACKNOWLEDGE), Qt.MouseButton.LeftButton)
    assert shown.acknowledged()[-1] == ("c2",)
    assert shown.page.list.hasFocus()


def test_two_quick_presses(shown: Shown) -> None:
    """On a line they open its child; on a box they acknowledge one, and not the next that takes its place."""
    listed = shown.page.list
    line = listed.visualRect(listed.lines.index(1))
    for at in (line.topLeft() + QPoint(200, 20), listed.box_of(line).center()):
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown.opened == ["000001"]
    assert shown.acknowledged() == [("c1",)]


def test_all_shown_are_acknowledged_after_their_number_was_said(shown: Shown, qtbot: QtBot) -> None:
    """News among them; then the page teaches, and nothing is left to press."""
    qtbot.mouseClick(shown.button("Acknowledge all 3 shown"), Qt.MouseButton.LeftButton)
    assert shown.acknowledged() == [("c1", "c2", "c3")]
    assert words.NOTHING_CHANGED in shown.texts()
    assert not shown.page.all.isVisible()
    assert not shown.page.list.isVisible()
    assert shown.page.which.hasFocus()


def test_one_extract_can_be_chosen(shown: Shown, qtbot: QtBot) -> None:
    """By the keys; a refresh leaves the choice and the keys where they are."""
    shown.page.which.setFocus()
    qtbot.keyClick(shown.page.which, Qt.Key.Key_Down)
    assert shown.link.sent[-1] == StatusChanges(extract="x2")
    shown.presenter.refresh()
    assert (shown.page.which.currentText(), shown.page.which.hasFocus()) == (
        "Extract of 2026-27, to 31 October 2026",
        True,
    )


def test_what_was_acknowledged_has_no_act_but_open(qtbot: QtBot, theme: Theme) -> None:
    """No box to press, no key."""
    done = replace(CHANGES[0], acknowledged=TODAY)
    shown = Shown(qtbot, theme, answers(done))
    qtbot.keyClick(shown.page.list, Qt.Key.Key_A)
    box = shown.page.list.box_of(shown.page.list.visualRect(shown.page.list.lines.index(1))).center()
    qtbot.mouseClick(shown.page.list.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert shown.acknowledged() == []
    assert not [each for each in shown.page.findChildren(QPushButton) if each.text() == words.ACKNOWLEDGE]
    assert shown.button(words.OPEN_CHILD)


def test_a_refresh_leaves_the_hand(shown: Shown, qtbot: QtBot) -> None:
    """What is in hand stays so where it is still there."""
    qtbot.keyClick(shown.page.list, Qt.Key.Key_Down)
    shown.presenter.refresh()
    assert shown.in_hand() == "c2"
    shown.link.answers[StatusChanges] = CHANGES[1:]
    shown.presenter.refresh()
    assert shown.in_hand() == "c2"


def test_everything_is_named_for_a_reader(shown: Shown, qtmodeltester: ModelTester) -> None:
    """Each control, each line whole, each heading with its count; the model is sound by Qt's own rules."""
    for each in (shown.page.which, shown.page.all, shown.page.list, *shown.page.list.findChildren(QPushButton)):
        assert each.accessibleName()
    assert shown.button(words.ACKNOWLEDGE).accessibleName() == "Acknowledge: Dilan Kaya, Thu 1 Oct"
    spoken = [
        shown.page.list.lines.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(shown.page.list.lines.rowCount())
    ]
    assert (spoken[0], spoken[3]) == ("To acknowledge, 2", "News, 1, asks nothing of you")
    assert spoken[1] == shown.page.list.lines.index(1).data(LINE_ROLE).spoken
    qtmodeltester.check(shown.page.list.lines)


def test_two_hundred_per_cent_fits(shown: Shown, theme: Theme, qtbot: QtBot) -> None:
    """The page asks for no more room than there is, the line in hand holds its words and its acts."""
    listed = shown.page.list
    qtbot.waitUntil(lambda: listed.visualRect(listed.currentIndex()).height() > 0)
    plain = listed.visualRect(listed.currentIndex()).height()
    theme.set_percent(LARGEST)
    qtbot.waitUntil(lambda: listed.visualRect(listed.currentIndex()).height() >= 1.8 * plain)
    assert shown.page.minimumSizeHint().width() <= 1084
    acts = listed.indexWidget(listed.currentIndex())
    assert listed.visualRect(listed.currentIndex()).contains(acts.geometry())
    assert shown.button(words.ACKNOWLEDGE).height() <= acts.height()


def test_the_empty_page_fits_at_two_hundred_per_cent(qtbot: QtBot, theme: Theme) -> None:
    """The land gives way to the words, and comes back."""
    shown = Shown(qtbot, theme, answers())
    theme.set_percent(LARGEST)
    assert words.NOTHING_CHANGED in shown.texts()
    qtbot.waitUntil(lambda: shown.page.minimumSizeHint().height() <= 600)
    (land,) = shown.page.findChildren(QuietHills)
    assert land.height() == 0
    theme.set_percent(100)
    assert land.height() > 0


def test_a_refusal_is_said_beside_the_work(qtbot: QtBot, theme: Theme) -> None:
    """As a notice on the page."""
    refused = answers() | {Extracts: Unavailable("The file is gone.")}
    assert Shown(qtbot, theme, refused).notices.words() == "The file is gone."
