"""Checks a desk from end to end: the file, the journal's chains and signatures, and the fold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from iro_desk.domain.events import GENESIS, Event, digest
from iro_desk.storage import fold
from iro_desk.storage.journal import signature_holds, signed_text
from iro_desk.storage.tables import event, order


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    kind: str
    where: str
    words: str


def findings(connection: Connection) -> Iterator[Finding]:
    """Everything wrong with this desk; nothing where it is whole."""
    damage = list(_file(connection))
    yield from damage
    if damage:
        return
    events: dict[str, Event] = {}
    yield from _events(connection, events)
    yield from _streams(events)
    yield from _orders(connection, events)
    for kind, record_id in fold.differences(connection, events):
        yield Finding("fold", f"{kind} {record_id}", "This record does not show what the journal says of it.")


def _file(connection: Connection) -> Iterator[Finding]:
    pages = connection.execute(text("PRAGMA cipher_integrity_check")).all()
    yield from (Finding("database", "desk.db", f"The encrypted file is damaged: {row[0]}.") for row in pages)
    if pages:
        return  # after a failed page the same connection finds faults that are not there
    for row in connection.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield Finding("database", "desk.db", f"The database is damaged: {row[0]}.")


def _events(connection: Connection, found: dict[str, Event]) -> Iterator[Finding]:
    """Read every event into ``found``; say which is not what its id or its columns say."""
    for row in connection.execute(select(event)):
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


def _orders(connection: Connection, events: dict[str, Event]) -> Iterator[Finding]:
    keys = {each.record_id: each.set["public_key"] for each in events.values() if each.record == "device"}
    of_order: defaultdict[str, set[str]] = defaultdict(set)
    for each_id, each in events.items():
        of_order[each.order].add(each_id)
    for row in connection.execute(select(order)):
        signed = signed_text(row.id, row.name, row.device, row.events)
        if not signature_holds(str(keys.get(row.device, "")), row.signature, signed):
            yield Finding("order", row.id, "This order does not bear its device's signature.")
        if set(row.events) != of_order.pop(row.id, set()):
            yield Finding("order", row.id, "This order's events are not the ones that were signed.")
    for left in of_order:
        yield Finding("order", left, "There are events of an order that is not in the journal.")
