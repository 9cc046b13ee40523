"""The recovery sheet on the screen: shown this once, to be saved, printed or written down by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from iro_desk.closed import Sheet, save_sheet
from iro_desk.errors import DeskError
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.fields import Warned
from ui.kit.parts import Words, button, clear, hairline, in_a_row
from ui.kit.theme import Theme, Type
from ui.shell.paper import print_text

GROUPS_A_LINE = 3


class SheetView(QWidget):
    """A recovery sheet, and what can be done with it.

    Signals:
        done: the officer has it.
    """

    done = Signal()

    def __init__(self, theme: Theme, ask: Ask, print_it: Callable[[QWidget, str], None] = print_text) -> None:
        super().__init__()
        self._theme, self._ask, self._print_it = theme, ask, print_it
        self._sheet: Sheet | None = None
        self._desk: Path | None = None
        self._key = Words("", theme, Type.SECTION, wrap=True)
        self._words = QGridLayout()
        self._words.setHorizontalSpacing(24)
        self._news = Words("", theme, Type.SMALL_STRONG, tone="second", wrap=True)
        self._wrong = Warned(theme)
        self._lay_out()

    def show_sheet(self, sheet: Sheet, desk: Path) -> None:
        """Show this sheet of the desk that lies there."""
        self._sheet, self._desk = sheet, desk
        groups = sheet.key.split()
        lines = [" ".join(groups[each : each + GROUPS_A_LINE]) for each in range(0, len(groups), GROUPS_A_LINE)]
        self._key.setText("\n".join(lines))
        clear(self._words)
        for place, word in enumerate(sheet.words):
            self._words.addWidget(Words(f"{place + 1}  {word}", self._theme, Type.NAME), place % 3, place // 3)
        self._tell("", "")

    def forget(self) -> None:
        """Show nothing of it any more."""
        self._sheet = None
        self._key.setText("")
        clear(self._words)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Words(words.SHEET_WORDS, self._theme, tone="second", wrap=True))
        column.addSpacing(8)
        column.addWidget(Words(words.KEY, self._theme, Type.SMALL_STRONG))
        column.addWidget(self._key)
        column.addWidget(hairline())
        column.addWidget(Words(words.CHECK, self._theme, Type.SMALL_STRONG))
        column.addLayout(self._words)
        column.addWidget(Words(words.CHECK_HELP, self._theme, Type.SMALL, tone="second", wrap=True))
        column.addSpacing(8)
        save = button(words.SAVE_SHEET, self._theme, self._save, kind="outlined")
        on_paper = button(words.PRINT_SHEET, self._theme, self._print, kind="outlined")
        column.addLayout(in_a_row(save, on_paper))
        column.addWidget(self._news)
        column.addWidget(self._wrong)
        column.addSpacing(8)
        column.addWidget(button(words.SHEET_DONE, self._theme, self.done.emit, kind="filled"))

    def _save(self) -> None:
        path = self._ask.save_as(self, words.CHOOSE_SHEET, words.SHEET_NAME)
        if path is None or self._sheet is None or self._desk is None:
            return
        try:
            save_sheet(self._sheet, path, self._desk)
        except DeskError as no:
            self._tell("", no.words)
        else:
            self._tell(words.SHEET_SAVED, "")

    def _print(self) -> None:
        if self._sheet is not None:
            self._print_it(self, self._sheet.text)

    def _tell(self, news: str, wrong: str) -> None:
        self._news.setText(news)
        self._news.setVisible(bool(news))
        self._wrong.say(wrong)
