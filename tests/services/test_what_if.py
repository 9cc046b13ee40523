"""What if a review were held on a day: how it would stand, and what would become due next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.desk import Desk
from iro_desk.domain.timetable import State
from iro_desk.errors import Refused
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.access import Accesses
from iro_desk.services.caseload import Explain, WhatIf

OVERDUE, LONG_IN_CARE, PLACED, GONE = "350212", "349426", "381116", "322122"


@pytest.fixture
def desk(practice: Path) -> Iterator[Desk]:
    """The practice desk, on 31 October 2026."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as opened:
        yield opened


def asked(desk: Desk, child: str, held: date) -> tuple[State, date | None, str | None, date | None]:
    """How it would stand, its day; the rule and the day of what follows."""
    answer = desk.ask(WhatIf(child=child, held=held))
    following = answer.following
    then = (following.rule, following.due) if following else (None, None)
    return answer.review.state, answer.review.due, *then


def test_an_overdue_review_held_today(desk: Desk) -> None:
    """Late, and the next six months from it; nothing is written."""
    before = desk.ask(Explain(child=OVERDUE))
    assert asked(desk, OVERDUE, date(2026, 10, 31)) == (State.LATE, date(2026, 4, 24), "R3", date(2027, 4, 30))
    assert desk.ask(Explain(child=OVERDUE)) == before


def test_a_day_to_come(desk: Desk) -> None:
    """The reading is that of the day asked about, not of today."""
    assert asked(desk, PLACED, date(2026, 11, 12)) == (State.LATE, date(2026, 5, 2), "A7", date(2027, 5, 12))


def test_a_review_between_two_that_were_held_moves_nothing_that_follows(desk: Desk) -> None:
    """The next to come still counts from the last."""
    to_come = next(
        row for each in desk.ask(Explain(child=LONG_IN_CARE)).periods for row in each.deadlines if row.held is None
    )
    assert asked(desk, LONG_IN_CARE, date(2025, 6, 2))[2:] == (to_come.rule, to_come.due)


def test_a_day_on_which_the_child_was_not_in_care(desk: Desk) -> None:
    """Is said to be one."""
    with pytest.raises(Refused, match="was not in care on Mon 26 Oct 2026"):
        desk.ask(WhatIf(child=GONE, held=date(2026, 10, 26)))
    with pytest.raises(Refused, match="No child"):
        desk.ask(WhatIf(child="nobody", held=date(2026, 10, 26)))


def test_the_command_says_both(iro: Any, practice: Path) -> None:
    """In words and in JSON; the child's page was opened, and that is noted once."""
    code, told, _ = iro("--desk", practice, "explain", OVERDUE, "--if-held", "2026-10-31")
    assert code == 0
    assert (told["if_held"]["review"]["state"], told["if_held"]["following"]["due"]) == ("late", "2027-04-30")
    code, told, _ = iro("--desk", practice, "explain", OVERDUE)
    assert "if_held" not in told
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert len(desk.ask(Accesses())) == 2


def test_a_day_that_has_a_review(desk: Desk) -> None:
    """Nothing is supposed beside it."""
    held = next(each.held for period in desk.ask(Explain(child=LONG_IN_CARE)).periods for each in period.reviews)
    with pytest.raises(Refused, match="already"):
        desk.ask(WhatIf(child=LONG_IN_CARE, held=held))
