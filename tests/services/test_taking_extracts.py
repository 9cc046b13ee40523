"""Taking in extracts: one history out of many folders, each the case system's word for its own time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.errors import Refused
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.caseload import Explain
from iro_desk.services.children import ChildPage
from iro_desk.services.diary import Due, Today
from iro_desk.services.exchanging import ExtractTaken, TakeExtract
from iro_desk.services.returning import ReviewsReturn
from tests.sample import PRACTICE_DAY, SAMPLE, YEARS

SEPTEMBER, OCTOBER = "2026-27-to-30-september", "2026-27-to-31-october"


def take(desk: Desk, name: str) -> ExtractTaken:
    """Take in a folder of the sample."""
    return desk.do(TakeExtract(folder=SAMPLE / name)).result


def history(desk: Desk) -> list[dict[str, Any]]:
    """Everything the desk says of its children, less its own ids."""
    rows = [asdict(row) for row in desk.ask(Due(met=True))]
    for row in rows:
        row.pop("id")
    returned = [desk.ask(ReviewsReturn(year=year)).rows for year in (2024, 2025, 2026)]
    return [*sorted(rows, key=str), {"returned": returned}]


CHILD = "000123,F,01/02/2015,WBRI,UN4,0,"
CAME_IN = "000123,06/05/2026,S,V2,N1,U6,PR1,,,,NG1 1AA,NG2 2BB,"


@pytest.mark.parametrize("order", list(permutations(YEARS)), ids=lambda order: ">".join(each[:7] for each in order))
def test_years_in_any_order_are_one_history(
    opened: Callable[[date], Desk], practice: Path, order: tuple[str, ...]
) -> None:
    """An older year fills only gaps, so the desk comes out the same."""
    with opened(PRACTICE_DAY) as desk:
        for year in order:
            take(desk, year)
        mine = history(desk)
        assert desk.check() == ()
    with open_desk(practice, PRACTICE_PASSPHRASE, StandingClock(PRACTICE_DAY)) as desk:
        theirs = history(desk)
    for row in (*mine, *theirs):
        row.pop("explanation", None)  # the practice desk was told the day of each extract
    assert mine == theirs


def test_the_same_folder_twice_changes_nothing(desk: Desk) -> None:
    """And says so."""
    first = take(desk, "2025-26")
    outcome = desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
    assert (outcome.order, outcome.topics) == (None, frozenset())
    again = outcome.result
    assert (again.changed, again.withdrawn, again.unchanged) == (0, 0, first.changed)
    assert again.id == first.id
    assert "nothing in it is new" in again.words


def test_a_running_year_a_month_later(desk: Desk) -> None:
    """Newcomers, leavers, and three corrected days that are the same episodes still; nothing else is gone."""
    before = take(desk, SEPTEMBER)
    after = take(desk, OCTOBER)
    assert (before.taken["children"], after.taken["children"]) == (85, 88)
    assert after.withdrawn == 0
    assert after.taken["reviews"] - before.taken["reviews"] == 19
    older = take(desk, SEPTEMBER)
    assert (older.changed, older.withdrawn) == (0, 0)


def test_what_a_newer_extract_no_longer_has_is_withdrawn(desk: Desk, folder: Callable[..., Path]) -> None:
    """A review that the case system took back is out of sight, and its deadline is open again."""
    held = "000123,01/02/2015,28/05/2026,PN1"
    desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], [held]), extracted=date(2026, 6, 1)))
    taken = desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], [], "later"), extracted=date(2026, 7, 1))).result
    assert taken.withdrawn == 1
    (row,) = desk.ask(Due())
    assert (row.rule, row.due, row.held) == ("R1", date(2026, 6, 4), None)
    back = desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], [held], "last"), extracted=date(2026, 8, 1))).result
    assert back.changed == 1
    assert desk.ask(Due())[0].rule == "R2"


def test_a_corrected_start_moves_the_deadline_of_the_same_record(desk: Desk, folder: Callable[..., Path]) -> None:
    """The name of the duty stays, so a calendar moves its event instead of doubling it."""
    desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], []), extracted=date(2026, 5, 20)))
    (before,) = desk.ask(Due())
    corrected = CAME_IN.replace("06/05/2026", "01/05/2026")
    taken = desk.do(TakeExtract(folder=folder([CHILD], [corrected], [], "later"), extracted=date(2026, 6, 1))).result
    (after,) = desk.ask(Due())
    assert (taken.changed, taken.withdrawn) == (1, 0)
    assert (after.id, after.due) == (before.id, date(2026, 6, 2))
    assert before.due == date(2026, 6, 4)


def test_a_refused_review_makes_its_child_not_known_until_mended(desk: Desk, folder: Callable[..., Path]) -> None:
    """The good rows land, the child's days are not trusted, and a mended extract puts it right."""
    bad = folder([CHILD], [CAME_IN], ["000123,01/02/2015,31/02/2026,PN1"])
    taken = desk.do(TakeExtract(folder=bad, extracted=date(2026, 6, 1))).result
    (refused,) = taken.refused
    assert (refused.file, refused.line, refused.column, refused.value) == ("reviews.csv", 2, "REVIEW", "31/02/2026")
    assert "not a day" in refused.reason
    (row,) = desk.ask(Due())
    assert (row.state, row.due) == ("not known", None)
    assert "refused" in row.explanation
    good = folder([CHILD], [CAME_IN], ["000123,01/02/2015,28/05/2026,PN1"], "mended")
    desk.do(TakeExtract(folder=good, extracted=date(2026, 7, 1)))
    assert desk.ask(Due())[0].due == date(2026, 8, 28)


def test_a_refused_row_withdraws_nothing(desk: Desk, folder: Callable[..., Path]) -> None:
    """A row that could not be read might have been the one that is missing."""
    held = "000123,01/02/2015,28/05/2026,PN1"
    desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], [held]), extracted=date(2026, 6, 1)))
    bad = folder([CHILD], [CAME_IN], [held.replace("PN1", "PN9")], "bad")
    taken = desk.do(TakeExtract(folder=bad, extracted=date(2026, 7, 1))).result
    assert (taken.withdrawn, len(taken.refused)) == (0, 1)
    assert [each.held for period in desk.ask(Explain(child="000123")).periods for each in period.reviews] == [
        date(2026, 5, 28)
    ]


def test_a_rehearsal_changes_nothing(desk: Desk) -> None:
    """A dry run tells what would happen, and nothing does."""
    outcome = desk.do(TakeExtract(folder=SAMPLE / "2025-26", dry_run=True))
    assert (outcome.order, outcome.result.id, outcome.result.changed) == (None, None, 460)
    assert desk.ask(Today()).children == 0


def test_a_practice_desk_refuses_any_other_extract(practice: Path, folder: Callable[..., Path]) -> None:
    """No real child's file finds its way onto a desk whose passphrase is on the door."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        with pytest.raises(Refused, match="practice desk"):
            desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], [])))
        assert take(desk, "2025-26").changed == 0


@pytest.mark.parametrize("missing", ["header", "episodes", "reviews"])
def test_a_folder_without_a_table_is_refused_whole(desk: Desk, tmp_path: Path, missing: str) -> None:
    """A missing Reviews file would otherwise look like a year in which nobody was seen."""
    shutil.copytree(SAMPLE / "2025-26", tmp_path / "extract")
    (tmp_path / "extract" / f"{missing}.csv").unlink()
    with pytest.raises(Refused, match=f"no {missing} table"):
        desk.do(TakeExtract(folder=tmp_path / "extract"))
    assert desk.ask(Today()).extracts == ()


def test_what_ought_to_be_looked_at_is_told(desk: Desk, folder: Callable[..., Path]) -> None:
    """A dummy birthday is an unknown one, and a column that the desk does not know is passed over: both are said."""
    place = folder(["000123,F,01/01/1900,WBRI,UN4,0,"], [CAME_IN], [])
    taken = desk.do(TakeExtract(folder=place)).result
    assert [(each.column, each.value) for each in taken.remarks] == [("DOB", "01/01/1900")]
    assert desk.ask(ChildPage(child="000123")).born is None


def test_a_row_that_may_be_anybody_s_withdraws_nothing(desk: Desk, folder: Callable[..., Path]) -> None:
    """A review under a spoilt number may be this child's; without it, what is not in the extract is not there."""
    held = "000123,01/02/2015,28/05/2026,PN1"
    desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], [held]), extracted=date(2026, 6, 1)))
    spoilt = folder([CHILD], [CAME_IN], [held.replace("000123", "1.23E+02")], "spoilt")
    taken = desk.do(TakeExtract(folder=spoilt, extracted=date(2026, 7, 1))).result
    assert (taken.withdrawn, taken.unplaced) == (0, 1)
    assert "nothing was withdrawn" in taken.words
    assert desk.ask(Due())[0].rule == "R2"
    gone = folder([CHILD], [CAME_IN], [], "gone")
    assert desk.do(TakeExtract(folder=gone, extracted=date(2026, 8, 1))).result.withdrawn == 1


@pytest.mark.parametrize("file", ["header.csv", "episodes.csv", "reviews.csv"])
def test_a_folder_without_one_of_its_tables_is_refused_whole(desk: Desk, tmp_path: Path, file: str) -> None:
    """Missing or unreadable: nothing of it is taken, or every review would look overdue."""
    place = tmp_path / "extract"
    shutil.copytree(SAMPLE / OCTOBER, place)
    before = history(desk)
    for spoil in (lambda path: path.write_bytes(b"\x00\xff" * 99), lambda path: path.unlink()):
        spoil(place / file)
        with pytest.raises(Refused, match=file.split(".", maxsplit=1)[0]):
            desk.do(TakeExtract(folder=place))
        assert history(desk) == before


def test_how_far_an_import_has_come_is_told(desk: Desk, folder: Callable[..., Path]) -> None:
    """From nothing on, forward only, and never before the files are read."""
    told: list[float] = []
    desk.do(TakeExtract(folder=folder([CHILD], [CAME_IN], []), progress=told.append))
    assert told[0] == 0
    assert told == sorted(set(told))
    assert len(told) > 2
