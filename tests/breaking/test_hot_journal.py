"""A damaged rollback journal of a killed order is named, or does no harm; it is never called a wrong passphrase."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from iro_desk.storage.keys import DeskKey
from tests.breaking.damage import everything, found
from tests.breaking.faults import Breaker
from tests.breaking.workload import Session, WarmProcess, machine
from tests.conftest import PASSPHRASE

SECTOR, RECORD = 512, 4 + 4096 + 4
"""A journal is a header, padded to a sector, and then of each page its number, its content and a sum of some of its
bytes (SQLite, "Database File Format", section 3)."""
HEADER = 28
"""In bytes: the magic number, how many pages, the sums' beginning, the database's pages before, a sector, a page."""


@dataclass(frozen=True, slots=True)
class Killed:
    """A desk that was killed while an order was written to its file, and what it held before and would hold after."""

    root: Path
    """A folder that stands for the machine: the desk, and what the machine remembers of it."""
    key: DeskKey
    before: dict[str, object]
    after: dict[str, object]

    @property
    def journal(self) -> bytes:
        """The journal that the next opening rolls back by."""
        return (self.root / "desk" / "desk.db-journal").read_bytes()

    def copy(self, to: Path) -> Path:
        """A copy to be damaged."""
        return shutil.copytree(self.root, to, ignore=shutil.ignore_patterns("*.lock"))


@pytest.fixture(scope="module", params=["half the pages", "every page"])
def killed(
    request: pytest.FixtureRequest,
    strace: str,
    warm: WarmProcess,
    working: tuple[Path, DeskKey],
    session: Session,
    tmp_path_factory: pytest.TempPathFactory,
) -> Killed:
    """Killed with half of the order's pages in the file, or all of them and the journal about to be cut."""
    folder, key = working
    scratch = tmp_path_factory.mktemp("killed")
    one = replace(session, seed=7, script=("contact",))
    breaker = Breaker(strace=strace, warm=warm, made=working, session=one, scratch=scratch)
    calls = breaker.calls()
    end = len(calls) - 1 - calls[::-1].index("ftruncate")
    flushes = [place for place in range(end) if calls[place] == "fsync"]
    point = end if request.param == "every page" else (flushes[-2] + flushes[-1]) // 2
    left = breaker.killed_at(calls[point], calls[: point + 1].count(calls[point]))
    hot = Killed(shutil.copytree(left.parent, scratch / "hot"), key, everything(folder, key), {})
    if request.param != "every page":
        return hot
    bare = hot.copy(scratch / "bare") / "desk"
    (bare / "desk.db-journal").unlink()
    return replace(hot, after=everything(bare, key))


def flipped(content: bytes, at: int, bit: int = 0) -> bytes:
    """The journal with one bit changed; ``at`` may count from its end."""
    place = at % len(content)
    return content[:place] + bytes([content[place] ^ (1 << bit)]) + content[place + 1 :]


def in_record(content: bytes, record: int, at: int) -> bytes:
    """The journal with one bit of one of its records changed, counted round and round."""
    records = (len(content) - SECTOR) // RECORD
    return flipped(content, SECTOR + record % records * RECORD + at)


FLIPS: dict[str, Callable[[bytes], bytes]] = {
    **{f"header, byte {at}, bit {bit}": partial(flipped, at=at, bit=bit) for at in range(HEADER) for bit in (0, 6)},
    "padding": partial(flipped, at=HEADER + 100),
    **{
        f"record {record}, {where}": partial(in_record, record=record, at=at)
        for record in range(17)
        for where, at in {
            "its page's number": 3,
            "a byte that is summed up": 4 + 4096 - 200,
            "a byte that is not": 4 + 4096 - 150,
            "the IV": 4 + 4096 - 75,
            "the sum": RECORD - 2,
        }.items()
    },
}
CUTS = (
    *(0, 1, 7, HEADER - 1, HEADER, SECTOR - 1, SECTOR, SECTOR + 4, SECTOR + RECORD - 1, SECTOR + RECORD),
    *(SECTOR + 5 * RECORD, SECTOR + 9 * RECORD + 2000, -1, -4, -RECORD, -RECORD - 1),
)


@dataclass(slots=True)
class Met:
    """What came of many damages."""

    named: int = 0
    before: int = 0
    after: int = 0
    """How often the order that was under way had landed whole."""
    silent: list[str] = field(default_factory=list)
    """Damages that changed what the desk holds, and nothing said so."""


def meet(killed: Killed, tmp_path: Path, damages: Mapping[str, bytes | None]) -> Met:
    """Open and check the killed desk with each of these journals beside it, or none at all.

    An order that was never acknowledged may have landed, whole.
    """
    met = Met()
    for name, content in damages.items():
        root = killed.copy(tmp_path / "machine")
        journal = root / "desk" / "desk.db-journal"
        if content is None:
            journal.unlink()
        else:
            journal.write_bytes(content)
        with machine(root):
            faults = found(root / "desk", PASSPHRASE)
        if faults:
            met.named += 1
        elif (held := everything(root / "desk", killed.key)) == killed.before:
            met.before += 1
        elif held == killed.after:
            met.after += 1
        else:
            met.silent.append(name)
        shutil.rmtree(root)
    return met


def test_a_hot_journal_takes_the_order_back(killed: Killed, tmp_path: Path) -> None:
    """The control: undamaged it leaves exactly what was acknowledged, and the file alone holds something else."""
    assert len(killed.journal) > SECTOR + 10 * RECORD
    assert meet(killed, tmp_path, {"none": killed.journal}) == Met(before=1)
    gone = meet(killed, tmp_path, {"gone": None})
    assert (gone.before, gone.named + gone.after) == (0, 1)


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.soak)])
def test_one_bit_of_a_hot_journal(killed: Killed, tmp_path: Path, step: int) -> None:
    """In its header, its padding, and every page in it: number, content, IV and sum."""
    met = meet(killed, tmp_path, {name: FLIPS[name](killed.journal) for name in list(FLIPS)[::step]})
    assert met.silent == []
    assert met.named > 50 / step
    assert met.before > 5 / step


def test_a_hot_journal_cut_short_or_gone(killed: Killed, tmp_path: Path) -> None:
    """At every kind of length, its first sector wiped, emptied, or deleted outright."""
    damages: dict[str, bytes | None] = {f"cut at {most}": killed.journal[:most] for most in CUTS}
    damages |= {"wiped": bytes(SECTOR) + killed.journal[SECTOR:], "gone": None}
    met = meet(killed, tmp_path, damages)
    assert met.silent == []
    assert met.named > 1
