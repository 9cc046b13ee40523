"""Reviews that the officer records: beside what extracts say, in several meetings, and before the files begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from iro_desk.desk import Desk
from iro_desk.domain.dates import Period
from iro_desk.domain.reviews import Place
from iro_desk.domain.timetable import State
from iro_desk.errors import Refused
from iro_desk.services.asking import Answer, Asks, Choice
from iro_desk.services.caseload import DueRow, Explain, ReviewHeld
from iro_desk.services.children import ChildPage
from iro_desk.services.diary import Diary, Due
from iro_desk.services.drafting import DraftOf, KeepDraft
from iro_desk.services.exchanging import ExtractTaken, TakeExtract
from iro_desk.services.policies import AdoptPolicy, DropPolicy
from iro_desk.services.returning import ReviewsReturn
from iro_desk.services.reviewing import MeetAgain, RecordReview, WithdrawReview
from iro_desk.services.status_changes import StatusChanges

NUMBER = "000123"
CHILD = "000123,F,01/02/2015,WBRI,UN4,0,"
CAME_IN = "000123,06/05/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"
FIRST_DUE, HELD = date(2026, 6, 4), date(2026, 5, 28)
Write = Callable[..., Path]


def row(held: date, code: str = "PN1") -> str:
    """A row of the Reviews table."""
    return f"000123,01/02/2015,{held:%d/%m/%Y},{code}"


@pytest.fixture
def extract(desk: Desk, folder: Write) -> Callable[..., ExtractTaken]:
    """Takes in an extract of the one child with these reviews, made on a day."""

    def taken(made: date, *held: str) -> ExtractTaken:
        return desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], list(held), f"{made}"), extracted=made)).result

    return taken


def reviews(desk: Desk) -> tuple[ReviewHeld, ...]:
    """The reviews that count."""
    return desk.ask(Explain(child=NUMBER)).periods[0].reviews


def still_open(desk: Desk, duty: str = "review") -> DueRow:
    """The one open deadline of a duty."""
    (found,) = (each for each in desk.ask(Due()) if each.duty == duty)
    return found


def test_a_review_recorded_here_counts_at_once(desk: Desk, extract: Callable[..., ExtractTaken]) -> None:
    """No officer waits for the next extract; and what she took back is open again."""
    extract(date(2026, 5, 20))
    assert still_open(desk).rule == "R1"
    assert desk.do(RecordReview(child=NUMBER, held=HELD, code="PN1")).result == "Review of Thu 28 May 2026 recorded."
    assert (still_open(desk).rule, still_open(desk).counted_from) == ("R2", HELD)
    with pytest.raises(Refused, match="recorded already"):
        desk.do(RecordReview(child=NUMBER, held=HELD))
    desk.do(WithdrawReview(child=NUMBER, held=HELD))
    assert still_open(desk).due == FIRST_DUE
    desk.undo()
    assert still_open(desk).rule == "R2"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"held": date(2026, 11, 1)}, "still to come"),
        ({"held": date(2026, 5, 5), "place": Place.FIRST}, "was not in care"),
        ({"held": HELD, "code": "PN9"}, "not how a child can take part"),
        ({"held": HELD, "code": "PN0"}, "the child was 11"),
        ({"held": HELD, "earlier": "a whim"}, "for one of: iro-asks, placement-unsafe"),
        ({"child": "999", "held": HELD}, "No child on this desk has the number 999"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    desk: Desk, extract: Callable[..., ExtractTaken], given: dict[str, object], reason: str
) -> None:
    """In one sentence, and nothing is changed."""
    extract(date(2026, 5, 20))
    with pytest.raises(Refused, match=reason):
        desk.do(RecordReview(**{"child": NUMBER, **given}))  # type: ignore[arg-type]
    assert reviews(desk) == ()


def test_an_earlier_review_is_the_next_one_unless_it_stands_outside(
    desk: Desk, extract: Callable[..., ExtractTaken]
) -> None:
    """Brought forward, the one after counts from it; outside the sequence it moves nothing, and is said to."""
    extract(date(2026, 6, 30), row(HELD))
    before = still_open(desk)
    early = RecordReview(child=NUMBER, held=date(2026, 7, 20), code="PN1", earlier="iro-asks")
    desk.do(early)
    assert (still_open(desk).rule, still_open(desk).counted_from) == ("R3", date(2026, 7, 20))
    desk.undo()
    desk.do(replace(early, outside=True))
    assert still_open(desk) == before
    assert "outside the sequence" in desk.ask(Explain(child=NUMBER)).beside[0]
    assert len(desk.ask(ReviewsReturn(year=2026)).rows) == 2


def test_the_extract_s_review_of_the_same_day_is_the_same(desk: Desk, extract: Callable[..., ExtractTaken]) -> None:
    """What the officer recorded is kept, what the extract says stands beside, whichever came first."""
    extract(date(2026, 5, 20))
    desk.do(RecordReview(child=NUMBER, held=HELD, code="PN1"))
    extract(date(2026, 6, 30), row(HELD, "PN2"))
    (held,) = reviews(desk)
    assert (held.held, held.state) == (HELD, State.IN_TIME)
    beside = "Of the review on Thu 28 May 2026 the extract says PN2, and PN1 was recorded here."
    assert desk.ask(Explain(child=NUMBER)).beside == (beside,)
    assert [line for line in desk.ask(StatusChanges()) if line.kind.news] == []
    ((_, _, _, code),) = desk.ask(ReviewsReturn(year=2026)).rows
    assert code == "PN1"
    again = extract(date(2026, 7, 31), row(HELD, "PN2"))
    assert (again.changed, again.withdrawn) == (0, 0)


def test_recorded_after_the_extract_it_is_the_same_too(desk: Desk, extract: Callable[..., ExtractTaken]) -> None:
    """And taking it back leaves the extract's."""
    extract(date(2026, 6, 30), row(HELD, "PN2"))
    desk.do(RecordReview(child=NUMBER, held=HELD, code="PN3"))
    assert len(reviews(desk)) == 1
    assert "the extract says PN2, and PN3 was recorded" in desk.ask(Explain(child=NUMBER)).beside[0]
    extract(date(2026, 7, 31), row(HELD, "PN2"))
    assert "and PN3 was recorded" in desk.ask(Explain(child=NUMBER)).beside[0]
    desk.do(WithdrawReview(child=NUMBER, held=HELD))
    assert len(reviews(desk)) == 1
    assert desk.ask(Explain(child=NUMBER)).beside == ()
    assert desk.ask(ReviewsReturn(year=2026)).rows[0][3] == "PN2"


def test_what_an_extract_does_not_have_stays_and_is_told(desk: Desk, extract: Callable[..., ExtractTaken]) -> None:
    """It is the case system that is behind, and somebody must know."""
    extract(date(2026, 5, 20))
    desk.do(RecordReview(child=NUMBER, held=HELD))
    assert desk.ask(Explain(child=NUMBER)).beside == ()
    taken = extract(date(2026, 6, 30))
    assert taken.withdrawn == 0
    assert reviews(desk)[0].held == HELD
    said = "The review recorded here on Thu 28 May 2026 is not in the extract to Tue 30 Jun 2026."
    assert desk.ask(Explain(child=NUMBER)).beside == (said,)


TEN_DAYS_ON, ELEVEN_DAYS_ON = date(2026, 6, 7), date(2026, 6, 8)


@pytest.mark.parametrize("recorded_first", [True, False], ids=["recorded first", "extract first"])
@pytest.mark.parametrize(
    ("choice", "days", "counted"),
    [
        (None, [HELD], HELD),
        (Choice.HERE, [HELD], HELD),
        (Choice.EXTRACT, [TEN_DAYS_ON], TEN_DAYS_ON),
        (Choice.TWO, [HELD, TEN_DAYS_ON], TEN_DAYS_ON),
    ],
    ids=str,
)
def test_within_ten_days_it_asks(
    desk: Desk,
    extract: Callable[..., ExtractTaken],
    recorded_first: bool,  # noqa: FBT001
    choice: Choice | None,
    days: list[date],
    counted: date,
) -> None:
    """Until somebody says, the earlier day counts, from which the next is due sooner; and it asks once."""
    if recorded_first:
        extract(date(2026, 5, 20))
        desk.do(RecordReview(child=NUMBER, held=HELD))
        extract(date(2026, 6, 30), row(TEN_DAYS_ON))
    else:
        extract(date(2026, 6, 30), row(TEN_DAYS_ON))
        assert "say whether it is the same" in desk.do(RecordReview(child=NUMBER, held=HELD)).result
    (asked,) = desk.ask(Asks())
    assert desk.ask(Asks(child=NUMBER)) == (asked,)
    assert asked.choices == (Choice.HERE, Choice.EXTRACT, Choice.TWO)
    if choice:
        with pytest.raises(Refused, match="answered by one of"):
            desk.do(Answer(id=asked.id, choice=Choice.FIRST))
        desk.do(Answer(id=asked.id, choice=choice))
        for month in (7, 8):
            extract(date(2026, month, 30), row(TEN_DAYS_ON))
            assert desk.ask(Asks()) == ()
        with pytest.raises(Refused, match="not asked"):
            desk.do(Answer(id=asked.id, choice=choice))
    assert [each.held for each in reviews(desk)] == days
    assert still_open(desk).counted_from == counted
    left_out = [each.reason for each in desk.ask(ReviewsReturn(year=2026)).left_out]
    assert any("Two entries" in each for each in left_out) == (choice is None)


def test_eleven_days_apart_are_two_reviews(desk: Desk, extract: Callable[..., ExtractTaken]) -> None:
    """Nobody is asked."""
    extract(date(2026, 5, 20))
    desk.do(RecordReview(child=NUMBER, held=HELD))
    extract(date(2026, 6, 30), row(ELEVEN_DAYS_ON))
    assert desk.ask(Asks()) == ()
    assert [each.held for each in reviews(desk)] == [HELD, ELEVEN_DAYS_ON]


def test_an_import_undone_leaves_what_was_recorded(desk: Desk, extract: Callable[..., ExtractTaken]) -> None:
    """Undone whole: the extract's day and code are gone from beside it, and nothing else."""
    extract(date(2026, 5, 20))
    desk.do(RecordReview(child=NUMBER, held=HELD, code="PN1"))
    before = (desk.ask(Due(met=True)), desk.ask(Explain(child=NUMBER)))
    extract(date(2026, 6, 30), row(HELD, "PN2"), row(date(2026, 6, 20)))
    assert (desk.ask(Due(met=True)), desk.ask(Explain(child=NUMBER))) != before
    desk.undo()
    assert (desk.ask(Due(met=True)), desk.ask(Explain(child=NUMBER))) == before


ADJOURNED = date(2026, 6, 3)
LAST_DAY, TOO_LATE = date(2026, 7, 1), date(2026, 7, 2)


@pytest.mark.parametrize(("completed", "state"), [(LAST_DAY, State.IN_TIME), (TOO_LATE, State.LATE)], ids=str)
def test_a_review_in_two_meetings(
    desk: Desk, extract: Callable[..., ExtractTaken], completed: date, state: State
) -> None:
    """One review, begun in time, to be completed within twenty working days; the next is counted from its start."""
    extract(date(2026, 5, 20))
    assert [each.duty for each in desk.ask(Due(met=True))] == ["review"]
    desk.do(RecordReview(child=NUMBER, held=ADJOURNED, adjourned=True))
    assert (still_open(desk, "completion").due, still_open(desk, "completion").rule) == (LAST_DAY, "ADJ")
    assert "not confirmed yet" in still_open(desk, "completion").explanation
    days = desk.ask(Diary(period=Period(date(2026, 6, 1), date(2027, 1, 1)))).days
    assert [each.summary for each in days] == ["Review to be completed: 0123", "Review due: 0123"]
    with pytest.raises(Refused, match="held after"):
        desk.do(MeetAgain(child=NUMBER, held=ADJOURNED, on=ADJOURNED))
    desk.do(MeetAgain(child=NUMBER, held=ADJOURNED, on=completed))
    (held,) = reviews(desk)
    assert (held.held, held.parts, held.state) == (ADJOURNED, 2, State.IN_TIME)
    rows = {each.duty: each for each in desk.ask(Due(met=True)) if each.held}
    assert (rows["completion"].state, rows["completion"].held) == (state, completed)
    assert "counted as held when it was started" in rows["review"].explanation
    assert still_open(desk).counted_from == ADJOURNED
    with pytest.raises(Refused, match="was not adjourned"):
        desk.do(MeetAgain(child=NUMBER, held=ADJOURNED, on=date(2026, 7, 10)))


def test_a_series_by_the_stricter_reading(desk: Desk, extract: Callable[..., ExtractTaken], tmp_path: Path) -> None:
    """One policy says so: open until it is completed, late when that is; the next still counted from its start."""
    policy = tmp_path / "policy.toml"
    policy.write_text('council = "Example"\nedition = "1"\nseries_counts = "completed"\n', encoding="utf-8")
    extract(date(2026, 5, 20))
    desk.do(AdoptPolicy(file=policy))
    desk.do(RecordReview(child=NUMBER, held=ADJOURNED, code="PN1", adjourned=True))
    assert (still_open(desk).due, still_open(desk).state) == (FIRST_DUE, State.OVERDUE)
    assert desk.ask(ReviewsReturn(year=2026)).rows == ()
    desk.do(MeetAgain(child=NUMBER, held=ADJOURNED, on=date(2026, 6, 5)))
    (held,) = reviews(desk)
    assert (held.held, held.state) == (ADJOURNED, State.LATE)
    (judged,) = (each for each in desk.ask(Due(met=True)) if each.held and each.duty == "review")
    said = "Begun Wed 3 Jun 2026, completed Fri 5 Jun 2026, and counted as held when it was completed, late"
    assert judged.explanation.startswith(said)
    assert still_open(desk).counted_from == ADJOURNED
    assert desk.ask(ReviewsReturn(year=2026)).rows[0][2] == date(2026, 6, 5)
    desk.do(DropPolicy())
    assert reviews(desk)[0].state is State.IN_TIME
    assert desk.ask(ReviewsReturn(year=2026)).rows[0][2] == ADJOURNED


def test_an_adjourned_review_of_a_child_who_left(desk: Desk, folder: Write) -> None:
    """It is missed where its limit had passed, and otherwise nobody's duty any more."""
    for number, (left, expected) in enumerate([("02/07/2026", [State.MISSED]), ("01/07/2026", [])]):
        ended = f"000123,06/05/2026,S,V2,N1,U6,PR1,{left},E4A,,NG1 1AA,NG2 2BB,"
        place = folder([CHILD], [ended], [], f"left {number}")
        desk.do(TakeExtract(folder=place, extracted=date(2026, 8, 1 + number)))
        if not number:
            desk.do(RecordReview(child=NUMBER, held=ADJOURNED, adjourned=True))
        assert [each.state for each in desk.ask(Due(met=True)) if each.duty == "completion"] == expected


LONG_IN_CARE = "000123,06/03/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"


@pytest.mark.parametrize(
    ("choice", "rule", "state"), [(Choice.FIRST, "R2", State.OVERDUE), (Choice.LATER, "R3", State.OVERDUE)], ids=str
)
def test_which_review_the_first_visible_one_was(
    desk: Desk, folder: Write, choice: Choice, rule: str, state: State
) -> None:
    """Asked once; until then the earlier day is shown and marked not known."""
    held = date(2026, 4, 20)
    desk.do(TakeExtract(folder=folder([CHILD], [LONG_IN_CARE], [row(held)]), extracted=date(2026, 6, 1)))
    assert (still_open(desk).rule, still_open(desk).state) == ("R2", State.NOT_KNOWN)
    (asked,) = desk.ask(Asks())
    assert asked.choices == (Choice.FIRST, Choice.LATER)
    desk.do(Answer(id=asked.id, choice=choice))
    assert desk.ask(Asks()) == ()
    assert (still_open(desk).rule, still_open(desk).state) == (rule, state)
    assert reviews(desk)[0].state is (State.LATE if choice is Choice.FIRST else State.NOT_KNOWN)
    desk.do(TakeExtract(folder=folder([CHILD], [LONG_IN_CARE], [row(held)], "later"), extracted=date(2026, 7, 1)))
    assert desk.ask(Asks()) == ()
    desk.undo()
    desk.undo()
    assert len(desk.ask(Asks())) == 1


def test_a_review_before_the_files_begin(desk: Desk, folder: Write) -> None:
    """Whoever tells of it says which it was, and answers for what lies between it and the files."""
    desk.do(TakeExtract(folder=folder([CHILD], [LONG_IN_CARE], []), extracted=date(2026, 6, 1)))
    assert still_open(desk).state is State.NOT_KNOWN
    held = date(2026, 3, 27)
    with pytest.raises(Refused, match="say also whether it was the first"):
        desk.do(RecordReview(child=NUMBER, held=held))
    desk.do(RecordReview(child=NUMBER, held=held, place=Place.FIRST))
    assert (still_open(desk).rule, still_open(desk).due) == ("R2", date(2026, 6, 27))
    assert reviews(desk)[0].due == date(2026, 4, 7)
    assert reviews(desk)[0].state is State.IN_TIME


def test_the_first_of_a_child_whose_start_is_in_no_file(desk: Desk, folder: Write) -> None:
    """Its own limit stays unknown, and the next is known."""
    went_on = "000123,06/03/2026,P,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"
    desk.do(TakeExtract(folder=folder([CHILD], [went_on], []), extracted=date(2026, 6, 1)))
    desk.do(RecordReview(child=NUMBER, held=date(2026, 4, 2), place=Place.FIRST))
    assert (reviews(desk)[0].state, reviews(desk)[0].due) == (State.NOT_KNOWN, None)
    assert (still_open(desk).rule, still_open(desk).due) == ("R2", date(2026, 7, 2))
    assert any("came into care is in no file" in each for each in desk.ask(Explain(child=NUMBER)).not_known)


def test_one_child_is_asked_about_alone(desk: Desk, folder: Write) -> None:
    """What is open about another is not among it, and a number that nobody has is refused."""
    other = "000456,M,03/04/2012,WBRI,UN5,0,"
    lives = [CAME_IN, CAME_IN.replace("000123", "000456")]
    held = [row(TEN_DAYS_ON), row(TEN_DAYS_ON).replace("000123,01/02/2015", "000456,03/04/2012")]
    desk.do(TakeExtract(folder=folder([CHILD, other], lives, held, "two"), extracted=date(2026, 6, 30)))
    for child in (NUMBER, "000456"):
        desk.do(RecordReview(child=child, held=HELD))
    assert len(desk.ask(Asks())) == 2
    assert [each.child for each in desk.ask(Asks(child="000456"))] == ["000456"]
    with pytest.raises(Refused, match="has the number 999"):
        desk.ask(Asks(child="999"))


def test_the_child_s_page_shows_what_was_recorded_here(desk: Desk, extract: Callable[..., ExtractTaken]) -> None:
    """Newest first, in words; not what only an extract tells; what was typed for it is gone with the saving."""
    extract(date(2026, 10, 31), row(HELD))
    held = date(2026, 8, 13)
    typed = {"held": "13/8/2026"}
    desk.do(KeepDraft(child=NUMBER, form="review", values=typed))
    desk.do(RecordReview(child=NUMBER, held=held, code="PN6", adjourned=True))
    assert desk.ask(DraftOf(child=NUMBER, form="review")).values == {}
    (line,) = desk.ask(ChildPage(child=NUMBER)).recorded
    assert (line.held, line.took_part, line.adjourned, line.met_again) == (held, "Did not come; sent views", True, ())
    desk.do(KeepDraft(child=NUMBER, form=f"meeting:{line.id}", values={"on": "20/8/2026"}))
    desk.do(MeetAgain(child=NUMBER, held=held, on=date(2026, 8, 20)))
    assert desk.ask(DraftOf(child=NUMBER, form=f"meeting:{line.id}")).values == {}
    (line,) = desk.ask(ChildPage(child=NUMBER)).recorded
    assert (line.adjourned, line.met_again) == (False, (date(2026, 8, 20),))
    ways = dict(desk.ask(ChildPage(child=NUMBER)).ways)
    assert (sorted(ways), ways["PN1"]) == ([f"PN{each}" for each in range(8)], "Came and spoke for themself")
