"""The review clock: what is due, worked out from what happened, the rules in force and the calendar; never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from itertools import pairwise

from iro_desk.domain.children import (
    AUTHORISED,
    PLACED_FOR_ADOPTION,
    CarePeriod,
    Episode,
    Review,
    care_periods,
    oldest_first,
    reviews_in,
)
from iro_desk.domain.dates import Period, Span, WorkingDays, months_after


class Anchor(StrEnum):
    """The events that rules count from, by the names of Appendix A, with the words that explanations use."""

    BECAME_LOOKED_AFTER = "became_looked_after"
    FIRST_REVIEW_HELD = "first_review_held"
    PREVIOUS_REVIEW_HELD = "previous_review_held"

    @property
    def words(self) -> str:
        """The event in a sentence: "20 working days from ..."."""
        return ANCHOR_WORDS[self]


ANCHOR_WORDS = {
    Anchor.BECAME_LOOKED_AFTER: "becoming looked after",
    Anchor.FIRST_REVIEW_HELD: "the first review",
    Anchor.PREVIOUS_REVIEW_HELD: "the review before",
}


class State(StrEnum):
    """How a duty stands. ``not known`` where what it rests on, or whether it was met, is in no file."""

    DUE = "due"
    OVERDUE = "overdue"
    NOT_KNOWN = "not known"
    IN_TIME = "in time"
    LATE = "late"
    MISSED = "missed"

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self in {State.DUE, State.OVERDUE, State.NOT_KNOWN}


class Unknown(Enum):
    """Why a deadline is not known."""

    SHORT_BREAKS = "short breaks"
    ADOPTION = "adoption"
    REFUSED_ROWS = "refused rows"
    EARLIER_REVIEWS = "earlier reviews"
    WHICH_REVIEW = "which review"
    FIRST_REVIEW_MAYBE_HELD = "first review may have been held"
    YEAR_MISSING = "a year between is missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One statutory period: what it asks, what it counts from, how long, and where that is written."""

    id: str
    duty: str
    words: str
    counted_from: Anchor
    within: Span
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """The rules of one edition, in the order of the file."""

    edition: str
    in_force_from: date
    last_checked: date
    rule: tuple[Rule, ...]

    def counting_from(self, duty: str, anchor: Anchor) -> Rule:
        """The rule of a duty that counts from this event. LookupError when the book has none."""
        return next(each for each in self.rule if (each.duty, each.counted_from) == (duty, anchor))


@dataclass(frozen=True, slots=True)
class Law:
    """The rule book in use and the calendar it counts by."""

    book: RuleBook
    calendar: WorkingDays

    def limit(self, rule: Rule, day: date) -> date:
        """The last lawful day under this rule, counted from ``day``."""
        return rule.within.after(day, self.calendar)

    def counting_from(self, anchor: Anchor) -> Counting:
        """The review rule that counts from this event, ready to count. LookupError when the book has none."""
        rule = self.book.counting_from("review", anchor)
        return Counting(rule, cache(lambda day: Limit(rule, day, self.limit(rule, day))))


@dataclass(frozen=True, slots=True)
class Coverage:
    """The stretches of time that the desk's files tell of; the last of them is still running."""

    stretches: tuple[Period, ...] = ()

    @property
    def since(self) -> date | None:
        """The first day that any file covers; a limit before it is never spoken of."""
        return self.stretches[0].start if self.stretches else None

    def running_into(self, day: date) -> date:
        """The first day of the unbroken stretch that reaches ``day``, or of the next one where none does."""
        found = [each.start for each in self.stretches if each.end is None or day < each.end]
        return found[0] if found else day

    def whole(self, start: date, end: date) -> bool:
        """Whether every day from ``start`` to ``end`` is covered."""
        return any(each.start <= start and (each.end is None or end < each.end) for each in self.stretches)


@dataclass(frozen=True, slots=True)
class Limit:
    """A day that the law sets, and what it was counted from. ``due`` is the earliest day it can be while not known."""

    rule: Rule | None = None
    counted_from: date | None = None
    due: date | None = None
    unknown: Unknown | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """A rule, and the limit that it sets from any day; each day is counted once, whoever's it is."""

    rule: Rule
    limit: Callable[[date], Limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One duty in one care period, with how it stands."""

    id: str
    limit: Limit
    state: State
    held: date | None = None
    review: str | None = None
    """The id of the review that met it."""
    duty: str = "review"

    @property
    def due(self) -> date | None:
        """The last lawful day, or the earliest that it can be while it is not known."""
        return self.limit.due

    @property
    def rule(self) -> Rule | None:
        """The rule that sets it, where that can be told."""
        return self.limit.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One child's life in care, as far as the desk knows it."""

    episodes: tuple[Episode, ...] = field(repr=False)
    reviews: tuple[Review, ...] = field(repr=False)
    doubtful: bool = False
    """An episode or a review of this child was refused, so that nothing can be said until it is mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewClock:
    """The care periods of a child and the review deadlines of each, met and open."""

    law: Law
    coverage: Coverage
    today: date
    first: Counting = field(init=False, repr=False, compare=False)
    second: Counting = field(init=False, repr=False, compare=False)
    later: Counting = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", self.law.counting_from(Anchor.BECAME_LOOKED_AFTER))
        object.__setattr__(self, "second", self.law.counting_from(Anchor.FIRST_REVIEW_HELD))
        object.__setattr__(self, "later", self.law.counting_from(Anchor.PREVIOUS_REVIEW_HELD))

    def read(self, life: Timeline) -> tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...]:
        """Each care period, oldest first, with its deadlines in the order they fell."""
        periods = care_periods(life.episodes, self.today)
        reviews = oldest_first(life.reviews)
        doubt = Unknown.REFUSED_ROWS if life.doubtful else None
        return tuple(
            [(each, tuple(self._deadlines(each, reviews_in(each, periods, reviews), doubt))) for each in periods]
        )

    def _deadlines(self, period: CarePeriod, held: tuple[Review, ...], doubt: Unknown | None) -> list[Deadline]:
        if reason := doubt or another_clock(period):
            limit = Limit(unknown=reason)
            found = [_judged(review, limit) for review in held]
            return found if period.end else [*found, self._open(period, held, limit)]
        reading = self._reading(period, held)
        since = self.coverage.since or date.min
        found = [
            _judged(review, limit)
            for review, limit in zip(held, self._stood_under(period, held, reading), strict=True)
            if limit.due is None or since <= limit.due
        ]
        to_come = self._after(held, reading) if held else self._first_to_come(period, reading)
        if to_come.due is None or since <= to_come.due:
            found += self._next(period, held, to_come)
        return found

    def _stood_under(self, period: CarePeriod, held: tuple[Review, ...], reading: Unknown | None) -> Iterator[Limit]:
        """What each review held is judged by. Where both readings are open, a review has the benefit of the doubt."""
        if not held:
            return
        yield Limit(unknown=reading) if reading else self.first.limit(period.start)
        counting = self.later if reading else self.second
        unbroken = self.coverage.whole(held[0].held, held[-1].held)
        for before, review in pairwise(held):
            if unbroken or self.coverage.whole(before.held, review.held):
                yield counting.limit(before.held)
            else:
                yield Limit(unknown=Unknown.YEAR_MISSING)
            counting = self.later

    def _next(self, period: CarePeriod, held: tuple[Review, ...], limit: Limit) -> Iterator[Deadline]:
        """What is to come, or what the period's end left undone."""
        if period.end is None:
            yield self._open(period, held, limit)
        elif limit.unknown is None and limit.due is not None and limit.due < period.end:
            yield replace(self._open(period, held, limit), state=State.MISSED)

    def _after(self, held: tuple[Review, ...], reading: Unknown | None) -> Limit:
        last = held[-1].held
        following = self.coverage.running_into(self.today)
        if following > last and not self.coverage.whole(last, self.today):
            return Limit(self.later.rule, due=following, unknown=Unknown.YEAR_MISSING)
        if len(held) > 1 or reading is Unknown.EARLIER_REVIEWS:
            return self.later.limit(last)
        return replace(self.second.limit(last), unknown=reading)

    def _first_to_come(self, period: CarePeriod, reading: Unknown | None) -> Limit:
        first = self.first.limit(period.start)
        since = self.coverage.running_into(self.today)
        if reading is None or first.due is None:
            return first
        if reading is Unknown.EARLIER_REVIEWS:
            return Limit(self.later.rule, due=since, unknown=reading)
        if period.start_known and first.due >= since:
            return replace(first, unknown=Unknown.FIRST_REVIEW_MAYBE_HELD)
        second = self.second.rule
        return Limit(second, due=max(since, self.law.limit(second, period.start)), unknown=reading)

    def _reading(self, period: CarePeriod, held: tuple[Review, ...]) -> Unknown | None:
        """Which review the first visible one is: the first (None), a third or later, or either.

        EARLIER_REVIEWS: third or later, since the second was due before the files begin. WHICH_REVIEW: both readings
        are open. See domain.md section 1, *Reviews in no file*.
        """
        until = held[0].held if held else self.today
        if period.start_known and self.coverage.whole(period.start, until):
            return None
        since = self.coverage.running_into(until)
        limit = self.law.limit(self.first.rule, period.start)
        if months_after(limit, 3) < since:
            return Unknown.EARLIER_REVIEWS
        if period.start_known and held and since <= limit and held[0].held <= limit:
            return None
        return Unknown.WHICH_REVIEW

    def _open(self, period: CarePeriod, held: tuple[Review, ...], limit: Limit) -> Deadline:
        """The duty still open. It keeps its name when its day moves: it counts from the last review held, or from
        the period's first episode.
        """
        past = limit.due is not None and limit.due < self.today
        return Deadline(
            id=f"review-after-{held[-1].id if held else period.episodes[0].id}",
            limit=limit,
            state=State.NOT_KNOWN if limit.unknown else State.OVERDUE if past else State.DUE,
        )


def _judged(review: Review, limit: Limit) -> Deadline:
    """A review that was held, by the limit it stood under."""
    due = limit.due
    return Deadline(
        id=f"review-{review.id}",
        limit=limit,
        state=State.NOT_KNOWN if due is None else State.IN_TIME if review.held <= due else State.LATE,
        held=review.held,
        review=review.id,
    )


def another_clock(period: CarePeriod) -> Unknown | None:
    """Why this care period stands under a clock that the desk does not have yet; short breaks before adoption."""
    reason = None
    for each in period.episodes:
        if each.short_break:
            return Unknown.SHORT_BREAKS
        if each.legal_status in AUTHORISED or each.placement in PLACED_FOR_ADOPTION:
            reason = Unknown.ADOPTION
    return reason
