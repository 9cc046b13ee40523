"""Checks a desk from end to end: the file, the journal's chains and signatures, the fold, the index, the attachments.

It has a connection of its own and looks in short steps, so that the officer's orders pass between them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from iro_desk.domain.events import GENESIS, Event, digest
from iro_desk.errors import Unavailable
from iro_desk.storage import attachments, fold, search
from iro_desk.storage.database import Database
from iro_desk.storage.findings import Finding
from iro_desk.storage.fold import Progress, quiet
from iro_desk.storage.journal import signature_holds, signed_text
from iro_desk.storage.tables import RECORDS, event, order

NOT_ONE_FILE = "The desk's file cannot be read through: {fault}"


def findings(database: Database, progress: Progress = quiet) -> tuple[Finding, ...]:
    """Everything wrong with this desk; empty where it is whole. ``progress`` hears how far it has come, 0 to 1."""
    fresh = database.again()
    try:
        damage = file_faults(fresh)
        progress(0.3)
        if damage:
            return damage
        with fresh.reading() as connection:
            seen = _look(connection)
        progress(0.6)
        events: dict[str, Event] = {}
        return (*seen.faults, *_events(seen, events), *_streams(events), *_orders(seen, events), *_fold(seen, events))
    except Unavailable as fault:
        return (Finding("database", "desk.db", NOT_ONE_FILE.format(fault=fault.words)),)
    finally:
        fresh.close()


@dataclass(frozen=True, slots=True)
class _Seen:
    """The journal and what is made of it, as they stood at one moment."""

    events: list[Any]
    orders: list[Any]
    rows: dict[str, dict[str, dict[str, Any]]]
    faults: tuple[Finding, ...]


def file_faults(database: Database) -> tuple[Finding, ...]:
    """Damage of the file itself. Both checks, since a file that was cut at a page's end passes the first."""
    with database.reading() as connection:
        pages = connection.execute(text("PRAGMA cipher_integrity_check")).all()
    if pages:
        return tuple(Finding("database", "desk.db", f"The encrypted file is damaged: {row[0]}.") for row in pages)
    with database.reading() as connection:
        faults = [row[0] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    return tuple(Finding("database", "desk.db", f"The database is damaged: {each}.") for each in faults)


def _look(connection: Connection) -> _Seen:
    rows = {
        kind: {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}
        for kind, table in RECORDS.items()
    }
    faults = [
        Finding("search", record_id, "Search does not find this record by its own words.")
        for record_id in search.faults(connection, ((kind, row) for kind, of in rows.items() for row in of.values()))
    ]
    faults += _attachments(connection, rows["contact"])
    return _Seen(
        list(connection.execute(select(event).order_by(event.c.place))),
        list(connection.execute(select(order).order_by(order.c.place))),
        rows,
        tuple(faults),
    )


def _attachments(connection: Connection, contacts: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """Each attachment is what its hash says, and each that a contact carries is here."""
    kept = set()
    for wanted, content in attachments.kept(connection):
        kept.add(wanted)
        if hashlib.sha256(content).hexdigest() != wanted:
            yield Finding("attachment", wanted, "This attachment was altered after it was kept.")
    for contact in contacts.values():
        for each in contact["attachments"] or []:
            if each["hash"] not in kept:
                yield Finding("attachment", contact["id"], "A file that this contact carries is missing.")


def _events(seen: _Seen, found: dict[str, Event]) -> Iterator[Finding]:
    """Read every event into ``found``; say which is not what its id or its columns say."""
    for row in seen.events:
        try:
            read = Event.from_body(row.body)
        except ValueError:
            yield Finding("event", row.id, "This event cannot be read.")
            continue
        columns = (row.child, row.device, row.number, row.order, row.record, row.record_id)
        said = (read.child, read.device, read.number, read.order, read.record, read.record_id)
        if digest(row.body) != row.id or columns != said:
            yield Finding("event", row.id, "This event was altered after it was written.")
        found[row.id] = read


def _streams(events: dict[str, Event]) -> Iterator[Finding]:
    """Each device's stream of each child runs from 1 without a gap, each event naming the one before."""
    streams: defaultdict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for each_id, each in events.items():
        streams[each.device, each.child or ""].append((each.number, each_id, each.prev))
    for (_, child), links in streams.items():
        before = GENESIS
        for place, (number, each_id, prev) in enumerate(sorted(links), start=1):
            if number != place or prev != before:
                words = f"Before event {number} of this stream something is missing or was put in."
                yield Finding("stream", child or "desk", words)
                break
            before = each_id


def _orders(seen: _Seen, events: dict[str, Event]) -> Iterator[Finding]:
    keys = {each.record_id: each.set["public_key"] for each in events.values() if "public_key" in each.set}
    of_order: defaultdict[str, set[str]] = defaultdict(set)
    for each_id, each in events.items():
        of_order[each.order].add(each_id)
    for row in seen.orders:
        signed = signed_text(row.id, row.name, row.device, row.events)
        if not signature_holds(str(keys.get(row.device, "")), row.signature, signed):
            yield Finding("order", row.id, "This order does not bear its device's signature.")
        if set(row.events) != of_order.pop(row.id, set()):
            yield Finding("order", row.id, "This order's events are not the ones that were signed.")
    for left in of_order:
        yield Finding("order", left, "There are events of an order that is not in the journal.")


def _fold(seen: _Seen, events: dict[str, Event]) -> Iterator[Finding]:
    for kind, record_id in fold.differences(seen.rows, events):
        yield Finding("fold", f"{kind} {record_id}", "This record does not show what the journal says of it.")
