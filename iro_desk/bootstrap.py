"""Makes and opens desks: the only place that knows every part, and the whole circuit on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from filelock import FileLock

from iro_desk.clock import StandingClock, SystemClock
from iro_desk.desk import Desk, Handler, Parts
from iro_desk.domain.extracts import Extract
from iro_desk.domain.timetable import Law
from iro_desk.exchange import ssda903
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.reference.codes import ssda903_codes
from iro_desk.reference.law import law_on
from iro_desk.services import caseload, diary, exchanging, making
from iro_desk.services.ports import Clock
from iro_desk.storage import identity
from iro_desk.storage.database import Database
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.journal import Device, new_id
from iro_desk.storage.keys import Cost, DeskKey, new_key_file
from iro_desk.storage.label import Label

PRACTICE_OFFICER = "Frances Adeyemi"
PRACTICE_DAY = date(2026, 10, 31)
PRACTICE_EXTRACTS = {
    "2024-25": date(2025, 3, 31),
    "2025-26": date(2026, 3, 31),
    "2026-27-to-31-october": PRACTICE_DAY,
}


def make_desk(
    folder: Path, passphrase: str, officer: str, *, clock: Clock | None = None, cost: Cost | None = None
) -> str:
    """Make a desk in an empty folder; its recovery key, proved and given this once. Keep it away from the desk."""
    return _make(folder, passphrase, Label(desk=new_id(), officer=officer), clock or SystemClock(), cost)


def make_practice_desk(folder: Path, *, cost: Cost | None = None) -> None:
    """Make a practice desk out of the program's own practice extracts; it stands on their last day."""
    label = Label(desk=new_id(), officer=PRACTICE_OFFICER, practice=True, stands_on=PRACTICE_DAY)
    clock = StandingClock(PRACTICE_DAY)
    _make(folder, PRACTICE_PASSPHRASE, label, clock, cost)
    with open_desk(folder, PRACTICE_PASSPHRASE) as desk, as_file(files("resources").joinpath("practice")) as practice:
        for name, day in PRACTICE_EXTRACTS.items():
            desk.do(exchanging.TakeExtract(folder=practice / name, extracted=day))


def open_desk(folder: Path, key: str | DeskKey, clock: Clock | None = None) -> Desk:
    """Open a desk by its passphrase, or its key.

    In this order: the operating system's lock, the key file, the key, the database's own numbers, whose it is. Raises
    WrongPassphrase, or Unavailable saying what is wrong with the folder, the key file or the database.
    """
    place = DeskFolder(folder)
    key_file = place.read_key_file()
    lock = place.lock()
    try:
        opened = key if isinstance(key, DeskKey) else key_file.unlock(key)
        return _assemble(place, opened, key_file.label, lock, clock or _clock_of(key_file.label))
    except BaseException:
        lock.release()
        raise


def _make(folder: Path, passphrase: str, label: Label, clock: Clock, cost: Cost | None) -> str:
    """Make a desk, and prove that the recovery key opens it before anybody relies on it."""
    key = DeskKey.random()
    key_file, recovery_key = new_key_file(label, passphrase, key, cost)
    place = DeskFolder(folder)
    place.make()
    device = Device.random()
    database = Database.create(place.database, key)
    try:
        with database.transaction() as connection:
            identity.write(connection, label.desk, device)
    finally:
        database.close()
    place.write_key_file(key_file)
    with open_desk(folder, place.read_key_file().recover(recovery_key), clock) as desk:
        desk.do(
            making.MakeDesk(
                desk=label.desk,
                officer=label.officer,
                kind="practice" if label.practice else "iro",
                device=device.id,
                public_key=device.public_key,
            )
        )
    return recovery_key


def _assemble(place: DeskFolder, key: DeskKey, label: Label, lock: FileLock, clock: Clock) -> Desk:
    database = Database.open(place.database, key)
    try:
        with database.transaction() as connection:
            device = identity.read(connection, label.desk)
    except BaseException:
        database.close()
        raise
    law = law_on(clock.today())
    return Desk(
        Parts(
            database=database,
            device=device,
            clock=clock,
            lock=lock,
            handlers=_handlers(clock, label),
            answers=_answers(law, clock),
        )
    )


def _handlers(clock: Clock, label: Label) -> Mapping[type, Handler]:
    allowed = practice_fingerprints() if label.practice else None
    return {
        making.MakeDesk: partial(making.make_desk, clock=clock),
        exchanging.TakeExtract: partial(exchanging.take_extract, read_extract=_read_extract, allowed=allowed),
    }


def _answers(law: Law, clock: Clock) -> Mapping[type, Handler]:
    answers: dict[type, Callable[..., Any]] = {
        diary.Today: diary.today,
        diary.Due: diary.due,
        diary.Diary: diary.diary,
        caseload.Explain: caseload.explain,
        exchanging.ReviewsReturn: exchanging.reviews_return,
    }
    return {question: partial(answer, law=law, clock=clock) for question, answer in answers.items()}


def _read_extract(folder: Path, extracted: date | None) -> Extract:
    return ssda903.read_extract(folder, ssda903_codes(), extracted)


@cache
def practice_fingerprints() -> frozenset[str]:
    """The extracts that a practice desk takes in: the program's own."""
    with as_file(files("resources").joinpath("practice")) as practice:
        return frozenset(_read_extract(practice / name, None).fingerprint for name in PRACTICE_EXTRACTS)


def _clock_of(label: Label) -> Clock:
    return StandingClock(label.stands_on) if label.stands_on else SystemClock()
