"""Why a desk was locked: the word that one process tells the next, and what an officer reads."""

from __future__ import annotations

from enum import Enum


class Why(Enum):
    """The reasons for a lock, as the command line of the lock screen has them."""

    IDLE = "idle"
    KEY = "key"
    SCREEN = "screen"
    SLEEP = "sleep"
    CHILD = "child"


BECAUSE = {
    Why.IDLE: " because nothing was typed or moved for a while",
    Why.KEY: ", as you asked",
    Why.SCREEN: " because the screen was locked or switched off",
    Why.SLEEP: " because the laptop went to sleep",
    Why.CHILD: " because the laptop was handed to a child",
}
KEPT = "What you were typing is kept, and comes back with the child it belongs to."


def sentence(why: Why, at: str) -> str:
    """When and why it was locked, and that what was typed is kept; ``at`` is a time of day."""
    return f"Locked at {at}{BECAUSE[why]}. {KEPT}"
