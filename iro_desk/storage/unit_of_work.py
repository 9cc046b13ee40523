"""One transaction: reads frozen records, gathers an order's changes, and lands them as one signed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from iro_desk.domain.events import NOTHING, Change, Folded, Record
from iro_desk.services.ports import Clock
from iro_desk.storage import fold, journal


class Work:
    """The unit of work over the encrypted database."""

    def __init__(self, connection: Connection, device: journal.Device, clock: Clock) -> None:
        self._connection = connection
        self._device = device
        self._clock = clock
        self._wanted: dict[str, Change] = {}

    def records(self, kind: str) -> tuple[Record, ...]:
        """Every record of a kind that is not withdrawn, as it stood when the transaction began."""
        return fold.records(self._connection, kind)

    def change(self, changes: Iterable[Change]) -> None:
        """Want these changes; two of one record become one."""
        for change in changes:
            before = self._wanted.get(change.record_id)
            self._wanted[change.record_id] = (
                replace(change, set={**before.set, **change.set}) if before is not None else change
            )

    def forget(self) -> None:
        """Want nothing after all."""
        self._wanted.clear()

    def new_id(self) -> str:
        """A new record's id."""
        return journal.new_id()

    def count_events(self) -> int:
        """How many events the journal holds."""
        return journal.count(self._connection)

    def land(self, name: str) -> tuple[str | None, frozenset[str]]:
        """Append the order and fold it: its id and the kinds of record it changed. None where nothing changes."""
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for change in self._wanted.values():
            by_kind[change.record].append(change.record_id)
        before = fold.standing(self._connection, by_kind)
        wanted = [
            (real, before.get(real.record_id, NOTHING).seen_by(real.set))
            for change in self._wanted.values()
            if (real := _really(change, before.get(change.record_id, NOTHING))).set
        ]
        if not wanted:
            return None, frozenset()
        order_id, events = journal.append(self._connection, self._device, name, wanted, self._clock.now())
        fold.refold(self._connection, events)
        return order_id, frozenset(each.record for each in events)


def _really(change: Change, before: Folded) -> Change:
    """The change without the fields that stand undisputed at the value wanted."""
    same = {
        name
        for name, value in change.set.items()
        if name in before.values and before.values[name] == value and name not in before.conflicts
    }
    return replace(change, set={name: value for name, value in change.set.items() if name not in same})
