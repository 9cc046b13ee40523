"""The locked desk: a picture of the land, whose desk it is, and the way in. No child, no count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from iro_desk.glance import PRACTICE_PASSPHRASE
from ui.kit import icons, words
from ui.kit.marks import Mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.shell.doorway import Doorway
from ui.shell.fields import PassphraseField, Warned

SECOND = 1_000


class UnlockPage(Doorway):
    """The way into a desk.

    Signals:
        unlock: the officer gives a passphrase.
        another: the officer wants to choose another desk.
        make_practice: the officer wants a practice desk made.
        make_own: the officer wants a desk of their own made.
        forgotten: the officer has forgotten the passphrase.
    """

    unlock = Signal(str)
    another = Signal()
    make_practice = Signal()
    make_own = Signal()
    forgotten = Signal()

    def __init__(self, theme: Theme) -> None:
        foot = QWidget()
        super().__init__(theme, foot=foot)
        self._title = Words("", theme, Type.PAGE)
        self._whose = Words("", theme, Type.BODY, tone="second", wrap=True)
        self._field = PassphraseField(theme)
        self._wrong = Warned(Mark.OVERDUE, "brick", theme)
        self._caps = Warned(Mark.AT_RISK, "straw", theme)
        self._how_far = Words("", theme, Type.SMALL, tone="second", wrap=True)
        self._go = button(words.UNLOCK, theme, self._submit, kind="filled")
        self._forgot = button(words.FORGOTTEN, theme, self.forgotten.emit, size=Type.SMALL_STRONG)
        self._use = button(words.USE_IT, theme, self._use_practice)
        self._note = Words(words.PRACTICE_NOTE, theme, Type.BODY, wrap=True)
        self._why = Words("", theme, Type.BODY, wrap=True)
        self._notice = self._strip(self._note, self._use)
        self._locked = self._strip(self._why, before=LockSign(theme))
        self._with_desk = self._passphrase_form()
        self._without = QWidget()
        self._left: Callable[[], int] = lambda: 0
        self._countdown = QTimer(self, interval=SECOND)
        self._countdown.timeout.connect(self._tell_wait)
        self._lay_out(foot)

    def show_desk(self, officer: str | None, *, practice: bool, why: str = "") -> None:
        """Ask for the passphrase of this desk; ``why`` says when and why it was locked.

        No officer is known where the key file is damaged.
        """
        self._title.setText(words.LOCKED)
        self._whose.setText(f"The desk of {officer}" if officer else words.KEY_FILE_DAMAGED)
        self._notice.setVisible(practice)
        self._forgot.setVisible(not practice)
        self._why.setText(why)
        self._locked.setVisible(bool(why))
        self._with_desk.show()
        self._without.hide()
        self.ask_again("")

    def show_welcome(self, trouble: str = "") -> None:
        """There is no desk to unlock: say so, and what can be done."""
        self._title.setText(words.NO_DESK)
        self._whose.setText(trouble or words.NO_DESK_WORDS)
        for each in (self._with_desk, self._notice, self._locked):
            each.hide()
        if self._without.layout() is None:
            self._fill_welcome()
        self._without.show()

    def ask_again(self, trouble: str) -> None:
        """Ready for a passphrase; ``trouble`` says why the last did not do."""
        self._countdown.stop()
        self._say_wrong(trouble)
        self._ready(is_ready=True)
        self._field.selectAll()
        self._field.setFocus()

    def wait(self, left: Callable[[], int], trouble: str = "") -> None:
        """Too many wrong guesses: count the seconds down that ``left`` tells, and ask again when there are none."""
        self._left = left
        self._ready(is_ready=False)
        self._say_wrong(trouble)
        self._countdown.start()
        self._tell_wait()

    def busy(self, text: str = words.UNLOCKING) -> None:
        """Say that it is being worked on; nothing can be pressed twice."""
        self._say_wrong("")
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

    def _say_wrong(self, trouble: str) -> None:
        self._wrong.say(trouble)
        if bool(self._field.property("wrong")) != bool(trouble):
            self._field.setProperty("wrong", bool(trouble))
            self._field.style().polish(self._field)

    def _tell_wait(self) -> None:
        seconds = self._left()
        if seconds > 0:
            self._forgot.setEnabled(True)
            self._say_wrong(f"{words.TOO_MANY} {words.span(seconds)}.")
        else:
            self.ask_again("")

    def _strip(self, text: Words, act: QWidget | None = None, before: QWidget | None = None) -> QWidget:
        notice = QFrame()
        notice.setObjectName("notice")
        row = QHBoxLayout(notice)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        if before:
            row.addWidget(before, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        if act:
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return notice

    def _passphrase_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        label = Words(words.PASSPHRASE, self._theme, Type.NAME)
        label.setBuddy(self._field)
        self._field.setAccessibleName(words.PASSPHRASE)
        self._field.returnPressed.connect(self._submit)
        self._field.caps_lock.connect(lambda on: self._caps.say(words.CAPS_LOCK if on else ""))
        for widget in (label, self._field, self._wrong, self._caps, self._how_far):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(20)
        row.addWidget(self._go)
        row.addWidget(self._forgot)
        row.addStretch()
        column.addLayout(row)
        self._how_far.hide()
        return form

    def _fill_welcome(self) -> None:
        column = QVBoxLayout(self._without)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        for made in (
            button(words.MAKE_PRACTICE, self._theme, self.make_practice.emit, kind="filled"),
            button(words.MAKE_OWN, self._theme, self.make_own.emit, kind="outlined"),
            button(words.OPEN_DESK, self._theme, self.another.emit, kind="outlined"),
        ):
            column.addWidget(made)

    def _lay_out(self, foot: QWidget) -> None:
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Words(words.STAYS_HERE, self._theme, Type.SMALL, tone="second", wrap=True), 1)
        row.addWidget(button(words.ANOTHER_DESK, self._theme, self.another.emit, size=Type.SMALL_STRONG))
        self.column.addWidget(self._title)
        self.column.addWidget(self._whose)
        self.column.addSpacing(16)
        self.column.addWidget(self._locked)
        self.column.addWidget(self._notice)
        self.column.addSpacing(12)
        for widget in (self._with_desk, self._without):
            self.column.addWidget(widget)

    def _submit(self) -> None:
        if not self._field.isEnabled():
            return
        if self._field.text():
            self.unlock.emit(self._field.text())
        else:
            self.ask_again("Type the passphrase of this desk.")

    def _use_practice(self) -> None:
        self._field.setText(PRACTICE_PASSPHRASE)
        self._submit()


class LockSign(QWidget):
    """A small lock beside why the desk was locked; the words say it all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.px(20), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint the lock."""
        painter = QPainter(self)
        side = self._theme.px(18)
        painter.drawPixmap(0, 1, icons.pixmap("lock-simple", side, self._theme.tokens.sea))
        painter.end()
