"""Nothing of a child, and nothing that opens a desk, stands in clear in any file that a full use touches anywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import icalendar
import pytest

from bench.windows import nobodys
from tests.breaking.given import bring
from tests.breaking.sentinels import ENCODINGS, KINDS, SENTINELS, Found, Search, encoded
from tests.breaking.watching import Watched, watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is a Linux program")

ROOT = Path(__file__).parents[2]
SHAPE_1 = ROOT / "tests" / "data" / "shape-1"
USE, WINDOW = ("-m", "tests.breaking.full_use"), ("-m", "tests.breaking.full_window")
OWN = ("given/", "sheets/")
"""The officer's own: what she brought, and the recovery sheets, which are printed and kept elsewhere."""
RETURN = "asked/reviews.csv"
"""What the council's return wants: it has the children's numbers, and nothing else of them that is a sentinel."""
NUMBERS = frozenset(name for name in SENTINELS if name.startswith("number"))
ASKED_FOR = {"import": {"refused value 1", "refused value 2"}, "caseload": {"person 3"}}
"""What a command shows of the file that it was given: refused values, and whose children were chosen."""
BETWEEN_PROCESSES = ("search", "history", "explain")
"""The commands that print what a child's page shows, to the officer who asked."""


@dataclass(frozen=True, slots=True)
class Used:
    """A use that was watched."""

    root: Path
    watched: Watched
    told: dict[str, Any]
    search: Search

    def name(self, path: str | Path) -> str:
        """A path within the machine that was made up for the use; others as they are."""
        return str(path).removeprefix(f"{self.root}/")

    def leaks(self) -> set[Found]:
        """Every sentinel in a file that exists, in what was written to one that does not, and in their names."""
        found: set[Found] = set()
        for path in {*self.watched.still_there, *(each for each in self.root.rglob("*") if each.is_file())}:
            if not self.name(path).startswith(OWN):
                found |= self.search(path.read_bytes(), self.name(path))
        for written, content in self.watched.written.items():
            if not self.name(written).startswith(OWN):
                found |= self.search(content, f"written to {self.name(written)}")
        names = "\n".join(path for path in self.watched.paths if not self.name(path).startswith(OWN))
        return found | self.search(names.encode(errors="surrogateescape"), "names of files")


Begin = Callable[..., Used]


@pytest.fixture
def begin(strace: str, scratch: Path) -> Begin:
    """Begins a use on a machine that nobody has used, and watches it to its end."""

    def run(program: Sequence[str], *words: str, patience: int = 300) -> Used:
        root = scratch / "machine"
        root.mkdir()
        (root / "sheets").mkdir()
        (root / "running").mkdir(mode=0o700)
        bring(root / "given")
        shutil.copytree(SHAPE_1 / "desk", root / "older")
        shutil.copy(SHAPE_1 / "recovery-key.txt", root / "given" / "older-recovery-key.txt")
        ours = nobodys(root) | {"PYTHONDONTWRITEBYTECODE": "1"}
        started = [sys.executable, *program, str(root), *words]
        watched = watch(strace, started, scratch / "logs", cwd=ROOT, env=ours, patience=patience)
        assert watched.ended == 0, watched.beside[-3000:]
        told = json.loads(watched.said)
        return Used(root, watched, told, Search({**SENTINELS, **_secrets(told.get("secrets", {}))}))

    return run


def _secrets(told: Mapping[str, str]) -> dict[str, str | bytes]:
    """The secrets as text; keys as the bytes that they are as well."""
    keys = {
        f"{name}, bytes": bytes.fromhex(each) for name, each in told.items() if "ing key" in name or "base key" in name
    }
    return {**told, **keys}


def _told(found: Iterable[Found]) -> str:
    return "\n".join(sorted(f"{each.sentinel} as {each.encoding} in {each.where}" for each in found))


def _clean(used: Used) -> None:
    """What holds of every use: no sentinel in files, in what was deleted, over sockets, on starting programs."""
    leaks = {each for each in used.leaks() if not (each.where.endswith(RETURN) and each.sentinel in NUMBERS)}
    assert not leaks, _told(leaks)
    assert not used.search(used.watched.sent, "sent over a socket")
    assert len(used.watched.starts) >= 1
    assert not used.search(used.watched.beside.encode(), "standard error")
    touched = {re.sub(r"(\.[0-9a-f]{8})?\.part/", "/", used.name(each)) for each in used.watched.paths}
    there = {used.name(each) for each in used.root.rglob("*") if each.is_file()}
    assert not {each for each in there if not each.startswith((*OWN, "older/"))} - touched, "the watching missed a file"
    outside = [each for each in used.watched.paths if not Path(each).is_relative_to(used.root)]
    assert not outside, outside


def test_a_full_use_leaves_no_word_in_any_file(begin: Begin) -> None:
    """New, import, contacts with attachments, drafts, search, undo, backups, restore, join, mending, a migration, a bug
    and a kill: of fifty sentinels and the keys none is in a file, a deleted file, a file's name or another program.
    """
    used = begin(USE)
    assert len(used.search.names) > sum(KINDS.values()) > 50
    _clean(used)
    _commands_said_what_they_were_asked(used)
    assert not any(used.search(b"\0".join(start)) for start in used.watched.starts)
    touched = {used.name(each) for each in used.watched.paths}
    assert {"desk/desk.db", "desk/desk.db-journal", "second/000001.part/desk.db", "older/desk.db"} <= touched
    assert any(each.endswith("trouble.log") for each in touched)
    assert any("guesses.json" in each for each in touched)
    _the_calendar_holds_no_child(used)


def _commands_said_what_they_were_asked(used: Used) -> None:
    """A command tells what its officer asked for; beside its answer it says nothing of a child."""
    for each in used.told["said"]:
        beside = used.search(each["beside"].encode())
        assert {found.sentinel for found in beside} <= NUMBERS, (each["command"], _told(beside))
        if each["command"] not in BETWEEN_PROCESSES:
            words = {found.sentinel for found in used.search(each["told"].encode())} - NUMBERS
            assert words <= ASKED_FOR.get(each["command"], set()), (each["command"], words)
    heard = {found.sentinel for each in used.told["said"] for found in used.search(each["told"].encode())}
    assert {"search word 2", "note 2", "name 1"} <= heard, "the words were there to be told"


def _the_calendar_holds_no_child(used: Used) -> None:
    content = (used.root / "asked" / "diary.ics").read_bytes()
    assert icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert not used.search(content)
    returned = used.search((used.root / RETURN).read_bytes())
    assert {each.sentinel for each in returned} == NUMBERS


def test_a_full_use_of_the_window_leaves_no_word_in_any_file(begin: Begin) -> None:
    """Unlock, names, a contact with a file out of a dialog, search, drafts, a copy, a lock: no file, no other program,
    no settings and no title of a window holds a sentinel.
    """
    used = begin(WINDOW)
    _clean(used)
    assert used.told["titles"] == ["", "IRO Desk"]
    assert used.told["rich"] == ["Sentence"], "a label would take a name for HTML; a Sentence escapes what it is given"
    assert len(used.watched.starts) == 2, "the locked window is another program"
    assert not any(used.search(b"\0".join(start)) for start in used.watched.starts)
    touched = {used.name(each) for each in used.watched.paths}
    assert {"settings/iro-desk/machine.ini", "desk/desk.db", "desk/backups/000001"} <= touched, sorted(touched)


def test_with_temporary_files_the_words_are_found(begin: Begin) -> None:
    """The control: were SQLite let to sort in files, they would hold children's words, and the search sees them."""
    used = begin(USE, "--temporary-files")
    leaks = used.leaks()
    files = {each.where for each in leaks}
    assert len({each.sentinel for each in leaks}) > 10
    assert all("etilqs_" in each for each in files), files
    assert not any(Path(each.removeprefix("written to ")).exists() for each in files), "they are gone again"


CARELESS = """
import sys
from pathlib import Path
from tests.breaking.sentinels import ENCODINGS, SENTINELS, encoded
for name in ("kept.log", "gone.log"):
    path = Path(sys.argv[1]) / name
    with path.open("ab", buffering=20) as log:
        for encoding in ENCODINGS:
            log.write(b"a line " + encoded(SENTINELS["note with umlauts 1"], encoding) + b"\\n")
path.unlink()
print("{}")
"""


def test_a_word_written_on_purpose_is_found_nine_times(begin: Begin) -> None:
    """The control of the watching: a log that stays and one that is gone each give the word away nine times."""
    used = begin(("-c", CARELESS))
    leaks = used.leaks()
    for where in ("kept.log", "written to gone.log"):
        assert {each.encoding for each in used.search(_content(used, where))} == set(ENCODINGS)
    assert {each.sentinel for each in leaks} == {"note with umlauts 1"}
    assert not (used.root / "gone.log").exists()


def _content(used: Used, where: str) -> bytes:
    name = where.removeprefix("written to ")
    return (used.root / name).read_bytes() if name == where else used.watched.written[str(used.root / name)]


@pytest.mark.soak
def test_the_program_itself_started_for_every_command(begin: Begin) -> None:
    """The same with a program of its own for each command, at the key derivation's full cost."""
    used = begin(USE, "--started", patience=1200)
    _clean(used)
    _commands_said_what_they_were_asked(used)
    typed = {found.sentinel for start in used.watched.starts for found in used.search(b"\0".join(start))}
    assert typed <= NUMBERS | {"search word 2"}, "but for what was typed on the command line"
    assert len(used.watched.starts) > 20


@pytest.mark.parametrize("shift", [0, 1, 2, 3, 4, 5, 6, 7])
def test_a_word_in_a_log_is_found_in_each_encoding(shift: int) -> None:
    """The control of the search: every sentinel is found nine times, wherever in random bytes it stands."""
    search = Search({**SENTINELS, "a key": bytes(range(100, 132))})
    noise = os.urandom(1000 + shift)
    assert not search(noise)
    for name, sentinel in SENTINELS.items():
        log = b"".join(noise + encoded(sentinel, encoding) + b"\n" for encoding in ENCODINGS)
        found = search(log)
        assert {(each.sentinel, each.encoding) for each in found} == {(name, each) for each in ENCODINGS}
    assert search(noise + bytes(range(100, 132)) + noise)
