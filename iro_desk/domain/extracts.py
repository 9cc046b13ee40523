"""What an extract of the case system says, and what the desk changes for it.

An extract is the case system's whole word on the children it holds, from the first day of its collection year. What it
no longer has is withdrawn; what a newer extract tells of is left to that one, so that an older one fills only gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from iro_desk.domain.dates import Period, year_period
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value, Values
from iro_desk.domain.timetable import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that could not be taken, with its place and the reason in one sentence."""

    file: str
    line: int
    column: str
    value: str = field(repr=False)
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that the desk did not read."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedChild:
    """One child as an extract tells of them, in the desk's own field names."""

    number: str
    child: Values = field(repr=False)
    episodes: tuple[Values, ...] = field(repr=False)
    reviews: tuple[Values, ...] = field(repr=False)
    doubtful: bool
    """A row about this child's episodes or reviews was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A folder of the return's tables, read and checked."""

    year: int
    """The first calendar year of its collection year."""
    to: date
    """The last day that it tells of."""
    fingerprint: str
    """A hash of its files' content."""
    children: tuple[ExtractedChild, ...]
    doubtful: frozenset[str]
    """The numbers of the children of whom an episode or a review was refused."""
    taken: Mapping[str, int]
    """Good rows by table: children, episodes, reviews, uasc."""
    refused: tuple[RefusedRow, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the desk holds about one child already."""

    child: Record
    episodes: tuple[Record, ...] = ()
    reviews: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An extract that the desk has taken in before."""

    id: str
    year: int
    to: date
    fingerprint: str
    children: frozenset[str]
    doubtful: frozenset[str]

    @classmethod
    def of(cls, record: Record) -> TakenIn:
        """The extract that a record tells of."""
        values = record.values
        return cls(
            record.id,
            _number(values["year"]),
            date.fromisoformat(_text(values["to"])),
            _text(values["fingerprint"]),
            _ids(values["children"]),
            _ids(values["doubtful"]),
        )


def covered(taken_in: Iterable[TakenIn]) -> Coverage:
    """The stretches that extracts of these years tell of; the newest is still running."""
    years = sorted({each.year for each in taken_in})
    stretches: list[Period] = []
    for year in years:
        period = year_period(year)
        if stretches and stretches[-1].end == period.start:
            period = Period(stretches.pop().start, period.end)
        stretches.append(period)
    if stretches:
        stretches[-1] = Period(stretches[-1].start, None)
    return Coverage(tuple(stretches))


def word_of(extract: Extract, child: str, taken_in: Iterable[TakenIn]) -> Period | None:
    """The stretch for which this extract is the whole word on this child; None where newer ones leave it nothing."""
    start = year_period(extract.year).start
    newer = [
        year_period(each.year).start
        for each in taken_in
        if child in each.children and each.to > extract.to and each.fingerprint != extract.fingerprint
    ]
    end = min(newer, default=None)
    return None if end is not None and end <= start else Period(start, end)


def changes(known: Known, told: ExtractedChild, word: Period | None, new_id: Callable[[], str]) -> Iterator[Change]:
    """What the desk changes about one child for what an extract tells, where its word is ``word``."""
    if word is None:
        return
    child = known.child.id
    fill_only = word.end is not None
    held = known.child.values
    fields = {name: value for name, value in told.child.items() if not fill_only or held.get(name) is None}
    yield Change(child=child, record="child", record_id=child, set=fields)
    yield from _settle("episode", child, _episodes(known, told, word), new_id)
    yield from _settle("review", child, _reviews(known, told, word), new_id)


@dataclass(frozen=True, slots=True)
class _Match:
    """A record that stays or goes, and what the extract says of it; without a record it is new."""

    record: Record | None
    told: Values | None


def _settle(kind: str, child: str, matches: Iterable[_Match], new_id: Callable[[], str]) -> Iterator[Change]:
    for match in matches:
        record_id = match.record.id if match.record else new_id()
        fields: Values = match.told if match.told is not None else {WITHDRAWN: True}
        yield Change(child=child, record=kind, record_id=record_id, set=fields)


def _episodes(known: Known, told: ExtractedChild, word: Period) -> Iterator[_Match]:
    """Episodes are matched by the day they began; one of which only that day was corrected stays the same record."""
    mine = {_text(each.values["start"]): each for each in known.episodes}
    theirs = {_text(each["start"]): each for each in told.episodes}
    spoken = {start: each for start, each in theirs.items() if _before(each.get("end"), word.end)}
    for start in sorted(mine.keys() & spoken.keys()):
        yield _Match(mine[start], spoken[start])
    gone = [each for start, each in mine.items() if start not in theirs and _speaks_of(each.values, word)]
    new = [spoken[start] for start in sorted(spoken.keys() - mine.keys())]
    for each in new:
        corrected = next((left for left in gone if _same_but_for_days(left.values, each)), None)
        if corrected:
            gone.remove(corrected)
        yield _Match(corrected, each)
    if not told.doubtful:
        yield from (_Match(each, None) for each in gone)


def _reviews(known: Known, told: ExtractedChild, word: Period) -> Iterator[_Match]:
    """Reviews are matched by their day."""
    mine = {_text(each.values["held"]): each for each in known.reviews}
    theirs = {_text(each["held"]): each for each in told.reviews if _before(each["held"], word.end)}
    for held, each in theirs.items():
        yield _Match(mine.get(held), each)
    if not told.doubtful:
        for held, record in mine.items():
            if held not in theirs and date.fromisoformat(held) in word:
                yield _Match(record, None)


def _speaks_of(episode: Values, word: Period) -> bool:
    """Whether an extract of this word would have to tell of an episode: it ran on in its time, and ended in it."""
    end = episode.get("end")
    runs_on = end is None or date.fromisoformat(_text(end)) > word.start
    return runs_on and _before(end, word.end)


def _before(day: Value, end: date | None) -> bool:
    return end is None or (day is not None and date.fromisoformat(_text(day)) < end)


def _same_but_for_days(one: Values, other: Values) -> bool:
    return all(one.get(name) == other.get(name) for name in ("began", "legal_status", "placement", "urn"))


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected words, found {type(value).__name__}")
    return value


def _number(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError(f"expected a number, found {type(value).__name__}")
    return value


def _ids(value: Value) -> frozenset[str]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, found {type(value).__name__}")
    return frozenset(_text(each) for each in value)
