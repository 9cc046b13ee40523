"""The cover: stands over everything in the window at once, so that no word of a child is seen from then on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.hills import Hills
from ui.kit.parts import Words
from ui.kit.theme import Theme, Type


class Cover(QWidget):
    """Lies over a window and whatever floats in it: the land, and one word."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("cover")
        self.setAutoFillBackground(True)
        self._window = window
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hills(theme), 1)
        title = Words(words.LOCKING, theme, Type.PAGE)
        title.setContentsMargins(32, 20, 32, 24)
        column.addWidget(title)
        window.installEventFilter(self)
        self.hide()

    def fall(self) -> None:
        """Cover the window now, painted before this returns; what stands open beside the window is closed."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus()
        self._close_what_floats()
        self.repaint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def _close_what_floats(self) -> None:
        """Menus, dialogs and tips, whoever opened them."""
        for each in QApplication.topLevelWidgets():
            if each is not self._window and each.isVisible():
                each.close()
                each.hide()
