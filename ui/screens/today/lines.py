"""A line of Today: mark, child, what and when, the lawful window on one scale for all, and its reason when in hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from iro_desk.services.diary import Section
from ui.kit import words
from ui.kit.band import DayScale, paint_band
from ui.kit.marks import Mark, paint_mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.screens.today.presenter import LineView

MARKS = {
    Section.OVERDUE: Mark.OVERDUE,
    Section.AT_RISK: Mark.AT_RISK,
    Section.NOT_KNOWN: Mark.NOT_KNOWN,
    Section.COMING: Mark.DUE,
}
TONES = {Section.OVERDUE: "brick", Section.AT_RISK: "straw"}
STRIP_DAYS, STRIP_BEFORE, DAY_WIDTH = 42, 7, 4.4
TEXT_LEFT, STRIP_RIGHT = 38, 12
ROW = 52
HIGHEST = 16_777_215
"""No limit, as Qt says it."""


def strip_scale(width: int, today: date, theme: Theme) -> DayScale | None:
    """Six weeks at the right of every line, so that today is one line down the page; None where there is no room."""
    if theme.large_text or width < theme.px(560):
        return None
    day = DAY_WIDTH
    first = today - timedelta(days=STRIP_BEFORE)
    return DayScale(first, STRIP_DAYS, width - STRIP_DAYS * day - STRIP_RIGHT, day)


class Line(QWidget):
    """One line of the list, reached by Tab or the arrows; Enter opens it.

    Signals:
        taken: the line is in hand.
        timeline: the officer wants the child's whole timeline.
        moved: an arrow key was pressed; carries -1 or 1.
        child: the officer wants the child's page.
    """

    taken = Signal(object)
    timeline = Signal(object)
    moved = Signal(object, int)
    child = Signal(str)

    def __init__(self, view: LineView, today: date, theme: Theme) -> None:
        super().__init__()
        self.view = view
        self._today, self._theme = today, theme
        self._open = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(view.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._reason = Words(view.line.explanation, theme, Type.SMALL, wrap=True)
        self._timeline = Words("", theme, Type.SMALL, tone="second", wrap=True)
        self._timeline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = button(words.WHOLE_TIMELINE, theme, self._toggle_timeline, size=Type.SMALL_STRONG)
        self._child = button(words.OPEN_CHILD, theme, lambda: self.child.emit(view.line.child), size=Type.SMALL_STRONG)
        self._child.setAccessibleName(f"{words.OPEN_CHILD}: {view.title}")
        acts = QHBoxLayout()
        acts.setSpacing(theme.px(16))
        for act in (self._child, self._more):
            acts.addWidget(act)
        acts.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(4))
        column.setContentsMargins(theme.px(TEXT_LEFT), theme.px(ROW), theme.px(16), theme.px(10))
        for widget in (self._reason, self._timeline):
            column.addWidget(widget)
        column.addLayout(acts)
        self._timeline.hide()
        self.set_open(is_open=False)

    @property
    def in_hand(self) -> bool:
        """Whether the line is open with its reason."""
        return self._open

    def set_open(self, *, is_open: bool) -> None:
        """Open the line in place with its reason and its action, or close it."""
        self._open = is_open
        self._reason.setVisible(is_open)
        self._more.setVisible(is_open)
        self._child.setVisible(is_open)
        if not is_open:
            self.show_timeline(())
        row = self._theme.px(ROW)
        self.setMinimumHeight(row)
        self.setMaximumHeight(HIGHEST if is_open else row)
        self.update()

    def show_timeline(self, sentences: Sequence[str]) -> None:
        """Show the child's whole timeline under the reason; nothing closes it."""
        self._timeline.setText("\n".join(sentences))
        self._timeline.setVisible(bool(sentences))
        self._more.setText(words.HIDE_TIMELINE if sentences else words.WHOLE_TIMELINE)
        self._more.setAccessibleName(self._more.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A line that is reached is in hand."""
        super().focusInEvent(event)
        self.taken.emit(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Paint without the ring."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer shows where it is."""
        super().enterEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press takes the line in hand."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move, Enter asks for the timeline."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step:
            self.moved.emit(self, step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._toggle_timeline()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Mark, two rows of words, the window; in hand, a ring round all of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        if self._open:
            painter.setPen(QPen(theme.color("sea"), 2))
            painter.setBrush(theme.color("haze"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        else:
            painter.setPen(QPen(theme.color("line"), 1))
            bottom = self.height() - 0.5
            painter.drawLine(QPointF(theme.px(TEXT_LEFT), bottom), QPointF(self.width() - STRIP_RIGHT, bottom))
        side = theme.px(14)
        row = theme.px(ROW)
        paint_mark(painter, QRectF(theme.px(12), row / 2 - side / 2, side, side), MARKS[self.view.line.section], theme)
        scale = strip_scale(self.width(), self._today, theme)
        self._paint_words(painter, (scale.left if scale else self.width()) - theme.px(16))
        if scale:
            self._paint_strip(painter, scale, row)
        painter.end()

    def _paint_words(self, painter: QPainter, right: float) -> None:
        theme, view = self._theme, self.view
        name, what = theme.font(Type.NAME), theme.font(Type.BODY)
        small = theme.font(Type.SMALL_STRONG if view.worrying else Type.SMALL)
        heights = [QFontMetricsF(each).height() for each in (name, small)]
        top = (theme.px(ROW) - sum(heights)) / 2 - 1
        left = float(theme.px(TEXT_LEFT))
        painter.setFont(name)
        painter.setPen(theme.color("ink"))
        baseline = top + QFontMetricsF(name).ascent()
        painter.drawText(QPointF(left, baseline), view.title)
        after = left + QFontMetricsF(name).horizontalAdvance(view.title) + theme.px(9)
        painter.setFont(what)
        painter.setPen(theme.color("ink2"))
        painter.drawText(QPointF(after, baseline), _elided(view.what, what, right - after))
        painter.setFont(small)
        painter.setPen(theme.color(TONES.get(view.line.section, "ink2")))
        painter.drawText(
            QPointF(left, top + heights[0] + QFontMetricsF(small).ascent()), _elided(view.when, small, right - left)
        )

    def _paint_strip(self, painter: QPainter, scale: DayScale, row: float) -> None:
        theme, line = self._theme, self.view.line
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if line.section is not Section.NOT_KNOWN:
            paint_band(painter, scale, row / 2, start=line.counted_from, due=line.due, today=self._today, theme=theme)
        painter.setPen(QPen(theme.color("sea"), 2))
        painter.drawLine(QPointF(scale.x(self._today), 0), QPointF(scale.x(self._today), row))

    def _toggle_timeline(self) -> None:
        if self._timeline.isVisible():
            self.show_timeline(())
        else:
            self.timeline.emit(self)


def _elided(text: str, font: QFont, width: float) -> str:
    metrics = QFontMetricsF(font)
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


class StripHead(QWidget):
    """The days above the strips: a week before, today, and what is coming."""

    def __init__(self, today: date, theme: Theme) -> None:
        super().__init__()
        self._today, self._theme = today, theme
        self.setFixedHeight(theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Write the days in place."""
        scale = strip_scale(self.width(), self._today, self._theme)
        if scale is None:
            return
        painter = QPainter(self)
        caption = self._theme.font(Type.CAPTION)
        strong = self._theme.font(Type.CAPTION)
        strong.setWeight(self._theme.font(Type.NAME).weight())
        for days, text, font, token in (
            (0, words.TODAY, strong, "sea"),
            (14, words.day(self._today + timedelta(days=14), self._today)[4:], caption, "ink3"),
            (28, words.day(self._today + timedelta(days=28), self._today)[4:], caption, "ink3"),
        ):
            painter.setFont(font)
            painter.setPen(self._theme.color(token))
            painter.drawText(QPointF(scale.x(self._today + timedelta(days=days)), self.height() - 4.0), text)
        painter.end()
