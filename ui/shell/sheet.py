"""The recovery sheet on the screen: shown this once, to be saved, printed or written down by hand."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from iro_desk.closed import Sheet, save_sheet
from iro_desk.errors import DeskError
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.fields import Warned
from ui.kit.parts import Words, button, clear, hairline, in_a_row
from ui.kit.theme import Theme, Type
from ui.shell.paper import put_on_paper

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class SheetView(QWidget):
    """A recovery sheet, and what can be done with it.

    Signals:
        taken: it left the window; carries how, in a word that the desk notes: "exported", "printed".
        done: the officer has it.
    """

    taken = Signal(str)
    done = Signal()

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__()
        self._theme, self._ask = theme, ask
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
        self._key.setText(sheet.key)
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
            self.taken.emit("exported")

    def _print(self) -> None:
        if self._sheet is not None:
            self._ask.printer(self, partial(self._put_on_paper, self._sheet.text))

    def _put_on_paper(self, text: str, printer: QPrinter) -> None:
        put_on_paper(text, printer)
        self.taken.emit("printed")

    def _tell(self, news: str, wrong: str) -> None:
        self._news.setText(news)
        self._news.setVisible(bool(news))
        self._wrong.say(wrong)
