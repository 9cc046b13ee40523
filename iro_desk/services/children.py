"""One child as the desk keeps them: their names, and the page that shows what is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from iro_desk.domain.dates import age_on
from iro_desk.domain.events import Change, Record
from iro_desk.domain.naming import full_name, initials, shown_by
from iro_desk.errors import Refused
from iro_desk.services.access import seen
from iro_desk.services.contacting import ContactLine, contact_lines
from iro_desk.services.finding import child_record
from iro_desk.services.history import DisputeLine, dispute_lines
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import Clock, UnitOfWork

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildName:
    """A child in a list, by number and by name."""

    child: str
    name: str = field(repr=False)
    """In full; nothing where the desk has no name."""
    initials: str
    age: int | None
    """Whole years on the desk's day; None when the birthday is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPageView:
    """What the desk keeps of one child."""

    child: str
    """The case system's number, or ``~`` and the desk's own id."""
    id: str
    name: str = field(repr=False)
    initials: str
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    known_as: str = field(repr=False)
    born: date | None = field(repr=False)
    age: int | None
    contacts: tuple[ContactLine, ...]
    """Newest first."""
    disputes: tuple[DisputeLine, ...]
    """Fields in which two values stand until a person chooses."""


@dataclass(frozen=True, kw_only=True)
class Children(Question[tuple[ChildName, ...]]):
    """Which children are on this desk? By last name, those without a name by number after them."""


@dataclass(frozen=True, kw_only=True)
class ChildPage(Question[ChildPageView]):
    """What does the desk keep of this child?"""

    child: str


@dataclass(frozen=True, kw_only=True)
class NameChild(Order[str]):
    """Give a child their names; gives back the sentence that says so."""

    words: ClassVar = "names"

    child: str
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    known_as: str = field(default="", repr=False)
    """What the child likes to be called, where that is not the first name."""


@dataclass(frozen=True, kw_only=True)
class OpenChild(Order[None]):
    """Say that a child's page was opened, which everyone who answers for the child may ask."""

    words: ClassVar = "page opened"
    undoable: ClassVar = False

    child: str


def name_child(order: NameChild, work: UnitOfWork) -> str:
    """Carry out ``NameChild``. Refused where no name is given, or one is too long."""
    child = child_record(work, order.child)
    names = {"first_name": order.first_name, "last_name": order.last_name, "known_as": order.known_as}
    names = {field: " ".join(name.split()) for field, name in names.items()}
    if not names["first_name"] and not names["last_name"]:
        raise Refused("Type a first name or a last name.", field="first_name")
    for name, value in names.items():
        if len(value) > LONGEST_NAME:
            raise Refused(f"A name has at most {LONGEST_NAME} letters; this one has {len(value)}.", field=name)
    work.change([Change(child=child.id, record="child", record_id=child.id, set=dict(names))])
    work.forget_draft(child.id, "names")
    return "Names saved."


def open_child(order: OpenChild, work: UnitOfWork) -> None:
    """Carry out ``OpenChild``."""
    work.change([seen(work, "opened", child=child_record(work, order.child).id)])


def children(_: Children, work: UnitOfWork, *, clock: Clock) -> tuple[ChildName, ...]:
    """Answer ``Children``."""
    rows = [(str(each.values["last_name"] or ""), _in_list(each, clock.today())) for each in work.records("child")]
    return tuple(row for _, row in sorted(rows, key=lambda each: (not each[1].name, each[0].casefold(), each[1].child)))


def child_page(question: ChildPage, work: UnitOfWork, *, clock: Clock) -> ChildPageView:
    """Answer ``ChildPage``. Refused where no child has the number."""
    record = child_record(work, question.child)
    line = _in_list(record, clock.today())
    return ChildPageView(
        child=line.child,
        id=record.id,
        name=line.name,
        initials=line.initials,
        first_name=str(record.values["first_name"] or ""),
        last_name=str(record.values["last_name"] or ""),
        known_as=str(record.values["known_as"] or ""),
        born=_born(record),
        age=line.age,
        contacts=contact_lines(work, record.id),
        disputes=dispute_lines(work, record.id),
    )


def _in_list(record: Record, today: date) -> ChildName:
    shown, born = shown_by(record.values, record.id), _born(record)
    return ChildName(
        child=shown,
        name=full_name(record.values),
        initials=initials(record.values, shown),
        age=age_on(born, today) if born else None,
    )


def _born(record: Record) -> date | None:
    born = record.values["born"]
    return date.fromisoformat(born) if isinstance(born, str) else None
