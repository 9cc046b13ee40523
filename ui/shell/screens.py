"""The screens of the window: adding one is adding a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ui.kit.words import TODAY
from ui.screens import today
from ui.shell.frame import Frame, Page


@dataclass(frozen=True, slots=True)
class Screen:
    """A place in the sidebar, and the function that builds it."""

    key: str
    words: str
    icon: str
    build: Callable[[Frame], Page]


SCREENS = (Screen("today", TODAY, "sun-horizon", today.build),)
