"""Files in a form: those to be attached, those a record carries, and the row of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.fields import Field
from ui.kit.parts import Icon, Words, button, clear
from ui.kit.theme import Theme, Type


class FilesField(Field):
    """Files to attach: chosen with the system's dialog, or dropped on the form. Its text is a path a line."""

    def __init__(self, label: str, theme: Theme, choose: Callable[[], Sequence[Path]]) -> None:
        self._paths: tuple[str, ...] = ()
        self._choose = choose
        add = button(words.ATTACH, theme, self._add_chosen, icon="paperclip")
        super().__init__(label, add, theme)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(2))
        self.column.insertLayout(1, self._rows)

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
        row.addWidget(Icon(icon, theme))
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
