"""The journal's grammar: one event is one record changed by one order, and the set of events is the truth.

A record's state is the fold of its events, in whatever order they arrive. An event says which events it had seen (the
ones whose values it replaced); two that set a field and have not seen each other are a conflict, and both are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from iro_desk.domain.canonical import canonical, digest

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"
Values: TypeAlias = Mapping[str, Value]

SHAPE = 1
"""The shape of the events this program writes; an older shape is brought up to date when read."""
GENESIS = ""
"""The previous hash of the first event of a stream."""
WITHDRAWN = "withdrawn"
"""The field that takes a record out of sight; nothing is ever deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One record changed by one order, in one device's stream of one child."""

    child: str | None
    """The child whose stream this stands in; None for the desk's own."""
    device: str
    number: int
    """From 1, without a gap, in this device's stream of this child."""
    prev: str
    """The id of the event before it in that stream."""
    order: str
    order_name: str
    record: str
    """The kind of record: ``child``, ``episode``, ``review``..."""
    record_id: str
    set: Values = field(repr=False)
    seen: tuple[str, ...]
    """Ids of the events whose values of these fields this one replaced, sorted."""
    at: str
    """UTC, ISO 8601: for display only."""
    shape: int = SHAPE

    def body(self) -> str:
        """The canonical text that the id is the hash of, and that the journal keeps."""
        return canonical(
            {
                "at": self.at,
                "child": self.child,
                "device": self.device,
                "number": self.number,
                "order": self.order,
                "order_name": self.order_name,
                "prev": self.prev,
                "record": self.record,
                "record_id": self.record_id,
                "seen": list(self.seen),
                "set": self.set,
                "shape": self.shape,
            }
        )

    @property
    def id(self) -> str:
        """SHA-256 of the canonical body, in hex."""
        return digest(self.body())

    @classmethod
    def from_body(cls, text: str) -> Event:
        """The event that this canonical text is. ValueError when it is no event of a shape this program knows."""
        try:
            fields: dict[str, Any] = json.loads(text)
            event = cls(**{**fields, "seen": tuple(fields["seen"])})
        except (KeyError, TypeError) as fault:
            raise ValueError("this text is not an event") from fault
        if event.shape != SHAPE:
            raise ValueError(f"an event of shape {event.shape} needs a later program")
        return event


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an order wants of one record: these fields to have these values."""

    child: str | None
    record: str
    record_id: str
    set: Values = field(repr=False)


@dataclass(frozen=True, slots=True)
class Folded:
    """A record's state: for each field the value shown, and the events that stand behind it."""

    values: dict[str, Value] = field(repr=False)
    heads: dict[str, tuple[str, ...]]
    """The ids of the events whose value of this field nobody has replaced; more than one is a conflict."""

    @property
    def conflicts(self) -> dict[str, tuple[str, ...]]:
        """The fields with more than one standing value, and whose they are."""
        return {name: ids for name, ids in self.heads.items() if len(ids) > 1}

    @property
    def withdrawn(self) -> bool:
        """Whether the record is out of sight."""
        return self.values.get(WITHDRAWN) is True

    def seen_by(self, names: Iterable[str]) -> tuple[str, ...]:
        """What an event setting these fields now replaces."""
        return tuple(sorted({each for name in names for each in self.heads.get(name, ())}))


NOTHING = Folded({}, {})


def fold(events: Mapping[str, Event]) -> Folded:
    """The state of one record from all its events, keyed by id: a function of the set alone.

    Where two values stand, the one of the smallest event id is shown, so that every desk shows the same; no clock
    decides anything.
    """
    standing: dict[str, dict[str, Value]] = {}
    for each_id, event in events.items():
        for name, value in event.set.items():
            standing.setdefault(name, {})[each_id] = value
    for event in events.values():
        for name in event.set:
            for replaced in event.seen:
                standing[name].pop(replaced, None)
    values = {name: of_event[min(of_event)] for name, of_event in sorted(standing.items()) if of_event}
    return Folded(values, {name: tuple(sorted(standing[name])) for name in values})


def replaced(event: Event, name: str, known: Mapping[str, Event]) -> list[str]:
    """The events, of those known, whose values of this field an event replaced.

    What an event had seen it had seen for any of its fields; of one field, what those had replaced is out.
    """
    seen = _behind(event, name, known)
    out: set[str] = set()
    waiting = list(seen)
    while waiting:
        older = _behind(known[waiting.pop()], name, known)
        waiting += [each for each in older if each not in out]
        out.update(older)
    return [each for each in seen if each not in out]


def _behind(event: Event, name: str, known: Mapping[str, Event]) -> list[str]:
    return [each for each in event.seen if each in known and name in known[each].set]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it stands now."""

    kind: str
    id: str
    child: str | None
    values: Values = field(repr=False)
