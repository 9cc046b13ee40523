"""The locked desk: a picture of the land, whose desk it is, and the way in. No child, no count."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from iro_desk.glance import PRACTICE_PASSPHRASE
from ui.kit import icons, words
from ui.kit.hills import Hills, Sign
from ui.kit.marks import Mark, paint_mark
from ui.kit.parts import Words, button, hairline
from ui.kit.theme import Theme, Type

PICTURE_FROM = 900
FORM = 420


class Warned(Words):
    """Words with their mark before them, under a field."""

    def __init__(self, mark: Mark, tone: str, theme: Theme) -> None:
        super().__init__("", theme, Type.SMALL_STRONG, tone=tone, wrap=True)
        self._mark, self._look = mark, theme
        self.setContentsMargins(theme.px(20), 0, 0, 0)
        self.hide()

    def say(self, text: str) -> None:
        """Show these words, or nothing."""
        self.setText(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and the mark before the first line."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._look.px(13)
        top = (self.fontMetrics().height() - side) / 2
        paint_mark(painter, QRectF(0, top, side, side), self._mark, self._look)
        painter.end()


class PassphraseField(QLineEdit):
    """A field for a passphrase; paste is welcome.

    Signals:
        caps_lock: whether Caps Lock shows in what is typed.
    """

    caps_lock = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, and notice a letter whose case only Caps Lock explains."""
        super().keyPressEvent(event)
        if event.text().isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(event.text().isupper() != shifted)


class UnlockPage(QWidget):
    """The way into a desk.

    Signals:
        unlock: the officer gives a passphrase.
        another: the officer wants to choose another desk.
        make_practice: the officer wants a practice desk made.
    """

    unlock = Signal(str)
    another = Signal()
    make_practice = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme = theme
        self._hills = Hills(theme)
        self._title = Words("", theme, Type.PAGE)
        self._whose = Words("", theme, Type.SECTION, tone="second", wrap=True)
        self._whose.setFont(theme.font(Type.BODY))
        self._note = Words(words.PRACTICE_NOTE, theme, Type.BODY, wrap=True)
        self._field = PassphraseField()
        self._wrong = Warned(Mark.OVERDUE, "brick", theme)
        self._caps = Warned(Mark.AT_RISK, "straw", theme)
        self._go = button(words.UNLOCK, theme, self._submit, kind="filled")
        self._use = button(words.USE_IT, theme, self._use_practice)
        self._notice = self._practice_notice()
        self._with_desk = self._passphrase_form()
        self._without = self._welcome()
        self._lay_out()
        theme.changed.connect(self._fit)

    def show_desk(self, officer: str, *, practice: bool) -> None:
        """Ask for the passphrase of this desk."""
        self._title.setText(words.LOCKED)
        self._whose.setText(f"The desk of {officer}")
        self._notice.setVisible(practice)
        self._with_desk.show()
        self._without.hide()
        self.ask_again("")

    def show_welcome(self, trouble: str = "") -> None:
        """There is no desk to unlock: say so, and what can be done."""
        self._title.setText(words.NO_DESK)
        self._whose.setText(trouble or words.NO_DESK_WORDS)
        self._with_desk.hide()
        self._notice.hide()
        self._without.show()

    def ask_again(self, trouble: str) -> None:
        """Ready for a passphrase; ``trouble`` says why the last did not do."""
        self._wrong.say(trouble)
        self._field.setProperty("wrong", bool(trouble))
        self._field.style().polish(self._field)
        self._field.setEnabled(True)
        self._go.setEnabled(True)
        self._go.setText(words.UNLOCK)
        self._field.selectAll()
        self._field.setFocus()

    def busy(self, text: str = words.UNLOCKING) -> None:
        """Say that it is being worked on; nothing can be pressed twice."""
        self._wrong.say("")
        self._go.setText(text)
        self._go.setEnabled(False)
        self._field.setEnabled(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _practice_notice(self) -> QWidget:
        notice = QFrame()
        notice.setObjectName("notice")
        row = QHBoxLayout(notice)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(self._note, 1)
        row.addWidget(self._use, 0, Qt.AlignmentFlag.AlignTop)
        return notice

    def _passphrase_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        label = Words(words.PASSPHRASE, self._theme, Type.NAME)
        label.setBuddy(self._field)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName(words.PASSPHRASE)
        self._field.returnPressed.connect(self._submit)
        self._field.caps_lock.connect(lambda on: self._caps.say(words.CAPS_LOCK if on else ""))
        self._eye = QAction(words.SHOW_PASSPHRASE, self._field)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        self._field.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        for widget in (label, self._field, self._wrong, self._caps):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.addWidget(self._go)
        row.addStretch()
        column.addLayout(row)
        return form

    def _welcome(self) -> QWidget:
        choice = QWidget()
        column = QVBoxLayout(choice)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        for made in (
            button(words.MAKE_PRACTICE, self._theme, self.make_practice.emit, kind="filled"),
            button(words.OPEN_DESK, self._theme, self.another.emit, kind="outlined"),
        ):
            column.addWidget(made)
        return choice

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Sign(self._theme))
        head.addWidget(Words(words.APP, self._theme, Type.NAME))
        head.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(Words(words.STAYS_HERE, self._theme, Type.SMALL, tone="second", wrap=True), 1)
        foot.addWidget(button(words.ANOTHER_DESK, self._theme, self.another.emit, size=Type.SMALL_STRONG))
        form = QVBoxLayout()
        form.setSpacing(8)
        form.addLayout(head)
        form.addStretch(2)
        form.addWidget(self._title)
        form.addWidget(self._whose)
        form.addSpacing(16)
        form.addWidget(self._notice)
        form.addSpacing(12)
        for widget in (self._with_desk, self._without):
            form.addWidget(widget)
        form.addStretch(3)
        form.addWidget(hairline())
        form.addLayout(foot)
        self._form = QWidget()
        self._form.setLayout(form)
        form.setContentsMargins(0, 40, 0, 24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._hills, 56)
        side = QHBoxLayout()
        side.setContentsMargins(40, 0, 40, 0)
        side.addStretch()
        side.addWidget(self._form)
        side.addStretch()
        row.addLayout(side, 44)
        self._fit()

    def _fit(self) -> None:
        self._hills.setVisible(self.width() >= PICTURE_FROM and not self._theme.large_text)
        self._form.setFixedWidth(min(self._theme.px(FORM), max(240, self.width() - 80)))
        self._field.setFont(self._theme.font(Type.BODY))
        self._reveal(shown=self._eye.isChecked())

    def _reveal(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal carries it
        self._field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icons.icon("eye-slash" if shown else "eye", 20, self._theme.tokens.ink2))

    def _submit(self) -> None:
        if self._field.text():
            self.unlock.emit(self._field.text())
        else:
            self.ask_again("Type the passphrase of this desk.")

    def _use_practice(self) -> None:
        self._field.setText(PRACTICE_PASSPHRASE)
        self._submit()
