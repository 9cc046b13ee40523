"""The forms of a review that was held, and of its further meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout

from iro_desk.services.asking import CHOICE_WORDS, FIRST_OR_LATER
from ui.kit import words
from ui.kit.choices import ChoiceField, LongChoiceField
from ui.kit.contact_fields import DayField
from ui.kit.parts import Words
from ui.kit.theme import Theme, Type
from ui.screens.child.forms import Form
from ui.screens.child.orders import ADJOURNED, OUTSIDE
from ui.screens.child.views import PageView

PLACES = tuple((each.value, CHOICE_WORDS[each]) for each in FIRST_OR_LATER)


class ReviewForm(Form):
    """A review: its day, how the child took part, how it ended, why it was held earlier if it was. Which it was, and
    whether the next is counted from it, come into sight where they are asked.
    """

    def __init__(self, theme: Theme, *, view: PageView | None, understood: Callable[[str], str]) -> None:
        ways, reasons = (view.ways, view.reasons) if view else ((), ())
        day = DayField(words.HELD_ON, theme, understood=understood, hint=words.DAY_HINT)
        part = ChoiceField(words.TOOK_PART, theme, choices=ways, nothing=words.NOT_KNOWN_YET)
        ended = ChoiceField(words.ENDED, theme, choices=((ADJOURNED, words.ADJOURNED),), nothing=words.COMPLETED)
        self.early = LongChoiceField(words.HELD_EARLIER_FOR, theme, choices=reasons, nothing=words.IN_ITS_TURN)
        self.outside = ChoiceField(
            words.THE_NEXT, theme, choices=((OUTSIDE, words.STANDS_OUTSIDE),), nothing=words.COUNTS_FROM_IT
        )
        self.place = ChoiceField(words.WHICH_ONE, theme, choices=PLACES, nothing=words.NOT_SAID)
        fields = {
            "held": day,
            "code": part,
            "adjourned": ended,
            "earlier": self.early,
            "outside": self.outside,
            "place": self.place,
        }
        super().__init__(theme, fields, save=words.SAVE_REVIEW, filled=False)
        self.place.hide()
        self.column.addSpacing(theme.px(8))
        self.column.addWidget(Words(words.RECORD_REVIEW, theme, Type.NAME))
        self.column.addLayout(_beside(self, theme, day, part))
        for each in (ended, self.early, self.outside, self.place):
            self.column.addWidget(each)
        self.early.typed.connect(self._ask_of_the_next)
        self._ask_of_the_next()
        self.add_foot()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put these in; what is asked only sometimes comes into sight where it was said before."""
        super().fill(values)
        self.place.setVisible(bool(self.place.text()))
        self._ask_of_the_next()

    def replace_undoably(self, values: Mapping[str, str]) -> None:
        """Put these in so that a field's own undo gives back what stood in it."""
        super().replace_undoably(values)
        self._ask_of_the_next()

    def say_trouble(self, name: str, sentence: str) -> bool:
        """Say what is wrong beside its field; which review it was is asked only then."""
        if name == "place":
            self.place.show()
        return super().say_trouble(name, sentence)

    def _ask_of_the_next(self) -> None:
        """Only of a review that was held earlier than its limit."""
        self.outside.setVisible(bool(self.early.text()))


class MeetingForm(Form):
    """A further meeting of an adjourned review: its day, and whether that completed it."""

    def __init__(self, theme: Theme, *, understood: Callable[[str], str]) -> None:
        day = DayField(words.MEETING_DAY, theme, understood=understood, hint=words.DAY_HINT)
        ended = ChoiceField(words.ENDED, theme, choices=((ADJOURNED, words.ADJOURNED_AGAIN),), nothing=words.COMPLETED)
        super().__init__(theme, {"on": day, "adjourned": ended}, save=words.SAVE_MEETING, filled=False)
        self.column.addLayout(_beside(self, theme, day, ended))
        self.add_foot()


def _beside(form: Form, theme: Theme, day: DayField, other: ChoiceField) -> QBoxLayout:
    """The day and a choice beside each other; beneath each other at large text."""
    top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    top.setSpacing(theme.px(16))
    top.addWidget(day, 2, Qt.AlignmentFlag.AlignTop)
    top.addWidget(other, 3, Qt.AlignmentFlag.AlignTop)
    form.rows.append(top)
    return top
