"""Undo and redo: what the next one would be, by name, and the orders that do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iro_desk.domain.events import WITHDRAWN
from iro_desk.domain.naming import initials, shown_by
from iro_desk.domain.undoing import Done, Inverse, Left, Stacks
from iro_desk.errors import Refused
from iro_desk.services.messages import Order, OrderWords, Question
from iro_desk.services.ports import UnitOfWork

A_FEW = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CanUndo:
    """What an undo and a redo would reach, in words: "contact with A.B."; None where there is nothing."""

    undo: str | None
    redo: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """What came of an undo or a redo."""

    words: str
    left: tuple[Left, ...]
    """The fields that something changed since, which stay as they are."""


@dataclass(frozen=True, kw_only=True)
class WhatCanBeUndone(Question[CanUndo]):
    """What would *Undo* and *Redo* reach?"""


@dataclass(frozen=True, kw_only=True)
class Undo(Order[GivenBack]):
    """Give back what this device's newest order replaced; a field changed since is left and named."""

    words: ClassVar = "undo"
    undoable: ClassVar = False


@dataclass(frozen=True, kw_only=True)
class Redo(Order[GivenBack]):
    """Carry out again what was undone last."""

    words: ClassVar = "redo"
    undoable: ClassVar = False


def what_can_be_undone(_: WhatCanBeUndone, work: UnitOfWork, *, names: OrderWords, never: frozenset[str]) -> CanUndo:
    """Answer ``WhatCanBeUndone``."""
    stacks = work.stacks(never)
    found = (_first(work, stack, stacks) for stack in (stacks.undo, stacks.redo))
    undo, redo = (_named(work, each, names) if each else None for each in found)
    return CanUndo(undo=undo, redo=redo)


def undo(_: Undo, work: UnitOfWork, *, names: OrderWords, never: frozenset[str]) -> GivenBack:
    """Carry out ``Undo``. Refused where there is nothing left to undo."""
    stacks = work.stacks(never)
    return _give_back("Undone", _next(work, stacks.undo, stacks), work, names)


def redo(_: Redo, work: UnitOfWork, *, names: OrderWords, never: frozenset[str]) -> GivenBack:
    """Carry out ``Redo``. Refused where nothing was undone, or something was done since."""
    stacks = work.stacks(never)
    return _give_back("Done again", _next(work, stacks.redo, stacks), work, names)


def _first(work: UnitOfWork, stack: tuple[Done, ...], stacks: Stacks) -> Done | None:
    """The order that ``_next`` takes. Of an import of thousands of records a few mostly tell that it can be undone."""
    for done in reversed(stack):
        if work.inverse(done, stacks, A_FEW).changes or work.inverse(done, stacks).changes:
            return done
    return None


def _next(work: UnitOfWork, stack: tuple[Done, ...], stacks: Stacks) -> tuple[Done, Inverse] | None:
    """The newest order of which something can be given back; one that was changed all through since is passed over."""
    for done in reversed(stack):
        inverse = work.inverse(done, stacks)
        if inverse.changes:
            return done, inverse
    return None


def _give_back(verb: str, found: tuple[Done, Inverse] | None, work: UnitOfWork, names: OrderWords) -> GivenBack:
    if found is None:
        raise Refused(f"There is nothing to be {verb.lower()}.")
    done, inverse = found
    work.give_back(inverse.changes)
    fields = sorted({f"{each.record}: {each.field}" for each in inverse.left if each.field != WITHDRAWN})
    children = sum(each.field == WITHDRAWN for each in inverse.left)
    left = f" Changed since and left as it is: {', '.join(fields)}." if fields else ""
    left += f" Still here, because more is kept of them: {children} of the children." if children else ""
    return GivenBack(words=f"{verb}: {_named(work, done, names).rstrip('.')}.{left}", left=inverse.left)


def _named(work: UnitOfWork, done: Done, names: OrderWords) -> str:
    """The order and whom it is about: by initials, or how many children."""
    what = names.get(done.name, done.name)
    children = work.children_of(done.id)
    if not children:
        return what
    if len(children) > 1:
        return f"{what}, {len(children)} children"
    (child,) = children
    record = work.record("child", child)
    return f"{what}, {initials(record.values, shown_by(record.values, child))}" if record else what
