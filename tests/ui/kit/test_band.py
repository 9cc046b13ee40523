"""The band, the edge and today: painted where their days are, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from ui.kit.band import DayScale, paint_band
from ui.kit.theme import Scheme, Theme

TODAY = date(2026, 11, 23)
SCALE = DayScale(first=date(2026, 11, 16), days=42, left=0, day=10)
MIDDLE = 15


def painted(theme: Theme, start: date | None, due: date | None) -> QImage:
    """A strip of six weeks at ten pixels a day."""
    image = QImage(420, 30, QImage.Format.Format_RGB32)
    image.fill(theme.color("page"))
    painter = QPainter(image)
    paint_band(painter, SCALE, MIDDLE, start=start, due=due, today=TODAY, theme=theme)
    painter.end()
    return image


def at(image: QImage, day: date, offset: int = 5) -> str:
    """The colour in the middle of a day."""
    return image.pixelColor(int(SCALE.x(day)) + offset, MIDDLE).name()


@pytest.mark.parametrize(
    ("day", "token"),
    [
        (date(2026, 11, 17), "band"),
        (date(2026, 11, 26), "bandbest"),
        (date(2026, 12, 22), "bandbest"),
        (date(2026, 12, 24), "page"),
    ],
)
def test_the_window_ends_with_the_due_day(theme: Theme, day: date, token: str) -> None:
    """The last four weeks are stronger; the due day itself is in it, the day after is not."""
    image = painted(theme, date(2026, 11, 1), date(2026, 12, 23))
    assert at(image, day) == theme.color(token).name()
    assert image.pixelColor(int(SCALE.x(date(2026, 12, 24))), 8) == theme.color("ink")


def test_past_the_edge_is_late(theme: Theme) -> None:
    """From the day after the due day up to today."""
    image = painted(theme, date(2026, 11, 1), date(2026, 11, 18))
    assert at(image, date(2026, 11, 20)) == theme.color("bricksoft").name()
    assert at(image, TODAY) == theme.color("page").name()


def test_without_a_day_nothing_is_painted(theme: Theme) -> None:
    """What is not known has no window."""
    image = painted(theme, date(2026, 11, 1), None)
    assert {image.pixelColor(x, MIDDLE).name() for x in range(420)} == {theme.color("page").name()}


def test_high_contrast_draws_outlines(theme: Theme) -> None:
    """Where soft fills do not show, the band has an edge in ink."""
    theme.set_scheme(Scheme.CONTRAST_LIGHT)
    image = painted(theme, date(2026, 11, 1), date(2026, 12, 23))
    colours = {image.pixelColor(200, y).name() for y in range(30)}
    assert QColor(theme.tokens.ink).name() in colours
