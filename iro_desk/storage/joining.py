"""Joining: the union of two copies' journals, then the fold. No clock decides anything, and nothing is merged away."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from iro_desk.domain.events import Event
from iro_desk.errors import Refused
from iro_desk.storage import drafts, fold
from iro_desk.storage.journal import batches
from iro_desk.storage.tables import RECORDS, attachment, event, order


class Joined(NamedTuple):
    """What a join brought, and what it left behind."""

    events: int
    """Events new to this copy."""
    disputed: int
    """Fields in which two values stand now."""
    typed: int
    """Forms of the other copy in which something is typed and not saved: it stays there, since it may be saved here."""


def join(theirs: Connection, ours: Connection) -> Joined:
    """Add the orders, events and attachments of another copy that this one lacks, and fold what they touch.

    Refused where both copies wrote to one stream as the same computer: their numbers say the same of different events.
    """
    known = set(ours.execute(select(event.c.id)).scalars())
    rows = [row for row in theirs.execute(select(event).order_by(event.c.place)).mappings() if row["id"] not in known]
    if _forked(ours, {(row["child"], row["device"], row["number"]) for row in rows}):
        raise Refused(
            "Both copies were worked on as if they were one computer, so they cannot be brought together. Go on with "
            "one of them, and type again what only the other holds.",
            field="folder",
        )
    orders = set(ours.execute(select(order.c.id)).scalars())
    for row in theirs.execute(select(order).order_by(order.c.place)).mappings():
        if row["id"] not in orders:
            ours.execute(insert(order).values({name: value for name, value in row.items() if name != "place"}))
    for row in rows:
        ours.execute(insert(event).values({name: value for name, value in row.items() if name != "place"}))
    for row in theirs.execute(select(attachment)).mappings():
        ours.execute(insert(attachment).values(dict(row)).on_conflict_do_nothing())
    fold.refold(ours, [Event.from_body(row["body"]) for row in rows])
    disputed = sum(
        ours.execute(select(func.coalesce(func.sum(table.c.disputed), 0))).scalar_one() for table in RECORDS.values()
    )
    return Joined(len(rows), disputed, len(set(drafts.forms(theirs)) - set(drafts.forms(ours))))


def _forked(ours: Connection, theirs: set[tuple[str | None, str, int]]) -> bool:
    """Whether a place in one of our streams is held by another event of theirs."""
    for some in batches(sorted({device for _, device, _ in theirs})):
        places = select(event.c.child, event.c.device, event.c.number).where(event.c.device.in_(some))
        if any((row.child, row.device, row.number) in theirs for row in ours.execute(places)):
            return True
    return False
