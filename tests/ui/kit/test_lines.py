"""Lists of lines: replaced whole, moved in by the arrows, read whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.kit.lines import Head, LineList
from ui.kit.theme import Theme


def test_the_model_is_sound(qtmodeltester: ModelTester, qtbot: QtBot, theme: Theme) -> None:
    """By Qt's own rules, with lines and without, and each line is read as its sentence."""
    shown = LineList("Things", theme, spoken=lambda line: f"thing {line}")
    qtbot.addWidget(shown)
    qtmodeltester.check(shown.lines)
    shown.show_lines(("a", "b"))
    qtmodeltester.check(shown.lines)
    assert shown.lines.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "thing b"


def test_enter_opens_the_line_in_hand(qtbot: QtBot, theme: Theme) -> None:
    """And the arrows stay at the ends."""
    shown = LineList("Things", theme, spoken=str)
    qtbot.addWidget(shown)
    shown.show_lines(("a", "b"), choose=0)
    opened: list[str] = []
    shown.opened.connect(opened.append)
    shown.step(-1)
    shown.step(1)
    shown.step(1)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert opened == ["b"]


def test_a_head_is_read_and_passed_over(qtmodeltester: ModelTester, qtbot: QtBot, theme: Theme) -> None:
    """With its count; the arrows go from line to line."""
    shown = LineList("Things", theme, spoken=str)
    qtbot.addWidget(shown)
    shown.show_lines((Head("Some", 1), "a", Head("Others", 1, "quiet"), "b"), choose=1)
    qtmodeltester.check(shown.lines)
    assert shown.lines.index(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Others, 1, quiet"
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert shown.currentIndex().row() == 3
    qtbot.keyClick(shown, Qt.Key.Key_Up)
    assert shown.currentIndex().row() == 1
