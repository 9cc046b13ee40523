"""Fields of the pages before an open desk: a label above, one line under it that helps or says what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit import icons, words
from ui.kit.marks import Mark, paint_mark
from ui.kit.parts import Words, button
from ui.kit.theme import A_MOMENT, Theme, Type


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
    """A field for a passphrase; paste is welcome, and an eye shows what is typed.

    Signals:
        caps_lock: whether Caps Lock shows in what is typed.
    """

    caps_lock = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(words.SHOW_PASSPHRASE, self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._follow)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        theme.changed.connect(self._follow)
        self.setFont(theme.font(Type.BODY))
        QTimer.singleShot(A_MOMENT, self, self._follow)  # the caret need not wait for the eye beside it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, and notice a letter whose case only Caps Lock explains."""
        super().keyPressEvent(event)
        if event.text().isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(event.text().isupper() != shifted)

    def _follow(self) -> None:
        shown = self._eye.isChecked()
        self.setFont(self._theme.font(Type.BODY))
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icons.icon("eye-slash" if shown else "eye", 20, self._theme.tokens.ink2))


class Field(QWidget):
    """A label, a field, and the line under it."""

    def __init__(self, label: str, theme: Theme, *, help: str = "", secret: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.edit = PassphraseField(theme) if secret else QLineEdit()
        self.edit.setAccessibleName(label)
        if help:
            self.edit.setAccessibleDescription(help)
        title = Words(label, theme, Type.SMALL_STRONG)
        title.setBuddy(self.edit)
        self._help = Words(help, theme, Type.SMALL, tone="second", wrap=True)
        self._wrong = Warned(Mark.OVERDUE, "brick", theme)
        self._caps = Warned(Mark.AT_RISK, "straw", theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for each in (title, self.edit, self._help, self._wrong, self._caps):
            column.addWidget(each)
        self._help.setVisible(bool(help))
        self.edit.textEdited.connect(lambda _: self.say_wrong(""))
        if isinstance(self.edit, PassphraseField):
            self.edit.caps_lock.connect(lambda on: self._caps.say(words.CAPS_LOCK if on else ""))
        theme.changed.connect(self._follow)
        self._follow()

    def text(self) -> str:
        """What stands in it."""
        return self.edit.text()

    def say_wrong(self, text: str) -> None:
        """Say what is wrong with it and what to type; nothing takes that away again."""
        self._wrong.say(text)
        self._help.setVisible(bool(self._help.text()) and not text)
        self.edit.setProperty("wrong", bool(text))
        self.edit.style().polish(self.edit)

    def say_help(self, text: str) -> None:
        """Say another thing that helps."""
        self._help.setText(text)
        self._help.setVisible(bool(text))

    def wrong(self) -> str:
        """What is said to be wrong; nothing where nothing is."""
        return self._wrong.text()

    def _follow(self) -> None:
        self.edit.setFont(self._theme.font(Type.BODY))


class NewPassphrase(QWidget):
    """A new passphrase, typed twice; six words by chance stand above the fields for whoever asks for them."""

    def __init__(self, theme: Theme, suggest: Callable[[], str], label: str = words.NEW_PASSPHRASE) -> None:
        super().__init__()
        self._suggest = suggest
        self.first = Field(label, theme, help=words.PASSPHRASE_HELP, secret=True)
        self.again = Field(words.PASSPHRASE_AGAIN, theme, secret=True)
        self.suggestion = Words("", theme, Type.SECTION, wrap=True)
        self._box = QFrame()
        self._box.setObjectName("notice")
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self.suggestion)
        inside.addWidget(Words(words.SUGGESTION_HELP, theme, Type.SMALL, tone="second", wrap=True))
        self._box.hide()
        self._make = button(words.SUGGEST, theme, self._show_one, size=Type.SMALL_STRONG)
        row = QHBoxLayout()
        row.addWidget(self._make)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.first)
        column.addLayout(row)
        column.addWidget(self._box)
        column.addWidget(self.again)

    def taken(self) -> str:
        """The passphrase, where both fields agree; otherwise it is said what is wrong, and there is none."""
        self.first.say_wrong("" if self.first.text().strip() else words.TYPE_PASSPHRASE)
        self.again.say_wrong("" if self.first.text() == self.again.text() else words.NOT_THE_SAME)
        wrong = self.first.wrong() or self.again.wrong()
        if wrong:
            (self.first if self.first.wrong() else self.again).edit.setFocus()
        return "" if wrong else self.first.text()

    def clear(self) -> None:
        """Empty the fields, and show no words."""
        for each in (self.first, self.again):
            each.edit.clear()
            each.say_wrong("")
        self.suggestion.setText("")
        self._box.hide()
        self._make.setText(words.SUGGEST)

    def _show_one(self) -> None:
        self.suggestion.setText(self._suggest())
        self._box.show()
        self._make.setText(words.SUGGEST_ANOTHER)
        self.first.edit.setFocus()
