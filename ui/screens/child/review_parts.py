"""The parts of the child's page about reviews: what the files leave open, and the reviews recorded here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from iro_desk.services.reviewing import FORM as REVIEW
from iro_desk.services.reviewing import MEETING
from ui.kit import words
from ui.kit.parts import Button, Heading, Words, button, clear, hairline
from ui.kit.theme import Theme, Type
from ui.screens.child.forms import Form
from ui.screens.child.review_forms import MeetingForm, ReviewForm
from ui.screens.child.views import AskedView, PageView, ReviewView


class AskedCard(QWidget):
    """One thing that the desk asks: its words, and a button for each answer.

    Signals:
        answered: carries what was asked and the answer.
    """

    answered = Signal(str, str)

    def __init__(self, view: AskedView, theme: Theme) -> None:
        super().__init__()
        self._id = view.id
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, theme.px(10))
        column.setSpacing(theme.px(4))
        column.addWidget(Words(view.words, theme, wrap=True))
        self.buttons: list[Button] = []
        for choice, said in view.choices:
            made = button(said, theme, partial(self._answer, choice), size=Type.SMALL_STRONG)
            made.setAccessibleDescription(view.words)
            self.buttons.append(made)
            column.addWidget(made)

    def _answer(self, choice: str) -> None:
        for each in self.buttons:
            each.setEnabled(False)
        self.answered.emit(self._id, choice)


class AskedPart(QWidget):
    """What the files leave open about the child; out of sight where that is nothing.

    Signals:
        answered: carries what was asked and the answer.
    """

    answered = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards: list[AskedCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, theme.px(18))
        self._column.setSpacing(0)
        self.hide()

    def show_asked(self, asked: tuple[AskedView, ...]) -> bool:
        """Show what is asked; whether the answer that was in hand has gone and nothing took its place."""
        held = QApplication.focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        clear(self._column)
        self.cards = [AskedCard(each, self._theme) for each in asked]
        self.setVisible(bool(asked))
        if asked:
            self._column.addWidget(Heading(words.LEFT_OPEN, self._theme, count=len(asked)))
            self._column.addWidget(hairline())
            self._column.addSpacing(self._theme.px(8))
            self._column.addWidget(Words(words.LEFT_OPEN_WORDS, self._theme, Type.SMALL, tone="second", wrap=True))
        for card in self.cards:
            card.answered.connect(self.answered)
            self._column.addWidget(card)
        if inside and self.cards:
            self.cards[0].buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return inside and not self.cards


class ReviewLine(QWidget):
    """A review that was recorded here: its day, what was said of it, and what can be done with it.

    Signals:
        meet, take_back: the officer records its further meeting, or takes it back.
    """

    meet = Signal()
    take_back = Signal()

    def __init__(self, view: ReviewView, theme: Theme) -> None:
        super().__init__()
        self.form: Form | None = None
        self._gap = theme.px(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, theme.px(4))
        column.setSpacing(theme.px(2))
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setSpacing(theme.px(14))
        head.addWidget(Words(view.day, theme, Type.NAME))
        head.addStretch()
        acts = [(words.TAKE_BACK, self.take_back.emit)]
        if view.adjourned:
            acts.insert(0, (words.FURTHER_MEETING, self.meet.emit))
        self.acts: dict[str, Button] = {}
        for said, act in acts:
            made = button(said, theme, act, size=Type.SMALL_STRONG)
            made.setAccessibleName(f"{said}: {view.day}")
            self.acts[said] = made
            head.addWidget(made)
        if theme.large_text:
            head.setDirection(QBoxLayout.Direction.TopToBottom)
        column.addLayout(head)
        for sentence in view.told:
            column.addWidget(Words(sentence, theme, wrap=True))
        self._place = column

    def open_form(self, form: Form) -> None:
        """Show the form of its further meeting under it."""
        self.form = form
        form.setContentsMargins(0, self._gap, 0, 0)
        self._place.addWidget(form)
        form.show()


class ReviewsPart(QWidget):
    """The reviews recorded here, with what an extract says otherwise, and the forms to record more.

    Signals:
        record: the officer records a review.
        meet: the officer records a further meeting; carries the review's id.
        take_back: the officer takes a review back; carries its day, ISO 8601.
    """

    record = Signal()
    meet = Signal(str)
    take_back = Signal(str)

    def __init__(self, theme: Theme, understood: Callable[[str], str]) -> None:
        super().__init__()
        self._theme, self._understood = theme, understood
        self._view: PageView | None = None
        self._forms: dict[str, Form] = {}
        self._held: dict[str, Form] = {}
        self.lines: dict[str, ReviewLine] = {}
        self._shown: tuple[str, tuple[ReviewView, ...], int] | None = None
        self._beside, self._list, self._place = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._none = Words(words.NO_REVIEWS, theme, Type.SMALL, tone="second", wrap=True)
        self.ask = button(words.RECORD_REVIEW, theme, self.record.emit)
        self._lay_out()

    def clear(self) -> None:
        """Take everything of the child before out of sight."""
        for form in list(self._forms):
            self.close_form(form)
        self.lines, self._shown, self._view = {}, None, None
        for each in (self._list, self._beside):
            clear(each)

    def show_view(self, view: PageView) -> None:
        """Show the reviews recorded here; a form that is open keeps what is typed in it."""
        self._view = view
        look = (view.child, view.reviews, self._theme.percent)
        if look == self._shown:
            return
        self._shown = look
        held = QApplication.focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        for line in self.lines.values():
            if line.form:
                line.form.setParent(self)
        self.lines = {}
        clear(self._list)
        self._none.setVisible(not view.reviews)
        for each in view.reviews:
            line = ReviewLine(each, self._theme)
            line.meet.connect(partial(self.meet.emit, each.id))
            line.take_back.connect(partial(self.take_back.emit, each.held))
            self.lines[each.id] = line
            self._list.addWidget(line)
            line.show()  # what is not in sight yet takes no focus
            if form := self._forms.get(f"{MEETING}{each.id}"):
                line.open_form(form)
        if inside and held is not None:
            kept = any(form.isAncestorOf(held) for form in self._forms.values())
            (held if kept else self.ask).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_beside(self, sentences: tuple[str, ...]) -> None:
        """Show where what was recorded here and what an extract says differ."""
        clear(self._beside)
        for each in sentences:
            self._beside.addWidget(Words(each, self._theme, Type.SMALL, tone="second", wrap=True))

    def open_form(self, form: str, values: Mapping[str, str]) -> Form:
        """Open the form of a review, or of a further meeting, and go there."""
        made: Form
        if form == REVIEW:
            made = ReviewForm(self._theme, view=self._view, understood=self._understood)
            self._place.addWidget(made)
            self.ask.hide()
            first = "held"
        else:
            made = MeetingForm(self._theme, understood=self._understood)
            self.lines[form.removeprefix(MEETING)].open_form(made)
            first = "on"
        self._forms[form] = made
        made.fill(values)
        made.show()
        made.fields[first].control.setFocus(Qt.FocusReason.OtherFocusReason)
        return made

    def close_form(self, form: str) -> None:
        """Take a form out of sight."""
        made = self._forms.pop(form, None)
        if made is None:
            return
        made.hide()
        made.deleteLater()
        if form == REVIEW:
            self.ask.show()
            self.ask.setFocus(Qt.FocusReason.OtherFocusReason)
        elif line := self.lines.get(form.removeprefix(MEETING)):
            line.form = None

    def form(self, form: str) -> Form | None:
        """The form of this key; None where it is not open."""
        return self._forms.get(form)

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(18))
        column.setSpacing(0)
        column.addWidget(Heading(words.REVIEWS, theme))
        column.addWidget(hairline())
        column.addSpacing(theme.px(8))
        for each in (self._beside, self._list, self._place):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(theme.px(2))
        column.addLayout(self._beside)
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addSpacing(theme.px(4))
        column.addWidget(self.ask)
        column.addLayout(self._place)


def is_of_reviews(form: str) -> bool:
    """Whether a form is one of a review."""
    return form == REVIEW or form.startswith(MEETING)
