"""Makes and opens desks: the only place that knows every part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from iro_desk.circuit import answers, handlers
from iro_desk.clock import StandingClock, SystemClock
from iro_desk.desk import Desk, Parts
from iro_desk.errors import Unavailable
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.practice import PRACTICE_OFFICER
from iro_desk.reference.law import law_on
from iro_desk.reference.passphrases import check_words
from iro_desk.services import access, exchanging, making, people, status_changes
from iro_desk.services.ports import Clock
from iro_desk.storage import identity
from iro_desk.storage.database import Database
from iro_desk.storage.desk_folder import DeskFolder, made_beside, refuse_in_a_desk
from iro_desk.storage.fold import Progress, quiet
from iro_desk.storage.journal import Device, new_id
from iro_desk.storage.keys import Cost, DeskKey, KeyFile, new_key_file
from iro_desk.storage.label import Label
from iro_desk.storage.opening import (
    Opener,
    Unlocked,
    by_key,
    by_passphrase,
    by_recovery_key,
    open_database,
    unlock,
)
from iro_desk.storage.places import check_place
from iro_desk.storage.safekeeping import Safekeeping
from iro_desk.whole import whole

NOT_PROVED = "The new recovery key did not open the desk when it was tried, so no desk was made. Try again."
READ_LONG_AGO = timedelta(weeks=4)
"""What changed before that is acknowledged already on a new practice desk."""


def make_desk(  # noqa: PLR0913 - what a desk is made of
    folder: Path,
    passphrase: str,
    officer: str,
    *,
    clock: Clock | None = None,
    cost: Cost | None = None,
    deliver: Callable[[str], object] = str,
) -> str:
    """Make a desk in an empty folder; its recovery key, proved and given this once. Keep it away from the desk.

    ``deliver`` gets the recovery key before anything is made: where it fails, nothing is.
    """
    return _make(folder, passphrase, Label(desk=new_id(), officer=officer), clock or SystemClock(), cost, deliver)


def make_practice_desk(
    folder: Path,
    day: date | None = None,
    *,
    cost: Cost | None = None,
    extracts: Mapping[Path, date] | None = None,
) -> None:
    """Make a practice desk of invented children; it stands on the day, the machine's where none is given.

    The extracts of their last three years and their people file are written where nobody sees them, taken in, and gone
    again. Other extracts may be given instead, each folder with its day, as tests do.
    """
    day = day or SystemClock().today()
    label = Label(desk=new_id(), officer=PRACTICE_OFFICER, practice=True, stands_on=day)

    def make(furnish: Callable[[Desk], None]) -> None:
        _make(folder, PRACTICE_PASSPHRASE, label, StandingClock(day), cost, str, furnish)

    if extracts is not None:
        make(partial(_take_in, extracts=extracts))
        return
    from iro_desk.practice.caseload import practice_caseload  # noqa: PLC0415 - only a new practice desk loads lives
    from iro_desk.practice.writing import write_extracts, write_people  # noqa: PLC0415

    with TemporaryDirectory(prefix="iro-desk-practice-") as beside:
        caseload, scratch = practice_caseload(day, law_on(day)), Path(beside)
        written, names = write_extracts(caseload, scratch), scratch / "people.csv"
        write_people(caseload, PRACTICE_OFFICER, names)
        make(partial(_live_in, extracts=written, names=names, read_to=day - READ_LONG_AGO))


def _take_in(desk: Desk, *, extracts: Mapping[Path, date]) -> None:
    for folder, made in extracts.items():
        desk.do(exchanging.TakeExtract(folder=folder, extracted=made))


def _live_in(desk: Desk, *, extracts: Mapping[Path, date], names: Path, read_to: date) -> None:
    """Leave the desk as an officer has it who keeps up: everybody named, and what changed before a day acknowledged."""
    _take_in(desk, extracts=extracts)
    desk.do(people.TakePeople(file=names))
    old = tuple(each.id for each in desk.ask(status_changes.StatusChanges()) if each.on < read_to)
    if old:
        desk.do(status_changes.Acknowledge(ids=old))


def open_desk(
    folder: Path, key: str | DeskKey | Opener, clock: Clock | None = None, *, progress: Progress = quiet
) -> Desk:
    """Open a desk by its passphrase, its key, or whatever opens its key file.

    In this order: where it lies, the operating system's lock, the key file, the database and its kept tables, whose it
    is, the folded tables, the witness. Raises WrongPassphrase, or Refused and Unavailable saying what is wrong. A desk
    whose witness knows more than it does is opened, and takes in nothing: see ``Desk.trouble``.
    """
    return _open(folder, _opener(key), clock, progress)


def _open(
    folder: Path, opener: Opener, clock: Clock | None, progress: Progress = quiet, *, filling: bool = False
) -> Desk:
    check_place(folder)
    place = DeskFolder(folder)
    if not any(each.exists() for each in (place.key_file, place.database, place.backups)):
        place.read_key_file()
    lock = place.lock()
    with whole(or_else=lock.release):
        return _assemble(place, unlock(place, opener, clock or SystemClock()), lock, clock, progress, filling=filling)


def _make(  # noqa: PLR0913, PLR0917 - what a desk is made of
    folder: Path,
    passphrase: str,
    label: Label,
    clock: Clock,
    cost: Cost | None,
    deliver: Callable[[str], object],
    furnish: Callable[[Desk], None] | None = None,
) -> str:
    """Make a desk, and prove that the recovery key opens it before anybody relies on it; whole, or not at all."""
    check_place(folder)
    refuse_in_a_desk(folder)
    key = DeskKey.random()
    key_file, recovery_key = new_key_file(label, passphrase, key, cost)
    if not key_file.is_opened_by(recovery_key, key):
        raise Unavailable(NOT_PROVED)
    deliver(recovery_key)
    with made_beside(folder) as place, _filled(place, key_file, key, recovery_key, clock) as desk:
        if furnish:
            furnish(desk)
    return recovery_key


@contextmanager
def _filled(place: DeskFolder, key_file: KeyFile, key: DeskKey, recovery_key: str, clock: Clock) -> Iterator[Desk]:
    """The desk as it is made, open; only now does a practice desk take in extracts."""
    label, device = key_file.label, Device.random()
    database = Database.create(place.database, key)
    try:
        with database.transaction() as connection:
            identity.write(connection, label.desk, device, check_words(recovery_key))
    finally:
        database.close()
    place.write_key_file(key_file)
    with _open(place.path, by_recovery_key(recovery_key), clock, filling=True) as desk:
        desk.do(
            making.MakeDesk(
                desk=label.desk,
                officer=label.officer,
                kind="practice" if label.practice else "iro",
                device=device.id,
                public_key=device.public_key,
            )
        )
        yield desk


def _assemble(  # noqa: PLR0913 - what a desk is put together from
    place: DeskFolder, unlocked: Unlocked, lock: FileLock, clock: Clock | None, progress: Progress, *, filling: bool
) -> Desk:
    label = unlocked.key_file.label
    clock = clock or _clock_of(label)
    database = open_database(place, unlocked.key, clock)
    with whole(or_else=database.close):
        with database.transaction() as connection:
            device = identity.read(connection, label.desk, progress)
        safekeeping = Safekeeping(place, database, label.desk, device, clock)
        safekeeping.compare_witness()
    law = law_on(clock.today())
    desk = Desk(
        Parts(
            database=database,
            key=unlocked.key,
            clock=clock,
            lock=lock,
            safekeeping=safekeeping,
            handlers=handlers(law, clock, closed=label.practice and not filling),
            answers=answers(law, clock),
            healed=unlocked.healed,
        )
    )
    if unlocked.healed and not desk.trouble:
        with suppress(Unavailable):  # a full disk keeps nobody out; the window tells of it all the same
            desk.do(access.NoteAccess(what="healed"))
    return desk


def _opener(key: str | DeskKey | Opener) -> Opener:
    if isinstance(key, Opener):
        return key
    return by_key(key) if isinstance(key, DeskKey) else by_passphrase(key)


def _clock_of(label: Label) -> Clock:
    return StandingClock(label.stands_on) if label.stands_on else SystemClock()
