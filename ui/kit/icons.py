"""Icons: the bundled drawings in the theme's own colours, sharp at every pixel ratio."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from resources import FOLDER

SHARPEST = 2.0
"""Icons are drawn for twice the pixels; Qt takes what the screen needs."""


@cache
def pixmap(name: str, size: int, color: str) -> QPixmap:
    """The icon of this name, so many logical pixels high and wide. FileNotFoundError where it is not bundled."""
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the locked window stands before its icons

    drawing = (FOLDER / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
    drawn = QPixmap(QSize(size, size) * SHARPEST)
    drawn.setDevicePixelRatio(SHARPEST)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def icon(name: str, size: int, color: str) -> QIcon:
    """The same, for a button."""
    return QIcon(pixmap(name, size, color))
