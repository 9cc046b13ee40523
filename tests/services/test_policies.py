"""The law in use on a desk: its page, and a council's policy taken in, dropped and undone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from iro_desk.desk import Desk
from iro_desk.domain.timetable import State
from iro_desk.errors import Refused
from iro_desk.reference.law import law_on
from iro_desk.services.caseload import WhatIf
from iro_desk.services.diary import Due
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.policies import AdoptPolicy, DropPolicy, LawInUse
from tests.sample import PRACTICE_DAY, SAMPLE

POLICY = """
council = "Example County Council"
edition = "2026-09"
home_districts = ["BN"]

[[stricter]]
rule      = "R3"
within    = "3 months"
under_age = 5
source    = "Standards 4.3"
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy file."""
    file = tmp_path / "policy.toml"
    file.write_text(POLICY, encoding="utf-8")
    return file


def test_the_page_of_the_law(desk: Desk) -> None:
    """Edition, the day of the last check, every rule with source and status, and which are silent."""
    view, book = desk.ask(LawInUse()), law_on(PRACTICE_DAY).book
    assert (view.edition, view.last_checked, view.policy) == (book.edition, book.last_checked, None)
    assert [each.id for each in view.rules] == [each.id for each in book.rule]
    by_id = {each.id: each for each in view.rules}
    assert by_id["ADJ"].status_words == "Not confirmed yet: to be checked against the text itself."
    assert {each.id for each in view.rules if each.kept} == {
        "R1", "R2", "R3", "SB1", "SB2", "A1", "A2", "A5", "A6", "A7", "A9", "ADJ"
    }  # fmt: skip
    assert by_id["PRE1"].period == "15 working days before the day of the review"
    assert by_id["A9"].period == "42 days from the return from the adoption placement, and not before 28 days"
    assert view.holidays_to.year == 2029


def test_a_policy_is_in_use_until_it_is_dropped(desk: Desk, policy: Path) -> None:
    """Undoable like any order; the file itself is needed no more."""
    desk.do(TakeExtract(folder=SAMPLE / "2025-26", extracted=date(2026, 3, 31)))
    plain = desk.ask(Due())
    assert (
        desk.do(AdoptPolicy(file=policy)).result == "The policy of Example County Council, edition 2026-09, is in use."
    )
    policy.unlink()
    strict = desk.ask(Due())
    assert strict != plain
    assert all(
        mine.due <= theirs.due for mine, theirs in zip(_by_child(strict), _by_child(plain), strict=True)
        if mine.due and theirs.due
    )  # fmt: skip
    moved = [each for each in strict if each.source and each.source.startswith("Standards 4.3")]
    assert moved
    assert all("stricter than the 6 months of SI 2010/959 reg. 33(2)" in each.explanation for each in moved)
    view = desk.ask(LawInUse())
    assert view.policy
    assert (view.policy.council, view.policy.adopted_on) == ("Example County Council", PRACTICE_DAY)
    assert next(each.local for each in view.rules if each.id == "R3") == "3 months while under 5 (Standards 4.3)"
    desk.do(DropPolicy())
    assert desk.ask(Due()) == plain
    desk.undo()
    assert desk.ask(Due()) == strict
    assert desk.check() == ()


def _by_child(rows: tuple[Any, ...]) -> list[Any]:
    return sorted(rows, key=lambda each: (each.child, each.id))


def test_what_if_goes_by_the_policy_too(desk: Desk, policy: Path) -> None:
    """A review that would be in time by the law alone is late by the council's."""
    desk.do(TakeExtract(folder=SAMPLE / "2025-26", extracted=date(2026, 3, 31)))
    desk.do(AdoptPolicy(file=policy))
    young = next(each for each in desk.ask(Due()) if each.source and each.source.startswith("Standards"))
    assert young.due
    late = desk.ask(WhatIf(child=young.child, held=young.due + timedelta(days=1))).review
    assert (late.state, late.due) == (State.LATE, young.due)
    desk.do(DropPolicy())
    assert desk.ask(WhatIf(child=young.child, held=young.due + timedelta(days=1))).review.state is State.IN_TIME


def test_a_policy_that_is_no_policy_changes_nothing(desk: Desk, policy: Path) -> None:
    """Refused whole; there is nothing to drop."""
    policy.write_text(POLICY.replace("3 months", "9 months"), encoding="utf-8")
    with pytest.raises(Refused, match="not longer"):
        desk.do(AdoptPolicy(file=policy))
    assert desk.ask(LawInUse()).policy is None
    with pytest.raises(Refused, match="nothing to drop"):
        desk.do(DropPolicy())


def test_the_commands(iro: Any, practice: Path, policy: Path) -> None:
    """The same by the command line, with stable keys."""
    code, told, _ = iro("--desk", practice, "policy", policy)
    assert (code, list(told)) == (0, ["words"])
    code, told, _ = iro("--desk", practice, "law")
    assert (code, told["policy"]["home_districts"], told["last_checked"]) == (0, ["BN"], "2026-11-24")
    assert list(told["rules"][0]) == ["id", "words", "period", "source", "status", "note", "kept", "local"]
    assert iro("--desk", practice, "policy", "--drop")[0] == 0
    assert iro("--desk", practice, "policy")[0] == 2
    assert iro("--desk", practice, "policy", "nowhere.toml")[:1] == (1,)


def test_the_commands_about_reviews(iro: Any, practice: Path) -> None:
    """Recorded, met again, taken back; asked and answered."""
    child = next(each["child"] for each in iro("--desk", practice, "due")[1] if each["state"] == "overdue")
    review = ("--desk", practice, "review", child, "--held", "2026-10-30")
    code, told, _ = iro(*review, "--adjourned")
    assert (code, list(told)) == (0, ["child", "held", "words"])
    document = iro("--desk", practice, "explain", child)[1]
    assert "is not in the extract to Sat 31 Oct 2026" in document["beside"][0]
    assert iro(*review, "--met-again", "2026-10-31")[0] == 0
    assert iro(*review, "--met-again", "2026-10-31", "--take-back")[0] == 2
    assert iro(*review, "--take-back")[0] == 0
    code, asked, _ = iro("--desk", practice, "asks")
    assert code == 0
    for each in asked:
        assert list(each) == ["id", "child", "on", "words", "answers"]
        assert iro("--desk", practice, "asks", "--answer", each["id"], each["answers"][0]["answer"])[0] == 0
    assert iro("--desk", practice, "asks")[1] == []
    assert iro("--desk", practice, "asks", "--answer", "nothing", "first")[0] == 1
    assert iro("--desk", practice, "asks", "--answer", "nothing", "perhaps")[0] == 2
