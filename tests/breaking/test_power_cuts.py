"""A power cut loses nothing acknowledged and leaves nothing half done, whatever of its cache the disk had written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from iro_desk.storage.keys import DeskKey
from tests.breaking.beside import beside, others_among
from tests.breaking.power_cuts import Toll, cut_often
from tests.breaking.recording import Recording, record
from tests.breaking.workload import Session, WarmProcess

Recorder = Callable[..., Recording]

LOSING: dict[str, Mapping[str, Sequence[Any]]] = {
    "WAL-NORMAL": {"journal_mode": ("WAL", "wal"), "synchronous": ("NORMAL", 1)},
    "DELETE-FULL": {"journal_mode": ("DELETE", "delete")},
    "OFF": {"synchronous": ("OFF", 0)},
}
"""What others call good enough."""


@pytest.fixture
def recorder(
    strace: str, warm: WarmProcess, made_once: tuple[Path, DeskKey], session: Session, scratch: Path
) -> Recorder:
    """Records a session on a copy of the empty desk."""

    def recorded(**changes: Any) -> Recording:
        root = scratch / "machine"
        shutil.copytree(made_once[0], root / "desk")
        return record(strace, warm, replace(session, root=str(root), **changes), scratch / "strace.log")

    return recorded


@pytest.fixture
def cut(made_once: tuple[Path, DeskKey], scratch: Path) -> Callable[[Recording, int, int], Toll]:
    """Cuts a recording so often, by a seed; backups and key file are looked at as well."""
    return lambda recording, times, seed: cut_often(
        recording, made_once[1], scratch, times, seed, also=lambda files, said: beside(files, said, ())
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_thousand_cuts(seed: int, recorder: Recorder, cut: Callable[[Recording, int, int], Toll]) -> None:
    """A thousand cuts of a mixed session: nothing acknowledged is lost, nothing is partial."""
    toll = cut(recorder(seed=seed, orders=25), 1000, seed)
    assert toll.faults == {}
    assert toll.cuts == 1000
    assert toll.states > 200
    assert toll.hot > 100


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_thousand_cuts_more(seed: int, recorder: Recorder, cut: Callable[[Recording, int, int], Toll]) -> None:
    """Ten thousand, of longer sessions."""
    toll = cut(recorder(seed=seed, orders=60), 1000, seed)
    assert toll.faults == {}
    assert toll.states > 300


@pytest.mark.parametrize("setting", LOSING)
def test_a_losing_setting_is_seen_to_lose(
    setting: str, recorder: Recorder, cut: Callable[[Recording, int, int], Toll]
) -> None:
    """The control: the same cuts with a setting that is known to lose."""
    toll = cut(recorder(seed=1, orders=15, pragmas=LOSING[setting]), 500, 1)
    lost = sum(count for wrong, count in toll.faults.items() if "acknowledged" in wrong)
    assert lost > 50


def test_cuts_while_backups_and_key_files_are_written(
    recorder: Recorder, key_files: tuple[str, str], made_once: tuple[Path, DeskKey], scratch: Path
) -> None:
    """An acknowledged backup is there, every backup that counts is whole, the key file is the old one or the new."""
    steps = {"contact": 2, "back up": 2, "key file": 2, "reopen": 1}
    recording = recorder(seed=5, orders=30, steps=steps, key_files=key_files)
    toll = cut_often(recording, made_once[1], scratch, 600, 5, also=lambda files, said: beside(files, said, key_files))
    assert toll.faults == {}
    assert toll.states > 200


@pytest.mark.parametrize("steps", [("contact", "back up", "restore", "contact", "restore"), ("make", "make")])
def test_cuts_while_a_desk_is_restored_or_made(
    steps: tuple[str, ...], recorder: Recorder, made_once: tuple[Path, DeskKey], scratch: Path
) -> None:
    """A desk that was called restored or made opens and is whole, and so does the one beside it."""
    recording = recorder(seed=5, script=steps)
    toll = cut_often(
        recording,
        made_once[1],
        scratch,
        300,
        5,
        also=lambda files, said: others_among(files, said, made_once[1], scratch),
    )
    assert toll.faults == {}
    assert toll.states > 80
