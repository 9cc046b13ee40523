"""What a contact is told in: the day as people type it, and a note of several lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from ui.kit.fields import Field, LineField
from ui.kit.theme import Theme

LEAST_LINES, MOST_LINES = 3, 12
PADDING = 22
"""Pixels above and below the lines of a note, with its border."""


class DayField(LineField):
    """A day, typed as one says it; what was understood stands beneath."""

    def __init__(self, label: str, theme: Theme, *, understood: Callable[[str], str], hint: str) -> None:
        self._understood, self._help = understood, hint
        super().__init__(label, theme, hint=hint, icon="calendar-blank")
        self.control.textChanged.connect(self._say_understood)

    def _say_understood(self, text: str) -> None:
        self.set_hint(self._understood(text) or self._help)


class NoteEdit(QPlainTextEdit):
    """Several lines of plain words; it grows with them, and Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As high as its lines, within limits."""
        lines = max(LEAST_LINES, min(MOST_LINES, round(self.document().size().height()) or 1))
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + PADDING)

    def minimumSizeHint(self) -> QSize:
        """Never less than its lines."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words may be dropped here; a file belongs to the form around it."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)


class NoteField(Field):
    """A note of several lines."""

    control: NoteEdit

    def __init__(self, label: str, theme: Theme) -> None:
        super().__init__(label, NoteEdit(), theme)
        self.control.textChanged.connect(self._changed)

    def text(self) -> str:
        """What stands in it."""
        return self.control.toPlainText()

    def set_text(self, text: str) -> None:
        """Put this in it, as a page does."""
        self._put(lambda: self.control.setPlainText(text))

    def replace_undoably(self, text: str) -> None:
        """Put this in it so that Ctrl+Z in the field gives back what stood there."""
        cursor = self.control.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        self._put(lambda: cursor.insertText(text))
