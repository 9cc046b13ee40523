"""The review clock a second time, from the words of the law alone and day by day: what the program must agree with.

It knows nothing of files, so it may be asked only of lives that are told whole. Plain and slow on purpose; it shares
with the program the records that go in, the names of the states, and nothing that counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from iro_desk.domain.children import Episode
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import State

DAY = timedelta(days=1)
ORDERS = {"D1", "E1"}
ADOPTERS = {"A3", "A4", "A5", "A6"}
AWAY = {"T0", "T1", "T2", "T3", "T4"}
BREAKS = {"V3", "V4"}
NIGHTS_A_STAY = 17
NIGHTS_A_YEAR = 75


@dataclass(frozen=True, slots=True)
class Due:
    """A limit: the rule that sets it, the last lawful day, and the first where there is one."""

    rule: str
    day: date
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One deadline as both sides tell it; ``held`` is the day of the review that met it."""

    rule: str | None
    due: date | None
    opens: date | None
    state: State
    held: date | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """From becoming looked after to ceasing to be; ``end`` is None while it lasts on the day that is asked of."""

    episodes: tuple[Episode, ...]
    end: date | None
    breaks: bool


def months_on(day: date, months: int) -> date:
    """The same day-number so many months later, or the last day of a month that is too short."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + 31 * DAY).replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return first.replace(day=min(day.day, last.day))


def working_days_on(day: date, count: int, holidays: Collection[date]) -> date:
    """The so-manieth day after this one that is no Saturday, no Sunday and no holiday."""
    while count:
        day += DAY
        if day.isoweekday() <= 5 and day not in holidays:  # Friday is the fifth
            count -= 1
    return day


def known_on(today: date, episodes: Sequence[Episode], reviews: Sequence[Review]) -> tuple[list[Episode], list[Review]]:
    """What had happened by a day: how later a life goes on is not told."""
    begun = [each for each in episodes if each.start <= today]
    return (
        [replace(each, end=None, ended=None) if each.end and each.end > today else each for each in begun],
        [each for each in reviews if each.held <= today],
    )


def cares(episodes: Sequence[Episode], today: date) -> list[Care]:
    """The periods of care, oldest first. Short breaks are one until twelve months pass without."""
    told: list[list[Episode]] = []
    for each in sorted(episodes, key=lambda episode: episode.start):
        before = told[-1][-1] if told else None
        if before and before.legal_status in BREAKS and each.legal_status in BREAKS:
            joins = before.end is None or each.start < months_on(before.end, 12)
        else:
            joins = each.began != "S"
        if before and joins:
            told[-1].append(each)
        else:
            told.append([each])
    found = []
    for place, run in enumerate(told):
        breaks, end = run[-1].legal_status in BREAKS, run[-1].end
        if breaks and end and place + 1 == len(told) and today < months_on(end, 12):
            end = None
        found.append(Care(tuple(run), end, breaks))
    return found


def deadlines(
    episodes: Sequence[Episode], reviews: Sequence[Review], today: date, holidays: Collection[date]
) -> list[list[Row]]:
    """The deadlines of each period of care as they stand on a day, in the order in which they were settled."""
    episodes, reviews = known_on(today, episodes, reviews)
    periods = cares(episodes, today)
    found = []
    for place, care in enumerate(periods):
        until = periods[place + 1].episodes[0].start - DAY if place + 1 < len(periods) else today
        until = min(until, care.end or today)
        held = [each.held for each in reviews if care.episodes[0].start <= each.held <= until]
        walk = InBreaks(care, held, holidays) if care.breaks else InCare(care, held, holidays)
        found.append(list(walk.rows(today)))
    return found


class InCare:
    """A walk through one period of care, a day at a time."""

    def __init__(self, care: Care, held: Collection[date], holidays: Collection[date]) -> None:
        self.care = care
        self.start = care.episodes[0].start
        self.to_hold = set(held)
        self.holidays = holidays
        self.held: list[date] = []
        self.authorised: date | None = None
        self.reviewed_since_order = False
        self.placed: date | None = None
        self.held_since_placing: list[date] = []
        self.returned: date | None = None
        self.early_after_return = False

    def rows(self, today: date) -> Iterator[Row]:
        """Every deadline up to a day: reviews as they were held, limits missed, and the open one."""
        day, end = self.start, self.care.end
        while day <= min(today, end or today):
            yield from self.on(day)
            day += DAY
        stands = self.earliest(self.standing())
        if end is None:
            yield self.row(stands, State.OVERDUE if today > stands.day else State.DUE)
        elif stands.day < end:
            yield self.row(stands, State.MISSED)

    def on(self, day: date) -> Iterator[Row]:
        """What a day settles. Its review stands under the clock of the day before, but for an order made that day."""
        order, placing = self.status(day) in ORDERS, self.home(day) in ADOPTERS
        if order and not self.authorised:
            self.authorised, self.reviewed_since_order = day, False
        if day in self.to_hold:
            yield self.review(day)
        before = self.earliest(self.standing())
        if not order:
            self.authorised = None
        if placing and not self.placed:
            self.placed, self.held_since_placing, self.returned = day, [], None
        elif self.placed and not placing:
            self.placed, self.returned, self.early_after_return = None, day, False
        if before.day < day and before not in self.standing() and self.earliest(self.standing()).day >= day:
            yield self.row(before, State.MISSED)

    def review(self, day: date) -> Row:
        """Judge a review by what stood, and count it."""
        stood = self.standing()
        if self.returned and day < self.returned + 28 * DAY:
            stood = [each for each in stood if each.rule != "A9"] or stood
            self.early_after_return = True
        else:
            self.returned = None
        limit = self.earliest(stood)
        self.held.append(day)
        self.held_since_placing.append(day)
        self.reviewed_since_order = True
        return self.row(limit, State.LATE if day > limit.day else State.IN_TIME, day)

    def standing(self) -> list[Due]:
        """The limits that stand side by side, regulation 33 first."""
        if self.placed:
            return [self.while_placed(self.placed)]
        if self.returned:
            window = Due("A9", self.returned + 42 * DAY, self.returned + 28 * DAY)
            beside = self.regulation_33()
            return [beside, window]
        if self.authorised and not self.reviewed_since_order:
            return [self.regulation_33(), Due("A1", months_on(self.authorised, 3))]
        return [self.regulation_33()]

    def regulation_33(self) -> Due:
        """First, second, later."""
        if not self.held:
            return Due("R1", working_days_on(self.start, 20, self.holidays))
        if len(self.held) == 1:
            return Due("R2", months_on(self.held[0], 3))
        return Due("R3", months_on(self.held[-1], 6))

    def while_placed(self, placed: date) -> Due:
        """The adoption clock alone."""
        if not self.held_since_placing:
            return Due("A5", placed + 28 * DAY)
        if len(self.held_since_placing) == 1:
            return Due("A6", months_on(self.held_since_placing[0], 3))
        return Due("A7", months_on(self.held_since_placing[-1], 6))

    def earliest(self, limits: Sequence[Due]) -> Due:
        """The earlier day holds; of two that fall together regulation 33's."""
        found = limits[0]
        for each in limits:
            if each.day < found.day:
                found = each
        return found

    def row(self, limit: Due, state: State, held: date | None = None) -> Row:
        """A limit with how it stands."""
        return Row(limit.rule, limit.day, limit.opens, state, held)

    def status(self, day: date) -> str:
        """The legal status on a day; on the day care ended, that of the day before."""
        return [each for each in self.care.episodes if each.start <= day][-1].legal_status

    def home(self, day: date) -> str:
        """Where the child lives on a day, whatever stays away they make."""
        places = [each.placement for each in self.care.episodes if each.start <= day]
        return next((place for place in reversed(places) if place not in AWAY), "")


class InBreaks:
    """A series of short breaks, whose reviews no return tells of: only one that is known says when the next is due."""

    def __init__(self, care: Care, held: Collection[date], holidays: Collection[date]) -> None:
        self.care = care
        self.held = sorted(held)
        self.holidays = holidays

    def rows(self, today: date) -> Iterator[Row]:
        """Every deadline up to a day."""
        beyond = self.too_long(today) or self.elsewhere()
        for place, day in enumerate(self.held):
            due = months_on(self.held[place - 1], 6)
            if place and not beyond:
                yield Row("SB2", due, None, State.LATE if day > due else State.IN_TIME, day)
            else:
                yield Row(None, None, None, State.NOT_KNOWN, day)
        if len(self.held) > beyond:
            yield from self.six_months_on("R3" if beyond else "SB2", today)
        elif self.care.end is None:
            yield self.guess(beyond, today)

    def six_months_on(self, rule: str, today: date) -> Iterator[Row]:
        """What follows the last review, where it is known which it was."""
        due = months_on(self.held[-1], 6)
        if self.care.end is None:
            yield Row(rule, due, None, State.OVERDUE if today > due else State.DUE)
        elif due < self.care.end:
            yield Row(rule, due, None, State.MISSED)

    def guess(self, beyond: bool, today: date) -> Row:  # noqa: FBT001 - the two timetables
        """The earliest day it can be, or none."""
        first = months_on(self.care.episodes[0].start, 3)
        if self.held:
            return Row("R2", months_on(self.held[0], 3), None, State.NOT_KNOWN)
        if beyond or today > first:
            return Row(None, None, None, State.NOT_KNOWN)
        return Row("SB1", first, None, State.NOT_KNOWN)

    def elsewhere(self) -> bool:
        """Not all with the same person or in the same accommodation."""
        return len({each.placement for each in self.care.episodes}) > 1

    def too_long(self, today: date) -> bool:
        """More than 17 nights on end, or more than 75 in any twelve months."""
        nights = set()
        for each in self.care.episodes:
            length = ((each.end or today) - each.start).days
            nights |= {each.start + passed * DAY for passed in range(length) if each.legal_status == "V3"}
        for night in nights:
            until = months_on(night, 12)
            stay = night
            while stay in nights:
                stay += DAY
            if (stay - night).days > NIGHTS_A_STAY or sum(night <= each < until for each in nights) > NIGHTS_A_YEAR:
                return True
        return False
