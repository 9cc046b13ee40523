"""A desk's folder: its files, who may read them, and the lock that lets in one opener."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from iro_desk.errors import Refused, Unavailable
from iro_desk.storage.label import KEY_FILE, read_key_file
from iro_desk.whole import whole

if TYPE_CHECKING:
    from iro_desk.storage.keys import KeyFile

DATABASE = "desk.db"


@dataclass(frozen=True, slots=True)
class DeskFolder:
    """Where a desk lies."""

    path: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.path / DATABASE

    @property
    def key_file(self) -> Path:
        """The key file."""
        return self.path / KEY_FILE

    @property
    def policy(self) -> Path:
        """The council's own resource files."""
        return self.path / "policy"

    @property
    def backups(self) -> Path:
        """The desk's own backups."""
        return self.path / "backups"

    def sound_key_file(self) -> bool:
        """Whether the key file is there and can be read."""
        try:
            self.read_key_file()
        except Unavailable:
            return False
        return True

    def make(self) -> None:
        """Make the folder, readable by its owner alone. Refused where something lies in it already."""
        try:
            make_folder(self.path)
            if any(self.path.iterdir()):
                raise Refused(f"The folder {self.path} is not empty; a new desk wants one of its own.")
            self.path.chmod(0o700)
        except OSError as fault:
            raise Unavailable(f"The folder {self.path} cannot be made: {fault.strerror}.") from fault

    def unmake(self) -> None:
        """Empty a folder in which a desk could not be made whole, and remove it."""
        shutil.rmtree(self.path, ignore_errors=True)

    def read_key_file(self) -> KeyFile:
        """The key file. Unavailable where there is none, or it is damaged."""
        from iro_desk.storage.keys import KeyFile  # noqa: PLC0415 - a locked window copies a desk, and loads no keys

        return KeyFile.from_bytes(read_key_file(self.path))

    def write_key_file(self, content: KeyFile) -> None:
        """Write the key file whole, or leave the old one."""
        write_whole(self.key_file, content.to_bytes())

    def lock(self) -> FileLock:
        """The operating system's lock on this desk, held until released. Unavailable where another holds it."""
        # A lock of a thread's own is let go by that thread alone; a desk may be opened on one and closed on another.
        lock = FileLock(self.path / "desk.lock", timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout as fault:
            raise Unavailable("This desk is already open in another window; close it there first.") from fault
        except OSError as fault:
            raise Unavailable(f"The desk in {self.path} cannot be locked for use: {fault.strerror}.") from fault
        return lock


@contextmanager
def made_beside(folder: Path) -> Iterator[DeskFolder]:
    """A folder beside an empty or new one, for a desk to be made in; in its place once it is whole, or not at all.

    Refused where something lies in ``folder``. What a process that was killed left beside it is cleared away.
    """
    DeskFolder(folder).make()
    for left in folder.parent.glob(f"{glob.escape(folder.name)}.{'[0-9a-f]' * 8}.part"):
        with suppress(Unavailable):
            DeskFolder(left).lock().release()
            DeskFolder(left).unmake()
    beside = DeskFolder(folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.part"))

    def leave_nothing() -> None:
        if beside.path.exists():
            beside.unmake()
            with suppress(OSError):
                folder.rmdir()
        else:
            DeskFolder(folder).unmake()

    with whole(or_else=leave_nothing):
        beside.make()
        yield beside
        try:
            folder.rmdir()
            beside.path.rename(folder)
            flush_folder(folder.parent)
        except OSError as fault:
            raise Unavailable(f"The desk could not be put in its place at {folder}: {fault.strerror}.") from fault


def refuse_in_a_desk(path: Path, field: str | None = None) -> None:
    """Refuse a place under a desk's own folder or a backup: what is written there may replace it, or go with it."""
    for each in path.absolute().parents:
        if (each / KEY_FILE).exists():
            raise Refused(f"{path} lies inside a desk or a backup of one; choose another place.", field=field)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the destination, flush to the disk, move into place: the old file stays until the new is whole."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        flush_folder(path.parent)
    except OSError as fault:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise Unavailable(f"{path.name} could not be written in {path.parent}: {fault.strerror}.") from fault


def make_folder(path: Path) -> None:
    """Make a folder and whatever it lies in, for its owner alone; each is there after a power cut."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        flush_folder(each.parent)


def flush_folder(folder: Path) -> None:
    """Flush a folder's own entries to the disk, so that what was moved into place is there after a power cut."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
