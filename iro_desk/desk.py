"""The one door: windows, command line and tests do and ask, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar, cast

from filelock import FileLock

from iro_desk.errors import Unavailable
from iro_desk.services.access import NoteAccess
from iro_desk.services.making import AddDevice
from iro_desk.services.messages import TOPICS, Order, Outcome, Question, Topic
from iro_desk.services.ports import Clock
from iro_desk.services.undoing import GivenBack, Redo, Undo
from iro_desk.storage import identity
from iro_desk.storage.database import Database
from iro_desk.storage.findings import Finding
from iro_desk.storage.fold import Progress, quiet
from iro_desk.storage.joining import Joined
from iro_desk.storage.journal import Device
from iro_desk.storage.keys import DeskKey
from iro_desk.storage.safekeeping import Copied, Safekeeping
from iro_desk.storage.unit_of_work import Work

__all__ = ["Desk", "Finding", "Joined", "Parts"]
A = TypeVar("A")
Handler = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a desk is made of; ``bootstrap`` puts it together."""

    database: Database
    key: DeskKey
    clock: Clock
    lock: FileLock
    safekeeping: Safekeeping
    handlers: Mapping[type, Handler]
    """By kind of order: what carries it out, given the order and the unit of work."""
    answers: Mapping[type, Handler]
    """By kind of question: what answers it, given the question and the unit of work."""
    healed: bool = False
    """Whether the key file had to be put back from a backup."""


class Desk:
    """An open desk. It belongs to one thread at a time; close it, or use it in a ``with``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.safekeeping = parts.safekeeping

    @property
    def trouble(self) -> tuple[Finding, ...]:
        """What was found wrong; while there is any, questions are answered and orders are not carried out."""
        return self.safekeeping.trouble

    @property
    def healed(self) -> bool:
        """Whether the key file had to be put back from a backup when this desk was opened."""
        return self._parts.healed

    @property
    def key(self) -> DeskKey:
        """What opens the database; it does not change with the passphrase."""
        return self._parts.key

    def do(self, order: Order[A]) -> Outcome[A]:
        """Carry out an order in one transaction, whole or not at all. Refused or Unavailable say why not."""
        self._refuse_in_trouble(self.trouble)
        with self._parts.database.transaction() as connection:
            return self._carry_out(order, self._work(connection))

    def ask(self, question: Question[A]) -> A:
        """Answer a question from what the desk holds now."""
        answer = self._parts.answers[type(question)]
        with self._parts.database.reading() as connection:
            return cast("A", answer(question, self._work(connection)))

    def undo(self) -> Outcome[GivenBack]:
        """Give back what this device's newest order replaced. Refused where there is nothing to undo."""
        return self.do(Undo())

    def redo(self) -> Outcome[GivenBack]:
        """Carry out again what was undone last. Refused where there is nothing to redo."""
        return self.do(Redo())

    def check(self, progress: Progress = quiet) -> tuple[Finding, ...]:
        """Everything wrong with the file, the journal or the fold; empty where the desk is whole."""
        return self.safekeeping.check(progress)

    def accept(self) -> None:
        """Go on with a copy that is older than the one last open on this machine, as another device, and note it.

        Its own stream already has other events at the places that come next, in the copy that this machine has seen.
        Unavailable where anything else is wrong with it; where nothing is, there is nothing to do.
        """
        self._refuse_in_trouble([each for each in self.trouble if each.kind != "witness"])
        if self.trouble:
            self._sign_as_another("accepted")

    def back_up(self, into: Path | None = None) -> Copied:
        """Make a backup now, verified, in the desk's own folder of them or a second place."""
        return self.safekeeping.back_up(into)

    def join(self, other: Path) -> Joined:
        """Take in what another copy of this desk holds."""
        self._refuse_in_trouble(self.trouble)
        note = NoteAccess(what="joined")
        return self.safekeeping.join(other, lambda connection: self._carry_out(note, self._work(connection)))

    def begin_again(self) -> Copied:
        """Check a copy that was just restored from end to end, and let it sign as a new device; what was restored.

        Unavailable where anything is wrong with it.
        """
        faults = [each for each in self.check() if each.stops and each.kind != "witness"]
        if faults:
            raise Unavailable(f"The backup is damaged, and nothing was restored. {faults[0].words}")
        found = self.safekeeping.holds()
        self._sign_as_another("restored")
        return found

    def _sign_as_another(self, because: str) -> None:
        device = Device.random()
        named = AddDevice(device=device.id, public_key=device.public_key, because=because)
        with self._parts.database.transaction() as connection:
            identity.write_device(connection, device)
            self._carry_out(named, Work(connection, device, self._parts.clock))
        self.safekeeping.device = device
        self.safekeeping.trouble = ()
        with suppress(Unavailable):
            self.safekeeping.write_witness()

    def _refuse_in_trouble(self, trouble: Sequence[Finding]) -> None:
        if trouble:
            raise Unavailable(f"This desk takes in nothing until it is mended. {trouble[0].words}")

    def close(self) -> None:
        """Let the machine remember how far this desk has come, close the file, and let the next opener in."""
        with suppress(Unavailable):  # a witness that cannot be written, or a file that cannot be read, keeps nobody in
            self.safekeeping.write_witness()
        self._parts.database.close()
        self._parts.lock.release()

    def _carry_out(self, order: Order[A], work: Work) -> Outcome[A]:
        result = cast("A", self._parts.handlers[type(order)](order, work))
        order_id, kinds = work.land(type(order).__name__)
        topics: frozenset[Topic] = frozenset().union(*(TOPICS[kind] for kind in kinds))
        return Outcome(result=result, order=order_id, topics=topics)

    def _work(self, connection: Any) -> Work:  # noqa: ANN401 - only the store knows what a connection is
        return Work(connection, self.safekeeping.device, self._parts.clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
