"""The law that the program carries: the rule book in force and the calendar of working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from iro_desk.domain.dates import WorkingDays
from iro_desk.domain.law import Law, RuleBook
from iro_desk.errors import Refused
from iro_desk.reference.reading import read


@dataclass(frozen=True)
class CalendarFile:
    """A calendar as its file writes it: ``published_to`` is not included."""

    source: str
    published_from: date
    published_to: date
    days: dict[str, str]


def rule_books() -> tuple[RuleBook, ...]:
    """Every rule book that the program carries, oldest first."""
    folder = files("resources").joinpath("rules")
    books = [read(each, RuleBook) for each in folder.iterdir() if each.name.endswith(".toml")]
    for book in books:
        ids = [rule.id for rule in book.rule]
        if len(ids) != len(set(ids)):
            raise Refused(f"The rule book {book.edition} names a rule twice.")
        for rule in book.rule:
            if bool(rule.within) == bool(rule.before):
                raise Refused(f"The rule book {book.edition} says of {rule.id} neither, or both, of within and before.")
    return tuple(sorted(books, key=lambda each: each.in_force_from))


def working_days() -> WorkingDays:
    """England and Wales."""
    file = read(files("resources").joinpath("calendars", "england_and_wales.toml"), CalendarFile)
    return WorkingDays(
        {date.fromisoformat(day): name for day, name in file.days.items()}, file.published_from, file.published_to
    )


def law_on(day: date) -> Law:
    """The law in force on this day; before the first book, the first."""
    books = rule_books()
    in_force = [book for book in books if book.in_force_from <= day]
    return Law((in_force or books[:1])[-1], working_days())
