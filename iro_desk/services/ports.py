"""The few protocols that have a fake or a second implementation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from iro_desk.domain.events import Change, Record


class Clock(Protocol):
    """Where the day and the moment come from."""

    def today(self) -> date:
        """The desk's day."""
        ...

    def now(self) -> datetime:
        """The moment, for display only."""
        ...


class UnitOfWork(Protocol):
    """One transaction: what the desk holds, and what an order wants of it. An order's changes land together or not
    at all.
    """

    def records(self, kind: str) -> tuple[Record, ...]:
        """Every record of a kind that is not withdrawn."""
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

    def count_events(self) -> int:
        """How many events the journal holds."""
        ...
