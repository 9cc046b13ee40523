"""Making a desk of one's own: where it lies, whose it is, its passphrase; then its recovery sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from iro_desk import closed
from iro_desk.closed import Sheet
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.marks import Mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.shell.doorway import Doorway
from ui.shell.fields import Field, NewPassphrase, Warned
from ui.shell.sheet import SheetView


class MakingPage(Doorway):
    """What a new desk needs to be told.

    Signals:
        make: the officer wants it made; carries the folder, the officer's name and the passphrase.
        back: the officer thinks better of it.
    """

    make = Signal(Path, str, str)
    back = Signal()

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(theme)
        self._ask = ask
        self.folder = Field(words.WHERE, theme)
        self.officer = Field(words.OFFICER, theme, help=words.OFFICER_HELP)
        self.passphrase = NewPassphrase(theme, closed.generate_passphrase)
        self._wrong = Warned(Mark.OVERDUE, "brick", theme)
        self._go = button(words.MAKE, theme, self._submit, kind="filled")
        self._back = button(words.BACK, theme, self.back.emit)
        self.folder.edit.setText(str(closed.default_place()))
        self.folder.edit.textChanged.connect(self._look_at_place)
        self._lay_out()

    def begin(self) -> None:
        """Begin anew, with the caret where the first thing is to be typed."""
        self.passphrase.clear()
        self.ready("")
        self._look_at_place()
        self.officer.edit.setFocus()

    def ready(self, trouble: str) -> None:
        """Ready to be told; ``trouble`` says why the desk was not made."""
        self._wrong.say(trouble)
        self._go.setText(words.MAKE)
        self._enable(is_enabled=True)

    def busy(self) -> None:
        """Say that it is being made; nothing can be pressed twice."""
        self._wrong.say("")
        self._go.setText(words.MAKING_A_DESK)
        self._enable(is_enabled=False)

    def _enable(self, *, is_enabled: bool) -> None:
        for each in (self._go, self._back, self.folder, self.officer, self.passphrase):
            each.setEnabled(is_enabled)

    def _look_at_place(self) -> None:
        self.folder.say_wrong(closed.usable(Path(self.folder.text())))

    def _choose(self) -> None:
        chosen = self._ask.folder(self, words.CHOOSE_PLACE)
        if chosen:
            self.folder.edit.setText(str(chosen))

    def _submit(self) -> None:
        self._look_at_place()
        self.officer.say_wrong("" if self.officer.text().strip() else words.TYPE_NAME)
        passphrase = self.passphrase.taken()
        if self.folder.wrong():
            self.folder.edit.setFocus()
        elif self.officer.wrong():
            self.officer.edit.setFocus()
        elif passphrase:
            folder = Path(self.folder.text()).expanduser()
            self.make.emit(folder, self.officer.text().strip(), passphrase)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(Words(words.OWN_DESK, self._theme, Type.PAGE))
        column.addWidget(Words(words.OWN_DESK_WORDS, self._theme, tone="second", wrap=True))
        column.addSpacing(12)
        column.addWidget(self.officer)
        column.addWidget(self.folder)
        row = QHBoxLayout()
        row.addWidget(button(words.CHOOSE, self._theme, self._choose, size=Type.SMALL_STRONG))
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.passphrase)
        column.addWidget(self._wrong)
        column.addSpacing(8)
        last = QHBoxLayout()
        last.setSpacing(20)
        last.addWidget(self._go)
        last.addWidget(self._back)
        last.addStretch()
        column.addLayout(last)


class SheetPage(Doorway):
    """The recovery sheet of a desk that was just made.

    Signals:
        done: the officer has it.
    """

    done = Signal()

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(theme)
        self.view = SheetView(theme, ask)
        self.view.done.connect(self.done)
        self.column.addWidget(Words(words.SHEET, theme, Type.PAGE))
        self.column.addWidget(self.view)

    def show_sheet(self, sheet: Sheet, desk: Path) -> None:
        """Show this sheet."""
        self.view.show_sheet(sheet, desk)
