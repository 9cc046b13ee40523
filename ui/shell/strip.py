"""A line at the foot of the window: it says one thing, covers nothing, and may offer one act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.kit.marks import Mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.shell.notices import MarkBox


class Strip(QFrame):
    """One line at the foot."""

    def __init__(self, theme: Theme, mark: Mark) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._said = ""
        self._act: Callable[[], object] = lambda: None
        self._words = Words("", theme, wrap=True)
        self._button = button("", theme, lambda: self._act(), size=Type.SMALL_STRONG)  # noqa: PLW0108 - it changes
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        row.addWidget(MarkBox(mark, theme))
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self.hide()

    def say(self, words: str, act: str = "", then: Callable[[], object] = lambda: None, *, aloud: bool = True) -> None:
        """Say it, to the eye and to the ear; ``act`` is the word on its button."""
        self._words.setText(words)
        self._act = then
        self._button.setText(act)
        self._button.setAccessibleName(act)
        self._button.setVisible(bool(act))
        self.show()
        if aloud:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def words(self) -> str:
        """What it says; nothing while it is away."""
        return "" if self.isHidden() else self._words.text()
