"""Whatever is in a folder, it is read or refused in a sentence: no crash, nothing slow, no row lost without a word."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iro_desk.domain.extracts import Extract
from iro_desk.errors import Refused
from tests.exchange.invented import PLAIN, read, tables
from tests.exchange.mutants import KINDS, Toll, mutant, run


def _bites(toll: Toll, mutants: int) -> None:
    """The mutants were hard enough to matter, of every kind, and not all beyond reading."""
    assert set(KINDS) <= set(toll.counts)
    for fate in ("refused whole", "with rows refused", "read whole"):
        assert toll.counts[fate] > mutants / 20, toll.counts


def test_500_mutants(tmp_path: Path) -> None:
    """Bits, cuts, columns, rows, days, numbers, encodings and rubbish, by seed."""
    toll = run(read, range(500), tmp_path)
    assert toll.faults == []
    _bites(toll, 500)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(4))
def test_10000_mutants(tmp_path: Path, part: int) -> None:
    """The same, in four parts, with other seeds."""
    first = 1_000_000 + part * 2_500
    toll = run(read, range(first, first + 2_500), tmp_path)
    assert toll.faults == []
    _bites(toll, 2_500)


def test_the_extract_that_is_not_spoilt_is_read_whole(tmp_path: Path) -> None:
    """Or every mutant would be refused for another reason; and one seed is one mutant."""
    found = read(PLAIN.write(tmp_path / "extract", tables()))
    assert (found.refused, found.left_out, found.remarks) == ((), (), ())
    assert mutant(7) == mutant(7) != mutant(8)


def test_a_reader_that_trusts_its_files_does_not_live_through_mutants(tmp_path: Path) -> None:
    """The control: the library's own reader and its own days crash on the same mutants."""

    def trusting(folder: Path) -> Extract:
        for name, rows in tables().items():
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    for column in rows[0]:
                        if row[column] and column in {"DOB", "DECOM", "DEC", "REVIEW"}:
                            datetime.strptime(row[column], "%d/%m/%Y").replace(tzinfo=UTC)
        return read(folder)

    crashes = [each for each in run(trusting, range(200), tmp_path).faults if "crashed with" in each]
    assert len(crashes) > 40


def test_what_a_bad_reader_does_is_seen(tmp_path: Path) -> None:
    """The controls of the judge: a lost row, a dummy day, words that are no sentence, a long wait."""

    def losing(folder: Path) -> Extract:
        found = read(folder)
        return replace(found, taken={**found.taken, "reviews": found.taken["reviews"] - 1})

    def believing(folder: Path) -> Extract:
        found = read(folder)
        child = replace(found.children[0], reviews=({"held": "9999-12-31", "code": "PN1"},))
        return replace(found, children=(child, *found.children[1:]))

    def mumbling(folder: Path) -> Extract:
        raise Refused("ValueError: None")

    def hoarding(folder: Path) -> Extract:
        bytearray(65 * 1024 * 1024)
        return read(folder)

    for reader, words in (
        (losing, "were taken and"),
        (believing, "has a dummy day"),
        (mumbling, "is no sentence"),
        (mumbling, "speaks to programmers"),
        (hoarding, "MB"),
    ):
        assert any(words in each for each in run(reader, range(20), tmp_path).faults), words
