"""Drafts: every field keeps itself as it is typed, for its child and its form alone, until the form is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from iro_desk.domain.naming import full_name, initials, shown_by
from iro_desk.services.finding import child_record
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class KeepDraft(Order[None]):
    """Keep what is typed in fields of a form of a child. It is not in the journal, and moves no topic."""

    words: ClassVar = "draft"
    undoable: ClassVar = False

    child: str
    form: str
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ForgetDraft(Order[None]):
    """Destroy the draft of a form that the officer leaves on purpose."""

    words: ClassVar = "draft"
    undoable: ClassVar = False

    child: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKept:
    """What was typed in a form and not saved, and whose form it is: a screen shows it on no other."""

    child: str
    form: str
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class DraftOf(Question[DraftKept]):
    """What was typed in this form of this child and not saved?"""

    child: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A form with something typed and not saved."""

    child: str
    name: str = field(repr=False)
    form: str
    at: str
    """UTC, ISO 8601: when it was last touched."""


@dataclass(frozen=True, kw_only=True)
class Drafts(Question[tuple[DraftLine, ...]]):
    """Which forms wait with something typed and not saved? Newest first."""


def keep_draft(order: KeepDraft, work: UnitOfWork) -> None:
    """Carry out ``KeepDraft``."""
    work.keep_draft(child_record(work, order.child).id, order.form, dict(order.values))


def forget_draft(order: ForgetDraft, work: UnitOfWork) -> None:
    """Carry out ``ForgetDraft``."""
    work.forget_draft(child_record(work, order.child).id, order.form)


def draft_of(question: DraftOf, work: UnitOfWork) -> DraftKept:
    """Answer ``DraftOf``."""
    child = child_record(work, question.child)
    return DraftKept(child=question.child, form=question.form, values=work.draft(child.id, question.form))


def drafts(_: Drafts, work: UnitOfWork) -> tuple[DraftLine, ...]:
    """Answer ``Drafts``."""
    lines = []
    for child, form, at in work.drafts():
        record = work.record("child", child)
        if record is not None:
            shown = shown_by(record.values, child)
            name = full_name(record.values) or initials(record.values, shown)
            lines.append(DraftLine(child=shown, name=name, form=form, at=at))
    return tuple(lines)
