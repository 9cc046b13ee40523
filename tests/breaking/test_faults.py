"""A disk that refuses loses nothing acknowledged, leaves nothing half done, and the officer is told in words."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from iro_desk.storage.keys import DeskKey
from tests.breaking.faults import BESIDE, Breaker
from tests.breaking.workload import MIXED, Session, WarmProcess

MODES = [
    pytest.param(error, for_good, id=f"{error}-{'for good' if for_good else 'once'}")
    for error in ("ENOSPC", "EIO")
    for for_good in (False, True)
]
NO_UNDOING = {step: weight for step, weight in MIXED.items() if "undo" not in step}
"""A mix in which no step is refused for its own reasons."""


@pytest.fixture
def breaker(strace: str, warm: WarmProcess, working: tuple[Path, DeskKey], session: Session, scratch: Path) -> Breaker:
    """A short session, to be broken."""
    short = replace(session, seed=7, script=("contact", "draft"))
    return Breaker(strace=strace, warm=warm, made=working, session=short, scratch=scratch)


@pytest.mark.parametrize(("error", "for_good"), MODES)
def test_every_write_of_the_database_failing(error: str, for_good: bool, breaker: Breaker) -> None:  # noqa: FBT001
    """Wherever the disk refuses in an order or a draft, the desk opens whole afterwards and the officer was told."""
    calls = breaker.calls()
    toll = breaker.fail_each(error, for_good=for_good, calls=calls)
    assert toll.faults == []
    assert toll.hits > 50
    assert toll.reported == toll.hits


@pytest.mark.parametrize(("error", "for_good"), MODES)
def test_every_write_beside_the_database_failing(
    error: str,
    for_good: bool,  # noqa: FBT001
    breaker: Breaker,
    key_files: tuple[str, str],
) -> None:
    """Wherever the disk refuses a key file or a backup, the old key file opens and no backup is half there."""
    session = replace(breaker.session, script=("key file", "back up"), key_files=key_files)
    beside = replace(breaker, session=session, files=BESIDE)
    toll = beside.fail_each(error, for_good=for_good, calls=beside.calls())
    assert toll.faults == []
    assert toll.hits > 20
    assert toll.unreported.keys() <= {"mkdir"}  # a folder that is there already need not be made


def test_a_kill_at_every_write(breaker: Breaker) -> None:
    """Killed at any write, flush or truncation of an order, the desk is as before or as after."""
    toll = breaker.kill_at_each(breaker.calls())
    assert toll.faults == []
    assert toll.hits == toll.runs > 50


def test_a_desk_without_a_journal_does_not_live_through_kills(breaker: Breaker) -> None:
    """The control: with no rollback journal a kill between two writes leaves a part, and it is seen."""
    control = replace(breaker, session=replace(breaker.session, pragmas={"journal_mode": ("OFF", "off")}))
    assert control.kill_at_each(control.calls()).faults


@pytest.mark.soak
@pytest.mark.parametrize(("error", "for_good"), MODES)
def test_every_write_of_a_long_session_failing(error: str, for_good: bool, breaker: Breaker) -> None:  # noqa: FBT001
    """The same over imports, contacts, drafts and openings."""
    session = replace(breaker.session, script=(), orders=10, steps={**NO_UNDOING, "back up": 0})
    long = replace(breaker, session=session)
    toll = long.fail_each(error, for_good=for_good, calls=long.calls())
    assert toll.faults == []
    assert toll.hits > 200


@pytest.fixture
def recovering(breaker: Breaker, tmp_path: Path) -> Breaker:
    """A desk that was killed half-way through writing, to be opened and broken again."""
    calls = breaker.calls()
    last = len(calls) - 1 - calls[::-1].index("ftruncate")
    killed = breaker.killed_at("ftruncate", calls[: last + 1].count("ftruncate"))
    assert (killed / "desk.db-journal").stat().st_size > 0
    shutil.copytree(killed, tmp_path / "killed")
    return replace(breaker, made=(tmp_path / "killed", breaker.made[1]))


def test_kills_while_a_kill_is_recovered_from(recovering: Breaker) -> None:
    """Killed again at any write of the opening that rolls a killed order back, or of the next order."""
    toll = recovering.kill_at_each(recovering.calls())
    assert toll.faults == []
    assert toll.hits > 50


@pytest.mark.soak
@pytest.mark.parametrize(("error", "for_good"), MODES)
def test_every_write_failing_while_a_kill_is_recovered_from(error: str, for_good: bool, recovering: Breaker) -> None:  # noqa: FBT001
    """The same with a disk that refuses."""
    toll = recovering.fail_each(error, for_good=for_good, calls=recovering.calls())
    assert toll.faults == []
    assert toll.hits > 50
