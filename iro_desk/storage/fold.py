"""Writes the folded tables, and nothing else does: each record's row is the fold of its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, text
from sqlalchemy.dialects.sqlite import insert

from iro_desk.domain.events import WITHDRAWN, Event, Folded, Record, Value, fold
from iro_desk.domain.history import disputed as disputed_fields
from iro_desk.storage import search
from iro_desk.storage.journal import AT_ONCE, batches, events_of_records
from iro_desk.storage.tables import FOLD_SHAPE, RECORDS, event, fields_of, folded, kept, setting

Progress = Callable[[float], object]


def quiet(_: float) -> None:
    """Nobody wants to hear how far it has come."""


def records(connection: Connection, kind: str, child: str | None = None) -> tuple[Record, ...]:
    """Every record of a kind that is not withdrawn; of one child, if given."""
    table = RECORDS[kind]
    wanted = table.c.withdrawn == 0
    return _read(connection, kind, wanted if child is None else wanted & (table.c.child == child))


def record(connection: Connection, kind: str, record_id: str) -> Record | None:
    """One record; None where there is none, or it is withdrawn."""
    table = RECORDS[kind]
    return next(iter(_read(connection, kind, (table.c.withdrawn == 0) & (table.c.id == record_id))), None)


def disputed(connection: Connection, child: str | None) -> list[tuple[str, str]]:
    """The records, by kind and id, of a child or of the desk itself in which two values of a field stand."""
    return [
        (kind, record_id)
        for kind, table in RECORDS.items()
        for record_id in connection.execute(
            select(table.c.id).where(table.c.disputed > 0, table.c.child.is_not_distinct_from(child))
        ).scalars()
    ]


def holds_more(connection: Connection, child: str, than: Collection[str]) -> bool:
    """Whether a record of this child stands that is none of these."""
    return any(
        record_id not in than
        for table in RECORDS.values()
        for record_id in connection.execute(
            select(table.c.id).where(table.c.child == child, table.c.withdrawn == 0, table.c.id != child)
        ).scalars()
    )


def _read(connection: Connection, kind: str, wanted: ColumnElement[bool]) -> tuple[Record, ...]:
    table = RECORDS[kind]
    names = fields_of(kind)
    columns = [table.c[name] for name in names]
    rows = connection.execute(select(table.c.id, table.c.child, *columns).where(wanted))
    return tuple(
        Record(kind=kind, id=row[0], child=row[1], values=dict(zip(names, row[2:], strict=True))) for row in rows
    )


def standing(connection: Connection, wanted: Mapping[str, Iterable[str]]) -> dict[str, Folded]:
    """How these records stand, read from their rows; ids by kind."""
    found: dict[str, Folded] = {}
    for kind, ids in wanted.items():
        table = RECORDS[kind]
        for some in batches(ids):
            for row in connection.execute(select(table).where(table.c.id.in_(some))):
                heads = {name: tuple(sorted(each)) for name, each in _spread(row.heads).items()}
                values: dict[str, Value] = {name: getattr(row, name) for name in heads if name != WITHDRAWN}
                found[row.id] = Folded(values | ({WITHDRAWN: bool(row.withdrawn)} if WITHDRAWN in heads else {}), heads)
    return found


def streams(connection: Connection, wanted: Mapping[str, Iterable[str]]) -> dict[str, str | None]:
    """In whose stream each of these records that are there stands; ids by kind."""
    return {
        row.id: row.child
        for kind, ids in wanted.items()
        for some in batches(ids)
        for row in connection.execute(
            select(RECORDS[kind].c.id, RECORDS[kind].c.child).where(RECORDS[kind].c.id.in_(some))
        )
    }


def refold(connection: Connection, touched: Iterable[Event]) -> None:
    """Write the rows of the records that these events changed."""
    kinds = {each.record_id: each.record for each in touched}
    _write(connection, events_of_records(connection, kinds))


def _write(connection: Connection, records: Mapping[str, Mapping[str, Event]]) -> None:
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for record_id, events in records.items():
        kind = next(iter(events.values())).record
        if kind in RECORDS:
            rows[kind].append(row_of(record_id, events, kind))
    for kind, each in rows.items():
        write = insert(RECORDS[kind])
        changed = {column.name: write.excluded[column.name] for column in RECORDS[kind].columns if column.name != "id"}
        connection.execute(write.on_conflict_do_update(index_elements=["id"], set_=changed), each)
        search.index(connection, kind, each)


def row_of(record_id: str, events: Mapping[str, Event], kind: str) -> dict[str, Any]:
    """The folded row of a record."""
    state = fold(events)
    return {
        "id": record_id,
        "child": min((each.child for each in events.values() if each.child), default=None),
        "heads": _gathered(state.heads),
        "withdrawn": int(state.withdrawn),
        "disputed": len(disputed_fields(state, events)),
        **{name: state.values.get(name) for name in fields_of(kind)},
    }


def create(connection: Connection) -> None:
    """Make the folded tables, empty."""
    folded.create_all(connection)
    search.create(connection)


def rebuild(connection: Connection, progress: Progress = quiet) -> None:
    """Drop the folded tables and fold the whole journal again; ``progress`` hears how far it has come, 0 to 1."""
    search.drop(connection)
    for name in connection.execute(text(FOLDED_NOW)).scalars().all():
        connection.exec_driver_sql(f'DROP TABLE "{name}"')
    create(connection)
    ids = connection.execute(select(event.c.record_id).distinct()).scalars().all()
    for number, some in enumerate(batches(ids)):
        progress(number * AT_ONCE / len(ids))
        _write(connection, events_of_records(connection, some))
    progress(1.0)
    write = insert(setting).values(name="fold_shape", value=FOLD_SHAPE)
    connection.execute(write.on_conflict_do_update(index_elements=["name"], set_={"value": FOLD_SHAPE}))


FOLDED_NOW = f"""
SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
AND name NOT IN ({", ".join(repr(name) for name in kept.tables)})
"""  # noqa: S608 - our own tables' names
"""Every table that is not a kept one, also those of an older shape that this program no longer knows."""


def differences(rows: Mapping[str, Mapping[str, Any]], events: Mapping[str, Event]) -> Iterator[tuple[str, str]]:
    """The records whose row, by kind and id, is not the fold of these events, which are all of the journal's."""
    by_record: defaultdict[tuple[str, str], dict[str, Event]] = defaultdict(dict)
    for each_id, each in events.items():
        by_record[each.record, each.record_id][each_id] = each
    for kind, of_kind in rows.items():
        for record_id, row in of_kind.items():
            if row_of(record_id, by_record.pop((kind, record_id), {}), kind) != row:
                yield kind, record_id
    yield from by_record


def _gathered(heads: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Heads by event: one event is the head of many fields, and its id is long."""
    by_event: defaultdict[str, list[str]] = defaultdict(list)
    for name, ids in heads.items():
        for each in ids:
            by_event[each].append(name)
    return dict(by_event)


def _spread(by_event: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    heads: defaultdict[str, list[str]] = defaultdict(list)
    for each, names in by_event.items():
        for name in names:
            heads[name].append(each)
    return heads
