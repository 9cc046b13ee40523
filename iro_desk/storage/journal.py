"""The journal: signed orders and their events, which are appended and never altered."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, func, insert, select

from iro_desk.domain.canonical import canonical, digest
from iro_desk.domain.events import GENESIS, Change, Event
from iro_desk.storage.tables import event, order

CONTEXT = b"iro-desk order v1\n"
AT_ONCE = 500
"""How many ids one query names."""


def new_id() -> str:
    """128 random bits, in hex."""
    return secrets.token_hex(16)


def moment(at: datetime) -> str:
    """A moment in UTC, ISO 8601 to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Device:
    """This copy of the desk: what signs its orders."""

    id: str
    key: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def random(cls) -> Device:
        """A new device with a new key."""
        return cls(new_id(), Ed25519PrivateKey.generate())

    @property
    def public_key(self) -> str:
        """The key that checks its signatures, in hex."""
        return self.key.public_key().public_bytes_raw().hex()


def signed_text(order_id: str, name: str, device: str, events: Sequence[str]) -> bytes:
    """What an order's signature covers: its own name and the sorted ids of all its events."""
    listed = {"device": device, "events": list(events), "name": name, "order": order_id}
    return CONTEXT + canonical(listed).encode()


def signature_holds(public_key: str, signature: bytes, text: bytes) -> bool:
    """Whether this device signed this text."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def append(
    connection: Connection,
    device: Device,
    name: str,
    wanted: Iterable[tuple[Change, tuple[str, ...]]],
    at: datetime,
) -> tuple[str, list[Event]]:
    """Append one order: a change and what it had seen become an event each, in the stream of its child."""
    order_id = new_id()
    heads = _Streams(connection, device.id)
    when = moment(at)
    events: list[Event] = []
    for change, seen in wanted:
        number, prev = heads.of(change.child)
        made = Event(
            child=change.child,
            device=device.id,
            number=number + 1,
            prev=prev,
            order=order_id,
            order_name=name,
            record=change.record,
            record_id=change.record_id,
            set=change.set,
            seen=seen,
            at=when,
        )
        heads.move(made)
        events.append(made)
    ids = sorted(each.id for each in events)
    signature = device.key.sign(signed_text(order_id, name, device.id, ids))
    connection.execute(insert(order).values(id=order_id, name=name, device=device.id, events=ids, signature=signature))
    connection.execute(insert(event), [_row(each) for each in events])
    return order_id, events


def events_of_records(connection: Connection, ids: Iterable[str]) -> Mapping[str, dict[str, Event]]:
    """All events of these records, by record and then by event id."""
    found: defaultdict[str, dict[str, Event]] = defaultdict(dict)
    for some in batches(ids):
        for row in connection.execute(select(event.c.id, event.c.body).where(event.c.record_id.in_(some))):
            read = Event.from_body(row.body)
            found[read.record_id][row.id] = read
    return found


def events_as_arrived(connection: Connection, record_id: str) -> list[Event]:
    """All events of one record, in the order in which they came to this file."""
    rows = connection.execute(select(event.c.body).where(event.c.record_id == record_id).order_by(event.c.place))
    return [Event.from_body(row.body) for row in rows]


def count(connection: Connection) -> int:
    """How many events the journal holds."""
    return connection.execute(select(func.count()).select_from(event)).scalar_one()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the journal has come: how many events, and a hash over the newest of every stream."""

    count: int
    heads: str


def standing(connection: Connection, after: int | None = None) -> Standing:
    """How far the journal has come, or had come when it held ``after`` events."""
    number = count(connection)
    newest = select(event.c.child, event.c.device, func.max(event.c.number).label("number"))
    if after is not None and after < number:
        last = select(event.c.place).order_by(event.c.place).offset(max(after, 1) - 1).limit(1).scalar_subquery()
        newest, number = newest.where(event.c.place <= last), after
    heads = newest.group_by(event.c.child, event.c.device).subquery()
    rows = connection.execute(
        select(event.c.child, event.c.device, event.c.number, event.c.id).join(
            heads,
            event.c.child.is_not_distinct_from(heads.c.child)
            & (event.c.device == heads.c.device)
            & (event.c.number == heads.c.number),
        )
    )
    return Standing(number, digest("\n".join(sorted(" ".join(map(str, row)) for row in rows))))


def own_orders(connection: Connection, device: str) -> list[tuple[str, str]]:
    """This device's orders in the order of their arrival: id and name."""
    rows = connection.execute(select(order.c.id, order.c.name).where(order.c.device == device).order_by(order.c.place))
    return [(row.id, row.name) for row in rows]


def orders_seen(connection: Connection, device: str, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """By order of this device that has one of these names: whose events its first event had seen."""
    first = (
        select(func.min(event.c.place))
        .join(order, order.c.id == event.c.order)
        .where(order.c.device == device, order.c.name.in_(list(names)))
        .group_by(event.c.order)
    )
    rows = connection.execute(select(event.c.order, event.c.body).where(event.c.place.in_(first)))
    seen = {row.order: Event.from_body(row.body).seen for row in rows}
    of_event = _orders_of(connection, {each for ids in seen.values() for each in ids})
    return {order_id: frozenset(of_event[each] for each in ids if each in of_event) for order_id, ids in seen.items()}


def _orders_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in batches(ids):
        rows = connection.execute(select(event.c.id, event.c.order).where(event.c.id.in_(some)))
        found |= {row.id: row.order for row in rows}
    return found


def records_of_order(connection: Connection, order_id: str) -> list[str]:
    """The records that an order changed."""
    rows = connection.execute(select(event.c.record_id).where(event.c.order == order_id).order_by(event.c.place))
    return list(rows.scalars())


def children_of_order(connection: Connection, order_id: str) -> frozenset[str]:
    """The children in whose streams an order has events."""
    of_order = (event.c.order == order_id) & event.c.child.is_not(None)
    return frozenset(connection.execute(select(event.c.child).where(of_order).distinct()).scalars())


def records_made(connection: Connection, order_id: str) -> set[str]:
    """The records whose first event here is this order's."""
    earlier = event.alias()
    before = (
        select(earlier.c.place)
        .where(earlier.c.record_id == event.c.record_id, earlier.c.place < event.c.place)
        .exists()
    )
    return set(connection.execute(select(event.c.record_id).where(event.c.order == order_id, ~before)).scalars())


def batches(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids, as many at once as one query names."""
    waiting = iter(ids)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


class _Streams:
    """The last number and id of each stream of this device, read when first wanted."""

    def __init__(self, connection: Connection, device: str) -> None:
        newest = (
            select(event.c.child, func.max(event.c.number).label("number"))
            .where(event.c.device == device)
            .group_by(event.c.child)
            .subquery()
        )
        rows = connection.execute(
            select(event.c.child, event.c.number, event.c.id)
            .join(newest, (event.c.child.is_not_distinct_from(newest.c.child)) & (event.c.number == newest.c.number))
            .where(event.c.device == device)
        )
        self._heads: dict[str | None, tuple[int, str]] = {row.child: (row.number, row.id) for row in rows}

    def of(self, child: str | None) -> tuple[int, str]:
        return self._heads.get(child, (0, GENESIS))

    def move(self, made: Event) -> None:
        self._heads[made.child] = (made.number, made.id)


def _row(made: Event) -> dict[str, object]:
    return {
        "id": made.id,
        "child": made.child,
        "device": made.device,
        "number": made.number,
        "order": made.order,
        "record": made.record,
        "record_id": made.record_id,
        "body": made.body(),
    }
