"""The clocks. Nothing else in the program asks the system for the day or the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


class SystemClock:
    """The machine's own clock."""

    def today(self) -> date:
        """The local calendar day."""
        return datetime.now().astimezone().date()

    def now(self) -> datetime:
        """The moment, in UTC, for display only: nothing is ordered or decided by it."""
        return datetime.now(tz=UTC)


@dataclass(frozen=True)
class StandingClock(SystemClock):
    """A clock whose day stands still, as ``--as-at`` and practice desks ask."""

    day: date

    def today(self) -> date:
        """The day it stands on."""
        return self.day


@dataclass(frozen=True)
class FixedClock:
    """A clock that never moves: for tests, and wherever output must not depend on the moment."""

    moment: datetime

    def today(self) -> date:
        """The moment's own day."""
        return self.moment.date()

    def now(self) -> datetime:
        """The moment."""
        return self.moment
