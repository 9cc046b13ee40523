"""The page of Today: what needs a person at the left, the six months and the extracts at the right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.hills import QuietHills
from ui.kit.parts import Button, Heading, Link, Sentence, Words, button, hairline
from ui.kit.theme import Theme, Type
from ui.screens.today.lines import Line, StripHead
from ui.screens.today.presenter import MonthView, PageView
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind
from ui.shell.proof import ProofPanel

TWO_COLUMNS_FROM = 900


class TodayPage(Page):
    """What matters today.

    Signals:
        take_extract: the officer has chosen the folder of an extract.
        timeline: the officer wants a child's timeline; carries the line's id and the child.
        all_coming: the officer wants every line of *Coming*.
    """

    take_extract = Signal(Path)
    timeline = Signal(str, str)
    all_coming = Signal()

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("page")
        self._frame, self._theme = frame, frame.theme
        self._view: PageView | None = None
        self._parts: dict[str, QWidget] = {}
        self.lines: list[Line] = []
        self._take: list[QWidget] = []
        self._first: Button | None = None
        self._taking = ""
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.proof = ProofPanel(frame.theme, frame.ask)
        self.proof.stands.connect(self._fill_one)
        before = QVBoxLayout()
        before.setContentsMargins(32, 6, 28, 0)
        before.addWidget(self.proof)
        column.addLayout(before)
        column.addWidget(self._scroll)
        self._columns: QBoxLayout | None = None
        self._theme.changed.connect(self._redraw)

    def show_view(self, view: PageView) -> None:
        """Show what the desk holds now, whole."""
        held = next((line.view.line.id for line in self.lines if line.hasFocus()), None)
        self._view = view
        self._parts, self.lines, self._take, self._first = {}, [], [], None
        sheet = QWidget()
        sheet.setObjectName("page")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(32, 6, 28, 28)
        column.setSpacing(self._theme.px(14))
        column.addLayout(self._heading(view))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(40)
        self._columns.addWidget(self._left(view), 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._right(view), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._columns)
        column.addStretch()
        self._scroll.setWidget(sheet)
        self._arrange()
        self._take_in_hand(held)
        self.counted.emit(sum(part.count for part in view.parts if part.title != words.COMING))
        self.ready.emit()

    def show_timeline(self, line: str, sentences: Sequence[str]) -> None:
        """Show a child's whole timeline under its line."""
        for each in self.lines:
            if each.view.line.id == line:
                each.show_timeline(sentences)

    def show_taking(self, *, busy: bool) -> None:
        """Say that an extract is being read; it cannot be asked for twice."""
        for each in self._take:
            each.setEnabled(not busy)
        if busy:
            self._taking = words.TAKING
            self._frame.notices.show_notice(words.TAKING)

    def show_taken_so_far(self, sentence: str) -> None:
        """Say how far the extract has come, unless another notice has come to stand there since."""
        if self._frame.notices.words() == self._taking:
            self._taking = sentence
            self._frame.notices.show_notice(sentence)

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._frame.notices.show_notice(sentence)

    def say_taken(self, sentence: str, *, look: bool) -> None:
        """Say what came of an extract, with the way to what it changed where that is to be acknowledged."""
        act = words.LOOK_AT_CHANGES if look else ""
        self._frame.notices.show_notice(sentence, act=act, then=lambda: self._frame.open_screen("changed"))

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        self._frame.notices.show_notice(sentence, Kind.WRONG)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where there is no room for two."""
        super().resizeEvent(event)
        self._arrange()

    def _heading(self, view: PageView) -> QLayout:
        weekday, rest = words.WEEKDAYS[view.today.weekday()], f"{view.today.day} {words.MONTHS[view.today.month - 1]}"
        title = QHBoxLayout()
        title.setSpacing(self._theme.px(8))
        title.addWidget(Words(weekday, self._theme, Type.PAGE))
        title.addWidget(Words(rest, self._theme, Type.PAGE_LIGHT))
        sentence = Sentence(self._theme)
        sentence.say([Link(text, to) if to else text for text, to in view.sentence])
        sentence.followed.connect(self._go_to_part)
        if view.empty:
            title.addStretch()
        elif self._theme.large_text:
            title.addStretch()
            both = QVBoxLayout()
            both.addLayout(title)
            both.addWidget(sentence)
            return both
        else:
            title.addSpacing(self._theme.px(16))
            sentence.setContentsMargins(0, 0, 0, self._theme.px(4))
            title.addWidget(sentence, 1, Qt.AlignmentFlag.AlignBottom)
        return title

    def _left(self, view: PageView) -> QWidget:
        left = QWidget()
        left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if view.empty or view.calm:
            self._rest(view, column)
        for place, part in enumerate(view.parts):
            heading = Heading(part.title, self._theme, count=part.count)
            self._parts[part.section.value] = heading
            column.addSpacing(self._theme.px(18) if place else 0)
            column.addWidget(heading)
            column.addWidget(hairline())
            if place == 0 and not self._theme.large_text:
                column.addWidget(StripHead(view.today, self._theme))
            for each in part.lines:
                column.addWidget(self._line(Line(each, view.today, self._theme)))
            if part.more:
                column.addSpacing(self._theme.px(8))
                column.addWidget(button(part.more, self._theme, self.all_coming.emit))
        return left

    def _line(self, line: Line) -> Line:
        line.taken.connect(self._open_only)
        line.moved.connect(self._move)
        line.child.connect(self._frame.open_child)
        line.timeline.connect(lambda each: self.timeline.emit(each.view.line.id, each.view.line.child))
        self.lines.append(line)
        return line

    def _rest(self, view: PageView, column: QVBoxLayout) -> None:
        """A page without work: hills, a sentence of comfort, and what one might like to do."""
        column.addWidget(QuietHills(self._theme))
        title = Words(words.EMPTY_TITLE if view.empty else words.CALM_TITLE, self._theme, Type.PAGE)
        column.addWidget(title)
        column.addSpacing(self._theme.px(8))
        column.addWidget(
            Words(words.EMPTY_WORDS if view.empty else view.closing, self._theme, tone="second", wrap=True)
        )
        column.addSpacing(self._theme.px(16))
        if view.empty:
            self._first = button(words.TAKE_EXTRACT, self._theme, self._choose, kind="filled")
            self._fill_one(not self.proof.isHidden())
            self._take.append(self._first)
            column.addWidget(self._first)

    def _fill_one(self, panel: bool) -> None:  # noqa: FBT001 - the panel's signal carries it
        """One filled button a page: while the panel stands it has it."""
        if self._first:
            self._first.set_filled(filled=not panel)

    def _right(self, view: PageView) -> QWidget:
        side = QWidget()
        side.setFixedWidth(self._theme.px(288))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if not view.empty:
            column.addWidget(Heading(words.AHEAD, self._theme, quiet=words.REVIEWS_DUE))
            column.addWidget(hairline())
            column.addSpacing(self._theme.px(6))
            most = max((each.count for each in view.months), default=0)
            for month in view.months:
                column.addWidget(MonthBar(month, most, self._theme))
            column.addSpacing(self._theme.px(24))
            column.addWidget(Heading(words.FROM_CASE_SYSTEM, self._theme, count=len(view.extracts)))
            column.addWidget(hairline())
            for title, detail in view.extracts:
                column.addSpacing(self._theme.px(10))
                column.addWidget(Words(title, self._theme, Type.NAME))
                column.addWidget(Words(detail, self._theme, Type.SMALL, tone="second", wrap=True))
            column.addSpacing(self._theme.px(12))
            self._take.append(button(words.TAKE_EXTRACT, self._theme, self._choose, icon="tray-arrow-down"))
            column.addWidget(self._take[-1])
        return side

    def _choose(self) -> None:
        folder = self._frame.ask.folder(self, words.CHOOSE_EXTRACT)
        if folder:
            self.take_extract.emit(folder)

    def _open_only(self, line: Line) -> None:
        for each in self.lines:
            each.set_open(is_open=each is line)

    def _move(self, line: Line, step: int) -> None:
        place = self.lines.index(line) + step
        if 0 <= place < len(self.lines):
            self.lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(self.lines[place])

    def _go_to_part(self, section: str) -> None:
        heading = self._parts.get(section)
        if heading:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(heading.pos().y() - self._theme.px(8))
            first = next(line for line in self.lines if line.view.line.section.value == section)
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_in_hand(self, held: str | None) -> None:
        """The line that was in hand stays so; on opening, the first that needs a person is."""
        if self.lines:
            kept = next((line for line in self.lines if line.view.line.id == held), self.lines[0])
            self._open_only(kept)
            kept.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        if self._columns is None:
            return
        two = self.width() >= TWO_COLUMNS_FROM and not self._theme.large_text
        direction = QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    def _redraw(self) -> None:
        if self._view:
            self.show_view(self._view)


class MonthBar(QWidget):
    """A month, a bar, and the number that the bar shows."""

    def __init__(self, month: MonthView, most: int, theme: Theme) -> None:
        super().__init__()
        self._month, self._most, self._theme = month, most, theme
        self.setFixedHeight(theme.px(28))
        self.setAccessibleName(f"{month.title}: {words.many(month.count, 'review')} due")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt asks for it
        """Paint the three of them along one line."""
        painter = QPainter(self)
        theme = self._theme
        box = QRectF(self.rect())
        left, right = theme.px(92), theme.px(34)
        painter.setFont(theme.font(Type.CELL))
        painter.setPen(theme.color("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._month.title)
        room = box.width() - left - right
        length = room * self._month.count / self._most if self._most else 0
        height = theme.px(12)
        painter.fillRect(QRectF(left, (box.height() - height) / 2, length, height), theme.color("bandbest"))
        painter.setFont(theme.font(Type.CELL, tabular=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(self._month.count))
        painter.end()
