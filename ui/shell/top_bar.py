"""The bar above every page: back and forward, the one field, the named undo, and when something was last saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from ui.kit import words
from ui.kit.marks import Mark
from ui.kit.parts import Words, button
from ui.kit.theme import STEP, Theme, Type
from ui.shell.notices import Kind, MarkBox, Notices
from ui.shell.search_panel import SearchField

FIELD = 360


class TopBar(QWidget):
    """Back, forward, the field, undo, redo, saved, and the size of text.

    Signals:
        back, forward: the officer wants to go where they were.
        undo, redo: the officer wants something undone, or done again.
    """

    back = Signal()
    forward = Signal()
    undo = Signal()
    redo = Signal()

    def __init__(self, theme: Theme, notices: Notices, zoom: Callable[[int], object]) -> None:
        super().__init__()
        self._theme, self._notices = theme, notices
        self.field = SearchField(theme)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._back = self._icon("arrow-left", words.BACK, "Alt Left", self.back.emit)
        self._forward = self._icon("arrow-right", words.FORWARD, "Alt Right", self.forward.emit)
        self._undo = button("", theme, self.undo.emit, kind="quiet", icon="arrow-u-up-left")
        self._redo = button("", theme, self.redo.emit, kind="quiet", icon="arrow-u-up-right")
        self._saved = Words("", theme, Type.CELL, tone="second")
        self._tick = MarkBox(Mark.DONE, theme)
        self._smaller = self._icon("minus", words.SMALLER, "Ctrl -", lambda: zoom(-STEP))
        self._larger = self._icon("plus", words.LARGER, "Ctrl +", lambda: zoom(STEP))
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()
        self.show_undo("", "")
        self.show_saved("")
        self.show_way(back=False, forward=False)
        theme.changed.connect(self._arrange)
        self._arrange()

    def show_undo(self, undo: str, redo: str) -> None:
        """Name what can be undone and done again; nothing where nothing can."""
        for act, said, keys in ((self._undo, undo, "Ctrl Z"), (self._redo, redo, "Ctrl Shift Z")):
            act.setText(said)
            act.setAccessibleName(said)
            act.setToolTip(keys)
            act.setVisible(bool(said))

    def show_saved(self, sentence: str) -> None:
        """Say when something was last saved."""
        self._saved.setText(sentence)
        self._saved.setVisible(bool(sentence))
        self._tick.setVisible(bool(sentence))

    def show_way(self, *, back: bool, forward: bool) -> None:
        """Whether there is a way back, and a way forward."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def said(self) -> tuple[str, str, str]:
        """What can be undone, what done again, and when something was saved."""
        return self._undo.text(), self._redo.text(), self._saved.text()

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._notices.show_notice(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        self._notices.show_notice(sentence, Kind.WRONG)

    def _icon(self, icon: str, name: str, keys: str, act: Callable[[], object]) -> QWidget:
        made = button("", self._theme, act, kind="quiet", icon=icon)
        made.setAccessibleName(name)
        made.setToolTip(f"{name} ({keys})")
        return made

    def _lay_out(self) -> None:
        left = QHBoxLayout()
        left.setSpacing(4)
        left.addWidget(self._back)
        left.addWidget(self._forward)
        left.addSpacing(8)
        left.addWidget(self.field, 1)
        right = QHBoxLayout()
        right.setSpacing(4)
        right.addStretch()
        for part in (self._undo, self._redo, self._tick, self._saved, self._smaller, self._larger):
            right.addWidget(part)
            if part in {self._redo, self._saved}:
                right.addSpacing(self._theme.px(8))
        self._rows.setContentsMargins(24, 8, 24, 4)
        self._rows.setSpacing(8)
        self._rows.addLayout(left)
        self._rows.addLayout(right, 1)

    def _arrange(self) -> None:
        upright = self._theme.large_text
        self._rows.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)
        self.field.setMinimumWidth(0 if upright else self._theme.px(FIELD))
