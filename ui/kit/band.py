"""The signature: the lawful window as a soft band, its last four weeks stronger, the due day a hard edge of ink."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from ui.kit.theme import Theme

BEST = timedelta(weeks=4)
BAND_HEIGHT = 12.0
EDGE_HEIGHT = 20.0
OUTLINES = {"band": "ink", "bandbest": "ink", "bricksoft": "brick"}
"""What each part is outlined in where soft fills do not show."""


@dataclass(frozen=True, slots=True)
class DayScale:
    """A stretch of days laid along a line: ``left`` is where ``first`` begins, ``day`` how wide a day is."""

    first: date
    days: int
    left: float
    day: float

    def x(self, day: date) -> float:
        """Where this day begins."""
        return self.left + (day - self.first).days * self.day

    @property
    def right(self) -> float:
        """Where the stretch ends."""
        return self.left + self.days * self.day

    def within(self, start: float, end: float) -> tuple[float, float] | None:
        """The part of a run that lies on the scale."""
        shown = max(start, self.left), min(end, self.right)
        return shown if shown[0] < shown[1] else None


def paint_band(  # noqa: PLR0913 - the facts of one band
    painter: QPainter,
    scale: DayScale,
    middle: float,
    *,
    start: date | None,
    due: date | None,
    today: date,
    theme: Theme,
) -> None:
    """Paint a lawful window along ``middle``: without ``start`` from the left, without ``due`` not at all."""
    if due is None:
        return
    end = scale.x(due + timedelta(days=1))
    unit = theme.percent / 100
    top = middle - BAND_HEIGHT * unit / 2
    best = max(start, due - BEST) if start else due - BEST
    for token, begins, ends in (
        ("band", scale.x(start) if start else scale.left, scale.x(best)),
        ("bandbest", scale.x(best), end),
        ("bricksoft", end, scale.x(today)),
    ):
        if part := scale.within(begins, ends):
            box = QRectF(part[0], top, part[1] - part[0], BAND_HEIGHT * unit)
            painter.fillRect(box, theme.color(token))
            if theme.outlined:
                painter.setPen(QPen(theme.color(OUTLINES[token]), 1))
                painter.drawRect(box)
    if scale.left <= end <= scale.right:
        half = EDGE_HEIGHT * unit / 2
        painter.setPen(QPen(theme.color("ink"), 2))
        painter.drawLine(QPointF(end, middle - half), QPointF(end, middle + half))
