"""History: what became of a record, who did it and when; and the choice where two values stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from iro_desk.domain.events import WITHDRAWN, Change, Value
from iro_desk.errors import Refused
from iro_desk.services.finding import child_record
from iro_desk.services.messages import Order, OrderWords, Question
from iro_desk.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one version: what stood there, and what it became."""

    name: str
    was: Value = field(repr=False)
    now: Value = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One version of a record: who, when, by what order, and which fields it changed."""

    event: str
    child: str | None
    """The desk's id of the child whose record it is; None for a record of the desk's own."""
    order: str
    words: str
    """What the order is called: "contact", "Undo"."""
    who: str
    at: str
    """UTC, ISO 8601: for display only; the lines stand in the order in which they came to this desk."""
    changes: tuple[FieldChange, ...]
    """Those that became another; an undo or a withdrawal says more of its record than it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """One of two values that stand in a field."""

    event: str
    who: str
    at: str
    value: Value = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLine:
    """A field that two copies of the desk set without having seen each other."""

    kind: str
    id: str
    field: str
    values: tuple[StandingLine, ...]


@dataclass(frozen=True, kw_only=True)
class History(Question[tuple[HistoryLine, ...]]):
    """What became of this record? Oldest first. A child may be given by their number."""

    kind: str
    id: str


@dataclass(frozen=True, kw_only=True)
class Disputes(Question[tuple[DisputeLine, ...]]):
    """In which fields of this child's records do two values stand? Without a child, of the desk's own."""

    child: str | None = None


@dataclass(frozen=True, kw_only=True)
class Settle(Order[str]):
    """Choose one of the values that stand in a field; the other stays in history."""

    words: ClassVar = "choice between two values"

    kind: str
    id: str
    field: str
    event: str
    """The event whose value is to stand."""


def history(question: History, work: UnitOfWork, *, names: OrderWords) -> tuple[HistoryLine, ...]:
    """Answer ``History``. Refused where there is no such record."""
    record_id = question.id
    if question.kind == "child":
        record_id = child_record(work, question.id).id
    officers = _officers(work)
    lines = tuple(
        HistoryLine(
            event=each.event,
            child=each.child,
            order=each.order,
            words=names.get(each.order_name, each.order_name),
            who=officers.get(each.device, each.device),
            at=each.at,
            changes=tuple(
                FieldChange(name=name, was=each.was.get(name), now=value)
                for name, value in each.set.items()
                if each.was.get(name) != value
            ),
        )
        for each in work.versions(question.kind, record_id)
    )
    if not lines:
        raise Refused(f"There is no {question.kind} {question.id} on this desk.", field="id")
    return lines


def disputes(question: Disputes, work: UnitOfWork) -> tuple[DisputeLine, ...]:
    """Answer ``Disputes``."""
    return dispute_lines(work, child_record(work, question.child).id if question.child else None)


def dispute_lines(work: UnitOfWork, child: str | None) -> tuple[DisputeLine, ...]:
    """The disputed fields of a child's records, or of the desk's own, with whose each value is."""
    officers = _officers(work)
    return tuple(
        DisputeLine(
            kind=each.kind,
            id=each.record_id,
            field=each.field,
            values=tuple(
                StandingLine(
                    event=value.event, who=officers.get(value.device, value.device), at=value.at, value=value.value
                )
                for value in each.values
            ),
        )
        for each in work.disputes(child)
    )


def settle(order: Settle, work: UnitOfWork) -> str:
    """Carry out ``Settle``. Refused where nothing is disputed any more, or the value is not one of those that stand.

    Where one copy withdrew the record while the other changed it, choosing the change brings the record back.
    """
    dispute = next((each for each in work.disputes_of(order.kind, order.id) if each.field == order.field), None)
    chosen = next((each for each in dispute.values if each.event == order.event), None) if dispute else None
    if dispute is None or chosen is None:
        raise Refused("There is nothing to choose there any more; look at the page again.", field=order.field)
    values: dict[str, Value] = {order.field: chosen.value}
    if dispute.withdrawn and not chosen.withdrew and any(each.withdrew for each in dispute.values):
        values[WITHDRAWN] = False
    work.change([Change(child=dispute.child, record=order.kind, record_id=order.id, set=values)])
    return "Chosen. The other value stays in the history."


def _officers(work: UnitOfWork) -> dict[str, str]:
    """Whose each device is."""
    officer = next((str(each.values["officer"]) for each in work.records("desk")), "")
    return {each.id: str(each.values["officer"] or officer) for each in work.records("device")}
