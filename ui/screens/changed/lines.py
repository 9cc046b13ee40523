"""A line of *Changed*: a box to tick, the child and the day, what happened, which deadline moved; in hand, its acts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QListView, QStyleOptionViewItem, QWidget

from ui.kit import words
from ui.kit.lines import LINE_ROLE, Head, Index, LineList, LinePainter
from ui.kit.marks import Mark, paint_mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.screens.changed.presenter import LineView

PAD, BOX, GAP, ACTS = 10, 18, 3, 42
"""Room above and below, the side of the box, room between two rows of words, and the height of the acts."""
LEFT = 12 + BOX + 14
"""Where the words begin."""
WRAPS = Qt.TextFlag.TextWordWrap


class ChangePainter(LinePainter):
    """A change: its box, the child heavy with the day at the right, and its sentences as long as they are."""

    def __init__(self, theme: Theme, over: ChangeList) -> None:
        super().__init__(theme, over)
        self._over = over
        self._heights: dict[LineView, float] = {}
        self._measured_at = (0, 0)

    def paint_words(self, painter: QPainter, box: QRectF, line: LineView) -> None:
        """The box at the left, the words beside it."""
        theme = self._theme
        self._paint_box(painter, QRectF(self._over.box_of(box.toRect())), done=bool(line.done))
        left = box.left() - theme.px(12) + theme.px(LEFT)
        top = box.top() + theme.px(PAD)
        name = theme.font(Type.NAME)
        first = QRectF(left, top, box.right() - left, QFontMetricsF(name).height())
        cell = theme.font(Type.CELL, tabular=True)
        self.text(painter, first, line.day, cell, "ink2", right=True)
        day = QFontMetricsF(cell).horizontalAdvance(line.day) + theme.px(12)
        self.text(painter, first.adjusted(0, 0, -day, 0), line.title, name, "ink")
        top = first.bottom()
        for sentence, font, tone in self._sentences(line):
            top += theme.px(GAP)
            height = _height(sentence, font, box.right() - left)
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            painter.drawText(QRectF(left, top, box.right() - left, height), WRAPS, sentence)
            top += height

    def height(self, line: LineView) -> float:
        """Its rows of words at the width there is, with room round them."""
        measured_at = (self._over.viewport().width(), self._theme.percent)
        if measured_at != self._measured_at:
            self._heights, self._measured_at = {}, measured_at
        if line not in self._heights:
            self._heights[line] = self._measure(line)
        return self._heights[line]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:  # noqa: ANN401 - a QSize
        """Higher while in hand, for its acts."""
        size = super().sizeHint(option, index)
        if index.row() == self._over.currentIndex().row() and not isinstance(index.data(LINE_ROLE), Head):
            size.setHeight(size.height() + self._theme.px(ACTS))
        return size

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002 - Qt asks for it
        """The acts stand at the foot of the line in hand."""
        editor.setGeometry(self._over.foot_of(option.rect))

    def _measure(self, line: LineView) -> float:
        theme = self._theme
        width = self._over.viewport().width() - theme.px(LEFT) - theme.px(12)
        rows = sum(_height(text, font, width) + theme.px(GAP) for text, font, _ in self._sentences(line))
        return QFontMetricsF(theme.font(Type.NAME)).height() + rows + 2 * theme.px(PAD)

    def _sentences(self, line: LineView) -> tuple[tuple[str, QFont, str], ...]:
        theme = self._theme
        found = (
            (line.happened, theme.font(Type.BODY), "ink"),
            (line.moved, theme.font(Type.SMALL), "ink2"),
            (line.done, theme.font(Type.SMALL), "ink3"),
        )
        return tuple(each for each in found if each[0])

    def _paint_box(self, painter: QPainter, box: QRectF, *, done: bool) -> None:
        if done:
            paint_mark(painter, box.adjusted(2, 2, -2, -2), Mark.DONE, self._theme)
            return
        painter.setPen(QPen(self._theme.color("edge"), 1.5))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)


class ChangeList(LineList):
    """The lines; Enter opens the child, A or a press on the box acknowledges.

    Signals:
        ticked: a line was acknowledged; carries its id.
    """

    ticked = Signal(str)

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__(name, theme, spoken=lambda line: line.spoken, pressed_opens=False)
        self._look = theme
        self.setItemDelegate(ChangePainter(theme, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(self._take_in_hand)
        theme.changed.connect(lambda: self._take_in_hand(self.currentIndex()))

    def in_hand(self) -> LineView | None:
        """The line in hand; none where there is none."""
        line = self.currentIndex().data(LINE_ROLE)
        return line if isinstance(line, LineView) else None

    def box_of(self, line: QRect) -> QRect:
        """Where the box of a line is, given where the line or its words are."""
        theme = self._look
        side = theme.px(BOX)
        row = QFontMetricsF(theme.font(Type.NAME)).height()
        return QRect(theme.px(12), round(line.top() + theme.px(PAD) + (row - side) / 2), side, side)

    def foot_of(self, line: QRect) -> QRect:
        """Where the acts of the line in hand are, given where the line is."""
        height = self._look.px(ACTS)
        left = self._look.px(LEFT) - 2
        width = line.width() - left - self._look.px(12)
        return QRect(line.left() + left, line.bottom() - height - self._look.px(4), width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A acknowledges the line in hand; the rest is the list's own."""
        if event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._tick(self.in_hand())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press takes a line in hand; on its box it acknowledges it."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._on_box(event.position(), index):
            self._tick(index.data(LINE_ROLE))
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice on a line opens its child; on a box the first press has done it, and the next line was not read yet."""
        index = self.indexAt(event.position().toPoint())
        if isinstance(index.data(LINE_ROLE), LineView) and not self._on_box(event.position(), index):
            self._open(index)

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer over a box says that it can be pressed."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseMove:
            over = self._on_box(event.position(), self.indexAt(event.position().toPoint()))
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)

    def _on_box(self, at: QPointF, index: QModelIndex) -> bool:
        line = index.data(LINE_ROLE)
        if not isinstance(line, LineView) or line.done:
            return False
        room = max(4, (24 - self._look.px(BOX)) // 2 + 2)
        return self.box_of(self.visualRect(index)).adjusted(-room, -room, room, room).contains(at.toPoint())

    def _tick(self, line: LineView | None) -> None:
        if line and not line.done:
            self.ticked.emit(line.id)

    def _take_in_hand(self, current: QModelIndex, before: QModelIndex | None = None) -> None:
        """Give the line in hand its acts: real buttons, so that a screen reader meets them."""
        for each in (before, current):
            old = self.indexWidget(each) if each else None
            if each and old:
                old.hide()
                self.setIndexWidget(each, None)  # type: ignore[arg-type]  # Qt lets the old one go so
        line = current.data(LINE_ROLE)
        if isinstance(line, LineView):
            self.setIndexWidget(current, self._acts_of(line))
        self.scheduleDelayedItemsLayout()

    def _acts_of(self, line: LineView) -> QWidget:
        acts = QWidget()
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.px(16))
        if not line.done:
            tick = button(words.ACKNOWLEDGE, self._look, lambda: self._tick(line), kind="filled")
            tick.setAccessibleName(f"{words.ACKNOWLEDGE}: {line.title}, {line.day}")
            tick.setToolTip(f"{words.ACKNOWLEDGE} (A)")
            row.addWidget(tick)
        opens = button(words.OPEN_CHILD, self._look, lambda: self.opened.emit(line), size=Type.CELL)
        opens.setAccessibleName(f"{words.OPEN_CHILD}: {line.title}")
        opens.setToolTip(f"{words.OPEN_CHILD} (Enter)")
        row.addWidget(opens)
        row.addStretch()
        if not line.done and not self._look.large_text:
            row.addWidget(Words(words.CHANGE_KEYS, self._look, Type.CAPTION, tone="third"))
        return acts


def _height(text: str, font: QFont, width: float) -> float:
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, max(1.0, width), 1e6), WRAPS, text).height()
