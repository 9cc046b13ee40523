"""The open desk's window: a screen, the notices above it, the sidebar beside it. It knows nothing of any screen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from iro_desk.errors import DeskError
from ui.desk_link import DeskLink
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.parts import Words, button
from ui.kit.theme import STEP, Theme, Type
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind, Notices
from ui.shell.screens import SCREENS
from ui.shell.sidebar import Sidebar

FOLDS_UNDER = 1100


class Workplace(QWidget):
    """Everything that is seen of an open desk.

    Signals:
        lock: the officer wants the desk locked.
    """

    lock = Signal()

    def __init__(self, link: DeskLink, theme: Theme, ask: Ask, officer: str, standing: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme = theme
        self.notices = Notices(theme)
        frame = Frame(link, theme, self.notices, ask)
        self.pages: dict[str, Page] = {screen.key: screen.build(frame) for screen in SCREENS}
        self._stack = QStackedWidget()
        self.sidebar = Sidebar(SCREENS, officer, theme)
        self._lay_out(standing)
        self._connect(link)
        self.go(SCREENS[0].key)

    def go(self, key: str) -> None:
        """Show a screen."""
        self._stack.setCurrentWidget(self.pages[key])
        self.sidebar.places[key].setChecked(True)
        self.notices.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar where there is little room for words."""
        super().resizeEvent(event)
        self._fold()

    def _lay_out(self, standing: str) -> None:
        for page in self.pages.values():
            self._stack.addWidget(page)
        bar = QHBoxLayout()
        bar.setContentsMargins(32, 12, 24, 0)
        bar.addWidget(Words(standing, self._theme, Type.SMALL, tone="third", wrap=True), 1)
        for text, icon, by in ((words.SMALLER, "minus", -STEP), (words.LARGER, "plus", STEP)):
            step = button("", self._theme, partial(self._zoom, by), kind="quiet", icon=icon)
            step.setAccessibleName(text)
            step.setToolTip(f"{text} (Ctrl {'+' if by > 0 else '-'})")
            bar.addWidget(step)
        over = QVBoxLayout()
        over.setContentsMargins(32, 8, 28, 0)
        over.addWidget(self.notices)
        sheet = QVBoxLayout()
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.setSpacing(0)
        sheet.addLayout(bar)
        sheet.addLayout(over)
        sheet.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(sheet, 1)

    def _connect(self, link: DeskLink) -> None:
        self.sidebar.chosen.connect(self.go)
        self.sidebar.lock.connect(self.lock)
        link.failed.connect(self._say_failure)
        self._theme.changed.connect(self._fold)
        for key, page in self.pages.items():
            page.counted.connect(self.sidebar.places[key].set_count)
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock.emit)
        for keys, by in (("Ctrl++", STEP), ("Ctrl+=", STEP), ("Ctrl+-", -STEP)):
            QShortcut(QKeySequence(keys), self, partial(self._zoom, by))
        for number, screen in enumerate(SCREENS, start=1):
            QShortcut(QKeySequence(f"Alt+{number}"), self, partial(self.go, screen.key))

    def _say_failure(self, fault: Exception) -> None:
        self.notices.show_notice(fault.words if isinstance(fault, DeskError) else words.SORRY, Kind.WRONG)

    def _zoom(self, by: int) -> None:
        self._theme.set_percent(self._theme.percent + by)

    def _fold(self) -> None:
        self.sidebar.set_rail(rail=self._theme.large_text or self.width() < FOLDS_UNDER)
