"""Questions that stop everything, behind a protocol, so that a test answers them by a script."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget


class Ask(Protocol):
    """What a screen may stop the officer for."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder of the officer's choice; None when they think better of it."""
        ...


class AskThePerson:
    """Asks with the system's own dialogs, which keep no list of folders of ours."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """The system's folder dialog."""
        chosen = QFileDialog.getExistingDirectory(parent, title)
        return Path(chosen) if chosen else None
