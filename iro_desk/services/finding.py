"""Finding things: a child by the number it is shown by, and names and notes by the words in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from iro_desk.domain.events import Record
from iro_desk.domain.naming import full_name, initials, shown_by
from iro_desk.errors import Refused
from iro_desk.services.messages import Question
from iro_desk.services.ports import Found, UnitOfWork

MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """One record found."""

    kind: str
    """``child`` or ``contact``."""
    id: str
    child: str
    """The case system's number, or ``~`` and the desk's own id."""
    name: str = field(repr=False)
    """The child's name; the number's last four where the desk has none."""
    day: date | None
    """The day that a note is of; None for a name."""
    excerpt: tuple[tuple[str, bool], ...] = field(repr=False)
    """The words round what was found, in pieces; True for those that were looked for."""


@dataclass(frozen=True, kw_only=True)
class Search(Question[tuple[FoundLine, ...]]):
    """Where do these words stand, in names and in all notes?

    Newest first while typing, from the second letter; with ``best``, the best match first.
    """

    typed: str = field(repr=False)
    best: bool = False
    most: int = MOST


def child_record(work: UnitOfWork, shown: str) -> Record:
    """The child shown by this number, or who had it before. Refused where there is none."""
    if shown.startswith("~"):
        found = work.record("child", shown[1:])
    else:
        children = work.records("child")
        found = next((each for each in children if each.values["number"] == shown), None)
        found = found or next((each for each in children if shown in former_numbers(each)), None)
    if found is None:
        raise Refused(f"No child on this desk has the number {shown}.", field="child")
    return found


def former_numbers(child: Record) -> list[str]:
    """The other numbers under which the case system has had a child."""
    others = child.values["other_numbers"]
    return [str(each) for each in others] if isinstance(others, list) else []


def numbers_of(child: Record) -> frozenset[str]:
    """Every number under which the case system has had a child."""
    number = child.values["number"]
    return frozenset([*former_numbers(child), *([str(number)] if number else [])])


def by_number(work: UnitOfWork) -> dict[str, Record]:
    """The children of the desk by every number they have had; the one they have now comes before another's old one."""
    children = work.records("child")
    found = {number: each for each in children for number in former_numbers(each)}
    return found | {str(each.values["number"]): each for each in children if each.values["number"]}


def search(question: Search, work: UnitOfWork) -> tuple[FoundLine, ...]:
    """Answer ``Search``."""
    return tuple(_line(each) for each in work.look(question.typed, question.most, best=question.best))


def _line(found: Found) -> FoundLine:
    shown = shown_by(found.child.values, found.child.id)
    return FoundLine(
        kind=found.kind,
        id=found.record_id,
        child=shown,
        name=full_name(found.child.values) or initials(found.child.values, shown),
        day=found.day,
        excerpt=found.excerpt,
    )
