"""One child as the desk keeps them: their names, and the page that shows what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from iro_desk.domain.dates import age_on
from iro_desk.domain.events import Change, Record
from iro_desk.domain.law import Law
from iro_desk.domain.naming import full_name, initials, shown_by, told_apart
from iro_desk.domain.people import FACTS
from iro_desk.errors import Refused
from iro_desk.services.access import seen
from iro_desk.services.contacting import ContactLine, contact_lines
from iro_desk.services.finding import child_record
from iro_desk.services.history import DisputeLine, dispute_lines
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import Clock, UnitOfWork
from iro_desk.services.reviewing import RecordedReview, recorded_lines
from iro_desk.services.warning import WarningLine, warning_lines

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildName:
    """A child in a list, by number and by name."""

    child: str
    name: str = field(repr=False)
    """In full; nothing where the desk has no name."""
    initials: str
    """Told apart from those of every other child of the desk."""
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
    team: str = field(repr=False)
    social_worker: str = field(repr=False)
    iro: str = field(repr=False)
    sibling_group: str = field(repr=False)
    school: str = field(repr=False)
    born: date | None = field(repr=False)
    age: int | None
    contacts: tuple[ContactLine, ...]
    """Newest first."""
    disputes: tuple[DisputeLine, ...]
    """Fields in which two values stand until a person chooses."""
    warnings: tuple[WarningLine, ...]
    """What is amiss with whose IRO is whose."""
    recorded: tuple[RecordedReview, ...] = ()
    """Reviews that were recorded here, newest first."""
    ways: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """How a child can take part in a review: codes and words."""
    reasons: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What makes a review fall earlier than its limit: ids of the law file, and words."""


@dataclass(frozen=True, kw_only=True)
class Children(Question[tuple[ChildName, ...]]):
    """Which children are on this desk? By last name, those without a name by number after them."""


@dataclass(frozen=True, kw_only=True)
class ChildPage(Question[ChildPageView]):
    """What does the desk keep of this child?"""

    child: str


@dataclass(frozen=True, kw_only=True)
class NameChild(Order[str]):
    """Give a child their names, and the people round them; gives back the sentence that says so."""

    words: ClassVar = "names"

    child: str
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    known_as: str = field(default="", repr=False)
    """What the child likes to be called, where that is not the first name."""
    team: str | None = field(default=None, repr=False)
    """None leaves it as it is; so with the next four."""
    social_worker: str | None = field(default=None, repr=False)
    iro: str | None = field(default=None, repr=False)
    sibling_group: str | None = field(default=None, repr=False)
    school: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class OpenChild(Order[None]):
    """Say that a child's page was opened, which everyone who answers for the child may ask."""

    words: ClassVar = "page opened"
    undoable: ClassVar = False

    child: str


def name_child(order: NameChild, work: UnitOfWork) -> str:
    """Carry out ``NameChild``. Refused where a value is too long, a name would go, or nothing at all is given."""
    child = child_record(work, order.child)
    said = {name: getattr(order, name) for name in FACTS}
    names = {name: " ".join(text.split()) for name, text in said.items() if text is not None}
    nameless = not names["first_name"] and not names["last_name"]
    if nameless and (full_name(child.values) or not any(names.values())):
        raise Refused("Type a first name or a last name.", field="first_name")
    for name, value in names.items():
        if len(value) > LONGEST_NAME:
            words = f"A name has at most {LONGEST_NAME} letters; this one has {len(value)}."
            raise Refused(words, field=name)
    work.change([Change(child=child.id, record="child", record_id=child.id, set=dict(names))])
    work.forget_draft(child.id, "names")
    return "Names saved."


def open_child(order: OpenChild, work: UnitOfWork) -> None:
    """Carry out ``OpenChild``."""
    work.change([seen(work, "opened", child=child_record(work, order.child).id)])


def children(_: Children, work: UnitOfWork, *, clock: Clock) -> tuple[ChildName, ...]:
    """Answer ``Children``."""
    records = work.records("child")
    short = _told_apart(records)
    rows = [(str(each.values["last_name"] or ""), _in_list(each, short, clock.today())) for each in records]
    return tuple(row for _, row in sorted(rows, key=lambda each: (not each[1].name, each[0].casefold(), each[1].child)))


def child_page(
    question: ChildPage, work: UnitOfWork, *, law: Law, clock: Clock, ways: Callable[[], Mapping[str, str]]
) -> ChildPageView:
    """Answer ``ChildPage``; ``ways`` are those of taking part. Refused where no child has the number."""
    record = child_record(work, question.child)
    line = _in_list(record, _told_apart(work.records("child")), clock.today())
    return ChildPageView(
        child=line.child,
        id=record.id,
        name=line.name,
        initials=line.initials,
        **{name: str(record.values[name] or "") for name in FACTS},
        born=_born(record),
        age=line.age,
        contacts=contact_lines(work, record.id),
        disputes=dispute_lines(work, record.id),
        warnings=tuple(
            each for each in warning_lines(work, clock.today()) if line.child in {one.child for one in each.children}
        ),
        recorded=recorded_lines(work, record.id, ways()),
        ways=tuple(ways().items()),
        reasons=tuple((each.id, each.words) for each in law.book.earlier),
    )


def _told_apart(records: Iterable[Record]) -> Mapping[str, str]:
    """By the number each child is shown by: their initials, no two alike."""
    shown = [(shown_by(each.values, each.id), each.values) for each in records]
    return told_apart((number, initials(values, number)) for number, values in shown)


def _in_list(record: Record, short: Mapping[str, str], today: date) -> ChildName:
    shown, born = shown_by(record.values, record.id), _born(record)
    return ChildName(
        child=shown,
        name=full_name(record.values),
        initials=short[shown],
        age=age_on(born, today) if born else None,
    )


def _born(record: Record) -> date | None:
    born = record.values["born"]
    return date.fromisoformat(born) if isinstance(born, str) else None
