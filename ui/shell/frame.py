"""What a screen is given to live in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from iro_desk.clock import SystemClock
from iro_desk.services.ports import Clock
from ui.desk_link import DeskLink
from ui.kit.ask import Ask
from ui.kit.theme import Theme
from ui.shell.notices import Notices


@dataclass(frozen=True, slots=True)
class Frame:
    """The bridge to the desk, the look, the place for notices, the way to stop and ask, and the ways to go."""

    link: DeskLink
    theme: Theme
    notices: Notices
    ask: Ask
    open_child: Callable[[str], object] = lambda _: None
    """Shows the page of a child, given the number that the child is shown by."""
    open_screen: Callable[[str], object] = lambda _: None
    """Shows another screen, by its key."""
    clock: Clock = field(default_factory=SystemClock)
    """The desk's day, and the time of the clock on the wall."""


class Page(QWidget):
    """A screen's page.

    Signals:
        counted: how much work waits here, for the sidebar.
        ready: the page shows what the desk holds.
    """

    counted = Signal(int)
    ready = Signal()

    def keep(self, *parts: object) -> None:
        """Keep what works for this page as long as it stands."""
        self._kept = parts

    def flush_drafts(self, then: Callable[[], object]) -> None:
        """Keep now all that is typed here and not saved; ``then`` is called when that is done, or could not be."""
        then()
