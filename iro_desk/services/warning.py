"""Whose IRO is whose: what may not be, or should not, among the children who are looked after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from iro_desk.domain.children import care_periods
from iro_desk.domain.events import Record, Value, Values
from iro_desk.domain.naming import full_name, shown_by
from iro_desk.domain.people import CaseloadWarning, Kind, Person, caseload_warnings
from iro_desk.services.caseload import episode_of
from iro_desk.services.finding import numbers_of
from iro_desk.services.messages import Question
from iro_desk.services.ports import Clock, UnitOfWork

CHOICE, CHOSEN = "choice", "chosen"
"""The records of a choice: that one was made, and each number that is in it."""
A_MOTHER = "1"


def is_chosen(child: Record, chosen: Collection[str] | None) -> bool:
    """Whether a child is in a choice, under any of their numbers; every child is where nobody was chosen."""
    return chosen is None or not numbers_of(child).isdisjoint(chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """A child whom a warning concerns, and who their IRO is."""

    child: str
    name: str = field(repr=False)
    """In full; nothing where the desk has no name."""
    iro: str = field(repr=False)
    """Nothing where nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLine:
    """What is amiss with whose child is whose, and the children whom it concerns."""

    kind: Kind
    children: tuple[Concerned, ...]

    @property
    def of_mother_and_baby(self) -> bool:
        """Whether it is of a mother and her baby, in this order; otherwise of siblings."""
        return self.kind is Kind.MOTHER_AND_BABY

    @property
    def words(self) -> str:
        """One sentence, children by number."""
        if self.of_mother_and_baby:
            mother, baby = self.children
            return (
                f"{mother.child} is a mother, and {baby.child} was born on the day her baby was; both have the IRO "
                f"{mother.iro}. A mother and her baby may not have one IRO."
            )
        whose = ", ".join(f"{each.child} ({each.iro or 'IRO not known'})" for each in self.children)
        return f"Brothers and sisters with different IROs: {whose}. They normally share one."


@dataclass(frozen=True, kw_only=True)
class CaseloadWarnings(Question[tuple[WarningLine, ...]]):
    """Which children have an IRO whom they may not, or should not, have? Only those of one child, if given."""

    child: str | None = None


def caseload_warnings_of(question: CaseloadWarnings, work: UnitOfWork, *, clock: Clock) -> tuple[WarningLine, ...]:
    """Answer ``CaseloadWarnings``."""
    lines = warning_lines(work, clock.today())
    return tuple(each for each in lines if question.child in {None, *(one.child for one in each.children)})


def warning_lines(
    work: UnitOfWork,
    today: date,
    *,
    told: Mapping[str, Values] | None = None,
    mine: Callable[[Record], bool] | None = None,
) -> tuple[WarningLine, ...]:
    """The warnings as they will be once what is ``told`` has landed, by child, and the choice says which are ``mine``.

    A child of the caseload without an IRO is the officer's; of one who was stored and is no longer chosen nobody knows.
    """
    numbers = chosen_numbers(work)
    own = mine or (lambda child: is_chosen(child, numbers))
    officer = next((str(each.values["officer"] or "") for each in work.records("desk")), "")
    records = {each.id: _with(each, (told or {}).get(each.id, {})) for each in work.records("child")}
    people = {}
    for each in records.values():
        people[each.id] = _person(each, officer if own(each) else "")
    first = caseload_warnings(people.values())
    in_care = {child for each in first for child in each.children if _looked_after(work, child, today)}
    lasting = caseload_warnings(people[each] for each in in_care)
    lines = (_line(each, records) for each in lasting)
    return tuple(sorted(lines, key=lambda each: (each.kind, [one.child for one in each.children])))


def chosen_numbers(work: UnitOfWork) -> frozenset[str] | None:
    """The numbers of the children whom the officer chose; None where nobody was chosen, and every child is kept."""
    if not work.records(CHOICE):
        return None
    return frozenset(str(each.values["number"]) for each in work.records(CHOSEN))


def _with(record: Record, told: Values) -> Record:
    values: dict[str, Value] = {**record.values, **told}
    return Record(kind=record.kind, id=record.id, child=record.child, values=values)


def _person(record: Record, officer: str) -> Person:
    values = record.values
    mother = _day(values["mother_since"]) if values["mother"] == A_MOTHER else None
    return Person(
        id=record.id,
        born=_day(values["born"]),
        mother_since=mother,
        sibling_group=str(values["sibling_group"] or ""),
        iro=str(values["iro"] or officer),
    )


def _looked_after(work: UnitOfWork, child: str, today: date) -> bool:
    periods = care_periods((episode_of(each) for each in work.records("episode", child)), today)
    return any(each.start <= today and (each.end is None or each.end > today) for each in periods)


def _line(warning: CaseloadWarning, records: Mapping[str, Record]) -> WarningLine:
    children = [
        Concerned(child=shown_by(records[child].values, child), name=full_name(records[child].values), iro=iro)
        for child, iro in zip(warning.children, warning.iros, strict=True)
    ]
    if warning.kind is Kind.SIBLINGS:
        children.sort(key=lambda each: each.child)
    return WarningLine(kind=warning.kind, children=tuple(children))


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
