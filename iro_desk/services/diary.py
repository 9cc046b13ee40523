"""What is due and what the day holds: the questions of the diary and the views that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Section(StrEnum):
    """The parts of Today, in the order they are read."""

    OVERDUE = "overdue"
    AT_RISK = "at risk"
    NOT_KNOWN = "not known"
    COMING = "coming"


@dataclass(frozen=True, kw_only=True)
class TodayLine:
    """One open deadline as Today shows it."""

    id: str
    child: str
    """The case system's number, or ``~`` and the desk's own id."""
    age: int | None
    """Whole years on the desk's day; None when the birthday is not known."""
    what: str
    """The rule's own words: "First review", "Third or later review"; "Review" when the rule is not known."""
    section: Section
    due: date | None
    counted_from: date | None
    working_days: int | None
    """Working days still left, 0 today, negative when past; None without a date."""
    explanation: str


@dataclass(frozen=True, kw_only=True)
class ExtractLine:
    """One extract that the desk has taken in."""

    year: str
    """As the command line writes it: "2026-27"."""
    to: date
    children: int


@dataclass(frozen=True, kw_only=True)
class TodayView:
    """The page that tells the day."""

    today: date
    officer: str
    practice: bool
    children: int
    """Children with an open care period."""
    lines: tuple[TodayLine, ...]
    """Every open deadline, soonest first; ``not known`` without a date last."""
    extracts: tuple[ExtractLine, ...]
    """Newest first; empty on a new desk."""


@dataclass(frozen=True, kw_only=True)
class Today:
    """What matters today?"""
