"""The locked desk: a picture of the land, whose desk it is, and the way in. No child, no count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from iro_desk.glance import PRACTICE_PASSPHRASE
from ui.kit import words
from ui.kit.parts import Button, Icon, Words, button, in_a_row
from ui.kit.passphrases import PassphraseField
from ui.kit.theme import Theme, Type
from ui.shell.doorway import Doorway, strip

SECOND = 1_000


class UnlockPage(Doorway):
    """The way into a desk.

    Signals:
        unlock: the officer gives a passphrase.
        make_practice: the officer wants a practice desk made.
        make_own: the officer wants a desk of their own made.
        forgotten: the officer has forgotten the passphrase.
    """

    unlock = Signal(str)
    make_practice = Signal()
    make_own = Signal()
    forgotten = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._field = PassphraseField(words.PASSPHRASE, theme)
        self._how_far = Words("", theme, Type.SMALL, tone="second", wrap=True)
        self._go = button(words.UNLOCK, theme, self._submit, kind="filled")
        self._forgot = button(words.FORGOTTEN, theme, self.forgotten.emit, size=Type.SMALL_STRONG)
        self._use = button(words.USE_IT, theme, self._use_practice)
        self._why = Words("", theme, wrap=True)
        self._locked = strip(self._why, before=Icon("lock-simple", theme, side=18, tone="sea"))
        self._notice = strip(Words(words.PRACTICE_NOTE, theme, wrap=True), act=self._use)
        self._with_desk = self._passphrase_form()
        self._without = QWidget()
        self._first: Button | None = None
        self._left: Callable[[], int] = lambda: 0
        self._countdown = QTimer(self, interval=SECOND)
        self._countdown.timeout.connect(self._tell_wait)
        self._lay_out()

    def show_desk(self, officer: str | None, *, practice: bool, why: str = "") -> None:
        """Ask for the passphrase of this desk; ``why`` says when and why it was locked.

        No officer is known where the key file is damaged.
        """
        self.say(words.LOCKED, f"The desk of {officer}" if officer else words.KEY_FILE_DAMAGED)
        self._notice.setVisible(practice)
        self._forgot.setVisible(not practice)
        self._why.setText(why)
        self._locked.setVisible(bool(why))
        self._with_desk.show()
        self._without.hide()
        self.ask_again("")

    def show_welcome(self, trouble: str = "") -> None:
        """There is no desk to unlock: say so, and what can be done."""
        self.say(words.NO_DESK, trouble or words.NO_DESK_WORDS)
        for each in (self._with_desk, self._notice, self._locked):
            each.hide()
        if self._first is None:
            self._first = self._fill_welcome()
        self._without.show()
        self._first.setFocus()

    def ask_again(self, trouble: str) -> None:
        """Ready for a passphrase; ``trouble`` says why the last did not do."""
        self._countdown.stop()
        self._field.say_trouble(trouble)
        self._ready(is_ready=True)
        self._field.control.selectAll()
        self._field.setFocus()

    def wait(self, left: Callable[[], int], trouble: str = "") -> None:
        """Too many wrong guesses: count the seconds down that ``left`` tells, and ask again when there are none."""
        self._left = left
        self._ready(is_ready=False)
        self._field.say_trouble(trouble)
        self._countdown.start()
        self._tell_wait()

    def busy(self, text: str = words.UNLOCKING) -> None:
        """Say that it is being worked on; nothing can be pressed twice."""
        self._field.say_trouble("")
        self._ready(is_ready=False)
        self._go.setText(text)

    def show_progress(self, done: float) -> None:
        """Say how far the tables have been worked out anew, from 0 to 1."""
        self._how_far.setText(f"{words.REBUILDING} {round(min(done, 1.0) * 100)} %")
        self._how_far.show()

    def _ready(self, *, is_ready: bool) -> None:
        self._field.setEnabled(is_ready)
        self._go.setEnabled(is_ready)
        self._forgot.setEnabled(is_ready)
        self._go.setText(words.UNLOCK)
        self._how_far.hide()

    def _tell_wait(self) -> None:
        seconds = self._left()
        if seconds > 0:
            self._forgot.setEnabled(True)
            self._field.say_trouble(f"{words.TOO_MANY} {words.span(seconds)}.")
        else:
            self.ask_again("")

    def _passphrase_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._field.control.returnPressed.connect(self._submit)
        column.addWidget(self._field)
        column.addWidget(self._how_far)
        acts = in_a_row(self._go, self._forgot, gap=20)
        acts.setContentsMargins(0, 12, 0, 0)
        column.addLayout(acts)
        self._how_far.hide()
        return form

    def _fill_welcome(self) -> Button:
        column = QVBoxLayout(self._without)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        first = button(words.MAKE_PRACTICE, self._theme, self.make_practice.emit, kind="filled")
        own = button(words.MAKE_OWN, self._theme, self.make_own.emit, kind="outlined")
        elsewhere = button(words.OPEN_DESK, self._theme, self.another.emit, kind="outlined")
        for made in (first, own, elsewhere):
            column.addWidget(made)
        self.setTabOrder(elsewhere, self._elsewhere)
        return first

    def _lay_out(self) -> None:
        self.column.addWidget(self._locked)
        self.column.addWidget(self._notice)
        self.column.addSpacing(12)
        for widget in (self._with_desk, self._without):
            self.column.addWidget(widget)
        self._elsewhere = self.add_foot()

    def _submit(self) -> None:
        if not self._field.isEnabled():
            return
        if self._field.text():
            self.unlock.emit(self._field.text())
        else:
            self.ask_again("Type the passphrase of this desk.")

    def _use_practice(self) -> None:
        self._field.set_text(PRACTICE_PASSPHRASE)
        self._submit()
