"""Spoilt extracts taken in by a real desk: whole or not at all, the rest told, and undone without a trace."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iro_desk.desk import Desk
from iro_desk.errors import Refused
from iro_desk.services.asking import Asks
from iro_desk.services.caseload import Explain
from iro_desk.services.children import Children
from iro_desk.services.diary import Due, Today
from iro_desk.services.exchanging import Extracts, TakeExtract
from iro_desk.services.reviewing import RecordReview
from iro_desk.services.status_changes import StatusChanges
from tests.exchange.invented import PLAIN, tables
from tests.exchange.mutants import mutant

MADE = date(2026, 3, 31)


def told(desk: Desk) -> list[Any]:
    """Everything that the desk says of its children."""
    children = desk.ask(Children())
    lives = [asdict(desk.ask(Explain(child=each.child))) for each in children]
    return [children, lives, desk.ask(Due(met=True)), desk.ask(Asks()), desk.ask(StatusChanges()), desk.ask(Extracts())]


def take(desk: Desk, folder: Path) -> str:
    """Take a folder in as a month later; what came of it, once it was seen to be whole or nothing."""
    before = told(desk)
    try:
        outcome = desk.do(TakeExtract(folder=folder, extracted=date(2026, 4, 30)))
    except Refused:
        assert told(desk) == before
        return "refused"
    assert desk.ask(Today())
    if outcome.order is None:
        assert told(desk) == before
        return "nothing new"
    desk.do(TakeExtract(folder=folder, extracted=date(2026, 4, 30), dry_run=True))
    again = desk.do(TakeExtract(folder=folder, extracted=date(2026, 4, 30)))
    assert (again.result.changed, again.result.withdrawn) == (0, 0)
    desk.undo()
    assert told(desk) == before
    return "taken in"


def mutants(desk: Desk, seeds: range, folder: Path) -> Counter[str]:
    """What became of the mutants of these seeds."""
    folder.mkdir()
    desk.do(TakeExtract(folder=PLAIN.write(folder / "plain", tables()), extracted=MADE))
    child = desk.ask(Children())[0].child
    desk.do(RecordReview(child=child, held=date(2026, 3, 19), code=None))
    counts: Counter[str] = Counter()
    for seed in seeds:
        _, files = mutant(seed)
        place = folder / f"m{seed}"
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        counts[take(desk, place)] += 1
    assert desk.check() == ()
    return counts


def test_mutants_land_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    """Refused, and nothing is changed; taken in, and the same again is nothing, and an undo leaves no trace."""
    counts = mutants(desk, range(40), tmp_path / "mutants")
    assert counts["refused"] > 5
    assert counts["taken in"] > 10


@pytest.mark.soak
def test_a_thousand_mutants_land_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    """The same, for long, with other seeds."""
    counts = mutants(desk, range(5_000_000, 5_001_000), tmp_path / "mutants")
    assert min(counts["refused"], counts["taken in"]) > 100
