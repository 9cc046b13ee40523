"""What the state machine knows without asking the program: how records stand, what undo reaches, what search finds.

The fold here is written anew, the slow and plain way, and shares nothing with the program's own but the event's shape.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from iro_desk.desk import Desk
from iro_desk.domain.canonical import canonical
from iro_desk.storage.tables import RECORDS, attachment, event, fields_of, order

Values = tuple[str, ...]
"""The values that stand in a field, as canonical JSON, sorted; one where nothing is disputed."""
Place = tuple[str, str]
"""A record and a field of it."""
WITHDRAWN = "withdrawn"
TRUE, FALSE, NULL = (canonical(each) for each in (True, False, None))
NOT_SHARED = frozenset({"access"})
"""The kinds of record that are about one copy of the desk alone."""


class SetClock:
    """A clock that a person sets, rightly or wrongly."""

    def __init__(self, day: date) -> None:
        self.moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)

    def today(self) -> date:
        """The day it shows."""
        return self.moment.date()

    def now(self) -> datetime:
        """The moment it shows; every look is a second later."""
        self.moment += timedelta(seconds=1)
        return self.moment

    def jump(self, years: int) -> None:
        """Show the same day of another year, between 1990 and 2090."""
        self.moment = self.moment.replace(year=min(2090, max(1990, self.moment.year + years)), day=1)


@dataclass(frozen=True)
class Said:
    """One event, as its canonical text has it."""

    id: str
    order: str
    kind: str
    record: str
    set: Mapping[str, Any]
    seen: frozenset[str]


@dataclass
class Journal:
    """The events of one file, read once each as they come."""

    events: dict[str, Said] = field(default_factory=dict)
    by_record: defaultdict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))
    orders: list[str] = field(default_factory=list)
    place: int = 0

    def read(self, desk: Desk) -> set[str]:
        """Read what is new; the records that it touches."""
        with desk._parts.database.reading() as connection:
            rows = connection.execute(
                select(event).where(event.c.place > self.place).order_by(event.c.place)
            ).mappings()
            new = [_said(dict(row)) for row in rows]
            self.place = connection.execute(select(event.c.place).order_by(event.c.place.desc()).limit(1)).scalar() or 0
            self.orders = list(connection.execute(select(order.c.id).order_by(order.c.place)).scalars())
        for each in new:
            self.events[each.id] = each
            self.by_record[each.record].append(each)
        return {each.record for each in new}

    def standing(self, record: str) -> dict[str, dict[str, Any]]:
        """By field: what stands there, by event. An event is out where another has set the field and seen it."""
        found: dict[str, dict[str, Any]] = {}
        said = self.by_record[record]
        for one in said:
            for name, value in one.set.items():
                if not any(one.id in other.seen and name in other.set for other in said):
                    found.setdefault(name, {})[one.id] = value
        return found


def _said(row: dict[str, Any]) -> Said:
    body = json.loads(row["body"])
    return Said(row["id"], body["order"], body["record"], body["record_id"], body["set"], frozenset(body["seen"]))


@dataclass
class State:
    """How every record of one desk stands: by record and field, the values that stand."""

    records: dict[str, dict[str, Values]]
    heads: dict[Place, frozenset[str]]

    def seen(self) -> dict[str, dict[str, Values]]:
        """What there is to see: no record that is out of sight, no field that was never set or set to nothing."""
        return {
            record: shown
            for record, fields in self.records.items()
            if fields.get(WITHDRAWN) != (TRUE,)
            and (shown := {name: each for name, each in fields.items() if each not in {(NULL,), (FALSE,)}})
        }

    def changed(self, record: str, **values: Values) -> State:
        """The same with these values."""
        return State({**self.records, record: {**self.records.get(record, {}), **values}}, self.heads)


def rows(desk: Desk) -> dict[str, dict[str, dict[str, Any]]]:
    """The folded tables as they are: by kind and record."""
    with desk._parts.database.reading() as connection:
        return {
            kind: {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}
            for kind, table in RECORDS.items()
        }


def attachments(desk: Desk) -> set[str]:
    """The hashes of the attachments that a desk keeps."""
    with desk._parts.database.reading() as connection:
        return set(connection.execute(select(attachment.c.hash)).scalars())


def state_of(tables: Mapping[str, Mapping[str, Mapping[str, Any]]], journal: Journal) -> State:
    """How the records stand, by the tables; what the fields in dispute hold, by the journal."""
    records: dict[str, dict[str, Values]] = {}
    heads: dict[Place, frozenset[str]] = {}
    for kind, of_kind in tables.items():
        if kind in NOT_SHARED:
            continue
        for record, row in of_kind.items():
            fields: dict[str, Values] = {}
            by_field: defaultdict[str, set[str]] = defaultdict(set)
            for each, names in row["heads"].items():
                for name in names:
                    by_field[name].add(each)
            for name, ids in by_field.items():
                heads[record, name] = frozenset(ids)
                shown = bool(row[WITHDRAWN]) if name == WITHDRAWN else row[name]
                said = [journal.events[each].set[name] for each in ids]
                assert shown in said, f"{kind} {record} shows in {name} what nobody said"
                fields[name] = tuple(sorted(map(canonical, said if len(said) > 1 else [shown])))
            records[record] = fields
    return State(records, heads)


def fold_is_right(kind: str, record: str, row: Mapping[str, Any], journal: Journal) -> None:
    """A row shows what stands, counts what is disputed, and knows who said it."""
    standing = journal.standing(record)
    heads = defaultdict(set)
    for each, names in row["heads"].items():
        for name in names:
            heads[name].add(each)
    assert {name: set(ids) for name, ids in standing.items()} == dict(heads), f"{kind} {record}"
    assert row["disputed"] == sum(len({canonical(value) for value in each.values()}) > 1 for each in standing.values())
    for name in fields_of(kind):
        shown = row[name]
        assert shown in standing[name].values() if name in standing else shown is None, f"{kind} {record} {name}"
    assert bool(row[WITHDRAWN]) in standing[WITHDRAWN].values() if WITHDRAWN in standing else not row[WITHDRAWN]


@dataclass
class Step:
    """An order that can be undone: what it set, what stood before and after, and what others have said since."""

    id: str
    names: dict[str, frozenset[str]]
    made: frozenset[str]
    before: State
    after: State
    touched: set[Place] = field(default_factory=set)
    given: set[Place] = field(default_factory=set)
    """While it is undone: the places that the undo gave back."""

    def places(self) -> set[Place]:
        """Everything it set."""
        return {(record, name) for record, names in self.names.items() for name in names}

    def undone(self, now: State) -> tuple[State, set[Place], set[Place]]:
        """The state after its undo, the places given back, and those that are left."""
        given: set[Place] = set()
        for record, names in self.names.items():
            if record in self.made:
                if not any(place[0] == record for place in self.touched):
                    now = now.changed(record, **{WITHDRAWN: (TRUE,)})
                    given |= {(record, name) for name in {*names, WITHDRAWN}}
                continue
            for name in names:
                if (record, name) not in self.touched:
                    nothing = (FALSE,) if name == WITHDRAWN else (NULL,)
                    now = now.changed(record, **{name: self.before.records[record].get(name, nothing)})
                    given.add((record, name))
        return now, given, self.places() - given

    def redone(self, now: State) -> tuple[State, set[Place], set[Place]]:
        """The state after it was done again, likewise."""
        given = self.given - self.touched
        for record, name in given:
            nothing = (FALSE,) if name == WITHDRAWN else (NULL,)
            now = now.changed(record, **{name: self.after.records[record].get(name, nothing)})
        return now, given, self.places() - given


def plain(words: str) -> list[str]:
    """The words of a text, as a search sees them: small letters without accents."""
    bare = "".join(each for each in unicodedata.normalize("NFD", words.casefold()) if not unicodedata.combining(each))
    return re.findall(r"[^\W_]+", bare)


def matching(typed: str, tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> set[str]:
    """The records of which every typed word begins a word, in names, notes and the names of files."""
    texts: dict[str, tuple[str, Any]] = {}
    for row in tables["child"].values():
        if not row[WITHDRAWN]:
            texts[row["id"]] = row["id"], [row[each] for each in ("first_name", "last_name", "known_as", "number")]
    for row in tables["contact"].values():
        if not row[WITHDRAWN]:
            texts[row["id"]] = row["child"], [row["note"], *(each["name"] for each in row["attachments"] or [])]
    visible = {row["id"] for row in tables["child"].values() if not row[WITHDRAWN]}
    return {
        record
        for record, (child, parts) in texts.items()
        if child in visible
        and _all_begin(
            [each for each in plain(typed) if len(each) > 1], plain(" ".join(str(each) for each in parts if each))
        )
    }


def _all_begin(typed: Iterable[str], words: list[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in typed)


def small_files(folder: Path) -> tuple[Path, ...]:
    """Two files to attach."""
    folder.mkdir()
    for name, words in (("letter from school.txt", "She settles well."), ("drawing.txt", "A house, a dog.")):
        (folder / name).write_text(words, encoding="utf-8")
    return tuple(sorted(folder.iterdir()))
