"""The clock against an independent reading of the law, on invented lives whose days cluster round every border."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iro_desk.domain.children import Episode
from iro_desk.domain.dates import Period, Span, Unit
from iro_desk.domain.law import Law
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import Coverage, Deadline, ReviewClock, State, Timeline
from tests.domain import oracle
from tests.domain.oracle import DAY, Row, months_on, working_days_on

WHOLE = Coverage((Period(date(2000, 1, 1), None),))
REPROACHES = {State.LATE, State.OVERDUE, State.MISSED}
NOTED_DAYS = (
    *(date(2023, 12, 20), date(2024, 2, 29), date(2024, 3, 28), date(2024, 8, 31), date(2024, 11, 30)),
    *(date(2024, 12, 24), date(2025, 1, 31), date(2025, 4, 14), date(2025, 8, 31), date(2026, 4, 4)),
)
SPANS: tuple[Callable[[date], date], ...] = (
    lambda day: day,
    lambda day: day + 28 * DAY,
    lambda day: day + 42 * DAY,
    lambda day: months_on(day, 3),
    lambda day: months_on(day, 6),
    lambda day: months_on(day, 12),
)
NIGHTS_AGREED = 4
NIGHTS_ELSEWHERE = 3
"""So many nights stand for a stay in another place."""
"""Stays that are told as an agreement: V4 says nothing of single nights."""
LONGEST = 1200
"""Days of a life that are told."""


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to one child, told whole, and the days on which the desk looks back."""

    episodes: tuple[Episode, ...]
    reviews: tuple[Review, ...]
    looks: tuple[date, ...]

    def __repr__(self) -> str:
        rows = [f"{e.start} {e.began} {e.legal_status} {e.placement} to {e.end} {e.ended}" for e in self.episodes]
        return "\n".join([*rows, f"held {[str(e.held) for e in self.reviews]}", f"looks {[*map(str, self.looks)]}"])


STEPS: dict[str, Callable[[str, str], tuple[str, str, str]]] = {
    "move": lambda status, place: ("P", status, "K2" if place == "U6" else "U6"),
    "order": lambda _, place: ("L", "E1", place),
    "revoked": lambda _, place: ("L", "C2", place),
    "place": lambda status, _: ("P", status, "A6" if status == "E1" else "A4"),
    "order and place": lambda _, __: ("B", "E1", "A6"),
    "away": lambda status, _: ("P", status, "T1"),
}
POSSIBLE = {
    "home": ("move", "order", "revoked", "place", "order and place", "away", "leave"),
    "placed": ("move", "move", "order", "away", "leave"),
    "away": ("move", "back", "back", "leave"),
}
near = st.integers(-1, 1)
gaps = st.one_of(
    st.sampled_from((1, 2, 27, 28, 29, 41, 42, 43)), st.integers(1, 130), st.integers(85, 200), st.integers(30, 400)
)
starts = st.one_of(
    st.builds(lambda day, by: day + by * DAY, st.sampled_from(NOTED_DAYS), near),
    st.dates(date(2023, 1, 1), date(2025, 6, 1)),
)


def episode(start: date, began: str, status: str, place: str) -> Episode:
    """An episode that is still open."""
    return Episode(id=f"e{start}", start=start, began=began, legal_status=status, placement=place)


def ended(each: Episode, end: date, code: str) -> Episode:
    """The same episode, ended."""
    return Episode(
        id=each.id,
        start=each.start,
        began=each.began,
        legal_status=each.legal_status,
        placement=each.placement,
        end=end,
        ended=code,
    )


@st.composite
def episodes(draw: st.DrawFn) -> tuple[Episode, ...]:
    """Episodes that follow one another from the first day in care."""
    told = [
        episode(
            draw(starts),
            "S",
            draw(st.sampled_from(("C2", "C2", "V2", "E1"))),
            draw(st.sampled_from(("U6", "U6", "A4"))),
        )
    ]
    home = told[0].placement
    for gap in draw(st.lists(gaps, max_size=7)):
        now = told[-1]
        day = now.start + gap * DAY
        stage = "away" if now.placement.startswith("T") else "placed" if now.placement.startswith("A") else "home"
        step = draw(st.sampled_from(POSSIBLE[stage]))
        if step == "leave":
            told[-1] = ended(now, day, "E4A")
            back = day + draw(st.integers(0, 200)) * DAY
            told.append(episode(back, "S", draw(st.sampled_from(("C2", "E1"))), "U6"))
            home = "U6"
            continue
        began, status, place = (
            ("P", now.legal_status, home) if step == "back" else STEPS[step](now.legal_status, now.placement)
        )
        if (status, place) == (now.legal_status, now.placement):
            continue
        if step != "away":
            home = place
        told[-1] = ended(now, day, "X1")
        told.append(episode(day, began, status, place))
    if draw(st.booleans()):
        told[-1] = ended(told[-1], told[-1].start + draw(gaps) * DAY, "E4A")
    return tuple(told)


@st.composite
def short_breaks(draw: st.DrawFn) -> tuple[Episode, ...]:
    """A series of short breaks, and sometimes other care after it."""
    told: list[Episode] = []
    day = draw(starts)
    for nights, gap in draw(
        st.lists(
            st.tuples(
                st.one_of(st.integers(1, 4), st.just(15), st.integers(13, 18), st.sampled_from((3, 15))),
                st.one_of(st.integers(1, 60), st.integers(340, 370)),
            ),
            min_size=1,
            max_size=9,
        )
    ):
        status, place = "V4" if nights == NIGHTS_AGREED else "V3", "K2" if nights == NIGHTS_ELSEWHERE else "U6"
        told.append(ended(episode(day, "S", status, place), day + nights * DAY, "E4A"))
        day = day + (nights + gap) * DAY
    if draw(st.integers(0, 3)) == 0:
        told.append(episode(day, "S", "V2", "U6"))
    return tuple(told)


@st.composite
def lives(draw: st.DrawFn, told: st.SearchStrategy[tuple[Episode, ...]], holidays: frozenset[date]) -> Life:
    """A life with reviews near the days that matter, and looks back from days that matter."""
    lived = draw(told)
    spans = (*SPANS, lambda day: working_days_on(day, 20, holidays))
    moments = [day for each in lived for day in (each.start, each.end) if day]
    last = moments[0] + LONGEST * DAY

    def border(days: Sequence[date]) -> date:
        """A day, a span on from one that happened, give or take one."""
        span: Callable[[date], date] = draw(st.sampled_from(spans))
        return span(draw(st.sampled_from(days))) + draw(near) * DAY

    held: list[date] = []
    for _ in range(draw(st.integers(0, 9))):
        held.append(border([*moments, *held[-2:], *held[-1:], *held[-1:]]))
    held = sorted({day for day in held if moments[0] <= day <= last})
    looks = {border([*moments, *held]) for _ in range(3)} | {max([*moments, *held]) + draw(gaps) * DAY}
    return Life(
        lived,
        tuple(Review(id=f"r{day}", held=day) for day in held),
        tuple(sorted(day for day in looks if moments[0] <= day)),
    )


def row(told: Deadline) -> Row:
    """A deadline of the program, in the oracle's terms."""
    return Row(
        told.rule.id if told.rule and told.due else None, told.due, told.limit.window_from, told.state, told.held
    )


def program(law: Law, life: Life, today: date, files: Coverage = WHOLE) -> list[list[Row]]:
    """What the program says on a day, of what had happened by then."""
    known = oracle.known_on(today, life.episodes, life.reviews)
    clock = ReviewClock(law=law, coverage=files, today=today)
    return [
        [row(each) for each in rows]
        for _, rows in clock.read(Timeline(episodes=tuple(known[0]), reviews=tuple(known[1])))
    ]


def year_starts(day: date) -> date:
    """The first day of a collection year."""
    return date(day.year if (day.month, day.day) >= (4, 1) else day.year - 1, 4, 1)


def seen(life: Life, files: Coverage) -> Life:
    """As much of a life as the files of some years show: reviews of other years, and episodes over before, are not."""

    def told(each: Episode) -> bool:
        return any(
            (year.end is None or each.start < year.end) and (each.end is None or year.start <= each.end)
            for year in files.stretches
        )

    return Life(
        tuple(each for each in life.episodes if told(each)),
        tuple(each for each in life.reviews if any(each.held in year for year in files.stretches)),
        life.looks,
    )


def in_care(life: Life) -> Life:
    """Without the reviews that fall in no care."""
    periods = oracle.cares(life.episodes, date(2035, 1, 1))
    days = [Period(each.episodes[0].start, each.end) for each in periods]
    return replace(life, reviews=tuple(each for each in life.reviews if any(each.held in period for period in days)))


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """The files of some years up to now: one stretch, or two with a year missing between."""
    first = date(draw(st.sampled_from((2023, 2024, 2025))), 4, 1)
    if draw(st.integers(0, 2)):
        return Coverage((Period(first, None),))
    return Coverage((Period(first, months_on(first, 12)), Period(months_on(first, 24), None)))


def agrees(law: Law, life: Life) -> None:
    """On every day of looking back, each period's deadlines are the same, whatever their order."""
    holidays = frozenset(law.calendar.holidays)
    for today in life.looks:
        told = [sorted(rows, key=repr) for rows in program(law, life, today)]
        wanted = [sorted(rows, key=repr) for rows in oracle.deadlines(life.episodes, life.reviews, today, holidays)]
        assert told == wanted, f"\n{life!r}\non {today}\nprogram {told}\noracle {wanted}"


FEW, MANY = (
    settings(max_examples=each, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    for each in (300, 6_000)
)


@FEW
@given(data=st.data())
def test_lives_with_adoption(law: Law, data: st.DataObject) -> None:
    """Orders, placings, returns, stays away, leaving and coming back."""
    agrees(law, data.draw(lives(episodes(), frozenset(law.calendar.holidays))))


@FEW
@given(data=st.data())
def test_series_of_short_breaks(law: Law, data: st.DataObject) -> None:
    """Long and short, with a year between and without, and other care after."""
    agrees(law, data.draw(lives(short_breaks(), frozenset(law.calendar.holidays))))


@pytest.mark.soak
@MANY
@given(data=st.data())
def test_many_lives(law: Law, data: st.DataObject) -> None:
    """Twenty times as many of both."""
    told = data.draw(st.sampled_from((episodes(), short_breaks())))
    agrees(law, data.draw(lives(told, frozenset(law.calendar.holidays))))


def test_the_oracle_notices_another_law(law: Law) -> None:
    """The control: with a day more in one rule they do not agree."""
    rules = tuple(replace(each, within=Span(29, Unit.DAYS)) if each.id == "A5" else each for each in law.book.rule)
    other = Law(replace(law.book, rule=rules), law.calendar)
    start, placed = date(2025, 1, 6), date(2025, 1, 20)
    told = (ended(episode(start, "S", "E1", "U6"), placed, "X1"), episode(placed, "P", "E1", "A5"))
    life = Life(told, (), (placed + DAY,))
    agrees(law, life)
    with pytest.raises(AssertionError):
        agrees(other, life)


@FEW
@given(data=st.data(), files=coverages())
def test_what_no_file_shows_is_never_a_reproach(law: Law, data: st.DataObject, files: Coverage) -> None:
    """A review that is late, or a duty not done, by some years' files is so by all of them."""
    life = in_care(data.draw(lives(episodes(), frozenset(law.calendar.holidays))))
    for today in life.looks:
        part = [each for rows in program(law, seen(life, files), today, files) for each in rows]
        whole = [each for rows in program(law, life, today) for each in rows if each.state in REPROACHES]
        for each in part:
            known = any(row.held == each.held or each.state is State.MISSED for row in whole)
            assert each.state not in REPROACHES or known, f"\n{life!r}\n{files}\n{today} {each}"
