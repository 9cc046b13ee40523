"""Adoption: which clock stands when, at its borders; what it leaves undone; what no file shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from iro_desk.domain.children import Episode
from iro_desk.domain.dates import Period
from iro_desk.domain.law import Law, Unknown
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import Coverage, Deadline, ReviewClock, State, Timeline

START = date(2025, 1, 6)
ALL = Coverage((Period(date(2020, 4, 1), None),))
A_DAY = timedelta(days=1)
HELD = (date(2025, 1, 31), date(2025, 4, 25), date(2025, 10, 20))
"""In time each; the next by 20 April 2026."""
ORDER, PLACED, RETURNED = date(2025, 11, 10), date(2026, 1, 12), date(2026, 2, 20)


def care(*turns: tuple[date, str, str], ends: tuple[date, str] | None = None) -> tuple[Episode, ...]:
    """Care under a full order in a foster home, then from each day another legal status and placement."""
    stretches = [(START, "C2", "U6"), *turns]
    days = [*(each[0] for each in turns), ends[0] if ends else None]
    reasons = [*("X1" for _ in turns), ends[1] if ends else None]
    return tuple(
        Episode(id=f"e{begins}", start=begins, began="B" if number else "S", legal_status=status, placement=placement,
                end=day, ended=reason)
        for number, ((begins, status, placement), day, reason) in enumerate(zip(stretches, days, reasons, strict=True))
    )  # fmt: skip


def read(
    law: Law, episodes: Sequence[Episode], held: Sequence[date], today: date, files: Coverage = ALL
) -> tuple[Deadline, ...]:
    """The deadlines of the one care period."""
    reviews = tuple(Review(id=f"r{day}", held=day) for day in held)
    clock = ReviewClock(law=law, coverage=files, today=today)
    ((_, found),) = clock.read(Timeline(episodes=tuple(episodes), reviews=reviews))
    return found


def says(deadline: Deadline) -> tuple[str | None, date | None, State]:
    """Its rule, its day, and how it stands."""
    return deadline.rule.id if deadline.rule else None, deadline.due, deadline.state


def test_while_authorised_the_earlier_of_both_holds(law: Law) -> None:
    """Three months from the order, where that comes before regulation 33's day; on a tie regulation 33."""
    authorised = care((ORDER, "E1", "U6"))
    assert says(read(law, authorised, HELD, ORDER)[-1]) == ("A1", date(2026, 2, 10), State.DUE)
    early = (*HELD[:2], date(2025, 8, 8))
    assert says(read(law, authorised, early, ORDER)[-1]) == ("R3", date(2026, 2, 8), State.DUE)
    tie = (*HELD[:2], date(2025, 8, 10))
    assert says(read(law, authorised, tie, ORDER)[-1]) == ("R3", date(2026, 2, 10), State.DUE)


def test_a_review_within_the_three_months_is_the_first_after_the_order(law: Law) -> None:
    """Also one on the very day of it (A4); the next counts six months from it."""
    for day in (ORDER, ORDER + A_DAY, date(2026, 2, 10)):
        *_, judged, following = read(law, care((ORDER, "E1", "U6")), (*HELD, day), date(2026, 2, 11))
        assert judged.state is State.IN_TIME
        assert following.rule
        assert (following.rule.id, following.limit.counted_from) == ("R3", day)
    *_, late, _ = read(law, care((ORDER, "E1", "U6")), (*HELD, date(2026, 2, 11)), date(2026, 2, 12))
    assert says(late) == ("A1", date(2026, 2, 10), State.LATE)


def test_once_placed_regulation_33_stops(law: Law) -> None:
    """28 days, then 3 months, then 6, from the review that was held each time."""
    placed = care((ORDER, "E1", "U6"), (PLACED, "E1", "A5"))
    assert says(read(law, placed, HELD, PLACED)[-1]) == ("A5", date(2026, 2, 9), State.DUE)
    assert says(read(law, placed, HELD, date(2026, 2, 10))[-1]) == ("A5", date(2026, 2, 9), State.OVERDUE)
    first = (*HELD, date(2026, 2, 9))
    assert says(read(law, placed, first, date(2026, 2, 9))[-1]) == ("A6", date(2026, 5, 9), State.DUE)
    second = (*first, date(2026, 5, 8))
    assert says(read(law, placed, second, date(2026, 5, 8))[-1]) == ("A7", date(2026, 11, 8), State.DUE)


def test_a_review_on_the_day_of_the_placing_stands_under_what_was_before(law: Law) -> None:
    """It does not count as one after the placing."""
    placed = care((ORDER, "E1", "U6"), (PLACED, "E1", "A5"))
    *_, judged, following = read(law, placed, (*HELD, PLACED), PLACED)
    assert says(judged) == ("A1", date(2026, 2, 10), State.IN_TIME)
    assert says(following) == ("A5", date(2026, 2, 9), State.DUE)


@pytest.mark.parametrize("temporary", ["T0", "T1", "T2", "T3", "T4"])
def test_a_temporary_stay_does_not_end_the_placing(law: Law, temporary: str) -> None:
    """Nor does coming back from it begin another; nor does an order while placed."""
    away = care((PLACED, "C2", "A4"), (date(2026, 1, 20), "C2", temporary), (date(2026, 1, 24), "E1", "A6"))
    assert says(read(law, away, HELD, date(2026, 1, 25))[-1]) == ("A5", date(2026, 2, 9), State.DUE)


def test_after_a_return_there_is_a_window(law: Law) -> None:
    """Not before 28 and not after 42 days. A review before it opens does not close it; one in it does."""
    returned = care((ORDER, "E1", "U6"), (PLACED, "E1", "A5"), (RETURNED, "E1", "U6"))
    held = (*HELD, date(2026, 2, 9))
    opens, closes = RETURNED + 28 * A_DAY, RETURNED + 42 * A_DAY
    open_duty = read(law, returned, held, RETURNED)[-1]
    assert (*says(open_duty), open_duty.limit.window_from) == ("A9", closes, State.DUE, opens)
    too_soon = read(law, returned, (*held, opens - A_DAY), opens)[-1]
    assert says(too_soon) == ("A9", closes, State.DUE)
    *_, early, _ = read(law, returned, (*held, opens - A_DAY), opens)
    assert early.rule
    assert early.rule.id == "R3"
    *_, judged, following = read(law, returned, (*held, opens), opens)
    assert says(judged) == ("A9", closes, State.IN_TIME)
    assert following.rule
    assert (following.rule.id, following.limit.counted_from) == ("R3", opens)
    *_, late, _ = read(law, returned, (*held, closes + A_DAY), closes + A_DAY)
    assert late.state is State.LATE


def test_the_window_does_not_put_off_what_regulation_33_asks(law: Law) -> None:
    """Six months from a review long before come first."""
    returned = care((PLACED, "C2", "A4"), (RETURNED, "C2", "U6"))
    old = (*HELD[:2], date(2025, 9, 1))
    assert says(read(law, returned, old, RETURNED)[-1]) == ("R3", date(2026, 3, 1), State.DUE)


def test_what_was_not_held_before_the_placing_is_not_forgotten(law: Law) -> None:
    """It is missed, and the clock of the placing begins."""
    placed = care((date(2026, 5, 4), "E1", "A5"))
    missed, to_come = read(law, placed, HELD, date(2026, 5, 5))[-2:]
    assert says(missed) == ("R3", date(2026, 4, 20), State.MISSED)
    assert says(to_come) == ("A5", date(2026, 6, 1), State.DUE)


def test_what_was_not_held_while_placed_is_not_forgotten(law: Law) -> None:
    """Four weeks had passed when the child returned."""
    late = PLACED + 29 * A_DAY
    returned = care((PLACED, "C2", "A4"), (late, "C2", "U6"))
    missed, to_come = read(law, returned, HELD, late)[-2:]
    assert says(missed) == ("A5", date(2026, 2, 9), State.MISSED)
    assert says(to_come) == ("A9", late + 42 * A_DAY, State.DUE)


def test_an_adopted_child_owes_nothing_more(law: Law) -> None:
    """Unless a day had passed."""
    adopted = care((PLACED, "E1", "A5"), ends=(date(2026, 2, 9), "E11"))
    assert [each.state for each in read(law, adopted, HELD, date(2026, 6, 1))] == [State.IN_TIME] * 3
    later = care((PLACED, "E1", "A5"), ends=(date(2026, 2, 10), "E11"))
    assert says(read(law, later, HELD, date(2026, 6, 1))[-1]) == ("A5", date(2026, 2, 9), State.MISSED)


def test_a_placing_before_the_files_begin(law: Law) -> None:
    """Its reviews may have been held in no file: no day is called late that rests on them."""
    files = Coverage((Period(date(2026, 4, 1), None),))
    placed = care((PLACED, "E1", "A5"))
    (none,) = read(law, placed, (), date(2026, 6, 1), files)
    assert (none.state, none.limit.unknown) == (State.NOT_KNOWN, Unknown.EARLIER_REVIEWS)
    first, following = read(law, placed, (date(2026, 5, 11),), date(2026, 6, 1), files)
    assert (first.state, first.due) == (State.NOT_KNOWN, None)
    assert (following.state, following.due, following.limit.unknown) == (
        *(State.NOT_KNOWN, date(2026, 8, 11)),
        Unknown.WHICH_REVIEW,
    )
    *_, second, third = read(law, placed, (date(2026, 5, 11), date(2026, 11, 10)), date(2026, 11, 10), files)
    assert says(second) == ("A7", date(2026, 11, 11), State.IN_TIME)
    assert says(third) == ("A7", date(2027, 5, 10), State.DUE)


def test_an_order_that_the_files_show_bounds_what_they_do_not(law: Law) -> None:
    """The review before is in no file, but three months from the order are known: a later one is late for certain."""
    files = Coverage((Period(date(2025, 11, 1), None),))
    authorised = care((ORDER, "E1", "U6"))
    late, _ = read(law, authorised, (date(2026, 2, 11),), date(2026, 2, 12), files)
    assert says(late) == ("A1", date(2026, 2, 10), State.LATE)
    in_doubt, _ = read(law, authorised, (date(2026, 2, 10),), date(2026, 2, 12), files)
    assert (in_doubt.state, in_doubt.due) == (State.NOT_KNOWN, None)
