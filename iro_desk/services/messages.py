"""Orders change the desk, questions ask it: frozen values that go down, and what comes back up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Generic, TypeVar

Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)


class Question(Generic[Answer]):
    """What a screen or a command wants to know; ``Desk.ask`` gives an ``Answer``."""


class Order(Generic[Answer]):
    """What an officer wants done; ``Desk.do`` runs it in one transaction and gives its result."""

    words: ClassVar[str]
    """What it is called in history and beside *Undo*: "contact", "names". Said of a child where it is about one."""
    undoable: ClassVar[bool] = True
    """Whether an undo reaches it. What says that something was seen, printed or recovered stays said."""


OrderWords = Mapping[str, str]
"""By the name under which the journal keeps an order: what it is called."""


class Topic(Enum):
    """What a screen listens for."""

    CHILDREN = "children"
    CONTACTS = "contacts"
    REVIEWS = "reviews"
    DIARY = "diary"
    EXTRACTS = "extracts"
    STATUS_CHANGES = "status changes"
    DESK = "desk"


TOPICS: dict[str, frozenset[Topic]] = {
    "desk": frozenset({Topic.DESK}),
    "device": frozenset({Topic.DESK}),
    "access": frozenset({Topic.DESK}),
    "child": frozenset({Topic.CHILDREN, Topic.DIARY}),
    "episode": frozenset({Topic.CHILDREN, Topic.DIARY}),
    "contact": frozenset({Topic.CONTACTS}),
    "review": frozenset({Topic.REVIEWS, Topic.DIARY}),
    "missing": frozenset({Topic.CHILDREN}),
    "liberty_order": frozenset({Topic.CHILDREN}),
    "social_worker": frozenset({Topic.CHILDREN}),
    "policy": frozenset({Topic.DESK, Topic.REVIEWS, Topic.DIARY}),
    "status_change": frozenset({Topic.STATUS_CHANGES}),
    "extract": frozenset({Topic.EXTRACTS, Topic.DIARY}),
    "people_columns": frozenset({Topic.DESK}),
    "choice": frozenset({Topic.CHILDREN}),
    "chosen": frozenset({Topic.CHILDREN}),
}
"""Which topics a change of this kind of record moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Answer_co]):
    """What came of an order."""

    result: Answer_co
    order: str | None
    """The order's id in the journal; None where nothing changed."""
    topics: frozenset[Topic]
