"""What was ever said of a record, and the fields in which two values stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from iro_desk.domain.canonical import canonical
from iro_desk.domain.events import WITHDRAWN, Event, Folded, Value, Values, fold, replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One event of a record: what it set, and what stood there before as far as it had seen."""

    event: str
    child: str | None
    order: str
    order_name: str
    device: str
    at: str
    """UTC, ISO 8601: for display only."""
    was: Values = field(repr=False)
    set: Values = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One of the values that stand in a disputed field, and whose it is."""

    event: str
    device: str
    at: str
    value: Value = field(repr=False)
    withdrew: bool
    """Whether the same event took the record out of sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field that two devices set without having seen each other: both values are kept until a person chooses."""

    child: str | None
    kind: str
    record_id: str
    field: str
    withdrawn: bool
    """Whether the record is out of sight."""
    values: tuple[Standing, ...]


def versions(kind: str, events: Sequence[Event]) -> tuple[Version, ...]:
    """Every event of one record, in the order they are given, with what each replaced."""
    by_id = {each.id: each for each in events}
    return tuple(
        Version(
            event=each_id,
            child=each.child,
            order=each.order,
            order_name=each.order_name,
            device=each.device,
            at=each.at,
            was={name: by_id[min(ids)].set[name] for name in each.set if (ids := replaced(each, name, by_id))},
            set=each.set,
        )
        for each_id, each in by_id.items()
        if each.record == kind
    )


def disputed(state: Folded, events: Mapping[str, Event]) -> list[str]:
    """The fields in which two different values stand; two that are the same leave nothing to choose."""
    return [
        name for name, ids in state.conflicts.items() if len({canonical(events[each].set[name]) for each in ids}) > 1
    ]


def disputes(kind: str, record_id: str, events: Mapping[str, Event]) -> Iterator[Dispute]:
    """The disputed fields of one record, from all its events."""
    state = fold(events)
    child = min((each.child for each in events.values() if each.child), default=None)
    for name in disputed(state, events):
        ids = state.conflicts[name]
        values = tuple(
            Standing(
                event=each,
                device=events[each].device,
                at=events[each].at,
                value=events[each].set[name],
                withdrew=events[each].set.get(WITHDRAWN) is True,
            )
            for each in ids
        )
        yield Dispute(child=child, kind=kind, record_id=record_id, field=name, withdrawn=state.withdrawn, values=values)
