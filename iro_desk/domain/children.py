"""A child, the episodes that the case system tells of, and the care periods that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from iro_desk.domain.dates import A_DAY, Period, months_after
from iro_desk.domain.reviews import Review

STARTED = "S"
CARE_CONTINUES = "X1"
RUNS_ON = frozenset({None, CARE_CONTINUES})
SHORT_BREAKS = frozenset({"V3", "V4"})
AUTHORISED = frozenset({"D1", "E1"})
PLACED_FOR_ADOPTION = frozenset({"A3", "A4", "A5", "A6"})
TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
SERIES_LAPSES = 12
"""Calendar months after the last short break when a series is taken to be over: regulation 48's own window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child as the desk knows them."""

    id: str
    number: str | None
    """The case system's number: text, leading zeros and all."""
    born: date | None = field(repr=False)
    sex: str | None = field(default=None, repr=False)
    name: str = field(default="", repr=False)
    """In full, where the officer typed one."""
    initials: str = ""
    """What stands for the child where names may not be seen; without a name, the last four of the number."""
    former_numbers: tuple[str, ...] = ()
    """The other numbers under which the case system has had the child."""

    @property
    def shown(self) -> str:
        """The case system's number, or ``~`` and the desk's own id."""
        return self.number or f"~{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A stretch with one legal status and one placement; ``end`` is the first day that is no longer in it."""

    id: str
    start: date
    began: str
    """Why it began: the return's RNE code."""
    legal_status: str
    placement: str
    end: date | None = None
    ended: str | None = None
    """Why it ended: the return's REC code."""
    where: str | None = field(default=None, repr=False)
    """The postcode of the placement."""
    urn: str | None = field(default=None, repr=False)
    """Ofsted's number of the home or agency."""

    @property
    def setting(self) -> tuple[str, str | None, str | None]:
        """Where it is, as far as a return tells one place from another."""
        return self.placement, self.urn, self.where

    @property
    def short_break(self) -> bool:
        """Whether this is one of a series of short breaks."""
        return self.legal_status in SHORT_BREAKS


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePeriod:
    """From becoming looked after to ceasing to be; a series of short breaks is one period."""

    number: int
    episodes: tuple[Episode, ...]
    end: date | None

    @property
    def start(self) -> date:
        """The first day of care that any file shows."""
        return self.episodes[0].start

    @property
    def start_known(self) -> bool:
        """Whether the episode in which the child became looked after is in a file."""
        return self.episodes[0].began == STARTED

    @property
    def days(self) -> Period:
        """The period, half-open."""
        return Period(self.start, self.end)

    @property
    def short_breaks(self) -> bool:
        """Whether this is a series of short breaks."""
        return all(each.short_break for each in self.episodes)


def care_periods(episodes: Iterable[Episode], today: date) -> tuple[CarePeriod, ...]:
    """The care periods that these episodes make, oldest first.

    A period begins where an episode says so, or where the one before ended care. Short breaks that follow one another
    are one series: open until another kind of care begins, or twelve months pass without one.
    """
    runs: list[list[Episode]] = []
    for episode in sorted(episodes, key=attrgetter("start")):
        if runs and _continues(runs[-1][-1], episode):
            runs[-1].append(episode)
        else:
            runs.append([episode])
    last = len(runs)
    return tuple(
        CarePeriod(number=number, episodes=tuple(run), end=_end(run, followed=number < last, today=today))
        for number, run in enumerate(runs, start=1)
    )


def _continues(before: Episode, after: Episode) -> bool:
    if before.ended in RUNS_ON and after.began != STARTED:
        return True
    series = before.short_break and after.short_break
    return series and (before.end is None or after.start < months_after(before.end, SERIES_LAPSES))


def _end(run: list[Episode], *, followed: bool, today: date) -> date | None:
    last = run[-1]
    if last.end is None or (last.ended == CARE_CONTINUES and not followed):
        return None
    if last.short_break and not followed and today < months_after(last.end, SERIES_LAPSES):
        return None
    return last.end


def reviews_in(period: CarePeriod, periods: Sequence[CarePeriod], reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Those of the reviews that were held in a period, in their order, the day it ended included.

    A review before everything the files show belongs to the first period where the start of that is not known.
    """
    start, oldest = period.start, periods[0].start
    since = date.min if start == oldest and not period.start_known else start
    until = min((each.start for each in periods if each.start > start), default=date.max) - A_DAY
    if period.end is not None:
        until = min(until, period.end)
    return tuple([review for review in reviews if since <= review.held <= until])
