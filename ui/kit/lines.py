"""Lists of frozen lines: replaced whole, painted by hand, reached by the arrows, read whole by a screen reader."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.kit.theme import Theme, Type

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
HEAD_ABOVE, HEAD_BELOW = 16, 6
"""Room round the words of a head."""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of the lines below it, with their count and one quiet fact; arrows pass over it."""

    title: str
    count: int
    quiet: str = ""

    @property
    def spoken(self) -> str:
        """As a reader says it."""
        return ", ".join(each for each in (self.title, str(self.count), self.quiet) if each)


class Lines(QAbstractListModel):
    """Frozen lines, heads among them, and the sentence that each is read as."""

    def __init__(self, spoken: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self._lines: Sequence[Any] = ()

    @property
    def lines(self) -> Sequence[Any]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Any]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A head cannot be taken in hand."""
        is_head = index.isValid() and isinstance(self._lines[index.row()], Head)
        return Qt.ItemFlag.NoItemFlags if is_head else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - what Qt asks for
        """The line itself for its painter, its sentence for a reader."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        spoken = line.spoken if isinstance(line, Head) else self._spoken(line)
        return spoken if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole} else None


class LinePainter(QStyledItemDelegate):
    """Paints a line: the ground, a hairline or the ring of the line in hand, and the words of a subclass."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    @abstractmethod
    def paint_words(self, painter: QPainter, box: QRectF, line: Any) -> None:  # noqa: ANN401 - a line of the list
        """Paint the words of a line into this box."""

    @abstractmethod
    def height(self, line: Any) -> float:  # noqa: ANN401 - a line of the list
        """How high a line is, in pixels."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole line."""
        theme = self._theme
        box = QRectF(option.rect)
        line = index.data(LINE_ROLE)
        if isinstance(line, Head):
            self._paint_head(painter, box, line)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(QPen(theme.color("sea"), 2))
            painter.setBrush(theme.color("haze"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        else:
            painter.setPen(QPen(theme.color("line"), 1))
            bottom = box.bottom() - 0.5
            inset = theme.px(12)
            painter.drawLine(QPointF(box.left() + inset, bottom), QPointF(box.right() - inset, bottom))
        self.paint_words(painter, box.adjusted(theme.px(12), 0, -theme.px(12), 0), line)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt asks for it
        """As wide as there is room, as high as its words."""
        line = index.data(LINE_ROLE)
        return QSize(0, round(self._head_height() if isinstance(line, Head) else self.height(line)))

    def _head_height(self) -> float:
        return QFontMetricsF(self._theme.font(Type.SECTION)).height() + self._theme.px(HEAD_ABOVE + HEAD_BELOW)

    def _paint_head(self, painter: QPainter, box: QRectF, head: Head) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        words = box.adjusted(0, theme.px(HEAD_ABOVE), 0, -theme.px(HEAD_BELOW))
        section = theme.font(Type.SECTION)
        taken = self.text(painter, words, head.title, section, "ink") + theme.px(8)
        rest = words.adjusted(taken, 0, 0, 0)
        taken = self.text(painter, rest, str(head.count), section, "ink3") + theme.px(12)
        self.text(painter, rest.adjusted(taken, 0, 0, 0), head.quiet, theme.font(Type.SMALL), "ink3", right=True)
        painter.restore()

    def text(self, painter: QPainter, box: QRectF, text: str, font: QFont, tone: str, *, right: bool = False) -> float:  # noqa: PLR0913 - what painting a word takes
        """Paint words in the middle of a box's height, elided where they must be; how wide they are."""
        painter.setFont(font)
        painter.setPen(self._theme.color(tone))
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)


class LineList(QListView):
    """The list itself; Enter opens a line, and so does a press where ``pressed_opens``.

    Signals:
        opened: a line was opened; carries it.
    """

    opened = Signal(object)

    def __init__(self, name: str, theme: Theme, *, spoken: Callable[[Any], str], pressed_opens: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self.lines = Lines(spoken, self)
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        if pressed_opens:
            self.clicked.connect(self._open)
        theme.changed.connect(self._follow)

    def show_lines(self, lines: Sequence[Any], *, choose: int | None = None) -> None:
        """Show these, and take one in hand."""
        self.lines.show_lines(lines)
        if choose is not None and 0 <= choose < len(lines):
            self.setCurrentIndex(self.lines.index(choose))

    def step(self, by: int) -> None:
        """Take the next line in hand, or the one before; at the ends it stays."""
        row = self.currentIndex().row() + by
        if 0 <= row < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(row))

    def open_current(self) -> None:
        """Open the line in hand."""
        if self.currentIndex().isValid():
            self._open(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest is Qt's own."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_current()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(LINE_ROLE))

    def _follow(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
