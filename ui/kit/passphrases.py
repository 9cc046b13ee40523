"""Fields for a passphrase: one in force, and a new one typed twice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.fields import LineField, Warned
from ui.kit.marks import Mark
from ui.kit.parts import Button, Words, button, in_a_row
from ui.kit.theme import A_MOMENT, Theme, Type


class PassphraseEdit(QLineEdit):
    """A line for a passphrase; paste is welcome, and an eye shows what is typed.

    Signals:
        caps_lock: whether Caps Lock shows in what is typed.
    """

    caps_lock = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._eye: Button | None = None
        self.setEchoMode(QLineEdit.EchoMode.Password)
        QTimer.singleShot(A_MOMENT, self, self._add_eye)  # the caret need not wait for the eye beside it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, and notice a letter whose case only Caps Lock explains."""
        super().keyPressEvent(event)
        if event.text().isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(event.text().isupper() != shifted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The eye stays at the end."""
        super().resizeEvent(event)
        self._place_eye()

    def _add_eye(self) -> None:
        self._eye = button("", self._theme, self._toggle, kind="quiet", icon="eye")
        self._eye.setParent(self)
        self._eye.setAccessibleName(words.SHOW_PASSPHRASE)
        self._eye.setToolTip(words.SHOW_PASSPHRASE)
        self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._eye.setCheckable(True)
        self._theme.changed.connect(self._place_eye)
        self._place_eye()
        self._eye.show()

    def _place_eye(self) -> None:
        if self._eye:
            self._eye.adjustSize()
            room = self._eye.width()
            self._eye.move(self.width() - room - 2, (self.height() - self._eye.height()) // 2)
            self.setTextMargins(0, 0, room - self._theme.px(8), 0)

    def _toggle(self) -> None:
        if self._eye:
            shown = self._eye.isChecked()
            self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
            self._eye.set_icon("eye-slash" if shown else "eye")


class PassphraseField(LineField):
    """A passphrase, as dots; Caps Lock is said under it."""

    def __init__(self, label: str, theme: Theme, *, hint: str = "") -> None:
        edit = PassphraseEdit(theme)
        super().__init__(label, theme, hint=hint, edit=edit)
        caps = Warned(theme, Mark.AT_RISK)
        edit.caps_lock.connect(lambda on: caps.say(words.CAPS_LOCK if on else ""))
        self.column.addWidget(caps)


class NewPassphrase(QWidget):
    """A new passphrase, typed twice; six words by chance stand above the fields for whoever asks for them."""

    def __init__(self, theme: Theme, suggest: Callable[[], str]) -> None:
        super().__init__()
        self._suggest = suggest
        self.first = PassphraseField(words.NEW_PASSPHRASE, theme, hint=words.PASSPHRASE_HELP)
        self.again = PassphraseField(words.PASSPHRASE_AGAIN, theme)
        self.suggestion = Words("", theme, Type.SECTION, wrap=True)
        self._box = QFrame()
        self._box.setObjectName("notice")
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self.suggestion)
        inside.addWidget(Words(words.SUGGESTION_HELP, theme, Type.SMALL, tone="second", wrap=True))
        self._box.hide()
        self._make = button(words.SUGGEST, theme, self._show_one, size=Type.SMALL_STRONG)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.first)
        column.addLayout(in_a_row(self._make))
        column.addWidget(self._box)
        column.addWidget(self.again)

    def taken(self) -> str:
        """The passphrase, where both fields agree; otherwise it is said what is wrong, and there is none."""
        self.first.say_trouble("" if self.first.text().strip() else words.TYPE_PASSPHRASE)
        self.again.say_trouble("" if self.first.text() == self.again.text() else words.NOT_THE_SAME)
        wrong = next((each for each in (self.first, self.again) if each.trouble()), None)
        if wrong:
            wrong.setFocus()
            return ""
        return self.first.text()

    def clear(self) -> None:
        """Empty the fields, and show no words."""
        for each in (self.first, self.again):
            each.set_text("")
            each.say_trouble("")
        self.suggestion.setText("")
        self._box.hide()
        self._make.setText(words.SUGGEST)

    def _show_one(self) -> None:
        self.suggestion.setText(self._suggest())
        self._box.show()
        self._make.setText(words.SUGGEST_ANOTHER)
        self.first.setFocus()
