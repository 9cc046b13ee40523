"""Opening by the recovery key, with a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal

from iro_desk import closed
from iro_desk.errors import DeskError
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.fields import LineField
from ui.kit.parts import button, in_a_row
from ui.kit.passphrases import NewPassphrase
from ui.kit.theme import Theme, Type
from ui.shell.doorway import FormPage


class ForgottenPage(FormPage):
    """The recovery key, typed, pasted or out of a file, and a new passphrase.

    Signals:
        recover: carries the recovery key and the new passphrase.
    """

    recover = Signal(str, str)

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(theme, words.LOST_PASSPHRASE, words.LOST_WORDS, words.OPEN_BY_KEY)
        self._ask = ask
        self.key = LineField(words.KEY, theme, hint=words.KEY_HELP)
        self.passphrase = NewPassphrase(theme, closed.generate_passphrase)
        from_file = button(words.FROM_FILE, theme, self._read_file, size=Type.SMALL_STRONG)
        self.key.column.addLayout(in_a_row(from_file))
        self.ask_for(self.key, self.passphrase)

    def begin(self) -> None:
        """Begin anew."""
        self.key.set_text("")
        self.passphrase.clear()
        self.ready("")

    def ready(self, trouble: str, *, of_key: bool = False) -> None:
        """Ready to be told; ``trouble`` says why the desk was not opened, beside the key where it is the key's."""
        super().ready("" if of_key else trouble)
        self.key.say_trouble(trouble if of_key else "")
        self.key.setFocus()

    def submit(self) -> None:
        """Give the key and the new passphrase, or say what is wrong with either."""
        self.key.say_trouble("" if self.key.text().strip() else words.TYPE_KEY)
        passphrase = self.passphrase.taken()
        if self.key.trouble():
            self.key.setFocus()
        elif passphrase:
            self.recover.emit(self.key.text(), passphrase)

    def _read_file(self) -> None:
        chosen = self._ask.files(self, words.CHOOSE_SHEET_FILE)
        if not chosen:
            return
        try:
            self.key.set_text(closed.recovery_key_in(chosen[0]))
        except DeskError as no:
            self.key.say_trouble(no.words)
        else:
            self.key.say_trouble("")
            self.passphrase.first.setFocus()
