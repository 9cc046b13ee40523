"""The names of the children and the people round them: out of a file, beside what the officer typed; and warnings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from iro_desk.domain.events import Change, Record, Value, Values
from iro_desk.domain.extracts import RefusedRow
from iro_desk.domain.naming import shown_by
from iro_desk.domain.people import (
    FACTS,
    FIELDS,
    NUMBER,
    Columns,
    PeopleFile,
    PersonRow,
    Remembered,
    likely_number,
    typed_by_hand,
)
from iro_desk.errors import Refused
from iro_desk.services.finding import by_number
from iro_desk.services.messages import Order
from iro_desk.services.ports import Clock, UnitOfWork
from iro_desk.services.warning import WarningLine, warning_lines

COLUMNS = "people_columns"
ReadPeople = Callable[[Path, Columns, Remembered], PeopleFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedHere:
    """A value in a file that differs from what the officer typed, which stands."""

    child: str
    typed: str = field(repr=False)
    file_says: str = field(repr=False)
    field: str

    @property
    def words(self) -> str:
        """One sentence."""
        name = FACTS[self.field]
        return f"{self.child}, {name}: typed here: {self.typed or 'nothing'}; the file says: {self.file_says}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTaken:
    """What came of taking in a people file."""

    file: str
    dry_run: bool
    columns: Mapping[str, str] = field(repr=False)
    """By field: the heading that it was read from, as it stands in the file."""
    not_read: tuple[str, ...] = field(repr=False)
    taken: int
    """Good rows of children on this desk."""
    changed: int
    """Children of whom something is new."""
    refused: tuple[RefusedRow, ...] = field(repr=False)
    typed_here: tuple[TypedHere, ...]
    not_on_desk: tuple[str, ...] = field(repr=False)
    """Numbers in the file of which the desk has no child; nothing was kept of them."""
    warnings: tuple[WarningLine, ...]

    @property
    def words(self) -> str:
        """The outcome in a few sentences."""
        if self.dry_run:
            done = f"{children_words(self.changed)} would change; nothing was changed."
        elif self.changed:
            done = f"{children_words(self.changed)} changed, {self.taken - self.changed} as before."
        else:
            done = "nothing in it is new; the desk is as it was."
        said = [f"{self.file}: {done}", columns_words(self.columns, self.not_read)]
        if self.refused:
            said.append(f"{rows_words(len(self.refused))} refused.")
        if self.typed_here:
            said.append(f"{len(self.typed_here)} of its values differ from what was typed here, which stands.")
        if self.not_on_desk:
            said.append(f"{children_words(len(self.not_on_desk))} of the file not on this desk.")
        return " ".join(said)


@dataclass(frozen=True, kw_only=True)
class TakePeople(Order[PeopleTaken]):
    """Take in a people file: good rows land together, the rest is told, and what was typed by hand stands."""

    words: ClassVar = "people taken in"

    file: Path = field(repr=False)
    columns: Columns = field(default_factory=dict, repr=False)
    """By field: the heading of its column where it cannot be guessed; ``-`` to leave the field out."""
    dry_run: bool = False


def take_people(order: TakePeople, work: UnitOfWork, *, read_people: ReadPeople, clock: Clock) -> PeopleTaken:
    """Carry out ``TakePeople``. Refused where the file cannot be read, or tells nothing but numbers."""
    people = open_people(order.file, order.columns, work, read_people)
    if not set(people.written) - {NUMBER}:
        raise Refused(
            f"In {people.file} no column is known but the child's number; say which is which, such as "
            "--column last_name=HEADING.",
            field="column",
        )
    on_desk = by_number(work)
    sorted_out = _one_row_a_child(people, sort_out(people, on_desk), on_desk)
    settled = [_settle(row, on_desk[row.number], work) for row in sorted_out.rows]
    wanted = [change for change, _ in settled if change.set]
    work.change(wanted)
    result = PeopleTaken(
        file=people.file,
        dry_run=order.dry_run,
        columns=people.written,
        not_read=people.not_read,
        taken=len(settled),
        changed=len(wanted),
        refused=sorted_out.refused,
        typed_here=tuple(each for _, kept in settled for each in kept),
        not_on_desk=sorted_out.unknown,
        warnings=warning_lines(work, clock.today(), told={each.record_id: each.set for each in wanted}),
    )
    if order.dry_run:
        work.forget()
    return result


def open_people(file: Path, given: Columns, work: UnitOfWork, read_people: ReadPeople) -> PeopleFile:
    """Read a people file, and remember which of its columns is which. Refused where that cannot be known."""
    before = {frozenset(_texts(each.values["headings"])): each for each in work.records(COLUMNS)}
    people = read_people(file, given, {headings: _columns(each) for headings, each in before.items()})
    known = before.get(people.headings)
    values: Values = {
        "headings": list[Value](sorted(people.headings)),
        "columns": [list[Value](each) for each in sorted(people.columns.items())],
    }
    work.change([Change(child=None, record=COLUMNS, record_id=known.id if known else work.new_id(), set=values)])
    return people


@dataclass(frozen=True, slots=True)
class SortedOut:
    """The rows of children who are known, those that were refused, and the numbers that nobody has."""

    rows: tuple[PersonRow, ...]
    refused: tuple[RefusedRow, ...] = field(repr=False)
    unknown: tuple[str, ...] = field(repr=False)


def sort_out(people: PeopleFile, known: Collection[str]) -> SortedOut:
    """Which rows are of known children; a number that seems to have lost its zeros is refused, and never guessed."""
    rows = [each for each in people.rows if each.number in known]
    refused, unknown = list(people.refused), []
    for row in people.rows:
        if row.number in known:
            continue
        likely = likely_number(row.number, known)
        if likely:
            refused.append(_lost_zeros(people, row, likely))
        else:
            unknown.append(row.number)
    return SortedOut(tuple(rows), _by_line(refused), tuple(sorted(unknown)))


def _one_row_a_child(people: PeopleFile, found: SortedOut, on_desk: Mapping[str, Record]) -> SortedOut:
    """A child who has had several numbers, and stands under two of them, is taken from neither row."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for row in found.rows:
        lines[on_desk[row.number].id].append(str(row.line))
    twice = [row for row in found.rows if len(lines[on_desk[row.number].id]) > 1]
    refused = [
        _refused(people, row, f"This child stands here under several numbers, in lines {', '.join(each)}.")
        for row in twice
        if (each := lines[on_desk[row.number].id])
    ]
    return SortedOut(
        tuple(row for row in found.rows if row not in twice), _by_line([*found.refused, *refused]), found.unknown
    )


def _lost_zeros(people: PeopleFile, row: PersonRow, likely: tuple[str, ...]) -> RefusedRow:
    reason = (
        f"No child on this desk has the number {row.number}; {' or '.join(likely)} is likely meant, if a spreadsheet "
        "changed the zeros before it. Take the file again, past no spreadsheet."
    )
    return _refused(people, row, reason)


def _refused(people: PeopleFile, row: PersonRow, reason: str) -> RefusedRow:
    return RefusedRow(file=people.file, line=row.line, column=people.written[NUMBER], value=row.number, reason=reason)


def _by_line(refused: Iterable[RefusedRow]) -> tuple[RefusedRow, ...]:
    return tuple(sorted(refused, key=lambda each: each.line))


def _settle(row: PersonRow, record: Record, work: UnitOfWork) -> tuple[Change, list[TypedHere]]:
    """What a row changes of its child, and what it says otherwise than the officer."""
    told = {name: value for name, value in row.values.items() if value != (record.values[name] or "")}
    by_hand = set(_by_hand(told, record, work))
    kept = [
        TypedHere(
            child=shown_by(record.values, record.id), field=name, typed=str(record.values[name] or ""), file_says=value
        )
        for name, value in told.items()
        if name in by_hand
    ]
    values: dict[str, Value] = {name: value for name, value in told.items() if name not in by_hand}
    return Change(child=record.id, record="child", record_id=record.id, set=values), kept


def _by_hand(told: Mapping[str, str], record: Record, work: UnitOfWork) -> Iterator[str]:
    """The fields in which the officer's own word stands, or two words of which one is to be chosen."""
    ever = [name for name in told if record.values[name] is not None]
    if not ever:
        return
    disputed = {each.field for each in work.disputes_of("child", record.id)}
    versions = work.versions("child", record.id)
    for name in ever:
        if name in disputed or typed_by_hand(versions, name, record.values[name]):
            yield name


def columns_words(columns: Mapping[str, str], not_read: tuple[str, ...]) -> str:
    """Which column was read as what."""
    read = ", ".join(f"{heading} is read as {FIELDS[name]}" for name, heading in columns.items())
    return f"{read}." + (f" Not read: {', '.join(not_read)}." if not_read else "")


def children_words(count: int) -> str:
    """``1 child`` or ``7 children``."""
    return "1 child" if count == 1 else f"{count} children"


def rows_words(count: int) -> str:
    """``1 row was`` or ``7 rows were``."""
    return "1 row was" if count == 1 else f"{count} rows were"


def _columns(record: Record) -> Columns:
    pairs = record.values["columns"]
    return dict(map(_pair, pairs)) if isinstance(pairs, list) else {}


def _pair(value: Value) -> tuple[str, str]:
    name, heading = _texts(value)
    return name, heading


def _texts(value: Value) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
