"""Mending: a new passphrase, a new recovery key, a desk opened by its recovery key, a backup restored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from iro_desk.bootstrap import open_desk
from iro_desk.clock import SystemClock
from iro_desk.desk import Desk
from iro_desk.errors import Unavailable
from iro_desk.reference.passphrases import check_words
from iro_desk.services import access, recovering
from iro_desk.services.ports import Clock
from iro_desk.storage.backup import compare, unpack
from iro_desk.storage.desk_folder import DeskFolder, flush_folder, refuse_in_a_desk
from iro_desk.storage.journal import new_id
from iro_desk.storage.keys import Cost, DeskKey, KeyFile
from iro_desk.storage.opening import Opener, by_passphrase, by_recovery_key, unlock
from iro_desk.storage.places import check_place
from iro_desk.storage.safekeeping import Copied
from iro_desk.whole import whole


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

    ``deliver`` gets it before anything changes: where it fails, the old sheet is still the one.
    """
    key_file, recovery_key = DeskFolder(folder).read_key_file().with_recovery(desk.key)
    if key_file.recover(recovery_key) != desk.key:
        raise AssertionError("a recovery key that was just made does not open its desk")
    deliver(recovery_key)
    desk.do(recovering.RenewRecovery(check_words=check_words(recovery_key)))
    _wrap(desk, folder, key_file)
    return recovery_key


def restore(backup: Path, folder: Path, key: str | DeskKey | Opener, *, clock: Clock | None = None) -> Copied:
    """Restore a backup into a new folder, as a desk that works on beside the one it was copied from.

    It is opened, checked from end to end and compared with what the backup said of itself before it is left there;
    otherwise nothing is. Its device is a new one, so that what both copies record can be joined.
    """
    check_place(folder)
    refuse_in_a_desk(folder)
    DeskFolder(folder).make()
    beside = DeskFolder(folder.with_name(f"{folder.name}.{new_id()[:8]}.part"))

    def leave_nothing() -> None:
        beside.unmake()
        with suppress(OSError):
            folder.rmdir()

    with whole(or_else=leave_nothing):
        beside.make()
        unpack(backup, beside.path)
        with open_desk(beside.path, key, clock) as desk:
            found = desk.begin_again()
        compare(backup, found.events)
        folder.rmdir()
        beside.path.rename(folder)
        flush_folder(folder.parent)
    return replace(found, folder=folder)


def _wrap(desk: Desk, folder: Path, key_file: KeyFile) -> None:
    """Write the key file anew and have a copy of it in a backup at once, from which it can be healed.

    A backup that cannot be made takes nothing back: the next lock makes one.
    """
    DeskFolder(folder).write_key_file(key_file)
    with suppress(Unavailable):
        desk.back_up()
