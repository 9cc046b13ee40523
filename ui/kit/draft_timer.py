"""The timer behind drafts: it runs from the first letter and is not put off by the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

KEEP_AFTER = 700
"""Milliseconds from the first letter that is not kept; with the order itself it is under a second."""


class DraftTimer(QTimer):
    """Calls for keeping, within a second of the first letter typed."""

    def __init__(self, parent: QObject, keep: Callable[[], object]) -> None:
        super().__init__(parent, singleShot=True, interval=KEEP_AFTER)
        self.timeout.connect(lambda: keep())  # noqa: PLW0108 - a presenter has no Qt slots

    def wake(self) -> None:
        """Something was typed: run, unless it runs already. Typing on never puts the keeping off."""
        if not self.isActive():
            self.start()
