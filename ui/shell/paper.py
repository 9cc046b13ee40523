"""A sheet of plain words, put on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextDocument

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

TITLE, WORDS = 16, 12
"""In points."""
MARGIN = 57
"""In points: two centimetres."""


def put_on_paper(text: str, printer: QPrinter) -> None:
    """Print these words; the first line is the title."""
    document = QTextDocument()
    font = document.defaultFont()
    font.setPointSize(WORDS)
    document.setDefaultFont(font)
    document.setDocumentMargin(MARGIN)
    document.setPlainText(text)
    title = QTextCursor(document)
    title.select(QTextCursor.SelectionType.BlockUnderCursor)
    large = QTextCharFormat()
    large.setFontPointSize(TITLE)
    large.setFontWeight(QFont.Weight.Bold)
    title.mergeCharFormat(large)
    printer.setFullPage(True)
    document.setPageSize(printer.paperRect(printer.Unit.Point).size())
    document.print_(printer)
