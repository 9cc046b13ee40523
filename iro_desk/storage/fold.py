"""Writes the folded tables, and nothing else does: each record's row is the fold of its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from iro_desk.domain.events import WITHDRAWN, Event, Folded, Record, Value, fold
from iro_desk.storage.journal import batches, events_of_records
from iro_desk.storage.tables import FOLD_SHAPE, RECORDS, event, fields_of, folded, setting


def records(connection: Connection, kind: str) -> tuple[Record, ...]:
    """Every record of a kind that is not withdrawn."""
    table = RECORDS[kind]
    names = fields_of(kind)
    columns = [table.c[name] for name in names]
    rows = connection.execute(select(table.c.id, table.c.child, *columns).where(table.c.withdrawn == 0))
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


def refold(connection: Connection, touched: Iterable[Event]) -> None:
    """Write the rows of the records that these events changed."""
    kinds = {each.record_id: each.record for each in touched}
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for record_id, events in events_of_records(connection, kinds).items():
        rows[kinds[record_id]].append(row_of(record_id, events, kinds[record_id]))
    for kind, each in rows.items():
        write = insert(RECORDS[kind])
        changed = {column.name: write.excluded[column.name] for column in RECORDS[kind].columns if column.name != "id"}
        connection.execute(write.on_conflict_do_update(index_elements=["id"], set_=changed), each)


def row_of(record_id: str, events: Mapping[str, Event], kind: str) -> dict[str, Any]:
    """The folded row of a record."""
    state = fold(events)
    return {
        "id": record_id,
        "child": min((each.child for each in events.values() if each.child), default=None),
        "heads": _gathered(state.heads),
        "withdrawn": int(state.withdrawn),
        **{name: state.values.get(name) for name in fields_of(kind)},
    }


def rebuild(connection: Connection) -> None:
    """Drop the folded tables and fold the whole journal again."""
    folded.drop_all(connection)
    folded.create_all(connection)
    ids = connection.execute(select(event.c.record_id).distinct()).scalars().all()
    for some in batches(ids):
        for record in events_of_records(connection, some).values():
            refold(connection, list(record.values())[:1])
    write = insert(setting).values(name="fold_shape", value=FOLD_SHAPE)
    connection.execute(write.on_conflict_do_update(index_elements=["name"], set_={"value": FOLD_SHAPE}))


def differences(connection: Connection, events: Mapping[str, Event]) -> Iterator[tuple[str, str]]:
    """The records whose row is not the fold of these events, which are all of the journal's: kind and id."""
    by_record: defaultdict[tuple[str, str], dict[str, Event]] = defaultdict(dict)
    for each_id, each in events.items():
        by_record[each.record, each.record_id][each_id] = each
    for kind, table in RECORDS.items():
        for row in connection.execute(select(table)).mappings():
            if row_of(row["id"], by_record.pop((kind, row["id"]), {}), kind) != dict(row):
                yield kind, row["id"]
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
