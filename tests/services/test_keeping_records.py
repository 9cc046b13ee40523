"""Names, contacts, history, undo, drafts, search: what an officer types, through the one door, on a real desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.circuit import NEVER_UNDONE, ORDER_WORDS, ORDERS
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.domain.dates import Period
from iro_desk.errors import Refused
from iro_desk.services.access import Accesses, NoteAccess
from iro_desk.services.children import ChildPage, ChildPageView, Children, NameChild, OpenChild
from iro_desk.services.contacting import (
    ContactKind,
    CorrectContact,
    OpenAttachment,
    RecordContact,
    WithdrawContact,
)
from iro_desk.services.diary import Diary, Due
from iro_desk.services.drafting import DraftOf, Drafts, ForgetDraft, KeepDraft
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.finding import Search
from iro_desk.services.history import History
from iro_desk.services.messages import Topic
from iro_desk.services.undoing import WhatCanBeUndone
from iro_desk.storage.keys import DeskKey
from tests.sample import PRACTICE_DAY, SAMPLE

LAYLA, TYLER = "350212", "357171"
DAY = PRACTICE_DAY - timedelta(days=3)


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """A desk that holds the children of the sample."""
    desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
    return desk


def numbers(desk: Desk) -> list[str]:
    """The children's numbers, as the desk lists them."""
    return [each.child for each in desk.ask(Children())]


@pytest.fixture
def two(kept: Desk) -> tuple[str, str]:
    """Two children of the desk."""
    first, second = numbers(kept)[:2]
    return first, second


def record(desk: Desk, child: str, note: str, on: date = DAY) -> str:
    """Record a contact; its id."""
    return desk.do(RecordContact(child=child, on=on, kind=ContactKind.CHILD_SEEN, note=note)).result.id


def page(desk: Desk, child: str) -> ChildPageView:
    """The child's page."""
    return desk.ask(ChildPage(child=child))


def test_a_child_gets_a_name_that_extracts_leave_alone(kept: Desk, two: tuple[str, str]) -> None:
    """What the officer typed stays beside what the case system says, and names sort before numbers."""
    outcome = kept.do(NameChild(child=two[1], first_name=" Layla  Rose ", last_name="Hassan", known_as="Lay"))
    assert outcome.topics == {Topic.CHILDREN, Topic.DIARY}
    kept.do(TakeExtract(folder=SAMPLE / "2026-27-to-31-october"))
    view = page(kept, two[1])
    assert (view.name, view.initials, view.first_name) == ("Layla Rose Hassan (Lay)", "L.H.", "Layla Rose")
    assert numbers(kept)[0] == two[1]
    assert page(kept, two[0]).initials == two[0][-4:]


@pytest.mark.parametrize(
    ("first", "last", "words"), [("", " ", "first name or a last name"), ("x" * 101, "", "at most 100 letters")]
)
def test_a_name_that_is_none_is_refused(kept: Desk, two: tuple[str, str], first: str, last: str, words: str) -> None:
    """In a sentence, with its field."""
    with pytest.raises(Refused, match=words) as no:
        kept.do(NameChild(child=two[0], first_name=first, last_name=last))
    assert no.value.field == "first_name"


def test_contacts_stand_newest_first(kept: Desk, two: tuple[str, str]) -> None:
    """On their own child's page alone, with day, kind and note."""
    for days in (30, 3, 12):
        record(kept, two[0], f"{days} days ago", PRACTICE_DAY - timedelta(days=days))
    record(kept, two[1], "another child")
    assert [each.note for each in page(kept, two[0]).contacts] == ["3 days ago", "12 days ago", "30 days ago"]
    assert [each.note for each in page(kept, two[1]).contacts] == ["another child"]


def test_a_contact_to_come_is_refused_and_today_is_not(kept: Desk, two: tuple[str, str]) -> None:
    """Today is not later than today."""
    record(kept, two[0], "today", PRACTICE_DAY)
    with pytest.raises(Refused, match="still to come") as no:
        record(kept, two[0], "tomorrow", PRACTICE_DAY + timedelta(days=1))
    assert no.value.field == "on"


def test_a_contact_says_something(kept: Desk, two: tuple[str, str]) -> None:
    """Nothing said is refused, and so is a book."""
    with pytest.raises(Refused, match="Type a sentence"):
        record(kept, two[0], "   ")
    with pytest.raises(Refused, match="at most 20,000 letters"):
        record(kept, two[0], "x" * 20_001)
    with pytest.raises(Refused, match="No child on this desk"):
        record(kept, "999999", "who?")


def test_a_contact_is_mended_and_withdrawn(kept: Desk, two: tuple[str, str]) -> None:
    """Every version stays in its history, with who and when."""
    contact = record(kept, two[0], "Seen at school.")
    kept.do(CorrectContact(id=contact, on=DAY, kind=ContactKind.CHILD_SEEN, note="Seen at home."))
    kept.do(WithdrawContact(id=contact))
    assert page(kept, two[0]).contacts == ()
    lines = kept.ask(History(kind="contact", id=contact))
    assert [each.words for each in lines] == ["contact", "contact mended", "contact withdrawn"]
    assert {each.who for each in lines} == {"Frances Adeyemi"}
    (change,) = lines[1].changes
    assert (change.name, change.was, change.now) == ("note", "Seen at school.", "Seen at home.")
    assert [(each.name, each.now) for each in lines[2].changes] == [("withdrawn", True)]
    with pytest.raises(Refused, match="was withdrawn"):
        kept.do(WithdrawContact(id=contact))
    with pytest.raises(Refused, match="There is no contact"):
        kept.ask(History(kind="contact", id="nothing"))


def test_attachments_are_kept_by_their_hash(kept: Desk, two: tuple[str, str], tmp_path: Path) -> None:
    """The same file twice is kept once; it comes back byte for byte; one that is dropped is no longer carried."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Frances, I like my new school.", encoding="utf-8")
    order = RecordContact(child=two[0], on=DAY, kind=ContactKind.SCHOOL, note="Letter.", attach=(letter,))
    first, second = (kept.do(order).result.id for _ in range(2))
    (attached,) = page(kept, two[0]).contacts[0].attachments
    content = kept.ask(OpenAttachment(contact=first, hash=attached.hash))
    assert (content.name, content.content) == ("letter.txt", letter.read_bytes())
    kept.do(CorrectContact(id=second, on=DAY, kind=ContactKind.SCHOOL, note="None.", drop=(attached.hash,)))
    with pytest.raises(Refused, match="no such file"):
        kept.ask(OpenAttachment(contact=second, hash=attached.hash))
    assert kept.ask(OpenAttachment(contact=first, hash=attached.hash)).content == letter.read_bytes()
    assert kept.check() == ()


def test_undo_and_redo_by_name(kept: Desk, two: tuple[str, str]) -> None:
    """Newest first, each named with whom it is about, and again."""
    kept.do(NameChild(child=two[0], first_name="Amelia", last_name="Brooks"))
    record(kept, two[0], "Seen.")
    assert kept.ask(WhatCanBeUndone()).undo == "contact, A.B."
    assert kept.undo().result.words == "Undone: contact, A.B."
    assert page(kept, two[0]).contacts == ()
    assert kept.undo().result.words.startswith("Undone: names, ")
    assert page(kept, two[0]).name == ""
    can = kept.ask(WhatCanBeUndone())
    assert can.undo is not None
    assert can.undo.startswith("extract taken in, ")
    assert kept.redo().result.words.startswith("Done again: names")
    assert kept.redo().result.words.startswith("Done again: contact")
    assert page(kept, two[0]).contacts[0].note == "Seen."
    with pytest.raises(Refused, match="nothing to be done again"):
        kept.redo()
    assert kept.check() == ()


def test_something_new_ends_what_could_be_done_again(kept: Desk, two: tuple[str, str]) -> None:
    """After an undo and a new order there is nothing to redo."""
    record(kept, two[0], "one")
    kept.undo()
    record(kept, two[0], "two")
    assert kept.ask(WhatCanBeUndone()).redo is None
    with pytest.raises(Refused, match="nothing to be done again"):
        kept.redo()


def test_an_import_is_undone_whole(kept: Desk) -> None:
    """An extract is an order like any other; a desk just made has nothing to undo."""
    before = page(kept, numbers(kept)[0])
    kept.undo()
    assert numbers(kept) == []
    with pytest.raises(Refused, match="nothing to be undone"):
        kept.undo()
    kept.redo()
    assert page(kept, before.child) == before
    assert kept.check() == ()


def test_undo_reaches_back_over_a_restart_and_over_what_was_only_looked_at(
    folder_and_key: tuple[Path, DeskKey], opened: Callable[[date], Desk]
) -> None:
    """Opening a child's page is noted, and is nothing to undo."""
    with opened(PRACTICE_DAY) as desk:
        desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
        child = numbers(desk)[0]
        record(desk, child, "before the restart")
        desk.undo()
    with opened(PRACTICE_DAY) as desk:
        desk.do(OpenChild(child=child))
        desk.do(NoteAccess(what="exported", detail="Reviews table, 2025-26"))
        desk.redo()
        assert page(desk, child).contacts[0].note == "before the restart"
        lines = desk.ask(Accesses())
        assert {(each.words, each.detail) for each in lines} == {
            ("Opened a child's page", ""),
            ("Exported", "Reviews table, 2025-26"),
        }
        assert [each.child for each in lines if each.child] == [page(desk, child).id]


def test_a_draft_belongs_to_its_child_and_its_form(kept: Desk, two: tuple[str, str]) -> None:
    """It surfaces nowhere else, is in no history, and goes when its form is saved."""
    events = len(kept.ask(History(kind="child", id=two[0])))
    kept.do(KeepDraft(child=two[0], form="contact", values={"note": "half a sent", "on": "12 mar"}))
    outcome = kept.do(KeepDraft(child=two[0], form="contact", values={"note": "half a sentence"}))
    assert (outcome.order, outcome.topics) == (None, frozenset())
    assert kept.ask(DraftOf(child=two[0], form="contact")).values == {"note": "half a sentence", "on": "12 mar"}
    for child, form in ((two[1], "contact"), (two[0], "names"), (two[0], "contact:1")):
        assert kept.ask(DraftOf(child=child, form=form)).values == {}
    assert [(each.child, each.form) for each in kept.ask(Drafts())] == [(two[0], "contact")]
    assert kept.ask(Search(typed="half a sentence")) == ()
    record(kept, two[1], "another child's form is saved")
    assert kept.ask(DraftOf(child=two[0], form="contact")).values
    record(kept, two[0], "half a sentence, and the rest")
    assert kept.ask(DraftOf(child=two[0], form="contact")).values == {}
    assert kept.ask(Drafts()) == ()
    assert len(kept.ask(History(kind="child", id=two[0]))) == events


def test_a_refused_order_keeps_the_draft(kept: Desk, two: tuple[str, str]) -> None:
    """What was typed is still there to be mended; put aside on purpose, it is gone."""
    kept.do(KeepDraft(child=two[0], form="contact", values={"note": "tomorrow"}))
    with pytest.raises(Refused):
        record(kept, two[0], "tomorrow", PRACTICE_DAY + timedelta(days=1))
    assert kept.ask(DraftOf(child=two[0], form="contact")).values == {"note": "tomorrow"}
    kept.do(ForgetDraft(child=two[0], form="contact"))
    assert kept.ask(Drafts()) == ()


def test_search_is_newest_first_while_typing_and_best_first_on_enter(kept: Desk, two: tuple[str, str]) -> None:
    """From the second letter, by the beginnings of words, without accents; the words found are marked."""
    kept.do(NameChild(child=two[0], first_name="Zofia", last_name="Wiśniewski"))
    old = record(kept, two[0], "School, school and school again.", DAY - timedelta(days=300))
    new = record(kept, two[1], "Spoke of the new school and of other things besides, at some length.", DAY)
    assert kept.ask(Search(typed="s")) == ()
    assert [each.id for each in kept.ask(Search(typed="scho"))] == [new, old]
    assert [each.id for each in kept.ask(Search(typed="school", best=True))] == [old, new]
    (found,) = kept.ask(Search(typed="wisn"))
    assert (found.kind, found.child, found.name, found.day) == ("child", two[0], "Zofia Wiśniewski", None)
    assert ("Wiśniewski", True) in found.excerpt
    assert [each.id for each in kept.ask(Search(typed="school length"))] == [new]
    assert kept.ask(Search(typed='school" OR "x')) == ()


@pytest.mark.parametrize(
    "typed", ['"', "*", "NEAR(a b)", "a AND", "note:x", "'; DROP TABLE found; --", "\x00ab", "^ab"]
)
def test_nothing_typed_is_a_command_to_search(kept: Desk, typed: str) -> None:
    """Whatever is typed is looked for as words."""
    assert kept.ask(Search(typed=typed)) == ()


def test_what_is_withdrawn_or_undone_is_not_found(kept: Desk, two: tuple[str, str]) -> None:
    """And what stood before a correction is found no more; an undo brings it back."""
    contact = record(kept, two[0], "unmistakable")
    kept.do(CorrectContact(id=contact, on=DAY, kind=ContactKind.CHILD_SEEN, note="otherwise"))
    assert kept.ask(Search(typed="unmistakable")) == ()
    kept.undo()
    assert [each.id for each in kept.ask(Search(typed="unmistakable"))] == [contact]
    kept.do(WithdrawContact(id=contact))
    assert kept.ask(Search(typed="unmistakable")) == ()
    assert kept.check() == ()


def test_every_order_has_its_words(kept: Desk) -> None:
    """History and *Undo* can name each; what only tells of something is never undone."""
    assert all(ORDER_WORDS[each.__name__] for each in ORDERS)
    assert set(kept._parts.handlers) == set(ORDERS)
    assert {"OpenChild", "NoteAccess", "MakeDesk", "Undo", "Redo"} <= NEVER_UNDONE
    assert not {"RecordContact", "NameChild", "TakeExtract", "Settle"} & NEVER_UNDONE


def test_a_child_without_a_number_is_shown_by_the_desks_own_id(kept: Desk, two: tuple[str, str]) -> None:
    """The sign before it tells one from a number."""
    view = page(kept, two[0])
    assert page(kept, f"~{view.id}") == view
    with pytest.raises(Refused, match="No child on this desk"):
        page(kept, "~nobody")


def test_a_clock_set_wrong_orders_nothing(folder_and_key: tuple[Path, DeskKey], opened: Callable[[date], Desk]) -> None:
    """Thirty years back or forth: the newest order is the one that came last."""
    folder, key = folder_and_key
    with opened(PRACTICE_DAY) as desk:
        desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
        child = numbers(desk)[0]
    for year in (2056, 1999, 2026):
        with open_desk(folder, key, StandingClock(date(year, 1, 2))) as desk:
            desk.do(NameChild(child=child, first_name=f"in {year}", last_name=""))
    with opened(PRACTICE_DAY) as desk:
        assert page(desk, child).first_name == "in 2026"
        desk.undo()
        assert page(desk, child).first_name == "in 1999"
        assert replace(page(desk, child), contacts=()).name == "in 1999"


def test_a_calendar_says_initials_and_tells_two_alike_apart(kept: Desk) -> None:
    """What leaves the desk holds no name; without one the number's last four stand in."""
    whole = Period(PRACTICE_DAY - timedelta(days=400), PRACTICE_DAY + timedelta(days=400))
    rows = kept.ask(Due(period=whole))
    first, second, third = list(dict.fromkeys(each.child for each in rows))[:3]
    for child in (first, second):
        kept.do(NameChild(child=child, first_name="Amelia", last_name="Brooks"))
    days = kept.ask(Diary(period=whole)).days
    said = {each.summary.rpartition(": ")[2] for each in days}
    assert {f"A.B. {first[-2:]}", f"A.B. {second[-2:]}", third[-4:]} <= said
    assert not [each for each in days if "Amelia" in each.summary + each.description]
