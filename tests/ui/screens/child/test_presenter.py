"""The child's presenter, without Qt: drafts never stand on another child, orders go down, refusals come back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from iro_desk.clock import FixedClock
from iro_desk.domain.people import Kind
from iro_desk.errors import Refused
from iro_desk.services.access import NoteAccess
from iro_desk.services.asking import Asks
from iro_desk.services.caseload import ChildExplained, Explain
from iro_desk.services.children import ChildPage, ChildPageView, NameChild, OpenChild
from iro_desk.services.contacting import (
    Attached,
    ContactKind,
    ContactLine,
    ContactSaved,
    CorrectContact,
    RecordContact,
    WithdrawContact,
)
from iro_desk.services.drafting import DraftKept, DraftLine, DraftOf, Drafts, ForgetDraft, KeepDraft
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.warning import Concerned, WarningLine
from tests.ui.conftest import FakeLink, HeldLink
from ui.kit import words
from ui.screens.child.presenter import ChildPresenter
from ui.screens.child.views import HistoryView, PageView

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 12, tzinfo=UTC))
AT = "2026-11-23T09:00:00+00:00"
DONE: Outcome[Any] = Outcome(result=None, order=None, topics=frozenset())
SAVED: Outcome[Any] = Outcome(result=ContactSaved(id="c2", words="Contact saved."), order="o", topics=frozenset())
FILE = Attached(hash="h", name="letter.pdf", kind="application/pdf", size=12_345)
LINE = ContactLine(id="c1", on=date(2026, 11, 13), kind=ContactKind.SCHOOL, note="Settled.", attachments=(FILE,))
TYPED = {"on": "today", "kind": "child seen", "note": "He misses the dog.", "attach": ""}


def view(child: str = "000001", *, contacts: tuple[ContactLine, ...] = (LINE,), **more: Any) -> ChildPageView:
    """What the desk answers."""
    given: dict[str, Any] = {
        "name": "Dilan Kaya",
        "initials": "D.K.",
        "first_name": "Dilan",
        "last_name": "Kaya",
        "known_as": "",
        "born": date(2016, 7, 5),
        "age": 10,
        "disputes": (),
        "team": "",
        "social_worker": "",
        "iro": "",
        "sibling_group": "",
        "school": "",
        "warnings": (),
    }
    return ChildPageView(child=child, id=f"id-{child}", contacts=contacts, **{**given, **more})


def answers() -> dict[type, Any]:
    """A desk that says yes to everything, for a link that calls its answers."""
    return {
        OpenChild: DONE,
        KeepDraft: DONE,
        ForgetDraft: DONE,
        NoteAccess: DONE,
        Drafts: (),
        DraftOf: lambda question: DraftKept(child=question.child, form=question.form, values={}),
        ChildPage: lambda question: view(question.child),
        RecordContact: SAVED,
        CorrectContact: SAVED,
        WithdrawContact: SAVED,
        Asks: (),
        Explain: ChildExplained(child="000001", periods=(), not_known=(), beside=()),
    }


class FakePage:
    """The fields of the forms that are open, and what is said."""

    def __init__(self) -> None:
        self.views: list[PageView] = []
        self.forms: dict[str, dict[str, str]] = {"contact": {}}
        self.states: dict[str, str] = {}
        self.fields: list[tuple[str, str, str]] = []
        self.busy: list[bool] = []
        self.histories: list[tuple[str, str, tuple[HistoryView, ...]]] = []
        self.said: list[str] = []
        self.troubles: list[str] = []
        self.where: Path | None = None

    def clear(self) -> None:
        """Forget the child before."""
        self.forms = {"contact": {}}
        self.states = {}

    def show_view(self, view: PageView) -> None:
        """Keep it."""
        self.views.append(view)

    def open_form(self, form: str, values: Mapping[str, str]) -> None:
        """Begin a form."""
        self.forms[form] = dict(values)

    def close_form(self, form: str) -> None:
        """Forget it."""
        self.forms.pop(form, None)

    def fill(self, form: str, values: Mapping[str, str]) -> None:
        """Put these in."""
        self.forms[form].update(values)

    replace_undoably = fill

    def say_state(self, form: str, sentence: str, *, wrong: bool = False, aside: bool = False) -> None:
        """Keep it."""
        self.states[form] = sentence

    def say_field(self, form: str, field: str, sentence: str) -> bool:
        """Keep it."""
        if sentence:
            self.fields.append((form, field, sentence))
        return field in {"on", "kind", "note", "attach", "first_name", "last_name", "known_as"}

    def set_busy(self, form: str, *, busy: bool) -> None:
        """Keep it."""
        self.busy.append(busy)

    def show_history(self, kind: str, id: str, lines: tuple[HistoryView, ...]) -> None:
        """Keep it."""
        self.histories.append((kind, id, lines))

    def where_to_save(self, name: str) -> Path | None:
        """The place that the script says."""
        return self.where / name if self.where else None

    def say(self, sentence: str) -> None:
        """Keep it."""
        self.said.append(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Keep it."""
        self.troubles.append(sentence)


class Played:
    """A presenter with a child open, on a desk that answers when told to."""

    def __init__(self, **more: Any) -> None:
        self.page, self.link = FakePage(), HeldLink(answers())
        self.link.answers.update(more.pop("given", {}))
        self.woken = 0
        self.presenter = ChildPresenter(self.page, self.link, CLOCK, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    def opened(self, child: str = "000001") -> Played:
        """The child's page stands."""
        self.presenter.open(child)
        self.link.answer_all()
        return self

    def sent(self, kind: type) -> list[Any]:
        """The orders or questions of this kind."""
        return [each for each in self.link.sent if isinstance(each, kind)]


def draft(child: str, note: str) -> dict[type, Any]:
    """A desk that has a draft of this child's contact."""
    return {
        Drafts: (DraftLine(child=child, name="", form="contact", at=AT),),
        DraftOf: lambda question: DraftKept(child=question.child, form=question.form, values={"note": note}),
    }


def test_opening_a_child_is_noted_once() -> None:
    """Before anything is shown, and not again at a refresh."""
    played = Played().opened()
    played.presenter.on_changed(frozenset({Topic.CONTACTS}), None)
    played.link.answer_all()
    kinds = [type(each) for each in played.link.sent]
    assert kinds[:2] == [OpenChild, ChildPage]
    assert (kinds.count(OpenChild), kinds.count(ChildPage)) == (1, 2)
    shown = played.page.views[-1]
    assert (shown.title, shown.light, shown.facts) == ("Dilan Kaya", "10 years", "Number 000001, born 5 July 2016")


def test_what_is_typed_for_one_child_never_stands_on_the_next() -> None:
    """A is open, something is typed, B is opened at once; A's answers arrive then, and none of them is shown."""
    played = Played(given=draft("000001", "A's own words"))
    played.presenter.open("000001")
    played.link.answer(OpenChild)
    played.link.answer(ChildPage)
    played.link.answer(Drafts)
    played.presenter.typed("contact", "note", "typed for A")
    played.presenter.open("000002")
    (kept,) = played.sent(KeepDraft)
    assert (kept.child, kept.values["note"]) == ("000001", "typed for A")
    played.link.answer(DraftOf)
    assert "A's own words" not in str(played.page.forms)
    assert "typed for A" not in str(played.page.forms)
    played.link.answer_all()
    assert "A's own words" not in str(played.page.forms)
    assert [each.child for each in played.page.views] == ["000001", "000002"]
    played.presenter.open("000001")
    played.link.answer_all()
    assert played.page.forms["contact"]["note"] == "A's own words"


def test_the_list_of_drafts_that_comes_late_is_another_childs() -> None:
    """It opens nothing on the child that stands now; for its own child it does."""
    played = Played(given=draft("000001", "A's own words"))
    played.presenter.open("000001")
    played.presenter.open("000002")
    played.link.answer_all()
    assert played.sent(DraftOf) == []
    played.opened("000001")
    assert played.sent(DraftOf) == [DraftOf(child="000001", form="contact")]


def test_a_page_that_comes_late_is_another_childs() -> None:
    """The answer for the child before is dropped."""
    played = Played()
    played.presenter.open("000001")
    played.presenter.open("000002")
    played.link.answer_all()
    assert [each.child for each in played.page.views] == ["000002"]


def test_a_draft_comes_back_and_says_when_it_was_typed() -> None:
    """The fields first, then a quiet line."""
    played = Played(given=draft("000001", "He misses")).opened()
    assert played.page.forms["contact"]["note"] == "He misses"
    typed = datetime.fromisoformat(AT).astimezone()
    assert played.page.states["contact"] == f"Not saved yet: typed Mon 23 Nov at {typed:%H:%M}"


def test_a_form_that_mends_or_names_comes_back_open() -> None:
    """With what the record says where nothing was typed; a contact that is no longer there opens nothing."""
    lines = tuple(
        DraftLine(child="000001", name="", form=form, at=AT) for form in ("contact:c1", "names", "contact:gone")
    )
    kept = {"contact:c1": {"note": "Settled well."}, "names": {"known_as": "Dil"}}
    given = {
        Drafts: lines,
        DraftOf: lambda question: DraftKept(child="000001", form=question.form, values=kept[question.form]),
    }
    played = Played(given=given).opened()
    assert played.page.forms["contact:c1"]["on"] == "13/11/2026"
    assert played.page.forms["contact:c1"]["note"] == "Settled well."
    nothing = dict.fromkeys(("team", "social_worker", "iro", "sibling_group", "school"), "")
    assert played.page.forms["names"] == {"first_name": "Dilan", "last_name": "Kaya", "known_as": "Dil", **nothing}
    assert "contact:gone" not in played.page.forms


def test_a_draft_keeps_its_day() -> None:
    """What is typed today is of today, also when it comes back tomorrow."""
    played = Played().opened()
    played.presenter.typed("contact", "note", "He")
    played.presenter.typed("contact", "on", "yesterday")
    played.presenter.typed("contact", "note", "He misses")
    played.presenter.keep_all()
    (kept,) = played.sent(KeepDraft)
    assert kept.values == {"note": "He misses", "on": "22/11/2026"}
    assert played.woken == 3


def test_all_is_kept_before_the_desk_is_locked() -> None:
    """The lock hears of it when the last is kept; with nothing typed, at once."""
    played = Played().opened()
    done: list[bool] = []
    played.presenter.keep_all(lambda: done.append(True))
    assert done == [True]
    played.presenter.change_names()
    played.link.answers[DraftOf] = DraftKept(child="000001", form="names", values={})
    played.link.answer_all()
    played.presenter.typed("contact", "note", "He")
    played.presenter.typed("names", "known_as", "Dil")
    played.presenter.keep_all(lambda: done.append(True))
    played.link.answer(KeepDraft)
    assert done == [True]
    played.link.answer(KeepDraft)
    assert done == [True, True]


def test_a_contact_is_saved_once() -> None:
    """What waits is kept before it, so that a refusal loses nothing; then the form is empty."""
    played = Played().opened()
    played.presenter.typed("contact", "note", "He misses the dog.")
    played.presenter.save("contact", {**TYPED, "attach": "a.pdf\nb.png"})
    played.presenter.save("contact", TYPED)
    played.link.answer_all()
    order = RecordContact(
        child="000001",
        on=date(2026, 11, 23),
        kind=ContactKind.CHILD_SEEN,
        note="He misses the dog.",
        attach=(Path("a.pdf"), Path("b.png")),
    )
    assert played.sent(RecordContact) == [order]
    assert played.link.sent.index(order) > played.link.sent.index(played.sent(KeepDraft)[0])
    assert (played.page.said, played.page.busy) == (["Contact saved."], [True, False])
    assert played.page.forms["contact"] == {"on": "today", "kind": "", "note": "", "attach": ""}
    played.presenter.keep_all()
    assert len(played.sent(KeepDraft)) == 1


def test_a_contact_saved_for_the_child_before_empties_no_other_form() -> None:
    """B's form stands as B's was typed, when A's answer comes."""
    played = Played().opened("000001")
    played.presenter.save("contact", TYPED)
    played.presenter.open("000002")
    played.page.forms["contact"]["note"] = "typed for B"
    played.link.answer(RecordContact)
    assert (played.page.forms["contact"]["note"], played.page.said) == ("typed for B", ["Contact saved."])


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"on": "31/2/2026"}, ("on", "February has 28 days. Type 28/2.")),
        ({"kind": ""}, ("kind", words.SAY_KIND)),
    ],
)
def test_what_cannot_be_an_order_is_told_beside_its_field(typed: dict[str, str], said: tuple[str, str]) -> None:
    """Nothing is sent."""
    played = Played().opened()
    played.presenter.save("contact", {**TYPED, **typed})
    assert played.page.fields == [("contact", *said)]
    assert played.sent(RecordContact) == []


@pytest.mark.parametrize(
    "fault, field",
    [
        (Refused("Type a sentence.", field="note"), "note"),
        (Refused("letter.exe is a program.", field=None), "attach"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_the_text(fault: Refused, field: str) -> None:
    """The form is as it was typed, the draft is kept, and it can be saved again."""
    played = Played(given={RecordContact: fault}).opened()
    played.page.forms["contact"] = dict(TYPED)
    played.presenter.save("contact", TYPED)
    played.link.answer_all()
    assert played.page.fields == [("contact", field, fault.words)]
    assert played.page.forms["contact"] == TYPED
    assert played.sent(ForgetDraft) == []
    played.presenter.save("contact", TYPED)
    assert len(played.sent(RecordContact)) == 2


def test_a_refusal_without_a_field_and_a_bug_are_said() -> None:
    """A bug says nothing of what was typed."""
    for fault in (Refused("No child has that number.", field="child"), RuntimeError("He misses the dog.")):
        played = Played(given={RecordContact: fault}).opened()
        played.presenter.save("contact", TYPED)
        played.link.answer_all()
        assert played.page.troubles == [fault.words if isinstance(fault, Refused) else words.SORRY]


def test_a_contact_is_mended_named_and_withdrawn() -> None:
    """Each by its order; the form that mended closes."""
    played = Played(given={NameChild: Outcome(result="Names saved.", order="o", topics=frozenset())}).opened()
    played.link.answers[DraftOf] = lambda question: DraftKept(child="000001", form=question.form, values={})
    played.presenter.mend("c1")
    played.link.answer_all()
    values = played.page.forms["contact:c1"]
    played.presenter.save("contact:c1", {**values, "note": "Settled well.", "drop": "h"})
    played.presenter.change_names()
    played.presenter.save("names", {"first_name": "Dilan", "last_name": "Kaya", "known_as": "Dil"})
    played.presenter.withdraw("c1")
    played.link.answer_all()
    assert played.sent(CorrectContact) == [
        CorrectContact(id="c1", on=date(2026, 11, 13), kind=ContactKind.SCHOOL, note="Settled well.", drop=("h",))
    ]
    assert played.sent(NameChild) == [NameChild(child="000001", first_name="Dilan", last_name="Kaya", known_as="Dil")]
    assert played.sent(WithdrawContact) == [WithdrawContact(id="c1")]
    assert set(played.page.forms) == {"contact"}


def test_of_the_people_only_what_was_changed_is_said() -> None:
    """What came to stand there meanwhile, by an undo or another window of the form, is not overwritten unseen."""
    saved = Outcome(result="Names saved.", order="o", topics=frozenset())
    played = Played(given={NameChild: saved, ChildPage: lambda _: view(team="North", iro="Tom Reed")}).opened()
    played.presenter.change_names()
    played.link.answers[ChildPage] = lambda _: view(team="South", iro="Tom Reed")
    played.presenter.refresh()
    played.link.answer_all()
    played.presenter.save("names", {**played.page.forms["names"], "iro": "Una Bell"})
    played.link.answer_all()
    (order,) = played.sent(NameChild)
    assert (order.team, order.iro, order.school) == (None, "Una Bell", None)


def test_warnings_are_said_by_name() -> None:
    """A child without a name by number; of siblings whose each is."""
    mother, baby = (Concerned(child=each, name=name, iro="Tom Reed") for each, name in (("1", "Mina Kaya"), ("2", "")))
    lines = (
        WarningLine(kind=Kind.MOTHER_AND_BABY, children=(mother, baby)),
        WarningLine(kind=Kind.SIBLINGS, children=(mother, Concerned(child="3", name="Rosa", iro=""))),
    )
    played = Played(given={ChildPage: lambda _: view(warnings=lines)}).opened()
    assert played.page.views[-1].warnings == (
        "Mina Kaya is a mother, and 2 was born on the day her baby was. Both have the IRO Tom Reed; they may not.",
        words.DIFFERENT_IROS.format("Mina Kaya (Tom Reed), Rosa (IRO not known)"),
    )


def test_what_is_put_aside_is_destroyed_and_the_form_begins_again() -> None:
    """The draft is gone from the desk."""
    played = Played().opened()
    played.presenter.typed("contact", "note", "He")
    played.presenter.put_aside("contact")
    played.presenter.keep_all()
    assert played.sent(ForgetDraft) == [ForgetDraft(child="000001", form="contact")]
    assert played.sent(KeepDraft) == []
    assert played.page.forms["contact"]["note"] == ""


def test_the_presenter_needs_no_qt() -> None:
    """It is imported where there is none."""
    script = (
        "import sys, types; sys.modules['PySide6'] = None\n"
        "bare = types.ModuleType('ui.screens.child'); bare.__path__ = ['ui/screens/child']\n"
        "sys.modules['ui.screens.child'] = bare\n"
        "import ui.screens.child.presenter\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[4])


def test_a_fake_that_answers_at_once_shows_the_page() -> None:
    """The same presenter on a desk that is quick."""
    page = FakePage()
    given = {**answers(), ChildPage: view()}
    ChildPresenter(page, FakeLink(given), CLOCK, lambda: None).open("000001")
    assert [each.child for each in page.views] == ["000001"]
