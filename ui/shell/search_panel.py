"""The one field for everything, and the lines found, over the page and inside the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.fields import LineEdit
from ui.kit.lines import LineList, LinePainter
from ui.kit.parts import Words
from ui.kit.theme import Theme, Type
from ui.shell.searching import ResultView

MOST_HIGH = 420
WIDTH = 640
PAD = 9


class SearchField(LineEdit):
    """The field: letters ask, Up and Down move among what was found, Enter opens, Esc gives up.

    Signals:
        moved: an arrow was pressed; carries -1 or 1.
        entered: Enter was pressed.
        given_up: the officer wants to be where they were; also when the field is left.
    """

    moved = Signal(int)
    entered = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "magnifying-glass")
        self._before: QWidget | None = None
        self.setProperty("kind", "find")
        self.setPlaceholderText(words.FIND)
        self.setAccessibleName(words.FIND)
        self.setToolTip(f"{words.FIND} (Ctrl K)")

    def go(self) -> None:
        """Take the focus, and remember where it was."""
        if not self.hasFocus():
            self._before = self.window().focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field gives up, but not for the window's own menu, or another window."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that belong to the lines found go there."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step:
            self.moved.emit(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Empty the field, and give the focus back."""
        self.clear()
        self.given_up.emit()
        before, self._before = self._before, None
        if before is not None and before is not self and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()


class ResultPainter(LinePainter):
    """A name with its day; under it the words of the note, those that were looked for heavier."""

    def paint_words(self, painter: QPainter, box: QRectF, line: ResultView) -> None:
        """One row for a name, two for a note."""
        theme = self._theme
        name, small = theme.font(Type.NAME), theme.font(Type.SMALL)
        top = box.adjusted(0, PAD, 0, 0)
        top.setHeight(QFontMetricsF(name).height())
        day = QFontMetricsF(small).horizontalAdvance(line.day)
        self.text(painter, top, line.day, small, "ink2", right=True)
        self.text(painter, top.adjusted(0, 0, -day - theme.px(12), 0), line.name, name, "ink")
        if line.note:
            below = QRectF(box.left(), top.bottom() + 2, box.width(), QFontMetricsF(small).height())
            self._pieces(painter, below, line)

    def height(self, line: ResultView) -> float:
        """One row or two."""
        heights = [QFontMetricsF(self._theme.font(Type.NAME)).height()]
        if line.note:
            heights.append(QFontMetricsF(self._theme.font(Type.SMALL)).height() + 2)
        return sum(heights) + 2 * PAD

    def _pieces(self, painter: QPainter, box: QRectF, line: ResultView) -> None:
        left = box.left()
        for text, found in line.pieces:
            if left >= box.right():
                return
            font = self._theme.font(Type.SMALL_STRONG if found else Type.SMALL)
            room = QRectF(left, box.top(), box.right() - left, box.height())
            left += self.text(painter, room, text, font, "ink" if found else "ink2")


class SearchPanel(QFrame):
    """What was found, under the field.

    Signals:
        chosen: a child was chosen; carries the number that the child is shown by.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, over: QWidget, field: SearchField) -> None:
        super().__init__(over)
        self.setObjectName("found")
        self._theme, self._over, self._field = theme, over, field
        self.list = LineList(words.FOUND, theme, spoken=_spoken)
        self.list.setItemDelegate(ResultPainter(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = Words("", theme, tone="second", wrap=True)
        self._nothing.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._nothing)
        column.addWidget(self.list)
        self.list.opened.connect(lambda line: self.chosen.emit(line.child))
        field.moved.connect(self.move_by)
        self.hide()

    def show_results(self, results: tuple[ResultView, ...], nothing: str, *, in_hand: bool) -> None:
        """Show these, or say that nothing was found; say it aloud, too."""
        self._nothing.setText(nothing)
        self._nothing.setVisible(bool(nothing))
        self.list.setVisible(bool(results))
        self.list.show_lines(results, choose=0 if in_hand else None)
        self._place(results)
        self.show()
        self.raise_()
        self._say(nothing or f"{words.many(len(results), 'result')}. {results[0].spoken}")

    def close_results(self) -> None:
        """Show nothing."""
        self.list.show_lines(())
        self.hide()

    def in_hand(self) -> bool:
        """Whether a line is in hand, to be opened by Enter."""
        return self.isVisible() and self.list.currentIndex().isValid()

    def move_by(self, step: int) -> None:
        """Take another line in hand, and say it."""
        self.list.step(step)
        current = self.list.currentIndex()
        if current.isValid():
            self._say(str(current.data(Qt.ItemDataRole.AccessibleTextRole)))

    def said(self) -> str:
        """What is said instead of lines; nothing where there are some."""
        return self._nothing.text()

    def _say(self, sentence: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, sentence))

    def _place(self, results: tuple[ResultView, ...]) -> None:
        corner = self._field.mapTo(self._over, QPoint(0, self._field.height() + 6))
        width = min(max(self._field.width(), self._theme.px(WIDTH)), self._over.width() - corner.x() - 28)
        painter = self.list.itemDelegate()
        lines = sum(painter.height(each) for each in results) if isinstance(painter, ResultPainter) else 0
        self._nothing.setFixedWidth(width - 12)
        said = self._nothing.heightForWidth(width - 12) if not results else 0
        room = self._over.height() - corner.y() - 28
        self.setGeometry(corner.x(), corner.y(), width, min(round(lines) + said + 16, self._theme.px(MOST_HIGH), room))


def _spoken(line: Any) -> str:  # noqa: ANN401 - the list's own line
    return str(line.spoken)
