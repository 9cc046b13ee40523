"""Notices: one sentence at the place of work, which stays until the next act and covers nothing."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.marks import Mark, paint_mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type


class Kind(Enum):
    """What a notice tells: something done, something to mind, or something that went wrong."""

    DONE = Mark.DONE
    MIND = Mark.AT_RISK
    WRONG = Mark.OVERDUE


class MarkBox(QWidget):
    """A state mark as a widget, as large as the text beside it."""

    def __init__(self, mark: Mark, theme: Theme) -> None:
        super().__init__()
        self._mark, self._theme = mark, theme
        self.setFixedSize(theme.px(16), theme.px(16))
        self.setAccessibleName(mark.value)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint the mark."""
        painter = QPainter(self)
        side = self._theme.px(14)
        paint_mark(painter, QRectF(1, 1, side, side), self._mark, self._theme)
        painter.end()


class Notices(QWidget):
    """The place where notices stand: one at a time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: QFrame | None = None
        self.hide()

    def show_notice(
        self, words: str, kind: Kind = Kind.DONE, *, act: str = "", then: Callable[[], object] = lambda: None
    ) -> None:
        """Say one sentence, to the eye and to the ear; ``act`` is the word on a button that leads on."""
        self.clear()
        strip = QFrame()
        strip.setObjectName("notice")
        row = QHBoxLayout(strip)
        pad = self._theme.px(12)
        row.setContentsMargins(pad, self._theme.px(10), pad, self._theme.px(10))
        row.setSpacing(pad)
        row.addWidget(MarkBox(kind.value, self._theme))
        row.addWidget(Words(words, self._theme, wrap=True), 1)
        if act:
            row.addWidget(button(act, self._theme, then, size=Type.SMALL_STRONG))
        self._column.addWidget(strip)
        self._shown = strip
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def words(self) -> str:
        """What is said now; nothing where nothing is."""
        found = self._shown.findChild(Words) if self._shown else None
        return found.text() if found else ""

    def clear(self) -> None:
        """Say nothing."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None
        self.hide()
