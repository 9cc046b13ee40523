"""Every rule by its own table of prose: given, on, due, because; and the day itself, the one before, the one after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from docs.__main__ import table_of
from iro_desk.domain.children import Episode
from iro_desk.domain.dates import Period
from iro_desk.domain.law import Law
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import Coverage, Deadline, ReviewClock, State, Timeline
from iro_desk.reference.law import rule_books, working_days

A_DAY = timedelta(days=1)
LAWS = {book.edition: Law(book, working_days()) for book in rule_books()}
ROWS = [
    (book.edition, rule.id, *(cell.strip() for cell in line.strip("|\n ").split("|")))
    for book in rule_books()
    for rule in book.rule
    for line in table_of(book, rule).read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| given", "| ---"))
]
"""Edition, rule, what it counts from, the day of that, the last lawful day, and why."""


SAYS_THE_SAME = {"A2": "R3"}
"""Rules that never set an earlier day than another which stands beside them, and that other."""
SILENT = {"SB1"}
"""Rules of which no file tells whether they were met: shown while to come, and never overdue."""
REVIEWS = {rule.id for book in rule_books() for rule in book.rule if rule.duty == "review"}
TOLD = [row for row in ROWS if row[1] in REVIEWS - SILENT]


def days_before(on: date, *days: int) -> list[date]:
    """So many days before, each."""
    return [on - timedelta(days=each) for each in days]


def care(start: date, *turns: tuple[date, str, str]) -> tuple[Episode, ...]:
    """Care under a full order in a foster home, then from each day another legal status and placement."""
    stretches = [(start, "C2", "U6"), *turns]
    ends = [*(day for day, _, _ in turns), None]
    return tuple(
        Episode(
            id=f"e{number}",
            start=begins,
            began="B" if number else "S",
            legal_status=status,
            placement=placement,
            end=end,
            ended="X1" if end else None,
        )
        for number, ((begins, status, placement), end) in enumerate(zip(stretches, ends, strict=True))
    )


def breaks(first: date, last: date) -> tuple[Episode, ...]:
    """Two short breaks of two nights."""
    return tuple(
        Episode(id=f"e{day}", start=day, began="S", legal_status="V3", placement="K2", end=day + 2 * A_DAY, ended="E4A")
        for day in (first, last)
    )


def life(rule: str, on: date) -> Timeline:
    """A child for whom this rule counts from this day, and sets the earliest of the days that stand."""
    start, placed, before = days_before(on, 300, 40, 30)
    episodes, held = {
        "R1": lambda: (care(on), []),
        "R2": lambda: (care(on - timedelta(days=20)), [on]),
        "R3": lambda: (care(on - timedelta(days=100)), days_before(on, 82, 0)),
        "SB1": lambda: (breaks(on, on + 28 * A_DAY), []),
        "SB2": lambda: (breaks(on - timedelta(days=90), on), days_before(on, 60, 0)),
        "A1": lambda: (care(start, (on, "E1", "U6")), days_before(on, 280, 200, 30)),
        "A2": lambda: (care(start, (placed, "E1", "U6")), days_before(on, 280, 200, 0)),
        "A5": lambda: (care(start, (before, "E1", "U6"), (on, "E1", "A5")), days_before(on, 280, 190, 40)),
        "A6": lambda: (care(start, (placed, "E1", "U6"), (before, "E1", "A5")), days_before(on, 280, 200, 0)),
        "A7": lambda: (care(start, (placed, "E1", "A5")), days_before(on, 280, 200, 20, 0)),
        "A9": lambda: (care(start, (placed, "E1", "A5"), (on, "E1", "U6")), days_before(on, 280, 200, 20)),
    }[rule]()
    reviews = tuple(Review(id=f"r{number}", held=day) for number, day in enumerate(held))
    return Timeline(episodes=episodes, reviews=reviews)


def deadlines(law: Law, timeline: Timeline, today: date) -> tuple[Deadline, ...]:
    """All deadlines of the one care period, every file there."""
    clock = ReviewClock(law=law, coverage=Coverage((Period(date(2000, 4, 1), None),)), today=today)
    ((_, found),) = clock.read(timeline)
    return found


@pytest.mark.parametrize(("edition", "rule", "given", "on", "due", "because"), TOLD, ids=lambda cell: cell[:24])
def test_rule(edition: str, rule: str, given: str, on: str, due: str, because: str) -> None:
    """The open deadline falls on the day that the table says, under its rule; today is not late."""
    counted_from, limit = date.fromisoformat(on), date.fromisoformat(due)
    states = {}
    for today in (limit - A_DAY, limit, limit + A_DAY):
        still_open = deadlines(LAWS[edition], life(rule, counted_from), today)[-1]
        assert still_open.rule is not None
        assert (still_open.rule.id, still_open.due, still_open.held) == (SAYS_THE_SAME.get(rule, rule), limit, None), (
            because
        )
        assert still_open.rule.counted_from.replace("_", " ") == given
        states[today] = still_open.state
    assert list(states.values()) == [State.DUE, State.DUE, State.OVERDUE]


@pytest.mark.parametrize(
    ("edition", "rule", "given", "on", "due", "because"), [row for row in ROWS if row[1] in SILENT]
)
def test_a_rule_of_which_no_file_tells(edition: str, rule: str, given: str, on: str, due: str, because: str) -> None:
    """The day is shown, marked not known, until it has passed; then there is no day, and no reproach."""
    assert given
    assert because
    limit = date.fromisoformat(due)
    for today in (limit - A_DAY, limit, limit + A_DAY):
        still_open = deadlines(LAWS[edition], life(rule, date.fromisoformat(on)), today)[-1]
        assert still_open.state is State.NOT_KNOWN
        assert still_open.due == (limit if today <= limit else None)


@pytest.mark.parametrize(("edition", "rule", "given", "on", "due", "because"), TOLD, ids=lambda cell: cell[:24])
def test_a_review_is_judged_by_it(edition: str, rule: str, given: str, on: str, due: str, because: str) -> None:
    """Held the day before or on the day itself it is in time; the day after, late. And the next counts from it."""
    assert given
    assert because
    limit = date.fromisoformat(due)
    before = life(rule, date.fromisoformat(on))
    for held, state in ((limit - A_DAY, State.IN_TIME), (limit, State.IN_TIME), (limit + A_DAY, State.LATE)):
        after = Timeline(episodes=before.episodes, reviews=(*before.reviews, Review(id="this", held=held)))
        *_, judged, following = deadlines(LAWS[edition], after, limit + 3 * A_DAY)
        assert (judged.due, judged.held, judged.state) == (limit, held, state)
        assert following.limit.counted_from == held


@pytest.mark.parametrize(("edition", "rule", "given", "on", "due", "because"), ROWS, ids=lambda cell: cell[:24])
def test_the_day_that_a_rule_sets(edition: str, rule: str, given: str, on: str, due: str, because: str) -> None:
    """Counted from the event alone, whoever keeps it."""
    limit = LAWS[edition].counting(rule).limit(date.fromisoformat(on))
    assert (limit.rule and limit.rule.counted_from.replace("_", " "), limit.due) == (given, date.fromisoformat(due)), (
        because
    )


def test_a_rule_of_which_the_desk_keeps_no_facts_is_silent(law: Law) -> None:
    """It stands in the file, and no child has a deadline by it."""
    timelines = [life(rule, date(2026, 4, 20)) for rule in sorted(REVIEWS)]
    found = [each for timeline in timelines for each in deadlines(law, timeline, date(2026, 5, 1))]
    assert found
    assert {each.rule.id for each in found if each.rule} <= REVIEWS


def test_every_rule_has_a_table_that_quotes_it() -> None:
    """A rule without a table, or a table that names another source, is not tested at all."""
    for book, rule in [(each, rule) for each in rule_books() for rule in each.rule]:
        text = table_of(book, rule).read_text(encoding="utf-8")
        assert rule.source in text
        assert str(rule.span) in text
        assert rule.words.lower() in text.lower()
