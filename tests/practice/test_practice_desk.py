"""The practice desk as ``demo`` makes it: alive on its own day, and closed to everybody else's extracts."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from iro_desk.bootstrap import READ_LONG_AGO, make_practice_desk, open_desk
from iro_desk.desk import Desk
from iro_desk.errors import Refused
from iro_desk.glance import PRACTICE_PASSPHRASE, glance
from iro_desk.practice import PRACTICE_OFFICER
from iro_desk.practice.caseload import practice_caseload
from iro_desk.practice.writing import write_extracts
from iro_desk.reference.law import law_on
from iro_desk.services.caseload import Explain
from iro_desk.services.children import ChildPage, Children
from iro_desk.services.diary import Due, Section, Today
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.status_changes import StatusChanges
from iro_desk.services.warning import CaseloadWarnings
from tests.conftest import CHEAP
from tests.sample import SAMPLE

DAY = date(2028, 2, 29)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice desk of a leap day."""
    folder = tmp_path_factory.mktemp("invented") / "desk"
    make_practice_desk(folder, DAY, cost=CHEAP)
    return folder


@pytest.fixture
def invented(made: Path) -> Iterator[Desk]:
    """That desk, open."""
    with open_desk(made, PRACTICE_PASSPHRASE) as desk:
        yield desk


def test_today_is_alive(invented: Desk) -> None:
    """110 children on the day the desk was made; something overdue, something soon, a little not known."""
    view = invented.ask(Today())
    assert (view.today, view.children, view.practice) == (DAY, 110, True)
    sections = Counter(each.section for each in view.lines)
    assert 2 <= sections[Section.OVERDUE] <= 4
    assert sections[Section.AT_RISK] >= 3
    assert sections[Section.NOT_KNOWN] <= 4
    assert [each.year for each in view.extracts] == ["2027-28", "2026-27", "2025-26"]
    assert view.extracts[0].to == DAY


def test_every_child_in_care_has_one_review_to_come(invented: Desk) -> None:
    """And a timeline that can be explained."""
    rows = invented.ask(Due())
    assert len(rows) == len({each.child for each in rows}) == 110
    for child in invented.ask(Children())[::15]:
        assert invented.ask(Explain(child=child.child)).periods


def test_only_what_changed_lately_waits_to_be_read(invented: Desk) -> None:
    """An officer who has kept up: some news of the last four weeks, and nothing older."""
    waiting = invented.ask(StatusChanges())
    assert 10 <= len(waiting) <= 80
    assert all(DAY - READ_LONG_AGO <= each.on <= DAY for each in waiting)


def test_it_takes_in_its_own_extracts_again_and_no_other(invented: Desk, tmp_path: Path) -> None:
    """The same day's extracts change nothing; the sample, and those of the day after, are refused."""
    own, other = (
        write_extracts(practice_caseload(day, law_on(day)), tmp_path / day.isoformat())
        for day in (DAY, DAY + timedelta(days=1))
    )
    for folder in own:
        assert invented.do(TakeExtract(folder=folder)).result.changed == 0
    for folder in (*other, SAMPLE / "2025-26"):
        with pytest.raises(Refused, match="practice desk"):
            invented.do(TakeExtract(folder=folder))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_years_in_any_order_are_one_history(
    opened: Callable[[date], Desk], tmp_path: Path, order: tuple[int, ...]
) -> None:
    """However they came in, each once more changes nothing: how a social worker's time ended is left to the newer."""
    extracts = list(write_extracts(practice_caseload(DAY, law_on(DAY)), tmp_path / "extracts").items())
    with opened(DAY) as desk:
        for folder, made in (extracts[each] for each in order):
            desk.do(TakeExtract(folder=folder, extracted=made))
        again = [desk.do(TakeExtract(folder=folder)).result for folder, _ in extracts]
    assert [(each.changed, each.withdrawn) for each in again] == [(0, 0)] * 3


def test_the_desk_is_whole(invented: Desk) -> None:
    """File, journal, signatures and tables agree."""
    assert invented.check() == ()


def test_demo_makes_it_on_the_day_it_is_told(iro: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --as-at, in under ten seconds, keys at their full cost; the extracts that it was made of are gone again."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    folder = tmp_path / "desk"
    began = perf_counter()
    code, document, _ = iro("--as-at", "2026-12-25", "demo", folder, "--kind", "iro")
    assert perf_counter() - began < 10
    assert (code, document["kind"]) == (0, "iro")
    assert list(scratch.iterdir()) == []
    label = glance(folder)
    assert (label.practice, label.stands_on) == (True, date(2026, 12, 25))


def test_a_practice_desk_that_cannot_be_filled_is_not_made(tmp_path: Path) -> None:
    """Whole, or not at all."""
    with pytest.raises(Refused, match=r"no \.csv file"):
        make_practice_desk(tmp_path / "desk", DAY, cost=CHEAP, extracts={tmp_path: DAY})
    assert not (tmp_path / "desk").exists()


def test_everybody_has_a_name_and_people_round_them(invented: Desk) -> None:
    """Nothing of the people file was refused; the one pair that may not have one IRO is warned of, and no other."""
    listed = invented.ask(Children())
    assert len(listed) > 110
    assert all(each.name for each in listed)
    page = invented.ask(ChildPage(child=listed[0].child))
    assert page.social_worker
    assert page.iro == PRACTICE_OFFICER
    (warning,) = invented.ask(CaseloadWarnings())
    assert "mother" in warning.words
