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
from tests.sample import SAMPLE

WORLD_ENDS = date(2026, 10, 31)
KINDS = {
    "first": "R1",
    "second": "R2",
    "later": "R3",
    "authority": "A1",
    "placed": "A5",
    "after placed": "A6",
    "placed later": "A7",
}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of the sample."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def explained(practice_once: Path) -> dict[str, ChildExplained]:
    """Every child of the practice desk, explained."""
    children = {row["CHILD"] for folder in SAMPLE.glob("20*") for row in rows(f"{folder.name}/header.csv")}
    with open_desk(practice_once, PRACTICE_PASSPHRASE, StandingClock(WORLD_ENDS)) as desk:
        return {child: desk.ask(Explain(child=child)) for child in children}


def test_every_limit_and_verdict(explained: dict[str, ChildExplained]) -> None:
    """Each review's limit, rule and verdict equal the answers; marked ones are not known."""
    compared = marked = 0
    for row in rows("events.csv"):
        if row["EVENT"] != "review":
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
    assert (compared, marked) == (422, 52)


def test_short_breaks_are_never_overdue(explained: dict[str, ChildExplained]) -> None:
    """A return holds no reviews of them: not known, and no reproach."""
    episodes = [row for each in SAMPLE.glob("20*") for row in rows(f"{each.name}/episodes.csv")]
    children = {row["CHILD"] for row in episodes if row["LS"] == "V3"}
    assert len(children) == 4
    found = [each for child in children for period in explained[child].periods for each in period.deadlines]
    assert {each.state for each in found} == {"not known"}


def test_overdue_are_those_and_no_others(practice_once: Path) -> None:
    """The reviews overdue on the last day are the generator's."""
    with open_desk(practice_once, PRACTICE_PASSPHRASE, StandingClock(WORLD_ENDS)) as desk:
        overdue = {each.child for each in desk.ask(Due()) if each.state == "overdue"}
    planted = {row["CHILD"] for row in rows("events.csv") if row["EVENT"] == "review overdue"}
    assert overdue == planted
    assert len(overdue) == 4


def test_late_reviews_are_those_and_no_others(explained: dict[str, ChildExplained]) -> None:
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
        if row["EVENT"] == "review" and "; late;" in row["DETAIL"]
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
