"""What a screen is given to live in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk_link import DeskLink
from ui.kit.ask import Ask
from ui.kit.theme import Theme
from ui.shell.notices import Notices


@dataclass(frozen=True, slots=True)
class Frame:
    """The bridge to the desk, the look, the place for notices, and the way to stop and ask."""

    link: DeskLink
    theme: Theme
    notices: Notices
    ask: Ask


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
