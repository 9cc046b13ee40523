"""Reviews on the child's page: what the files leave open is asked and answered in place, reviews are recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from iro_desk.domain.reviews import Place
from iro_desk.errors import Refused
from iro_desk.services.asking import CHOICE_WORDS, FIRST_OR_LATER, SAME_OR_TWO, Answer, Asked, Asks, Choice
from iro_desk.services.caseload import ChildExplained, Explain
from iro_desk.services.children import ChildPage as AskChild
from iro_desk.services.children import ChildPageView
from iro_desk.services.drafting import DraftKept, DraftLine, DraftOf, Drafts, KeepDraft
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.reviewing import MeetAgain, RecordedReview, RecordReview, WithdrawReview
from tests.ui.conftest import ScriptedPerson
from tests.ui.screens.child.test_page import Shown
from tests.ui.screens.child.test_presenter import AT, Played, view
from ui.kit import words
from ui.kit.theme import LARGEST, Theme

CONTROL = Qt.KeyboardModifier.ControlModifier
WAYS = (("PN0", "Under 4 at the review"), ("PN1", "Came and spoke for themself"))
HELD = date(2026, 11, 10)
OPEN = RecordedReview(
    id="r1", held=HELD, took_part="Came and spoke for themself", met_again=(), adjourned=True, outside=False
)
CLOSED = RecordedReview(
    id="r2", held=date(2026, 8, 3), took_part="", met_again=(date(2026, 8, 20),), adjourned=False, outside=False
)
PAIR = Asked(id="a1", child="000001", name="Dilan Kaya", on=HELD, words="Are they the same?", choices=SAME_OR_TWO)
FIRST = Asked(id="a2", child="000001", name="Dilan Kaya", on=HELD, words="Was it the first?", choices=FIRST_OR_LATER)
TYPED = {"held": "10/11/2026", "code": "PN1", "adjourned": "adjourned", "earlier": "", "outside": "", "place": ""}
REASONS = (("iro-asks", "The IRO asks for one"), ("plan-change", f"A significant change{' of the plan' * 12}"))


def done(sentence: str) -> Outcome[Any]:
    """What comes of an order."""
    return Outcome(result=sentence, order="o", topics=frozenset())


def kept(values: Mapping[str, str]) -> Any:
    """A draft of whatever form is asked for."""
    return lambda question: DraftKept(child=question.child, form=question.form, values=values)


def page(question: AskChild) -> ChildPageView:
    """What the desk answers of a child with an adjourned review and one in two meetings."""
    return view(question.child, recorded=(OPEN, CLOSED), ways=WAYS, reasons=REASONS)


def reviewed() -> dict[type, Any]:
    """A desk with that child, on which everything about reviews is done."""
    return {
        AskChild: page,
        Asks: (PAIR, FIRST),
        Answer: done("Two reviews: noted."),
        RecordReview: done("Review of Tue 10 Nov 2026 recorded."),
        MeetAgain: done("Review of Tue 10 Nov 2026 completed on Mon 16 Nov 2026."),
        WithdrawReview: done("Taken back."),
        Explain: ChildExplained(child="000001", periods=(), not_known=(), beside=("It is not in the extract.",)),
    }


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    """Dilan's page: two things are asked, two reviews were recorded."""
    return Shown(qtbot, theme, ScriptedPerson(None), reviewed())


def test_what_is_recorded_is_said_in_words() -> None:
    """A code nobody meets alone; what is not known yet is said to be so."""
    shown = Played(given=reviewed()).opened().page.views[-1]
    assert [(each.day, each.told) for each in shown.reviews] == [
        ("Tue 10 Nov", ("Came and spoke for themself.", words.REVIEW_ADJOURNED)),
        ("Mon 3 Aug", (words.TOOK_PART_NOT_KNOWN, "Met again on Thu 20 Aug.")),
    ]
    assert shown.ways == (("PN0", "Under 4 at the review (PN0)"), ("PN1", "Came and spoke for themself (PN1)"))


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (TYPED, RecordReview(child="000001", held=HELD, code="PN1", adjourned=True)),
        (
            {"held": "tue", "code": "", "adjourned": "", "earlier": "", "outside": "outside", "place": "first"},
            RecordReview(child="000001", held=date(2026, 11, 17), place=Place.FIRST),
        ),
        (
            {**TYPED, "adjourned": "", "earlier": "iro-asks", "outside": "outside"},
            RecordReview(child="000001", held=HELD, code="PN1", earlier="iro-asks", outside=True),
        ),
    ],
    ids=["adjourned", "not known yet", "earlier, outside"],
)
def test_a_review_is_recorded(values: dict[str, str], order: RecordReview) -> None:
    """The day is read as everywhere, a choice that says nothing is nothing, and the form closes."""
    played = Played(given=reviewed()).opened()
    played.presenter.record_review()
    played.link.answer_all()
    played.presenter.save("review", values)
    played.link.answer_all()
    assert played.sent(RecordReview) == [order]
    assert played.page.said == ["Review of Tue 10 Nov 2026 recorded."]
    assert set(played.page.forms) == {"contact"}


def test_a_further_meeting_is_recorded_for_its_review() -> None:
    """By the day it first met, which nobody types again; only an adjourned one meets again."""
    played = Played(given=reviewed()).opened()
    played.presenter.meet_again("r2")
    assert set(played.page.forms) == {"contact"}
    played.presenter.meet_again("r1")
    played.link.answer_all()
    played.presenter.save("meeting:r1", {"on": "16/11", "adjourned": ""})
    played.link.answer_all()
    assert played.sent(MeetAgain) == [MeetAgain(child="000001", held=HELD, on=date(2026, 11, 16))]
    assert set(played.page.forms) == {"contact"}


def test_a_bad_day_and_a_refusal_stand_beside_their_field() -> None:
    """The text stays and can be saved again."""
    no = Refused("PN0 is for a child under four.", field="code")
    played = Played(given=reviewed() | {RecordReview: no}).opened()
    played.presenter.record_review()
    played.link.answer_all()
    played.presenter.save("review", {**TYPED, "held": "31/2"})
    assert played.page.fields == [("review", "held", "February has 28 days. Type 28/2.")]
    played.presenter.save("review", TYPED)
    played.link.answer_all()
    assert played.page.fields[-1] == ("review", "code", no.words)
    assert "review" in played.page.forms


def test_what_is_typed_of_a_review_keeps_itself_and_comes_back() -> None:
    """With the day it is of, which would be another tomorrow; a meeting's only while its review is adjourned."""
    played = Played(given=reviewed()).opened()
    played.presenter.record_review()
    played.link.answer_all()
    played.presenter.typed("review", "code", "PN1")
    played.presenter.keep_all()
    assert played.sent(KeepDraft) == [
        KeepDraft(child="000001", form="review", values={"code": "PN1", "held": "23/11/2026"})
    ]
    lines = tuple(DraftLine(child="000001", name="", form=each, at=AT) for each in ("review", "meeting:r1"))
    gone = DraftLine(child="000001", name="", form="meeting:r2", at=AT)
    again = Played(given=reviewed() | {Drafts: (*lines, gone), DraftOf: kept({"held": "1/11/2026"})}).opened()
    assert set(again.page.forms) == {"contact", "review", "meeting:r1"}
    assert again.page.forms["review"]["held"] == "1/11/2026"
    assert again.page.states["review"].startswith("Not saved yet: typed")


def test_the_form_of_a_meeting_goes_with_its_review() -> None:
    """Taken back, or completed on another copy: nothing can be saved on it any more."""
    played = Played(given=reviewed()).opened()
    played.presenter.meet_again("r1")
    played.link.answer_all()
    played.link.answers[AskChild] = lambda question: view(question.child)
    played.presenter.on_changed(frozenset({Topic.REVIEWS}), None)
    played.link.answer_all()
    assert set(played.page.forms) == {"contact"}


def test_what_is_asked_is_answered_in_place_by_keyboard(shown: Shown, qtbot: QtBot) -> None:
    """One button an answer; it is said what was noted, the page asks again, and the hand stays where it was."""
    assert shown.sent(Asks) == [Asks(child="000001")]
    assert {"Are they the same?", "Was it the first?", words.LEFT_OPEN} <= set(shown.texts())
    pair = shown.page.asked.cards[0]
    assert [each.text() for each in pair.buttons] == [CHOICE_WORDS[each] for each in SAME_OR_TWO]
    two = pair.buttons[2]
    two.setFocus()
    qtbot.keyClick(two, Qt.Key.Key_Space)
    assert not two.isEnabled()
    shown.link.answers[Asks] = (FIRST,)
    shown.link.answer_all()
    assert shown.sent(Answer) == [Answer(id="a1", choice=Choice.TWO)]
    assert shown.notices.words() == "Two reviews: noted."
    shown.questions.on_changed(frozenset({Topic.REVIEWS, Topic.DIARY}), None)
    shown.link.answer_all()
    (left,) = shown.page.asked.cards
    assert left.buttons[0].text() == CHOICE_WORDS[Choice.FIRST]


def test_where_nothing_is_asked_nothing_stands(shown: Shown) -> None:
    """And nothing of a child before is in sight while the next one is being read."""
    shown.page.open_child("000002")
    assert "Are they the same?" not in shown.texts()
    shown.link.answers[Asks] = ()
    shown.link.answer_all()
    assert words.LEFT_OPEN not in shown.texts()


def test_an_answer_that_comes_late_stands_on_no_other_child(qtbot: QtBot, theme: Theme) -> None:
    """What was asked of the one before is not shown."""
    shown = Shown(qtbot, theme, ScriptedPerson(None), reviewed() | {Asks: ()})
    shown.link.answers[Asks] = lambda question: (PAIR,) if question.child == "000001" else ()
    shown.questions.refresh()
    shown.page.open_child("000002")
    shown.link.answer_all()
    assert shown.page.asked.cards == []


def test_an_answer_that_is_refused_can_be_given_again(shown: Shown) -> None:
    """It is said why, and the buttons are there again."""
    shown.link.answers[Answer] = Refused("That is not asked on this desk, or was answered already.")
    shown.page.asked.cards[0].buttons[0].click()
    shown.link.answer_all()
    assert shown.notices.words().startswith("That is not asked")
    assert all(each.isEnabled() for card in shown.page.asked.cards for each in card.buttons)


def test_a_review_is_typed_by_keyboard_and_which_it_was_only_where_that_is_asked(shown: Shown, qtbot: QtBot) -> None:
    """The refusal brings the field that it is about into sight."""
    shown.link.answers[DraftOf] = kept({})
    assert "It is not in the extract." in shown.texts()
    shown.page.reviews.ask.setFocus()
    qtbot.keyClick(shown.page.reviews.ask, Qt.Key.Key_Space)
    shown.link.answer_all()
    form = shown.page.form("review")
    assert form
    day, part, place = (form.fields[each].control for each in ("held", "code", "place"))
    assert shown.page.focusWidget() is day
    assert not place.isVisible()
    day.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(day, "10/11")
    qtbot.keyClicks(part, "came")
    shown.link.answers[RecordReview] = Refused("That is before the files begin.", field="place")
    day.setFocus()
    qtbot.keyClick(day, Qt.Key.Key_Return, CONTROL)
    shown.link.answer_all()
    assert shown.sent(RecordReview) == [RecordReview(child="000001", held=HELD, code="PN1")]
    assert place.isVisible()
    assert form.fields["place"].trouble() == "That is before the files begin."
    shown.page.closed.emit("review")
    assert shown.page.form("review") is None


def test_of_the_next_is_asked_only_where_a_review_was_held_earlier(shown: Shown) -> None:
    """A reason too long for its field stands whole beneath, and comes back with the draft."""
    shown.link.answers[DraftOf] = kept({"earlier": "plan-change", "outside": "outside"})
    shown.page.record_review.emit()
    form = shown.page.form("review")
    assert form
    outside = form.fields["outside"]
    assert not outside.isVisible()
    shown.link.answer_all()
    assert outside.isVisible()
    assert REASONS[1][1] in shown.texts()
    form.fields["earlier"].control.setCurrentIndex(0)  # type: ignore[attr-defined]
    assert not outside.isVisible()
    form.fields["earlier"].control.setCurrentIndex(1)  # type: ignore[attr-defined]
    assert outside.isVisible()
    assert REASONS[0][1] not in shown.texts()
    shown.page.put_aside.emit("review")
    assert (form.fields["earlier"].text(), outside.isVisible()) == ("", False)


def test_a_change_that_arrives_leaves_the_hand_in_the_form_of_a_meeting(shown: Shown, qtbot: QtBot) -> None:
    """Text and focus stay while the list above it is another."""
    shown.link.answers[DraftOf] = kept({})
    shown.page.reviews.lines["r1"].acts[words.FURTHER_MEETING].click()
    shown.link.answer_all()
    form = shown.page.form("meeting:r1")
    assert form
    day = form.fields["on"].control
    day.setFocus()
    day.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(day, "16/11")
    shown.link.answers[AskChild] = lambda question: view(question.child, recorded=(OPEN,), ways=WAYS)
    shown.presenter.on_changed(frozenset({Topic.REVIEWS}), None)
    shown.link.answer_all()
    QApplication.processEvents()
    assert set(shown.page.reviews.lines) == {"r1"}
    assert (form.fields["on"].text(), form.isVisible()) == ("16/11", True)
    assert shown.page.focusWidget() is day
    assert shown.page.form("meeting:r1") is form


def test_a_review_is_taken_back(shown: Shown) -> None:
    """By its day; another's button is told from it by name."""
    back = shown.page.reviews.lines["r2"].acts[words.TAKE_BACK]
    assert back.accessibleName() == "Take back: Mon 3 Aug"
    back.click()
    shown.link.answer_all()
    assert shown.sent(WithdrawReview) == [WithdrawReview(child="000001", held=date(2026, 8, 3))]
    assert shown.notices.words() == "Taken back."


def test_all_of_it_fits_at_two_hundred_per_cent(shown: Shown, theme: Theme) -> None:
    """With every form open nothing is wider than the page."""
    shown.link.answers[DraftOf] = kept({"earlier": "plan-change", "place": "first"})
    shown.page.record_review.emit()
    shown.page.meet_again.emit("r1")
    shown.link.answer_all()
    theme.set_percent(LARGEST)
    QApplication.processEvents()
    sheet = shown.page._scroll.widget()
    assert sheet is not None
    assert sheet.minimumSizeHint().width() <= 1084
