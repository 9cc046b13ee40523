"""The page of the law: what is in use, and every rule with its source, one under the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.kit import words
from ui.kit.parts import Heading, Words, button, clear, hairline, in_a_row
from ui.kit.theme import Type
from ui.screens.law.presenter import PageView, RuleView
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind

WIDEST = 720


class LawPage(Page):
    """The law in use.

    Signals:
        policy_chosen: carries the file of a council's policy.
        drop_wanted: the officer wants the law alone.
        shown: the page comes into sight.
    """

    policy_chosen = Signal(object)
    drop_wanted = Signal()
    shown = Signal()

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("page")
        self._frame, self._theme = frame, frame.theme
        self._view: PageView | None = None
        self._edition = Words("", self._theme, wrap=True)
        self._checked = Words("", self._theme, wrap=True)
        self._policy = Words("", self._theme, wrap=True)
        self._take = button(words.TAKE_POLICY, self._theme, self._choose, kind="outlined")
        self._drop = button(words.DROP_POLICY, self._theme, self.drop_wanted.emit)
        self._sentences = QVBoxLayout()
        self._rules = QVBoxLayout()
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is shown whenever the page comes into sight: until then it costs nothing."""
        super().showEvent(event)
        self.shown.emit()

    def show_view(self, view: PageView) -> None:
        """Show this law, anew where anything of it is."""
        if view == self._view:
            return
        self._view = view
        self._edition.setText(view.edition)
        self._checked.setText(view.checked)
        self._policy.setText(view.policy)
        self._drop.setVisible(view.has_policy)
        clear(self._sentences)
        for each in view.sentences:
            self._sentences.addWidget(Words(each, self._theme, tone="second", wrap=True))
        clear(self._rules)
        self._part(words.RULES_KEPT, "", view.kept)
        self._part(words.HELD_EARLIER, "", ())
        for each in view.earlier:
            self._rules.addSpacing(self._theme.px(4))
            self._rules.addWidget(Words(each, self._theme, wrap=True))
        self._part(words.RULES_SILENT, words.RULES_SILENT_WORDS, view.silent)
        self.ready.emit()

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._frame.notices.show_notice(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        self._frame.notices.show_notice(sentence, Kind.WRONG)

    def _choose(self) -> None:
        files = self._frame.ask.files(self, words.CHOOSE_POLICY)
        if files:
            self.policy_chosen.emit(files[0])

    def _part(self, title: str, sentence: str, rules: Sequence[RuleView]) -> None:
        self._rules.addSpacing(self._theme.px(18))
        self._rules.addWidget(Heading(title, self._theme))
        self._rules.addWidget(hairline())
        if sentence:
            self._rules.addWidget(Words(sentence, self._theme, tone="second", wrap=True))
        for each in rules:
            self._rules.addSpacing(self._theme.px(8))
            self._rule(each)

    def _rule(self, rule: RuleView) -> None:
        self._rules.addWidget(Words(rule.title, self._theme, Type.NAME, wrap=True))
        self._rules.addWidget(Words(rule.period, self._theme, wrap=True))
        if rule.local:
            self._rules.addWidget(Words(rule.local, self._theme, Type.SMALL_STRONG, wrap=True))
        said = f"{rule.source}. {rule.sure}".strip()
        tone = "straw" if rule.unconfirmed else "second"
        self._rules.addWidget(Words(said, self._theme, Type.SMALL, tone=tone, wrap=True))

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setObjectName("page")
        inside = QWidget()
        inside.setMaximumWidth(self._theme.px(WIDEST))
        row = QHBoxLayout(sheet)
        row.setContentsMargins(32, 6, 28, 28)
        row.addWidget(inside, 1)
        row.addStretch()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Words(words.THE_LAW, self._theme, Type.PAGE))
        for each in (self._edition, self._checked, self._policy):
            column.addWidget(each)
        column.addLayout(in_a_row(self._take, self._drop))
        column.addLayout(self._sentences)
        column.addLayout(self._rules)
        column.addStretch()
        self._sentences.setSpacing(4)
        self._rules.setSpacing(2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(words.THE_LAW)
        scroll.setWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
