"""The locked desk: it asks for a passphrase, says what is wrong beside the field, and tells nothing of any child."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from iro_desk.glance import PRACTICE_PASSPHRASE
from ui.kit import words
from ui.kit.hills import Hills
from ui.kit.theme import LARGEST, Theme
from ui.shell.unlock import UnlockPage


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> UnlockPage:
    """The page before a desk."""
    made = UnlockPage(theme)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show_desk("Frances Adeyemi", practice=False)
    made.show()
    qtbot.waitExposed(made)
    return made


def seen(page: UnlockPage) -> list[str]:
    """All words in sight."""
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible() and each.text()]


def press(qtbot: QtBot, page: UnlockPage, text: str) -> None:
    """Press the button with these words."""
    found = next(each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible())
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_enter_unlocks_with_what_was_typed_or_pasted(page: UnlockPage, qtbot: QtBot, qapp: QApplication) -> None:
    """The field takes paste, as password managers need it."""
    field = page.findChild(QLineEdit)
    assert field
    qapp.clipboard().setText("green kettle sings at dawn")
    field.paste()
    with qtbot.waitSignal(page.unlock) as given:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given.args == ["green kettle sings at dawn"]
    assert field.echoMode() is QLineEdit.EchoMode.Password


def test_a_wrong_passphrase_is_said_beside_the_field(page: UnlockPage) -> None:
    """And what was typed is there to be mended."""
    page.busy()
    page.ask_again("That passphrase does not open this desk.")
    assert "That passphrase does not open this desk." in seen(page)
    field = page.findChild(QLineEdit)
    assert field
    assert field.isEnabled()
    assert field.property("wrong") is True


def test_nothing_is_sent_empty(page: UnlockPage, qtbot: QtBot) -> None:
    """It says what to do instead."""
    with qtbot.assertNotEmitted(page.unlock):
        press(qtbot, page, words.UNLOCK)
    assert "Type the passphrase of this desk." in seen(page)


def test_caps_lock_is_told(page: UnlockPage, qtbot: QtBot) -> None:
    """A capital without Shift is Caps Lock; a small letter takes the warning away."""
    field = page.findChild(QLineEdit)
    assert field
    qtbot.keyClick(field, "A")
    assert words.CAPS_LOCK in seen(page)
    qtbot.keyClick(field, "a")
    assert words.CAPS_LOCK not in seen(page)


def test_a_practice_desk_tells_its_passphrase(page: UnlockPage, qtbot: QtBot) -> None:
    """It is written on the door, and used by one press."""
    assert words.PRACTICE_NOTE not in seen(page)
    page.show_desk("Frances Adeyemi", practice=True)
    assert words.PRACTICE_NOTE in seen(page)
    with qtbot.waitSignal(page.unlock) as given:
        press(qtbot, page, words.USE_IT)
    assert given.args == [PRACTICE_PASSPHRASE]


def test_while_it_unlocks_nothing_can_be_pressed_twice(page: UnlockPage, qtbot: QtBot) -> None:
    """The button says what is going on."""
    page.busy()
    with qtbot.assertNotEmitted(page.unlock):
        press(qtbot, page, words.UNLOCKING)


def test_without_a_desk_it_says_what_can_be_done(page: UnlockPage, qtbot: QtBot) -> None:
    """Two ways on, and no field for a passphrase of nothing."""
    page.show_welcome("There is no desk in that folder.")
    assert "There is no desk in that folder." in seen(page)
    field = page.findChild(QLineEdit)
    assert field
    assert not field.isVisible()
    with qtbot.waitSignal(page.make_practice):
        press(qtbot, page, words.MAKE_PRACTICE)
    with qtbot.waitSignal(page.another):
        press(qtbot, page, words.OPEN_DESK)


def test_the_picture_gives_way_to_words(page: UnlockPage, theme: Theme) -> None:
    """Under 900 wide, and at large text."""
    hills = page.findChild(Hills)
    assert hills
    assert hills.isVisible()
    page.resize(800, 700)
    assert not hills.isVisible()
    page.resize(1280, 800)
    theme.set_percent(LARGEST)
    assert not hills.isVisible()
    assert page.minimumSizeHint().width() <= 1280
