"""The screens of the window: adding one is adding a line."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from ui.kit.words import CHANGED, CHILDREN, THE_LAW, THIS_DESK, TODAY
from ui.shell.frame import Frame, Page


@dataclass(frozen=True, slots=True)
class Screen:
    """A place in the sidebar; its room in ``ui/screens`` has the name of its key."""

    key: str
    words: str
    icon: str


SCREENS = (
    Screen("today", TODAY, "sun-horizon"),
    Screen("children", CHILDREN, "users"),
    Screen("changed", CHANGED, "arrows-left-right"),
    Screen("law", THE_LAW, "scales"),
    Screen("settings", THIS_DESK, "gear"),
)
CHILD = "child"
"""The page of one child has no place in the sidebar: it is reached from the lists, and stands under *Children*."""
UNDER = {CHILD: "children"}


def build(key: str, frame: Frame) -> Page:
    """The page of a screen. Its room is loaded only now: what nobody opens keeps nobody waiting."""
    return cast("Page", import_module(f"ui.screens.{key}").build(frame))
