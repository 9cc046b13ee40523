"""Orders change the desk, questions ask it: frozen values that go down, and what comes back up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)


class Question(Generic[Answer]):
    """What a screen or a command wants to know; ``Desk.ask`` gives an ``Answer``."""


class Order(Generic[Answer]):
    """What an officer wants done; ``Desk.do`` runs it in one transaction and gives its result."""


class Topic(Enum):
    """What a screen listens for."""

    CHILDREN = "children"
    REVIEWS = "reviews"
    DIARY = "diary"
    EXTRACTS = "extracts"
    DESK = "desk"


TOPICS: dict[str, frozenset[Topic]] = {
    "desk": frozenset({Topic.DESK}),
    "device": frozenset({Topic.DESK}),
    "child": frozenset({Topic.CHILDREN, Topic.DIARY}),
    "episode": frozenset({Topic.CHILDREN, Topic.DIARY}),
    "review": frozenset({Topic.REVIEWS, Topic.DIARY}),
    "extract": frozenset({Topic.EXTRACTS, Topic.DIARY}),
}
"""Which topics a change of this kind of record moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Answer_co]):
    """What came of an order."""

    result: Answer_co
    order: str | None
    """The order's id in the journal; None where nothing changed."""
    topics: frozenset[Topic]
