"""What an extract says that an officer must hear of: what began, ended or was corrected since the one before.

Two readings of one child are compared, before and after. A review that was held is news; everything else is to be
acknowledged. Kind no extract said before (the first of a desk, or an older year that fills gaps) is not news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from iro_desk.domain.children import TEMPORARY, CarePeriod, Episode
from iro_desk.domain.dates import Period, birthday
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import REVIEW, Deadline

REMANDED = frozenset({"J1"})
LEGAL = frozenset({"L", "B", "U"})
"""Why an episode began: a new legal status is in it."""
MOVED = frozenset({"P", "B", "T", "U"})
"""Why an episode began: a new placement is in it."""
BIRTHDAYS = (4, 16, 18)
MOVES_WITHIN = timedelta(days=28)


class Kind(StrEnum):
    """What is noticed."""

    CAME_IN = "came in"
    CAME_BACK = "came back"
    REMANDED = "remanded"
    LEGAL_STATUS = "legal status"
    PLACEMENT = "placement"
    TWO_MOVES = "two moves"
    LEFT = "left"
    START_CORRECTED = "start corrected"
    CORRECTED = "corrected"
    BIRTHDAY = "birthday"
    GONE = "gone"
    REVIEW = "review"

    @property
    def news(self) -> bool:
        """Whether it only tells; all else is to be acknowledged."""
        return self is Kind.REVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One child as the desk reads them on a day."""

    born: date | None = field(repr=False)
    episodes: tuple[Episode, ...] = field(repr=False)
    reviews: tuple[Review, ...] = field(repr=False)
    periods: tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...] = field(repr=False)

    @property
    def to_come(self) -> Deadline | None:
        """The open duty of the care that is still going on."""
        still_on = (each for period, found in self.periods if period.end is None for each in found)
        return next((each for each in still_on if each.held is None and each.duty == REVIEW), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """One thing that has changed, the day of it, and what it was and is."""

    kind: Kind
    on: date
    was: str = field(default="", repr=False)
    now: str = field(default="", repr=False)


def status_changes(before: Reading | None, after: Reading, days: Period) -> tuple[StatusChange, ...]:
    """What became of a child between two extracts, by day; ``days`` are those that only the newer tells of."""
    old = {each.id: each for each in before.episodes} if before else {}
    found: list[StatusChange] = []
    for number, (period, _) in enumerate(after.periods):
        found += _in_period(period, old, first=not number)
        found += _left(period, before)
        found += _birthdays(period, after.born, days)
    seen = {each.id for each in before.reviews} if before else set()
    found += [
        StatusChange(kind=Kind.REVIEW, on=each.held, now=each.code or "")
        for each in after.reviews
        if each.id not in seen
    ]
    return tuple(sorted(found, key=lambda each: (each.on, list(Kind).index(each.kind))))


def gone(before: Reading, day: date) -> tuple[StatusChange, ...]:
    """A child in care whom the newer extract does not tell of any more."""
    in_care = any(period.end is None for period, _ in before.periods)
    return (StatusChange(kind=Kind.GONE, on=day),) if in_care else ()


def _in_period(period: CarePeriod, old: dict[str, Episode], *, first: bool) -> Iterator[StatusChange]:
    start = period.episodes[0]
    known = [each for each in period.episodes if each.id in old]
    if not known:
        yield StatusChange(kind=Kind.CAME_IN if first else Kind.CAME_BACK, on=start.start, now=start.legal_status)
    if start.id not in old and start.legal_status in REMANDED:
        yield StatusChange(kind=Kind.REMANDED, on=start.start)
    for each in known:
        yield from _corrected(old[each.id], each, starts=each is start)
    for before, each in pairwise(period.episodes):
        if each.id not in old and each.began in LEGAL and each.legal_status != before.legal_status:
            kind = Kind.REMANDED if each.legal_status in REMANDED else Kind.LEGAL_STATUS
            yield StatusChange(kind=kind, on=each.start, was=before.legal_status, now=each.legal_status)
    yield from _moved(period.episodes, old)


def _moved(episodes: Sequence[Episode], old: dict[str, Episode]) -> Iterator[StatusChange]:
    last: date | None = None
    for before, each in pairwise(episodes):
        if each.began not in MOVED or each.placement in TEMPORARY or _returned(episodes, before, each):
            continue
        if each.id not in old:
            yield StatusChange(kind=Kind.PLACEMENT, on=each.start, was=before.placement, now=each.placement)
            if last and each.start - last <= MOVES_WITHIN:
                yield StatusChange(kind=Kind.TWO_MOVES, on=each.start, was=last.isoformat())
        last = each.start


def _corrected(old: Episode, new: Episode, *, starts: bool) -> Iterator[StatusChange]:
    if old.start != new.start:
        kind = Kind.START_CORRECTED if starts else Kind.CORRECTED
        yield StatusChange(kind=kind, on=new.start, was=old.start.isoformat(), now=new.start.isoformat())
    for was, now in ((old.legal_status, new.legal_status), (old.placement, new.placement)):
        if was != now:
            yield StatusChange(kind=Kind.CORRECTED, on=new.start, was=was, now=now)


def _returned(episodes: Sequence[Episode], before: Episode, after: Episode) -> bool:
    """Whether a temporary stay ended where it had begun: that is no move."""
    if before.placement not in TEMPORARY:
        return False
    at = episodes.index(before)
    last = next((each for each in reversed(episodes[:at]) if each.placement not in TEMPORARY), None)
    return last is not None and (last.placement, last.where) == (after.placement, after.where)


def _left(period: CarePeriod, before: Reading | None) -> Iterator[StatusChange]:
    was_open = before is not None and any(
        each.end is None and each.episodes[0].id == period.episodes[0].id for each, _ in before.periods
    )
    if period.end is not None and was_open:
        yield StatusChange(kind=Kind.LEFT, on=period.end, now=period.episodes[-1].ended or "")


def _birthdays(period: CarePeriod, born: date | None, days: Period) -> Iterator[StatusChange]:
    for age in BIRTHDAYS if born else ():
        on = birthday(born, age) if born else date.max
        if on in days and period.start <= on and (period.end is None or on <= period.end):
            yield StatusChange(kind=Kind.BIRTHDAY, on=on, now=str(age))
