"""The one door: windows, command line and tests do and ask, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar, cast

from filelock import FileLock

from iro_desk.services.messages import TOPICS, Order, Outcome, Question, Topic
from iro_desk.services.ports import Clock
from iro_desk.storage.checking import Finding, findings
from iro_desk.storage.database import Database
from iro_desk.storage.journal import Device
from iro_desk.storage.unit_of_work import Work

A = TypeVar("A")
Handler = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a desk is made of; ``bootstrap`` puts it together."""

    database: Database
    device: Device
    clock: Clock
    lock: FileLock
    handlers: Mapping[type, Handler]
    """By kind of order: what carries it out, given the order and the unit of work."""
    answers: Mapping[type, Handler]
    """By kind of question: what answers it, given the question and the unit of work."""


class Desk:
    """An open desk. It belongs to one thread at a time; close it, or use it in a ``with``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def do(self, order: Order[A]) -> Outcome[A]:
        """Carry out an order in one transaction, whole or not at all. Refused or Unavailable say why not."""
        handler = self._parts.handlers[type(order)]
        with self._parts.database.transaction() as connection:
            work = Work(connection, self._parts.device, self._parts.clock)
            result = cast("A", handler(order, work))
            order_id, kinds = work.land(type(order).__name__)
        topics: frozenset[Topic] = frozenset().union(*(TOPICS[kind] for kind in kinds))
        return Outcome(result=result, order=order_id, topics=topics)

    def ask(self, question: Question[A]) -> A:
        """Answer a question from what the desk holds now."""
        answer = self._parts.answers[type(question)]
        with self._parts.database.transaction() as connection:
            return cast("A", answer(question, Work(connection, self._parts.device, self._parts.clock)))

    def check(self) -> tuple[Finding, ...]:
        """Everything wrong with the file, the journal or the fold; empty where the desk is whole."""
        with self._parts.database.transaction() as connection:
            return tuple(findings(connection))

    def close(self) -> None:
        """Close the file and let the next opener in."""
        self._parts.database.close()
        self._parts.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
