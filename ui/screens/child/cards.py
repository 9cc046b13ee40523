"""The pieces of the child's page: a contact with its history, a field in which two values stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.files import FileRow
from ui.kit.parts import Button, Words, button, clear, hairline
from ui.kit.theme import Theme, Type
from ui.screens.child.forms import ContactForm
from ui.screens.child.views import ContactView, DisputeView, FileView, HistoryView, SideView


class HistoryBox(QWidget):
    """A record's history, in place; closed until it is asked for.

    Signals:
        wanted: the officer wants to see it.
    """

    wanted = Signal()

    def __init__(self, theme: Theme, ask: Button) -> None:
        super().__init__()
        self._theme, self._ask = theme, ask
        self._name = ask.accessibleName()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(12), theme.px(4), 0, theme.px(6))
        self._column.setSpacing(theme.px(2))
        ask.clicked.connect(self._toggle)
        self.hide()

    def show_lines(self, lines: tuple[HistoryView, ...]) -> None:
        """Show it, newest first."""
        clear(self._column)
        for place, line in enumerate(lines):
            if place:
                self._column.addSpacing(self._theme.px(6))
            self._column.addWidget(Words(line.title, self._theme, Type.SMALL_STRONG))
            self._column.addWidget(Words(line.whose, self._theme, Type.SMALL, tone="second", wrap=True))
            for change in line.changes:
                self._column.addWidget(Words(change, self._theme, Type.SMALL, wrap=True))
        self._say(shown=True)

    def close_lines(self) -> None:
        """Take it out of sight."""
        self._say(shown=False)

    def _toggle(self) -> None:
        if self.isHidden():
            self.wanted.emit()
        else:
            self.close_lines()

    def _say(self, *, shown: bool) -> None:
        self.setVisible(shown)
        self._ask.setText(words.HIDE_HISTORY if shown else words.HISTORY)
        self._ask.setAccessibleName(words.HIDE_HISTORY if shown else self._name)


class ContactCard(QWidget):
    """One contact of the list, which may be mended, taken back, or asked for its history, all in place.

    Signals:
        mend: the officer wants to mend it.
        withdraw: the officer takes it back.
        history: the officer wants its history.
        copy: the officer wants a copy of a file; carries the FileView.
    """

    mend = Signal()
    withdraw = Signal()
    history = Signal()
    copy = Signal(object)

    def __init__(self, view: ContactView, theme: Theme) -> None:
        super().__init__()
        self.view, self._theme = view, theme
        self.form: ContactForm | None = None
        self._day = Words("", theme, Type.NAME)
        self._kind = Words("", theme, tone="second")
        self._note = Words("", theme, wrap=True)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._files = QVBoxLayout()
        self._files.setSpacing(theme.px(2))
        self.acts = {
            words.MEND: button(words.MEND, theme, self.mend.emit, size=Type.SMALL_STRONG),
            words.WITHDRAW: button(words.WITHDRAW, theme, self.withdraw.emit, size=Type.SMALL_STRONG),
            words.HISTORY: button(words.HISTORY, theme, lambda: None, size=Type.SMALL_STRONG),
        }
        self.past = HistoryBox(theme, self.acts[words.HISTORY])
        self.past.wanted.connect(self.history)
        self._shown = QWidget()
        self._lay_out()
        self.show_view(view)

    def show_view(self, view: ContactView) -> None:
        """Show the contact as it is now; a form that is open on it stays as it is."""
        changed = view != self.view
        self.view = view
        self._day.setText(view.day)
        self._kind.setText(view.kind)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        for label, each in self.acts.items():
            if not (label == words.HISTORY and self.past.isVisible()):
                each.setAccessibleName(f"{label}: {view.kind}, {view.day}")
        clear(self._files)
        for file in view.files:
            act: tuple[str, Callable[[], object]] = (words.SAVE_COPY, partial(self._ask_copy, file))
            self._files.addWidget(FileRow(file.name, file.size, act, self._theme, icon="paperclip"))
        if changed:
            self.past.close_lines()

    def open_form(self, form: ContactForm) -> None:
        """Show a form in place of the words."""
        self.form = form
        self._shown.hide()
        self._place.addWidget(form)
        form.show()
        form.fields["note"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Show the words again."""
        if self.form:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self._shown.show()
            self.acts[words.MEND].setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_copy(self, file: FileView) -> None:
        self.copy.emit(file)

    def _lay_out(self) -> None:
        theme = self._theme
        said = QHBoxLayout()
        said.setSpacing(theme.px(8))
        said.addWidget(self._day)
        said.addWidget(self._kind)
        said.addStretch()
        acts = QHBoxLayout()
        acts.setSpacing(theme.px(14))
        for each in self.acts.values():
            acts.addWidget(each)
        acts.addStretch()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addLayout(said, 1)
        self._head.addLayout(acts, 0)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(self._head)
        column.addWidget(self._note)
        column.addLayout(self._files)
        column.addWidget(self.past)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, theme.px(10))
        self._place.setSpacing(theme.px(10))
        self._place.addWidget(hairline())
        self._place.addWidget(self._shown)
        theme.changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        upright = self._theme.large_text
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)


class DisputeCard(QWidget):
    """A field in which values stand: side by side, each with whose it is, until one is chosen.

    Signals:
        chosen: the officer chooses one; carries the event whose value is to stand.
    """

    chosen = Signal(str)

    def __init__(self, view: DisputeView, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        column.setSpacing(theme.px(6))
        column.addWidget(Words(view.title, theme, Type.NAME, wrap=True))
        upright = theme.large_text
        sides = QBoxLayout(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight)
        sides.setSpacing(theme.px(24))
        for side in view.sides:
            sides.addWidget(self._side(view, side), 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(sides)

    def _side(self, view: DisputeView, side: SideView) -> QWidget:
        box = QWidget()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(2))
        column.addWidget(Words(side.value, self._theme, wrap=True))
        column.addWidget(Words(side.whose, self._theme, Type.SMALL, tone="second", wrap=True))
        keep = button(words.KEEP_THIS, self._theme, partial(self.chosen.emit, side.event), size=Type.SMALL_STRONG)
        keep.setAccessibleName(f"{words.KEEP_THIS}: {view.title}, {side.value}, {side.whose}")
        column.addWidget(keep)
        return box
