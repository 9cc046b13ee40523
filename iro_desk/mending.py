"""Mending: a new passphrase, a new recovery key, a desk opened by its recovery key, a backup restored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from iro_desk.bootstrap import open_desk
from iro_desk.clock import SystemClock
from iro_desk.desk import Desk
from iro_desk.errors import Unavailable, WrongPassphrase
from iro_desk.reference.passphrases import check_words
from iro_desk.services import access, recovering
from iro_desk.services.ports import Clock
from iro_desk.storage.backup import compare, unpack
from iro_desk.storage.desk_folder import DeskFolder, made_beside, refuse_in_a_desk
from iro_desk.storage.keys import Cost, DeskKey, KeyFile
from iro_desk.storage.opening import Opener, by_passphrase, by_recovery_key, unlock
from iro_desk.storage.places import check_place
from iro_desk.storage.safekeeping import Copied

NOT_PROVED = "The new recovery key did not open this desk when it was tried; the old sheet still does. Try again."


def recover(folder: Path, recovery_key: str, passphrase: str, *, clock: Clock | None = None) -> None:
    """Open a desk by its recovery key and give it a new passphrase; the old one opens it no more. It is noted."""
    with open_desk(folder, by_recovery_key(recovery_key), clock) as desk:
        key_file = DeskFolder(folder).read_key_file().with_passphrase(desk.key, passphrase)
        if not desk.trouble:
            desk.do(access.NoteAccess(what="recovered"))
        _wrap(desk, folder, key_file)


def change_passphrase(desk: Desk, folder: Path, old: str, new: str, *, cost: Cost | None = None) -> None:
    """Give an open desk a new passphrase, for the right old one. Backups made before keep the passphrase they had."""
    key_file = unlock(DeskFolder(folder), by_passphrase(old), SystemClock()).key_file
    changed = key_file.with_passphrase(desk.key, new, cost)
    desk.do(access.NoteAccess(what="passphrase"))
    _wrap(desk, folder, changed)


def renew_recovery_key(desk: Desk, folder: Path, deliver: Callable[[str], object] = str) -> str:
    """Make a new recovery key, proved and given this once; the old sheet opens the desk no more.

    ``deliver`` gets it before anything changes: where it fails, the old sheet is still the one. From then until the
    key file is written the desk holds no check words, so that no word of either sheet proves the other; stopped in
    between, it asks for a new sheet.
    """
    key_file, recovery_key = DeskFolder(folder).read_key_file().with_recovery(desk.key)
    if not key_file.is_opened_by(recovery_key, desk.key):
        raise Unavailable(NOT_PROVED)
    deliver(recovery_key)
    desk.do(recovering.DropCheckWords())
    _wrap(desk, folder, key_file)
    with suppress(Unavailable):  # the sheet opens the desk all the same, and the desk asks for another
        desk.do(recovering.RenewRecovery(check_words=check_words(recovery_key)))
    return recovery_key


def opens(folder: Path, recovery_key: str) -> bool:
    """Whether this recovery key opens the desk that lies there."""
    try:
        DeskFolder(folder).read_key_file().recover(recovery_key)
    except (Unavailable, WrongPassphrase):
        return False
    return True


def restore(backup: Path, folder: Path, key: str | DeskKey | Opener, *, clock: Clock | None = None) -> Copied:
    """Restore a backup into a new folder, as a desk that works on beside the one it was copied from.

    It is opened, checked from end to end and compared with what the backup said of itself before it is left there;
    otherwise nothing is. Its device is a new one, so that what both copies record can be joined.
    """
    check_place(folder)
    refuse_in_a_desk(folder)
    with made_beside(folder) as beside:
        unpack(backup, beside.path)
        with open_desk(beside.path, key, clock) as desk:
            found = desk.begin_again()
        compare(backup, found.events)
    return replace(found, folder=folder)


def _wrap(desk: Desk, folder: Path, key_file: KeyFile) -> None:
    """Write the key file anew and have a copy of it in a backup at once, from which it can be healed.

    A backup that cannot be made takes nothing back: the next lock makes one.
    """
    place = DeskFolder(folder)
    try:
        place.write_key_file(key_file)
    except Unavailable:  # in its place, though the disk did not say that it will last: it is the one in force
        if not place.sound_key_file() or place.key_file.read_bytes() != key_file.to_bytes():
            raise
    with suppress(Unavailable):
        desk.back_up()
