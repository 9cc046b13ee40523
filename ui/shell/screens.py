"""The screens of the window: adding one is adding a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ui.kit.words import CHANGED, CHILDREN, THE_LAW, THIS_DESK, TODAY
from ui.screens import changed, child, children, law, settings, today
from ui.shell.frame import Frame, Page


@dataclass(frozen=True, slots=True)
class Screen:
    """A place in the sidebar, and the function that builds it."""

    key: str
    words: str
    icon: str
    build: Callable[[Frame], Page]


SCREENS = (
    Screen("today", TODAY, "sun-horizon", today.build),
    Screen("children", CHILDREN, "users", children.build),
    Screen("changed", CHANGED, "arrows-left-right", changed.build),
    Screen("law", THE_LAW, "scales", law.build),
    Screen("settings", THIS_DESK, "gear", settings.build),
)
CHILD = "child"
"""The page of one child has no place in the sidebar: it is reached from the lists, and stands under *Children*."""
UNDER = {CHILD: "children"}
build_child = child.build
