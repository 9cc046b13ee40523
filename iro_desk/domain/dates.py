"""Dates as the law counts them. Every period is half-open: from its first day, up to but not including its end."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

SATURDAY = 5
MONTHS_A_YEAR = 12
SHORTEST_MONTH = 28
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``start``, up to but not including ``end``; an ``end`` of None is still open."""

    start: date
    end: date | None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def meets(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


def months_after(day: date, months: int) -> date:
    """The same day-number so many calendar months later, clipped to the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    if day.day <= SHORTEST_MONTH:
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def age_on(born: date, day: date) -> int:
    """Whole years of age; a birthday on 29 February falls on 1 March in common years (domain.md, trap 12)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The day on which a person becomes so old; born on 29 February, 1 March in common years (domain.md, trap 12)."""
    if (born.month, born.day) == (2, 29) and not isleap(born.year + age):
        return date(born.year + age, 3, 1)
    return born.replace(year=born.year + age)


def year_of(day: date) -> int:
    """The collection year a day belongs to, by its first calendar year: 1 April 2026 to 31 March 2027 is 2026."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def year_words(year: int) -> str:
    """``2026-27`` for the year that begins on 1 April 2026."""
    return f"{year}-{(year + 1) % 100:02d}"


def year_period(year: int) -> Period:
    """1 April to 31 March, half-open."""
    return Period(date(year, 4, 1), date(year + 1, 4, 1))


def day_words(day: date) -> str:
    """``Thu 8 May 2025``: English whatever the machine speaks."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Unit(Enum):
    """What a span is counted in."""

    WORKING_DAYS = "working day"
    DAYS = "day"
    WEEKS = "week"
    MONTHS = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """So many working days, days, weeks or calendar months, as a rule writes it."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read ``20 working days``. ValueError when it is written otherwise."""
        found = re.fullmatch(r"([1-9][0-9]{0,3}) (working day|day|week|month)(s?)", text)
        if not found or (found[1] == "1") == bool(found[3]):
            raise ValueError(f"“{text}” is not a span such as “20 working days”, “1 week” or “3 months”")
        return cls(int(found[1]), Unit(found[2]))

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value}{'' if self.count == 1 else 's'}"

    def after(self, day: date, calendar: WorkingDays) -> date:
        """The last lawful day of a period "within this of" ``day``, which is itself not counted."""
        match self.unit:
            case Unit.WORKING_DAYS:
                return calendar.after(day, self.count)
            case Unit.MONTHS:
                return months_after(day, self.count)
            case Unit.WEEKS:
                return day + timedelta(weeks=self.count)
            case Unit.DAYS:
                return day + timedelta(days=self.count)

    def before(self, day: date, calendar: WorkingDays) -> date:
        """The last lawful day "at least this before" ``day``, which is itself not counted."""
        match self.unit:
            case Unit.WORKING_DAYS:
                return calendar.before(day, self.count)
            case Unit.MONTHS:
                return months_after(day, -self.count)
            case Unit.WEEKS:
                return day - timedelta(weeks=self.count)
            case Unit.DAYS:
                return day - timedelta(days=self.count)


@dataclass(frozen=True)
class WorkingDays:
    """Any day except Saturday, Sunday and a bank holiday in England and Wales (SI 2010/959 reg. 2).

    ``published_to`` is the first day for which no bank holidays have been published yet.
    """

    holidays: Mapping[date, str]
    published_from: date
    published_to: date

    def __contains__(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day strictly after ``day``."""
        return self._walk(day, count, A_DAY)

    def before(self, day: date, count: int) -> date:
        """The ``count``-th working day strictly before ``day``."""
        return self._walk(day, count, -A_DAY)

    def between(self, day: date, until: date) -> int:
        """Working days after ``day`` up to and including ``until``; negative when ``until`` is the earlier."""
        if until < day:
            return -self.between(until, day)
        return sum(1 for each in days_after(day, until) if each in self)

    def skipped(self, day: date, until: date) -> tuple[date, ...]:
        """The bank holidays after ``day`` up to ``until`` that would otherwise have been working days."""
        return tuple(each for each in days_after(day, until) if each.weekday() < SATURDAY and each in self.holidays)

    def knows(self, day: date) -> bool:
        """Whether the bank holidays of this day have been published."""
        return self.published_from <= day < self.published_to

    def _walk(self, day: date, count: int, step: timedelta) -> date:
        while count:
            day += step
            count -= day in self
        return day


def days_after(day: date, until: date) -> Iterator[date]:
    """Each day strictly after ``day``, up to and including ``until``."""
    while day < until:
        day += A_DAY
        yield day
