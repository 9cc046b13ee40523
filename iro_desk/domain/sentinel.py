"""What an extract says that an officer must hear of: what began, ended or was corrected since the one before.

Two readings of one child are compared, before and after. A review that was held is news; everything else is to be
acknowledged. Kind no extract said before (the first of a desk, or an older year that fills gaps) is not news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from iro_desk.domain.children import CARE_CONTINUES, STARTED, TEMPORARY, CarePeriod, Episode
from iro_desk.domain.dates import Period, birthday
from iro_desk.domain.law import Unknown
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import REVIEW, Deadline

REMANDED = frozenset({"J1"})
WITH_PARENTS = "P1"
START_NOT_KNOWN = "start not known"
"""What a coming in was, where the episode in which care began is in no file."""
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
    TAKEN_BACK = "taken back"
    STILL_IN_CARE = "still in care"
    NOT_SO = "not so"
    BIRTHDAY = "birthday"
    AT_HOME = "at home"
    OUT_OF_COUNTY = "out of county"
    SHORT_BREAKS = "short breaks"
    MISSING = "missing"
    FOUND = "found"
    LIBERTY = "liberty"
    LIBERTY_OVER = "liberty over"
    SOCIAL_WORKER = "social worker"
    GONE = "gone"
    REVIEW = "review"

    @property
    def news(self) -> bool:
        """Whether it only tells; all else is to be acknowledged."""
        return self is Kind.REVIEW

    @property
    def moves(self) -> bool:
        """Whether it can move the day on which the next review is due."""
        return self in MOVES_DEADLINES


MOVES_DEADLINES = frozenset({
    Kind.CAME_IN, Kind.CAME_BACK, Kind.REMANDED, Kind.LEGAL_STATUS, Kind.PLACEMENT, Kind.LEFT, Kind.START_CORRECTED,
    Kind.CORRECTED, Kind.TAKEN_BACK, Kind.STILL_IN_CARE, Kind.SHORT_BREAKS, Kind.REVIEW,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What a return tells beside: a time missing, an order that takes liberty, a time with one social worker."""

    id: str
    start: date | None
    end: date | None
    what: str = field(default="", repr=False)
    """How the child was missing (M or A); which social worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One child as the desk reads them on a day."""

    born: date | None = field(repr=False)
    episodes: tuple[Episode, ...] = field(repr=False)
    reviews: tuple[Review, ...] = field(repr=False)
    periods: tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...] = field(repr=False)
    beside: Mapping[str, tuple[Stretch, ...]] = field(default_factory=dict, repr=False)
    """By kind of record: ``missing``, ``liberty_order``, ``social_worker``."""

    @property
    def too_long(self) -> bool:
        """Whether short breaks went beyond regulation 48."""
        return any(each.limit.unknown is Unknown.SHORT_BREAKS_TOO_LONG for _, found in self.periods for each in found)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What lies between two extracts: the days that only the newer tells of, and what the older ones spoke of."""

    days: Period
    spoken_of: frozenset[str] = frozenset()
    """The kinds of record beside that an extract before told of; of others, only what falls in these days is new."""
    at_home: Callable[[str | None], bool | None] = lambda _: None
    """Whether a postcode lies in the county, as far as the council's policy says."""


def status_changes(before: Reading | None, after: Reading, between: Between) -> tuple[StatusChange, ...]:
    """What became of a child between two extracts, by day."""
    old = {each.id: each for each in before.episodes} if before else {}
    found: list[StatusChange] = []
    for number, (period, _) in enumerate(after.periods):
        found += _in_period(period, old, first=not number)
        found += _at_home(after, number, old)
        found += _out_of_county(period, old, between)
        found += _left(period, before, between.days)
        found += _still_in_care(period, before)
        found += _birthdays(period, after.born, between.days)
    found += _taken_back(old, after)
    if after.too_long and not (before and before.too_long):
        found.append(StatusChange(kind=Kind.SHORT_BREAKS, on=after.periods[-1][0].episodes[-1].start))
    found += _missing(before, after, between)
    found += _liberty(before, after, between)
    found += _social_worker(before, after, between)
    found += _not_so(before, after)
    seen = {each.id for each in before.reviews} if before else set()
    found += [
        StatusChange(kind=Kind.REVIEW, on=each.held, now=each.code or "")
        for each in after.reviews
        if each.id not in seen
    ]
    return tuple(sorted(found, key=lambda each: (each.on, list(Kind).index(each.kind))))


def gone(before: Reading, day: date, like: str = "") -> tuple[StatusChange, ...]:
    """A child in care whom the newer extract does not tell of any more, and the number of a newcomer who is like."""
    in_care = any(period.end is None for period, _ in before.periods)
    return (StatusChange(kind=Kind.GONE, on=day, now=like),) if in_care else ()


def _in_period(period: CarePeriod, old: dict[str, Episode], *, first: bool) -> Iterator[StatusChange]:
    start = period.episodes[0]
    known = [each for each in period.episodes if each.id in old]
    if not known:
        kind, was = Kind.CAME_IN if first else Kind.CAME_BACK, "" if period.start_known else START_NOT_KNOWN
        yield StatusChange(kind=kind, on=start.start, was=was, now=start.legal_status)
    if start.id not in old and start.legal_status in REMANDED:
        yield StatusChange(kind=Kind.REMANDED, on=start.start)
    for each in known:
        yield from _corrected(old[each.id], each, starts=each is start)
    for before, each in pairwise(period.episodes):
        # whatever RNE says: a wrong one must not hide an order
        if each.id not in old and each.began != STARTED and each.legal_status != before.legal_status:
            kind = Kind.REMANDED if each.legal_status in REMANDED else Kind.LEGAL_STATUS
            yield StatusChange(kind=kind, on=each.start, was=before.legal_status, now=each.legal_status)
    yield from _moved(period.episodes, old)


def _moved(episodes: Sequence[Episode], old: dict[str, Episode]) -> Iterator[StatusChange]:
    last: date | None = None
    for before, each in pairwise(episodes):
        if not _moves(before, each) or each.placement in TEMPORARY or _returned(episodes, before, each):
            continue
        if each.id not in old:
            yield StatusChange(kind=Kind.PLACEMENT, on=each.start, was=before.placement, now=each.placement)
            if last and each.start - last <= MOVES_WITHIN:
                yield StatusChange(kind=Kind.TWO_MOVES, on=each.start, was=last.isoformat())
        last = each.start


def _moves(before: Episode, after: Episode) -> bool:
    """Whether the child moved, as RNE says; or as the placement does, where RNE is wrong."""
    return after.began in MOVED or (after.began != STARTED and after.placement != before.placement)


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
    return last is not None and _place(last) == _place(after)


def _left(period: CarePeriod, before: Reading | None, days: Period) -> Iterator[StatusChange]:
    """Care that ended: a period that was open, or that began and ended since the extract before."""
    known = {each.id: each for each in before.episodes} if before else {}
    last, was_open = period.episodes[-1], False
    for each, _ in before.periods if before else ():
        was_open = was_open or (each.end is None and each.episodes[0].id == period.episodes[0].id)
    passed_by = period.end in days if period.end and not any(each.id in known for each in period.episodes) else False
    if period.end is not None and (was_open or passed_by):
        yield StatusChange(kind=Kind.LEFT, on=period.end, now=last.ended or "")
    old = known.get(last.id)
    if period.end is not None and old and old.end and old.ended != CARE_CONTINUES and not was_open:
        for was, now in ((old.end.isoformat(), _iso(last.end)), (old.ended or "", last.ended or "")):
            if was != now:
                yield StatusChange(kind=Kind.CORRECTED, on=period.end, was=was, now=now)


def _still_in_care(period: CarePeriod, before: Reading | None) -> Iterator[StatusChange]:
    """Care that had ended, as was told before, and goes on after all."""
    known = {each.id for each in period.episodes}
    for was, _ in before.periods if before and period.end is None else ():
        last = was.episodes[-1]
        over = last.end is not None and was.end is not None and not last.short_break
        if over and last.id in known and _goes_on(last, period):
            yield StatusChange(kind=Kind.STILL_IN_CARE, on=was.end or date.max, now=last.ended or "")


def _goes_on(last: Episode, period: CarePeriod) -> bool:
    now = next(each for each in period.episodes if each.id == last.id)
    return (now.end, now.ended) != (last.end, last.ended)


def _taken_back(old: Mapping[str, Episode], after: Reading) -> Iterator[StatusChange]:
    """An episode that the case system does not have any more, of a child of whom it tells."""
    now = {each.id for each in after.episodes}
    for each in old.values():
        if each.id not in now:
            yield StatusChange(kind=Kind.TAKEN_BACK, on=each.start, was=each.legal_status, now=each.placement)


def _birthdays(period: CarePeriod, born: date | None, days: Period) -> Iterator[StatusChange]:
    for age in BIRTHDAYS if born else ():
        on = birthday(born, age) if born else date.max
        if on in days and period.start <= on and (period.end is None or on <= period.end):
            yield StatusChange(kind=Kind.BIRTHDAY, on=on, now=str(age))


def _at_home(after: Reading, number: int, old: dict[str, Episode]) -> Iterator[StatusChange]:
    """Newly looked after without moving: with the parents, or where the child stayed on short breaks before."""
    start = after.periods[number][0].episodes[0]
    if start.id in old or start.short_break:
        return
    before = after.periods[number - 1][0].episodes[-1] if number else None
    stayed = before is not None and before.short_break and _place(before) == _place(start)
    if start.placement == WITH_PARENTS or stayed:
        yield StatusChange(kind=Kind.AT_HOME, on=start.start, now=start.placement)


def _out_of_county(period: CarePeriod, old: dict[str, Episode], between: Between) -> Iterator[StatusChange]:
    settled = [each for each in period.episodes if each.placement not in TEMPORARY]
    for before, each in zip([None, *settled], settled, strict=False):
        known = old.get(each.id)
        if known and between.at_home(known.where) is False:
            continue
        was_away = before is not None and between.at_home(before.where) is False
        if between.at_home(each.where) is False and not was_away and (known is None or known.where != each.where):
            yield StatusChange(kind=Kind.OUT_OF_COUNTY, on=each.start, now=each.placement)


def _new(
    kind: str, before: Reading | None, after: Reading, between: Between
) -> Iterator[tuple[Stretch | None, Stretch, bool]]:
    """Each stretch told of now, with what it was, and whether it is told of for the first time as news."""
    old = {each.id: each for each in before.beside.get(kind, ())} if before else {}
    for each in after.beside.get(kind, ()):
        known = old.get(each.id)
        recent = kind in between.spoken_of or any(day in between.days for day in (each.start, each.end) if day)
        yield known, each, known is None and (recent or each.end is None)


def _missing(before: Reading | None, after: Reading, between: Between) -> Iterator[StatusChange]:
    for known, each, new in _new("missing", before, after, between):
        end = each.end.isoformat() if each.end else ""
        if new and (each.start or each.end):
            yield StatusChange(kind=Kind.MISSING, on=each.start or each.end or date.max, was=each.what, now=end)
        elif known and known.end is None and each.end:
            yield StatusChange(kind=Kind.FOUND, on=each.end, was=each.what)


def _liberty(before: Reading | None, after: Reading, between: Between) -> Iterator[StatusChange]:
    for known, each, new in _new("liberty_order", before, after, between):
        end = each.end.isoformat() if each.end else ""
        extended = known is not None and known.end != each.end and each.end is not None
        if each.start and (new or extended):
            was = known.end.isoformat() if known and known.end else ""
            yield StatusChange(kind=Kind.LIBERTY, on=each.start, was=was, now=end)
        if each.end and each.end in between.days and not new:
            yield StatusChange(kind=Kind.LIBERTY_OVER, on=each.end)


def _social_worker(before: Reading | None, after: Reading, between: Between) -> Iterator[StatusChange]:
    """A change of social worker; the first of a child who is new here is none."""
    times = sorted(
        (each for each in after.beside.get("social_worker", ()) if each.start), key=lambda each: each.start or date.max
    )
    earlier = {each.id: last.what for last, each in pairwise(times)}
    for _, each, new in _new("social_worker", before, after, between):
        was = earlier.get(each.id, "")
        if new and each.start and before is not None and was and was != each.what:
            yield StatusChange(kind=Kind.SOCIAL_WORKER, on=each.start, was=was, now=each.what)


def _place(episode: Episode) -> tuple[str, str | None]:
    return episode.placement, episode.where


def _not_so(before: Reading | None, after: Reading) -> Iterator[StatusChange]:
    """A time missing, an order or a social worker of which the extract does not tell any more."""
    for kind, stretches in before.beside.items() if before else ():
        now = {each.id for each in after.beside.get(kind, ())}
        for each in stretches:
            if each.id not in now and (each.start or each.end):
                yield StatusChange(kind=Kind.NOT_SO, on=each.start or each.end or date.max, was=kind)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
