"""What keeps a desk from being lost: backups, the witness, the check, room on the disk, what other copies hold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from iro_desk.errors import Refused, Unavailable
from iro_desk.services.ports import Clock
from iro_desk.storage import backup, checking, identity, joining, journal, room, witness
from iro_desk.storage.backup import Backup
from iro_desk.storage.database import Database
from iro_desk.storage.desk_folder import DeskFolder, refuse_in_a_desk
from iro_desk.storage.findings import Finding
from iro_desk.storage.fold import Progress, quiet
from iro_desk.storage.journal import Device
from iro_desk.storage.tables import FOLD_SHAPE, RECORDS, SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A backup that was made, or a desk that was restored, and what it holds."""

    folder: Path
    events: int
    children: int
    verified: bool


class Safekeeping:
    """The keeping of one open desk. What takes long has a connection of its own, and may run beside the desk's work."""

    def __init__(self, place: DeskFolder, database: Database, desk: str, device: Device, clock: Clock) -> None:
        self._place, self._database, self._desk, self._clock = place, database, desk, clock
        self.device = device
        """Whose signature the desk's orders bear."""
        self.trouble: tuple[Finding, ...] = ()
        """What was found wrong with this desk; while there is any, it takes in nothing."""

    def compare_witness(self) -> None:
        """Compare the journal with what this machine has seen of it, and let it see what came since."""
        with self._database.reading() as connection:
            self.trouble += tuple(witness.compare(connection, self._desk, self.device.id))
            behind = witness.behind(connection, self._desk, self.device.id)
        if behind:
            with suppress(Unavailable):
                self.write_witness()

    def write_witness(self) -> None:
        """Let this machine remember how far the journal has come; a desk in trouble teaches it nothing."""
        if not self.trouble:
            with self._database.reading() as connection:
                witness.write(connection, self._desk, self.device.id)

    def check(self, progress: Progress = quiet) -> tuple[Finding, ...]:
        """Everything wrong with this desk. What is found stops it from taking in anything."""
        found = checking.findings(self._database, progress)
        key_file = () if self._place.sound_key_file() else (Finding("key file", "desk.key", KEY_FILE_DAMAGED),)
        before = tuple(each for each in self.trouble if each.kind == "witness")
        self.trouble = (*before, *(each for each in found if each.stops))
        return (*before, *key_file, *found)

    def back_up(self, into: Path | None = None) -> Copied:
        """Make a backup now, in the desk's own folder of them or a second place, and verify it."""
        if self.trouble:
            raise Unavailable(f"No backup is made of a desk in need of a look. {self.trouble[0].words}")
        folder = into or self._place.backups
        if folder.resolve() != self._place.backups.resolve():
            refuse_in_a_desk(folder.resolve() / "000001", "folder")
        with self._database.transaction():
            made = backup.make(self._place.path, folder, self._clock.today())
        verified = self.verify(made)
        self._thin(folder)
        return verified

    def verify_newest(self) -> Copied | None:
        """Verify those of the desk's own backups that nobody has verified, then thin them out; the newest of them.

        One of another history stays as it is, and so does a damaged one, of which Unavailable then says so. Nothing is
        thinned out of a desk in need of a look.
        """
        found: list[Copied] = []
        damaged: list[backup.DamagedBackup] = []
        for each in reversed(backup.existing(self._place.backups, self._desk)):
            if not each.verified and not self.trouble:
                try:
                    found.append(self.verify(each))
                except backup.DamagedBackup as fault:
                    damaged.append(fault)
                except Unavailable:
                    continue
        if found and not self.trouble:
            self._thin(self._place.backups)
        if damaged:
            raise damaged[-1]
        return found[-1] if found else None

    def _thin(self, folder: Path) -> None:
        """Thin out those of the backups there that hold nothing but a beginning of this copy's own journal."""
        fresh = self._database.again()
        try:
            with fresh.reading() as connection:

                def is_ours(each: Backup) -> bool:
                    return journal.standing(connection, each.events).heads == each.heads

                backup.thin(folder, self._desk, is_ours)
        finally:
            fresh.close()

    def backups(self, folder: Path | None = None) -> tuple[Backup, ...]:
        """The backups in the desk's own folder of them, or in another place, newest first."""
        return tuple(backup.existing(folder or self._place.backups))

    def verify(self, made: Backup) -> Copied:
        """Open a backup by this desk's key, check its file through, and find its journal to be a beginning of ours."""
        damaged = backup.DamagedBackup(
            f"The backup in {made.path} is damaged and of no use. Remove that folder, and make another."
        )
        if not made.is_whole():
            raise damaged
        copy = self._database.copy_at(made.database)
        try:
            if checking.file_faults(copy):
                raise damaged
            with copy.reading() as connection:
                standing, children = journal.standing(connection), count_children(connection)
                whose = identity.desk_of(connection)
        finally:
            copy.close()
        fresh = self._database.again()
        try:
            with fresh.reading() as connection:
                same = journal.standing(connection, standing.count) == standing
        finally:
            fresh.close()
        if whose != self._desk or not same:
            raise Unavailable(f"The backup in {made.path} is not of this desk, or not of its own past.")
        made.note(standing.count, standing.heads, self._clock.today())
        return Copied(folder=made.path, events=standing.count, children=children, verified=True)

    def join(self, other: Path, land: Callable[[Connection], object]) -> joining.Joined:
        """Take in whatever another copy of this desk holds and this one does not; ``land`` notes it in the same breath.

        Refused where the folder holds another desk, or both copies were written to as the same computer.
        """
        source = DeskFolder(other)
        if source.path.resolve() == self._place.path.resolve():
            raise Refused("That is this desk itself; choose the folder of another copy of it.", field="folder")
        try:
            copy = self._database.copy_at(source.database)
        except Unavailable as fault:
            raise Refused(
                f"There is no sound copy of this desk in {other}; nothing was taken from it.", field="folder"
            ) from fault
        try:
            if not _of_this_edition(copy):
                raise Refused(
                    f"The copy in {other} was last open in an older edition of the program; open it once with this "
                    "one, and then take it in.",
                    field="folder",
                )
            if any(each.stops for each in checking.findings(copy)):
                raise Refused(f"The copy in {other} is damaged; nothing was taken from it.", field="folder")
            with copy.reading() as theirs, self._database.transaction() as ours:
                if identity.desk_of(theirs) != self._desk:
                    raise Refused(f"The desk in {other} is not a copy of this one.", field="folder")
                joined = joining.join(theirs, ours)
                land(ours)
        finally:
            copy.close()
        return joined

    def holds(self) -> Copied:
        """What this desk holds."""
        with self._database.reading() as connection:
            events, children = journal.count(connection), count_children(connection)
        return Copied(folder=self._place.path, events=events, children=children, verified=True)

    def low(self) -> str | None:
        """What to say while the disk has little room left."""
        return room.low(self._place.path)

    def keep_spare(self) -> None:
        """Have the spare file there, to be given back on a full disk."""
        room.keep_spare(self._place.path)

    def give_back(self) -> int:
        """Give the spare file back on a full disk; how many MiB that freed."""
        return room.give_back(self._place.path)


KEY_FILE_DAMAGED = (
    "The key file is damaged; at the next opening it is put back from a backup. Do not remove the backups."
)


def _of_this_edition(copy: Database) -> bool:
    """Whether a copy's tables have this program's shape. What cannot be read is damage, which the check names."""
    with suppress(Unavailable), copy.reading() as connection:
        return copy.schema == SCHEMA and identity.setting_of(connection, "fold_shape") == FOLD_SHAPE
    return True


def count_children(connection: Connection) -> int:
    """How many children the desk holds."""
    table = RECORDS["child"]
    return connection.execute(select(func.count()).select_from(table).where(table.c.withdrawn == 0)).scalar_one()
