"""The page of what extracts changed: which changes, all of them acknowledged at once, and a line for each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.choices import Chooser
from ui.kit.hills import QuietHills
from ui.kit.lines import Head
from ui.kit.parts import Words, button
from ui.kit.theme import Type
from ui.screens.changed.lines import ChangeList
from ui.screens.changed.presenter import LineView, PageView
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind

WIDEST = 760


class ChangedPage(Page):
    """What extracts changed.

    Signals:
        acknowledge: the officer has read these changes; carries their ids.
        extract_chosen: all that one extract changed is to be shown; carries its record, or nothing.
    """

    acknowledge = Signal(tuple)
    extract_chosen = Signal(str)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("page")
        self._frame, self._theme = frame, frame.theme
        self._view: PageView | None = None
        self._count = Words("", self._theme, Type.PAGE_LIGHT)
        self.which = Chooser(self._theme)
        self.which.setAccessibleName(words.WHICH_CHANGES)
        self.which.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.which.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        self.all = button("", self._theme, self._acknowledge_all)
        self.list = ChangeList(words.CHANGED, self._theme)
        self._rest_title = Words("", self._theme, Type.PAGE)
        self._rest_words = Words("", self._theme, tone="second", wrap=True)
        self._rest = self._empty()
        self._lay_out()
        self.which.activated.connect(lambda: self.extract_chosen.emit(str(self.which.currentData() or "")))
        self.list.ticked.connect(lambda line: self.acknowledge.emit((line,)))
        self.list.opened.connect(lambda line: frame.open_child(line.child))
        self._theme.changed.connect(self._follow)
        self._follow()

    def show_view(self, view: PageView) -> None:
        """Show these changes; the line in hand stays so, or the one that takes its place."""
        self._view = view
        held = QApplication.focusWidget()
        among = held is not None and held is not self.which and self.isAncestorOf(held)
        self._count.setText(str(view.waiting) if view.waiting else "")
        self._show_choices(view)
        self.all.setText(words.ACKNOWLEDGE_ALL.format(len(view.shown)))
        self.all.setAccessibleName(self.all.text())
        self.all.setVisible(bool(view.shown))
        self._show_lines(view)
        self._rest_title.setText(view.nothing[0])
        self._rest_words.setText(view.nothing[1])
        self._rest.setVisible(not view.parts)
        self.list.setVisible(bool(view.parts))
        if among:
            self._take_focus()
        self.counted.emit(view.waiting)
        self.ready.emit()

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._frame.notices.show_notice(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        self._frame.notices.show_notice(sentence, Kind.WRONG)

    def showEvent(self, event: QShowEvent) -> None:
        """The list has the keys as soon as the page is opened."""
        super().showEvent(event)
        self._take_focus()

    def _take_focus(self) -> None:
        there = self.list if self._view and self._view.parts else self.which
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    def _acknowledge_all(self) -> None:
        if self._view:
            self.acknowledge.emit(self._view.shown)

    def _show_choices(self, view: PageView) -> None:
        if [self.which.itemData(place) for place in range(self.which.count())] != [each for each, _ in view.choices]:
            self.which.clear()
            for extract, shown in view.choices:
                self.which.addItem(shown, extract)
        self.which.setCurrentIndex(max(0, self.which.findData(view.chosen)))

    def _show_lines(self, view: PageView) -> None:
        rows: list[Head | LineView] = []
        for part in view.parts:
            rows += [Head(part.title, len(part.lines), part.quiet), *part.lines]
        held, place = self.list.in_hand(), self.list.currentIndex().row()
        lines = {each.id: row for row, each in enumerate(rows) if isinstance(each, LineView)}
        choose = lines.get(held.id) if held else None
        if choose is None:
            choose = next((row for row in lines.values() if row >= place), max(lines.values(), default=0))
        self.list.show_lines(rows, choose=choose if lines else None)

    def _lay_out(self) -> None:
        theme = self._theme
        title = QHBoxLayout()
        title.setSpacing(theme.px(10))
        title.addWidget(Words(words.CHANGED, theme, Type.PAGE))
        title.addWidget(self._count)
        title.addStretch()
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self.which)
        row.addWidget(self.all)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 6, 28, 8)
        column.setSpacing(0)
        column.addLayout(title)
        column.addSpacing(theme.px(14))
        column.addLayout(row)
        column.addSpacing(theme.px(6))
        column.addWidget(self._rest)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    def _empty(self) -> QWidget:
        rest = QWidget()
        column = QVBoxLayout(rest)
        column.setContentsMargins(0, self._theme.px(24), 0, 0)
        column.setSpacing(self._theme.px(8))
        column.addWidget(QuietHills(self._theme))
        column.addWidget(self._rest_title)
        column.addWidget(self._rest_words)
        column.addStretch()
        rest.hide()
        return rest

    def _follow(self) -> None:
        self.which.setFont(self._theme.font(Type.BODY))
        for part in (self.list, self._rest):
            part.setMaximumWidth(self._theme.px(WIDEST))
