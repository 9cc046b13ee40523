"""Questions that stop everything, behind a protocol, so that a test answers them by a script."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Ask(Protocol):
    """What a screen may stop the officer for."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder of the officer's choice; None when they think better of it."""
        ...

    def files(self, parent: QWidget, title: str) -> tuple[Path, ...]:
        """Files of the officer's choice; none when they think better of it."""
        ...

    def save_as(self, parent: QWidget, title: str, name: str) -> Path | None:
        """Where a file is to be written, with a name to begin with; None when they think better of it."""
        ...

    def printer(self, parent: QWidget, then: Callable[[QPrinter], object]) -> None:
        """A printer of the officer's choice, given to ``then``; it is not called when they think better of it."""
        ...


class AskThePerson:
    """Asks with the system's own dialogs, which keep no list of folders of ours."""

    def __init__(self) -> None:
        # Where a system has no dialog of its own, Qt's notes the folders visited in QtProject.conf, names and all.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """The system's folder dialog."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - the locked window stands without

        chosen = QFileDialog.getExistingDirectory(parent, title)
        return Path(chosen) if chosen else None

    def files(self, parent: QWidget, title: str) -> tuple[Path, ...]:
        """The system's dialog for several files."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415

        chosen, _ = QFileDialog.getOpenFileNames(parent, title)
        return tuple(Path(each) for each in chosen)

    def save_as(self, parent: QWidget, title: str, name: str) -> Path | None:
        """The system's dialog for a new file; it asks before it writes over another."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415

        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name))
        return Path(chosen) if chosen else None

    def printer(self, parent: QWidget, then: Callable[[QPrinter], object]) -> None:
        """The system's printing dialog, over the window."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - few windows ever print

        chosen = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(chosen, parent)
        dialog.accepted.connect(lambda: then(chosen))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)
