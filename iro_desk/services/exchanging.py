"""Taking in an extract of the case system: what lands, what is told, and what came of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from iro_desk.domain.dates import day_words, year_words
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value, Values
from iro_desk.domain.extracts import Extract, ExtractedChild, LeftOut, RefusedRow, Remark
from iro_desk.domain.sentinel import Kind
from iro_desk.domain.taking import BESIDE, Known, TakenIn, Word, as_one, beside_in, changes, tables_in, word_of
from iro_desk.errors import Refused
from iro_desk.services.caseload import by_child
from iro_desk.services.choosing import Others, only_chosen
from iro_desk.services.finding import former_numbers
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import UnitOfWork
from iro_desk.services.status_changes import Taking

ReadExtract = Callable[[Path, date | None], Extract]
Look = Callable[[Taking, UnitOfWork], Iterable[Change]]
"""What an extract that is being taken in changes in the children's lives, as records to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractTaken:
    """What came of taking in an extract."""

    id: str | None
    """The extract's record; None after a rehearsal."""
    year: int
    to: date
    dry_run: bool
    taken: Mapping[str, int]
    changed: int
    """Records new or altered."""
    unchanged: int
    withdrawn: int
    to_look_at: int
    """What is to be acknowledged."""
    asked: int
    """Reviews close to one recorded here, which may be the same: to be answered."""
    remarks: tuple[Remark, ...] = field(repr=False)
    """What was taken and ought to be looked at all the same: dummy days, codes out of use, columns passed over."""
    unplaced: int
    """Refused rows that may be anybody's; because of them nothing was withdrawn."""
    refused: tuple[RefusedRow, ...] = field(repr=False)
    """Their reasons quote what stood in the row."""
    left_out: tuple[LeftOut, ...]
    newer: date | None = None
    """The day to which an extract of the same year was taken in before that counts as newer than this."""
    others: Others | None = None
    """The children of others, of whom nothing is kept; None where nobody was chosen."""

    @property
    def words(self) -> str:
        """The outcome in a sentence."""
        name = f"{year_words(self.year)}, to {day_words(self.to)}"
        refused = f" {_rows(len(self.refused))} refused." if self.refused else ""
        if self.unplaced:
            refused += " Whose a refused row is cannot always be told, so nothing was withdrawn."
        refused += self.others.words if self.others else ""
        if self.dry_run:
            return f"{name}: {self._moved} would be taken in; nothing was changed.{refused}"
        if not self.changed and not self.withdrawn:
            return f"{name}: nothing in it is new; the desk is as it was.{self._older}{refused}"
        return f"{name}: {self._moved} taken in.{self._look}{refused}"

    @property
    def _older(self) -> str:
        if self.newer is None:
            return ""
        return (
            f" The extract to {day_words(self.newer)} counts as newer. If this one was made after it, take it in again "
            "and say on which day: --extracted DATE."
        )

    @property
    def _look(self) -> str:
        things = f" {'1 thing' if self.to_look_at == 1 else f'{self.to_look_at} things'} to look at."
        reviews = f" {'1 review' if self.asked == 1 else f'{self.asked} reviews'} to be told from one recorded here."
        return (things if self.to_look_at else "") + (reviews if self.asked else "")

    @property
    def _moved(self) -> str:
        gone = f", {_records(self.withdrawn)} withdrawn" if self.withdrawn else ""
        return f"{_children(self.taken['children'])}, {_records(self.changed)} new or changed{gone}"


@dataclass(frozen=True, kw_only=True)
class TakeExtract(Order[ExtractTaken]):
    """Take in a folder of the return's tables: good rows land together, the rest is told."""

    words: ClassVar = "extract taken in"

    folder: Path = field(repr=False)
    extracted: date | None = None
    """The day the extract was made; without it the latest day in it counts."""
    dry_run: bool = False
    progress: Callable[[float], object] = field(default=float, repr=False, compare=False)
    """Hears how far it has come, from 0 to 1."""


READ, WORKED_OUT, COMPARED = 0.4, 0.6, 0.8
"""How far an extract is taken in when it has been read, set beside what is known, and looked through for news."""


def take_extract(
    order: TakeExtract, work: UnitOfWork, *, read_extract: ReadExtract, closed: bool, look: Look
) -> ExtractTaken:
    """Carry out ``TakeExtract``. A practice desk is ``closed`` once it is made: it takes in what it holds already."""
    order.progress(0.0)
    extract = read_extract(order.folder, order.extracted)
    order.progress(READ)
    same = _taken_before(extract, _taken_in(work))
    if closed and same is None:
        raise Refused(
            "This is a practice desk, and takes in no extract but its own; make a desk of yours for real children."
        )
    if same and order.extracted is None:
        extract = replace(extract, year=same.year, to=same.to)
    newer = None if same else _newer(extract, _taken_in(work))
    extract, others = only_chosen(extract, work)
    tally = _take(extract, work, look, order.progress)
    work.change(others.kept(tally.id) if others else ())
    result = ExtractTaken(
        id=None if order.dry_run else tally.id,
        year=extract.year,
        to=extract.to,
        dry_run=order.dry_run,
        taken=extract.taken,
        changed=tally.counts["changed"],
        unchanged=tally.counts["unchanged"],
        withdrawn=tally.counts["withdrawn"],
        to_look_at=tally.counts["to look at"],
        asked=tally.counts["asked"],
        remarks=extract.remarks,
        unplaced=extract.unplaced,
        refused=extract.refused,
        left_out=extract.left_out,
        newer=newer,
        others=others,
    )
    if order.dry_run:
        work.forget()
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractOnDesk:
    """An extract that was taken in."""

    id: str
    """Its record, by which status changes name it."""
    year: str
    """The collection year, as the command line writes it: "2026-27"."""
    to: date
    """The last day it tells of."""


@dataclass(frozen=True, kw_only=True)
class Extracts(Question[tuple[ExtractOnDesk, ...]]):
    """Which extracts were taken in? By the day they tell to, the oldest first."""


def extracts(_: Extracts, work: UnitOfWork) -> tuple[ExtractOnDesk, ...]:
    """Answer ``Extracts``."""
    by_day = sorted(_taken_in(work), key=lambda each: (each.to, each.year, each.id))
    return tuple(ExtractOnDesk(id=each.id, year=year_words(each.year), to=each.to) for each in by_day)


@dataclass(frozen=True, slots=True)
class _Tally:
    id: str
    counts: Counter[str]


def _taken_in(work: UnitOfWork) -> tuple[TakenIn, ...]:
    return tuple(TakenIn.of(each) for each in work.records("extract"))


def _taken_before(extract: Extract, taken_in: Iterable[TakenIn]) -> TakenIn | None:
    """The same files, taken in before."""
    return next((each for each in taken_in if each.fingerprint == extract.fingerprint), None)


def _newer(extract: Extract, taken_in: Iterable[TakenIn]) -> date | None:
    """The latest day to which an extract of the same year tells, where that is after this one's."""
    return max((each.to for each in taken_in if each.year == extract.year and each.to > extract.to), default=None)


def _take(extract: Extract, work: UnitOfWork, look: Look, progress: Callable[[float], object]) -> _Tally:
    taken_in = _taken_in(work)
    same = _taken_before(extract, taken_in)
    known = _known(work)
    before = {each.id: each for of_child in known.values() for each in of_child.all()}
    beside, speaks_of = beside_in(extract), tables_in(extract)
    wanted: list[Change] = []
    children: list[str] = []
    by_number: dict[str, str] = {number: each.child.id for number, each in known.items()}
    for tolds in _of_one_child(extract, known):
        told, numbers = as_one(tolds), [each.number for each in tolds]
        record = known.get(told.number) or Known(child=_new_child(work.new_id()))
        children.append(record.child.id)
        by_number |= dict.fromkeys(numbers, record.child.id)
        days = word_of(extract, record.child.id, taken_in)
        if days:
            word = Word(
                days=days,
                whole=not told.doubtful and not extract.unplaced,
                speaks_of=frozenset(each for each in speaks_of if not _incomplete(extract, each) & set(numbers)),
            )
            wanted.extend(changes(record, told, _beside(beside, numbers), word, work.new_id))
    doubtful = {by_number[each] for each in extract.doubtful if each in by_number}
    taken = _record(extract, same.id if same else work.new_id(), children, doubtful)
    mended = list(_mended(taken_in, TakenIn.of(_as_record(taken))))
    progress(WORKED_OUT)
    found = list(look(Taking(TakenIn.of(_as_record(taken)), (*wanted, taken, *mended)), work))
    progress(COMPARED)
    work.change([*wanted, taken, *mended, *found])
    counts = Counter(_kind_of(each, before.get(each.record_id)) for each in wanted)
    counts["to look at"] = sum(not Kind(str(each.set["kind"])).news for each in found)
    counts["asked"] = sum(each.set.get("perhaps") is not None for each in wanted)
    return _Tally(taken.record_id, counts)


def _mended(taken_in: Iterable[TakenIn], taken: TakenIn) -> Iterator[Change]:
    """Of extracts of one day the one taken in last counts: children whose rows it has in order are in doubt no more."""
    for each in taken_in:
        still = each.doubtful - (taken.children - taken.doubtful)
        if each.id != taken.id and each.to == taken.to and still != each.doubtful:
            values: Values = {"doubtful": list[Value](sorted(still))}
            yield Change(child=None, record="extract", record_id=each.id, set=values)


def _record(extract: Extract, record_id: str, children: list[str], doubtful: set[str]) -> Change:
    """What records that the extract was taken in; one that was before keeps its record."""
    values: Values = {
        "year": extract.year,
        "to": extract.to.isoformat(),
        "fingerprint": extract.fingerprint,
        "children": list[Value](sorted(children)),
        "doubtful": list[Value](sorted(doubtful)),
        "tables": list[Value](sorted(tables_in(extract))),
    }
    return Change(child=None, record="extract", record_id=record_id, set=values)


def _as_record(change: Change) -> Record:
    return Record(kind=change.record, id=change.record_id, child=change.child, values=change.set)


def _kind_of(change: Change, before: Record | None) -> str:
    if change.set.get(WITHDRAWN) is True:
        return "withdrawn"
    same = before is not None and all(before.values[name] == value for name, value in change.set.items())
    return "unchanged" if same else "changed"


def _new_child(child: str) -> Record:
    return Record(kind="child", id=child, child=child, values={})


def _of_one_child(extract: Extract, known: Mapping[str, Known]) -> Iterable[list[ExtractedChild]]:
    """What an extract tells, by child: one that the desk knows under several numbers may stand in it twice."""
    found: dict[str, list[ExtractedChild]] = {}
    for told in extract.children:
        record = known.get(told.number)
        found.setdefault(record.child.id if record else told.number, []).append(told)
    for tolds in found.values():
        record = known.get(tolds[0].number)
        current = record.child.values["number"] if record else None
        yield sorted(tolds, key=lambda each: each.number != current)


def _beside(beside: Mapping[str, Mapping[str, list[Values]]], numbers: list[str]) -> Mapping[str, list[Values]]:
    """What stands beside of a child, under every number."""
    return {kind: [row for each in numbers for row in beside.get(each, {}).get(kind, ())] for kind in BESIDE}


def _incomplete(extract: Extract, kind: str) -> frozenset[str]:
    """The numbers of the children of whom a row of this kind of record was refused."""
    return extract.incomplete.get(BESIDE[kind], frozenset())


def _known(work: UnitOfWork) -> dict[str, Known]:
    parts: defaultdict[str, dict[str, tuple[Record, ...]]] = defaultdict(dict)
    for kind in ("episode", "review", *BESIDE):
        for child_id, records in by_child(work.records(kind)).items():
            parts[child_id][kind] = tuple(records)
    found: dict[str, Known] = {}
    for child in work.records("child"):
        one = Known(child=child, parts=parts.get(child.id, {}))
        found |= dict.fromkeys([*former_numbers(child), str(child.values["number"])], one)
    return found


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count} rows were"


def _children(count: int) -> str:
    return "1 child" if count == 1 else f"{count} children"


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"
