"""What an extract of the case system says: a folder of the return's tables, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from iro_desk.domain.events import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that could not be taken, with its place and the reason in one sentence."""

    file: str
    line: int
    column: str
    value: str = field(repr=False)
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that the desk did not read."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedChild:
    """One child as an extract tells of them, in the desk's own field names."""

    number: str
    child: Values = field(repr=False)
    episodes: tuple[Values, ...] = field(repr=False)
    reviews: tuple[Values, ...] = field(repr=False)
    doubtful: bool
    """A row about this child's episodes or reviews was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that was read and kept, and that the officer should hear of; once, however many rows have it."""

    file: str
    line: int
    """The first line of it; 0 where it is of the whole file."""
    column: str
    value: str = field(repr=False)
    words: str = field(repr=False)
    """One sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingTime:
    """A time for which a child was missing (M) or away without authorisation (A); None: not known, or not over."""

    number: str = field(repr=False)
    kind: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibertyOrder:
    """An order that deprives a child of liberty; None: not known, or no end given."""

    number: str = field(repr=False)
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTime:
    """A time with one social worker, known by an id; the reason is why it began. None: not known, or not over."""

    number: str = field(repr=False)
    worker: str = field(repr=False)
    start: date | None
    end: date | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A folder of the return's tables, read and checked."""

    year: int
    """The first calendar year of its collection year."""
    to: date
    """The last day that it tells of."""
    fingerprint: str
    """A hash of its files' content."""
    children: tuple[ExtractedChild, ...]
    doubtful: frozenset[str]
    """The numbers of the children of whom an episode or a review was refused."""
    taken: Mapping[str, int]
    """Good rows by table: children, episodes, reviews, uasc."""
    refused: tuple[RefusedRow, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[Remark, ...]
    missing: tuple[MissingTime, ...]
    """Only where ``taken`` names its table does an extract speak of it at all; so with the next two."""
    liberty_orders: tuple[LibertyOrder, ...]
    social_workers: tuple[WorkerTime, ...]
    incomplete: Mapping[str, frozenset[str]]
    """By table: the numbers of the children of whom a row was refused."""
    unplaced: int
    """Refused rows of episodes or reviews whose child is none of this extract's: it may be any of them."""
