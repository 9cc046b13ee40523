"""The page of the law, offscreen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import FakeLink, ScriptedPerson
from tests.ui.screens.law.test_presenter import LAW, POLICY
from ui.kit import words
from ui.kit.parts import Words
from ui.kit.theme import LARGEST, Theme
from ui.screens.law.page import LawPage
from ui.screens.law.presenter import page_view
from ui.shell.frame import Frame
from ui.shell.notices import Notices


def shown(qtbot: QtBot, theme: Theme, person: ScriptedPerson) -> LawPage:
    """The page, shown."""
    holder = QWidget()
    holder.resize(1084, 740)
    notices = Notices(theme)
    notices.setParent(holder)
    page = LawPage(Frame(FakeLink({}), theme, notices, person))  # type: ignore[arg-type]
    page.setParent(holder)
    page.resize(1084, 740)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    page.keep(holder)
    return page


def said(page: LawPage) -> list[str]:
    """Every sentence in sight."""
    return [each.text() for each in page.findChildren(Words) if each.isVisible()]


def test_every_rule_stands_on_it(qtbot: QtBot, theme: Theme) -> None:
    """With its source; shown anew, none stands twice; at 200 % nothing is wider than the page."""
    page = shown(qtbot, theme, ScriptedPerson(None))
    for _ in range(2):
        page.show_view(page_view(LAW))
    qtbot.waitUntil(lambda: "First review (R1)" in said(page))
    assert said(page).count("First review (R1)") == 1
    assert "SI 2010/959 reg. 33(1). Not confirmed yet against the text itself." in said(page)
    theme.set_percent(LARGEST)
    qtbot.wait(1)
    assert all(each.width() <= page.width() for each in page.findChildren(Words) if each.isVisible())


def test_a_policy_by_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    """Chosen and taken in; dropped where there is one, and only then."""
    page = shown(qtbot, theme, ScriptedPerson(None, (Path("policy.toml"),)))
    page.show_view(page_view(LAW))
    buttons = {each.text(): each for each in page.findChildren(QPushButton)}
    drop = buttons[words.DROP_POLICY]
    assert not drop.isVisible()
    with qtbot.waitSignal(page.policy_chosen) as chosen:
        qtbot.keyClick(buttons[words.TAKE_POLICY], Qt.Key.Key_Space)
    assert chosen.args == [Path("policy.toml")]
    page.show_view(page_view(replace(LAW, policy=POLICY)))
    assert drop.isVisible()
    with qtbot.waitSignal(page.drop_wanted):
        qtbot.keyClick(drop, Qt.Key.Key_Space)
