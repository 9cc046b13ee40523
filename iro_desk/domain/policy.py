"""A council's own policy: periods shorter than the law's, and which of two lawful readings it takes; never a longer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from iro_desk.domain.dates import Span

OUTWARD = re.compile(r"([A-Z]{1,2})[0-9][0-9A-Z]?")
INWARD = re.compile(r" ?[0-9][A-Z]{2}$")


class SeriesCounts(StrEnum):
    """When a review that met on several days counts as held in time: both readings are lawful (domain.md section 1)."""

    STARTED = "started"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stricter:
    """A shorter period than a rule's, with the council's own source."""

    rule: str
    source: str
    within: Span | None = None
    before: Span | None = None
    under_age: int | None = None
    """Only for a child younger than this on the day that is counted from; whole years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a council's policy file says. A file that says nothing of a matter leaves the law as it is."""

    council: str
    edition: str
    series_counts: SeriesCounts = SeriesCounts.STARTED
    home_districts: tuple[str, ...] = ()
    """Postcode areas or districts that lie in the county: ``BN``, ``TN34``. Where there are none, nobody can tell."""
    stricter: tuple[Stricter, ...] = ()

    @property
    def by_age(self) -> bool:
        """Whether a period depends on how old a child is."""
        return any(each.under_age is not None for each in self.stricter)

    def at_home(self, postcode: str | None) -> bool | None:
        """Whether a postcode lies in the county; None where the policy does not say, or the postcode tells nothing."""
        district = OUTWARD.fullmatch(INWARD.sub("", (postcode or "").upper().strip()))
        if not self.home_districts or district is None:
            return None
        return district[0] in self.home_districts or district[1] in self.home_districts


NONE = Policy(council="", edition="")
"""No policy: the law alone."""
