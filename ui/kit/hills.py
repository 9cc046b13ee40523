"""The land: hills, sea and sun, drawn from shapes. It stands where there is rest, never behind work."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.kit.theme import A_MOMENT, Scheme, Theme

WIDE, HIGH = 716.0, 800.0


class Land(NamedTuple):
    """The colours of one time of day."""

    sky: str
    skyline: str
    sun: str
    ring: str
    sea: str
    foam: str
    chalk: str
    cliff: str
    down: str
    hills: tuple[str, str, str, str]
    strokes: tuple[str, str, str, str]
    tree: str
    trunk: str
    roof: str
    bird: str


DAY = Land(
    "#E8F0ED", "#D9E6E3", "#F3CF73", "#EFC25B", "#BDD5DC", "#F2F7F7", "#FBFAF5", "#C9CFC9", "#B4CFB6",
    ("#C9DCC8", "#A7C9B1", "#E8D7A2", "#6E9F8A"), ("#A9C4AC", "#89B39A", "#CDB978", "#548A74"),
    "#437868", "#6B4B32", "#A9533D", "#3C4745",
)  # fmt: skip
EVENING = Land(
    "#18232B", "#1E2C35", "#E0AE48", "#8A7238", "#22414C", "#3D6470", "#C7CDC6", "#7F8A85", "#34504A",
    ("#2C4440", "#24403C", "#4A4530", "#1B332F"), ("#38544E", "#305049", "#5C5639", "#26423D"),
    "#162B28", "#0F1A18", "#7A4032", "#95A19D",
)  # fmt: skip

SLOPES = (
    (470, (90, 420, 230, 385, 330, 440), (420, 500, 560, 490, 716, 430)),
    (556, (110, 505, 220, 485, 330, 525), (450, 575, 560, 600, 716, 500)),
    (640, (120, 590, 250, 580, 360, 600), (470, 640, 580, 690, 716, 606)),
    (716, (110, 680, 260, 680, 380, 715), (480, 745, 580, 760, 716, 700)),
)
"""Each hill: the height at its left, and two curves to its right, on a sheet of 716 by 800."""


class Hills(QWidget):
    """The land beside the locked desk. It scales, and says nothing to a screen reader."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sky_first = True
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint the whole sheet, cut to the shape of the window; at first its sky, so that the caret need not wait."""
        land = EVENING if self._theme.scheme in {Scheme.DARK, Scheme.CONTRAST_DARK} else DAY
        painter = QPainter(self)
        if self._sky_first:
            self._sky_first = False
            painter.fillRect(self.rect(), QColor(land.sky))
            painter.end()
            QTimer.singleShot(A_MOMENT, self, self.update)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = max(self.width() / WIDE, self.height() / HIGH)
        painter.translate((self.width() - WIDE * scale) / 2, self.height() - HIGH * scale)
        painter.scale(scale, scale)
        painter.setPen(Qt.PenStyle.NoPen)
        for paint in (_sky, _sea, _fields, _path, _houses, _trees):
            painter.save()
            paint(painter, land)
            painter.restore()
        painter.end()


def _sky(painter: QPainter, land: Land) -> None:
    painter.fillRect(QRectF(0, 0, WIDE, 400), QColor(land.sky))
    painter.setPen(QPen(QColor(land.skyline), 1.2))
    for height in range(12, 398, 12):
        painter.drawLine(QPointF(0, height), QPointF(WIDE, height))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number, radius in enumerate((72, 86, 100, 114)):
        ring = QColor(land.ring)
        ring.setAlphaF(0.85 - number * 0.2)
        painter.setPen(QPen(ring, 1.4))
        painter.drawEllipse(QPointF(500, 250), radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(land.sun))
    painter.drawEllipse(QPointF(500, 250), 58, 58)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(land.bird), 2))
    for x, y, span in ((161, 150, 12), (254, 176, 15), (198, 210, 18)):
        wings = QPainterPath(QPointF(x - span, y))
        wings.quadTo(x - span / 2, y - span * 0.55, x, y)
        wings.quadTo(x + span / 2, y - span * 0.55, x + span, y)
        painter.drawPath(wings)


def _sea(painter: QPainter, land: Land) -> None:
    painter.fillRect(QRectF(0, 398, WIDE, 200), QColor(land.sea))
    painter.setPen(QPen(QColor(land.foam), 2))
    for x, y, length in ((30, 412, 200), (78, 421, 238), (125, 430, 120), (30, 439, 150)):
        painter.drawLine(QPointF(x, y), QPointF(x + length, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(land.down))
    down = QPainterPath(QPointF(455, 374))
    down.cubicTo(520, 340, 640, 326, 716, 322)
    down.lineTo(716, 350)
    down.lineTo(455, 376)
    painter.drawPath(down)
    cliff = QPainterPath(QPointF(455, 374))
    cliff.lineTo(716, 340)
    cliff.lineTo(716, 399)
    cliff.lineTo(440, 399)
    painter.setBrush(QColor(land.chalk))
    painter.drawPath(cliff)
    painter.setPen(QPen(QColor(land.cliff), 1.2))
    for x in range(470, 716, 11):
        painter.drawLine(QPointF(x, 378 - (x - 470) * 0.12), QPointF(x, 393 + (x % 3)))


def hill(number: int) -> QPainterPath:
    """The outline of a hill, closed along the foot of the sheet."""
    left, first, second = SLOPES[number]
    path = QPainterPath(QPointF(0, left))
    path.cubicTo(*first)
    path.cubicTo(*second)
    path.lineTo(WIDE, HIGH)
    path.lineTo(0, HIGH)
    path.closeSubpath()
    return path


def _fields(painter: QPainter, land: Land) -> None:
    for number, (fill, stroke) in enumerate(zip(land.hills, land.strokes, strict=True)):
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(fill)))
        painter.drawPath(hill(number))
        painter.setClipPath(hill(number))
        painter.setPen(QPen(QColor(stroke), 1.2))
        lean = (36, 48, -10, 60)[number]
        painter.drawLines([QLineF(0, y, WIDE, y - lean * 6) for y in range(380, 1100, 11)])
        painter.restore()


def _path(painter: QPainter, land: Land) -> None:
    """A chalk path down to the reader, wider as it nears."""
    painter.setBrush(QColor(land.chalk))
    path = QPainterPath(QPointF(424, 462))
    path.cubicTo(428, 480, 398, 488, 398, 502)
    path.cubicTo(398, 520, 426, 528, 408, 548)
    path.cubicTo(386, 568, 338, 566, 340, 594)
    path.cubicTo(344, 624, 404, 622, 388, 650)
    path.cubicTo(368, 676, 306, 690, 306, 730)
    path.cubicTo(308, 762, 330, 780, 340, 800)
    path.lineTo(368, 800)
    path.cubicTo(352, 776, 330, 756, 334, 728)
    path.cubicTo(340, 694, 404, 690, 411, 652)
    path.cubicTo(414, 618, 362, 616, 360, 594)
    path.cubicTo(358, 572, 410, 574, 420, 548)
    path.cubicTo(428, 522, 406, 518, 406, 502)
    path.cubicTo(406, 490, 432, 480, 428, 462)
    painter.drawPath(path)


def _houses(painter: QPainter, land: Land) -> None:
    for x, y, size in ((470, 592, 34.0), (520, 592, 25.0)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(land.chalk))
        walls = QPainterPath(QPointF(x, y))
        walls.lineTo(x, y - size * 0.5)
        walls.lineTo(x + size / 2, y - size * 0.98)
        walls.lineTo(x + size, y - size * 0.5)
        walls.lineTo(x + size, y)
        painter.drawPath(walls)
        pen = QPen(QColor(land.roof), size * 0.13)
        painter.setPen(pen)
        painter.drawLine(QPointF(x - 4, y - size * 0.54), QPointF(x + size / 2, y - size * 1.04))
        painter.drawLine(QPointF(x + size / 2, y - size * 1.04), QPointF(x + size + 4, y - size * 0.54))
    painter.fillRect(QRectF(483, 578, 8, 14), QColor("#15606F"))


def _trees(painter: QPainter, land: Land) -> None:
    for x, y, size in ((598, 536, 18), (618, 530, 13), (640, 528, 18), (86, 620, 18), (108, 612, 23), (662, 636, 23)):
        painter.setPen(QPen(QColor(land.trunk), 2.4))
        painter.drawLine(QPointF(x, y), QPointF(x, y - size * 0.8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(land.tree))
        painter.drawEllipse(QPointF(x, y - size * 1.25), size * 0.5, size * 0.64)
    for start, rise, count in ((38, 520, 7), (18, 638, 10), (430, 628, 7), (589, 468, 9)):
        for step in range(count):
            bend = step * 14
            lift = {520: -step * 2, 638: -step * 3.5, 628: step * 3, 468: -step * 3}[rise]
            painter.drawEllipse(QPointF(start + bend, rise + lift), 9 - step % 3, 6 - step % 2)


QUIET_HEIGHT = 170


class QuietHills(QWidget):
    """A line drawing of hills for a page without work: strokes of sea, and the sun; it gives way to large text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setMaximumWidth(600)
        theme.changed.connect(self._follow)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint the drawing at the width there is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.width() / 600
        painter.scale(scale, scale)
        upper = QPainterPath(QPointF(0, 108))
        upper.cubicTo(120, 40, 220, 58, 320, 96)
        upper.cubicTo(420, 130, 500, 110, 600, 64)
        lower = QPainterPath(QPointF(0, 144))
        lower.cubicTo(140, 96, 260, 116, 380, 136)
        lower.cubicTo(470, 146, 540, 134, 600, 106)
        between = QPainterPath(upper)
        between.connectPath(lower.toReversed())
        between.closeSubpath()
        painter.fillPath(between, self._theme.color("haze"))
        painter.save()
        painter.setClipPath(between)
        painter.setPen(QPen(self._theme.color("band"), 1.2))
        for x in range(-200, 620, 12):
            painter.drawLine(QPointF(x, 160), QPointF(x + 160, 40))
        painter.restore()
        painter.setPen(QPen(self._theme.color("sea"), 2))
        painter.drawPath(upper)
        painter.drawPath(lower)
        painter.setPen(QPen(self._theme.color("strawmark"), 2))
        painter.drawEllipse(QPointF(446, 36), 26, 26)
        painter.end()

    def _follow(self) -> None:
        self.setFixedHeight(0 if self._theme.large_text else self._theme.px(QUIET_HEIGHT))
        self.update()


class Sign(QWidget):
    """The sign of the program: a hill and a sun."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self._follow)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint the sign to its box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 22, self.height() / 22)
        painter.setPen(Qt.PenStyle.NoPen)
        land = QPainterPath(QPointF(1, 13))
        land.cubicTo(5, 8, 9, 9, 12, 12)
        land.cubicTo(15, 15, 18, 14, 21, 12)
        land.lineTo(21, 18)
        land.quadTo(21, 21, 18, 21)
        land.lineTo(4, 21)
        land.quadTo(1, 21, 1, 18)
        land.closeSubpath()
        painter.fillPath(land, self._theme.color("sea"))
        painter.setBrush(self._theme.color("strawmark"))
        painter.drawEllipse(QPointF(14.5, 5), 3.6, 3.6)
        painter.end()

    def _follow(self) -> None:
        side = self._theme.px(22)
        self.setFixedSize(side, side)
        self.update()
