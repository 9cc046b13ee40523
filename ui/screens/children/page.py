"""The page of all children: a filter, and a line for each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.fields import LineEdit
from ui.kit.hills import QuietHills
from ui.kit.lines import LineList, LinePainter
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.screens.children.presenter import LineView, PageView
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind

ROW = 40
WIDEST = 760
NUMBER_AT, AGE_AT = 0.6, 0.82
"""Where the columns begin, as parts of the line."""


class ChildPainter(LinePainter):
    """A child: the name heavy, the number and the age in columns."""

    def paint_words(self, painter: QPainter, box: QRectF, line: LineView) -> None:
        """Three words along one line."""
        theme = self._theme
        name, number, age = columns(box)
        self.text(painter, name, line.title, theme.font(Type.NAME), "ink")
        self.text(painter, number, line.number, theme.font(Type.CELL, tabular=True), "ink2")
        self.text(painter, age, line.age, theme.font(Type.CELL, tabular=True), "ink2", right=True)

    def height(self, line: LineView) -> float:  # noqa: ARG002 - every line is as high
        """One line of words, with room round it."""
        return max(self._theme.px(ROW), QFontMetricsF(self._theme.font(Type.NAME)).height() + 12)


class ColumnHeads(QWidget):
    """The words above the columns, and the line under them."""

    def __init__(self, theme: Theme, over: LineList) -> None:
        super().__init__()
        self._theme, self._over = theme, over
        theme.changed.connect(self._follow)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint them where the columns are."""
        painter = QPainter(self)
        theme = self._theme
        pad = theme.px(12)
        box = QRectF(0, 0, self._over.viewport().width(), self.height() - 2).adjusted(pad, 0, -pad, 0)
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color("ink3"))
        name, number, age = columns(box)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, middle, words.NAME)
        painter.drawText(number, middle, words.NUMBER)
        painter.drawText(age, middle | Qt.AlignmentFlag.AlignRight, words.AGE)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("edge"))
        painter.end()

    def _follow(self) -> None:
        self.setFixedHeight(round(QFontMetricsF(self._theme.font(Type.SMALL)).height()) + self._theme.px(10))


def columns(box: QRectF) -> tuple[QRectF, QRectF, QRectF]:
    """Where name, number and age stand in a line."""
    gap = 12
    number, age = box.left() + box.width() * NUMBER_AT, box.left() + box.width() * AGE_AT
    return (
        QRectF(box.left(), box.top(), number - box.left() - gap, box.height()),
        QRectF(number, box.top(), age - number - gap, box.height()),
        QRectF(age, box.top(), box.right() - age, box.height()),
    )


class FilterField(LineEdit):
    """The field above the list; Down goes into the list, Enter opens the line in hand.

    Signals:
        down: the officer goes into the list.
    """

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, or go down."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class ChildrenPage(Page):
    """All children.

    Signals:
        filter_typed: the officer typed in the filter; carries the text.
        people_chosen: carries the file of names.
    """

    filter_typed = Signal(str)
    people_chosen = Signal(object)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("page")
        self._frame, self._theme = frame, frame.theme
        self._view: PageView | None = None
        self._count = Words("", self._theme, Type.PAGE_LIGHT)
        self._filter = FilterField(self._theme, "funnel-simple")
        self._filter.setPlaceholderText(words.FILTER)
        self._filter.setAccessibleName(words.FILTER)
        self._people = button(words.PEOPLE_FILE, self._theme, self._choose_people)
        self._nothing = Words("", self._theme, tone="second", wrap=True)
        self.list = LineList(words.CHILDREN, self._theme, spoken=_spoken)
        self.list.setItemDelegate(ChildPainter(self._theme, self.list))
        self._rest = self._empty()
        self._lay_out()
        self._filter.textChanged.connect(self.filter_typed)
        self._filter.down.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self._filter.returnPressed.connect(self.list.open_current)
        self.list.opened.connect(lambda line: frame.open_child(line.child))
        self._theme.changed.connect(self._follow)
        self._follow()

    def show_view(self, view: PageView) -> None:
        """Show these children; the one in hand stays so where it is still there."""
        self._view = view
        current = self.list.currentIndex().row()
        old = self.list.lines.lines
        held = old[current].child if 0 <= current < len(old) else None
        places = {each.child: place for place, each in enumerate(view.lines)}
        self._count.setText(str(view.count) if view.count else "")
        self._nothing.setText(view.nothing)
        self._nothing.setVisible(bool(view.nothing))
        self.list.show_lines(view.lines, choose=places.get(held or "", 0))
        for part in (self._filter, self._people, self.list, self._heads):
            part.setVisible(bool(view.count))
        self._rest.setVisible(not view.count)
        self.counted.emit(view.count)
        self.ready.emit()

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._frame.notices.show_notice(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        self._frame.notices.show_notice(sentence, Kind.WRONG)

    def _choose_people(self) -> None:
        files = self._frame.ask.files(self, words.CHOOSE_PEOPLE)
        if files:
            self.people_chosen.emit(files[0])

    def _lay_out(self) -> None:
        theme = self._theme
        title = QHBoxLayout()
        title.setSpacing(theme.px(10))
        title.addWidget(Words(words.CHILDREN, theme, Type.PAGE))
        title.addWidget(self._count)
        title.addStretch()
        self._heads = ColumnHeads(theme, self.list)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self._filter, 2)
        row.addWidget(self._people)
        row.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 6, 28, 8)
        column.setSpacing(0)
        column.addLayout(title)
        column.addSpacing(theme.px(14))
        column.addLayout(row)
        column.addSpacing(theme.px(6))
        column.addWidget(self._heads)
        column.addWidget(self._nothing)
        column.addWidget(self._rest)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    def _empty(self) -> QWidget:
        rest = QWidget()
        column = QVBoxLayout(rest)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(QuietHills(self._theme))
        column.addWidget(Words(words.EMPTY_TITLE, self._theme, Type.PAGE))
        column.addWidget(Words(words.NO_CHILDREN, self._theme, tone="second", wrap=True))
        column.addStretch()
        rest.hide()
        return rest

    def _follow(self) -> None:
        for part in (self._heads, self.list):
            part.setMaximumWidth(self._theme.px(WIDEST))


def _spoken(line: Any) -> str:  # noqa: ANN401 - the list's own line
    return str(line.spoken)
