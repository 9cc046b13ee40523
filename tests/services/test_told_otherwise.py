"""A case system that takes back, mends and tells otherwise: nothing of it passes unseen, and no date goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iro_desk.desk import Desk
from iro_desk.domain.timetable import REVIEW
from iro_desk.services.asking import Asks
from iro_desk.services.caseload import Explain
from iro_desk.services.children import ChildPage, NameChild
from iro_desk.services.exchanging import ExtractTaken, TakeExtract
from iro_desk.services.numbering import ChangeNumber, Merge, Split
from iro_desk.services.reviewing import MeetAgain, RecordReview
from iro_desk.services.status_changes import StatusChanges

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)
FIRST, SECOND = date(2026, 5, 15), date(2026, 6, 3)
OTHER = "9,10/06/2026,S,V2,N1,U6,PR1,,,,,,"
Take = Callable[..., ExtractTaken]


def episode(
    start: str, child: int = 1, *, began: str = "S", legal: str = "V2", place: str = "U6", end: str = ","
) -> str:
    """A row of episodes; ``end`` is its DEC and REC."""
    return f"{child},{start},{began},{legal},N1,{place},PR1,{end},,,,"


def review(day: str, child: int = 1) -> str:
    """A row of reviews."""
    return f"{child},01/01/2014,{day},PN1"


IN_CARE, LEFT = episode("05/05/2026"), episode("05/05/2026", end="01/06/2026,E4A")
RUNS_ON, BACK = episode("05/05/2026", end="10/09/2026,X1"), episode("10/07/2026")


@pytest.fixture
def take(desk: Desk, folder: Callable[..., Path]) -> Take:
    """Takes in an extract of these episodes and reviews; child 9 stands in it besides."""

    def taken(
        made: date | None, episodes: list[str], reviews: tuple[str, ...] = (), children: str = "1"
    ) -> ExtractTaken:
        header = [*(f"{each},M,01/01/2014,WBRI,,," for each in children), "9,F,01/01/2015,WBRI,,,"]
        place = folder(header, [*episodes, OTHER], list(reviews), name="extract")
        return desk.do(TakeExtract(folder=place, extracted=made)).result

    return taken


def said(desk: Desk, child: str = "1") -> list[str]:
    """The kinds of change that are to be acknowledged of a child."""
    return [each.kind.value for each in desk.ask(StatusChanges()) if each.child == child and not each.kind.news]


def next_due(desk: Desk, child: str = "1") -> date | None:
    """The day by which the next review of a child is due."""
    (period,) = (each for each in desk.ask(Explain(child=child)).periods if each.end is None)
    return next(each.due for each in period.deadlines if each.held is None and each.duty == REVIEW)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([IN_CARE], [], ["taken back"]),
        ([LEFT, BACK], [LEFT], ["taken back"]),
        ([LEFT], [IN_CARE], ["still in care"]),
        ([IN_CARE], [RUNS_ON, episode("10/09/2026", began="L", place="K2")], ["placement"]),
        ([IN_CARE], [RUNS_ON, episode("10/09/2026", began="P", legal="E1")], ["legal status", "placement"]),
        ([IN_CARE], [RUNS_ON, episode("10/09/2026", began="P", legal="J1")], ["remanded", "placement"]),
    ],
)
def test_what_moves_a_childs_dates_is_said(
    desk: Desk, take: Take, before: list[str], after: list[str], kinds: list[str]
) -> None:
    """Care taken back or going on after all, and a move or an order under a wrong RNE code, are told."""
    take(AUGUST, before)
    take(SEPTEMBER, after)
    assert said(desk) == kinds


def test_a_child_who_is_gone_again_is_said_again(desk: Desk, take: Take) -> None:
    """Gone, told of again and gone again is said twice; gone and still gone is said once."""
    take(date(2026, 8, 1), [IN_CARE])
    take(date(2026, 8, 10), [], children="")
    take(date(2026, 8, 20), [], (review("20/06/2026", 9).replace("2014", "2015"),), children="")
    assert said(desk) == ["gone"]
    take(AUGUST, [IN_CARE])
    take(SEPTEMBER, [], children="")
    assert said(desk) == ["gone", "gone"]


def test_a_row_mended_on_the_same_day_leaves_no_doubt(desk: Desk, take: Take) -> None:
    """Of two extracts of one day, the one taken in last says whether a child is in doubt."""
    take(SEPTEMBER, [IN_CARE], (review("15/05/2026"), review("31/06/2026")))
    assert next_due(desk) is None
    take(SEPTEMBER, [IN_CARE], (review("15/05/2026"), review("30/06/2026")))
    assert next_due(desk) == date(2026, 12, 30)
    take(SEPTEMBER, [IN_CARE], (review("15/05/2026"), review("31/09/2026")))
    assert next_due(desk) is None


def test_an_extract_that_counts_as_older_says_so(take: Take) -> None:
    """One whose latest day is earlier than another's changes nothing, and is told how to be taken as the newer."""
    take(None, [IN_CARE], (review("20/09/2026"),))
    older = take(None, [IN_CARE], (review("20/08/2026"),))
    assert older.newer == date(2026, 9, 20)
    assert "counts as newer" in older.words
    again = take(SEPTEMBER, [IN_CARE], (review("20/08/2026"),))
    assert again.newer is None


def test_the_last_merged_alone_is_split(desk: Desk, take: Take) -> None:
    """Of two records merged into a child, splitting the second brings back nothing of the first."""
    children = (1, 2, 3)
    reviews = tuple(review("15/05/2026", each) for each in children)
    take(SEPTEMBER, [episode("05/05/2026", each) for each in children], reviews, "123")
    due = next_due(desk)
    for each in "23":
        desk.do(Merge(child=each, into="1"))
    desk.do(Split(child="1"))
    assert next_due(desk) == next_due(desk, "3") == due
    desk.do(Split(child="1"))
    assert next_due(desk) == next_due(desk, "2") == due


def test_after_a_split_each_has_a_number_of_their_own(desk: Desk, take: Take) -> None:
    """A child who took the number of the one merged into them gives it back."""
    take(SEPTEMBER, [episode("05/05/2026", each) for each in (1, 2)], children="12")
    desk.do(Merge(child="2", into="1"))
    desk.do(ChangeNumber(child="1", number="2"))
    desk.do(Split(child="2"))
    assert [desk.ask(Explain(child=each)).child for each in "12"] == ["1", "2"]


@pytest.mark.parametrize("told_first", [True, False])
def test_an_extract_with_the_day_of_the_last_meeting_asks(desk: Desk, take: Take, *, told_first: bool) -> None:
    """A review in parts that an extract has on the day of its last meeting is not two until the officer says so."""
    take(AUGUST, [IN_CARE])
    desk.do(RecordReview(child="1", held=FIRST, code="PN1", adjourned=True))
    if told_first:
        take(SEPTEMBER, [IN_CARE], (review("03/06/2026"),))
    desk.do(MeetAgain(child="1", held=FIRST, on=SECOND))
    if not told_first:
        take(SEPTEMBER, [IN_CARE], (review("03/06/2026"),))
    assert len(desk.ask(Asks())) == 1
    assert next_due(desk) == date(2026, 8, 15)
    assert not desk.ask(Explain(child="1")).not_known


def test_two_days_that_the_officer_recorded_are_two_reviews(desk: Desk, take: Take) -> None:
    """To record the extract's day as well answers whether the two are one."""
    take(AUGUST, [IN_CARE])
    desk.do(RecordReview(child="1", held=date(2026, 5, 20), code="PN1"))
    take(SEPTEMBER, [IN_CARE], (review("25/05/2026"),))
    desk.do(RecordReview(child="1", held=date(2026, 5, 25), code="PN2"))
    assert desk.ask(Asks()) == ()
    assert next_due(desk) == date(2026, 11, 25)


def test_what_was_typed_of_the_one_merged_is_read_on(desk: Desk, take: Take) -> None:
    """The people round a child are kept in a merge, where the other record has none."""
    take(SEPTEMBER, [episode("05/05/2026", each) for each in (1, 2)], children="12")
    desk.do(NameChild(child="2", first_name="Ada", last_name="Moss", team="North", iro="Jo Hall"))
    desk.do(NameChild(child="1", first_name="Ada", last_name="Moss", team="South"))
    desk.do(Merge(child="2", into="1"))
    page = desk.ask(ChildPage(child="1"))
    assert (page.team, page.iro) == ("South", "Jo Hall")
