"""A disk that fills up costs the order that did not fit, and nothing else."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.desk import Desk
from iro_desk.errors import Unavailable
from iro_desk.services.children import ChildPage, Children
from iro_desk.services.contacting import ContactKind, RecordContact
from iro_desk.storage.keys import DeskKey
from tests.breaking.verdict import look
from tests.breaking.workload import CLOCK, machine

SIZE = "8m"
FILLER = 1 << 20
ENOUGH = 2000
"""Orders that would fill such a disk several times."""


@pytest.fixture
def small(working: tuple[Path, DeskKey], tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB with a desk and a file that can be given back."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root on Linux can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode and not os.environ.get("CI"):  # where the project's own tests run, it must be tried
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    assert not mounted.returncode, mounted.stderr.decode()
    try:
        shutil.copytree(working[0], disk / "desk")
        (disk / "filler").write_bytes(bytes(FILLER))
        with machine(disk):
            yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_refuses_and_loses_nothing(small: Path, working: tuple[Path, DeskKey]) -> None:
    """The order is refused in words, all rows are readable on the full disk, and with space the work goes on."""
    key = working[1]
    with open_desk(small / "desk", key, CLOCK) as desk:
        child = desk.ask(Children())[0].child
        told, done = _fill(desk, child)
        assert "full" in told.words
        assert {each.id for each in desk.ask(ChildPage(child=child)).contacts} >= done.keys()
        with pytest.raises(Unavailable, match="full"):
            _record(desk, child, "x" * 20_000)
    assert done.keys() <= _ids(small, key, child)
    assert set(done.values()) <= look(small, key).orders
    (small / "filler").unlink()
    with open_desk(small / "desk", key, CLOCK) as desk:
        assert desk.check() == ()
        made, _ = _record(desk, child, "There is room again.")
    assert {*done, made} <= _ids(small, key, child)


def test_work_goes_on_in_the_same_window_once_there_is_space(small: Path, working: tuple[Path, DeskKey]) -> None:
    """The open desk needs no closing: the next order after space came back is kept."""
    with open_desk(small / "desk", working[1], CLOCK) as desk:
        child = desk.ask(Children())[0].child
        _fill(desk, child)
        (small / "filler").unlink()
        made, _ = _record(desk, child, "There is room again.")
        assert desk.check() == ()
        assert made in {each.id for each in desk.ask(ChildPage(child=child)).contacts}


def _fill(desk: Desk, child: str) -> tuple[Unavailable, dict[str, str]]:
    """Record contacts until the disk is full: the "no", and the contacts kept, each with its order."""
    chance = random.Random(8)  # noqa: S311 - notes, not secrets
    done: dict[str, str] = {}
    for _ in range(ENOUGH):
        try:
            contact, order = _record(desk, child, chance.randbytes(9_000).hex())
        except Unavailable as no:
            return no, done
        done[contact] = order
    raise AssertionError("the disk never filled")


def _record(desk: Desk, child: str, note: str) -> tuple[str, str]:
    outcome = desk.do(RecordContact(child=child, on=CLOCK.today(), kind=ContactKind.CARER, note=note))
    assert outcome.order is not None
    return outcome.result.id, outcome.order


def _ids(root: Path, key: DeskKey, child: str) -> set[str]:
    with open_desk(root / "desk", key, CLOCK) as desk:
        return {each.id for each in desk.ask(ChildPage(child=child)).contacts}
