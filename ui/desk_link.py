"""The one bridge between the windows and the desk, and the only threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from iro_desk.errors import Damaged, DeskError, DiskFull

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from iro_desk.services.messages import Order, Outcome, Question

Then = Callable[[Any], object]
Progress = Callable[[float], object]
MAIN, BESIDE = "desk", "beside"
"""The two lanes: all work in order, and long reading beside it."""
STEP = 0.01
"""How much further long work has come before the window is told again."""


class Stopped(Exception):
    """Long work was given up because the desk is being closed."""


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

    What only reads and takes long, such as a check of the whole desk, runs beside it on a second lane.

    Signals:
        changed: something on the desk moved. Carries the topics, and who asked for it.
        failed: something could not be done that nobody waits for. Carries the DeskError, or the bug.
        full: something could not be saved because the disk is full; whoever asked was told first.
        damaged: a file of the open desk is not whole; whoever asked was told first. Carries the fault.
    """

    changed = Signal(object, object)
    failed = Signal(object)
    full = Signal()
    damaged = Signal(object)
    _answered = Signal(int, object)
    _refused = Signal(int, object)
    _reported = Signal(int, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        """Where the open desk lies; None while none is open."""
        self._desk: OpenDesk | None = None
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._closing = False
        self._tickets = count(1)
        self._waiting: dict[int, Waiting] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self._deliver, queued)
        self._refused.connect(self._deliver_failure, queued)
        self._reported.connect(self._deliver_report, queued)

    def open(
        self,
        opener: Callable[[], OpenDesk],
        *,
        owner: QObject,
        then: Then,
        failed: Then,
        folder: Path | None = None,
    ) -> None:
        """Open a desk on the lane; ``then`` gets it, to be read of and not worked with."""

        def work() -> OpenDesk:
            self._desk, self.folder = opener(), folder
            return self._desk

        self._send(MAIN, work, Waiting(owner, then, failed))

    def run(self, work: Callable[[], Any], *, owner: QObject, then: Then, failed: Then) -> None:
        """Run something on the lane that needs no desk, such as making one."""
        self._send(MAIN, work, Waiting(owner, then, failed))

    def use(
        self,
        work: Callable[[Any], Any],
        *,
        owner: QObject,
        then: Then,
        failed: Then | None = None,
        beside: bool = False,
    ) -> None:
        """Have something done with the open desk that is no order and no question; ``beside`` for what only reads."""
        lane = BESIDE if beside else MAIN
        self._send(lane, lambda: work(self._opened()), Waiting(owner, then, failed or self.failed.emit))

    def ask(self, question: Question[Any], *, owner: QObject, then: Then, failed: Then | None = None) -> None:
        """Ask the desk; ``then`` gets the answer unless its owner has gone."""
        waiting = Waiting(owner, then, failed or self.failed.emit)
        self._send(MAIN, lambda: self._opened().ask(question), waiting)

    def do(self, order: Order[Any], *, owner: QObject, then: Then, failed: Then | None = None) -> None:
        """Have an order carried out; ``then`` gets its outcome, and everyone hears what moved."""

        def told(outcome: Outcome[Any]) -> None:
            then(outcome)
            if outcome.topics:
                self.changed.emit(outcome.topics, owner)

        self._send(MAIN, lambda: self._opened().do(order), Waiting(owner, told, failed or self.failed.emit))

    def reporter(self, *, owner: QObject, then: Then, finishes: bool = False) -> Progress:
        """What long work calls with how far it has come, from 0 to 1; ``then`` hears of it in the window.

        It gives the work up while the desk is being closed, unless it ``finishes``: an order that was sent is done.
        """
        ticket = next(self._tickets)
        self._waiting[ticket] = Waiting(owner, then, then)
        told = [-1.0]

        def report(done: float) -> None:
            if self._closing:
                if not finishes:
                    raise Stopped
                return
            if done - told[0] >= STEP or done >= 1.0:
                told[0] = done
                self._reported.emit(ticket, done)

        return report

    def close(self) -> None:
        """Wait for both lanes to finish, and close the desk. What was sent before is done; long reading is given up."""
        self._closing = True
        for name, lane in self._lanes.items():
            lane.shutdown(wait=True, cancel_futures=name == BESIDE)
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _opened(self) -> OpenDesk:
        if self._desk is None:
            raise RuntimeError("no desk is open")
        return self._desk

    def _send(self, lane: str, work: Callable[[], Any], waiting: Waiting) -> None:
        if self._closing:
            return
        ticket = next(self._tickets)
        self._waiting[ticket] = waiting
        if lane not in self._lanes:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - the locked window stands without

            self._lanes[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane)
        self._lanes[lane].submit(self._work, ticket, work)

    def _work(self, ticket: int, work: Callable[[], Any]) -> None:
        """On a lane: do it, and send the ticket back with what came of it. No widget is touched here."""
        try:
            answer = work()
        except Stopped:
            return
        except Exception as fault:  # noqa: BLE001 - a bug on the lane must reach the window, not vanish
            self._refused.emit(ticket, fault)
        else:
            self._answered.emit(ticket, answer)

    def _deliver(self, ticket: int, answer: object) -> None:
        waiting = self._waiting.pop(ticket)
        if isValid(waiting.owner) and not self._closing:
            waiting.then(answer)

    def _deliver_failure(self, ticket: int, fault: Exception) -> None:
        waiting = self._waiting.pop(ticket)
        if self._closing:
            return
        if isValid(waiting.owner):
            waiting.failed(fault)
        elif not isinstance(fault, DeskError):
            self.failed.emit(fault)
        if isinstance(fault, DiskFull):
            self.full.emit()
        if isinstance(fault, Damaged) and self._desk is not None:
            self.damaged.emit(fault)

    def _deliver_report(self, ticket: int, done: float) -> None:
        waiting = self._waiting.get(ticket)
        if waiting and isValid(waiting.owner) and not self._closing:
            waiting.then(done)
