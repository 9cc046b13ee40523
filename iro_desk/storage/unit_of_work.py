"""One transaction: reads frozen records, gathers an order's changes, and lands them as one signed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from iro_desk.domain import undoing
from iro_desk.domain.events import NOTHING, WITHDRAWN, Change, Folded, Record
from iro_desk.domain.history import Dispute, Version, disputes, versions
from iro_desk.services.ports import Clock, Found
from iro_desk.storage import attachments, drafts, fold, identity, journal, search
from iro_desk.storage.merged import Merged, merged


class Work:
    """The unit of work over the encrypted database."""

    def __init__(self, connection: Connection, device: journal.Device, clock: Clock) -> None:
        self._connection = connection
        self._device = device
        self._clock = clock
        self._wanted: dict[str, Change] = {}
        self._given_back: list[tuple[Change, tuple[str, ...]]] = []
        self._known_merged: Merged | None = None

    @property
    def _merged(self) -> Merged:
        if self._known_merged is None:
            self._known_merged = merged(self._connection)
        return self._known_merged

    def records(self, kind: str, child: str | None = None) -> tuple[Record, ...]:
        """Every record of a kind that is not withdrawn, as the transaction found it; of one child, if given."""
        one = self._merged
        if not one.into:
            return fold.records(self._connection, kind, child)
        children: tuple[str | None, ...] = one.all_of(child) if child else (None,)
        found = (each for some in children for each in fold.records(self._connection, kind, some))
        return tuple(one.read(each) for each in found if kind != "child" or each.id not in one.into)

    def record(self, kind: str, record_id: str) -> Record | None:
        """One record; None where there is none, or it is withdrawn. A merged child is the one merged into."""
        found = fold.record(self._connection, kind, self._merged.one(record_id) if kind == "child" else record_id)
        return self._merged.read(found) if found else None

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

    def moment(self) -> str:
        """Now, for display only."""
        return journal.moment(self._clock.now())

    def count_events(self) -> int:
        """How many events the journal holds."""
        return journal.count(self._connection)

    def versions(self, kind: str, record_id: str) -> tuple[Version, ...]:
        """Everything that was ever said of a record, oldest first."""
        return versions(kind, journal.events_as_arrived(self._connection, record_id))

    def disputes(self, child: str | None) -> tuple[Dispute, ...]:
        """The fields of a child's records, or of the desk's own, in which two values stand."""
        children: tuple[str | None, ...] = self._merged.all_of(child) if child else (None,)
        disputed = [each for some in children for each in fold.disputed(self._connection, some)]
        events = journal.events_of_records(self._connection, [record_id for _, record_id in disputed])
        return tuple(each for kind, record_id in disputed for each in disputes(kind, record_id, events[record_id]))

    def disputes_of(self, kind: str, record_id: str) -> tuple[Dispute, ...]:
        """The fields of one record in which two values stand."""
        events = journal.events_of_records(self._connection, [record_id])
        return tuple(disputes(kind, record_id, events[record_id])) if record_id in events else ()

    def stacks(self, never: frozenset[str]) -> undoing.Stacks:
        """What this device can undo and redo; orders named in ``never`` are not undone."""
        seen = journal.orders_seen(self._connection, self._device.id, {undoing.UNDO, undoing.REDO})
        return undoing.stacks(journal.own_orders(self._connection, self._device.id), seen, never)

    def inverse(self, done: undoing.Done, stacks: undoing.Stacks, most: int | None = None) -> undoing.Inverse:
        """What would undo this order, or carry it out again where it stands among the undone; of so many records."""
        records = journal.records_of_order(self._connection, done.id)[:most]
        known = journal.events_of_records(self._connection, records)
        made = journal.records_made(self._connection, done.id)
        children = {record for record in made & known.keys() if next(iter(known[record].values())).record == "child"}
        return undoing.inverse(done, stacks, known, made, self._leaned_on(children, made) if children else ())

    def _leaned_on(self, children: Collection[str], made: Collection[str]) -> set[str]:
        """Those of these children of whom something stands that is none of the records ``made``, or is being typed."""
        typed = {child for child, _, _ in drafts.forms(self._connection)}
        return {each for each in children if each in typed or fold.holds_more(self._connection, each, made)}

    def children_of(self, order_id: str) -> frozenset[str]:
        """The children whose records this order changed."""
        return frozenset(self._merged.one(each) for each in journal.children_of_order(self._connection, order_id))

    def give_back(self, changes: Sequence[tuple[Change, tuple[str, ...]]]) -> None:
        """Want these changes, each with the events that it replaces, as an undo or a redo works them out."""
        self._given_back += changes

    def look(self, words: str, most: int, *, best: bool) -> tuple[Found, ...]:
        """What these words find in names and notes: newest first, or the best match."""
        found = search.look(self._connection, words, most, best=best)
        if not self._merged.into:
            return tuple(found)
        return tuple(replace(each, child=self._one_child(each.child)) for each in found)

    def _one_child(self, child: Record) -> Record:
        return (self.record("child", child.id) or child) if child.id in self._merged.into else child

    def keep_draft(self, child: str, form: str, values: dict[str, str]) -> None:
        """Keep what is typed in fields of this form of this child, outside the journal."""
        drafts.keep(self._connection, child, form, values, self._clock.now())

    def draft(self, child: str, form: str) -> dict[str, str]:
        """What was typed in this form of this child and not saved."""
        return drafts.read(self._connection, child, form)

    def drafts(self) -> tuple[tuple[str, str, str], ...]:
        """Every form with something typed and not saved: child, form and moment, newest first."""
        return tuple(drafts.forms(self._connection))

    def forget_draft(self, child: str, form: str) -> None:
        """Destroy the draft of this form of this child, together with what the order lands."""
        drafts.forget(self._connection, child, form)

    def keep_attachment(self, content: bytes, kind: str) -> str:
        """Keep this content; its hash."""
        return attachments.keep(self._connection, content, kind)

    def attachment(self, wanted: str) -> bytes | None:
        """The content with this hash; None where it is not here."""
        return attachments.read(self._connection, wanted)

    def setting(self, name: str) -> str | None:
        """What the desk keeps about itself outside the journal, by name."""
        return identity.setting_of(self._connection, name)

    def keep_setting(self, name: str, value: str) -> None:
        """Keep this about the desk, outside the journal."""
        identity.keep(self._connection, name, value)

    def land(self, name: str) -> tuple[str | None, frozenset[str]]:
        """Append the order and fold it: its id and the kinds of record it changed. None where nothing changes."""
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for change in self._wanted.values():
            by_kind[change.record].append(change.record_id)
        before = fold.standing(self._connection, by_kind)
        streams = fold.streams(self._connection, by_kind) if self._merged.into else {}
        wanted = [
            (
                replace(real, child=streams.get(real.record_id, real.child)),
                before.get(real.record_id, NOTHING).seen_by(real.set),
            )
            for change in self._wanted.values()
            if (real := _really(change, before.get(change.record_id, NOTHING))).set
        ]
        wanted += self._given_back
        if not wanted:
            return None, frozenset()
        order_id, events = journal.append(self._connection, self._device, name, wanted, self._clock.now())
        fold.refold(self._connection, events)
        return order_id, frozenset(each.record for each in events)


def _really(change: Change, before: Folded) -> Change:
    """The change without the fields that stand undisputed at the value wanted.

    A withdrawal says all that it withdrew: another copy that changed one of the fields meanwhile is then in dispute
    with it, and the change is not lost out of sight.
    """
    if change.set.get(WITHDRAWN) is True and not before.withdrawn:
        return replace(change, set={**before.values, **change.set})
    same = {
        name
        for name, value in change.set.items()
        if name in before.values and before.values[name] == value and name not in before.conflicts
    }
    return replace(change, set={name: value for name, value in change.set.items() if name not in same})
