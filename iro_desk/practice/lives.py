"""An invented child's life in care, told as the return tells it: stay by stay."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from iro_desk.domain.children import SHORT_BREAKS
from iro_desk.domain.dates import A_DAY, birthday

CONTINUES = "X1"
ADULT = 18


@dataclass(frozen=True, slots=True)
class Home:
    """Where a child lives: the return's PLACE and PLACE_PROVIDER codes, its postcode, its Ofsted number."""

    place: str
    provider: str
    postcode: str = ""
    urn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A stretch with one legal status in one home; ``end`` is the day it is left."""

    start: date
    began: str
    legal_status: str
    home: Home
    need: str
    end: date | None = None
    ended: str = ""
    moved_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A time away: missing (M) or without authorisation (A)."""

    kind: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review that was held, and how the child took part."""

    held: date
    code: str


@dataclass(slots=True, kw_only=True)
class Life:
    """One invented child. Nothing in it lies after ``today``."""

    today: date
    family: int
    first: str = field(repr=False)
    last: str = field(repr=False)
    ethnicity: str = field(repr=False)
    sex: str
    """``F`` or ``M``."""
    born: date = field(repr=False)
    home_postcode: str = field(repr=False)
    number: str = field(default="", repr=False)
    upn: str = field(default="", repr=False)
    stays: list[Stay] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    liberty: list[tuple[date, date]] = field(default_factory=list)
    """Orders that deprive of liberty: from, and to."""
    unaccompanied: bool = False
    mother_since: date | None = None
    siblings: int = 1
    """How many of the family are in the caseload."""
    late_after: date | None = None
    """The first review whose limit is after this day is held too late."""
    due_in: int = 0
    """Days from today until the next review is due, or a few less; overdue below zero, left to chance at zero."""

    @property
    def short_breaks(self) -> bool:
        """Whether the child is in short breaks only."""
        return all(each.legal_status in SHORT_BREAKS for each in self.stays)

    @property
    def grown(self) -> date:
        """The eighteenth birthday, on which care ends."""
        return birthday(self.born, ADULT)

    @property
    def in_care(self) -> bool:
        """Whether the child is looked after today."""
        return self.short_breaks or self.stays[-1].end is None

    def comes(self, day: date, legal_status: str, home: Home, need: str) -> None:
        """Become looked after, for the first time or again."""
        if day <= self.today:
            self.stays.append(Stay(start=day, began="S", legal_status=legal_status, home=home, need=need))

    def moves(self, day: date, home: Home, because: str = "", *, began: str = "P") -> None:
        """Live somewhere else; a stay in hospital has no reason."""
        self._turn(day, began=began, home=home, because=because)

    def stands(self, day: date, legal_status: str) -> None:
        """Stand under another legal status, in the same home."""
        self._turn(day, began="L", legal_status=legal_status)

    def stands_and_moves(self, day: date, legal_status: str, home: Home, because: str = "CARPL") -> None:
        """Both on one day."""
        self._turn(day, began="B", legal_status=legal_status, home=home, because=because)

    def leaves(self, day: date, ended: str) -> None:
        """Cease to be looked after."""
        last = self.stays[-1]
        if last.end is None and last.start < day <= self.today:
            self.stays[-1] = replace(last, end=day, ended=ended)

    def grows_up(self, ended: str) -> None:
        """Leave on the eighteenth birthday, if it has come."""
        self.leaves(self.grown, ended)

    def _turn(
        self, day: date, *, began: str, home: Home | None = None, legal_status: str = "", because: str = ""
    ) -> None:
        last = self.stays[-1]
        day = max(day, last.start + A_DAY)
        if last.end is not None or day > min(self.today, self.grown - A_DAY):
            return
        self.stays[-1] = replace(last, end=day, ended=CONTINUES, moved_because=because)
        self.stays.append(
            Stay(
                start=day,
                began=began,
                legal_status=legal_status or last.legal_status,
                home=home or last.home,
                need=last.need,
            )
        )
