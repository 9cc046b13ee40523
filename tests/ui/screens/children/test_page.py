"""The page of all children, offscreen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from iro_desk.errors import Unavailable
from iro_desk.services.children import Children
from tests.ui.conftest import FakeLink, ScriptedPerson
from tests.ui.screens.children.test_presenter import CHILDREN
from ui.kit import words
from ui.kit.parts import Words
from ui.kit.theme import LARGEST, Theme
from ui.screens.children.page import ChildrenPage
from ui.screens.children.presenter import ChildrenPresenter
from ui.shell.frame import Frame
from ui.shell.notices import Notices


class Shown:
    """A page with its presenter, on a scripted desk."""

    def __init__(self, qtbot: QtBot, theme: Theme, answer: Any) -> None:
        self.holder = QWidget()
        self.holder.resize(1084, 740)
        self.notices = Notices(theme)
        self.notices.setParent(self.holder)
        self.opened: list[str] = []
        link = FakeLink({Children: answer})
        person = ScriptedPerson(None, (Path("people.csv"),))
        self.page = ChildrenPage(Frame(link, theme, self.notices, person, self.opened.append))  # type: ignore[arg-type]
        self.page.setParent(self.holder)
        self.page.resize(1084, 740)
        self.presenter = ChildrenPresenter(self.page, link)
        self.page.filter_typed.connect(self.presenter.filter_typed)
        self.counts: list[int] = []
        self.page.counted.connect(self.counts.append)
        qtbot.addWidget(self.holder)
        self.presenter.refresh()
        self.holder.show()
        qtbot.waitExposed(self.holder)


def test_typing_and_enter_open_a_child(qtbot: QtBot, theme: Theme) -> None:
    """The first that matches; Down goes into the list, and Enter opens there, too."""
    shown = Shown(qtbot, theme, CHILDREN)
    qtbot.keyClicks(shown.page._filter, "zofia")
    qtbot.keyClick(shown.page._filter, Qt.Key.Key_Return)
    shown.page._filter.clear()
    shown.page.list.setCurrentIndex(shown.page.list.lines.index(0))
    qtbot.keyClick(shown.page._filter, Qt.Key.Key_Down)
    qtbot.keyClick(shown.page.list, Qt.Key.Key_Down)
    qtbot.keyClick(shown.page.list, Qt.Key.Key_Down)
    qtbot.keyClick(shown.page.list, Qt.Key.Key_Return)
    assert shown.opened == ["000002", "000003"]
    assert shown.counts[-1] == 4


def test_a_refresh_leaves_the_hand_and_the_filter(qtbot: QtBot, theme: Theme) -> None:
    """What is typed and what is in hand stay."""
    shown = Shown(qtbot, theme, CHILDREN)
    qtbot.keyClicks(shown.page._filter, "00")
    shown.page.list.setCurrentIndex(shown.page.list.lines.index(2))
    shown.presenter.refresh()
    assert (shown.page._filter.text(), shown.page.list.currentIndex().row()) == ("00", 2)


def test_a_desk_without_children_says_what_to_do(qtbot: QtBot, theme: Theme) -> None:
    """No list of nothing, no filter."""
    shown = Shown(qtbot, theme, ())
    texts = [each.text() for each in shown.page.findChildren(Words) if each.isVisible()]
    assert words.EMPTY_TITLE in texts
    assert not shown.page._filter.isVisible()


def test_a_refusal_is_said_beside_the_work(qtbot: QtBot, theme: Theme) -> None:
    """As a notice on the page."""
    assert Shown(qtbot, theme, Unavailable("The file is gone.")).notices.words() == "The file is gone."


def test_two_hundred_per_cent_fits(qtbot: QtBot, theme: Theme) -> None:
    """The page asks for no more room than there is, and a line holds its words."""
    shown = Shown(qtbot, theme, CHILDREN)
    theme.set_percent(LARGEST)
    assert shown.page.minimumSizeHint().width() <= 1084
    assert shown.page.list.sizeHintForRow(0) >= 2 * 30


def test_an_empty_desk_fits_at_two_hundred_per_cent(qtbot: QtBot, theme: Theme) -> None:
    """The land gives way to the words: the window grows no higher than the screen."""
    shown = Shown(qtbot, theme, ())
    theme.set_percent(LARGEST)
    qtbot.waitUntil(lambda: shown.page.minimumSizeHint().height() <= 600)


def test_a_people_file_by_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    """Beside the filter, and not on a desk without children."""
    shown = Shown(qtbot, theme, CHILDREN)
    with qtbot.waitSignal(shown.page.people_chosen) as chosen:
        qtbot.keyClick(shown.page._people, Qt.Key.Key_Space)
    assert chosen.args == [Path("people.csv")]
    assert not Shown(qtbot, theme, ()).page._people.isVisible()
