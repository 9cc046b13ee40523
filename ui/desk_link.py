"""The one bridge between the windows and the desk, and the only threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from iro_desk.errors import DeskError
from iro_desk.services.messages import Order, Outcome, Question

Then = Callable[[Any], object]


class OpenDesk(Protocol):
    """What the link needs of a desk."""

    def do(self, order: Order[Any]) -> Outcome[Any]:
        """Carry out an order."""
        ...

    def ask(self, question: Question[Any]) -> Any:  # noqa: ANN401 - whatever the question's answer is
        """Answer a question."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for an answer, and what to do with it."""

    owner: QObject
    then: Then
    failed: Then


class DeskLink(QObject):
    """The one bridge between the windows and the desk. All work runs on one lane, in order, away from the windows.

    Signals:
        changed: something on the desk moved. Carries the topics, and who asked for it.
        failed: something could not be done that nobody waits for. Carries the DeskError, or the bug.
    """

    changed = Signal(object, object)
    failed = Signal(object)
    _answered = Signal(int, object)
    _refused = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk: OpenDesk | None = None
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._tickets = count(1)
        self._waiting: dict[int, Waiting] = {}
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._deliver_failure, Qt.ConnectionType.QueuedConnection)

    def open(self, opener: Callable[[], OpenDesk], *, owner: QObject, then: Then, failed: Then) -> None:
        """Open a desk on the lane; ``then`` gets nothing but the news."""

        def work() -> None:
            self._desk = opener()

        self._send(work, Waiting(owner, then, failed))

    def run(self, work: Callable[[], Any], *, owner: QObject, then: Then, failed: Then) -> None:
        """Run something on the lane that needs no desk, such as making one."""
        self._send(work, Waiting(owner, then, failed))

    def ask(self, question: Question[Any], *, owner: QObject, then: Then, failed: Then | None = None) -> None:
        """Ask the desk; ``then`` gets the answer unless its owner has gone."""
        self._send(lambda: self._opened().ask(question), Waiting(owner, then, failed or self.failed.emit))

    def do(self, order: Order[Any], *, owner: QObject, then: Then, failed: Then | None = None) -> None:
        """Have an order carried out; ``then`` gets its outcome, and everyone hears what moved."""

        def told(outcome: Outcome[Any]) -> None:
            then(outcome)
            if outcome.topics:
                self.changed.emit(outcome.topics, owner)

        self._send(lambda: self._opened().do(order), Waiting(owner, told, failed or self.failed.emit))

    def close(self) -> None:
        """Wait for the lane to finish, and close the desk."""
        self._lane.shutdown(wait=True)
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _opened(self) -> OpenDesk:
        if self._desk is None:
            raise RuntimeError("no desk is open")
        return self._desk

    def _send(self, work: Callable[[], Any], waiting: Waiting) -> None:
        ticket = next(self._tickets)
        self._waiting[ticket] = waiting
        self._lane.submit(self._work, ticket, work)

    def _work(self, ticket: int, work: Callable[[], Any]) -> None:
        """On the lane: do it, and send the ticket back with what came of it. No widget is touched here."""
        try:
            answer = work()
        except Exception as fault:  # noqa: BLE001 - a bug on the lane must reach the window, not vanish
            self._refused.emit(ticket, fault)
        else:
            self._answered.emit(ticket, answer)

    def _deliver(self, ticket: int, answer: object) -> None:
        waiting = self._waiting.pop(ticket)
        if isValid(waiting.owner):
            waiting.then(answer)

    def _deliver_failure(self, ticket: int, fault: Exception) -> None:
        waiting = self._waiting.pop(ticket)
        if isValid(waiting.owner):
            waiting.failed(fault)
        elif not isinstance(fault, DeskError):
            self.failed.emit(fault)
