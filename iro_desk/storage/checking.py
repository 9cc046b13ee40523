"""Checks a desk from end to end: the file, the journal's chains and signatures, the fold, the index, the attachments.

It has a connection of its own and looks in short steps, so that the officer's orders pass between them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from iro_desk.domain.canonical import digest
from iro_desk.domain.events import GENESIS, Event
from iro_desk.errors import Unavailable
from iro_desk.storage import attachments, fold, search
from iro_desk.storage.database import Database
from iro_desk.storage.findings import Finding
from iro_desk.storage.fold import Progress, quiet
from iro_desk.storage.journal import Device, signature_holds, signed_text
from iro_desk.storage.tables import RECORDS, event, folded, kept, order, setting

NOT_ONE_FILE = "The desk's file cannot be read through: {fault}"
NOT_ITS_LENGTH = "The encrypted file is damaged: it is {length} bytes long, and its pages are {wanted}."
SALT = "The first bytes of the database, its salt, are damaged. Nothing is lost: the next order writes them anew."
INDEX = "The search index does not hold the words that it was made of."
ALTERED = "A table of the desk holds what this program never writes; it was altered from outside."


def findings(database: Database, progress: Progress = quiet) -> tuple[Finding, ...]:
    """Everything wrong with this desk; empty where it is whole. ``progress`` hears how far it has come, 0 to 1."""
    fresh = database.again()
    salt = () if database.salt_is_whole() else (Finding("salt", "desk.db", SALT),)
    try:
        damage = file_faults(fresh)
        progress(0.3)
        if damage:
            return damage
        with fresh.reading() as connection:
            shape = _shape(connection)
            if shape:
                return shape
            seen = _look(connection)
        index = () if fresh.read_only or _index_holds(fresh) else (Finding("search", "found_words", INDEX),)
        progress(0.6)
        events: dict[str, Event] = {}
        return (
            *salt,
            *seen.faults,
            *index,
            *_events(seen, events),
            *_streams(events),
            *_orders(seen, events),
            *_fold(seen, events),
        )
    except Unavailable as fault:
        if "locked" in fault.words:  # somebody writes for long: that says nothing of the file
            raise
        return (Finding("database", "desk.db", NOT_ONE_FILE.format(fault=fault.words)),)
    except (DBAPIError, ValueError, KeyError, TypeError):
        return (Finding("database", "desk.db", ALTERED),)
    finally:
        fresh.close()


@dataclass(frozen=True, slots=True)
class _Seen:
    """The journal and what is made of it, as they stood at one moment."""

    events: list[Any]
    orders: list[Any]
    rows: dict[str, dict[str, dict[str, Any]]]
    settings: dict[str, str]
    faults: tuple[Finding, ...]


def file_faults(database: Database) -> tuple[Finding, ...]:
    """Damage of the file itself. Both checks, since a file that was cut at a page's end passes the first."""
    with database.reading() as connection:
        # A journal with one bit changed can make the file terabytes long: that is told before every page is read.
        wanted = _number(connection, "page_count") * _number(connection, "page_size")
        length = database.path.stat().st_size
    if length != wanted:
        return (Finding("database", "desk.db", NOT_ITS_LENGTH.format(length=length, wanted=wanted)),)
    with database.reading() as connection:
        pages = connection.execute(text("PRAGMA cipher_integrity_check")).all()
    if pages:
        return tuple(Finding("database", "desk.db", f"The encrypted file is damaged: {row[0]}.") for row in pages)
    with database.reading() as connection:
        faults = [row[0] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    return tuple(Finding("database", "desk.db", f"The database is damaged: {each}.") for each in faults)


def _number(connection: Connection, name: str) -> int:
    """What a pragma says; SQLCipher gives the size of a page as text."""
    return int(str(connection.execute(text(f"PRAGMA {name}")).scalar_one()))


def _index_holds(database: Database) -> bool:
    """Whether the index holds its words; SQLite asks it by what it takes for a writing."""
    with database.transaction() as connection:
        return search.sound(connection)


def _shape(connection: Connection) -> tuple[Finding, ...]:
    """Each table and index is there, and nothing that would act by itself."""
    found = {row.name: row.type for row in connection.execute(text("SELECT name, type FROM sqlite_master"))}
    tables = (*kept.tables.values(), *folded.tables.values())
    wanted = {each.name for each in tables} | {str(index.name) for each in tables for index in each.indexes}
    wrong = wanted - found.keys() | {name for name, kind in found.items() if kind in {"trigger", "view"}}
    return tuple(
        Finding("database", "desk.db", f"The database's shape was altered from outside: {name}.")
        for name in sorted(wrong)
    )


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
        {row.name: row.value for row in connection.execute(select(setting))},
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
        if links != sorted(links):
            yield Finding("stream", child or "desk", "The events of this stream do not stand in their order.")
        before = GENESIS
        for place, (number, each_id, prev) in enumerate(sorted(links), start=1):
            if number != place or prev != before:
                words = f"Before event {number} of this stream something is missing or was put in."
                yield Finding("stream", child or "desk", words)
                break
            before = each_id


def _orders(seen: _Seen, events: dict[str, Event]) -> Iterator[Finding]:
    keys = {each.record_id: each.set["public_key"] for each in events.values() if "public_key" in each.set}
    own = seen.settings.get("device", "")
    if _public_key(own, seen.settings.get("device_key", "")) != keys.get(own):
        yield Finding("device", "desk.db", "This desk's signing key is not the one that its journal names.")
    of_order: defaultdict[str, set[str]] = defaultdict(set)
    last: dict[str, int] = {}
    begins: dict[str, int] = {}
    for place, (each_id, each) in enumerate(events.items()):
        of_order[each.order].add(each_id)
        begins.setdefault(each.order, place)
    for row in seen.orders:
        signed = signed_text(row.id, row.name, row.device, row.events)
        if not signature_holds(str(keys.get(row.device, "")), row.signature, signed):
            yield Finding("order", row.id, "This order does not bear its device's signature.")
        if set(row.events) != of_order.pop(row.id, set()):
            yield Finding("order", row.id, "This order's events are not the ones that were signed.")
        if begins.get(row.id, 0) < last.get(row.device, 0):
            yield Finding("order", row.id, "This order does not stand where its events do.")
        last[row.device] = begins.get(row.id, 0)
    for left in of_order:
        yield Finding("order", left, "There are events of an order that is not in the journal.")


def _public_key(device: str, secret: str) -> str:
    """The public half of a device's signing key; nothing where it is none."""
    try:
        return Device(device, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))).public_key
    except ValueError:
        return ""


def _fold(seen: _Seen, events: dict[str, Event]) -> Iterator[Finding]:
    for kind, record_id in fold.differences(seen.rows, events):
        yield Finding("fold", f"{kind} {record_id}", "This record does not show what the journal says of it.")
