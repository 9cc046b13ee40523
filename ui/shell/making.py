"""Making a desk of one's own: where it lies, whose it is, its passphrase; then its recovery sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from iro_desk import closed
from iro_desk.closed import Sheet
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.fields import LineField
from ui.kit.parts import button, in_a_row
from ui.kit.passphrases import NewPassphrase
from ui.kit.theme import Theme, Type
from ui.shell.doorway import Doorway, FormPage
from ui.shell.sheet import SheetView


class MakingPage(FormPage):
    """What a new desk needs to be told.

    Signals:
        make: the officer wants it made; carries the folder, the officer's name and the passphrase.
    """

    make = Signal(Path, str, str)

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(theme, words.OWN_DESK, words.OWN_DESK_WORDS, words.MAKE)
        self._ask = ask
        self.officer = LineField(words.OFFICER, theme, hint=words.OFFICER_HELP)
        self.folder = LineField(words.WHERE, theme)
        self.passphrase = NewPassphrase(theme, closed.generate_passphrase)
        self.folder.set_text(str(closed.default_place()))
        self.folder.typed.connect(self._look_at_place)
        choose = button(words.CHOOSE, theme, self._choose, size=Type.SMALL_STRONG)
        self.folder.column.addLayout(in_a_row(choose))
        self.ask_for(self.officer, self.folder, self.passphrase)

    def begin(self) -> None:
        """Begin anew, with the caret where the first thing is to be typed."""
        self.passphrase.clear()
        self.ready("")
        self._look_at_place()
        self.officer.setFocus()

    def submit(self) -> None:
        """Have it made, or say what is missing for it."""
        self._look_at_place()
        self.officer.say_trouble("" if self.officer.text().strip() else words.TYPE_NAME)
        passphrase = self.passphrase.taken()
        if self.folder.trouble():
            self.folder.setFocus()
        elif self.officer.trouble():
            self.officer.setFocus()
        elif passphrase:
            folder = Path(self.folder.text()).expanduser()
            self.make.emit(folder, self.officer.text().strip(), passphrase)

    def _look_at_place(self) -> None:
        self.folder.say_trouble(closed.usable(Path(self.folder.text())))

    def _choose(self) -> None:
        chosen = self._ask.folder(self, words.CHOOSE_PLACE)
        if chosen:
            self.folder.set_text(str(chosen))
            self._look_at_place()


class SheetPage(Doorway):
    """The recovery sheet of a desk that was just made.

    Signals:
        done: the officer has it.
    """

    done = Signal()

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(theme, words.SHEET)
        self.view = SheetView(theme, ask)
        self.view.done.connect(self.done)
        self.column.addWidget(self.view)

    def show_sheet(self, sheet: Sheet, desk: Path) -> None:
        """Show this sheet."""
        self.view.show_sheet(sheet, desk)
