"""What the child's page shows, in words: made of the desk's answers, without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from iro_desk.services.asking import CHOICE_WORDS, Asked
from iro_desk.services.children import ChildPageView
from iro_desk.services.contacting import Attached, ContactKind, ContactLine
from iro_desk.services.history import DisputeLine, FieldChange, HistoryLine
from iro_desk.services.reviewing import RecordedReview
from iro_desk.services.warning import WarningLine
from ui.kit import words
from ui.kit.days import as_typed

WITHDRAWN = "withdrawn"
"""The field that takes a record out of sight."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that a contact carries."""

    hash: str
    name: str = field(repr=False)
    size: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact in the list."""

    id: str
    day: str
    kind: str
    note: str = field(repr=False)
    files: tuple[FileView, ...]
    values: dict[str, str] = field(repr=False)
    """What a form that mends it begins with."""


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the values that stand in a field."""

    event: str
    value: str = field(repr=False)
    whose: str


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A field in which values stand beside each other."""

    kind: str
    id: str
    field: str
    title: str
    sides: tuple[SideView, ...]


@dataclass(frozen=True, slots=True)
class AskedView:
    """One thing that the desk asks about the child, with each answer and its words."""

    id: str
    words: str = field(repr=False)
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review that was recorded here."""

    id: str
    day: str
    held: str
    """ISO 8601."""
    told: tuple[str, ...] = field(repr=False)
    """What was recorded of it, a sentence each."""
    adjourned: bool


@dataclass(frozen=True, slots=True)
class HistoryView:
    """One thing that was done to a record."""

    title: str
    whose: str
    changes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PageView:
    """All that the child's page shows of the desk's answer."""

    child: str
    title: str = field(repr=False)
    light: str
    facts: str = field(repr=False)
    named: bool
    names: dict[str, str] = field(repr=False)
    """The fields of the form for names and people."""
    warnings: tuple[str, ...] = field(repr=False)
    """What is amiss with whose IRO is whose, a sentence each."""
    contacts: tuple[ContactView, ...]
    disputes: tuple[DisputeView, ...]
    reviews: tuple[ReviewView, ...]
    """Reviews that were recorded here, newest first."""
    ways: tuple[tuple[str, str], ...]
    """How a child can take part in a review: codes, and words with the code."""
    reasons: tuple[tuple[str, str], ...]
    """What makes a review fall earlier than its limit: ids and words."""


PEOPLE = ("team", "social_worker", "iro", "sibling_group", "school")
"""The fields of the form for names and people, behind the names."""
DAYS = frozenset({"on", "born", "held", "told", "recorded_on"})
"""The fields of records that hold a day."""
EMPTY: tuple[Any, ...] = (None, "", [])
"""What a field that says nothing holds."""
KINDS = tuple((each.value, each.value.capitalize()) for each in ContactKind)
"""Each kind of contact, and its words."""


def page_view(view: ChildPageView, today: date) -> PageView:
    """The desk's answer in words."""
    facts = [] if view.child.startswith("~") or not view.name else [f"{words.NUMBER} {view.child}"]
    if view.born:
        facts.append(f"born {view.born.day} {words.MONTHS[view.born.month - 1]} {view.born.year}")
    contacts = {each.id: each for each in view.contacts}
    return PageView(
        child=view.child,
        title=view.name or (words.NO_NAME if view.child.startswith("~") else view.child),
        light="" if view.age is None else words.many(view.age, "year"),
        facts=", ".join(facts),
        named=bool(view.name),
        names={name: getattr(view, name) for name in ("first_name", "last_name", "known_as", *PEOPLE)},
        warnings=tuple(_warning(each) for each in view.warnings),
        contacts=tuple(_contact(each, today) for each in view.contacts),
        disputes=tuple(_dispute(each, contacts, today) for each in view.disputes),
        reviews=tuple(_review(each, today) for each in view.recorded),
        ways=tuple((code, f"{said} ({code})") for code, said in view.ways),
        reasons=view.reasons,
    )


def asked_views(asked: tuple[Asked, ...]) -> tuple[AskedView, ...]:
    """What the desk asks, in words."""
    return tuple(
        AskedView(each.id, each.words, tuple((one.value, CHOICE_WORDS[one]) for one in each.choices)) for each in asked
    )


def _review(line: RecordedReview, today: date) -> ReviewView:
    told = [f"{line.took_part}." if line.took_part else words.TOOK_PART_NOT_KNOWN]
    told += [words.REVIEW_MET_AGAIN.format(words.day(each, today)) for each in line.met_again]
    told += [words.REVIEW_ADJOURNED] if line.adjourned else []
    told += [words.REVIEW_OUTSIDE] if line.outside else []
    return ReviewView(line.id, words.day(line.held, today), line.held.isoformat(), tuple(told), line.adjourned)


def _warning(line: WarningLine) -> str:
    names = [each.name or each.child for each in line.children]
    if line.of_mother_and_baby:
        return words.MOTHER_AND_BABY.format(*names, line.children[0].iro)
    iros = [each.iro or words.IRO_NOT_KNOWN for each in line.children]
    whose = ", ".join(f"{name} ({iro})" for name, iro in zip(names, iros, strict=True))
    return words.DIFFERENT_IROS.format(whose)


def history_views(lines: tuple[HistoryLine, ...], today: date) -> tuple[HistoryView, ...]:
    """A record's history, newest first."""
    return tuple(
        HistoryView(
            title=each.words[:1].upper() + each.words[1:],
            whose=f"{each.who}, {words.moment(local(each.at), today)}",
            changes=tuple(_change(change, today) for change in each.changes if _tells(change)),
        )
        for each in reversed(lines)
    )


def local(at: str) -> datetime:
    """A moment of the desk's, in UTC, by the clock on the wall."""
    return datetime.fromisoformat(at).astimezone()


def _contact(line: ContactLine, today: date) -> ContactView:
    return ContactView(
        id=line.id,
        day=words.day(line.on, today),
        kind=line.kind.value.capitalize(),
        note=line.note,
        files=tuple(_file(each) for each in line.attachments),
        values={"on": as_typed(line.on), "kind": line.kind.value, "note": line.note, "attach": "", "drop": ""},
    )


def _file(attached: Attached) -> FileView:
    return FileView(attached.hash, attached.name, words.size(attached.size), attached.kind)


def _dispute(line: DisputeLine, contacts: dict[str, ContactLine], today: date) -> DisputeView:
    name = words.FIELDS.get(line.field, line.field)
    of = contacts.get(line.id)
    return DisputeView(
        kind=line.kind,
        id=line.id,
        field=line.field,
        title=f"{name} of the contact of {words.day(of.on, today)}" if of else name,
        sides=tuple(
            SideView(
                each.event, said(line.field, each.value, today), f"{each.who}, {words.moment(local(each.at), today)}"
            )
            for each in line.values
        ),
    )


def _tells(change: FieldChange) -> bool:
    """A field that was empty and stays so tells nothing."""
    return not (change.was in EMPTY and change.now in EMPTY)


def _change(change: FieldChange, today: date) -> str:
    """``Note: from “x” to “y”``."""
    name = words.FIELDS.get(change.name, change.name)
    now = said(change.name, change.now, today)
    if change.name == WITHDRAWN:
        return now
    return f"{name}: {now}" if change.was in EMPTY else f"{name}: from {said(change.name, change.was, today)} to {now}"


def said(name: str, value: Any, today: date) -> str:  # noqa: ANN401 - whatever a field of a record holds
    """A field's value in words."""
    if name == WITHDRAWN:
        return words.OUT_OF_SIGHT if value else words.IN_SIGHT
    if value in EMPTY:
        return words.NOTHING_THERE
    if name in DAYS and isinstance(value, str):
        return words.day(date.fromisoformat(value), today)
    if isinstance(value, list):
        return ", ".join(
            str(each["name"]) if isinstance(each, dict) and "name" in each else str(each) for each in value
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”"
