"""A disk that refuses while a desk is made, restored or brought up to date, or what the machine remembers is written:
nothing half done is left, and the desk that was there opens with its passphrase.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.keys import DeskKey
from tests.breaking.beside import others
from tests.breaking.damage import asked
from tests.breaking.faults import BESIDE, DATABASE, OTHER_DESK, PART, Breaker
from tests.breaking.verdict import Said
from tests.breaking.workload import Session, WarmProcess
from tests.conftest import DATA, PASSPHRASE

SOME, ALL = 8, 1
"""Every so many calls are broken."""
MODES = [
    pytest.param("ENOSPC", False, SOME, id="ENOSPC-once"),
    pytest.param("EIO", True, SOME, id="EIO-for good"),
    *(
        pytest.param(
            error, for_good, ALL, id=f"{error}-{'for good' if for_good else 'once'}-all", marks=pytest.mark.soak
        )
        for error in ("ENOSPC", "EIO")
        for for_good in (False, True)
    ),
]
OLD = DATA / "shape-1"


@pytest.fixture
def breaker(strace: str, warm: WarmProcess, working: tuple[Path, DeskKey], session: Session, scratch: Path) -> Breaker:
    """A session without a step yet, to be broken."""
    empty = replace(session, seed=7, orders=0, beside=PART)
    return Breaker(strace=strace, warm=warm, made=working, session=empty, scratch=scratch)


def locked_out(root: Path, key: DeskKey) -> str | None:
    """What is wrong with the old desk's key file; None where the passphrase opens it."""
    opened = DeskFolder(root / "desk").read_key_file().unlock(PASSPHRASE)
    return None if opened == key else "the passphrase no longer opens the old desk"


def half_made(root: Path, said: Said, key: DeskKey) -> str | None:
    """What is wrong with the places where other desks were to be: they are whole, or not there at all."""
    for place in root.iterdir():
        if place.name in {"desk", "state", *said.desks}:
            continue
        if place.name.endswith(".part"):
            return f"{place.name} was left"
        if any(place.iterdir()):
            return f"{place.name} looks like a desk, and nobody was told of one"
    return others(root, said, key) or locked_out(root, key)


@pytest.fixture(params=["make", "restore"])
def another(request: pytest.FixtureRequest, breaker: Breaker) -> Breaker:
    """A session that makes or restores another desk."""
    session, key = replace(breaker.session, script=(request.param,)), breaker.made[1]
    return replace(breaker, session=session, files=OTHER_DESK, also=lambda root, said: half_made(root, said, key))


@pytest.mark.parametrize(("error", "for_good", "every"), MODES)
def test_every_write_of_another_desk_failing(another: Breaker, error: str, for_good: bool, every: int) -> None:  # noqa: FBT001
    """Wherever the disk refuses a new or a restored desk, it is whole or not there, and the old one opens as before."""
    calls = another.calls()
    assert {"mkdir", "rename", "fsync", "pwrite64", "ftruncate"} <= set(calls)
    toll = another.fail_each(error, for_good=for_good, calls=calls, every=every)
    assert toll.faults == []
    assert toll.hits == toll.runs > 60 // every
    assert toll.unreported.keys() <= {"mkdir", "fsync"}  # SQLite passes over a folder that cannot be flushed


def test_what_a_kill_leaves_of_another_desk_is_seen(another: Breaker) -> None:
    """The control: who is killed cleans nothing up, so something lies beside the place, and it is noticed."""
    assert any("was left" in each for each in another.kill_at_each(another.calls(), every=30).faults)


@pytest.fixture
def old(breaker: Breaker, tmp_path: Path) -> Breaker:
    """A session that does no more than open a desk of the first shape, which brings it up to date."""
    shutil.copytree(OLD / "desk", tmp_path / "old")
    key = DeskFolder(tmp_path / "old").read_key_file().recover((OLD / "recovery-key.txt").read_text(encoding="ascii"))
    return replace(
        breaker,
        made=(tmp_path / "old", key),
        session=replace(breaker.session, key=key.secret.hex()),
        files=(*DATABASE, *BESIDE),
        also=lambda root, _: locked_out(root, key),
    )


@pytest.mark.parametrize(("error", "for_good", "every"), MODES)
def test_every_write_of_a_migration_failing(old: Breaker, error: str, for_good: bool, every: int) -> None:  # noqa: FBT001
    """Wherever the disk refuses, the desk has its old shape or its new one, whole; its backups are whole as well."""
    calls = old.calls()
    assert {"mkdir", "rename", "fsync", "pwrite64", "ftruncate"} <= set(calls)
    toll = old.fail_each(error, for_good=for_good, calls=calls, every=every)
    assert toll.faults == []
    assert toll.hits == toll.runs > 100 // every


@pytest.fixture
def remembering(breaker: Breaker) -> Breaker:
    """A session of wrong guesses and an order, of which the machine remembers how many and how far."""
    folder, key = breaker.made
    state = f"state/iro-desk/{DeskFolder(folder).read_key_file().label.desk}"
    ((device,),) = asked(folder, key, "SELECT value FROM setting WHERE name = 'device'")
    files = (f"witness-{device}.json.part", "guesses.json.part", "guesses.json", f"witness-{device}.json")
    return replace(
        breaker,
        session=replace(breaker.session, script=("guess", "contact")),
        files=("state", "state/iro-desk", state, *(f"{state}/{each}" for each in files)),
        also=lambda root, _: locked_out(root, key) or half_remembered(root / state),
    )


def half_remembered(state: Path) -> str | None:
    """What the machine remembers of the desk and cannot be read; a disk that deletes nothing may keep a part beside."""
    for each in state.glob("*.json"):
        try:
            json.loads(each.read_bytes())
        except ValueError:
            return f"half of {each.name} is there"
    return None


@pytest.mark.parametrize(("error", "for_good", "every"), MODES)
def test_every_write_of_what_the_machine_remembers_failing(
    remembering: Breaker,
    error: str,
    for_good: bool,  # noqa: FBT001
    every: int,
) -> None:
    """Wherever the disk refuses a witness or a count of guesses, work goes on, and the sixth guess has to wait."""
    calls = remembering.calls()
    assert {"mkdir", "write", "fsync", "rename"} <= set(calls)
    toll = remembering.fail_each(error, for_good=for_good, calls=calls, every=every)
    assert toll.faults == []
    assert toll.hits == toll.runs > 20 // every
    assert toll.reported == 0
