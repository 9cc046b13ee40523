"""Backups: whole copies of the closed file and the key file, thinned out with time, verified, and restored.

A backup is a folder: the database, the key file, a page on opening it without this program, and ``about.json``,
which tells of no child. Its number grows by one; no clock and no time of a file says which is newest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iro_desk.errors import Unavailable
from iro_desk.storage.desk_folder import DATABASE, flush_folder, make_folder, write_whole
from iro_desk.storage.label import KEY_FILE, Label, content_of

FORMAT = "iro-desk-backup"
VERSION = 1
ABOUT = "about.json"
INSTRUCTIONS = "How to open this.txt"
NAME = re.compile(r"\d{6}")
CHUNK = 1024 * 1024
DAILY, WEEKLY, MONTHLY = 7, 4, 12

HOW_TO_OPEN = """This folder is a backup of an IRO Desk.

With IRO Desk: iro-desk restore THIS_FOLDER NEW_FOLDER, or "Restore a backup" in the window. The passphrase is the
one that was in force when the backup was made.

Without IRO Desk: desk.db is a SQLCipher 4 database. Its key is in desk.key, twice. In "recovery" it stands as an age
file in base64, which the recovery key opens:

    python3 -c "import json; print(json.load(open('desk.key'))['recovery'])" | base64 --decode > recovery.age
    age --decrypt -i recovery-key.txt recovery.age | head -c 48 | od -An -v -tx1 | tr -d ' \\n'

The 96 letters and figures are key and salt. In any program that reads SQLCipher 4:

    PRAGMA key = "x'...the 96...'";

The table "event" holds everything that was ever recorded; the other tables are made of it.
"""


class DamagedBackup(Unavailable):
    """A backup is not what was copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup: where it lies and what is known of it."""

    path: Path
    number: int
    desk: str
    day: date
    """The day it was made, by the clock of that day."""
    database_hash: str
    key_hash: str
    events: int | None = None
    """How many events it holds, counted when it was verified."""
    heads: str | None = None
    """A hash over the newest of them: which they are."""
    verified: date | None = None
    """The day it was last opened, checked through and found to be part of this desk's own history."""

    @property
    def database(self) -> Path:
        """The copy of the database."""
        return self.path / DATABASE

    @property
    def key_file(self) -> Path:
        """The copy of the key file."""
        return self.path / KEY_FILE

    def is_whole(self) -> bool:
        """Whether its two files are what was copied."""
        try:
            return (hash_of(self.database), hash_of(self.key_file)) == (self.database_hash, self.key_hash)
        except Unavailable:
            return False

    def about(self) -> bytes:
        """What ``about.json`` says."""
        content = {
            "format": FORMAT,
            "version": VERSION,
            "number": self.number,
            "desk": self.desk,
            "day": self.day.isoformat(),
            "database": self.database_hash,
            "key": self.key_hash,
            "events": self.events,
            "heads": self.heads,
            "verified": self.verified.isoformat() if self.verified else None,
        }
        return (json.dumps(content, indent=1) + "\n").encode()

    def note(self, events: int, heads: str, verified: date) -> Backup:
        """Write down that it was verified."""
        noted = replace(self, events=events, heads=heads, verified=verified)
        write_whole(self.path / ABOUT, noted.about())
        return noted


def read(path: Path) -> Backup:
    """The backup in this folder. Unavailable where there is none, or what it says of itself cannot be read."""
    try:
        found = json.loads((path / ABOUT).read_bytes())
        if found["format"] != FORMAT or found["version"] > VERSION:
            raise ValueError(found["format"])
        return Backup(
            path=path,
            number=int(found["number"]),
            desk=str(found["desk"]),
            day=date.fromisoformat(found["day"]),
            database_hash=str(found["database"]),
            key_hash=str(found["key"]),
            events=found["events"],
            heads=found.get("heads"),
            verified=date.fromisoformat(found["verified"]) if found["verified"] else None,
        )
    except FileNotFoundError as fault:
        raise Unavailable(f"There is no backup of a desk in {path}.") from fault
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Unavailable(f"The backup in {path} cannot be read, or is of a later program.") from fault


def existing(folder: Path, desk: str | None = None) -> list[Backup]:
    """The readable backups in a folder of them, newest first; of one desk alone, if given."""
    found = [each for each in _existing(folder) if desk in {None, each.desk}]
    return sorted(found, key=lambda each: each.number, reverse=True)


def _existing(folder: Path) -> Iterator[Backup]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if NAME.fullmatch(path.name):
            try:
                yield read(path)
            except Unavailable:
                continue


def make(desk: Path, into: Path, today: date) -> Backup:
    """Copy a desk's two files, which nobody is writing, as the next backup in ``into``.

    The newest backup is given back where nothing changed since and it is whole. Unavailable where the copy could not be
    made whole, or where an order was cut off and waits to be taken back; nothing half made is left.
    """
    hashes = hash_of(desk / DATABASE), hash_of(desk / KEY_FILE)
    if not (desk / DATABASE).stat().st_size:
        raise Unavailable("The desk's database is empty, which no desk ever is; no backup of it was made.")
    if _is_cut_off(desk / f"{DATABASE}-journal"):
        raise Unavailable("The desk was not closed as it should be; no backup was made. Open it once, and try again.")
    label = Label.of(content_of((desk / KEY_FILE).read_bytes()))
    before = existing(into, label.desk)
    if before and (before[0].database_hash, before[0].key_hash) == hashes and before[0].is_whole():
        return before[0]
    number = 1 + max((int(each.name) for each in _numbered(into)), default=0)
    path = into / f"{number:06}"
    beside = path.with_suffix(".part")
    backup = Backup(path=path, number=number, desk=label.desk, day=today, database_hash=hashes[0], key_hash=hashes[1])
    try:
        make_folder(into)
        _clear_away(into)
        beside.mkdir(mode=0o700)
        copied = [copy_file(desk / name, beside / name) for name in (DATABASE, KEY_FILE)]
        if tuple(copied) != hashes:
            raise Unavailable("The desk changed while it was being copied; close it and try again.")
        write_whole(beside / INSTRUCTIONS, HOW_TO_OPEN.encode())
        write_whole(beside / ABOUT, backup.about())
        beside.rename(path)
        flush_folder(into)
    except OSError as fault:
        raise Unavailable(f"The backup could not be made in {into}: {fault.strerror}.") from fault
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return backup


def _is_cut_off(journal: Path) -> bool:
    """Whether an order was cut off in writing: SQLite takes nothing back of a journal that begins with a nought."""
    with suppress(FileNotFoundError), journal.open("rb") as file:
        return file.read(1) not in {b"", b"\0"}
    return False


def thin(folder: Path, desk: str, is_ours: Callable[[Backup], bool]) -> list[Backup]:
    """Remove those of this copy's backups that are in nobody's way no more; the others, newest first.

    ``is_ours`` says of a verified one whether all that it holds is here too. Another copy of the same desk may keep
    its backups in the same place, and may have recorded what is nowhere else.
    """
    backups = existing(folder, desk)
    ours = [each for each in backups if not each.verified or is_ours(each)]
    kept = worth_keeping(ours)
    for each in ours:
        if each not in kept:
            _remove(each.path)
    return [each for each in backups if each in kept or each not in ours]


def _remove(path: Path) -> None:
    """Remove a backup: out of sight first, so that half of one never counts."""
    aside = path.with_suffix(".part")
    with suppress(OSError):
        path.rename(aside)
        flush_folder(path.parent)
        shutil.rmtree(aside, ignore_errors=True)


def worth_keeping(backups: list[Backup]) -> list[Backup]:
    """Which of these, newest first, are worth keeping.

    What was not verified is kept, whatever it is: it may be the only copy of what a newer one lacks. So is whatever
    holds more than the newest verified one. Of the others, seven of the newest days are kept, four weeks and twelve
    months, each by its last backup.
    """
    verified = [each for each in backups if each.verified]
    kept = {each for each in backups if not each.verified} | set(verified[:1])
    kept |= {each for each in verified if (each.events or 0) > (verified[0].events or 0)}
    for period, most in ((_day, DAILY), (_week, WEEKLY), (_month, MONTHLY)):
        last: dict[object, Backup] = {}
        for each in verified:
            last.setdefault(period(each.day), each)
        kept |= set(list(last.values())[:most])
    return [each for each in backups if each in kept]


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month


def unpack(backup: Path, into: Path) -> None:
    """Copy a backup's two files into an empty folder. Unavailable where they are not what was backed up."""
    try:
        said = read(backup) if (backup / ABOUT).exists() else None
        copied = [copy_file(backup / name, into / name) for name in (DATABASE, KEY_FILE)]
        flush_folder(into)
    except FileNotFoundError as fault:
        raise Unavailable(f"There is no backup of a desk in {backup}.") from fault
    except OSError as fault:
        raise Unavailable(f"The backup could not be copied to {into}: {fault.strerror}.") from fault
    if said and copied != [said.database_hash, said.key_hash]:
        raise Unavailable(f"The backup in {backup} is damaged; take an older one.")


def compare(backup: Path, events: int) -> None:
    """Unavailable where a restored desk does not hold as many events as its backup was verified to hold."""
    said = read(backup).events if (backup / ABOUT).exists() else None
    if said is not None and said != events:
        raise Unavailable(f"The backup in {backup} held {said} events, and {events} came out of it; take an older one.")


def copy_file(source: Path, to: Path) -> str:
    """Copy a file, flushed to the disk and readable by its owner alone; the SHA-256 of what was copied."""
    total = hashlib.sha256()
    with source.open("rb") as reading, os.fdopen(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        while some := reading.read(CHUNK):
            total.update(some)
            out.write(some)
        out.flush()
        os.fsync(out.fileno())
    return total.hexdigest()


def hash_of(path: Path) -> str:
    """SHA-256 of a file. Unavailable where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise Unavailable(f"{path.name} cannot be read in {path.parent}: {fault.strerror}.") from fault


def key_files(folder: Path) -> Iterable[bytes]:
    """The copies of the key file in the backups, newest first."""
    for each in existing(folder):
        try:
            yield (each.path / KEY_FILE).read_bytes()
        except OSError:
            continue


def _numbered(folder: Path) -> Iterator[Path]:
    yield from (each for each in (folder.iterdir() if folder.is_dir() else ()) if NAME.fullmatch(each.name))


def _clear_away(folder: Path) -> None:
    for left in folder.glob("*.part"):
        if NAME.fullmatch(left.stem):
            shutil.rmtree(left, ignore_errors=True)
