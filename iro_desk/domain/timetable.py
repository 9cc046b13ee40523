"""The review clock: what is due, worked out from what happened, the rules in force and the calendar; never stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from iro_desk.domain.adoption import Adoption, adoption_in
from iro_desk.domain.children import CarePeriod, Episode, care_periods, reviews_in
from iro_desk.domain.dates import A_DAY, Period, months_after
from iro_desk.domain.law import Anchor, Counting, Law, Limit, Rule, Unknown
from iro_desk.domain.policy import SeriesCounts
from iro_desk.domain.reviews import Place, Review, oldest_first, that_count
from iro_desk.domain.short_breaks import exceed

REVIEW, COMPLETION = "review", "completion"
"""The duties that this clock keeps: to hold a review, and to complete one that was adjourned."""
KEPT = frozenset({REVIEW, COMPLETION})
"""Rules of every other duty are silent: of what they count from, the desk keeps no facts yet."""


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


@dataclass(frozen=True, slots=True)
class Coverage:
    """The stretches of time that the desk's files tell of; the last of them is still running."""

    stretches: tuple[Period, ...] = ()

    @property
    def since(self) -> date | None:
        """The first day that any file covers; a limit before it is never spoken of."""
        return self.stretches[0].start if self.stretches else None

    def back_to(self, day: date) -> Coverage:
        """The same, its first stretch reaching back to ``day``, of which the officer told."""
        first, *others = self.stretches
        return Coverage((Period(min(day, first.start), first.end), *others))

    def running_into(self, day: date) -> date:
        """The first day of the unbroken stretch that reaches ``day``, or of the next one where none does."""
        found = [each.start for each in self.stretches if each.end is None or day < each.end]
        return found[0] if found else day

    def whole(self, start: date, end: date) -> bool:
        """Whether every day from ``start`` to ``end`` is covered."""
        return any(each.start <= start and (each.end is None or end < each.end) for each in self.stretches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One duty in one care period, with how it stands."""

    id: str
    limit: Limit
    state: State
    held: date | None = None
    """The day on which it was met."""
    met_by: Review | None = field(default=None, repr=False)
    duty: str = REVIEW

    @property
    def review(self) -> str | None:
        """The id of the review that met it."""
        return self.met_by.id if self.met_by else None

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
    born: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewClock:
    """The care periods of a child and the review deadlines of each, met and open."""

    law: Law
    coverage: Coverage
    today: date
    since: date | None = None
    """A limit before this day is never spoken of: the first that any file covers."""
    first: Counting = field(init=False, repr=False, compare=False)
    second: Counting = field(init=False, repr=False, compare=False)
    later: Counting = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, rule in (("first", "R1"), ("second", "R2"), ("later", "R3")):
            object.__setattr__(self, name, self.law.counting(rule))

    def read(self, life: Timeline) -> tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...]:
        """Each care period, oldest first, with its deadlines in the order they fell."""
        reviews = oldest_first(that_count(life.reviews))
        return self._for(life, reviews).worked_out(life, reviews)

    def worked_out(
        self, life: Timeline, reviews: Sequence[Review]
    ) -> tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...]:
        """The care periods of a life with their deadlines, by the reviews that count."""
        periods = care_periods(life.episodes, self.today)
        found = []
        for each in periods:
            held = reviews_in(each, periods, reviews)
            counted = self._counted(held)
            deadlines = _nothing_known(each, counted) if life.doubtful else self._deadlines(each, counted)
            found.append((each, (*deadlines, *self._completions(each, held))))
        return tuple(found)

    def _counted(self, held: tuple[Review, ...]) -> tuple[Review, ...]:
        """Those of the reviews that count as held: an adjourned one does, unless the policy waits for its end."""
        waits = self.law.policy.series_counts is SeriesCounts.COMPLETED
        return held[:-1] if waits and held and held[-1].adjourned else held

    def _for(self, life: Timeline, reviews: Sequence[Review]) -> ReviewClock:
        """The clock of one child: by the council's periods for an age; from the first review of which the officer told.

        Who says which review it was, of a time before the files begin, answers for what lies between.
        """
        clock, since = self, self.coverage.since
        if self.law.policy.by_age:
            clock = replace(clock, law=self.law.for_child(life.born))
        told = reviews[0] if reviews and since and reviews[0].held < since and reviews[0].place else None
        return replace(clock, coverage=self.coverage.back_to(told.held), since=since) if told else clock

    def _completions(self, period: CarePeriod, held: tuple[Review, ...]) -> Iterator[Deadline]:
        """Reviews recorded here that were adjourned: to be completed within the limit (reg. 36(2))."""
        for review in held:
            if not review.in_parts or review.recorded_on is None:
                continue
            limit, done = self.law.counting("ADJ").limit(review.held), review.completed
            past = limit.due is not None and limit.due < (done or period.end or self.today)
            if done:
                state = State.LATE if past else State.IN_TIME
            elif period.end is None:
                state = State.OVERDUE if past else State.DUE
            elif past:
                state = State.MISSED
            else:
                continue
            name, met_by = f"completion-{review.id}", review if done else None
            yield Deadline(id=name, limit=limit, state=state, held=done, met_by=met_by, duty=COMPLETION)

    def _deadlines(self, period: CarePeriod, held: tuple[Review, ...]) -> list[Deadline]:
        if any(each.short_break for each in period.episodes):
            return self._in_short_breaks(period, held)
        reading = self._reading(period, held)
        limits = list(self._stood_under(period, held, reading))
        to_come = self._after(held, reading) if held else self._first_to_come(period, reading)
        adoption = adoption_in(period.episodes)
        missed: list[Deadline] = []
        if adoption.placings or adoption.authorised:
            for number, review in enumerate(held):
                limits[number] = self._in_adoption(adoption, held[:number], review.held, limits[number], judged=True)
            missed = list(self._missed_at_turns(period, held, reading, adoption))
            to_come = self._in_adoption(adoption, held, period.end or self.today + A_DAY, to_come)
        since = self.since or self.coverage.since or date.min
        found = [
            *(self._judged(review, limit) for review, limit in zip(held, limits, strict=True)),
            *missed,
            *_next(period, _named(period, held, adoption, to_come), to_come, self.today),
        ]
        return [each for each in found if each.due is None or since <= each.due]

    def _in_adoption(
        self, adoption: Adoption, before: Sequence[Review], day: date, limit: Limit, *, judged: bool = False
    ) -> Limit:
        """What stands on a day after these reviews, where ``limit`` is what regulation 33 says.

        While placed, regulation 36(3) stands in its place (A8). After a return, and while authorised and not placed,
        both stand, and the earlier day holds (A3, A9).
        """
        placing = adoption.placing_before(day)
        if placing and (placing.days.end is None or day <= placing.days.end):
            return self._while_placed(placing.days.start, before, day, judged=judged)
        if (
            placing
            and placing.returned
            and placing.days.end
            and self.coverage.whole(placing.days.end, min(day, self.today))
        ):
            window = self.law.counting("A9").limit(placing.days.end)
            opens = window.window_from or date.min
            if not any(each.held >= opens for each in before):
                return limit if judged and day < opens else _earlier(limit, window, day if judged else None)
        since = adoption.authority_on(min(day, self.today))
        if since is None or any(each.held >= since for each in before):
            return limit
        if not self.coverage.whole(since, min(day, self.today)):
            return limit
        return _earlier(limit, self.law.counting("A1").limit(since), day if judged else None)

    def _while_placed(self, placed: date, before: Sequence[Review], day: date, *, judged: bool) -> Limit:
        """28 days from the placing, 3 months from the first review after it, 6 from each other (A5 to A7)."""
        since = [each.held for each in before if each.held > placed]
        second, later = self.law.counting("A6"), self.law.counting("A7")
        until = min(day, self.today)
        if since and not self.coverage.whole(since[-1], until):
            return Limit(later.rule, due=None if judged else until, unknown=Unknown.YEAR_MISSING)
        if self.coverage.whole(placed, until):
            if not since:
                return self.law.counting("A5").limit(placed)
            return (second if len(since) == 1 else later).limit(since[-1])
        if since:
            known = len(since) > 1 or judged
            return later.limit(since[-1]) if known else replace(second.limit(since[-1]), unknown=Unknown.WHICH_REVIEW)
        earliest = None if judged else self.coverage.running_into(until)
        return Limit(later.rule, due=earliest, unknown=Unknown.EARLIER_REVIEWS)

    def _missed_at_turns(
        self, period: CarePeriod, held: tuple[Review, ...], reading: Unknown | None, adoption: Adoption
    ) -> Iterator[Deadline]:
        """A limit that had passed without a review when the child was placed, or returned, and another clock began."""
        for day, episode in adoption.turns:
            before = tuple(each for each in held if each.held <= day)
            *_, last = self._stood_under(period, (*before, Review(id="", held=day)), reading)
            limit = self._in_adoption(adoption, before, day, last)
            following = self._in_adoption(adoption, before, day + A_DAY, last)
            passed = limit.unknown is None and limit.due is not None and limit.due < day
            if passed and following.due is not None and day <= following.due:
                yield Deadline(id=f"review-before-{episode}", limit=limit, state=State.MISSED)

    def _in_short_breaks(self, period: CarePeriod, held: tuple[Review, ...]) -> list[Deadline]:
        """Three months from the first break, six from each review (SB1, SB2). A return holds none of these reviews."""
        if not period.short_breaks:
            return _nothing_known(period, held, Unknown.SHORT_BREAKS_MIXED)
        if exceed(self.law.book.short_breaks, period.episodes, self.today):
            return self._beyond_short_breaks(period, held)
        first, later = self.law.counting("SB1"), self.law.counting("SB2")
        limits = [Limit(unknown=Unknown.SHORT_BREAKS), *(later.limit(each.held) for each in held[:-1])]
        found = [self._judged(review, limit) for review, limit in zip(held, limits, strict=False)]
        if held:
            to_come = later.limit(held[-1].held)
        else:
            to_come = replace(first.limit(period.start), unknown=Unknown.SHORT_BREAKS)
            if to_come.due and to_come.due < self.today:
                to_come = Limit(later.rule, unknown=Unknown.SHORT_BREAKS)
        name = f"review-after-{held[-1].id if held else period.episodes[0].id}"
        return [*found, *_next(period, name, to_come, self.today)]

    def _beyond_short_breaks(self, period: CarePeriod, held: tuple[Review, ...]) -> list[Deadline]:
        """Regulation 33 stands (SB3): six months from the last review known, three where it may be the first."""
        reason = Unknown.SHORT_BREAKS_TOO_LONG
        found = [self._judged(review, Limit(unknown=reason)) for review in held]
        to_come = Limit(unknown=reason)
        if len(held) == 1:
            to_come = replace(self.second.limit(held[0].held), unknown=reason)
        elif held:
            to_come = self.later.limit(held[-1].held)
        name = f"review-after-{held[-1].id if held else period.episodes[0].id}"
        return [*found, *_next(period, name, to_come, self.today)]

    def _stood_under(self, period: CarePeriod, held: tuple[Review, ...], reading: Unknown | None) -> Iterator[Limit]:
        """What each review held is judged by. Where both readings are open, a review has the benefit of the doubt."""
        if not held:
            return
        if reading or not period.start_known:
            yield Limit(unknown=reading or Unknown.START)
        else:
            yield self.first.limit(period.start)
        counting = self.later if reading else self.second
        unbroken = self.coverage.whole(held[0].held, held[-1].held)
        for before, review in pairwise(held):
            if unbroken or self.coverage.whole(before.held, review.held):
                yield counting.limit(before.held)
            else:
                yield Limit(unknown=Unknown.YEAR_MISSING)
            counting = self.later

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
        return Limit(second, due=max(since, self.second.limit(period.start).due or since), unknown=reading)

    def _reading(self, period: CarePeriod, held: tuple[Review, ...]) -> Unknown | None:
        """Which review the first visible one is: the first (None), a third or later, or either.

        EARLIER_REVIEWS: third or later, since the second was due before the files begin. WHICH_REVIEW: both readings
        are open. See domain.md section 1, *Reviews in no file*.
        """
        if held and held[0].place:
            return None if held[0].place is Place.FIRST else Unknown.EARLIER_REVIEWS
        until = held[0].held if held else self.today
        if period.start_known and self.coverage.whole(period.start, until):
            return None
        since = self.coverage.running_into(until)
        limit = self.first.limit(period.start).due or date.min
        if months_after(limit, 3) < since:
            return Unknown.EARLIER_REVIEWS
        if period.start_known and held and since <= limit and held[0].held <= limit:
            return None
        return Unknown.WHICH_REVIEW

    def _judged(self, review: Review, limit: Limit) -> Deadline:
        """A review that was held, by the limit it stood under: on the day it began, or, by policy, was completed."""
        waits = self.law.policy.series_counts is SeriesCounts.COMPLETED
        return _judged(review, limit, (review.completed or date.max) if waits else review.held)


def _nothing_known(
    period: CarePeriod, held: tuple[Review, ...], reason: Unknown = Unknown.REFUSED_ROWS
) -> list[Deadline]:
    """Every review without a limit, and one to come while the period lasts."""
    limit = Limit(unknown=reason)
    found = [_judged(review, limit, review.held) for review in held]
    name = f"review-after-{held[-1].id if held else period.episodes[0].id}"
    return [*found, *_next(period, name, limit, date.max)]


def _named(period: CarePeriod, held: tuple[Review, ...], adoption: Adoption, limit: Limit) -> str:
    """The name of the duty to come. It keeps it when its day moves: it is called after what it counts from, the last
    review held, or the episode in which the child came into care, was placed, or returned.
    """
    anchor = limit.rule.counted_from if limit.rule else None
    for placing in adoption.placings:
        if anchor is Anchor.PLACED_FOR_ADOPTION and placing.days.start == limit.counted_from:
            return f"review-after-{placing.began}"
        if anchor is Anchor.ADOPTION_DISRUPTION and placing.days.end == limit.counted_from:
            return f"review-after-{placing.returned}"
    return f"review-after-{held[-1].id if held else period.episodes[0].id}"


def _next(period: CarePeriod, name: str, limit: Limit, today: date) -> Iterator[Deadline]:
    """What is to come, or what the period's end left undone."""
    if period.end is None:
        past = limit.due is not None and limit.due < today
        state = State.NOT_KNOWN if limit.unknown else State.OVERDUE if past else State.DUE
        yield Deadline(id=name, limit=limit, state=state)
    elif limit.unknown is None and limit.due is not None and limit.due < period.end:
        yield Deadline(id=name, limit=limit, state=State.MISSED)


def _earlier(limit: Limit, other: Limit, held: date | None) -> Limit:
    """The earlier of two limits, both of which stand; on a tie the first.

    Where the first is not known it lies on ``due`` or later, or anywhere. The other then holds if it is earlier still,
    and it alone can make a review that was ``held`` late.
    """
    if other.due is None:
        return limit
    if limit.due is None:
        return other if held and held > other.due else limit
    return other if other.due < limit.due else limit


def _judged(review: Review, limit: Limit, on: date) -> Deadline:
    due = limit.due
    return Deadline(
        id=f"review-{review.id}",
        limit=limit,
        state=State.NOT_KNOWN if due is None else State.IN_TIME if on <= due else State.LATE,
        held=review.held,
        met_by=review,
    )
