"""The named undo and redo, and when something was last saved. No Qt."""

from __future__ import annotations

from typing import Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.messages import Order, Outcome, Topic
from iro_desk.services.ports import Clock
from iro_desk.services.undoing import CanUndo, GivenBack, Redo, Undo, WhatCanBeUndone
from ui.kit import words


class Bar(Protocol):
    """What the presenter needs of the top bar."""

    def show_undo(self, undo: str, redo: str) -> None:
        """Name what can be undone and done again; nothing where nothing can."""
        ...

    def show_saved(self, sentence: str) -> None:
        """Say when something was last saved."""
        ...

    def say(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        ...


class Link(Protocol):
    """What the presenter needs of the bridge to the desk."""

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Ask the desk."""
        ...

    def do(self, order: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Have an order carried out."""
        ...


class UndoPresenter:
    """Between the top bar and the desk."""

    def __init__(self, bar: Bar, link: Link, clock: Clock) -> None:
        self._bar, self._link, self._clock = bar, link, clock

    def refresh(self) -> None:
        """Ask what can be undone."""
        self._link.ask(WhatCanBeUndone(), owner=self._bar, then=self._came, failed=self._failed)

    def on_changed(self, topics: frozenset[Topic], initiator: object) -> None:  # noqa: ARG002 - whoever saved, it is saved
        """Something was saved: say when, and ask what can be undone now. Being looked at is not being saved."""
        if topics - {Topic.DESK}:
            self._bar.show_saved(words.SAVED_AT.format(f"{self._clock.now().astimezone():%H:%M}"))
        self.refresh()

    def undo(self) -> None:
        """Give back what the newest order replaced."""
        self._do(Undo())

    def redo(self) -> None:
        """Do again what was undone."""
        self._do(Redo())

    def _do(self, order: Order[GivenBack]) -> None:
        self._link.do(order, owner=self._bar, then=self._done, failed=self._failed)

    def _done(self, outcome: Outcome[GivenBack]) -> None:
        self._bar.say(outcome.result.words)
        self.refresh()

    def _came(self, can: CanUndo) -> None:
        undo = words.UNDO.format(can.undo) if can.undo else ""
        redo = words.REDO.format(can.redo) if can.redo else ""
        self._bar.show_undo(undo, redo)

    def _failed(self, fault: Exception) -> None:
        self._bar.say_trouble(fault.words if isinstance(fault, DeskError) else words.SORRY)
