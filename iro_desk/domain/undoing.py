"""Undo and redo, worked out of the journal: which orders they reach, and the changes that give back what was replaced.

Nothing is taken out of the journal. An order's inverse sets each field back to the value that the order replaced, where
no later event has touched it; a field changed since is left, and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from iro_desk.domain.events import WITHDRAWN, Change, Event, Folded, Value, Values

UNDO, REDO = "Undo", "Redo"


@dataclass(frozen=True, slots=True)
class Done:
    """An order of this device, and the order that carried it out last: itself, or its newest redo or undo."""

    id: str
    name: str
    carrier: str


@dataclass(frozen=True, slots=True)
class Stacks:
    """What can be undone and what can be redone, the next one last."""

    undo: tuple[Done, ...] = ()
    redo: tuple[Done, ...] = ()


def stacks(orders: Iterable[tuple[str, str]], replaced: Mapping[str, str], never: frozenset[str]) -> Stacks:
    """The stacks after these orders of one device, oldest first, each an id and a name.

    ``replaced`` says which order the events of each undo and redo replaced; orders named in ``never`` are not undone.
    """
    undo: list[Done] = []
    redo: list[Done] = []
    for order_id, name in orders:
        if name in {UNDO, REDO}:
            taken, given = (undo, redo) if name == UNDO else (redo, undo)
            place = next((at for at, each in enumerate(taken) if each.carrier == replaced[order_id]), None)
            if place is not None:
                done = taken.pop(place)
                given.append(Done(done.id, done.name, order_id))
        elif name not in never:
            undo.append(Done(order_id, name, order_id))
            redo.clear()
    return Stacks(tuple(undo), tuple(redo))


@dataclass(frozen=True, slots=True)
class Left:
    """A field that an undo leaves as it is, because something changed it since."""

    record: str
    record_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """What gives back what an order replaced: changes with the events that each replaces, and what is left."""

    changes: tuple[tuple[Change, tuple[str, ...]], ...] = ()
    left: tuple[Left, ...] = field(default=())


def inverse(
    order: Iterable[Event], states: Mapping[str, Folded], replaced: Mapping[str, Event], made: set[str]
) -> Inverse:
    """The inverse of an order's events.

    ``states`` is how each record stands now, ``replaced`` the events that these had seen, and ``made`` the ids of the
    records that the order brought into being: those are withdrawn.
    """
    changes: list[tuple[Change, tuple[str, ...]]] = []
    left: list[Left] = []
    for event in order:
        state = states[event.record_id]
        if event.record_id in made:
            touched = WITHDRAWN in state.heads or any(state.heads[name] != (event.id,) for name in event.set)
            if touched:
                left += [Left(event.record, event.record_id, name) for name in event.set]
            else:
                changes.append((_change(event, {WITHDRAWN: True}), (event.id,)))
            continue
        mine = [name for name in event.set if state.heads.get(name) == (event.id,)]
        left += [Left(event.record, event.record_id, name) for name in event.set if name not in mine]
        changes += [(_change(event, values), (event.id,)) for values in _rounds(event, mine, replaced)]
    return Inverse(tuple(changes), tuple(left))


def _rounds(event: Event, names: Iterable[str], replaced: Mapping[str, Event]) -> list[Values]:
    """The values that an event replaced. A field that was disputed had several: each round has one of them, and rounds
    that have not seen each other stand beside each other again.
    """
    rounds: list[dict[str, Value]] = []
    for name in names:
        before = [replaced[each].set[name] for each in event.seen if name in replaced[each].set]
        for number, value in enumerate(before or [False if name == WITHDRAWN else None]):
            if number == len(rounds):
                rounds.append({})
            rounds[number][name] = value
    return list(rounds)


def _change(event: Event, values: Values) -> Change:
    return Change(child=event.child, record=event.record, record_id=event.record_id, set=values)
