"""The few protocols that have a fake or a second implementation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from iro_desk.domain.events import Change, Record
from iro_desk.domain.history import Dispute, Version
from iro_desk.domain.undoing import Done, Inverse, Stacks


class Clock(Protocol):
    """Where the day and the moment come from."""

    def today(self) -> date:
        """The desk's day."""
        ...

    def now(self) -> datetime:
        """The moment, for display only."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """One record that a search found: its kind and id, its child with their names, the day it tells of, and the words
    round what was looked for, in pieces: True for those that were.
    """

    kind: str
    record_id: str
    child: Record
    day: date | None
    excerpt: tuple[tuple[str, bool], ...] = field(repr=False)


class Records(Protocol):
    """What can be read of the desk's records."""

    def records(self, kind: str, child: str | None = None) -> tuple[Record, ...]:
        """Every record of a kind that is not withdrawn; of one child, if given."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what the desk holds, and what an order wants of it. An order's changes land together or not
    at all.
    """

    def records(self, kind: str, child: str | None = None) -> tuple[Record, ...]:
        """Every record of a kind that is not withdrawn; of one child, if given."""
        ...

    def record(self, kind: str, record_id: str) -> Record | None:
        """One record; None where there is none, or it is withdrawn."""
        ...

    def change(self, changes: Iterable[Change]) -> None:
        """Want these changes; a field that has the value already is left alone."""
        ...

    def forget(self) -> None:
        """Want nothing after all: the order was a rehearsal."""
        ...

    def new_id(self) -> str:
        """A new record's id: 128 random bits in hex."""
        ...

    def moment(self) -> str:
        """Now, in UTC, ISO 8601 to the millisecond: for display only."""
        ...

    def count_events(self) -> int:
        """How many events the journal holds."""
        ...

    def versions(self, kind: str, record_id: str) -> tuple[Version, ...]:
        """Everything that was ever said of a record, oldest first."""
        ...

    def disputes(self, child: str | None) -> tuple[Dispute, ...]:
        """The fields of a child's records, or of the desk's own, in which two values stand."""
        ...

    def disputes_of(self, kind: str, record_id: str) -> tuple[Dispute, ...]:
        """The fields of one record in which two values stand."""
        ...

    def stacks(self, never: frozenset[str]) -> Stacks:
        """What this device can undo and redo; orders named in ``never`` are not undone."""
        ...

    def inverse(self, done: Done, stacks: Stacks, most: int | None = None) -> Inverse:
        """What would undo this order, or carry it out again where it stands among the undone; of so many
        of its records, if given.
        """
        ...

    def children_of(self, order_id: str) -> frozenset[str]:
        """The children whose records this order changed."""
        ...

    def give_back(self, changes: Sequence[tuple[Change, tuple[str, ...]]]) -> None:
        """Want these changes, each with the events that it replaces."""
        ...

    def look(self, words: str, most: int, *, best: bool) -> tuple[Found, ...]:
        """What these words find in names and notes: newest first, or the best match."""
        ...

    def keep_draft(self, child: str, form: str, values: dict[str, str]) -> None:
        """Keep what is typed in fields of this form of this child, outside the journal."""
        ...

    def draft(self, child: str, form: str) -> dict[str, str]:
        """What was typed in this form of this child and not saved."""
        ...

    def drafts(self) -> tuple[tuple[str, str, str], ...]:
        """Every form with something typed and not saved: child, form and moment, newest first."""
        ...

    def forget_draft(self, child: str, form: str) -> None:
        """Destroy the draft of this form of this child, together with what the order lands."""
        ...

    def keep_attachment(self, content: bytes, kind: str) -> str:
        """Keep this content; its hash."""
        ...

    def attachment(self, wanted: str) -> bytes | None:
        """The content with this hash; None where it is not here."""
        ...

    def setting(self, name: str) -> str | None:
        """What the desk keeps about itself outside the journal, by name."""
        ...

    def keep_setting(self, name: str, value: str) -> None:
        """Keep this about the desk, outside the journal."""
        ...
