"""The Reviews table of the return: which reviews of a collection year go into it, and which not yet, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from iro_desk.domain.children import SHORT_BREAKS
from iro_desk.domain.dates import Period, year_period
from iro_desk.domain.law import Law
from iro_desk.domain.policy import SeriesCounts
from iro_desk.domain.reviews import Review
from iro_desk.services.caseload import Life, read_caseload
from iro_desk.services.messages import Question
from iro_desk.services.ports import Clock, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLeftOut:
    """A child whose reviews are not in the return, and why."""

    child: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsReturned:
    """The Reviews table of a collection year: number, birthday, day held, code."""

    rows: tuple[tuple[str, date, date, str], ...] = field(repr=False)
    left_out: tuple[ReturnLeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsReturn(Question[ReviewsReturned]):
    """Which reviews go into the return of this collection year, named by its first calendar year?"""

    year: int


def reviews_return(question: ReviewsReturn, work: UnitOfWork, *, law: Law, clock: Clock) -> ReviewsReturned:
    """Answer ``ReviewsReturn``: oldest child number first, then by day.

    Of a review in several meetings the day is the one by which it counts as held; one that still waits for its end by
    that reading is not in the return.
    """
    year = year_period(question.year)
    rows: list[tuple[str, date, date, str]] = []
    left_out: list[ReturnLeftOut] = []
    caseload = read_caseload(work, law, clock)
    waits = caseload.law.policy.series_counts is SeriesCounts.COMPLETED
    for life in caseload.lives:
        days = ((each, each.completed if waits else each.held) for each in life.timeline.reviews)
        held = sorted(((day, each) for each, day in days if day and day in year), key=lambda each: each[0])
        if not held:
            continue
        reviews = [each for _, each in held]
        reason = _no_return(life, year) or _no_code(reviews)
        if reason or life.child.number is None or life.child.born is None:
            left_out.append(ReturnLeftOut(child=life.child.shown, reason=reason or NO_NUMBER))
            continue
        rows += [(life.child.number, life.child.born, day, str(each.code)) for day, each in held]
    return ReviewsReturned(rows=tuple(rows), left_out=tuple(left_out))


def _no_code(reviews: Sequence[Review]) -> str | None:
    """Why reviews cannot stand in the return yet."""
    if any(each.perhaps for each in reviews):
        return NOT_SETTLED
    return None if all(each.code for each in reviews) else NO_CODE


NOT_SETTLED = "Two entries may be one review; say first whether they are."
NO_CODE = "A review has no participation code."
NO_NUMBER = "The child has no number in the case system, or no birthday."


def _no_return(life: Life, year: Period) -> str | None:
    """Why the return takes no reviews of this child (the sector's rules 399 and 1012)."""
    in_year = [each for each in life.timeline.episodes if Period(each.start, each.end).meets(year)]
    if not in_year:
        return "The child has no episode in the year."
    if all(each.legal_status in SHORT_BREAKS for each in in_year):
        return "The child is in short breaks only, of which the return takes no reviews."
    return None
