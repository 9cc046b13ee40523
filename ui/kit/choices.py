"""A list to choose from, and the field made of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from ui.kit import icons
from ui.kit.fields import Field
from ui.kit.theme import Theme

PADDING, SIGN = 12, 16
"""Pixels left and right of the words, and of the sign that it opens."""


class Chooser(QComboBox):
    """A list to choose from: letters find a line, arrows move, and the wheel passes over it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QEvent) -> None:
        """Turning the wheel moves the page, not the choice."""
        event.ignore()

    def in_sight(self) -> str:
        """The chosen words, as far as there is room for them."""
        room = self.width() - self._theme.px(PADDING + SIGN + 2 * PADDING)
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """The field, its words as far as there is room, and the sign that it opens."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.in_sight()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        side = self._theme.px(SIGN)
        drawn = icons.pixmap("caret-down", side, self._theme.tokens.ink2)
        painter.drawPixmap(self.width() - side - self._theme.px(PADDING), (self.height() - side) // 2, drawn)
        painter.end()


class ChoiceField(Field):
    """One of a few; ``nothing`` is the line that says that none is chosen yet, where that may be."""

    control: Chooser

    def __init__(self, label: str, theme: Theme, *, choices: Sequence[tuple[str, str]], nothing: str = "") -> None:
        box = Chooser(theme)
        for value, shown in ([("", nothing)] if nothing else []) + list(choices):
            box.addItem(shown, value)
        super().__init__(label, box, theme)
        box.currentIndexChanged.connect(self._changed)

    def text(self) -> str:
        """The value chosen; nothing where none is."""
        return str(self.control.currentData() or "")

    def set_text(self, text: str) -> None:
        """Choose this, as a page does."""
        self._put(lambda: self.control.setCurrentIndex(max(0, self.control.findData(text))))

    def replace_undoably(self, text: str) -> None:
        """Choose this; a list has no undo of its own, and one key gives the other choice back."""
        self.set_text(text)


class LongChoiceField(ChoiceField):
    """One of a few whose words may be longer than the field: the chosen one then stands whole beneath."""

    def __init__(self, label: str, theme: Theme, *, choices: Sequence[tuple[str, str]], nothing: str = "") -> None:
        super().__init__(label, theme, choices=choices, nothing=nothing)
        self.control.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.control.currentIndexChanged.connect(self._say_whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other words."""
        super().resizeEvent(event)
        self._say_whole()

    def _say_whole(self) -> None:
        whole = self.control.currentText()
        self.set_hint(whole if self.control.in_sight() != whole else "")
