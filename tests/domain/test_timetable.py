"""Care periods and the review clock: what the files show, what they cannot show, and what is never called late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.children import CarePeriod, Episode, care_periods
from iro_desk.domain.dates import Period, months_after
from iro_desk.domain.explanation import Explainer
from iro_desk.domain.law import Law, Unknown
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import Coverage, Deadline, ReviewClock, State, Timeline

SINCE = date(2024, 4, 1)
TODAY = date(2026, 10, 31)
FILES = Coverage((Period(SINCE, None),))


def episode(start: date, *, began: str = "S", status: str = "C2", placement: str = "U6", **end: object) -> Episode:
    """An episode, open unless ``end`` and ``ended`` are given."""
    return Episode(
        id=f"e{start}",
        start=start,
        began=began,
        legal_status=status,
        placement=placement,
        **end,  # type: ignore[arg-type]
    )


def reviews(*days: date) -> tuple[Review, ...]:
    """Reviews held on these days."""
    return tuple(Review(id=f"r{day}", held=day) for day in days)


def read(
    law: Law, *episodes: Episode, held: tuple[Review, ...] = (), files: Coverage = FILES, today: date = TODAY
) -> tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...]:
    """Each care period with its deadlines."""
    return ReviewClock(law=law, coverage=files, today=today).read(Timeline(episodes=episodes, reviews=held))


def last(law: Law, *episodes: Episode, **more: object) -> Deadline:
    """The last deadline of the last care period."""
    return read(law, *episodes, **more)[-1][1][-1]  # type: ignore[arg-type]


def test_a_change_of_placement_does_not_start_the_count_again(law: Law) -> None:
    """Only ceasing to be looked after, and coming back, does (R5)."""
    moved = date(2026, 6, 1)
    first = episode(date(2026, 1, 5), end=moved, ended="X1")
    deadline = last(law, first, episode(moved, began="P"), held=reviews(date(2026, 1, 30), date(2026, 4, 20)))
    assert (deadline.due, deadline.rule and deadline.rule.id) == (date(2026, 10, 20), "R3")


def test_coming_back_starts_the_count_again(law: Law) -> None:
    """The second care period has a first review of its own."""
    home = episode(date(2025, 1, 6), end=date(2025, 5, 1), ended="E4A")
    periods = read(law, home, episode(date(2026, 10, 12)), held=reviews(date(2025, 1, 31)))
    assert [period.number for period, _ in periods] == [1, 2]
    assert periods[1][1][-1].due == date(2026, 11, 9)
    assert periods[1][1][-1].state is State.DUE


def test_a_late_review_does_not_shorten_the_next_gap(law: Law) -> None:
    """The clock runs from the review that was held, never from the day it was due (R4)."""
    held = reviews(date(2025, 2, 28))
    judged, following = read(law, episode(date(2025, 1, 6)), held=held)[0][1]
    assert judged.state is State.LATE
    assert following.due == date(2025, 5, 28)


def test_a_child_who_leaves_before_the_limit_owed_no_review(law: Law) -> None:
    """Nothing was due, so nothing is said; not even on the very day."""
    start, limit = date(2025, 1, 6), date(2025, 2, 3)
    for leaves in (limit - timedelta(days=1), limit):
        assert read(law, episode(start, end=leaves, ended="E4A"))[0][1] == ()
    (missed,) = read(law, episode(start, end=limit + timedelta(days=1), ended="E4A"))[0][1]
    assert missed.state is State.MISSED


def test_a_review_on_the_day_of_leaving_belongs_to_the_period(law: Law) -> None:
    """Half-open periods end the day before, but that review was still held for this child in care."""
    gone = episode(date(2025, 1, 6), end=date(2025, 1, 31), ended="E4A")
    (judged,) = read(law, gone, held=reviews(date(2025, 1, 31)))[0][1]
    assert judged.state is State.IN_TIME


def stay(start: date, nights: int, status: str = "V3") -> Episode:
    """A short break."""
    return episode(start, status=status, end=start + timedelta(days=nights), ended="E4A")


@pytest.mark.parametrize("status", ["V3", "V4"])
def test_reviews_of_short_breaks_are_in_no_file(law: Law, status: str) -> None:
    """The first is due in three months; after that there is no day, and nobody is called overdue."""
    series = stay(date(2026, 9, 1), 2, status)
    to_come = last(law, series)
    assert (to_come.state, to_come.due, to_come.rule and to_come.rule.id) == (
        *(State.NOT_KNOWN, date(2026, 12, 1)),
        "SB1",
    )
    later = last(law, series, today=date(2026, 12, 2))
    assert (later.state, later.due) == (State.NOT_KNOWN, None)


def test_a_review_of_short_breaks_that_is_known_sets_the_next(law: Law) -> None:
    """Six months on, and then it can be overdue."""
    following = last(law, stay(date(2026, 1, 5), 2), stay(date(2026, 9, 1), 2), held=reviews(date(2026, 3, 2)))
    assert (following.due, following.state) == (date(2026, 9, 2), State.OVERDUE)


@pytest.mark.parametrize(
    ("stays", "reason"),
    [
        ([stay(date(2026, 9, 1), 17)], Unknown.SHORT_BREAKS),
        ([stay(date(2026, 9, 1), 18)], Unknown.SHORT_BREAKS_TOO_LONG),
        ([stay(date(2026, month, 1), 15) for month in (2, 4, 6, 8, 10)], Unknown.SHORT_BREAKS),
        ([*(stay(date(2026, month, 1), 15) for month in (2, 4, 6, 8)), stay(date(2026, 10, 1), 16)],
         Unknown.SHORT_BREAKS_TOO_LONG),
        ([stay(date(2025, 9, 20), 15), *(stay(date(2026, month, 1), 15) for month in (2, 4, 6, 8)),
          stay(date(2026, 10, 1), 15)], Unknown.SHORT_BREAKS),
    ],
)  # fmt: skip
def test_short_breaks_that_are_too_long_are_none(law: Law, stays: list[Episode], reason: Unknown) -> None:
    """17 nights a stay, 75 in any twelve months; one more, and regulation 33 applies to what no file tells of."""
    assert last(law, *stays, today=date(2026, 10, 17)).limit.unknown is reason


def test_short_breaks_in_two_places_are_none(law: Law) -> None:
    """The same person or the same accommodation, says regulation 48; where the files tell them apart, it is none."""
    first = stay(date(2026, 9, 1), 2)
    for there, reason in ((first, Unknown.SHORT_BREAKS), (replace(first, urn="SC2"), Unknown.SHORT_BREAKS_TOO_LONG)):
        again = replace(there, id="again", start=date(2026, 9, 10), end=date(2026, 9, 12))
        assert last(law, first, again).limit.unknown is reason


def test_reviews_of_breaks_beyond_regulation_48_that_are_known_set_the_next(law: Law) -> None:
    """Regulation 33: three months where it may have been the first, and then six."""
    long = stay(date(2026, 9, 1), 18)
    one = last(law, long, held=reviews(date(2026, 9, 15)))
    assert (one.due, one.state) == (date(2026, 12, 15), State.NOT_KNOWN)
    two = last(law, long, held=reviews(date(2026, 9, 5), date(2026, 9, 15)))
    assert (two.due, two.state, two.rule and two.rule.id) == (date(2027, 3, 15), State.DUE, "R3")


def test_a_short_break_after_a_year_without_begins_another_series(law: Law) -> None:
    """To the day: twelve months from the end of the one before."""
    first = stay(date(2025, 3, 1), 2)
    for day, series in ((date(2026, 3, 2), 1), (date(2026, 3, 3), 2)):
        assert len(read(law, first, stay(day, 2))) == series


def test_short_breaks_that_run_into_other_care_are_asked_about(law: Law) -> None:
    """Neither timetable is taken for the right one."""
    first = episode(date(2026, 9, 1), status="V3", end=date(2026, 9, 10), ended="X1")
    mixed = last(law, first, episode(date(2026, 9, 10), began="L", status="C1"))
    assert mixed.limit.unknown is Unknown.SHORT_BREAKS_MIXED


def test_short_breaks_are_one_series_until_a_year_without(law: Law) -> None:
    """A series is open between breaks, and lapses twelve months after the last."""
    breaks = [
        episode(day, status="V3", end=day + timedelta(days=2), ended="E4A")
        for day in (date(2025, 10, 1), date(2025, 10, 29))
    ]
    ((period, deadlines),) = read(law, *breaks, today=date(2026, 10, 30))
    assert (period.end, [each.state for each in deadlines]) == (None, [State.NOT_KNOWN])
    ((period, deadlines),) = read(law, *breaks, today=date(2026, 10, 31))
    assert (period.end, deadlines) == (date(2025, 10, 31), ())


def test_reviews_in_no_file_third_or_later(law: Law) -> None:
    """In care long before the files begin: the first visible review has no limit, the next six months."""
    first, following = read(law, episode(date(2022, 1, 10)), held=reviews(date(2024, 5, 7)))[0][1]
    assert (first.state, first.due) == (State.NOT_KNOWN, None)
    assert (following.due, following.rule and following.rule.id) == (date(2024, 11, 7), "R3")


def test_reviews_in_no_file_either_reading(law: Law) -> None:
    """The second review might or might not have been seen: the earlier day is shown, and not known."""
    start = date(2024, 2, 6)
    first, following = read(law, episode(start), held=reviews(date(2024, 5, 14)), today=date(2024, 6, 1))[0][1]
    assert first.state is State.NOT_KNOWN
    assert (following.state, following.due) == (State.NOT_KNOWN, date(2024, 8, 14))
    *_, second, third = read(law, episode(start), held=reviews(date(2024, 5, 14), date(2024, 11, 6)))[0][1]
    assert (second.state, second.due) == (State.IN_TIME, date(2024, 11, 14))
    assert third.due == date(2025, 5, 6)


def test_a_first_review_within_its_limit_is_taken_as_the_first(law: Law) -> None:
    """Came in shortly before the files begin, with a limit after: a review inside it is the first."""
    first, second = read(law, episode(date(2024, 3, 13)), held=reviews(date(2024, 4, 8)), today=date(2024, 5, 1))[0][1]
    assert (first.state, first.rule and first.rule.id) == (State.IN_TIME, "R1")
    assert (second.state, second.due) == (State.DUE, date(2024, 7, 8))


def test_a_first_review_may_have_been_held_before_the_files(law: Law) -> None:
    """Nothing visible yet: the limit is shown as the earliest day, and never as overdue."""
    for today in (date(2024, 4, 5), date(2024, 5, 5)):
        deadline = last(law, episode(date(2024, 3, 13)), today=today)
        assert (deadline.state, deadline.due) == (State.NOT_KNOWN, date(2024, 4, 12))
        assert deadline.limit.unknown is Unknown.FIRST_REVIEW_MAYBE_HELD


def test_nothing_visible_for_a_child_long_in_care(law: Law) -> None:
    """The earliest day that a limit can be is the first that the files cover."""
    deadline = last(law, episode(date(2020, 3, 13), began="P"))
    assert (deadline.state, deadline.due, deadline.limit.unknown) == (State.NOT_KNOWN, SINCE, Unknown.EARLIER_REVIEWS)


def test_a_missing_year_breaks_the_chain(law: Law) -> None:
    """Between two extracts with a year missing, no review is called late and no day is invented."""
    files = Coverage((Period(date(2023, 4, 1), date(2024, 4, 1)), Period(date(2025, 4, 1), None)))
    held = reviews(date(2023, 4, 28), date(2023, 7, 20), date(2025, 9, 1))
    rows = read(law, episode(date(2023, 4, 3)), held=held, files=files, today=date(2025, 10, 1))[0][1]
    assert [each.state for each in rows] == [State.IN_TIME, State.IN_TIME, State.NOT_KNOWN, State.DUE]
    assert rows[-1].due == date(2026, 3, 1)


def test_a_refused_row_makes_everything_not_known(law: Law) -> None:
    """Until it is mended, no day of this child can be trusted."""
    clock = ReviewClock(law=law, coverage=FILES, today=TODAY)
    life = Timeline(episodes=(episode(date(2026, 1, 5)),), reviews=reviews(date(2026, 1, 30)), doubtful=True)
    ((_, rows),) = clock.read(life)
    assert {(each.state, each.due, each.limit.unknown) for each in rows} == {
        (State.NOT_KNOWN, None, Unknown.REFUSED_ROWS)
    }


@given(
    start=st.dates(date(2022, 1, 1), date(2026, 10, 1)),
    gaps=st.lists(st.integers(1, 300), max_size=6),
    began=st.sampled_from("SPL"),
    today=st.dates(date(2024, 6, 1), date(2027, 6, 1)),
)
def test_what_always_holds(law: Law, start: date, gaps: list[int], began: str, today: date) -> None:
    """One open deadline a care period, by the rule of its place; no limit before the files; lateness only when sure."""
    held: list[date] = []
    for gap in gaps:
        held.append((held[-1] if held else start) + timedelta(days=gap))
    visible = [day for day in held if day >= SINCE]
    ((_, rows),) = read(law, episode(start, began=began), held=reviews(*visible), today=today)
    still_open = [each for each in rows if each.held is None]
    assert len(still_open) <= 1
    assert all(each.due is None or each.due >= SINCE for each in rows)
    for each in rows:
        if each.state in {State.LATE, State.OVERDUE, State.MISSED}:
            assert each.limit.unknown is None
            assert each.due is not None
            assert each.due < (each.held or today)
    if started_in_files := began == "S" and start >= SINCE:
        assert [each.rule.id for each in rows if each.rule] == ["R1", "R2", "R3", "R3", "R3", "R3", "R3"][: len(rows)]
    if visible and started_in_files:
        months = 3 if len(visible) == 1 else 6
        assert still_open[0].due == months_after(visible[-1], months)


@given(st.permutations([episode(date(2024, 5, day), began="S" if day == 1 else "P") for day in (1, 3, 8, 20)]))
def test_episodes_come_in_any_order(given_in: list[Episode]) -> None:
    """The order of rows in a file says nothing."""
    (period,) = care_periods(given_in, TODAY)
    assert [each.start.day for each in period.episodes] == [1, 3, 8, 20]


@given(st.permutations(reviews(*(date(2024, month, 20) for month in (5, 6, 8)), date(2025, 6, 2))))
def test_reviews_come_in_any_order(law: Law, given_in: list[Review]) -> None:
    """The order of rows in a file says nothing; each is judged by the one held before it."""
    *judged, following = read(law, episode(date(2024, 5, 7)), held=tuple(given_in))[0][1]
    assert [each.state for each in judged] == [State.IN_TIME, State.IN_TIME, State.IN_TIME, State.LATE]
    assert [each.limit.counted_from for each in judged[1:]] == [each.held for each in judged[:-1]]
    assert following.due == date(2025, 12, 2)


def test_each_review_belongs_to_one_period(law: Law) -> None:
    """One before everything goes to the first period if its start is in no file; one on a day of return, to the new."""
    gone = date(2025, 5, 1)
    held = reviews(date(2024, 4, 15), date(2025, 4, 30), gone, date(2025, 5, 2))
    home = episode(date(2024, 6, 3), began="P", end=gone, ended="E4A")
    placed = [[each.held for each in rows if each.held] for _, rows in read(law, home, episode(gone), held=held)]
    assert placed == [[date(2024, 4, 15), date(2025, 4, 30)], [gone, date(2025, 5, 2)]]
    home = episode(date(2024, 6, 3), end=gone, ended="E4A")
    placed = [
        [each.held for each in rows if each.held] for _, rows in read(law, home, episode(date(2025, 9, 1)), held=held)
    ]
    assert placed == [[date(2025, 4, 30), gone], []]


def test_a_limit_is_counted_once_a_day(law: Law) -> None:
    """Children whose limit counts from the same day share it; those of another day do not."""
    clock = ReviewClock(law=law, coverage=FILES, today=TODAY)
    first, twin, other = (
        clock.read(Timeline(episodes=(episode(day),), reviews=()))[0][1][-1].limit
        for day in (date(2026, 10, 5), date(2026, 10, 5), date(2026, 10, 6))
    )
    assert first is twin
    assert first != other


def test_explanations_name_what_was_skipped(law: Law) -> None:
    """The sentence that the product promises."""
    deadline = last(law, episode(date(2025, 4, 7)), today=date(2025, 4, 10))
    assert Explainer(law, FILES).explain(deadline) == (
        "Due by Thu 8 May 2025: 20 working days from becoming looked after on Mon 7 Apr 2025; Good Friday 18 Apr, "
        "Easter Monday 21 Apr and Early May bank holiday 5 May skipped; SI 2010/959 reg. 33(1)."
    )


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (date(2026, 8, 31), "Feb 2027 has no 31st; SI 2010/959"),
        (date(2026, 8, 20), "the review before on Thu 20 Aug 2026; SI 2010/959"),
    ],
)
def test_explanations_say_when_a_month_was_too_short(law: Law, held: date, words: str) -> None:
    """A clipped day looks wrong unless it is said why."""
    deadline = last(law, episode(date(2024, 5, 7)), held=reviews(date(2024, 5, 20), held))
    assert words in Explainer(law, FILES).explain(deadline)


def test_explanations_say_when_holidays_are_not_published(law: Law) -> None:
    """A count past the published holidays may move, and says so."""
    deadline = last(law, episode(date(2028, 12, 11)), today=date(2028, 12, 12))
    assert "bank holidays are published here only from 2000 to 2028" in Explainer(law, FILES).explain(deadline)


@pytest.mark.parametrize("reason", list(Unknown))
def test_every_reason_not_to_know_is_a_sentence(law: Law, reason: Unknown) -> None:
    """No reason is left without words, and none leaves a gap in them."""
    start = {
        Unknown.SHORT_BREAKS: episode(date(2026, 9, 1), status="V3"),
    }.get(reason, episode(date(2020, 3, 13)))
    deadline = last(law, start)
    worded = Explainer(law, FILES).explain(
        Deadline(id="x", limit=type(deadline.limit)(unknown=reason), state=State.NOT_KNOWN)
    )
    assert worded.startswith("Not known. ")
    assert worded.endswith(".")
    assert "{" not in worded
