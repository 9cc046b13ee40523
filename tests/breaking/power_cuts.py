"""Cuts the power of a recorded session: what a disk may then hold, opened and compared with what was acknowledged.

Durable is what was flushed: a file's bytes by a flush of the file, an entry (made, moved or removed) by a flush of its
folder. Of the rest anything may be there: nothing, all, the first part, or any part, the writes torn at sectors of 512
bytes. It is no model of a disk that lies about flushing.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from iro_desk.errors import DeskError
from iro_desk.storage.keys import DeskKey
from tests.breaking.recording import (
    UNKNOWN_CONTENT,
    Call,
    Entry,
    Recording,
    Rename,
    Spoken,
    Sync,
    SyncFolder,
    Truncate,
    Write,
    apply,
    paths,
    rename,
)
from tests.breaking.verdict import Kept, Said, fault, look, look_whole

SECTOR = 512
WHOLE_EVERY = 20
"""Of so many distinct states one is checked from end to end; of all of them every order is counted."""
JOURNAL = "desk/desk.db-journal"
LOCK = "desk.lock"

Files = Mapping[str, bytes]
Also = Callable[[Files, Said], "str | None"]
"""A further look at the files of a cut, given what was said: what is wrong, or None."""


@dataclass(slots=True)
class Toll:
    """What so many cuts met."""

    cuts: int = 0
    states: int = 0
    """Distinct disk states."""
    hot: int = 0
    """Cuts that left a journal with something in it."""
    faults: Counter[str] = field(default_factory=Counter)
    """What was wrong, and how often."""


class Disk:
    """A disk with a cache: what is durable, and what is not yet."""

    def __init__(self, recording: Recording) -> None:
        self._durable = {file: bytearray(content) for file, content in recording.files.items()}
        self._pending: defaultdict[int, list[Write | Truncate]] = defaultdict(list)
        self._entries = dict(recording.entries)
        self._moves: defaultdict[int, list[Rename]] = defaultdict(list)
        self._folders = {folder for call in recording.calls if isinstance(call, Rename) for folder in _folders(call)}
        self._folders |= {folder for folder, _ in recording.entries}

    def take(self, call: Call) -> None:
        """Take one call of the program."""
        match call:
            case Write() | Truncate():
                self._pending[call.file].append(call)
            case Sync():
                content = self._durable.setdefault(call.file, bytearray())
                for each in self._pending.pop(call.file, []):
                    apply(content, each)
            case Rename():
                self._moves[call.folder].append(call)
            case SyncFolder():
                for move in self._moves.pop(call.folder, []):
                    rename(self._entries, move)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files that may be there when the power comes back."""
        entries = dict(self._entries)
        for moves in self._moves.values():
            for move in _survivors(moves, chance):
                rename(entries, move)
        return {
            path: self._content(file, chance)
            for path, file in sorted(paths(entries).items())
            if file not in self._folders and not path.endswith((UNKNOWN_CONTENT, LOCK))
        }

    def _content(self, file: int, chance: random.Random) -> bytes:
        content = bytearray(self._durable.get(file, b""))
        for each in _kept(self._pending.get(file, []), chance):
            apply(content, each)
        return bytes(content)


def _folders(call: Rename) -> Iterator[int]:
    yield from (entry[0] for entry in (call.old, call.new) if entry is not None)


def cut_often(
    recording: Recording, key: DeskKey, scratch: Path, times: int, seed: int, *, also: Also | None = None
) -> Toll:
    """Cut so often, at calls taken at random; each distinct state is opened once."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    toll = Toll()
    seen: dict[bytes, Kept | str] = {}
    before = _opened(_with_files(recording), key, scratch, whole=True)
    assert isinstance(before, Kept), before
    for files, said in _cuts(recording, times, chance, before):
        toll.cuts += 1
        toll.hot += bool(files.get(JOURNAL))
        digest = _digest(files)
        if digest not in seen:
            seen[digest] = _opened(files, key, scratch, whole=not len(seen) % WHOLE_EVERY)
        kept = seen[digest]
        wrong = kept if isinstance(kept, str) else fault(said, before.orders, kept)
        wrong = wrong or (also(files, said) if also else None)
        if wrong:
            toll.faults[wrong] += 1
    toll.states = len(seen)
    return toll


def _cuts(
    recording: Recording, times: int, chance: random.Random, before: Kept
) -> Iterator[tuple[dict[str, bytes], Said]]:
    """The files after each cut, and what had been said by then."""
    at = Counter(chance.randint(0, len(recording.calls)) for _ in range(times))
    disk, said = Disk(recording), Said(drafts=[before.drafts])
    for place in range(len(recording.calls) + 1):
        for _ in range(at[place]):
            yield disk.cut(chance), said
        if place < len(recording.calls):
            call = recording.calls[place]
            if isinstance(call, Spoken):
                said.hear([call.line])
            disk.take(call)


def _opened(files: Files, key: DeskKey, scratch: Path, *, whole: bool) -> Kept | str:
    """What a desk of these files holds, or what is wrong with it."""
    root = scratch / "cut"
    lay_out(files, root)
    try:
        return (look_whole if whole else look)(root, key)
    except (DeskError, AssertionError) as wrong:
        return f"does not open whole: {wrong}"


def lay_out(files: Files, root: Path) -> None:
    """Write these files, and nothing else, under this folder."""
    shutil.rmtree(root, ignore_errors=True)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _with_files(recording: Recording) -> dict[str, bytes]:
    return {path: recording.files[file] for path, file in paths(recording.entries).items() if file in recording.files}


def _survivors(moves: list[Rename], chance: random.Random) -> list[Rename]:
    """Of a folder's unflushed entries the first few, or any; never one that rests on one that is not there."""
    if chance.random() < 0.5:
        return moves[: chance.randint(0, len(moves))]
    survived: list[Rename] = []
    broken: set[Entry] = set()
    for move in moves:
        touched = {each for each in (move.old, move.new) if each is not None}
        if touched & broken or chance.random() < 0.5:
            broken |= touched
        else:
            survived.append(move)
    return survived


def _kept(pending: list[Write | Truncate], chance: random.Random) -> Iterator[Write | Truncate]:
    """Of a file's unflushed writes nothing, all, the first few with the last one torn, or any, any of them torn."""
    way = chance.choice(("nothing", "all", "first", "any"))
    if way == "all":
        yield from pending
    elif way == "first" and pending:
        count = chance.randrange(len(pending))
        yield from pending[:count]
        yield from _torn(pending[count], chance)
    elif way == "any":
        for each in pending:
            if chance.random() < 0.5:
                yield from [each] if chance.random() < 0.7 else _torn(each, chance)


def _torn(call: Write | Truncate, chance: random.Random) -> Iterator[Write | Truncate]:
    """Some of the sectors of a write; a length is set or not."""
    if isinstance(call, Truncate):
        yield from [call] if chance.random() < 0.5 else []
        return
    start = 0
    while start < len(call.data):
        end = min(len(call.data), start + SECTOR - (call.at + start) % SECTOR)
        if chance.random() < 0.5:
            yield Write(call.file, call.at + start, call.data[start:end])
        start = end


def _digest(files: Files) -> bytes:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()
