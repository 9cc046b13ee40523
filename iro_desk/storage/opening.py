"""The way into a desk's files: the key file, healed from a backup where it is damaged, the guesses, the kept tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from iro_desk.errors import Unavailable, WrongPassphrase
from iro_desk.services.ports import Clock
from iro_desk.storage import backup, checking
from iro_desk.storage.database import Database
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.guesses import Guesses
from iro_desk.storage.keys import WRONG_PASSPHRASE, WRONG_RECOVERY_KEY, DeskKey, KeyFile
from iro_desk.storage.tables import SCHEMA
from iro_desk.whole import whole

NO_COPY_OPENS = (
    "The desk's key file is damaged, and none of its copies in the backups opens with this passphrase. Try the one in "
    "force when the newest backup was made, or the recovery key."
)


@dataclass(frozen=True, slots=True)
class Opener:
    """What gives the key of a key file, what to say when it does not, and whether a person could guess it."""

    open: Callable[[KeyFile], DeskKey]
    wrong: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A key file that was opened, its key, and whether it had to be put back from a backup."""

    key_file: KeyFile
    key: DeskKey
    healed: bool = False


def by_passphrase(passphrase: str) -> Opener:
    """Opens a key file by its passphrase."""
    return Opener(lambda key_file: key_file.unlock(passphrase), WRONG_PASSPHRASE, guessed=True)


def by_recovery_key(recovery_key: str) -> Opener:
    """Opens a key file by its recovery key, which nobody can guess."""
    return Opener(lambda key_file: key_file.recover(recovery_key), WRONG_RECOVERY_KEY)


def by_key(key: DeskKey) -> Opener:
    """Opens whatever this key is the key of."""
    return Opener(lambda _: key)


def unlock(place: DeskFolder, opener: Opener, clock: Clock) -> Unlocked:
    """Open the key file; a damaged or missing one is put back from the newest backup whose copy opens.

    Raises WrongPassphrase for a sound key file that does not open, and Unavailable while a wrong guess costs a wait,
    or where a damaged one has no copy that opens. A key file of an older version is written anew once it opened.
    """
    try:
        key_file = place.read_key_file()
    except Unavailable as damage:
        copies = list(_copies(place))
        if not copies:
            raise
        found = _open(copies, opener, clock)
        if found is None:
            raise Unavailable(NO_COPY_OPENS, field="passphrase") from damage
        place.write_key_file(found.key_file)
        return replace(found, healed=True)
    opened = _open([key_file], opener, clock)
    if opened is None:
        raise WrongPassphrase(opener.wrong, field="passphrase")
    if key_file.to_bytes() != place.key_file.read_bytes():
        with suppress(Unavailable):  # a full disk keeps nobody out; it is tried again at the next opening
            place.write_key_file(key_file)
    return opened


def open_database(place: DeskFolder, key: DeskKey, clock: Clock) -> Database:
    """Open the database, its kept tables brought up to date after a verified copy was made."""
    database = Database.open(place.database, key)
    if database.schema == SCHEMA:
        return database
    with whole(or_else=database.close):
        made = backup.make(place.path, place.backups, clock.today())
        copy = database.copy_at(made.database)
        faults = checking.file_faults(copy)
        copy.close()
        if faults:
            raise Unavailable(f"No sound copy of this desk could be made, so it was left as it is: {faults[0].words}")
        from iro_desk.storage.migrations import upgrade  # noqa: PLC0415 - it costs half a second to load

        with database.rebuilding() as connection:
            upgrade(connection, database.schema)
    database.schema = SCHEMA
    return database


def _open(key_files: list[KeyFile], opener: Opener, clock: Clock) -> Unlocked | None:
    """The first of these that opens; None, and one wrong guess, where none does."""
    guesses = Guesses(key_files[0].label.desk, clock)
    if opener.guessed:
        guesses.check()
    for each in key_files:
        try:
            opened = Unlocked(each, opener.open(each))
        except WrongPassphrase:
            continue
        if opener.guessed:
            guesses.right()
        return opened
    if opener.guessed:
        guesses.wrong()
    return None


def _copies(place: DeskFolder) -> Iterator[KeyFile]:
    """The readable copies of the key file in the desk's own backups, newest first, each once."""
    seen: set[bytes] = set()
    for content in backup.key_files(place.backups):
        if content not in seen:
            seen.add(content)
            try:
                yield KeyFile.from_bytes(content)
            except Unavailable:
                continue
