"""Labels, buttons and lines as the theme wants them; every label shows plain text, whatever it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from ui.kit import icons
from ui.kit.theme import Theme, Type

ICON = 18


class Words(QLabel):
    """Plain words in one of the theme's sizes; they follow the theme."""

    def __init__(self, text: str, theme: Theme, kind: Type = Type.BODY, *, tone: str = "", wrap: bool = False) -> None:
        super().__init__(text)
        self._theme, self._kind = theme, kind
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("tone", tone)
        theme.changed.connect(self._follow)
        self._follow()

    def set_tone(self, tone: str) -> None:
        """Another colour for the words."""
        self.setProperty("tone", tone)
        self.style().polish(self)

    def _follow(self) -> None:
        self.setFont(self._theme.font(self._kind))


class Link(NamedTuple):
    """Words in a sentence that lead somewhere."""

    words: str
    to: str


class Sentence(QLabel):
    """A sentence of our own words with links in it, each reached by the keyboard.

    Signals:
        followed: a link was chosen; carries where it leads.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, kind: Type = Type.BODY) -> None:
        super().__init__()
        self._theme, self._kind = theme, kind
        self._parts: Sequence[str | Link] = ()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("tone", "second")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.linkActivated.connect(self.followed)
        theme.changed.connect(self._follow)
        self._follow()

    def say(self, parts: Sequence[str | Link]) -> None:
        """Show these words."""
        self._parts = parts
        self.setAccessibleName("".join(each if isinstance(each, str) else each.words for each in parts))
        self._follow()

    def _follow(self) -> None:
        self.setFont(self._theme.font(self._kind))
        sea = self._theme.tokens.sea
        self.setText("".join(_html(each, sea) for each in self._parts))


def _html(part: str | Link, sea: str) -> str:
    from html import escape  # noqa: PLC0415 - the locked window has no sentence with links

    if isinstance(part, str):
        return escape(part)
    return f'<a href="{escape(part.to)}" style="color:{sea};font-weight:600">{escape(part.words)}</a>'


class Button(QPushButton):
    """A button: ``filled`` (one a page), ``outlined``, ``quiet`` or a word; it follows the theme."""

    def __init__(self, text: str, theme: Theme, *, kind: str, icon: str, size: Type) -> None:
        super().__init__(text)
        self._theme, self._icon, self._size = theme, icon, size
        self._tone = "ink2" if kind == "quiet" else "sea"
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text.rstrip("…"))
        theme.changed.connect(self._follow)
        self._follow()

    def set_icon(self, icon: str) -> None:
        """Another icon."""
        self._icon = icon
        self._follow()

    def set_filled(self, *, filled: bool) -> None:
        """Filled, or outlined while another button of the page is."""
        self.setProperty("kind", "filled" if filled else "outlined")
        self.style().polish(self)

    def _follow(self) -> None:
        self.setFont(self._theme.font(self._size))
        if self._icon:
            side = self._theme.px(ICON)
            self.setIcon(icons.icon(self._icon, side, getattr(self._theme.tokens, self._tone)))
            self.setIconSize(QSize(side, side))


def button(  # noqa: PLR0913 - what a button is
    text: str, theme: Theme, act: Callable[[], object], *, kind: str = "word", icon: str = "", size: Type = Type.CELL
) -> Button:
    """A button that does something."""
    made = Button(text, theme, kind=kind, icon=icon, size=size)
    made.clicked.connect(lambda: act())  # noqa: PLW0108 - Qt would hand over whether it is checked
    return made


class Icon(QWidget):
    """A small icon beside words that say it all; ``tone`` is the colour's name."""

    def __init__(self, name: str, theme: Theme, *, side: int = 16, tone: str = "ink2") -> None:
        super().__init__()
        self._name, self._theme, self._side, self._tone = name, theme, side, tone
        theme.changed.connect(self._follow)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint it."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.pixmap(self._name, self.width(), getattr(self._theme.tokens, self._tone)))
        painter.end()

    def _follow(self) -> None:
        side = self._theme.px(self._side)
        self.setFixedSize(side, side)
        self.update()


def in_a_row(*parts: QWidget, gap: int = 12) -> QHBoxLayout:
    """Things beside one another, from the left; ``gap`` is the pixels between them."""
    row = QHBoxLayout()
    row.setSpacing(gap)
    for each in parts:
        row.addWidget(each)
    row.addStretch()
    return row


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, and out of sight at once."""
    while item := layout.takeAt(0):
        widget = item.widget()
        if widget:
            widget.hide()
            widget.deleteLater()


def hairline() -> QFrame:
    """One pixel between two things."""
    line = QFrame()
    line.setObjectName("hairline")
    return line


class Heading(QWidget):
    """The heading of a part: its words, its count, one quiet thing at the right; a hairline stands under it."""

    def __init__(self, title: str, theme: Theme, *, count: int | None = None, quiet: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(Words(title, theme, Type.SECTION))
        if count is not None:
            row.addWidget(Words(str(count), theme, Type.SECTION, tone="third"))
        row.addStretch()
        if quiet:
            row.addWidget(Words(quiet, theme, Type.SMALL, tone="third"))
        self.setAccessibleName(title if count is None else f"{title}, {count}")
