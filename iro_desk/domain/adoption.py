"""Adoption as the episodes tell of it: from when a child was authorised, placed, and returned.

Temporary stays (T0 to T4) do not end an adoption placement (SI 2005/389 reg. 36; domain.md section 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from iro_desk.domain.children import AUTHORISED, PLACED_FOR_ADOPTION, TEMPORARY, Episode
from iro_desk.domain.dates import Period


@dataclass(frozen=True, slots=True)
class Placing:
    """A stretch in which the child was placed for adoption, and the episodes in which it began and ended."""

    days: Period
    began: str
    returned: str | None = None
    """The episode of the return, while the child stayed in care."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a care period holds of adoption, oldest first."""

    authorised: tuple[Period, ...] = ()
    placings: tuple[Placing, ...] = ()

    def authority_on(self, day: date) -> date | None:
        """Since when the child was authorised on this day, the day on which that ended included; None where not."""
        found = [each.start for each in self.authorised if each.start <= day and (each.end is None or day <= each.end)]
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
    for each in episodes:
        still = bool(placed) and placed[-1][1] and each.placement in TEMPORARY
        placed.append((each, each.placement in PLACED_FOR_ADOPTION or still))
    return Adoption(
        tuple(Period(first.start, _end(last, after)) for first, last, after in authorised),
        tuple(
            Placing(Period(first.start, _end(last, after)), first.id, after.id if after else None)
            for first, last, after in _stretches(placed)
        ),
    )


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
