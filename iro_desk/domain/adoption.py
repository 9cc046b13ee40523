"""Adoption as the episodes tell of it: from when a child was authorised, placed, and returned.

Temporary stays (T0 to T4) do not end an adoption placement (SI 2005/389 reg. 36; domain.md section 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from iro_desk.domain.children import AUTHORISED, PLACED_FOR_ADOPTION, STARTED, TEMPORARY, Episode
from iro_desk.domain.dates import Period


@dataclass(frozen=True, slots=True)
class Placing:
    """A stretch in which the child was placed for adoption, and the episodes in which it began and ended."""

    days: Period
    began: str
    returned: str | None = None
    """The episode of the return, while the child stayed in care."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A stretch in which the child was authorised to be placed, and the episode that ended it while care went on."""

    days: Period
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a care period holds of adoption, oldest first."""

    authorised: tuple[Authority, ...] = ()
    placings: tuple[Placing, ...] = ()

    @property
    def turns(self) -> Iterator[tuple[date, str]]:
        """The days on which another clock begins, each with its episode: placings, returns, and orders revoked."""
        for order in self.authorised:
            if order.ended and order.days.end:
                yield order.days.end, order.ended
        for each in self.placings:
            yield each.days.start, each.began
            if each.returned and each.days.end:
                yield each.days.end, each.returned

    def authority_on(self, day: date) -> date | None:
        """Since when the child was authorised on this day, the day on which that ended included; None where not."""
        days = [each.days for each in self.authorised]
        found = [each.start for each in days if each.start <= day and (each.end is None or day <= each.end)]
        return found[-1] if found else None

    def placing_before(self, day: date) -> Placing | None:
        """The last placing that began before this day: a review on the day itself stands under what was before."""
        found = [each for each in self.placings if each.days.start < day]
        return found[-1] if found else None


NONE = Adoption()


def adoption_in(episodes: Sequence[Episode]) -> Adoption:
    """What the episodes of one care period, oldest first, tell of adoption."""
    if not any(each.legal_status in AUTHORISED or each.placement in PLACED_FOR_ADOPTION for each in episodes):
        return NONE
    authorised = _stretches([(each, each.legal_status in AUTHORISED) for each in episodes])
    placed: list[tuple[Episode, bool]] = []
    still = _came_back_to_a_placing(episodes)
    for each in episodes:
        still = (placed[-1][1] if placed else still) and each.placement in TEMPORARY
        placed.append((each, each.placement in PLACED_FOR_ADOPTION or still))
    return Adoption(
        tuple(
            Authority(Period(first.start, _end(last, after)), after.id if after else None)
            for first, last, after in authorised
        ),
        tuple(
            Placing(Period(first.start, _end(last, after)), first.id, after.id if after else None)
            for first, last, after in _stretches(placed)
        ),
    )


def _came_back_to_a_placing(episodes: Sequence[Episode]) -> bool:
    """Whether the first that the files show is a stay away, from where the child came back to an adoption placement."""
    home = next((each for each in episodes if each.placement not in TEMPORARY), None)
    return episodes[0].began != STARTED and home is not None and home.placement in PLACED_FOR_ADOPTION


def _stretches(told: Sequence[tuple[Episode, bool]]) -> list[tuple[Episode, Episode, Episode | None]]:
    """Runs of episodes of which something holds: the first, the last, and the one that followed."""
    found: list[tuple[Episode, Episode, Episode | None]] = []
    first: Episode | None = None
    before: Episode | None = None
    for episode, holds in told:
        if holds and first is None:
            first = episode
        elif not holds and first is not None and before is not None:
            found.append((first, before, episode))
            first = None
        before = episode
    if first is not None and before is not None:
        found.append((first, before, None))
    return found


def _end(last: Episode, after: Episode | None) -> date | None:
    return after.start if after else last.end
