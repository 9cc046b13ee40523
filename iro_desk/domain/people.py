"""The people round a child, as files and officers name them, and what may not be: mother and baby with one IRO."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations

from iro_desk.domain.events import Value
from iro_desk.domain.extracts import RefusedRow
from iro_desk.domain.history import Version

NUMBER = "number"
FACTS: Mapping[str, str] = {
    "first_name": "first name",
    "last_name": "last name",
    "known_as": "preferred name",
    "team": "team",
    "social_worker": "social worker",
    "iro": "IRO",
    "sibling_group": "sibling group",
    "school": "school",
}
"""What a people file tells of a child, by the desk's name of the field, in words."""
FIELDS: Mapping[str, str] = {NUMBER: "child's number", **FACTS}
"""The columns of a people file."""
LEFT_OUT = "-"
"""In place of a heading: this field is read from no column."""
BY_HAND = frozenset({"NameChild", "Settle"})
"""The orders by which an officer says themselves what stands in a field."""

Columns = Mapping[str, str]
"""By field: the heading of its column, in capitals; ``LEFT_OUT`` where it is read from none."""
Remembered = Mapping[frozenset[str], Columns]
"""By the set of a file's headings, in capitals: how its columns were read before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What a people file says of one child."""

    line: int
    number: str
    values: Mapping[str, str] = field(repr=False)
    """Of ``FACTS``: those that are not blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFile:
    """A people file, read: its good rows, one a child, and those that were refused."""

    file: str
    headings: frozenset[str] = field(repr=False)
    """In capitals."""
    columns: Columns = field(repr=False)
    written: Mapping[str, str] = field(repr=False)
    """By field that is read: its heading as it stands in the file."""
    not_read: tuple[str, ...] = field(repr=False)
    """The headings, as they stand in the file, that no field is read from."""
    rows: tuple[PersonRow, ...]
    refused: tuple[RefusedRow, ...]


def typed_by_hand(versions: Iterable[Version], name: str, value: Value) -> bool:
    """Whether an officer said themselves that this is what stands in a field, also that nothing does."""
    return any(
        name in each.set and each.set[name] == value and (value or each.was.get(name))
        for each in versions
        if each.order_name in BY_HAND
    )


def likely_number(number: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known numbers that are this one with zeros before it, or without."""
    bare = number.lstrip("0")
    return tuple(sorted(each for each in known if each != number and each.lstrip("0") == bare))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A child who is looked after, as far as it matters who their IRO is."""

    id: str
    born: date | None = field(default=None, repr=False)
    mother_since: date | None = field(default=None, repr=False)
    """The birthday of her baby; None where she is no mother, or nobody knows."""
    sibling_group: str = field(default="", repr=False)
    iro: str = field(default="", repr=False)
    """Nothing where nobody knows."""


class Kind(StrEnum):
    """What is amiss with whose child is whose."""

    MOTHER_AND_BABY = "mother and baby"
    """A looked-after mother and a child born on the day her baby was have one IRO."""
    SIBLINGS = "siblings"
    """Children of one sibling group have different IROs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadWarning:
    """Children whose IROs may not, or should not, be as they are (IRO Handbook)."""

    kind: Kind
    children: tuple[str, ...]
    """Their ids; a mother before her baby, siblings in order."""
    iros: tuple[str, ...] = field(repr=False)
    """The IRO of each, in the same order; nothing where nobody knows."""


def caseload_warnings(people: Iterable[Person]) -> tuple[CaseloadWarning, ...]:
    """What is amiss with who reviews whom, among children who are looked after: a function of the set alone."""
    everyone = sorted(people, key=lambda each: each.id)
    pairs = {(mother.id, baby.id): (mother, baby) for mother, baby in _mothers_and_babies(everyone)}
    shared = [
        _warning(Kind.MOTHER_AND_BABY, pair)
        for _, pair in sorted(pairs.items())
        if same_officer(pair[0].iro, pair[1].iro)
    ]
    return (*shared, *_siblings(everyone, set(pairs)))


def same_officer(one: str, other: str) -> bool:
    """Whether two names are one officer's: ``Reed, Tom`` is ``Tom Reed``. Without a name nobody is anybody."""
    return bool(_officer(one)) and _officer(one) == _officer(other)


def _officer(name: str) -> str:
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and "," not in first else name
    return " ".join(re.findall(r"\w+", turned.casefold()))


def _mothers_and_babies(people: list[Person]) -> Iterator[tuple[Person, Person]]:
    born: defaultdict[date, list[Person]] = defaultdict(list)
    for each in people:
        if each.born:
            born[each.born].append(each)
    for mother in people:
        if mother.mother_since:
            yield from ((mother, baby) for baby in born[mother.mother_since] if baby.id != mother.id)


def _siblings(people: list[Person], apart: set[tuple[str, str]]) -> Iterator[CaseloadWarning]:
    """Groups in which two have different IROs who are not a mother and her baby: those two must."""
    groups: defaultdict[str, list[Person]] = defaultdict(list)
    for each in people:
        if group := " ".join(each.sibling_group.casefold().split()):
            groups[group].append(each)
    for _, group_of in sorted(groups.items()):
        if any(_differ(one, other, apart) for one, other in combinations(group_of, 2)):
            yield _warning(Kind.SIBLINGS, tuple(group_of))


def _differ(one: Person, other: Person, apart: set[tuple[str, str]]) -> bool:
    known = _officer(one.iro) and _officer(other.iro)
    return bool(known) and not same_officer(one.iro, other.iro) and not {(one.id, other.id), (other.id, one.id)} & apart


def _warning(kind: Kind, people: tuple[Person, ...]) -> CaseloadWarning:
    return CaseloadWarning(
        kind=kind, children=tuple(each.id for each in people), iros=tuple(each.iro for each in people)
    )
