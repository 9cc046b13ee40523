"""A field: a label above, a place to write, and one line beneath that helps, or says what is wrong."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QVBoxLayout, QWidget

from ui.kit import icons
from ui.kit.marks import Mark, paint_mark
from ui.kit.parts import Words
from ui.kit.theme import Theme, Type

TONES = {Mark.OVERDUE: "brick", Mark.AT_RISK: "straw"}
"""The colour of the words beside each mark that warns."""
ICON = 16


class Warned(Words):
    """What is wrong, or to be minded, with its mark before it; out of sight while there is nothing to say."""

    def __init__(self, theme: Theme, mark: Mark = Mark.OVERDUE) -> None:
        super().__init__("", theme, Type.SMALL_STRONG, tone=TONES[mark], wrap=True)
        self._mark, self._look = mark, theme
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
        paint_mark(painter, QRectF(0, top, side, side), self._mark, self._look)
        painter.end()

    def _indent(self) -> None:
        self.setContentsMargins(self._look.px(20), 0, 0, 0)


class Field(QWidget):
    """A labelled place to write.

    Signals:
        typed: the officer changed it; carries the text.
    """

    typed = Signal(str)

    def __init__(self, label: str, control: QWidget, theme: Theme, *, hint: str = "") -> None:
        super().__init__()
        self.control, self._theme = control, theme
        self._quiet = False
        self._hint = Words(hint, theme, Type.SMALL, tone="second", wrap=True)
        if not hint:  # shown before it has a place it would flash as a window of its own
            self._hint.hide()
        self._trouble = Warned(theme)
        caption = Words(label, theme, Type.LABEL, tone="third")
        caption.setBuddy(control)
        control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(4))
        for part in (caption, control, self._hint, self._trouble):
            self.column.addWidget(part)
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
        """Say what is wrong, to the eye and to the ear, in place of what helps; or that nothing is."""
        self._trouble.say(sentence)
        self._show_hint()
        if bool(self.control.property("wrong")) != bool(sentence):
            self.control.setProperty("wrong", bool(sentence))
            self.control.style().polish(self.control)

    def trouble(self) -> str:
        """What is said to be wrong; nothing where nothing is."""
        return self._trouble.text()

    def set_hint(self, hint: str) -> None:
        """Say something that helps under the field."""
        self._hint.setText(hint)
        self._show_hint()

    def _show_hint(self) -> None:
        hint, trouble = self._hint.text(), self.trouble()
        self._hint.setVisible(bool(hint) and not trouble)
        self.control.setAccessibleDescription(trouble or hint)

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


class LineEdit(QLineEdit):
    """One line with an icon at its beginning. Qt's own icons in fields do not grow with the text."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._look, self._icon = theme, icon
        theme.changed.connect(self._grow)
        self._grow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and the icon where its words would begin."""
        super().paintEvent(event)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        side = self._look.px(ICON)
        painter = QPainter(self)
        drawn = icons.pixmap(self._icon, side, self._look.tokens.ink2)
        painter.drawPixmap(inside.left(), (self.height() - side) // 2, drawn)
        painter.end()

    def _grow(self) -> None:
        self.setFont(self._look.font(Type.BODY))
        self.setTextMargins(self._look.px(ICON + 6), 0, 0, 0)


class LineField(Field):
    """One line; ``edit`` where it is more than letters, ``icon`` for one at its beginning."""

    control: QLineEdit

    def __init__(
        self, label: str, theme: Theme, *, hint: str = "", icon: str = "", edit: QLineEdit | None = None
    ) -> None:
        made = edit or (LineEdit(theme, icon) if icon else QLineEdit())
        super().__init__(label, made, theme, hint=hint)
        made.textChanged.connect(self._changed)

    def text(self) -> str:
        """What stands in it."""
        return self.control.text()

    def set_text(self, text: str) -> None:
        """Put this in it, as a page does; the field's own undo does not give back what stood there."""
        self._put(lambda: self.control.setText(text))

    def replace_undoably(self, text: str) -> None:
        """Put this in it so that Ctrl+Z in the field gives back what stood there."""
        self.control.selectAll()
        self._put(lambda: self.control.insert(text))
