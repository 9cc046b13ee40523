"""Every rule by its own table of prose: given, on, due, because; and the day itself, the one before, the one after."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from iro_desk.domain.children import Episode, Review
from iro_desk.domain.dates import Period
from iro_desk.domain.timetable import Coverage, Deadline, Law, ReviewClock, State, Timeline
from iro_desk.reference.law import rule_books

TABLES = Path(__file__).parent / "rules"
A_DAY = timedelta(days=1)
ROWS = [
    (table.stem, *(cell.strip() for cell in line.strip("|\n ").split("|")))
    for table in sorted(TABLES.glob("*.md"))
    for line in table.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| given", "| ---"))
]


def life(rule: str, on: date) -> Timeline:
    """A child in care for whom this rule counts from this day."""
    admitted = on if rule == "R1" else on - timedelta(days=20 if rule == "R2" else 100)
    held = {"R1": [], "R2": [on], "R3": [admitted + timedelta(days=18), on]}[rule]
    return Timeline(
        episodes=(Episode(id="e1", start=admitted, began="S", legal_status="C2", placement="U6"),),
        reviews=tuple(Review(id=f"r{number}", held=day) for number, day in enumerate(held)),
    )


def deadlines(law: Law, timeline: Timeline, today: date) -> tuple[Deadline, ...]:
    """All deadlines of the one care period, every file there."""
    clock = ReviewClock(law=law, coverage=Coverage((Period(date(2000, 4, 1), None),)), today=today)
    ((_, found),) = clock.read(timeline)
    return found


@pytest.mark.parametrize(("rule", "given", "on", "due", "because"), ROWS, ids=lambda cell: cell[:24])
def test_rule(law: Law, rule: str, given: str, on: str, due: str, because: str) -> None:
    """The open deadline falls on the day that the table says, under its rule; today is not late."""
    counted_from, limit = date.fromisoformat(on), date.fromisoformat(due)
    states = {}
    for today in (limit - A_DAY, limit, limit + A_DAY):
        still_open = deadlines(law, life(rule, counted_from), today)[-1]
        assert still_open.rule is not None
        assert (still_open.rule.id, still_open.due, still_open.held) == (rule, limit, None), because
        assert still_open.rule.counted_from.replace("_", " ") == given
        states[today] = still_open.state
    assert list(states.values()) == [State.DUE, State.DUE, State.OVERDUE]


@pytest.mark.parametrize(("rule", "given", "on", "due", "because"), ROWS, ids=lambda cell: cell[:24])
def test_a_review_is_judged_by_it(law: Law, rule: str, given: str, on: str, due: str, because: str) -> None:
    """Held the day before or on the day itself it is in time; the day after, late. And the next counts from it."""
    assert given
    assert because
    limit = date.fromisoformat(due)
    before = life(rule, date.fromisoformat(on))
    for held, state in ((limit - A_DAY, State.IN_TIME), (limit, State.IN_TIME), (limit + A_DAY, State.LATE)):
        after = Timeline(episodes=before.episodes, reviews=(*before.reviews, Review(id="this", held=held)))
        *_, judged, following = deadlines(law, after, limit + 3 * A_DAY)
        assert (judged.due, judged.held, judged.state) == (limit, held, state)
        assert following.limit.counted_from == held


def test_every_rule_has_a_table_that_quotes_it() -> None:
    """A rule without a table, or a table that names another source, is not tested at all."""
    for rule in (rule for book in rule_books() for rule in book.rule):
        text = (TABLES / f"{rule.id}.md").read_text(encoding="utf-8")
        assert rule.source in text
        assert str(rule.within) in text
        assert rule.words.lower() in text
