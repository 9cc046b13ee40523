"""A number that changed, and two records that are one child or are not: nothing lost, nothing twice, all undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iro_desk.desk import Desk
from iro_desk.domain.sentinel import Kind
from iro_desk.errors import Refused
from iro_desk.services.caseload import Explain
from iro_desk.services.children import ChildPage, Children, NameChild
from iro_desk.services.contacting import ContactKind, RecordContact
from iro_desk.services.diary import Due
from iro_desk.services.drafting import KeepDraft
from iro_desk.services.exchanging import ExtractTaken, TakeExtract
from iro_desk.services.finding import Search
from iro_desk.services.numbering import ChangeNumber, Merge, Split
from iro_desk.services.reviewing import RecordReview
from iro_desk.services.status_changes import StatusChanges

OLD, NEW = "000123", "777001"
HELD, LATER = date(2026, 5, 28), date(2026, 8, 20)
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
Take = Callable[..., ExtractTaken]


@pytest.fixture
def take(desk: Desk, folder: Callable[..., Path]) -> Take:
    """Takes in an extract that has the one life under these numbers."""

    def taken(made: date, *numbers: str, held: tuple[date, ...] = (HELD,), born: str = "01/02/2015") -> ExtractTaken:
        place = folder(
            [f"{each},F,{born},WBRI,UN4,0," for each in numbers],
            [f"{each},06/05/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB," for each in numbers],
            [f"{each},{born},{day:%d/%m/%Y},PN1" for each in numbers for day in held],
            f"{made} {numbers}",
        )
        return desk.do(TakeExtract(folder=place, extracted=made)).result

    return taken


def numbers(desk: Desk) -> list[str]:
    """The children of the desk."""
    return [each.child for each in desk.ask(Children())]


def told(desk: Desk) -> tuple[Any, ...]:
    """Everything the desk says of its children."""
    return desk.ask(Children()), desk.ask(Due(met=True)), [desk.ask(Explain(child=each)) for each in numbers(desk)]


def note(desk: Desk, child: str, words: str) -> None:
    """A contact with these words."""
    desk.do(RecordContact(child=child, on=SEPTEMBER, kind=ContactKind.SCHOOL, note=words))


def test_a_number_that_changed(desk: Desk, take: Take) -> None:
    """The next extract finds the child under the new one, an older one under the old; nobody is gone and nobody new."""
    take(SEPTEMBER, OLD)
    note(desk, OLD, "Swims every Thursday.")
    assert NEW in desk.do(ChangeNumber(child=OLD, number=NEW)).result
    assert numbers(desk) == [NEW]
    assert desk.ask(ChildPage(child=OLD)).child == NEW
    assert desk.ask(Explain(child=OLD)).child == NEW
    take(OCTOBER, NEW)
    assert desk.ask(StatusChanges()) == ()
    assert take(date(2026, 9, 1), OLD).changed == 0
    assert take(date(2026, 11, 1), OLD, held=(HELD, LATER)).changed == 1
    assert numbers(desk) == [NEW]
    assert desk.ask(ChildPage(child=NEW)).contacts[0].note == "Swims every Thursday."
    assert desk.check() == ()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "at most 10"),
        ("12345678901", "at most 10"),
        ("12 3", "at most 10"),
        (OLD, "already"),
        ("888", "another child"),
    ],
    ids=str,
)
def test_a_number_that_cannot_be(desk: Desk, take: Take, number: str, reason: str) -> None:
    """Refused: none, too long, the same, another child's now or before."""
    take(SEPTEMBER, OLD, "888")
    with pytest.raises(Refused, match=reason):
        desk.do(ChangeNumber(child=OLD, number=number))
    desk.do(ChangeNumber(child="888", number="999"))
    with pytest.raises(Refused, match="merge the records"):
        desk.do(ChangeNumber(child=OLD, number="888"))


def test_a_new_number_that_nobody_told_of(desk: Desk, take: Take) -> None:
    """The child is gone and a newcomer is like them: said in one line, and merged all is as it was, once."""
    take(SEPTEMBER, OLD)
    note(desk, OLD, "Swims every Thursday.")
    before = desk.ask(Due(met=True))
    take(OCTOBER, NEW)
    gone = next(each for each in desk.ask(StatusChanges()) if each.kind is Kind.GONE)
    assert gone.words.endswith(f"is new in it: {NEW}. Merge them if they are one.")
    apart = told(desk)
    desk.do(Merge(child=OLD, into=NEW))
    assert numbers(desk) == [NEW]
    merged = desk.ask(Due(met=True))
    assert [(each.due, each.state, each.held) for each in merged] == [
        (each.due, each.state, each.held) for each in before
    ]
    assert desk.ask(ChildPage(child=OLD)).contacts[0].note == "Swims every Thursday."
    (found,) = desk.ask(Search(typed="swims"))
    assert found.child == NEW
    assert {each.child for each in desk.ask(StatusChanges())} == {NEW}
    again = take(date(2026, 11, 30), NEW)
    assert (again.changed, again.withdrawn) == (0, 0)
    assert desk.check() == ()
    desk.do(Split(child=NEW))
    assert told(desk) == apart
    assert desk.check() == ()
    desk.undo()
    assert desk.ask(Due(met=True)) == merged
    desk.undo()
    desk.undo()
    desk.undo()
    assert numbers(desk) == [OLD]


def test_what_is_written_of_a_merged_child_stands_in_its_own_stream(desk: Desk, take: Take) -> None:
    """So that each record can be handed over or erased whole; and a split gives each back what is theirs."""
    take(SEPTEMBER, OLD, NEW)
    note(desk, OLD, "Before the merge.")
    desk.do(Merge(child=OLD, into=NEW))
    desk.do(NameChild(child=NEW, first_name="Amara", last_name="Bello"))
    note(desk, NEW, "After the merge.")
    assert {each.note for each in desk.ask(ChildPage(child=NEW)).contacts} == {"Before the merge.", "After the merge."}
    take(OCTOBER, NEW, held=(HELD, LATER))
    assert [each.held for each in desk.ask(Explain(child=NEW)).periods[0].reviews] == [HELD, LATER]
    assert desk.check() == ()
    desk.do(Split(child=NEW))
    assert [each.note for each in desk.ask(ChildPage(child=OLD)).contacts] == ["Before the merge."]
    assert [each.note for each in desk.ask(ChildPage(child=NEW)).contacts] == ["After the merge."]
    assert desk.check() == ()


def test_an_extract_that_has_both_still(desk: Desk, take: Take) -> None:
    """One child all the same: nothing twice, nothing withdrawn, whichever number comes first."""
    take(SEPTEMBER, OLD, NEW)
    desk.do(Merge(child=OLD, into=NEW))
    one = told(desk)
    for made, order in ((OCTOBER, (OLD, NEW)), (date(2026, 11, 1), (NEW, OLD))):
        taken = take(made, *order)
        assert (taken.changed, taken.withdrawn) == (0, 0)
        assert numbers(desk) == [NEW]
    assert [row.due for row in told(desk)[1]] == [row.due for row in one[1]]


def test_a_review_recorded_here_stays_whichever_record_goes(desk: Desk, take: Take) -> None:
    """Beside the extract's of the other record on the same day."""
    for goes, stays in ((OLD, NEW), (NEW, OLD)):
        take(SEPTEMBER, OLD, NEW)
        desk.do(RecordReview(child=OLD, held=LATER, code="PN2"))
        take(OCTOBER, OLD, NEW, held=(HELD, LATER))
        desk.do(Merge(child=goes, into=stays))
        said = "Of the review on Thu 20 Aug 2026 the extract says PN1, and PN2 was recorded here."
        assert desk.ask(Explain(child=stays)).beside == (said,)
        assert len(desk.ask(Explain(child=stays)).periods[0].reviews) == 2
        for _ in range(4):
            desk.undo()
        assert numbers(desk) == []


def test_what_cannot_be_merged(desk: Desk, take: Take) -> None:
    """The same record, another birthday, a review recorded on both, words still being typed."""
    take(SEPTEMBER, OLD, NEW)
    take(date(2026, 9, 29), "888", born="02/02/2015")
    for into, reason in ((OLD, "same record"), ("888", "different dates of birth"), ("9", "No child")):
        with pytest.raises(Refused, match=reason):
            desk.do(Merge(child=OLD, into=into))
    desk.do(KeepDraft(child=OLD, form="contact", values={"note": "half a sen"}))
    with pytest.raises(Refused, match="still being typed"):
        desk.do(Merge(child=OLD, into=NEW))
    for each in (OLD, NEW):
        desk.do(RecordReview(child=each, held=LATER))
    with pytest.raises(Refused, match=r"Both have a review of 2026-08-20|still being typed"):
        desk.do(Merge(child=NEW, into=OLD))
    with pytest.raises(Refused, match="nothing to split"):
        desk.do(Split(child=OLD))


def test_the_commands(iro: Any, practice: Path) -> None:
    """Each says what it did, and a child without another is not split."""
    first, second = (each["child"] for each in iro("--desk", practice, "due")[1][:2])
    assert iro("--desk", practice, "number", first, "ZZ1")[0] == 0
    assert iro("--desk", practice, "explain", first)[1]["child"] == "ZZ1"
    code, said, _ = iro("--desk", practice, "merge", "ZZ1", second)
    assert (code, said["error"]["field"]) == (1, "into")
    assert iro("--desk", practice, "split", second)[0] == 1
