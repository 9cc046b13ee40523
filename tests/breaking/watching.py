"""Watches processes: every path that any of them writes or makes anywhere, what they wrote, and how each was started.

Strace follows every child. One log a process, so that no line is cut in two by another's. Standard streams are pipes,
and no file: what is said on them is the caller's to judge.
"""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WRITES = "write,pwrite64,writev,pwritev,pwritev2"
ENTRIES = "rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknod,mknodat,truncate"
OTHERS = (
    "open,openat,openat2,creat,execve,execveat,mmap,sendfile,copy_file_range,splice,sendto,sendmsg,setxattr,fsetxattr"
)
CALL = re.compile(r"^(\w+)\((.*)\) += (0x[0-9a-f]+|-?\d+)", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"')
FOLDER = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>(?:\(deleted\))?, ")
HANDLE = re.compile(r"^\d+<([^>]*)>")
KEPT = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE")
NO_FILE = (
    "/dev/null",
    "/dev/tty",
    "/dev/pts/",
    "/proc/",
    "pipe:",
    "socket:",
    "anon_inode:",
    "/memfd:",
    "UNIX",
    "NETLINK",
)
SHARED = re.compile(r"PROT_WRITE.*MAP_SHARED")


@dataclass(slots=True)
class Watched:
    """What processes did to files."""

    paths: set[str] = field(default_factory=set)
    """Every path opened for writing, made, moved, linked or mapped for writing, whatever became of it."""
    written: dict[str, bytes] = field(default_factory=dict)
    """All that was written to each path, one write after another, by all of them."""
    starts: list[tuple[bytes, ...]] = field(default_factory=list)
    """The words and the environment of every program that was started, in one tuple each."""
    sent: bytes = b""
    """What went over sockets."""
    ended: int = 0
    said: str = ""
    """Standard output of the first process."""
    beside: str = ""
    """Standard error of all of them."""

    @property
    def still_there(self) -> list[Path]:
        """The files among the paths that exist."""
        return [path for each in sorted(self.paths) if (path := Path(each)).is_file()]


def watch(
    strace: str, words: Sequence[str], logs: Path, *, cwd: Path, env: Mapping[str, str], patience: int = 300
) -> Watched:
    """Run a program under strace with all that it starts."""
    logs.mkdir()
    wanted = f"trace=?{',?'.join(f'{WRITES},{ENTRIES},{OTHERS}'.split(','))}"
    traced = [strace, "-ff", "-y", "-v", "-xx", "-qq", "-s", "100000000", "--seccomp-bpf", "-f", "-e", "signal=none"]
    run = subprocess.run(
        [*traced, "-e", wanted, "-o", str(logs / "log"), *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=patience,
        cwd=cwd,
        env=dict(env),
    )
    watched = Watched(ended=run.returncode, said=run.stdout, beside=run.stderr)
    reader = _Reader(watched)
    for log in sorted(logs.iterdir()):
        with log.open(encoding="ascii") as lines:
            for line in lines:
                reader.read(line)
        log.unlink()
    watched.written = {path: b"".join(parts) for path, parts in reader.parts.items()}
    return watched


class _Reader:
    """Reads the logs, line by line."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self.parts: defaultdict[str, list[bytes]] = defaultdict(list)

    def read(self, line: str) -> None:
        """Take in one line: a call that went well, or nothing."""
        found = CALL.match(line)
        if found is None:
            assert "(" not in line or line.rstrip().endswith(("= ?", "<unfinished ...>")) or "= ?" in line, line[:300]
            return
        name, arguments, result = found.groups()
        if not result.startswith("-"):
            READERS.get(name, _Reader._entries)(self, arguments)

    def _started(self, arguments: str) -> None:
        self._watched.starts.append(tuple(_texts(arguments)))

    def _sent(self, arguments: str) -> None:
        self._watched.sent += b"".join(_texts(arguments))

    def _mapped(self, arguments: str) -> None:
        if SHARED.search(arguments):
            self._handles(arguments)

    def _opened(self, arguments: str) -> None:
        if KEPT.search(arguments):
            self._entries(arguments)

    def _handles(self, arguments: str) -> None:
        for each in re.findall(r"\d+<([^>]*)>", arguments):
            self._add(_text(each).decode("utf-8", "surrogateescape"))

    def _written(self, arguments: str) -> None:
        handle = HANDLE.match(arguments)
        assert handle is not None, arguments[:200]
        path = _text(handle[1]).decode("utf-8", "surrogateescape")
        if not path.startswith(NO_FILE):
            self._watched.paths.add(path)
            self.parts[path].extend(_texts(arguments))

    def _entries(self, arguments: str) -> None:
        """The paths that a call names, each below the folder that stands before it."""
        folders = [_text(each).decode("utf-8", "surrogateescape") for each in FOLDER.findall(arguments)]
        for number, text in enumerate(_texts(arguments)):
            name = text.decode("utf-8", "surrogateescape")
            if not name.startswith("/") and folders:
                name = f"{folders[min(number, len(folders) - 1)]}/{name}"
            self._add(name)

    def _add(self, path: str) -> None:
        if not path.startswith(NO_FILE):
            self._watched.paths.add(path)


READERS: dict[str, Callable[[_Reader, str], None]] = {
    **dict.fromkeys(WRITES.split(","), _Reader._written),
    **dict.fromkeys(("execve", "execveat"), _Reader._started),
    **dict.fromkeys(("sendto", "sendmsg"), _Reader._sent),
    **dict.fromkeys(("open", "openat", "openat2"), _Reader._opened),
    **dict.fromkeys(("sendfile", "copy_file_range", "splice", "fsetxattr"), _Reader._handles),
    "mmap": _Reader._mapped,
}
"""How a call is read; the others name entries of folders."""


def _text(quoted: str) -> bytes:
    return bytes.fromhex(quoted.replace("\\x", ""))


def _texts(arguments: str) -> Iterator[bytes]:
    return (_text(each) for each in QUOTED.findall(arguments))
