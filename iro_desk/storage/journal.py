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

from iro_desk.domain.events import GENESIS, Change, Event, canonical
from iro_desk.storage.tables import event, order

CONTEXT = b"iro-desk order v1\n"
AT_ONCE = 500
"""How many ids one query names."""


def new_id() -> str:
    """128 random bits, in hex."""
    return secrets.token_hex(16)


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
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds")
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
            at=moment,
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


def count(connection: Connection) -> int:
    """How many events the journal holds."""
    return connection.execute(select(func.count()).select_from(event)).scalar_one()


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
