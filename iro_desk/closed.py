"""What can be done for a closed desk by a process that holds no key, without loading what opens one."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iro_desk.clock import SystemClock
from iro_desk.errors import Damaged, DeskError, Refused, Unavailable
from iro_desk.glance import glance
from iro_desk.reference.passphrases import check_words, generate_passphrase
from iro_desk.storage import backup
from iro_desk.storage.backup import Backup
from iro_desk.storage.desk_folder import DATABASE, DeskFolder, refuse_in_a_desk, write_whole
from iro_desk.storage.guesses import Guesses
from iro_desk.storage.label import KEY_FILE, Label, content_of
from iro_desk.storage.places import Machine, check_place
from iro_desk.telling import in_lines, recovery_sheet

__all__ = [
    "Backup",
    "Label",
    "Sheet",
    "Standing",
    "back_up",
    "backups",
    "backups_in",
    "default_place",
    "generate_passphrase",
    "label_of",
    "prepare",
    "recovery_key_in",
    "restore",
    "save_sheet",
    "seconds_to_wait",
    "sheet_of",
    "stand_before",
    "usable",
    "write_copy",
]
RECOVERY_KEY = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}")
LONGEST_SHEET = 64 * 1024
"""In bytes: a longer file is no recovery sheet, and is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is seen of a locked desk."""

    label: Label | None
    """Whose it is; None where the key file is damaged and a copy of it waits in a backup."""
    wait: int
    """Seconds to wait before the next passphrase is tried; nought where there is no wait."""


def stand_before(folder: Path) -> Standing:
    """What is seen of the locked desk in this folder. Unavailable where there is none, or it is past opening."""
    try:
        label = glance(folder)
    except Unavailable as fault:
        if not isinstance(fault, Damaged) and (folder / KEY_FILE).exists():
            raise
        if next(iter(backup.key_files(DeskFolder(folder).backups)), None) is None:
            raise
        return Standing(label=None, wait=0)
    return Standing(label=label, wait=seconds_to_wait(label))


def label_of(folder: Path) -> Label:
    """Whose desk it is, by its key file, or by the newest copy of it in a backup where that is damaged or missing."""
    try:
        return glance(folder)
    except Unavailable:
        for content in backup.key_files(DeskFolder(folder).backups):
            with suppress(Unavailable):
                return Label.of(content_of(content))
        raise


def prepare() -> None:
    """Load what opens a desk, so that the opening itself is quick."""
    import iro_desk.mending  # noqa: PLC0415, F401 - the locked window stands before any of it is loaded


def restore(backup_folder: Path, folder: Path, phrase: str) -> tuple[int, int]:
    """Restore a backup by a passphrase or the recovery key of its time: how many events and children it held."""
    from iro_desk import mending  # noqa: PLC0415 - the locked window stands before any of it is loaded
    from iro_desk.storage.opening import by_recovery_key  # noqa: PLC0415

    found = RECOVERY_KEY.search("".join(phrase.split()).upper())
    made = mending.restore(backup_folder, folder, by_recovery_key(found[0]) if found else phrase)
    return made.events, made.children


def seconds_to_wait(label: Label) -> int:
    """Seconds to wait before the next passphrase of this desk is tried."""
    return Guesses(label.desk, SystemClock()).wait()


def back_up(folder: Path, today: date) -> Backup:
    """Copy the closed desk as its next backup; what is thinned out waits for the next opening, which verifies it first.

    Unavailable where somebody has it open.
    """
    place = DeskFolder(folder)
    lock = place.lock()
    try:
        made = backup.make(place.path, place.backups, today)
    finally:
        lock.release()
    return made


def backups(folder: Path) -> tuple[Backup, ...]:
    """The backups in a desk's own folder of them, newest first."""
    return tuple(backup.existing(DeskFolder(folder).backups))


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The backups in any folder: one, or a folder of them, or a desk's own; newest first. Unavailable where none is."""
    if (folder / backup.ABOUT).exists() or (folder / DATABASE).exists():
        return (backup.read(folder),) if (folder / backup.ABOUT).exists() else backups(folder)
    found = tuple(backup.existing(folder))
    if not found:
        raise Refused(f"There is no backup of a desk in {folder}.", field="folder")
    return found


def default_place() -> Path:
    """Where a desk lies unless the officer says otherwise: the machine's own place for a user's data."""
    return Path(Machine().safe())


def usable(folder: Path) -> str:
    """Why no new desk can be made in this folder, in a sentence; nothing where one can."""
    try:
        check_place(folder)
        refuse_in_a_desk(folder.expanduser())
        if folder.expanduser().is_dir() and any(folder.expanduser().iterdir()):
            raise Refused(f"The folder {folder} is not empty; a new desk wants one of its own.")
    except DeskError as no:
        return no.words
    except OSError as fault:
        return f"The folder {folder} cannot be read: {fault.strerror}."
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A recovery sheet: shown, saved or printed, and kept nowhere by the program."""

    key: str
    """In the lines that it is written down in."""
    words: tuple[str, ...]
    """The six check words."""
    text: str
    """The whole of it, as it is saved and printed."""


def sheet_of(officer: str, recovery_key: str) -> Sheet:
    """The sheet of a recovery key that was just made."""
    words = check_words(recovery_key)
    return Sheet(key=in_lines(recovery_key), words=words, text=recovery_sheet(officer, recovery_key, words))


def save_sheet(sheet: Sheet, path: Path, desk: Path) -> None:
    """Save a recovery sheet as text. Refused inside the desk's own folder: whoever finds one would have both."""
    refuse_in_a_desk(path)
    if desk.resolve() in path.resolve().parents:
        raise Refused("The recovery sheet may not lie in the desk's own folder: whoever finds one would have both.")
    write_whole(path, sheet.text.encode())


def write_copy(path: Path, content: bytes) -> None:
    """Write a file outside the desk: whole, for its owner alone, or not at all. Refused inside a desk or a backup."""
    refuse_in_a_desk(path)
    write_whole(path, content)


def recovery_key_in(path: Path) -> str:
    """The recovery key on a saved sheet, or in a file of nothing else. Refused where there is none in it."""
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST_SHEET).decode("utf-8", "replace")
    except OSError as fault:
        raise Unavailable(f"{path.name} cannot be read: {fault.strerror}.") from fault
    found = RECOVERY_KEY.search("".join(text.split()).upper())
    if found is None:
        raise Refused(f"There is no recovery key in {path.name}; it begins with AGE-SECRET-KEY.", field="recovery")
    return found[0]
