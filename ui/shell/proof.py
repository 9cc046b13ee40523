"""The recovery sheet is asked for: three of its check words, or a new sheet where the old one is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from iro_desk.closed import Sheet
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.fields import LineField, Warned
from ui.kit.parts import Words, button, clear, in_a_row
from ui.kit.theme import Theme, Type
from ui.shell.sheet import SheetView


class ProofPanel(QFrame):
    """Three words of the sheet, in the place of work.

    Signals:
        given: the officer gives words; carries them by their numbers.
        lost: the officer has lost the sheet, and wants a new recovery key.
        seen: the officer has the new sheet.
        left: the officer thinks better of it.
        stands: the panel came into sight, or is gone; carries which.
    """

    given = Signal(object)
    lost = Signal()
    seen = Signal()
    left = Signal()
    stands = Signal(bool)

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._theme = theme
        self.fields: dict[int, LineField] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._wrong = Warned(theme)
        self._asking = QWidget()
        self._prove = button(words.PROVE, theme, self._submit, kind="filled")
        self._lost = button(words.LOST_SHEET, theme, self.lost.emit)
        self._leave = button(words.BACK, theme, self._go_away)
        self.sheet = SheetView(theme, ask)
        self.sheet.done.connect(self._have_it)
        self._lay_out()
        self.hide()

    def ask(self, numbers: Sequence[int]) -> None:
        """Ask for the words with these numbers."""
        self._clear_fields()
        for number in numbers:
            field = LineField(words.PROOF_WORD.format(number), self._theme)
            field.control.returnPressed.connect(self._submit)
            self.fields[number] = field
            self._row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.ready("")
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def ready(self, trouble: str, field: str | None = None) -> None:
        """Ready for words; ``trouble`` says why the last did not do, beside the word it is about where it is one."""
        self._prove.setVisible(bool(self.fields))
        self._stand(self._asking)
        of_word = next((each for number, each in self.fields.items() if field == f"word-{number}"), None)
        for each in self.fields.values():
            each.say_trouble(trouble if each is of_word else "")
        self._wrong.say("" if of_word else trouble)
        self._asking.setEnabled(True)
        if of_word:
            of_word.setFocus()

    def busy(self) -> None:
        """It is being looked at."""
        self._asking.setEnabled(False)

    def show_sheet(self, sheet: Sheet, desk: Path) -> None:
        """Show a sheet that was just made."""
        self.sheet.show_sheet(sheet, desk)
        self._stand(self.sheet)

    def close_panel(self) -> None:
        """Be gone, and keep nothing of what was typed or shown."""
        self._clear_fields()
        self.sheet.forget()
        self.hide()
        self.stands.emit(False)

    def _stand(self, part: QWidget) -> None:
        for each in (self._asking, self.sheet):
            each.setVisible(each is part)
        self.show()
        self.stands.emit(True)

    def _submit(self) -> None:
        words: Mapping[int, str] = {number: field.text() for number, field in self.fields.items()}
        self.given.emit(words)

    def _have_it(self) -> None:
        self.sheet.forget()
        self.seen.emit()

    def _go_away(self) -> None:
        self.close_panel()
        self.left.emit()

    def _clear_fields(self) -> None:
        clear(self._row)
        self.fields = {}

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._asking)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(Words(words.PROOF, self._theme, Type.SECTION))
        inside.addWidget(Words(words.PROOF_WORDS, self._theme, tone="second", wrap=True))
        inside.addLayout(self._row)
        inside.addWidget(self._wrong)
        inside.addLayout(in_a_row(self._prove, self._lost, self._leave, gap=20))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(self._asking)
        column.addWidget(self.sheet)
