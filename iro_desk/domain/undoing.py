"""Undo and redo, worked out of the journal: which orders they reach, and the changes that give back what was replaced.

Nothing is taken out of the journal. An undo sets each field back to the value that the order replaced, where nothing
else has been said of it since; a field changed since is left, and named. The events of this device's own undos and
redos say nothing new: each stands for what it brought back, so that one undo reaches below another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from iro_desk.domain.events import WITHDRAWN, Change, Event, Folded, Value, Values, fold, replaced

UNDO, REDO = "Undo", "Redo"
Known = Mapping[str, Event]
"""All events of one record, by id."""


@dataclass(frozen=True, slots=True)
class Done:
    """An order of this device, and the order that carried it out last: itself, or its newest redo or undo."""

    id: str
    name: str
    carrier: str


@dataclass(frozen=True, slots=True)
class Stacks:
    """What can be undone and what can be redone, the next one last; and which order each undo and redo was of."""

    undo: tuple[Done, ...] = ()
    redo: tuple[Done, ...] = ()
    of: Mapping[str, str] = field(default_factory=dict)


def stacks(orders: Iterable[tuple[str, str]], seen: Mapping[str, Collection[str]], never: frozenset[str]) -> Stacks:
    """The stacks after these orders of one device, oldest first, each an id and a name.

    ``seen`` says which orders' events an event of each undo and redo had seen: its own carrier is one of them. Orders
    named in ``never`` are not undone.
    """
    undo: list[Done] = []
    redo: list[Done] = []
    of: dict[str, str] = {}
    for order_id, name in orders:
        if name in {UNDO, REDO}:
            taken, given = (undo, redo) if name == UNDO else (redo, undo)
            done = next((each for each in reversed(taken) if each.carrier in seen[order_id]), None)
            if done is not None:
                taken.remove(done)
                given.append(Done(done.id, done.name, order_id))
                of[order_id] = done.id
        elif name not in never:
            undo.append(Done(order_id, name, order_id))
            redo.clear()
    return Stacks(tuple(undo), tuple(redo), of)


@dataclass(frozen=True, slots=True)
class Left:
    """A field that an undo leaves as it is, because something changed it since.

    Of a child who stays in sight because something stands that the order did not say, it is ``withdrawn``.
    """

    record: str
    record_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """What gives back what an order replaced: changes with the events that each replaces, and what is left."""

    changes: tuple[tuple[Change, tuple[str, ...]], ...] = ()
    left: tuple[Left, ...] = field(default=())


def inverse(
    done: Done, found: Stacks, known: Mapping[str, Known], made: Collection[str], leaned_on: Collection[str] = ()
) -> Inverse:
    """What undoes an order, or carries it out again where it stands among the undone.

    ``known`` are all events of each record that it changed, and ``made`` the ids of those that it brought into being:
    they are withdrawn where nobody else has said anything of them. Those ``leaned_on``, children of whom something
    stands that the order did not say, are left where they are: with them it would go out of sight.
    """
    again = done in found.redo
    changes: list[tuple[Change, tuple[str, ...]]] = []
    left: list[Left] = []
    for events in known.values():
        event = next(each for each in events.values() if each.order == done.id)
        record = _Record(event, events, fold(events), found.of)
        if event.record_id in leaned_on and not again:
            left.append(Left(event.record, event.record_id, WITHDRAWN))
            continue
        if event.record_id in made:
            rounds = record.brought_back() if again else record.withdrawn()
        else:
            rounds = record.done_again() if again else record.taken_back()
        carriers = {each_id for each_id, each in events.items() if each.order == done.carrier}
        for values in rounds:
            change = Change(child=event.child, record=event.record, record_id=event.record_id, set=values)
            changes.append((change, tuple(sorted(carriers | set(record.state.seen_by(values))))))
        given = {name for values in rounds for name in values}
        left += [Left(event.record, event.record_id, name) for name in event.set if name not in given]
    return Inverse(tuple(changes), tuple(left))


@dataclass(frozen=True, slots=True)
class _Record:
    """A record that an order changed: its event, all events, how it stands, and whose undos and redos are whose."""

    event: Event = field(repr=False)
    known: Known = field(repr=False)
    state: Folded = field(repr=False)
    of: Mapping[str, str]

    def withdrawn(self) -> list[dict[str, Value]]:
        """Out of sight, saying all that goes, where all of it is the order's own."""
        own = all(self._stands(name) == self._said(name) for name in self.state.heads)
        return [{**self.state.values, WITHDRAWN: True}] if own else []

    def brought_back(self) -> list[dict[str, Value]]:
        """In sight again, each field as the order set it, where nothing else was said of it."""
        return self._where_untouched({**self.event.set, WITHDRAWN: False})

    def done_again(self) -> list[dict[str, Value]]:
        """Each field as the order set it, where it stands as it did before."""
        return self._where_untouched(self.event.set)

    def taken_back(self) -> list[dict[str, Value]]:
        """Each field as it stood before the order, where it stands as the order set it.

        A field that was disputed had several values: each round has one of them, and rounds that have not seen each
        other stand beside each other again.
        """
        rounds: list[dict[str, Value]] = []
        for name in self.event.set:
            if self._stands(name) == self._said(name):
                before = [self.known[each].set[name] for each in replaced(self.event, name, self.known)]
                for number, value in enumerate(before or [False if name == WITHDRAWN else None]):
                    if number == len(rounds):
                        rounds.append({})
                    rounds[number][name] = value
        return rounds

    def _where_untouched(self, values: Values) -> list[dict[str, Value]]:
        same = {
            name: value
            for name, value in values.items()
            if self._stands(name) == self._origins(replaced(self.event, name, self.known), name)
        }
        return [same] if same else []

    def _said(self, name: str) -> set[str]:
        return {self.event.id} if name in self.event.set else set()

    def _stands(self, name: str) -> set[str]:
        return self._origins(self.state.heads.get(name, ()), name)

    def _origins(self, ids: Iterable[str], name: str) -> set[str]:
        """What these events stand for in a field.

        An undo stands for what was there before its order, a redo for its order's own event, all else for itself.
        """
        found: set[str] = set()
        waiting = list(ids)
        while waiting:
            each = waiting.pop()
            order = self.of.get(self.known[each].order)
            own = next((known for known in self.known.values() if known.order == order), None)
            if own is None:
                found.add(each)
            elif self.known[each].order_name == UNDO:
                waiting += replaced(own, name, self.known)
            elif name in own.set:
                found.add(own.id)
        return found
