"""The forms of the child's page: a contact, and the child's names. What is typed is told at once; others keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.choices import ChoiceField
from ui.kit.contact_fields import DayField, NoteField
from ui.kit.fields import Field, LineField
from ui.kit.files import FilesField, KeptFilesField
from ui.kit.parts import Words, button
from ui.kit.theme import Theme, Type
from ui.screens.child.views import PEOPLE

Files = Callable[[], Sequence[Path]]


class Form(QWidget):
    """Fields, what is kept of them, and the buttons beneath.

    Signals:
        typed: the officer changed a field; carries its name and its text.
        left: the officer left a field.
        save: the officer wants it saved.
        put_aside: the officer wants what is typed destroyed.
        closed: the officer wants the form out of the way; what is typed stays kept.
    """

    typed = Signal(str, str)
    left = Signal()
    save = Signal()
    put_aside = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, fields: Mapping[str, Field], *, save: str, filled: bool) -> None:
        super().__init__()
        self._theme, self.fields = theme, dict(fields)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(10))
        self.rows: list[QBoxLayout] = []
        for name, each in self.fields.items():
            each.typed.connect(partial(self.typed.emit, name))
            each.control.installEventFilter(self)
        self._state = Words(words.KEPT, theme, Type.SMALL, tone="third", wrap=True)
        self._aside = button(words.PUT_ASIDE, theme, self.put_aside.emit, size=Type.SMALL_STRONG)
        self._aside.hide()
        self._save = button(save, theme, self.save.emit, kind="filled" if filled else "outlined")
        self._save.setToolTip(f"{save} (Ctrl Enter)")
        self._close = button(words.CLOSE, theme, self.closed.emit, kind="quiet")
        self._close.setVisible(not filled)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            made = QShortcut(QKeySequence(keys), self, self.save.emit)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # the constructor's context is passed over

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the officer leaves a field."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def values(self) -> dict[str, str]:
        """What stands in the fields, by their names."""
        return {name: each.text() for name, each in self.fields.items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put these in, as a page does; other fields stay as they are."""
        for name, text in values.items():
            if name in self.fields:
                self.fields[name].set_text(text)

    def replace_undoably(self, values: Mapping[str, str]) -> None:
        """Put these in so that a field's own undo gives back what stood in it."""
        for name, text in values.items():
            self.fields[name].replace_undoably(text)

    def say_trouble(self, name: str, sentence: str) -> bool:
        """Say what is wrong beside its field, and go there; whether there is such a field."""
        for each in self.fields.values():
            each.say_trouble("")
        field = self.fields.get(name)
        if field:
            field.say_trouble(sentence)
            field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return field is not None

    def say_state(self, sentence: str, *, wrong: bool = False, aside: bool = False) -> None:
        """Say what is kept; ``aside`` offers to destroy it."""
        self._state.setText(sentence)
        self._state.set_tone("brick" if wrong else "second" if aside and sentence != words.KEPT else "third")
        self._aside.setVisible(aside)

    def state(self) -> str:
        """What is said of what is kept."""
        return self._state.text()

    def set_busy(self, *, busy: bool) -> None:
        """Saving: nothing can be typed that the answer would throw away."""
        self._save.setEnabled(not busy)
        for each in self.fields.values():
            if hasattr(each.control, "setReadOnly"):
                each.control.setReadOnly(busy)

    def add_foot(self) -> None:
        """The state and the buttons, last."""
        foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        foot.setSpacing(self._theme.px(12))
        said = QHBoxLayout()
        said.setSpacing(self._theme.px(12))
        said.addWidget(self._state, 1)
        said.addWidget(self._aside, 0)
        foot.addLayout(said, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(self._theme.px(8))
        buttons.addWidget(self._close)
        buttons.addWidget(self._save)
        buttons.addStretch()
        foot.addLayout(buttons)
        self.column.addLayout(foot)
        self.rows.append(foot)
        self._theme.changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        """At large text a row is a column."""
        upright = self._theme.large_text
        for row in self.rows:
            row.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)


class ContactForm(Form):
    """One contact: its day, its kind, what was said, and files."""

    def __init__(  # noqa: PLR0913 - what a contact is made of
        self,
        theme: Theme,
        *,
        kinds: Sequence[tuple[str, str]],
        understood: Callable[[str], str],
        choose: Files,
        carried: Sequence[tuple[str, str]] = (),
        mending: bool = False,
    ) -> None:
        day = DayField(words.DAY, theme, understood=understood, hint=words.DAY_HINT)
        kind = ChoiceField(words.KIND, theme, choices=kinds, nothing=words.CHOOSE_KIND)
        note = NoteField(words.NOTE, theme)
        files = FilesField(words.FILES, theme, choose)
        fields: dict[str, Field] = {"on": day, "kind": kind, "note": note, "attach": files}
        if carried:
            fields["drop"] = KeptFilesField(words.CARRIED, theme, carried)
        super().__init__(theme, fields, save=words.SAVE if mending else words.SAVE_CONTACT, filled=not mending)
        self._files = files
        self.setAcceptDrops(True)
        top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.setSpacing(theme.px(16))
        top.addWidget(day, 2, Qt.AlignmentFlag.AlignTop)
        top.addWidget(kind, 3, Qt.AlignmentFlag.AlignTop)
        self.rows.append(top)
        self.column.addLayout(top)
        self.column.addWidget(note)
        if carried:
            self.column.addWidget(fields["drop"])
        self.column.addWidget(files)
        self.add_foot()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the form."""
        if any(each.isLocalFile() for each in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in."""
        self._files.add([Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile()])
        event.acceptProposedAction()


class NamesForm(Form):
    """What the child is called, and the people round them."""

    def __init__(self, theme: Theme) -> None:
        fields: dict[str, Field] = {
            "first_name": LineField(words.FIRST_NAME, theme),
            "last_name": LineField(words.LAST_NAME, theme),
            "known_as": LineField(words.KNOWN_AS, theme),
            **{name: LineField(words.FIELDS[name], theme) for name in PEOPLE},
        }
        super().__init__(theme, fields, save=words.SAVE_NAMES, filled=False)
        for each in fields.values():
            self.column.addWidget(each)
        self.add_foot()
