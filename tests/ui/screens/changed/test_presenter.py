"""What extracts changed, without Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from iro_desk.clock import StandingClock
from iro_desk.domain.sentinel import Kind
from iro_desk.errors import Refused
from iro_desk.services.exchanging import ExtractOnDesk, Extracts
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.status_changes import Acknowledge, StatusChangeLine, StatusChanges
from tests.ui.conftest import FakeLink, HeldLink
from ui.kit import words
from ui.screens.changed.presenter import ChangedPresenter, PageView

TODAY = date(2026, 10, 31)
SEPTEMBER = ExtractOnDesk(id="x1", year="2026-27", to=date(2026, 9, 30))
OCTOBER = ExtractOnDesk(id="x2", year="2026-27", to=TODAY)


def change(number: int, kind: Kind = Kind.PLACEMENT, **given: Any) -> StatusChangeLine:
    """A change of an invented child."""
    made = StatusChangeLine(
        id=f"c{number}",
        extract="x2",
        child=f"00000{number}",
        name="",
        kind=kind,
        on=date(2026, 10, number),
        was="",
        now="",
        happened=f"Moved on day {number}.",
        moved="",
        acknowledged=None,
    )
    return replace(made, **given)


MOVED = change(1, name="Dilan Kaya", moved="The next review is due by Mon 9 Nov 2026 (R1).")
LEFT, HELD = change(2, Kind.LEFT), change(3, Kind.REVIEW)
CHANGES = (MOVED, LEFT, HELD)


class FakePage:
    """Keeps what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[PageView] = []
        self.said: list[str] = []
        self.troubles: list[str] = []

    def show_view(self, view: PageView) -> None:
        """Keep it."""
        self.shown.append(view)

    def say(self, sentence: str) -> None:
        """Keep it."""
        self.said.append(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Keep it."""
        self.troubles.append(sentence)

    def parts(self) -> list[tuple[str, list[str]]]:
        """What is shown now: each heading, and the ids under it."""
        return [(part.title, [each.id for each in part.lines]) for part in self.shown[-1].parts]


def answers(*lines: StatusChangeLine, extracts: tuple[ExtractOnDesk, ...] = (SEPTEMBER, OCTOBER)) -> dict[type, Any]:
    """A desk that holds these changes."""
    outcome = Outcome(result="1 change acknowledged.", order="o1", topics=frozenset({Topic.STATUS_CHANGES}))
    return {Extracts: extracts, StatusChanges: lines, Acknowledge: outcome}


def presented(link: FakeLink) -> tuple[FakePage, ChangedPresenter]:
    """A presenter on a scripted desk, which has been asked."""
    page = FakePage()
    presenter = ChangedPresenter(page, link, StandingClock(TODAY))
    presenter.refresh()
    return page, presenter


def test_what_is_to_be_acknowledged_stands_before_news() -> None:
    """Each under its heading; only the first counts as work; a line says who, when, what, and which deadline moved."""
    page, _ = presented(FakeLink(answers(*CHANGES)))
    assert page.parts() == [(words.TO_ACKNOWLEDGE, ["c1", "c2"]), (words.NEWS, ["c3"])]
    view = page.shown[-1]
    assert (view.waiting, view.shown) == (2, ("c1", "c2", "c3"))
    first, second = view.parts[0].lines
    assert (first.title, first.child, first.day) == ("Dilan Kaya", "000001", "Thu 1 Oct")
    assert first.moved == "The next review is due by Mon 9 Nov 2026 (R1)."
    assert first.spoken == (
        "Dilan Kaya. Moved on day 1. The next review is due by Mon 9 Nov 2026 (R1). To acknowledge."
    )
    assert (second.title, second.moved, second.done) == ("000002", "", "")


def test_a_child_without_name_or_number_is_said_to_have_no_name() -> None:
    """And never shown by an id of the desk's own."""
    page, _ = presented(FakeLink(answers(replace(MOVED, name="", child="~abc"))))
    assert page.shown[-1].parts[0].lines[0].title == words.NO_NAME


def test_any_kind_of_change_is_shown() -> None:
    """Every kind that the desk knows stands under one of the headings."""
    page, _ = presented(FakeLink(answers(*(change(1, each, id=each.value) for each in Kind))))
    assert sorted(each for _, ids in page.parts() for each in ids) == sorted(Kind)


def test_one_extract_shows_what_was_acknowledged_too() -> None:
    """With the day, under a heading of its own; what waits is counted over all extracts."""
    read = replace(LEFT, acknowledged=date(2026, 10, 30))
    link = FakeLink(answers(MOVED, HELD))
    page, presenter = presented(link)
    link.answers[StatusChanges] = (MOVED, read, HELD)
    presenter.extract_chosen("x2")
    assert link.sent[-1] == StatusChanges(extract="x2")
    assert page.parts() == [(words.TO_ACKNOWLEDGE, ["c1"]), (words.NEWS, ["c3"]), (words.ACKNOWLEDGED, ["c2"])]
    view = page.shown[-1]
    assert (view.chosen, view.shown) == ("x2", ("c1", "c3"))
    assert view.parts[2].lines[0].done == "Acknowledged Fri 30 Oct"
    assert [each for each, _ in view.choices] == ["", "x2", "x1"]
    assert view.choices[1][1] == "Extract of 2026-27, to 31 October 2026"
    presenter.extract_chosen("")
    assert link.sent[-1] == StatusChanges()


def test_another_extract_brings_back_what_nobody_has_acknowledged() -> None:
    """Taken in or undone while an older one is looked at: what is new comes first, and none that is gone is chosen."""
    link = FakeLink(answers(*CHANGES, extracts=(SEPTEMBER,)))
    page, presenter = presented(link)
    presenter.extract_chosen("x1")
    link.answers[Extracts] = (SEPTEMBER, OCTOBER)
    presenter.on_changed(frozenset({Topic.EXTRACTS}), None)
    assert page.shown[-1].chosen == ""


def test_what_is_acknowledged_goes_at_once_and_is_sent_once() -> None:
    """Before the desk has answered; a second press on the way sends nothing; the answer is said."""
    link = HeldLink(answers(*CHANGES))
    page, presenter = presented(link)
    link.answer_all()
    presenter.acknowledge(("c1",))
    presenter.acknowledge(("c1",))
    assert page.parts() == [(words.TO_ACKNOWLEDGE, ["c2"]), (words.NEWS, ["c3"])]
    assert [each for each in link.sent if isinstance(each, Acknowledge)] == [Acknowledge(ids=("c1",))]
    presenter.refresh()
    link.answer(Extracts)
    link.answer(StatusChanges)
    assert page.shown[-1].waiting == 1
    link.answers[StatusChanges] = (LEFT, HELD)
    link.answer_all()
    assert page.said == ["1 change acknowledged."]
    presenter.acknowledge(("c2", "c3"))
    assert (page.parts(), page.shown[-1].waiting) == ([], 0)


def test_of_one_extract_it_is_kept_as_acknowledged_today() -> None:
    """Until the desk is asked anew, a later press leaves it there."""
    link = FakeLink(answers(*CHANGES))
    page, presenter = presented(link)
    presenter.extract_chosen("x2")
    presenter.acknowledge(("c1",))
    presenter.acknowledge(("c2",))
    assert page.parts() == [(words.NEWS, ["c3"]), (words.ACKNOWLEDGED, ["c1"])]


def test_a_refusal_is_said_and_the_line_comes_back() -> None:
    """In the desk's words."""
    page, presenter = presented(FakeLink(answers(*CHANGES) | {Acknowledge: Refused("There is no change c1.")}))
    presenter.acknowledge(("c1",))
    assert page.troubles == ["There is no change c1."]
    assert page.parts()[0] == (words.TO_ACKNOWLEDGE, ["c1", "c2"])


def test_an_empty_list_teaches() -> None:
    """Without an extract, after one, and where one that was chosen changed nothing."""
    page, _ = presented(FakeLink(answers(extracts=())))
    assert page.shown[-1].nothing == (words.NOTHING_CHANGED, words.NOTHING_TO_COMPARE)
    page, presenter = presented(FakeLink(answers()))
    assert page.shown[-1].nothing[1].startswith("Nothing has changed since the extract to 31 October 2026. When")
    presenter.extract_chosen("x1")
    assert page.shown[-1].nothing[0] == words.CHANGED_NOTHING


def test_it_asks_again_where_something_moved_that_concerns_it() -> None:
    """A name, an extract, an acknowledgement; not a contact."""
    link = FakeLink(answers(*CHANGES))
    _, presenter = presented(link)
    sent = len(link.sent)
    presenter.on_changed(frozenset({Topic.CONTACTS}), None)
    assert len(link.sent) == sent
    for number, topic in enumerate((Topic.STATUS_CHANGES, Topic.EXTRACTS, Topic.CHILDREN), start=1):
        presenter.on_changed(frozenset({topic}), None)
        assert len(link.sent) == sent + 2 * number
