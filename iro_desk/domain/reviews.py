"""A review that was held, in one part or two, and what two entries of one review make of each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter

NEAR = timedelta(days=10)
"""A review in an extract within this of one recorded here may be the same one; the officer is asked."""


class Place(StrEnum):
    """Which review the first that the files show is, where the officer has said it."""

    FIRST = "first"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review that was held; one that met on several days is one review, from the first of them."""

    id: str
    held: date
    """The day it first met: limits are tested against it and the next is counted from it, unless a policy says so."""
    code: str | None = None
    """How the child took part: PN0 to PN7."""
    met_again: tuple[date, ...] = ()
    """The other days on which it met (a series of meetings)."""
    adjourned: bool = False
    """It is not completed yet."""
    place: Place | None = None
    """Where reviews before it may be in no file: what the officer says."""
    recorded_on: date | None = None
    """The day on which it was recorded here; None where only an extract tells of it."""
    told: date | None = None
    """The day on which the extract has it, where it was recorded here."""
    told_code: str | None = field(default=None, repr=False)
    """How the child took part, as the extract has it, where it was recorded here."""
    outside: bool = False
    """It stands outside the sequence: the next is not counted from it, by what the officer says."""
    perhaps: str | None = None
    """The id of an entry close by that may be the same review: nobody has said yet."""

    @property
    def parts(self) -> int:
        """On how many days it met."""
        return 1 + len(self.met_again)

    @property
    def completed(self) -> date | None:
        """The day of its last meeting; None while it is adjourned."""
        return None if self.adjourned else max((self.held, *self.met_again))

    @property
    def in_parts(self) -> bool:
        """Whether it is one of a series of meetings."""
        return self.adjourned or bool(self.met_again)


def oldest_first(reviews: Iterable[Review]) -> list[Review]:
    """These reviews by their day."""
    return sorted(reviews, key=attrgetter("held", "id"))


def that_count(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews that the clock counts by: those in the sequence, and of two that may be one the earlier, from which
    the next is due sooner.
    """
    counted = tuple(each for each in reviews if not each.outside)
    if not any(each.perhaps for each in counted):
        return counted
    known = {each.id: each for each in counted}
    out: set[str] = set()
    for each in known.values():
        other = known.get(each.perhaps or "")
        if other:
            out.add(max(each, other, key=attrgetter("held", "id")).id)
    return tuple(each for each in counted if each.id not in out)
