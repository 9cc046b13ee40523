"""Who looked at what: opening a child, printing, exporting and recovering are events of the desk's own stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iro_desk.domain.events import Change
from iro_desk.domain.naming import shown_by
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import UnitOfWork

WORDS = {
    "opened": "Opened a child's page",
    "exported": "Exported",
    "printed": "Printed",
    "recovered": "Opened by the recovery key",
    "passphrase": "Changed the passphrase",
    "recovery key": "Made a new recovery key",
    "healed": "Put the key file back from a backup",
    "restored": "Restored from a backup",
    "accepted": "Went on with an older copy",
    "joined": "Took in another copy of this desk",
    "backed up": "Made a backup",
}
"""What can be noted, and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """One thing that was looked at, sent or opened."""

    at: str
    """UTC, ISO 8601."""
    words: str
    child: str | None
    """The desk's id of the child; None where it was not about one."""
    number: str | None
    """The number that the child is shown by."""
    detail: str


@dataclass(frozen=True, kw_only=True)
class Accesses(Question[tuple[AccessLine, ...]]):
    """What was opened, printed, exported, recovered on this desk? Newest first."""

    most: int = 200


@dataclass(frozen=True, kw_only=True)
class NoteAccess(Order[None]):
    """Note that something was exported, printed or opened: before it is, so that nothing leaves unnoted."""

    words: ClassVar = "note of what was seen"
    undoable: ClassVar = False

    what: str
    """One of the words of ``WORDS``."""
    detail: str = ""
    """What it was, without a word of a child: "Reviews table, 2026-27"."""


def seen(work: UnitOfWork, what: str, *, child: str | None = None, detail: str = "") -> Change:
    """The change that notes it, in the desk's own stream."""
    if what not in WORDS:
        raise ValueError(f"nothing is called {what}")
    values = {"what": what, "child_id": child, "detail": detail, "at": work.moment()}
    return Change(child=None, record="access", record_id=work.new_id(), set=dict(values))


def note_access(order: NoteAccess, work: UnitOfWork) -> None:
    """Carry out ``NoteAccess``."""
    work.change([seen(work, order.what, detail=order.detail)])


def accesses(question: Accesses, work: UnitOfWork) -> tuple[AccessLine, ...]:
    """Answer ``Accesses``."""
    numbers = {each.id: shown_by(each.values, each.id) for each in work.records("child")}
    lines = [
        AccessLine(
            at=str(each.values["at"]),
            words=WORDS.get(str(each.values["what"]), str(each.values["what"])),
            child=str(each.values["child_id"]) if each.values["child_id"] else None,
            number=numbers.get(str(each.values["child_id"])),
            detail=str(each.values["detail"] or ""),
        )
        for each in work.records("access")
    ]
    return tuple(sorted(lines, key=lambda each: each.at, reverse=True)[: question.most])
