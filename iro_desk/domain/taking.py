"""What the desk changes for what an extract says.

An extract is the case system's whole word on the children it holds, from the first day of its collection year. What it
no longer has is withdrawn; what a newer extract tells of is left to that one, so that an older one fills only gaps.
What the officer recorded is never overwritten: what the extract says of it stands beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter

from iro_desk.domain.dates import Period, year_period
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value, Values
from iro_desk.domain.extracts import Extract, ExtractedChild
from iro_desk.domain.reviews import NEAR
from iro_desk.domain.timetable import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the desk holds about one child already."""

    child: Record
    parts: Mapping[str, tuple[Record, ...]] = field(default_factory=dict, repr=False)
    """Their records by kind: episode, review, and what a return tells beside."""

    def of(self, kind: str) -> tuple[Record, ...]:
        """The child's records of a kind."""
        return self.parts.get(kind, ())

    def all(self) -> Iterator[Record]:
        """Every record of the child."""
        yield self.child
        for records in self.parts.values():
            yield from records


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An extract that the desk has taken in before."""

    id: str
    year: int
    to: date
    fingerprint: str
    children: frozenset[str]
    doubtful: frozenset[str]
    tables: frozenset[str] = frozenset()
    """The kinds of record beside children, episodes and reviews that it spoke of."""

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
            _ids(values["tables"] or []),
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


BESIDE = {"missing": "missing", "liberty_order": "dolo", "social_worker": "social_workers"}
"""The kinds of record that some extracts tell of beside children, episodes and reviews, and their tables."""


def tables_in(extract: Extract) -> frozenset[str]:
    """The kinds of record beside children, episodes and reviews that an extract speaks of."""
    return frozenset(kind for kind, table in BESIDE.items() if table in extract.taken)


def beside_in(extract: Extract) -> Mapping[str, Mapping[str, list[Values]]]:
    """By child's number, what an extract tells beside: rows by kind of record."""
    found: defaultdict[str, defaultdict[str, list[Values]]] = defaultdict(lambda: defaultdict(list))
    for row in extract.missing:
        found[row.number]["missing"].append({"start": _iso(row.start), "end": _iso(row.end), "kind": row.kind})
    for order in extract.liberty_orders:
        found[order.number]["liberty_order"].append({"start": _iso(order.start), "end": _iso(order.end)})
    for time in extract.social_workers:
        days: Values = {"start": _iso(time.start), "end": _iso(time.end)}
        found[time.number]["social_worker"].append({**days, "worker": time.worker, "reason": time.reason})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """How far an extract is the case system's word on one child."""

    days: Period
    whole: bool = True
    """What it does not tell of is not there. Not so where a row was refused that may have told of it."""
    speaks_of: frozenset[str] = frozenset()
    """The kinds of record beside of which it is the whole word too."""


def changes(
    known: Known,
    told: ExtractedChild,
    beside: Mapping[str, list[Values]],
    word: Word,
    new_id: Callable[[], str],
) -> Iterator[Change]:
    """What the desk changes about one child for what an extract tells of them."""
    child = known.child.id
    fill_only = word.days.end is not None
    held = known.child.values
    numbered = held.get("number") is not None and held.get("number") != told.number
    fields = {
        name: value
        for name, value in told.child.items()
        if (not fill_only or held.get(name) is None) and not (numbered and name == "number")
    }
    yield Change(child=child, record="child", record_id=child, set=fields)
    yield from _settle("episode", child, _episodes(known.of("episode"), told, word), new_id)
    yield from _settle("review", child, _reviews(known.of("review"), told, word), new_id)
    for kind in BESIDE:
        yield from _settle(kind, child, _beside(kind, known.of(kind), beside.get(kind, ()), word), new_id)


def as_one(told: Sequence[ExtractedChild]) -> ExtractedChild:
    """What an extract tells under several numbers of one child; of what they tell differently, the first holds."""
    first, *others = told
    if not others:
        return first
    return replace(
        first,
        episodes=_by_day("start", told, attrgetter("episodes")),
        reviews=_by_day("held", told, attrgetter("reviews")),
        doubtful=any(each.doubtful for each in told),
    )


def _by_day(
    day: str, told: Sequence[ExtractedChild], rows: Callable[[ExtractedChild], tuple[Values, ...]]
) -> tuple[Values, ...]:
    found: dict[Value, Values] = {}
    for each in told:
        for row in rows(each):
            found.setdefault(row[day], row)
    return tuple(sorted(found.values(), key=lambda row: _text(row[day])))


@dataclass(frozen=True, slots=True)
class _Match:
    """A record that stays or goes, and what the extract says of it; without a record it is new."""

    record: Record | None
    told: Values | None = field(repr=False)


def _settle(kind: str, child: str, matches: Iterable[_Match], new_id: Callable[[], str]) -> Iterator[Change]:
    for match in matches:
        record_id = match.record.id if match.record else new_id()
        fields: Values = match.told if match.told is not None else {WITHDRAWN: True}
        yield Change(child=child, record=kind, record_id=record_id, set=fields)


def _episodes(known: Sequence[Record], told: ExtractedChild, word: Word) -> Iterator[_Match]:
    """Episodes are matched by the day they began; one of which only that day was corrected stays the same record."""
    mine = {_text(each.values["start"]): each for each in known}
    theirs = {_text(each["start"]): each for each in told.episodes}
    spoken = {start: each for start, each in theirs.items() if _before(each.get("end"), word.days.end)}
    for start in sorted(mine.keys() & spoken.keys()):
        yield _Match(mine[start], spoken[start])
    gone = [each for start, each in mine.items() if start not in theirs and _speaks_of(each.values, word.days)]
    new = [spoken[start] for start in sorted(spoken.keys() - mine.keys())]
    for each in new:
        corrected = next((left for left in gone if _same_but_for_days(left.values, each)), None)
        if corrected:
            gone.remove(corrected)
        yield _Match(corrected, each)
    if word.whole:
        yield from (_Match(each, None) for each in gone)


def _reviews(known: Sequence[Record], told: ExtractedChild, word: Word) -> Iterator[_Match]:
    """Reviews are matched by their day. One recorded here keeps its words, and what the extract says stands beside."""
    recorded = {_text(each.values["told"] or each.values["held"]): each for each in known if each.values["recorded_on"]}
    mine = {_text(each.values["held"]): each for each in known if not each.values["recorded_on"]}
    theirs = {_text(each["held"]): each for each in told.reviews if _before(each["held"], word.days.end)}
    unseen = [each for held, each in recorded.items() if held not in theirs]
    for held, each in theirs.items():
        if held in recorded:
            yield _Match(recorded[held], {"told": held, "told_code": each["code"]})
        elif held in mine:
            yield _Match(mine[held], each)
        else:
            near = _near(held, unseen)
            yield _Match(None, {**each, "perhaps": near.id} if near else each)
    if not word.whole:
        return
    for held, record in mine.items():
        if held not in theirs and date.fromisoformat(held) in word.days:
            yield _Match(record, None)
    for record in unseen:
        if record.values["told"] and date.fromisoformat(_text(record.values["told"])) in word.days:
            yield _Match(record, {"told": None, "told_code": None})


def _met_on(review: Record) -> Iterator[date]:
    """Every day on which a review met: the return may have any of them (domain.md section 1, series of meetings)."""
    again = review.values.get("met_again")
    for each in (review.values["held"], *(again if isinstance(again, list) else ())):
        yield date.fromisoformat(_text(each))


def _near(held: str, recorded: Sequence[Record]) -> Record | None:
    """The review recorded here that may be the one held on this day."""
    days = {each.id: min(abs(date.fromisoformat(held) - day) for day in _met_on(each)) for each in recorded}
    return min(
        (each for each in recorded if days[each.id] <= NEAR), key=lambda each: (days[each.id], each.id), default=None
    )


def _beside(kind: str, known: Sequence[Record], told: Sequence[Values], word: Word) -> Iterator[_Match]:
    """What is told beside is matched by the day on which it began, and whose it is.

    How what ran on into the time of a newer extract ended is left to that one.
    """
    mine = {key_of(each.values): each for each in known}
    theirs = {key_of(each): each for each in told if each["start"] is None or _before(each["start"], word.days.end)}
    for key, each in theirs.items():
        runs_on = not _before(each["end"], word.days.end)
        if key not in mine or not runs_on:
            yield _Match(mine.get(key), each)
    if kind not in word.speaks_of:
        return
    for key, record in mine.items():
        start = record.values["start"]
        if key not in theirs and start is not None and date.fromisoformat(_text(start)) in word.days:
            yield _Match(record, None)


def key_of(values: Values) -> tuple[Value, ...]:
    """What makes two rows told beside the same fact: when it began, and what or whose it is."""
    return values["start"], values.get("kind"), values.get("worker")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
