"""Records what a worker asks of the disk, call by call with its data, out of strace's log.

Every call that can alter a file is in ``CALLS``. The recorder is checked by its own end: all calls applied must give
the very files that lie on the disk (``Recording.finished``).
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.breaking.workload import Session, WarmProcess

CALLS = (
    "open,openat,creat,write,writev,pwrite64,pwritev,pwritev2,truncate,ftruncate,fallocate,fsync,fdatasync,"
    "sync_file_range,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,"
    "sendfile,copy_file_range,lseek"
)
UNKNOWN_CONTENT = "-shm"
"""Files with this ending are written through memory, which no call shows; SQLite makes them again."""
LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?")
AT = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>, ")
HEX = "\\x"
CUT = re.compile("<unfinished|resumed>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at a place in a file."""

    file: int
    at: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file's length set."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A file's content made durable."""

    file: int


Entry = tuple[int, str]
"""A name in a folder; folders are numbered like files."""
ROOT_FOLDER = 0


@dataclass(frozen=True, slots=True)
class Rename:
    """A folder's entry made (no ``old``), moved, or removed (no ``new``): of a file, or of a folder."""

    old: Entry | None
    new: Entry | None
    file: int

    @property
    def folder(self) -> int:
        """The folder that must be flushed for this to last."""
        entry = self.new or self.old
        assert entry is not None
        return entry[0]


@dataclass(frozen=True, slots=True)
class SyncFolder:
    """The entries of one folder made durable."""

    folder: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line that the worker said: what it acknowledges, a cut after this must not lose."""

    line: dict[str, Any]


Call = Write | Truncate | Sync | Rename | SyncFolder | Spoken


@dataclass(slots=True)
class Recording:
    """The files as they were, and what then happened, in order."""

    files: dict[int, bytes] = field(default_factory=dict)
    """The content of what was there, by number; folders have none."""
    entries: dict[Entry, int] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    @classmethod
    def of(cls, root: Path) -> Recording:
        """What lies in this folder before anything happens."""
        made = cls()
        numbers = {root: ROOT_FOLDER}
        for number, path in enumerate(sorted(root.rglob("*")), start=1):
            numbers[path] = number
            made.entries[numbers[path.parent], path.name] = number
            if path.is_file():
                made.files[number] = path.read_bytes()
        return made

    def finished(self) -> dict[str, bytes]:
        """Every file with all that was asked of it, by path."""
        content = {file: bytearray(data) for file, data in self.files.items()}
        entries = dict(self.entries)
        for call in self.calls:
            if isinstance(call, Write | Truncate):
                apply(content.setdefault(call.file, bytearray()), call)
            elif isinstance(call, Rename):
                rename(entries, call)
        folders = {folder for folder, _ in entries}
        return {path: bytes(content.get(file, b"")) for path, file in paths(entries).items() if file not in folders}


def paths(entries: dict[Entry, int]) -> dict[str, int]:
    """Everything that can be reached from the root, by its path."""
    inside: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for (folder, name), file in sorted(entries.items()):
        inside[folder].append((name, file))
    found: dict[str, int] = {}
    waiting = [("", ROOT_FOLDER)]
    while waiting:
        above, folder = waiting.pop()
        for name, file in inside.get(folder, ()):
            path = f"{above}/{name}" if above else name
            found[path] = file
            waiting.append((path, file))
    return found


def apply(content: bytearray, call: Write | Truncate) -> None:
    """Do this to a file's bytes; what lies between its end and a later write is nought."""
    size = call.size if isinstance(call, Truncate) else call.at
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if isinstance(call, Truncate):
        del content[size:]
    else:
        content[call.at : call.at + len(call.data)] = call.data


def rename(entries: dict[Entry, int], call: Rename) -> None:
    """Do this to the entries."""
    if call.old is not None and entries.get(call.old) == call.file:
        del entries[call.old]
    if call.new is not None:
        entries[call.new] = call.file


def record(strace: str, warm: WarmProcess, session: Session, log: Path) -> Recording:
    """Run a session to its end under strace; what it asked of the disk."""
    root = Path(session.root)
    recording = Recording.of(root)
    worker = warm.start(session)
    says = worker.says
    words = [strace, "-f", "-y", "-xx", "-s", "10000000", "-o", str(log), "-e", f"trace={CALLS}", "-p", str(worker.pid)]
    with subprocess.Popen(words, stderr=subprocess.PIPE) as tracer:
        assert tracer.stderr is not None
        assert b"attached" in tracer.stderr.readline()
        worker.go()
        said = list(worker.rest())
        tracer.communicate()
    reader = _Reader(root, recording, says)
    for line in log.read_text(encoding="ascii").splitlines():
        reader.read(line)
    assert not any(line.get("unavailable") or "bug" in line for line in said), said
    assert [call.line for call in recording.calls if isinstance(call, Spoken)] == said
    there = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert _known(recording.finished()) == _known(there), "the recorder missed a call"
    return recording


def _known(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if not name.endswith(UNKNOWN_CONTENT)}


@dataclass(slots=True)
class _Open:
    """A file handle: its file or folder, and its place."""

    file: int
    is_folder: bool
    at: int = 0


class _Reader:
    """Reads the log, line by line, into a recording."""

    def __init__(self, root: Path, recording: Recording, says: str) -> None:
        self._root = str(root.resolve())
        self._recording = recording
        self._says = "".join(f"\\x{byte:02x}" for byte in says.encode())
        self._entries = dict(recording.entries)
        self._content: defaultdict[int, bytearray] = defaultdict(bytearray)
        self._content.update({file: bytearray(data) for file, data in recording.files.items()})
        self._folders = {ROOT_FOLDER} | {file for file in recording.entries.values() if file not in recording.files}
        self._open: dict[int, _Open] = {}
        self._next = 1 + len(recording.entries)

    def read(self, line: str) -> None:
        """Take in one line of the log; one that was cut in two by another process's fails the test."""
        assert not CUT.search(line), line
        found = LINE.match(line)
        if found is None or found[3] == "-1":
            return
        name, arguments, result, _ = found.groups()
        if name == "write" and self._says in arguments.split(",", maxsplit=1)[0]:
            for each in _texts(arguments)[-1].splitlines():
                self._recording.calls.append(Spoken(json.loads(each)))
            return
        READERS[name](self, arguments, int(result))

    def open(self, arguments: str, handle: int) -> None:
        """``open`` and ``openat``."""
        path = self._inside(arguments, _texts(arguments)[0])
        self._open.pop(handle, None)
        if path is None:
            return
        file = ROOT_FOLDER if path == "" else self._number(path)
        if file is None:
            assert "O_CREAT" in arguments, arguments
            file = self._make(path)
        self._open[handle] = _Open(file, file in self._folders)
        if "O_APPEND" in arguments:
            self._open[handle].at = len(self._content[file])
        if "O_TRUNC" in arguments and self._content[file]:
            self._do(Truncate(file, 0))

    def write(self, arguments: str, count: int) -> None:
        """``write``."""
        if target := self._target(arguments):
            self._do(Write(target.file, target.at, _texts(arguments)[-1][:count]))
            target.at += count

    def pwrite(self, arguments: str, count: int) -> None:
        """``pwrite64``."""
        if target := self._target(arguments):
            self._do(Write(target.file, int(arguments.rsplit(",", maxsplit=1)[1]), _texts(arguments)[-1][:count]))

    def seek(self, arguments: str, place: int) -> None:
        """``lseek``."""
        if target := self._target(arguments):
            target.at = place

    def truncate(self, arguments: str, _: int) -> None:
        """``ftruncate``."""
        if target := self._target(arguments):
            self._do(Truncate(target.file, int(arguments.rsplit(",", maxsplit=1)[1])))

    def sync(self, arguments: str, _: int) -> None:
        """``fsync`` and ``fdatasync``."""
        if target := self._target(arguments):
            self._do(SyncFolder(target.file) if target.is_folder else Sync(target.file))

    def send(self, arguments: str, count: int) -> None:
        """``sendfile``, from a file under the root to another."""
        if count and (target := self._target(arguments)):
            source, offset = arguments.split(", ")[1:3]
            origin = self._open[int(source.split("<")[0])]
            at = int(offset.split("]")[0].strip("["))
            self._do(Write(target.file, target.at, bytes(self._content[origin.file][at : at + count])))
            target.at += count

    def rename(self, arguments: str, _: int) -> None:
        """``rename``."""
        old, new = (self._inside(arguments, each) for each in _texts(arguments)[-2:])
        if old is None and new is None:
            return
        assert old is not None, arguments
        assert new is not None, arguments
        self._entry(Rename(self._at(old), self._at(new), self._known(old)))

    def remove(self, arguments: str, _: int) -> None:
        """``unlink``, ``unlinkat`` and ``rmdir``."""
        if (path := self._inside(arguments, _texts(arguments)[-1])) is not None:
            self._entry(Rename(self._at(path), None, self._known(path)))

    def make_folder(self, arguments: str, _: int) -> None:
        """``mkdir``."""
        if (path := self._inside(arguments, _texts(arguments)[-1])) is not None:
            self._folders.add(self._make(path))

    def unknown(self, arguments: str, _: int) -> None:
        """A call that this recorder does not know may not touch what is under the root."""
        assert self._root.encode().hex() not in arguments.replace(HEX, ""), arguments

    def _do(self, call: Call) -> None:
        if isinstance(call, Write | Truncate):
            apply(self._content[call.file], call)
        self._recording.calls.append(call)

    def _entry(self, call: Rename) -> None:
        rename(self._entries, call)
        self._recording.calls.append(call)

    def _make(self, path: str) -> int:
        number = self._next
        self._next += 1
        self._entry(Rename(None, self._at(path), number))
        return number

    def _number(self, path: str) -> int | None:
        folder = ROOT_FOLDER
        *above, name = path.split("/")
        for each in above:
            folder = self._entries[folder, each]
        return self._entries.get((folder, name))

    def _known(self, path: str) -> int:
        number = self._number(path)
        assert number is not None, path
        return number

    def _at(self, path: str) -> Entry:
        above, _, name = path.rpartition("/")
        return (self._known(above) if above else ROOT_FOLDER), name

    def _target(self, arguments: str) -> _Open | None:
        return self._open.get(int(arguments.split("<", maxsplit=1)[0]))

    def _inside(self, arguments: str, path: bytes) -> str | None:
        """The path under the root; one told from an open folder is joined to it."""
        text = path.decode()
        if not text.startswith("/") and (folder := AT.match(arguments)):
            text = f"{bytes.fromhex(folder[1].replace(HEX, '')).decode()}/{text}"
        if text == self._root:
            return ""
        return text[len(self._root) + 1 :] if text.startswith(self._root + "/") else None


READERS: defaultdict[str, Callable[[_Reader, str, int], None]] = defaultdict(
    lambda: _Reader.unknown,
    {
        "open": _Reader.open,
        "openat": _Reader.open,
        "write": _Reader.write,
        "pwrite64": _Reader.pwrite,
        "lseek": _Reader.seek,
        "ftruncate": _Reader.truncate,
        "fsync": _Reader.sync,
        "fdatasync": _Reader.sync,
        "sendfile": _Reader.send,
        "rename": _Reader.rename,
        "unlink": _Reader.remove,
        "unlinkat": _Reader.remove,
        "rmdir": _Reader.remove,
        "mkdir": _Reader.make_folder,
    },
)


def _texts(arguments: str) -> list[bytes]:
    return [bytes.fromhex(each.replace(HEX, "")) for each in TEXT.findall(arguments)]
