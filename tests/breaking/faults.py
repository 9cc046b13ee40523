"""Makes the disk refuse: every write, flush and truncation of a session fails in turn, once or from then on for good.

Or the process is killed at it, which is the one way to be killed at every point there is.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from iro_desk.errors import DeskError
from iro_desk.storage.keys import DeskKey
from tests.breaking.verdict import Kept, Said, fault, look_whole
from tests.breaking.workload import Session, WarmProcess

CALLS = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "mkdir", "unlink")
DATABASE = ("desk/desk.db", "desk/desk.db-journal")
BESIDE = (
    "desk",
    "desk/desk.key.part",
    "desk/backups",
    "desk/backups/000001",
    "desk/backups/000001/about.json.part",
    *(
        f"desk/backups/000001.part/{name}"
        for name in ("", "desk.db", "desk.key", "How to open this.txt.part", "about.json.part")
    ),
)
"""What else is written and flushed: the key file, the first backup, and the folders they are in."""
PART = "0123abcd"
OTHER_DESK = (
    *("", "another-1", f"another-1.{PART}.part"),
    *(
        f"another-1.{PART}.part/{name}"
        for name in ("desk.db", "desk.db-journal", "desk.key", "desk.key.part", "desk.lock")
    ),
)
"""Where another desk is made or restored, beside its place and then in it."""
NAME = re.compile(r"^(?:\d+ +)?(\w+)\(")
SENTENCE = re.compile(r"\S[^\n]*\.")
INJECTED = "(INJECTED)"


@dataclass(slots=True)
class Toll:
    """What so many faults met."""

    runs: int = 0
    hits: int = 0
    """Runs in which the fault struck."""
    reported: int = 0
    """Of these, runs in which the officer was told."""
    unreported: Counter[str] = field(default_factory=Counter)
    """Calls whose failure nobody needed to be told of, since nothing was lost by it."""
    faults: list[str] = field(default_factory=list)
    """What was wrong, and where."""
    kept_after_no: int = 0
    """Orders that were said to have failed, and are there whole."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """Runs one session again and again, each time with another fault."""

    strace: str
    warm: WarmProcess
    made: tuple[Path, DeskKey]
    session: Session
    scratch: Path
    files: Sequence[str] = DATABASE
    also: Callable[[Path, Said], str | None] = lambda _, __: None
    """What else is wrong with a machine after a fault, given its folder; None where nothing is."""

    def calls(self) -> list[str]:
        """The calls of the session that can fail, in order."""
        _, log = self._run((), self._before())
        return [found[1] for line in log if (found := NAME.match(line))]

    def fail_each(self, error: str, *, for_good: bool, calls: Sequence[str], every: int = 1) -> Toll:
        """Fail each of these calls, or every so many, this one alone or all from it on; what came of it."""
        toll, before = Toll(), self._before()
        for place, name in [*enumerate(calls)][::every]:
            earlier = Counter(calls[:place])
            broken = {each: earlier[each] + 1 for each in (CALLS if for_good else (name,))}
            injections = [
                f"inject={each}:error={error}:when={number}{'+' if for_good else ''}" for each, number in broken.items()
            ]
            said, log = self._run(injections, before)
            where = f"{name}, call {place} of the session, {error}"
            self._judge(where, said, before, toll)
            toll.faults += [f"{where}: said {no}" for no in said.noes if not told(no)]
            self._count(said, [line for line in log if INJECTED in line], toll)
        return toll

    def kill_at_each(self, calls: Sequence[str], every: int = 1) -> Toll:
        """Kill the session at each of these calls, or every so many; what came of it."""
        toll, before = Toll(), self._before()
        for place, name in [*enumerate(calls)][::every]:
            said, _ = self._run([f"inject={name}:signal=SIGKILL:when={calls[: place + 1].count(name)}"], before)
            toll.hits += not said.closed
            self._judge(f"{name}, call {place} of the session, killed", said, before, toll)
        return toll

    def killed_at(self, name: str, nth: int) -> Path:
        """The desk's folder after the session was killed at this call, counted from 1."""
        self._run([f"inject={name}:signal=SIGKILL:when={nth}"], self._before())
        return self._root / "desk"

    def _judge(self, where: str, said: Said, before: Kept, toll: Toll) -> None:
        toll.runs += 1
        try:
            kept = look_whole(self._root, self.made[1])
        except (DeskError, AssertionError) as wrong:
            toll.faults.append(f"{where}: does not open whole: {wrong}")
            return
        if found := fault(said, before.orders, kept) or self.also(self._root, said):
            toll.faults.append(f"{where}: {found}")
        toll.kept_after_no += bool(said.doubtful and kept.orders - before.orders - said.orders)

    def _count(self, said: Said, failed: Sequence[str], toll: Toll) -> None:
        toll.hits += bool(failed)
        if failed and said.noes:
            toll.reported += 1
        elif failed:
            toll.unreported.update(found[1] for line in failed if (found := NAME.match(line)))

    def _before(self) -> Kept:
        return look_whole(self._fresh(), self.made[1])

    @property
    def _root(self) -> Path:
        return self.scratch / "broken"

    def _fresh(self) -> Path:
        shutil.rmtree(self._root, ignore_errors=True)
        shutil.copytree(self.made[0], self._root / "desk")
        return self._root

    def _run(self, injections: Iterable[str], before: Kept) -> tuple[Said, list[str]]:
        """One session; what was said and the calls that strace saw."""
        root = self._fresh()
        log = self.scratch / "strace.log"
        words = [self.strace, "-f", "-q", "-s", "0", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
        for each in self.files:
            words += ["-P", str(root / each)]
        for each in injections:
            words += ["-e", each]
        worker = self.warm.start(replace(self.session, root=str(root)))
        said = Said(drafts=[before.drafts])
        with subprocess.Popen([*words, "-p", str(worker.pid)], stderr=subprocess.PIPE) as tracer:
            wait_until_traced(worker.pid)
            worker.go()
            said.hear(worker.rest())
            tracer.communicate()
        lines = [line for line in log.read_text(encoding="ascii").splitlines() if NAME.match(line)]
        log.unlink()
        return said, lines


def told(no: Mapping[str, Any]) -> bool:
    """Whether this is the world's "no", in words on one line."""
    return bool(no["unavailable"] and SENTENCE.fullmatch(no["words"]))


def wait_until_traced(pid: int) -> None:
    """Until another process watches this one's calls."""
    status = Path(f"/proc/{pid}/status")
    while "TracerPid:\t0\n" in status.read_text(encoding="ascii"):
        pass
