"""Whose children are kept: what an extract leaves on the desk once a choice is made, and what it says of the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.domain.dates import day_words
from iro_desk.errors import Refused
from iro_desk.mending import restore
from iro_desk.services.children import Children
from iro_desk.services.choosing import (
    CaseloadChoice,
    ChangeCaseload,
    ChooseCaseload,
    Chosen,
    KeepEveryChild,
    Others,
)
from iro_desk.services.exchanging import ExtractTaken, TakeExtract
from iro_desk.services.numbering import ChangeNumber
from iro_desk.services.status_changes import StatusChanges
from tests.conftest import Made
from tests.sample import SAMPLE
from tests.services.test_people import extract

MINE = ("000101", "000102")
THEIRS = ("000201", "000202", "000203")
NEW = "000301"
BORN = "01/02/2015"
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a list of children, with whose each is."""

    def write(*rows: str, headings: str = "Child ID,IRO") -> Path:
        (tmp_path / "list.csv").write_text("\r\n".join([headings, *rows, ""]), encoding="utf-8")
        return tmp_path / "list.csv"

    return write


@pytest.fixture
def bring(desk: Desk, tmp_path: Path) -> Callable[..., ExtractTaken]:
    """Takes in an extract of these children."""

    def bring(*numbers: str, day: date = SEPTEMBER, left: tuple[str, ...] = (), dry_run: bool = False) -> ExtractTaken:
        folder = extract(tmp_path / "extract", *((each, BORN, "0", "") for each in numbers), left=left)
        return desk.do(TakeExtract(folder=folder, extracted=day, dry_run=dry_run)).result

    return bring


def choose(desk: Desk, file: Path, **more: object) -> Chosen:
    """Choose from a file."""
    return desk.do(ChooseCaseload(file=file, **more)).result  # type: ignore[arg-type]


def told(taken: ExtractTaken) -> Others:
    """What an outcome says of the children of others."""
    assert taken.others is not None
    return taken.others


def on_desk(desk: Desk) -> list[str]:
    """The numbers of the children on the desk."""
    return sorted(each.child for each in desk.ask(Children()))


def test_nothing_is_stored_of_the_children_of_others(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """No record, no event, no word; the outcome counts them, and what was taken counts only one's own."""
    choose(desk, write(*MINE, headings="Child ID"))
    taken = bring(*MINE, *THEIRS)
    assert (told(taken).count, told(taken).newcomers) == (3, ())
    assert "3 children of others were not kept." in taken.words
    assert (taken.taken["children"], taken.taken["episodes"]) == (2, 2)
    assert on_desk(desk) == list(MINE)
    with desk._parts.database.reading() as connection:
        events = connection.execute(text("SELECT body FROM event")).scalars().all()
    assert any(MINE[0] in each for each in events), "the control: one's own children are there"
    assert not [each for each in events for number in THEIRS if number in each]
    assert desk.check() == ()


def test_refused_rows_of_others_leave_nothing(desk: Desk, write: Callable[..., Path], tmp_path: Path) -> None:
    """They are told, for they may be of anybody, and nothing of their children is stored."""
    choose(desk, write(*MINE, headings="Child ID"))
    folder = extract(tmp_path / "extract", *((each, BORN, "0", "") for each in (*MINE, *THEIRS)))
    episodes = folder / "episodes.csv"
    bad = episodes.read_text(encoding="utf-8").replace(f"{THEIRS[0]},06/05/2026", f"{THEIRS[0]},31/02/2026")
    episodes.write_text(bad, encoding="utf-8")
    taken = desk.do(TakeExtract(folder=folder, extracted=SEPTEMBER)).result
    assert [each.value for each in taken.refused] == ["31/02/2026"]
    assert on_desk(desk) == list(MINE)
    with desk._parts.database.reading() as connection:
        events = connection.execute(text("SELECT body FROM event")).scalars().all()
    assert not [each for each in events if THEIRS[0] in each]


def test_a_newcomer_does_not_pass_unseen(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """Told by number in the outcome of the extract that first has them, however late they came, while in care."""
    choose(desk, write(*MINE, headings="Child ID"))
    bring(*MINE, *THEIRS)
    left = "000302"
    rehearsed = bring(*MINE, *THEIRS, NEW, left, day=OCTOBER, left=(left,), dry_run=True)
    taken = bring(*MINE, *THEIRS, NEW, left, day=OCTOBER, left=(left,))
    assert taken.others == rehearsed.others
    assert (told(taken).count, told(taken).newcomers) == (5, (NEW,))
    assert f"1 child new and in nobody's list: {NEW}" in taken.words
    assert told(bring(*MINE, *THEIRS, NEW, day=date(2026, 11, 30))).newcomers == ()
    added = desk.do(ChangeCaseload(add=(NEW,))).result
    assert (added.added, added.view.not_on_desk) == ((NEW,), (NEW,))
    again = bring(*MINE, *THEIRS, NEW, day=date(2026, 11, 30))
    assert (told(again).count, again.changed) == (3, 2)
    assert on_desk(desk) == [*MINE, NEW]


def test_an_older_extract_has_nobody_new(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """Whoever stands in it was there before."""
    choose(desk, write(*MINE, headings="Child ID"))
    bring(*MINE, day=OCTOBER)
    assert told(bring(*MINE, *THEIRS, day=SEPTEMBER)).newcomers == ()


def test_a_list_of_the_unit_tells_whose_the_others_are(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """Chosen by IRO, however spelt: then a child in nobody's list is told from the first extract on."""
    rows = [f'{each},"ADEYEMI, Frances"' for each in MINE] + [f"{each},Tom Reed" for each in THEIRS]
    chosen = choose(desk, write(*rows), iro="Frances Adeyemi")
    assert (chosen.view.chosen, chosen.view.iro) == (MINE, "Frances Adeyemi")
    taken = bring(*MINE, *THEIRS, NEW)
    assert (told(taken).count, told(taken).newcomers) == (4, (NEW,))


def test_those_who_are_stored_stay(desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]) -> None:
    """They are told by count, and extracts go on telling of them, until they are handed over."""
    bring(*MINE, *THEIRS)
    chosen = choose(desk, write(*MINE, headings="Child ID"))
    assert chosen.view.no_longer_chosen == THEIRS
    assert "3 children on this desk not chosen: kept until handed over." in chosen.words
    taken = bring(*MINE, *THEIRS, day=OCTOBER, left=(THEIRS[0],))
    assert (told(taken).count, told(taken).no_longer_chosen, taken.changed) == (0, 3, 1)
    assert on_desk(desk) == [*MINE, *THEIRS]
    assert [each.kind for each in desk.ask(StatusChanges())] == ["left"], "nobody is said to be gone from the extract"


def test_a_chosen_child_whose_number_changes_stays_chosen(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """By whichever number they were chosen, and by whichever an extract tells of them."""
    choose(desk, write(*MINE, headings="Child ID"))
    bring(*MINE, *THEIRS)
    desk.do(ChangeNumber(child=MINE[0], number=NEW))
    taken = bring(NEW, MINE[1], *THEIRS, day=OCTOBER).others
    assert taken is not None
    assert (taken.count, taken.newcomers, taken.no_longer_chosen) == (3, (), 0)
    assert on_desk(desk) == [MINE[1], NEW]
    assert desk.ask(CaseloadChoice()).not_on_desk == ()


def test_what_stands_beside_of_others_is_not_kept(desk: Desk, write: Callable[..., Path], tmp_path: Path) -> None:
    """Times missing, orders that deprive of liberty, social workers: only those of one's own."""
    choose(desk, write(*MINE, headings="Child ID"))
    folder = extract(tmp_path / "extract", *((each, BORN, "0", "") for each in (MINE[0], THEIRS[0])))
    rows = [f"{each},{BORN},M,01/09/2026,02/09/2026" for each in (MINE[0], THEIRS[0])]
    (folder / "missing.csv").write_text("\n".join(["CHILD,DOB,MISSING,MIS_START,MIS_END", *rows, ""]), encoding="utf-8")
    taken = desk.do(TakeExtract(folder=folder, extracted=SEPTEMBER)).result
    assert (taken.taken["missing"], taken.taken["children"]) == (1, 1)
    with desk._parts.database.reading() as connection:
        events = connection.execute(text("SELECT body FROM event")).scalars().all()
    assert sum('"record":"missing"' in each.replace(" ", "") for each in events) == 1


def test_a_choice_is_undone_and_done_again(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """With it comes back the choice that stood before, or none."""
    assert desk.ask(CaseloadChoice()).chosen is None
    choose(desk, write(*MINE, headings="Child ID"))
    choose(desk, write(MINE[0], THEIRS[0], headings="Child ID"))
    assert desk.ask(CaseloadChoice()).chosen == (MINE[0], THEIRS[0])
    desk.undo()
    assert desk.ask(CaseloadChoice()).chosen == MINE
    desk.undo()
    assert desk.ask(CaseloadChoice()).chosen is None
    assert bring(*MINE, *THEIRS, dry_run=True).others is None
    desk.redo()
    desk.redo()
    assert desk.ask(CaseloadChoice()).chosen == (MINE[0], THEIRS[0])
    desk.do(KeepEveryChild())
    assert desk.ask(CaseloadChoice()).chosen is None
    desk.undo()
    assert desk.ask(CaseloadChoice()).chosen == (MINE[0], THEIRS[0])
    assert desk.check() == ()


def test_the_same_choice_twice_changes_nothing(desk: Desk, write: Callable[..., Path]) -> None:
    """Not even an order; a rehearsal neither."""
    file = write(*MINE, headings="Child ID")
    rehearsed = desk.do(ChooseCaseload(file=file, dry_run=True))
    assert (rehearsed.order, rehearsed.result.added) == (None, MINE)
    assert desk.ask(CaseloadChoice()).chosen is None
    choose(desk, file)
    again = desk.do(ChooseCaseload(file=file))
    assert (again.order, again.result.words.startswith("2 children chosen, as before.")) == (None, True)


def test_an_undone_import_forgets_whom_it_saw(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """So that the newcomer of an extract that is taken in again is told again."""
    choose(desk, write(*MINE, headings="Child ID"))
    bring(*MINE, *THEIRS)
    assert told(bring(*MINE, *THEIRS, NEW, day=OCTOBER)).newcomers == (NEW,)
    desk.undo()
    assert told(bring(*MINE, *THEIRS, NEW, day=OCTOBER)).newcomers == (NEW,)


def test_choices_that_are_refused(desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]) -> None:
    """Each in a sentence that says what to do, and nothing is chosen."""
    bring(*MINE)
    with pytest.raises(Refused, match="No children were chosen yet"):
        desk.do(ChangeCaseload(add=(NEW,)))
    file = write(f"{MINE[0]},Tom Reed")
    for more, words in (
        ({"iro": "Frances Adeyemi"}, "no child has the IRO Frances Adeyemi; it names Tom Reed"),
        ({"iro": "Tom Reed", "columns": {"iro": "-"}}, "no column that is known as the IRO"),
    ):
        with pytest.raises(Refused, match=words):
            choose(desk, file, **more)
    with pytest.raises(Refused, match="names no child"):
        choose(desk, write("101,"))
    assert desk.ask(CaseloadChoice()).chosen is None
    choose(desk, write(*MINE, headings="Child ID"))
    for order, words in (
        (ChangeCaseload(remove=(NEW,)), "is not among the children who were chosen"),
        (ChangeCaseload(remove=MINE), "would leave nobody"),
        (ChangeCaseload(add=("101",)), f"likely meant for {MINE[0]}"),
    ):
        with pytest.raises(Refused, match=words):
            desk.do(order)


def test_a_list_that_lost_its_zeros_is_told_by_row(
    desk: Desk, write: Callable[..., Path], bring: Callable[..., ExtractTaken]
) -> None:
    """The others are chosen."""
    bring(*MINE)
    chosen = choose(desk, write("101", MINE[1], "000999", headings="Child ID"))
    assert chosen.view.chosen == (MINE[1], "000999")
    (refused,) = chosen.refused
    assert (refused.line, refused.value) == (2, "101")
    assert f"{MINE[0]} is likely meant" in refused.reason


def test_two_copies_that_choose_apart_come_together(
    folder_and_key: Made, tmp_path: Path, write: Callable[..., Path]
) -> None:
    """One adds a child, the other takes one away: both are done, and nothing is in dispute."""
    (folder, key), other, clock = folder_and_key, tmp_path / "other", StandingClock(OCTOBER)
    with open_desk(folder, key, clock) as desk:
        choose(desk, write(*MINE, headings="Child ID"))
        restore(desk.back_up().folder, other, key, clock=clock)
        desk.do(ChangeCaseload(add=(NEW,)))
    with open_desk(other, key, clock) as second:
        second.do(ChangeCaseload(remove=(MINE[0],)))
    with open_desk(folder, key, clock) as desk:
        assert desk.join(other).disputed == 0
        assert desk.ask(CaseloadChoice()).chosen == (MINE[1], NEW)


def test_the_sample_for_one_officer(desk: Desk, write: Callable[..., Path]) -> None:
    """Two running-year extracts a month apart: the other officers' newcomers are counted, and told by number."""
    september = (SAMPLE / "2026-27-to-30-september" / "header.csv").read_text(encoding="utf-8").splitlines()[1:]
    numbers = [each.split(",")[0] for each in september]
    choose(desk, write(*numbers[:20], headings="Child ID"))
    first = desk.do(TakeExtract(folder=SAMPLE / "2026-27-to-30-september")).result
    assert (told(first).count, told(first).newcomers) == (65, ())
    second = desk.do(TakeExtract(folder=SAMPLE / "2026-27-to-31-october")).result
    october = (SAMPLE / "2026-27-to-31-october" / "header.csv").read_text(encoding="utf-8").splitlines()[1:]
    new = sorted({each.split(",")[0] for each in october} - set(numbers))
    assert told(second).newcomers == tuple(new)
    assert len(new) == 3
    assert len(desk.ask(Children())) == 20
    assert day_words(second.to) in second.words
