"""The frame of every page before an open desk: the land at one side, one column at the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.fields import Warned
from ui.kit.hills import Hills, Sign
from ui.kit.parts import Button, Words, button, hairline, in_a_row
from ui.kit.theme import Theme, Type

PICTURE_FROM = 900
FORM = 420


class Doorway(QWidget):
    """A page before the desk: a title and a sentence; what else it says goes into ``column``. It scrolls.

    Signals:
        another: the officer wants another desk.
    """

    another = Signal()

    def __init__(self, theme: Theme, title: str = "", sentence: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme = theme
        self._hills = Hills(theme)
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self._title = Words("", theme, Type.PAGE)
        self._sentence = Words("", theme, tone="second", wrap=True)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        self.column.addWidget(self._title)
        self.column.addWidget(self._sentence)
        self.column.addSpacing(12)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._whole = QVBoxLayout(self._inside)
        self._put_together()
        self.say(title, sentence)
        theme.changed.connect(self._fit)
        self._fit()

    def say(self, title: str, sentence: str) -> None:
        """Say what the page is, and what that means; nothing where the rest says it."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def add_foot(self) -> Button:
        """End the page with what it promises, and the way to another desk: last, as the keys come to it last."""
        elsewhere = button(words.ANOTHER_DESK, self._theme, self.another.emit, size=Type.SMALL_STRONG)
        foot = QHBoxLayout()
        foot.addWidget(Words(words.STAYS_HERE, self._theme, Type.SMALL, tone="second", wrap=True), 1)
        foot.addWidget(elsewhere)
        self._whole.addWidget(hairline())
        self._whole.addLayout(foot)
        return elsewhere

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Sign(self._theme))
        head.addWidget(Words(words.APP, self._theme, Type.NAME))
        head.addStretch()
        self._whole.setContentsMargins(4, 40, 4, 24)
        self._whole.setSpacing(8)
        self._whole.addLayout(head)
        self._whole.addStretch(2)
        self._whole.addLayout(self.column)
        self._whole.addStretch(3)
        sheet = QWidget()
        sheet.setObjectName("page")
        side = QHBoxLayout(sheet)
        side.setContentsMargins(36, 0, 36, 0)
        side.addStretch()
        side.addWidget(self._inside)
        side.addStretch()
        self._scroll.setWidget(sheet)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._hills, 56)
        row.addWidget(self._scroll, 44)

    def _fit(self) -> None:
        self._hills.setVisible(self.width() >= PICTURE_FROM and not self._theme.large_text)
        self._inside.setFixedWidth(min(self._theme.px(FORM) + 8, max(240, self.width() - 90)))


class FormPage(Doorway):
    """A page before the desk that asks for what one act needs, and offers the way back.

    Signals:
        back: the officer thinks better of it.
    """

    back = Signal()

    def __init__(self, theme: Theme, title: str, sentence: str, act: str) -> None:
        super().__init__(theme, title, sentence)
        self._act = act
        self._wrong = Warned(theme)
        self._go = button(act, theme, self.submit, kind="filled")
        self._back = button(words.BACK, theme, self.back.emit)
        self._asked: tuple[QWidget, ...] = ()

    def submit(self) -> None:
        """Do it, or say what is missing for it."""
        raise NotImplementedError

    def ready(self, trouble: str) -> None:
        """Ready to be told; ``trouble`` says why the act was not done."""
        self._wrong.say(trouble)
        self._go.setText(self._act)
        self._enable(is_enabled=True)

    def busy(self, text: str) -> None:
        """Say that it is being done; nothing can be pressed twice."""
        self._wrong.say("")
        self._go.setText(text)
        self._enable(is_enabled=False)

    def ask_for(self, *asked: QWidget) -> None:
        """Lay these out one under the other, and the act beneath them."""
        self._asked = asked
        for each in asked:
            self.column.addWidget(each)
            self.column.addSpacing(6)
        self.column.addWidget(self._wrong)
        self.column.addSpacing(8)
        self.column.addLayout(in_a_row(self._go, self._back, gap=20))

    def _enable(self, *, is_enabled: bool) -> None:
        for each in (self._go, self._back, *self._asked):
            each.setEnabled(is_enabled)


def strip(text: Words, *, before: QWidget | None = None, act: QWidget | None = None) -> QFrame:
    """Words on a ground of their own, with something before them, or an act after."""
    notice = QFrame()
    notice.setObjectName("notice")
    row = QHBoxLayout(notice)
    row.setContentsMargins(16, 12, 16, 12)
    row.setSpacing(16)
    if before:
        row.addWidget(before, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    if act:
        row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
    return notice
