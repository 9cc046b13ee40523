"""The state marks: shape, word and colour, always all three. Painted, so that they scale with the text."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from ui.kit.theme import Theme


class Mark(Enum):
    """A state's shape, by the word that stands beside it."""

    OVERDUE = "Overdue"
    AT_RISK = "At risk"
    DUE = "Due"
    NOT_KNOWN = "Not known"
    DONE = "Done"


def paint_mark(painter: QPainter, box: QRectF, mark: Mark, theme: Theme) -> None:
    """Paint a mark into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    PAINTERS[mark](painter, box, theme)
    painter.restore()


def _overdue(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A filled triangle with a stroke in it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("brick"))
    top = QPointF(box.center().x(), box.top() + box.height() * 0.04)
    painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
    pen = QPen(theme.color("page"), box.height() * 0.13)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle = box.center().x()
    painter.drawLine(QPointF(middle, box.top() + box.height() * 0.42), QPointF(middle, box.top() + box.height() * 0.66))
    painter.drawPoint(QPointF(middle, box.top() + box.height() * 0.86))


def _at_risk(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A filled diamond."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("strawmark"))
    middle = box.center()
    points = [
        QPointF(middle.x(), box.top()),
        QPointF(box.right(), middle.y()),
        QPointF(middle.x(), box.bottom()),
        QPointF(box.left(), middle.y()),
    ]
    painter.drawPolygon(QPolygonF(points))


def _due(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A ring."""
    width = box.height() * 0.15
    painter.setPen(QPen(theme.color("sea"), width))
    painter.drawEllipse(box.adjusted(width, width, -width, -width))


def _not_known(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A dashed ring."""
    width = box.height() * 0.12
    pen = QPen(theme.color("ink2"), width)
    pen.setDashPattern([1.6, 1.5])
    painter.setPen(pen)
    painter.drawEllipse(box.adjusted(width, width, -width, -width))


def _done(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A tick."""
    pen = QPen(theme.color("ink2"), box.height() * 0.14)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    tick = QPainterPath(QPointF(box.left() + box.width() * 0.08, box.top() + box.height() * 0.55))
    tick.lineTo(box.left() + box.width() * 0.38, box.top() + box.height() * 0.84)
    tick.lineTo(box.left() + box.width() * 0.95, box.top() + box.height() * 0.2)
    painter.drawPath(tick)


PAINTERS = {
    Mark.OVERDUE: _overdue,
    Mark.AT_RISK: _at_risk,
    Mark.DUE: _due,
    Mark.NOT_KNOWN: _not_known,
    Mark.DONE: _done,
}
