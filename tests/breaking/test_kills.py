"""A killed program loses nothing that it had called done, and leaves nothing half done."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from iro_desk.storage.keys import DeskKey
from tests.breaking.kills import kill_often
from tests.breaking.workload import Session, WarmProcess

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="workers are forked, and the machine's state is moved, as Linux does"
)


@pytest.mark.parametrize("seed", range(6))
def test_fifty_kills(
    seed: int, warm: WarmProcess, made_once: tuple[Path, DeskKey], session: Session, scratch: Path
) -> None:
    """Fifty moments at random in a mixed workload, of which many fall within an order."""
    toll = kill_often(warm, made_once[0], session, scratch, 50, seed)
    assert toll.kills == 50
    assert toll.acknowledged > 50
    assert toll.cut_short > 10


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1010))
def test_a_hundred_kills(
    seed: int, warm: WarmProcess, made_once: tuple[Path, DeskKey], session: Session, scratch: Path
) -> None:
    """A thousand, a hundred at a time."""
    toll = kill_often(warm, made_once[0], session, scratch, 100, seed)
    assert toll.kills == 100
    assert toll.cut_short > 20


@pytest.mark.soak
def test_kills_while_key_files_are_written_and_backups_restored(
    warm: WarmProcess,
    made_once: tuple[Path, DeskKey],
    session: Session,
    key_files: tuple[str, str],
    scratch: Path,
) -> None:
    """Two hundred kills: the desk opens, and so does every desk that was called restored."""
    steps = {"contact": 1, "key file": 3, "back up": 1, "restore": 1}
    mending = replace(session, steps=steps, key_files=key_files)
    toll = kill_often(warm, made_once[0], mending, scratch, 200, 7)
    assert toll.kills == 200
    assert toll.cut_short > 40
