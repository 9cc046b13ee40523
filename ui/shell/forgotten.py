"""Opening by the recovery key, with a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from iro_desk import closed
from iro_desk.errors import DeskError
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.marks import Mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.shell.doorway import Doorway
from ui.shell.fields import Field, NewPassphrase, Warned


class ForgottenPage(Doorway):
    """The recovery key, typed, pasted or out of a file, and a new passphrase.

    Signals:
        recover: carries the recovery key and the new passphrase.
        back: the officer remembers it after all.
    """

    recover = Signal(str, str)
    back = Signal()

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__(theme)
        self._ask = ask
        self.key = Field(words.KEY, theme, help=words.KEY_HELP)
        self.passphrase = NewPassphrase(theme, closed.generate_passphrase)
        self._wrong = Warned(Mark.OVERDUE, "brick", theme)
        self._go = button(words.OPEN_BY_KEY, theme, self._submit, kind="filled")
        self._back = button(words.BACK, theme, self.back.emit)
        self._lay_out()

    def begin(self) -> None:
        """Begin anew."""
        self.key.edit.clear()
        self.passphrase.clear()
        self.ready("")

    def ready(self, trouble: str, *, of_key: bool = False) -> None:
        """Ready to be told; ``trouble`` says why the desk was not opened, beside the key where it is the key's."""
        self._wrong.say("" if of_key else trouble)
        self.key.say_wrong(trouble if of_key else "")
        self._go.setText(words.OPEN_BY_KEY)
        self._enable(is_enabled=True)
        self.key.edit.setFocus()

    def busy(self, text: str) -> None:
        """Say that it is being opened."""
        self._wrong.say("")
        self._go.setText(text)
        self._enable(is_enabled=False)

    def _enable(self, *, is_enabled: bool) -> None:
        for each in (self._go, self._back, self.key, self.passphrase):
            each.setEnabled(is_enabled)

    def _read_file(self) -> None:
        chosen = self._ask.files(self, words.CHOOSE_SHEET_FILE)
        if not chosen:
            return
        try:
            self.key.edit.setText(closed.recovery_key_in(chosen[0]))
        except DeskError as no:
            self.key.say_wrong(no.words)
        else:
            self.key.say_wrong("")
            self.passphrase.first.edit.setFocus()

    def _submit(self) -> None:
        self.key.say_wrong("" if self.key.text().strip() else words.TYPE_KEY)
        passphrase = self.passphrase.taken()
        if self.key.wrong():
            self.key.edit.setFocus()
        elif passphrase:
            self.recover.emit(self.key.text(), passphrase)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(Words(words.LOST_PASSPHRASE, self._theme, Type.PAGE))
        column.addWidget(Words(words.LOST_WORDS, self._theme, tone="second", wrap=True))
        column.addSpacing(12)
        column.addWidget(self.key)
        row = QHBoxLayout()
        row.addWidget(button(words.FROM_FILE, self._theme, self._read_file, size=Type.SMALL_STRONG))
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
