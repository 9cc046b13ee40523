"""The sample caseload of three years: every limit and every verdict against what its generator did."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.caseload import ChildExplained, Explain
from iro_desk.services.diary import Due
from tests.conftest import SAMPLE

WORLD_ENDS = date(2026, 10, 31)
OTHER_CLOCKS = {"V3", "V4", "D1", "E1"}, {"A3", "A4", "A5", "A6"}
KINDS = {"first": "R1", "second": "R2", "later": "R3"}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of the sample."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def other_clocks() -> set[str]:
    """The children who were ever in short breaks, authorised or placed for adoption."""
    statuses, placements = OTHER_CLOCKS
    return {
        row["CHILD"]
        for folder in SAMPLE.glob("20*")
        for row in rows(f"{folder.name}/episodes.csv")
        if row["LS"] in statuses or row["PLACE"] in placements
    }


@pytest.fixture(scope="module")
def explained(practice_once: Path) -> dict[str, ChildExplained]:
    """Every child of the practice desk, explained."""
    children = {row["CHILD"] for folder in SAMPLE.glob("20*") for row in rows(f"{folder.name}/header.csv")}
    with open_desk(practice_once, PRACTICE_PASSPHRASE, StandingClock(WORLD_ENDS)) as desk:
        return {child: desk.ask(Explain(child=child)) for child in children}


def test_every_limit_and_verdict(explained: dict[str, ChildExplained], other_clocks: set[str]) -> None:
    """First, second and later reviews of the other children equal the answers; marked ones are not known."""
    compared = marked = 0
    for row in rows("events.csv"):
        if row["EVENT"] != "review" or row["CHILD"] in other_clocks:
            continue
        _, number, kind, limit, verdict, *rest = (part.strip() for part in row["DETAIL"].split(";"))
        (found,) = [
            each
            for period in explained[row["CHILD"]].periods
            for each in period.reviews
            if each.held.isoformat() == row["DATE"]
        ]
        if "rests on a review in no file" in rest:
            assert (found.state, found.due) == ("not known", None), row
            marked += 1
        else:
            assert (found.rule, f"limit {found.due}", found.state) == (KINDS[kind], limit, verdict), (row, number)
            compared += 1
    assert (compared, marked) == (395, 50)


def test_reviews_under_other_clocks_get_no_day(explained: dict[str, ChildExplained], other_clocks: set[str]) -> None:
    """A care period with short breaks or adoption in it is not known, whole."""
    judged = [
        each
        for child in other_clocks
        for period in explained[child].periods
        for each in period.deadlines
        if each.due is not None
    ]
    assert judged == []


def test_overdue_are_those_and_no_others(practice_once: Path, other_clocks: set[str]) -> None:
    """The reviews overdue on the last day are the generator's, less the one under another clock."""
    with open_desk(practice_once, PRACTICE_PASSPHRASE, StandingClock(WORLD_ENDS)) as desk:
        overdue = {each.child for each in desk.ask(Due()) if each.state == "overdue"}
    planted = {row["CHILD"] for row in rows("events.csv") if row["EVENT"] == "review overdue"}
    assert overdue == planted - other_clocks
    assert len(overdue) == 3


def test_late_reviews_are_those_and_no_others(explained: dict[str, ChildExplained], other_clocks: set[str]) -> None:
    """No other review is called late, and no limit passed without one."""
    states = {
        (child, each.held.isoformat())
        for child, life in explained.items()
        for period in life.periods
        for each in period.reviews
        if each.state == "late"
    }
    planted = {
        (row["CHILD"], row["DATE"])
        for row in rows("events.csv")
        if row["EVENT"] == "review" and "; late;" in row["DETAIL"] and row["CHILD"] not in other_clocks
    }
    assert states == planted
    missed = [each for life in explained.values() for period in life.periods for each in period.deadlines]
    assert [each for each in missed if each.state == "missed"] == []


def test_every_child_in_care_has_one_open_review(explained: dict[str, ChildExplained]) -> None:
    """Nobody is without one, and nobody has two; a child who has left has none."""
    for life in explained.values():
        for period in life.periods:
            still_open = [each for each in period.deadlines if each.held is None]
            assert len(still_open) == (period.end is None), life.child
