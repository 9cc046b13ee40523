"""Days as an officer types them: the day before the month, always."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from ui.kit.words import MONTHS, WEEKDAYS

LEAST_LETTERS = 3
CENTURY = 2000
NUMBER_OF_MONTHS = 12
NOT_READ = "“{}” is not a day. Type today, mon, 12 mar or 12/3/2026."
FIGURES = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?")
NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s*([a-z]+)\.?,?(?:\s*(\d{4}|\d{2}))?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class NotADay(ValueError):
    """What was typed is no day; its words say what would be."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def read_day(typed: str, today: date) -> date:
    """The day typed: ``today``, ``yesterday``, ``mon``, ``12 mar``, ``12/3``, ``12/3/2026``. NotADay says why not.

    Without a year it is the latest such day that is not still to come.
    """
    text = " ".join(typed.lower().replace(",", " ").split())
    if text in {"today", "yesterday"}:
        return today - timedelta(days=1 if text == "yesterday" else 0)
    first, _, rest = text.partition(" ")
    weekday = _named(first.rstrip("."), WEEKDAYS)
    if weekday is not None and not rest:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    found = _numbers(rest if weekday is not None else text, typed, today)
    if weekday is not None and found.weekday() != weekday:
        raise NotADay(f"{found.day} {MONTHS[found.month - 1]} {found.year} is a {WEEKDAYS[found.weekday()]}.")
    return found


def as_typed(day: date) -> str:
    """The day as it would be typed, with its year, so that it means the same tomorrow."""
    return f"{day.day}/{day.month}/{day.year}"


def _numbers(text: str, typed: str, today: date) -> date:
    if iso := ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
        return _day(day, month, year)
    if figures := FIGURES.fullmatch(text):
        day, month = int(figures[1]), int(figures[2])
        return _day(day, month, _year(figures[3])) if figures[3] else _latest(day, month, today)
    if named := NAMED.fullmatch(text):
        number = _named(named[2], MONTHS)
        if number is not None:
            day, month = int(named[1]), number + 1
            return _day(day, month, _year(named[3])) if named[3] else _latest(day, month, today)
    raise NotADay(NOT_READ.format(typed.strip()) if text else "Type the day: today, mon, 12 mar or 12/3/2026.")


def _latest(day: int, month: int, today: date) -> date:
    """The latest such day up to today; 29 February may lie up to eight years back."""
    year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    if (month, day) == (2, 29):
        while monthrange(year, 2)[1] < day:
            year -= 1
    return _day(day, month, year)


def _day(day: int, month: int, year: int) -> date:
    if not 1 <= month <= NUMBER_OF_MONTHS:
        swapped = f" Type {month}/{day}." if 1 <= day <= NUMBER_OF_MONTHS else ""
        raise NotADay(f"There is no month {month}; the day comes first.{swapped}")
    if not date.min.year < year < date.max.year:
        raise NotADay(f"There is no year {year}.")
    last = monthrange(year, month)[1]
    if day < 1:
        raise NotADay(f"There is no day {day}.")
    if day > last:
        raise NotADay(f"{MONTHS[month - 1]} has {last} days. Type {last}/{month}.")
    return date(year, month, day)


def _year(typed: str) -> int:
    year = int(typed)
    return year + CENTURY if len(typed) == len("26") else year


def _named(text: str, names: tuple[str, ...]) -> int | None:
    """The place of the one name that begins like this, from the third letter on."""
    if len(text) < LEAST_LETTERS:
        return None
    return next((place for place, name in enumerate(names) if name.lower().startswith(text)), None)
