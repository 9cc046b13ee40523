"""Missing children, deprivation of liberty, social workers, out of county, looked after at home: heard of once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iro_desk.desk import Desk
from iro_desk.domain.sentinel import Kind
from iro_desk.services.exchanging import ExtractTaken, TakeExtract
from iro_desk.services.policies import AdoptPolicy
from iro_desk.services.status_changes import StatusChanges

CHILD = "000123,F,01/02/2015,WBRI,UN4,0,"
CAME_IN = "000123,06/05/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"
REVIEWS = ["000123,01/02/2015,28/05/2026,PN1"]
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)
MISSING = "000123,01/02/2015,M,{},{}"
LIBERTY = "000123,01/02/2015,{},{}"
WORKER = "000123,01/02/2015,{},{},{},MANAGE"
Take = Callable[..., ExtractTaken]


@pytest.fixture
def take(desk: Desk, folder: Callable[..., Path]) -> Take:
    """Takes in an extract of the one child, made on a day, with what stands beside."""

    def taken(made: date, episodes: tuple[str, ...] = (CAME_IN,), **beside: list[str]) -> ExtractTaken:
        place = folder([CHILD], list(episodes), REVIEWS, f"{made}", **beside)
        return desk.do(TakeExtract(folder=place, extracted=made)).result

    return taken


def said(desk: Desk) -> list[tuple[Kind, str]]:
    """What is to be acknowledged."""
    return [(each.kind, each.words) for each in desk.ask(StatusChanges()) if not each.kind.news]


def test_a_child_who_goes_missing_and_comes_back(desk: Desk, take: Take) -> None:
    """Both are told, once; no deadline moved by it; a time that is over when first heard of is one line."""
    take(AUGUST, missing=[])
    take(SEPTEMBER, missing=[MISSING.format("20/09/2026", "")])
    assert said(desk) == [(Kind.MISSING, "Missing from Sun 20 Sep 2026.")]
    take(date(2026, 10, 1), missing=[MISSING.format("20/09/2026", "")])
    assert len(said(desk)) == 1
    back, both = MISSING.format("20/09/2026", "02/10/2026"), MISSING.format("10/10/2026", "12/10/2026")
    take(OCTOBER, missing=[back, both])
    assert said(desk)[:2] == [
        (Kind.MISSING, "Missing from Sat 10 Oct 2026. Came back on Mon 12 Oct 2026."),
        (Kind.FOUND, "Came back on Fri 2 Oct 2026, and is missing no more."),
    ]
    assert len(said(desk)) == 3


def test_a_table_that_comes_for_the_first_time_tells_only_what_is_new(desk: Desk, take: Take) -> None:
    """What fell before is the past, but for a child who is missing still."""
    take(SEPTEMBER)
    over, still, new = (MISSING.format(*each) for each in (
        ("01/06/2026", "02/06/2026"), ("01/07/2026", ""), ("03/10/2026", "04/10/2026")))  # fmt: skip
    take(OCTOBER, missing=[over, still, new])
    assert [words for _, words in said(desk)] == [
        "Missing from Sat 3 Oct 2026. Came back on Sun 4 Oct 2026.",
        "Missing from Wed 1 Jul 2026.",
    ]


def test_an_order_that_takes_liberty(desk: Desk, take: Take) -> None:
    """When it is made, when it is made longer, and when it has ended."""
    take(AUGUST, dolo=[])
    take(date(2026, 9, 10), dolo=[LIBERTY.format("01/09/2026", "30/09/2026")])
    assert said(desk) == [
        (Kind.LIBERTY, "Deprived of liberty by an order of Tue 1 Sep 2026. It runs to Wed 30 Sep 2026.")
    ]
    take(date(2026, 9, 20), dolo=[LIBERTY.format("01/09/2026", "15/10/2026")])
    assert any(words.endswith("It runs to Thu 15 Oct 2026.") for _, words in said(desk))
    take(OCTOBER, dolo=[LIBERTY.format("01/09/2026", "15/10/2026")])
    assert (Kind.LIBERTY_OVER, "The order that deprived of liberty ended on Thu 15 Oct 2026.") in said(desk)
    assert len(said(desk)) == 3


def test_a_new_social_worker(desk: Desk, take: Take) -> None:
    """With the one before; the first of all is no change."""
    take(AUGUST, swepisodes=[WORKER.format("AB1", "06/05/2026", "")])
    assert said(desk) == []
    take(
        OCTOBER,
        swepisodes=[WORKER.format("AB1", "06/05/2026", "12/10/2026"), WORKER.format("CD2", "12/10/2026", "")],
    )
    assert said(desk) == [(Kind.SOCIAL_WORKER, "A new social worker on Mon 12 Oct 2026: CD2; before, AB1.")]


def test_what_is_beside_is_withdrawn_only_by_an_extract_that_speaks_of_it(desk: Desk, take: Take) -> None:
    """A folder without the table, or with a refused row about the child, leaves what is known."""
    known = MISSING.format("20/06/2026", "22/06/2026")
    assert take(AUGUST, missing=[known]).taken["missing"] == 1
    assert take(SEPTEMBER).withdrawn == 0
    bad = take(date(2026, 10, 1), missing=[MISSING.format("20/06/2026", "31/06/2026")])
    assert ([each.column for each in bad.refused], bad.withdrawn) == (["MIS_END"], 0)
    assert take(OCTOBER, missing=[MISSING.format("21/06/2026", "22/06/2026")]).withdrawn == 1
    assert desk.check() == ()


MOVED = "000123,13/10/2026,P,V2,N1,U6,PR4,,,,NG1 1AA,{},"
LEFT_BEHIND = "000123,06/05/2026,S,V2,N1,U6,PR1,13/10/2026,X1,CHILD,NG1 1AA,{},"


@pytest.mark.parametrize(
    ("districts", "where", "then", "told"),
    [
        ('["NG"]', "NG2 2BB", "DE1 1AA", True),
        ('["NG"]', "NG2 2BB", "NG9 1AA", False),
        ('["NG"]', "DE2 2BB", "DE1 1AA", False),
        ("[]", "NG2 2BB", "DE1 1AA", False),
    ],
    ids=["away", "at home", "away before", "the policy does not say"],
)
def test_out_of_county_by_the_policy_s_districts(
    desk: Desk,
    take: Take,
    tmp_path: Path,
    districts: str,
    where: str,
    then: str,
    told: bool,  # noqa: FBT001
) -> None:
    """Told beside the move, where the policy says which districts are home and the child has left them."""
    policy = tmp_path / "policy.toml"
    policy.write_text(f'council = "E"\nedition = "1"\nhome_districts = {districts}\n', encoding="utf-8")
    desk.do(AdoptPolicy(file=policy))
    take(SEPTEMBER, (CAME_IN.replace("NG2 2BB", where),))
    take(OCTOBER, (LEFT_BEHIND.format(where), MOVED.format(then)))
    expected = [Kind.OUT_OF_COUNTY, Kind.PLACEMENT] if told else [Kind.PLACEMENT]
    assert sorted(kind for kind, _ in said(desk)) == expected


STAY = "000123,{},S,V3,N2,K2,PR1,{},E4A,,,,SC123"


def test_newly_looked_after_without_moving_home(desk: Desk, take: Take) -> None:
    """With the parents under an order: the day is easily missed, for nobody moved."""
    take(AUGUST, ("000123,06/05/2026,S,V2,N1,U6,PR1,01/08/2026,E4A,,NG1 1AA,NG2 2BB,",))
    home = "000123,12/10/2026,S,C1,N1,P1,PR0,,,,NG1 1AA,NG1 1AA,"
    take(OCTOBER, ("000123,06/05/2026,S,V2,N1,U6,PR1,01/08/2026,E4A,,NG1 1AA,NG2 2BB,", home))
    found = dict(said(desk))
    assert set(found) == {Kind.CAME_BACK, Kind.AT_HOME}
    assert found[Kind.AT_HOME] == "Newly looked after on Mon 12 Oct 2026 without moving home (with parents (P1))."
    assert "The next review is due by Mon 9 Nov 2026 (R1)." in found[Kind.CAME_BACK]


def test_short_breaks_that_become_care_in_the_same_place(desk: Desk, take: Take) -> None:
    """The bed is the same, and the timetable is another."""
    stay = STAY.format("01/07/2026", "03/07/2026")
    take(AUGUST, (stay,))
    take(OCTOBER, (stay, "000123,05/10/2026,S,V2,N2,K2,PR1,,,,,,SC123"))
    assert Kind.AT_HOME in {kind for kind, _ in said(desk)}


def test_short_breaks_that_grow_too_long(desk: Desk, take: Take) -> None:
    """Said once, when a stay goes beyond seventeen nights."""
    short, long = STAY.format("01/09/2026", "18/09/2026"), STAY.format("01/10/2026", "19/10/2026")
    take(SEPTEMBER, (short,))
    take(date(2026, 10, 20), (short, long))
    assert [kind for kind, _ in said(desk)] == [Kind.SHORT_BREAKS]
    take(OCTOBER, (short, long))
    assert len(said(desk)) == 1


def test_a_deadline_is_said_to_have_moved_by_what_moved_it(desk: Desk, folder: Callable[..., Path]) -> None:
    """A move in the same extract as a review says nothing of the day that the review moved."""
    desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], REVIEWS, "one"), extracted=SEPTEMBER))
    held = [*REVIEWS, "000123,01/02/2015,20/10/2026,PN1"]
    episodes = [LEFT_BEHIND.format("NG2 2BB"), MOVED.format("NG9 1AA")]
    desk.do(TakeExtract(folder=folder([CHILD], episodes, held, "two"), extracted=OCTOBER))
    words = {each.kind: each.words for each in desk.ask(StatusChanges())}
    assert words[Kind.PLACEMENT] == "Moved on Tue 13 Oct 2026, from foster carer (U6) to foster carer (U6)."
    assert words[Kind.REVIEW] == (
        "A review was held on Tue 20 Oct 2026. The next review is due by Tue 20 Apr 2027 (R3); before, Fri 28 Aug 2026."
    )


def test_a_child_who_left_after_a_review_had_the_next_to_come(desk: Desk, folder: Callable[..., Path]) -> None:
    """Not the one that was held: nobody is told that a review was missed which was not."""
    desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], REVIEWS, "one"), extracted=AUGUST))
    held = [*REVIEWS, "000123,01/02/2015,20/08/2026,PN1"]
    left = CAME_IN.replace("PR1,,,", "PR1,20/10/2026,E4A,")
    desk.do(TakeExtract(folder=folder([CHILD], [left], held, "two"), extracted=OCTOBER))
    words = {each.kind: each.words for each in desk.ask(StatusChanges())}
    assert words[Kind.LEFT].endswith("No review is due any more; it was Sat 20 Feb 2027.")


def test_a_newcomer_who_moved_since_has_the_deadline_said_once(desk: Desk, folder: Callable[..., Path]) -> None:
    """With the coming in, and as it stands now that a review was held; nothing of it with the move."""
    other = ["000999,F,01/02/2015,WBRI,UN4,0,"], ["000999,06/04/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"]
    desk.do(TakeExtract(folder=folder(*other, [], "one"), extracted=date(2026, 4, 30)))
    header, episodes = [*other[0], CHILD], [*other[1], LEFT_BEHIND.format("NG2 2BB"), MOVED.format("NG9 1AA")]
    desk.do(TakeExtract(folder=folder(header, episodes, REVIEWS, "two"), extracted=OCTOBER))
    words = {each.kind: each.words for each in desk.ask(StatusChanges()) if each.child == "000123"}
    assert words[Kind.CAME_IN].endswith("The next review is due by Fri 28 Aug 2026 (R2).")
    assert "review" not in words[Kind.PLACEMENT]


def test_who_came_in_and_left_between_two_extracts(desk: Desk, folder: Callable[..., Path]) -> None:
    """Is told of twice: neither passes unseen."""
    other = ["000999,F,01/02/2015,WBRI,UN4,0,"], ["000999,06/04/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"]
    desk.do(TakeExtract(folder=folder(*other, [], "one"), extracted=SEPTEMBER))
    passed = "000123,06/10/2026,S,V2,N1,U6,PR1,20/10/2026,E4A,,NG1 1AA,NG2 2BB,"
    desk.do(TakeExtract(folder=folder([*other[0], CHILD], [*other[1], passed], [], "two"), extracted=OCTOBER))
    assert sorted(kind for kind, _ in said(desk)) == [Kind.CAME_IN, Kind.LEFT]


def test_a_corrected_leaving(desk: Desk, take: Take) -> None:
    """The day, and the reason."""
    left = CAME_IN.replace("PR1,,,", "PR1,01/08/2026,E4A,")
    take(AUGUST, (left,))
    take(OCTOBER, (left.replace("01/08/2026,E4A", "03/08/2026,E4B"),))
    words = [words for _, words in said(desk)]
    assert any("Sat 1 Aug 2026 became Mon 3 Aug 2026" in each for each in words)
    assert any("returned home as planned (E4A) became returned home, not planned (E4B)" in each for each in words)


def test_what_was_told_beside_and_is_not_so(desk: Desk, take: Take) -> None:
    """A time missing that the case system takes back is said to be."""
    take(AUGUST, missing=[MISSING.format("20/06/2026", "22/06/2026")])
    take(OCTOBER, missing=[])
    assert said(desk) == [
        (Kind.NOT_SO, "The case system has no more time missing from Sat 20 Jun 2026, of which it told before.")
    ]


def test_a_child_whose_coming_in_is_in_no_file(desk: Desk, folder: Callable[..., Path]) -> None:
    """Nobody says a day of coming into care that is not known."""
    other = ["000999,F,01/02/2015,WBRI,UN4,0,"], ["000999,06/04/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"]
    desk.do(TakeExtract(folder=folder(*other, [], "one"), extracted=SEPTEMBER))
    went_on = CAME_IN.replace(",S,V2", ",P,V2")
    desk.do(TakeExtract(folder=folder([*other[0], CHILD], [*other[1], went_on], [], "two"), extracted=OCTOBER))
    ((_, words),) = said(desk)
    assert words.startswith("Seen in care from Wed 6 May 2026, under section 20, single period (V2); the day of coming")
