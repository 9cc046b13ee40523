"""What an extract changed in the children's lives: noticed once, said with the deadline it moved, acknowledged."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.domain.sentinel import Kind
from iro_desk.errors import Refused
from iro_desk.services.exchanging import Extracts, TakeExtract
from iro_desk.services.status_changes import Acknowledge, StatusChangeLine, StatusChanges
from tests.conftest import Made
from tests.sample import SAMPLE

TODAY = date(2026, 10, 31)
SEPTEMBER, OCTOBER = SAMPLE / "2026-27-to-30-september", SAMPLE / "2026-27-to-31-october"
CHANGED = {
    ("358321", "came in", "2026-10-07"),
    ("397803", "came in", "2026-10-07"),
    ("332592", "came back", "2026-10-12"),
    ("322122", "left", "2026-10-18"),
    ("322122", "birthday", "2026-10-18"),
    ("400036", "left", "2026-10-03"),
    ("400036", "birthday", "2026-10-03"),
    ("005559", "left", "2026-10-06"),
    ("415718", "left", "2026-10-12"),
    ("343764", "placement", "2026-10-13"),
    ("310768", "legal status", "2026-10-20"),
    ("361634", "corrected", "2026-09-11"),
    ("391543", "corrected", "2026-09-11"),
    ("398667", "corrected", "2026-09-11"),
    ("366929", "birthday", "2026-10-01"),
}
"""What the sample's README says of its two extracts of the running year, and the birthdays that fall between."""


@pytest.fixture
def desk(folder_and_key: Made) -> Iterator[Desk]:
    """A desk that took in two years and the running one to 30 September."""
    with open_desk(*folder_and_key, StandingClock(TODAY)) as opened:
        for name in ("2024-25", "2025-26"):
            opened.do(TakeExtract(folder=SAMPLE / name))
        opened.do(TakeExtract(folder=SEPTEMBER, extracted=date(2026, 9, 30)))
        opened.do(Acknowledge(ids=tuple(each.id for each in opened.ask(StatusChanges()))))
        yield opened


def said(desk: Desk, child: str) -> list[StatusChangeLine]:
    """What is to be acknowledged of a child."""
    return [each for each in desk.ask(StatusChanges()) if each.child == child and not each.kind.news]


def test_the_month_between_the_two_extracts_and_nothing_else(desk: Desk) -> None:
    """Every change that the sample lists, once, before nineteen reviews, which are news."""
    told = desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY)).result
    lines = desk.ask(StatusChanges())
    assert {(each.child, each.kind.value, each.on.isoformat()) for each in lines if not each.kind.news} == CHANGED
    assert Counter(each.kind.news for each in lines) == {False: len(CHANGED), True: 19}
    assert [each.kind.news for each in lines] == sorted(each.kind.news for each in lines)
    assert told.words.endswith("15 things to look at.")


def test_an_unchanged_extract_is_silent(desk: Desk) -> None:
    """The same files, and the same content under a later day."""
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    before = desk.ask(StatusChanges())
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    assert desk.ask(StatusChanges()) == before


def test_each_says_which_deadline_moved(desk: Desk) -> None:
    """From where to where, by which rule; a correction that moves none says none."""
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    (back,) = said(desk, "332592")
    assert back.words.startswith("Came back into care on Mon 12 Oct 2026, under interim care order (C1); reviews are")
    assert "The next review is due by" in back.words
    (left,) = said(desk, "415718")
    assert left.words.startswith("Left care on Mon 12 Oct 2026: remand ended (E14). No review is due any more; it was ")
    (corrected,) = said(desk, "361634")
    assert corrected.words.endswith("Mon 14 Sep 2026 became Fri 11 Sep 2026, from Fri 11 Sep 2026.")


def test_the_extracts_that_were_taken_in(desk: Desk) -> None:
    """By the day they tell to, each with its year; status changes name them by their record."""
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    told = desk.ask(Extracts())
    assert [each.year for each in told] == ["2024-25", "2025-26", "2026-27", "2026-27"]
    assert [each.to for each in told[2:]] == [date(2026, 9, 30), TODAY]
    assert {each.extract for each in desk.ask(StatusChanges())} == {told[-1].id}


def test_those_of_one_day_stand_in_one_order(desk: Desk) -> None:
    """By child, and of one child as the kinds are listed, however often it is asked."""
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    lines = desk.ask(StatusChanges())
    kinds = list(Kind)
    assert [(each.kind.news, each.on, each.child, each.kind) for each in lines] == sorted(
        ((each.kind.news, each.on, each.child, each.kind) for each in lines),
        key=lambda each: (each[0], TODAY - each[1], each[2], kinds.index(each[3])),
    )


def test_what_was_acknowledged_is_not_said_again(desk: Desk) -> None:
    """It stays under its extract, with the day; an undo brings it back."""
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    (back,) = said(desk, "332592")
    assert desk.do(Acknowledge(ids=(back.id,))).result == "1 change acknowledged."
    assert said(desk, "332592") == []
    (kept,) = [each for each in desk.ask(StatusChanges(extract=back.extract)) if each.id == back.id]
    assert kept.acknowledged == TODAY
    desk.undo()
    assert said(desk, "332592") == [back]
    with pytest.raises(Refused, match="no change"):
        desk.do(Acknowledge(ids=("nothing",)))


def test_what_fills_in_the_past_is_no_news(folder_and_key: Made) -> None:
    """The first extract of a desk, an older one after a newer, and one whose year ended long ago."""
    with open_desk(*folder_and_key, StandingClock(TODAY)) as desk:
        for name in ("2025-26", "2024-25"):
            desk.do(TakeExtract(folder=SAMPLE / name))
        assert desk.ask(StatusChanges()) == ()
    with open_desk(*folder_and_key, StandingClock(date(2027, 7, 2))) as desk:
        desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
        assert desk.ask(StatusChanges()) == ()


def test_an_import_that_is_undone_takes_its_changes_with_it(desk: Desk) -> None:
    """Nothing is left to acknowledge."""
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    desk.undo()
    assert desk.ask(StatusChanges()) == ()
    assert desk.check() == ()


Mend = Callable[[str, Callable[[dict[str, str]], dict[str, str] | None]], None]


@pytest.fixture
def mended(tmp_path: Path) -> tuple[Path, Mend]:
    """A copy of the October extract, and what alters rows of a table of it, or takes them away."""
    folder = tmp_path / "mended"
    shutil.copytree(OCTOBER, folder)

    def mend(table: str, alter: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
        path = folder / table
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        altered = [row for each in found if (row := alter(dict(each))) is not None]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, found[0].keys())
            writer.writeheader()
            writer.writerows(altered)

    return folder, mend


def test_a_child_who_is_gone_from_the_extract(desk: Desk, mended: tuple[Path, Mend]) -> None:
    """Is told of once, and not again by the next that does not tell of them either."""
    folder, mend = mended
    for table in ("header.csv", "episodes.csv", "reviews.csv"):
        mend(table, lambda row: None if row["CHILD"] == "350212" else row)
    desk.do(TakeExtract(folder=folder, extracted=TODAY))
    (line,) = said(desk, "350212")
    assert (line.kind, line.on) == (Kind.GONE, TODAY)
    mend("reviews.csv", lambda row: None if row["CHILD"] == "349426" and row["REVIEW"] == "13/03/2026" else row)
    desk.do(TakeExtract(folder=folder, extracted=date(2026, 11, 30)))
    assert said(desk, "350212") == [line]


def test_a_corrected_start_says_which_day_moved(desk: Desk, mended: tuple[Path, Mend]) -> None:
    """The newcomers came in two days earlier: the first review is due earlier too, or was held late."""
    desk.do(TakeExtract(folder=OCTOBER, extracted=TODAY))
    folder, mend = mended

    def earlier(row: dict[str, str]) -> dict[str, str]:
        return {**row, "DECOM": "05/10/2026"} if (row["CHILD"], row["DECOM"]) == ("358321", "07/10/2026") else row

    mend("episodes.csv", earlier)
    desk.do(TakeExtract(folder=folder, extracted=date(2026, 11, 1)))
    corrected = next(each for each in said(desk, "358321") if each.kind is Kind.START_CORRECTED)
    assert corrected.words.startswith(
        "The day of coming into care was corrected from Wed 7 Oct 2026 to Mon 5 Oct 2026."
    )


def test_two_moves_within_28_days(desk: Desk, mended: tuple[Path, Mend]) -> None:
    """The second is told of as one; a day more between them and it is only a move."""
    folder, mend = mended
    for day, kinds in (("10/11/2026", {Kind.PLACEMENT, Kind.TWO_MOVES}), ("11/11/2026", {Kind.PLACEMENT})):
        moved: list[dict[str, str]] = []

        def close(row: dict[str, str], day: str = day, moved: list[dict[str, str]] = moved) -> dict[str, str]:
            if row["CHILD"] == "343764" and not row["DEC"]:
                moved.append({**row, "DECOM": day, "RNE": "P", "PLACE": "U6", "PLACE_PROVIDER": "PR1", "URN": ""})
                return {**row, "DEC": day, "REC": "X1", "REASON_PLACE_CHANGE": "CHILD"}
            return row

        mend("episodes.csv", close)
        with (folder / "episodes.csv").open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, moved[0].keys()).writerows(moved)
        desk.do(TakeExtract(folder=folder, extracted=date(2026, 11, 30)))
        on = date(2026, 11, int(day[:2]))
        assert {each.kind for each in said(desk, "343764") if each.on == on} == kinds
        desk.undo()
        shutil.rmtree(folder)
        shutil.copytree(OCTOBER, folder)


def test_the_command(iro: Any, practice: Path) -> None:
    """Lists them with stable keys, of one extract too, and acknowledges by id."""
    code, told, _ = iro("--desk", practice, "changes")
    assert code == 0
    assert list(told[0]) == ["id", "import", "child", "kind", "on", "was", "is", "words"]
    code, acknowledged, _ = iro("--desk", practice, "changes", "--acknowledge", told[0]["id"], told[1]["id"])
    assert (code, acknowledged) == (0, {"acknowledged": [told[0]["id"], told[1]["id"]]})
    assert len(iro("--desk", practice, "changes")[1]) == len(told) - 2
    assert len(iro("--desk", practice, "changes", "--import", "last")[1]) == len(told)
    assert iro("--desk", practice, "changes", "--import", "9")[0] == 2
