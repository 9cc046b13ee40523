"""Two copies of one desk, worked on in every way and in any order: nothing said is lost, nothing undone stays."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from iro_desk.bootstrap import open_desk
from iro_desk.domain import undoing
from iro_desk.domain.events import Event, Folded
from iro_desk.mending import restore
from iro_desk.services.children import Children
from iro_desk.services.contacting import RecordContact
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage import fold
from iro_desk.storage.keys import DeskKey
from tests.breaking.machine import CHILDREN, KINDS, Base, TwoDesks
from tests.breaking.two_desks import SetClock, small_files
from tests.sample import PRACTICE_DAY, SAMPLE


@pytest.fixture(scope="module")
def base(made_once: tuple[Path, DeskKey], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A desk with three children and a contact, its backup restored on two laptops, four extracts, two files."""
    memory = Path("/dev/shm")  # noqa: S108 - not a temporary file of the program
    where = memory if os.access(memory, os.W_OK) else tmp_path_factory.mktemp("two")
    with tempfile.TemporaryDirectory(dir=where) as name, pytest.MonkeyPatch.context() as patch:
        folder, key = Path(name), made_once[1]
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        shutil.copytree(made_once[0], folder / "made")
        extracts = tuple(cut(each, folder / f"extract-{number}", drop) for number, (each, drop) in enumerate(EXTRACTS))
        with open_desk(folder / "made", key, SetClock(PRACTICE_DAY)) as desk:
            desk.do(TakeExtract(folder=extracts[0]))
            child = desk.ask(Children())[0].child
            desk.do(RecordContact(child=child, on=PRACTICE_DAY, kind=KINDS[0], note="The first one"))
            made = desk.back_up()
        for each in ("first", "second"):
            restore(made.folder, folder / each, key, clock=SetClock(PRACTICE_DAY))
        patch.undo()
        yield Base(folder, key, extracts, small_files(folder / "files"))


EXTRACTS = (("2025-26", 0), ("2026-27-to-30-september", 0), ("2026-27-to-31-october", 0), ("2025-26", 1))
"""The years, and of how many reviews each child's row is left out: the last one withdraws what the first one told."""


def cut(year: str, into: Path, drop: int) -> Path:
    """A year's tables with three of its children alone, each without so many reviews."""
    into.mkdir()
    for table in sorted((SAMPLE / year).glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as file:
            heading, *found = csv.reader(file)
        kept = [row for row in found if row[0] in KEPT]
        if table.stem == "reviews" and drop:
            kept = [row for at, row in enumerate(kept) if row[0] in {each[0] for each in kept[:at]}]
        with (into / table.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *kept])
    return into


def _kept() -> frozenset[str]:
    """Three children who are in every year from 2025 on, with a review or more in each."""
    told: list[set[str]] = []
    for year in ("2025-26", "2026-27-to-30-september", "2026-27-to-31-october"):
        with (SAMPLE / year / "reviews.csv").open(encoding="utf-8", newline="") as file:
            told.append({row[0] for row in list(csv.reader(file))[1:]})
    return frozenset(sorted(set.intersection(*told))[:CHILDREN])


KEPT = _kept()
QUICK = settings(
    max_examples=120, stateful_step_count=40, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def machine(base: Base) -> type[TwoDesks]:
    """The state machine over that desk."""
    TwoDesks.base = base
    return TwoDesks


def test_two_desks_hold_whatever_is_done(machine: type[TwoDesks]) -> None:
    """Orders, undos, redos, restarts, wrong clocks, backups, joins: nothing is lost, and undo gives back all of it."""
    run_state_machine_as_test(machine, settings=QUICK)


@pytest.mark.soak
def test_two_desks_hold_for_long(machine: type[TwoDesks]) -> None:
    """The same five hundred times, with longer stories."""
    run_state_machine_as_test(machine, settings=settings(QUICK, max_examples=500, stateful_step_count=60))


def newest_wins(events: dict[str, Event]) -> Folded:
    """The fold that loses: of every field the value of the newest clock stands, and no other."""
    newest: dict[str, Event] = {}
    for each in events.values():
        for name in each.set:
            if name not in newest or (each.at, each.id) > (newest[name].at, newest[name].id):
                newest[name] = each
    return Folded({name: each.set[name] for name, each in newest.items()}, {n: (e.id,) for n, e in newest.items()})


def said_on_both(run: TwoDesks) -> None:
    """The same child named on both copies, which have not seen each other; then both are joined."""
    run.name(which="first", child=0, first="Ada", last="Ng")
    run.name(which="second", child=0, first="Björn", last="Ng")
    run.converge()


def mended_and_undone(run: TwoDesks) -> None:
    """A contact mended, and that undone."""
    run.correct(which="first", at=0, days=3, kind=KINDS[1], note="rain")
    run.undo(which="first")


def played(machine: type[TwoDesks], story: Callable[[TwoDesks], None]) -> None:
    """Run the machine through one story."""
    run = machine()
    try:
        story(run)
    finally:
        run.teardown()


def test_a_fold_in_which_the_newest_wins_is_caught(machine: type[TwoDesks], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of convergence: what the other copy said is lost, and the machine says so; the real fold loses none.

    The look at every step is left out, so that what joins promise must find it.
    """
    monkeypatch.setattr(TwoDesks, "cheap", False)
    played(machine, said_on_both)
    monkeypatch.setattr(fold, "fold", newest_wins)
    with pytest.raises(AssertionError, match="was lost"):
        played(machine, said_on_both)


def test_an_undo_that_forgets_a_field_is_caught(machine: type[TwoDesks], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of undo: it gives back all fields but one, and the machine finds that out."""
    whole = undoing.inverse

    def forgetful(*args: Any) -> undoing.Inverse:
        found = whole(*args)
        changes = ((replace(each, set=dict(list(each.set.items())[1:])), seen) for each, seen in found.changes)
        return replace(found, changes=tuple(changes))

    played(machine, mended_and_undone)
    monkeypatch.setattr(undoing, "inverse", forgetful)
    with pytest.raises(AssertionError):
        played(machine, mended_and_undone)
