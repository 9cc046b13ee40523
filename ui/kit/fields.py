"""Fields: a label above, a place to write, and beneath it what is wrong or what was understood."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.kit import icons, words
from ui.kit.marks import Mark, paint_mark
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type

LEAST_LINES, MOST_LINES = 3, 12
PADDING = 22
"""Pixels above and below the lines of a note, with its border."""


class Trouble(Words):
    """What is wrong with a field, beside it, with the mark of a wrong entry."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("", theme, Type.SMALL_STRONG, tone="brick", wrap=True)
        self._look = theme
        self.hide()
        theme.changed.connect(self._indent)
        self._indent()

    def say(self, sentence: str) -> None:
        """Say this, or nothing."""
        self.setText(sentence)
        self.setVisible(bool(sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and the mark before their first line."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._look.px(13)
        top = (self.fontMetrics().height() - side) / 2
        paint_mark(painter, QRectF(0, top, side, side), Mark.OVERDUE, self._look)
        painter.end()

    def _indent(self) -> None:
        self.setContentsMargins(self._look.px(20), 0, 0, 0)


class Field(QWidget):
    """A labelled place to write.

    Signals:
        typed: the officer changed it; carries the text.
        left: the officer went elsewhere.
    """

    typed = Signal(str)
    left = Signal()

    def __init__(self, label: str, control: QWidget, theme: Theme, *, hint: str = "") -> None:
        super().__init__()
        self.control, self._theme = control, theme
        self._quiet = False
        self._hint = Words(hint, theme, Type.CAPTION, tone="third", wrap=True)
        self._hint.setVisible(bool(hint))
        self._trouble = Trouble(theme)
        caption = Words(label, theme, Type.SMALL, tone="second")
        caption.setBuddy(control)
        control.setAccessibleName(label)
        control.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for part in (caption, control, self._hint, self._trouble):
            column.addWidget(part)
        theme.changed.connect(self._follow)
        self._follow()
        self.setFocusProxy(control)

    @abstractmethod
    def text(self) -> str:
        """What stands in it."""

    @abstractmethod
    def set_text(self, text: str) -> None:
        """Put this in it, as a page does: nobody typed."""

    @abstractmethod
    def replace_undoably(self, text: str) -> None:
        """Put this in it so that the field's own undo gives back what stood there."""

    def say_trouble(self, sentence: str) -> None:
        """Say what is wrong, to the eye and to the ear, or that nothing is."""
        self._trouble.say(sentence)
        self.control.setProperty("wrong", bool(sentence))
        self.control.setAccessibleDescription(sentence or self._hint.text())
        self.control.style().polish(self.control)

    def trouble(self) -> str:
        """What is said to be wrong; nothing where nothing is."""
        return self._trouble.text()

    def set_hint(self, hint: str) -> None:
        """Say something quiet under the field."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.control.setAccessibleDescription(hint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the officer goes elsewhere."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        if not self._quiet:
            if self.trouble():
                self.say_trouble("")
            self.typed.emit(self.text())

    def _put(self, put: Callable[[], object]) -> None:
        self._quiet = True
        put()
        self._quiet = False

    def _follow(self) -> None:
        self.control.setFont(self._theme.font(Type.BODY))


class LineField(Field):
    """One line."""

    def __init__(self, label: str, theme: Theme, *, hint: str = "", icon: str = "") -> None:
        self._edit = QLineEdit()
        self._icon = QAction(self._edit) if icon else None
        self._icon_name = icon
        if self._icon:
            self._edit.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        super().__init__(label, self._edit, theme, hint=hint)
        self._edit.textChanged.connect(self._changed)

    def text(self) -> str:
        """What stands in it."""
        return self._edit.text()

    def set_text(self, text: str) -> None:
        """Put this in it, as a page does."""
        self._put(lambda: self._edit.setText(text))

    def replace_undoably(self, text: str) -> None:
        """Put this in it so that Ctrl+Z in the field gives back what stood there."""
        self._edit.selectAll()
        self._put(lambda: self._edit.insert(text))

    def _follow(self) -> None:
        super()._follow()
        if self._icon:
            self._icon.setIcon(icons.icon(self._icon_name, self._theme.px(16), self._theme.tokens.ink2))


class DayField(LineField):
    """A day, typed as one says it; what was understood stands beneath."""

    def __init__(self, label: str, theme: Theme, *, understood: Callable[[str], str], hint: str) -> None:
        self._understood, self._help = understood, hint
        super().__init__(label, theme, hint=hint, icon="calendar-blank")
        self._edit.textChanged.connect(self._say_understood)

    def _say_understood(self, text: str) -> None:
        self.set_hint(self._understood(text) or self._help)


class Chooser(QComboBox):
    """A list to choose from: letters find a line, arrows move, and the wheel passes over it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QEvent) -> None:
        """Turning the wheel moves the page, not the choice."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and the sign that it opens."""
        super().paintEvent(event)
        side = self._theme.px(16)
        painter = QPainter(self)
        drawn = icons.pixmap("caret-down", side, self._theme.tokens.ink2)
        painter.drawPixmap(self.width() - side - self._theme.px(12), (self.height() - side) // 2, drawn)
        painter.end()


class KindField(Field):
    """One of a few kinds, or none yet."""

    def __init__(self, label: str, theme: Theme, *, kinds: Sequence[tuple[str, str]], nothing: str) -> None:
        self._box = Chooser(theme)
        self._box.addItem(nothing, "")
        for value, shown in kinds:
            self._box.addItem(shown, value)
        super().__init__(label, self._box, theme)
        self._box.currentIndexChanged.connect(self._changed)

    def text(self) -> str:
        """The kind chosen; nothing where none is."""
        return str(self._box.currentData() or "")

    def set_text(self, text: str) -> None:
        """Choose this, as a page does."""
        self._put(lambda: self._box.setCurrentIndex(max(0, self._box.findData(text))))

    def replace_undoably(self, text: str) -> None:
        """Choose this; a list has no undo of its own, and one key gives the other choice back."""
        self.set_text(text)


class NoteEdit(QPlainTextEdit):
    """Several lines of plain words; it grows with them, and Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As high as its lines, within limits."""
        lines = max(LEAST_LINES, min(MOST_LINES, round(self.document().size().height()) or 1))
        return QSize(super().sizeHint().width(), lines * self.fontMetrics().lineSpacing() + PADDING)

    def minimumSizeHint(self) -> QSize:
        """Never less than its lines."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words may be dropped here; a file belongs to the form around it."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)


class NoteField(Field):
    """A note of several lines."""

    def __init__(self, label: str, theme: Theme) -> None:
        self._edit = NoteEdit()
        super().__init__(label, self._edit, theme)
        self._edit.textChanged.connect(self._changed)

    def text(self) -> str:
        """What stands in it."""
        return self._edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put this in it, as a page does."""
        self._put(lambda: self._edit.setPlainText(text))

    def replace_undoably(self, text: str) -> None:
        """Put this in it so that Ctrl+Z in the field gives back what stood there."""
        cursor = self._edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        self._put(lambda: cursor.insertText(text))


class FilesField(Field):
    """Files to attach: chosen with the system's dialog, or dropped on the form. Its text is a path a line."""

    def __init__(self, label: str, theme: Theme, choose: Callable[[], Sequence[Path]]) -> None:
        self._paths: tuple[str, ...] = ()
        self._choose = choose
        add = button(words.ATTACH, theme, self._add_chosen, icon="paperclip")
        super().__init__(label, add, theme)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(2))
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertLayout(1, self._rows)

    def text(self) -> str:
        """The files, a path a line."""
        return "\n".join(self._paths)

    def set_text(self, text: str) -> None:
        """Show these files, as a page does."""
        self._paths = tuple(each for each in text.split("\n") if each)
        self._show()

    def replace_undoably(self, text: str) -> None:
        """Show these files; they still lie where they were chosen."""
        self.set_text(text)

    def add(self, paths: Sequence[Path]) -> None:
        """Take in more files, each once."""
        more = [str(each) for each in paths if str(each) not in self._paths]
        if more:
            self._paths = (*self._paths, *more)
            self._show()
            self._changed()

    def _add_chosen(self) -> None:
        self.add(self._choose())

    def _take_away(self, path: str) -> None:
        self._paths = tuple(each for each in self._paths if each != path)
        self._show()
        self._changed()
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        clear(self._rows)
        for path in self._paths:
            name = Path(path).name
            self._rows.addWidget(
                FileRow(name, "", (words.TAKE_AWAY, partial(self._take_away, path)), self._theme, icon="paperclip")
            )


class KeptFilesField(Field):
    """The files that a record carries, each of which may be taken away. Its text is a hash a line: those to go."""

    def __init__(self, label: str, theme: Theme, files: Sequence[tuple[str, str]]) -> None:
        self._files = files
        self._gone: tuple[str, ...] = ()
        rows = QWidget()
        self._rows = QVBoxLayout(rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(2))
        super().__init__(label, rows, theme)
        self._show()

    def text(self) -> str:
        """The hashes of those to be taken away, one a line."""
        return "\n".join(self._gone)

    def set_text(self, text: str) -> None:
        """Take these away, as a page does."""
        known = {each for each, _ in self._files}
        self._gone = tuple(each for each in text.split("\n") if each in known)
        self._show()

    def replace_undoably(self, text: str) -> None:
        """Take these away; each line gives its file back."""
        self.set_text(text)

    def _toggle(self, hash_: str) -> None:
        gone = set(self._gone) ^ {hash_}
        self._gone = tuple(each for each, _ in self._files if each in gone)
        self._show()
        self._changed()

    def _show(self) -> None:
        clear(self._rows)
        for hash_, name in self._files:
            gone = hash_ in self._gone
            act = (words.GIVE_BACK if gone else words.TAKE_AWAY, partial(self._toggle, hash_))
            self._rows.addWidget(
                FileRow(name, words.GOES_AWAY if gone else "", act, self._theme, icon="x" if gone else "paperclip")
            )


class FileRow(QWidget):
    """One file: its sign, its name, a quiet word, and what can be done with it."""

    def __init__(
        self, name: str, quiet: str, act: tuple[str, Callable[[], object]], theme: Theme, *, icon: str
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Sign(icon, theme))
        shown = Words(name, theme, Type.SMALL, wrap=True)
        shown.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row.addWidget(shown, 0)
        if quiet:
            row.addWidget(Words(quiet, theme, Type.SMALL, tone="third"))
        label, do = act
        doing = button(label, theme, do, size=Type.SMALL_STRONG)
        doing.setAccessibleName(f"{label.rstrip('…')}: {name}")
        row.addWidget(doing)
        row.addStretch(1)


class Sign(QWidget):
    """A small icon beside words."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self._name, self._theme = name, theme
        theme.changed.connect(self._follow)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint it."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.pixmap(self._name, self.width(), self._theme.tokens.ink2))
        painter.end()

    def _follow(self) -> None:
        side = self._theme.px(16)
        self.setFixedSize(side, side)


def clear(column: QVBoxLayout) -> None:
    """Take everything out of a column."""
    while item := column.takeAt(0):
        widget = item.widget()
        if widget:
            widget.hide()
            widget.deleteLater()
