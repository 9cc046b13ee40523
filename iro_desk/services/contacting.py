"""Contact: what an IRO does between reviews, with or about a child, in a day, a kind and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Protocol

from iro_desk.domain.dates import day_words
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value
from iro_desk.errors import Refused
from iro_desk.services.finding import child_record
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import Clock, UnitOfWork

LONGEST_NOTE = 20_000
FORM = "contact"
"""The form in which a new contact is typed; a contact being mended has ``contact:`` and its id."""


class ContactKind(StrEnum):
    """With whom, and by what way."""

    CHILD_SEEN = "child seen"
    CHILD_VIDEO = "child by video"
    CHILD_PHONE = "child by phone"
    CHILD_TEXT = "child by text"
    SOCIAL_WORKER = "social worker"
    CARER = "carer"
    PARENT = "parent"
    SCHOOL = "school"
    HEALTH = "health"
    GUARDIAN = "guardian"
    ADVOCATE = "advocate"
    COURT = "court"


class Attachment(Protocol):
    """A file as it may be kept: its name, what it is, and its bytes."""

    @property
    def name(self) -> str:
        """The file's own name."""
        ...

    @property
    def kind(self) -> str:
        """Its media type."""
        ...

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...


ReadAttachment = Callable[[Path], Attachment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that a contact carries."""

    hash: str
    name: str = field(repr=False)
    kind: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One contact as the child's page shows it."""

    id: str
    on: date
    kind: ContactKind
    note: str = field(repr=False)
    attachments: tuple[Attached, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSaved:
    """What came of recording, mending or withdrawing a contact."""

    id: str
    words: str


@dataclass(frozen=True, kw_only=True)
class RecordContact(Order[ContactSaved]):
    """Record that the officer saw or spoke with someone about a child."""

    words: ClassVar = "contact"

    child: str
    on: date
    kind: ContactKind
    note: str = field(default="", repr=False)
    attach: tuple[Path, ...] = field(default=(), repr=False)
    """Files to keep with it; photographs lose where they were taken."""


@dataclass(frozen=True, kw_only=True)
class CorrectContact(Order[ContactSaved]):
    """Mend a contact; files are added to those it carries, and ``drop`` takes some away, by hash."""

    words: ClassVar = "contact mended"

    id: str
    on: date
    kind: ContactKind
    note: str = field(default="", repr=False)
    attach: tuple[Path, ...] = field(default=(), repr=False)
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WithdrawContact(Order[ContactSaved]):
    """Take a contact out of sight; its history stays."""

    words: ClassVar = "contact withdrawn"

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentContent:
    """An attachment, to be shown or saved by the officer."""

    name: str = field(repr=False)
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class OpenAttachment(Question[AttachmentContent]):
    """What is in this attachment of this contact?"""

    contact: str
    hash: str


def record_contact(
    order: RecordContact, work: UnitOfWork, *, clock: Clock, read_attachment: ReadAttachment
) -> ContactSaved:
    """Carry out ``RecordContact``. Refused for a day to come, a note that is too long, or nothing said at all."""
    child = child_record(work, order.child)
    _check(order.on, order.note, clock.today())
    if not order.note.strip() and not order.attach:
        raise Refused("Type a sentence about the contact, or attach a file.", field="note")
    contact = work.new_id()
    values: dict[str, Value] = {
        "on": order.on.isoformat(),
        "kind": order.kind.value,
        "note": order.note.strip(),
        "attachments": _kept(work, order.attach, read_attachment),
    }
    work.change([Change(child=child.id, record="contact", record_id=contact, set=values)])
    work.forget_draft(child.id, FORM)
    return ContactSaved(id=contact, words=f"Contact of {day_words(order.on)} saved.")


def correct_contact(
    order: CorrectContact, work: UnitOfWork, *, clock: Clock, read_attachment: ReadAttachment
) -> ContactSaved:
    """Carry out ``CorrectContact``. Refused like ``RecordContact``."""
    contact = _contact(work, order.id)
    _check(order.on, order.note, clock.today())
    kept: list[Value] = [each for each in _list(contact) if isinstance(each, dict) and each["hash"] not in order.drop]
    if not order.note.strip() and not order.attach and not kept:
        raise Refused("Type a sentence about the contact; to take it back, withdraw it.", field="note")
    values: dict[str, Value] = {
        "on": order.on.isoformat(),
        "kind": order.kind.value,
        "note": order.note.strip(),
        "attachments": kept + _kept(work, order.attach, read_attachment),
    }
    work.change([Change(child=contact.child, record="contact", record_id=contact.id, set=values)])
    work.forget_draft(str(contact.child), f"{FORM}:{contact.id}")
    return ContactSaved(id=contact.id, words=f"Contact of {day_words(order.on)} mended.")


def withdraw_contact(order: WithdrawContact, work: UnitOfWork) -> ContactSaved:
    """Carry out ``WithdrawContact``."""
    contact = _contact(work, order.id)
    work.change([Change(child=contact.child, record="contact", record_id=contact.id, set={WITHDRAWN: True})])
    work.forget_draft(str(contact.child), f"{FORM}:{contact.id}")
    day = date.fromisoformat(str(contact.values["on"]))
    return ContactSaved(id=contact.id, words=f"Contact of {day_words(day)} withdrawn.")


def contact_lines(work: UnitOfWork, child: str) -> tuple[ContactLine, ...]:
    """A child's contacts, newest day first."""
    lines = [
        ContactLine(
            id=each.id,
            on=date.fromisoformat(str(each.values["on"])),
            kind=ContactKind(str(each.values["kind"])),
            note=str(each.values["note"] or ""),
            attachments=tuple(
                Attached(hash=str(a["hash"]), name=str(a["name"]), kind=str(a["kind"]), size=int(str(a["size"])))
                for a in _list(each)
                if isinstance(a, dict)
            ),
        )
        for each in work.records("contact", child)
    ]
    return tuple(sorted(lines, key=lambda each: (each.on, each.id), reverse=True))


def open_attachment(question: OpenAttachment, work: UnitOfWork) -> AttachmentContent:
    """Answer ``OpenAttachment``. Refused where the contact carries no such file."""
    carried = [each for each in _list(_contact(work, question.contact)) if isinstance(each, dict)]
    found = next((each for each in carried if each["hash"] == question.hash), None)
    content = work.attachment(question.hash) if found else None
    if found is None or content is None:
        raise Refused("This contact carries no such file.", field="attachment")
    return AttachmentContent(name=str(found["name"]), kind=str(found["kind"]), content=content)


def _kept(work: UnitOfWork, paths: tuple[Path, ...], read_attachment: ReadAttachment) -> list[Value]:
    kept: list[Value] = []
    for each in paths:
        read = read_attachment(each)
        content = work.keep_attachment(read.content, read.kind)
        kept.append({"hash": content, "name": read.name, "kind": read.kind, "size": len(read.content)})
    return kept


def _check(on: date, note: str, today: date) -> None:
    if on > today:
        raise Refused(f"{day_words(on)} is still to come; a contact is recorded when it has been.", field="on")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"A note has at most {LONGEST_NOTE:,} letters; this one has {len(note):,}.", field="note")


def _contact(work: UnitOfWork, contact: str) -> Record:
    found = work.record("contact", contact)
    if found is None:
        raise Refused("That contact is not on this desk, or was withdrawn.", field="id")
    return found


def _list(contact: Record) -> list[Value]:
    found = contact.values["attachments"]
    return found if isinstance(found, list) else []
