"""One sheet of plain words on paper, by the system's own printing dialog."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

POINTS = 13


def print_text(parent: QWidget, text: str) -> None:
    """Open the system's dialog over ``parent``; when it is accepted, print these words."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - few windows ever print

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)

    def put_on_paper() -> None:
        document = QTextDocument()
        font = document.defaultFont()
        font.setPointSize(POINTS)
        document.setDefaultFont(font)
        document.setPlainText(text)
        document.print_(printer)

    dialog.accepted.connect(put_on_paper)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)
