"""The sidebar: the places of the program with the work that waits in each, the lock, and whose desk this is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.kit import icons, words
from ui.kit.hills import Sign
from ui.kit.parts import Words, button, hairline
from ui.kit.theme import Theme, Type
from ui.shell.screens import Screen

WIDE, RAIL = 196, 64


class Place(QPushButton):
    """One place: icon, word, and the count of what waits there, which goes away at nought."""

    def __init__(self, screen: Screen, theme: Theme) -> None:
        super().__init__(screen.words)
        self._screen, self._theme = screen, theme
        self._count = 0
        self._rail = False
        self.setProperty("kind", "place")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._follow)
        self.toggled.connect(self._follow)
        self._follow()

    def set_count(self, count: int) -> None:
        """Show how much waits."""
        self._count = count
        self._follow()
        self.update()

    def set_rail(self, *, rail: bool) -> None:
        """Show the icon alone."""
        self._rail = rail
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and the count at its right."""
        super().paintEvent(event)
        if not self._count or self._rail:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font(Type.CELL, tabular=True))
        painter.setPen(self._theme.color("ink2"))
        inside = self.rect().adjusted(0, 0, -self._theme.px(12), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self._count))
        painter.end()

    def _follow(self) -> None:
        theme = self._theme
        self.setText("" if self._rail else f" {self._screen.words}")
        self.setToolTip(self._screen.words if self._rail else "")
        self.setAccessibleName(f"{self._screen.words}, {self._count}" if self._count else self._screen.words)
        name = f"{self._screen.icon}-bold" if self.isChecked() else self._screen.icon
        side = theme.px(20 if self._rail else 18)
        self.setIcon(icons.icon(name, side, theme.tokens.sea if self.isChecked() else theme.tokens.ink2))
        self.setIconSize(QSize(side, side))
        self.setFont(theme.font(Type.CELL))
        self.setMinimumHeight(theme.px(34))


class Sidebar(QWidget):
    """The places at the left.

    Signals:
        chosen: a place was chosen; carries its key.
        lock: the officer wants the desk locked.
    """

    chosen = Signal(str)
    lock = Signal()

    def __init__(self, screens: Sequence[Screen], officer: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 16, 10, 16)
        self._column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 0, 18)
        head.setSpacing(10)
        self._name = Words(words.APP, theme, Type.NAME)
        head.addWidget(Sign(theme))
        head.addWidget(self._name)
        head.addStretch()
        self._column.addLayout(head)
        self.places = {screen.key: self._place(screen) for screen in screens}
        self._column.addStretch()
        self._lock = button(words.LOCK, theme, self.lock.emit, kind="quiet", icon="lock-simple")
        self._lock.setToolTip(f"{words.LOCK} (Ctrl L)")
        self._key = Words("Ctrl L", theme, Type.SMALL, tone="third")
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 10, 10)
        row.addWidget(self._lock)
        row.addStretch()
        row.addWidget(self._key)
        self._column.addLayout(row)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(10, 0, 10, 0)
        foot.setSpacing(4)
        foot.addWidget(hairline())
        foot.addSpacing(6)
        foot.addWidget(Words(officer, theme, Type.SMALL_STRONG, tone="second", wrap=True))
        foot.addWidget(Words(words.STAYS_HERE, theme, Type.CAPTION, tone="third", wrap=True))
        self._column.addWidget(self._foot)
        self.set_rail(rail=False)

    def set_rail(self, *, rail: bool) -> None:
        """Fold to a rail of icons, or open."""
        for each in (self._name, self._key, self._foot):
            each.setVisible(not rail)
        for place in self.places.values():
            place.set_rail(rail=rail)
        self._lock.setText("" if rail else words.LOCK)
        self.setFixedWidth(self._theme.px(RAIL) if rail else self._theme.px(WIDE))

    def _place(self, screen: Screen) -> Place:
        place = Place(screen, self._theme)
        place.clicked.connect(lambda: self.chosen.emit(screen.key))
        self._column.addWidget(place)
        return place
