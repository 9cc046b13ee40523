"""The frame of every page before an open desk: the land at one side, one column at the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.hills import Hills, Sign
from ui.kit.parts import Words, hairline
from ui.kit.theme import Theme, Type

PICTURE_FROM = 900
FORM = 420


class Doorway(QWidget):
    """A page before the desk. What it says goes into ``column``; it scrolls where the window is low."""

    def __init__(self, theme: Theme, *, foot: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme = theme
        self._hills = Hills(theme)
        self._form = QWidget()
        self._form.setObjectName("page")
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._put_together(foot)
        theme.changed.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _put_together(self, foot: QWidget | None) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Sign(self._theme))
        head.addWidget(Words(words.APP, self._theme, Type.NAME))
        head.addStretch()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(4, 40, 4, 24)
        form.setSpacing(8)
        form.addLayout(head)
        form.addStretch(2)
        form.addLayout(self.column)
        form.addStretch(3)
        if foot is not None:
            form.addWidget(hairline())
            form.addWidget(foot)
        sheet = QWidget()
        sheet.setObjectName("page")
        side = QHBoxLayout(sheet)
        side.setContentsMargins(36, 0, 36, 0)
        side.addStretch()
        side.addWidget(self._form)
        side.addStretch()
        self._scroll.setWidget(sheet)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._hills, 56)
        row.addWidget(self._scroll, 44)

    def _fit(self) -> None:
        self._hills.setVisible(self.width() >= PICTURE_FROM and not self._theme.large_text)
        self._form.setFixedWidth(min(self._theme.px(FORM) + 8, max(240, self.width() - 90)))
