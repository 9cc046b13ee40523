"""The recovery key: whether the officer holds the sheet that it is printed on, which the desk asks for once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from iro_desk.domain.events import Change
from iro_desk.errors import Refused
from iro_desk.services.access import NoteAccess, seen
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import Clock, UnitOfWork

CHECK_WORDS = "check_words"
"""Where the desk keeps the sheet's check words. They are made from a hash of the key and open nothing."""
WANTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryStanding:
    """What is known of the recovery sheet."""

    proved: bool
    """Whether the officer gave words of the sheet that is in force, or this is a practice desk."""
    words: int
    """How many check words the sheet has; nought on a desk made before sheets had any, which wants a new sheet."""


@dataclass(frozen=True, kw_only=True)
class Recovery(Question[RecoveryStanding]):
    """Does the officer hold the recovery sheet?"""


@dataclass(frozen=True, kw_only=True)
class ProveRecovery(Order[str]):
    """Give three of the sheet's check words, each by its number from 1."""

    words: ClassVar = "recovery sheet shown"
    undoable: ClassVar = False

    given: Mapping[int, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class RenewRecovery(Order[None]):
    """Note that a new recovery key was made, and keep its check words; its sheet is still to be shown."""

    words: ClassVar = "new recovery key"
    undoable: ClassVar = False

    check_words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class DropCheckWords(Order[None]):
    """Keep no check words: the sheet that is in force is about to be another."""

    words: ClassVar = "recovery sheet set aside"
    undoable: ClassVar = False


def note_of_sheet(how: str) -> NoteAccess:
    """The note that a sheet left the window; ``how`` is a word of ``access.WORDS``: "exported", "printed"."""
    return NoteAccess(what=how, detail="The recovery sheet")


def recovery(_: Recovery, work: UnitOfWork) -> RecoveryStanding:
    """Answer ``Recovery``."""
    desk = work.records("desk")[0].values
    held = (work.setting(CHECK_WORDS) or "").split()
    return RecoveryStanding(proved=bool(desk["recovery_proved_on"]) or desk["kind"] == "practice", words=len(held))


def prove_recovery(order: ProveRecovery, work: UnitOfWork, *, clock: Clock) -> str:
    """Carry out ``ProveRecovery``. Refused where a word is not the sheet's, naming which."""
    held = (work.setting(CHECK_WORDS) or "").split()
    if len(set(order.given) & set(range(1, len(held) + 1))) < WANTED:
        raise Refused(f"Type {WANTED} of the check words on the recovery sheet.", field="words")
    for number, word in sorted(order.given.items()):
        if word.strip().casefold() != held[number - 1]:
            raise Refused(
                f"Word {number} is not the one on the sheet of this desk. Without the sheet, make a new recovery key.",
                field=f"word-{number}",
            )
    record = work.records("desk")[0]
    today = clock.today().isoformat()
    work.change([Change(child=None, record="desk", record_id=record.id, set={"recovery_proved_on": today})])
    return "The recovery sheet is the right one. Keep it away from the laptop."


def renew_recovery(order: RenewRecovery, work: UnitOfWork) -> None:
    """Carry out ``RenewRecovery``."""
    work.keep_setting(CHECK_WORDS, " ".join(order.check_words))
    work.change([seen(work, "recovery key")])


def drop_check_words(_: DropCheckWords, work: UnitOfWork) -> None:
    """Carry out ``DropCheckWords``."""
    work.keep_setting(CHECK_WORDS, "")
    record = work.records("desk")[0]
    work.change([Change(child=None, record="desk", record_id=record.id, set={"recovery_proved_on": None})])
