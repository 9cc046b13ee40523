"""Whatever the machine's clock says, a desk is used from its making to its backup, and nothing is ordered by it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from iro_desk import clock
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import SystemClock
from iro_desk.desk import Desk
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.mending import restore
from iro_desk.services.children import ChildPage, Children
from iro_desk.services.contacting import ContactKind, CorrectContact, RecordContact
from iro_desk.services.diary import Today
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.history import History, HistoryLine
from iro_desk.storage import backup
from tests.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE

KIND = ContactKind.CARER
AUTUMN = datetime(2026, 10, 31, 12, tzinfo=UTC)


@dataclass
class Machine:
    """A machine in London whose clock is set by hand, and passes when told."""

    moment: datetime

    def passes(self, seconds: float = 1) -> None:
        """So much time; less than none where somebody sets it back."""
        self.moment += timedelta(seconds=seconds)

    def now(self, tz: tzinfo | None = None) -> datetime:
        """As ``datetime.now`` answers."""
        if tz is None:
            return datetime.fromtimestamp(self.moment.timestamp())  # noqa: DTZ006 - what the system's own clock says
        return self.moment.astimezone(tz)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """The program's own clock on such a machine."""
    if os.name != "posix":
        pytest.skip("Windows has one zone for all its processes")
    found = Machine(AUTUMN)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        patch.setattr(clock, "datetime", found)
        yield found
    time.tzset()


def note(desk: Desk, words: str, on: date | None = None) -> str:
    """Record a contact of today's, or of this day; its id."""
    child = desk.ask(Children())[0].child
    return desk.do(RecordContact(child=child, on=on or SystemClock().today(), kind=KIND, note=words)).result.id


def mend(desk: Desk, contact: str, words: str) -> None:
    """Let a contact of today's say something else."""
    desk.do(CorrectContact(id=contact, on=SystemClock().today(), kind=KIND, note=words))


def notes(desk: Desk) -> set[str]:
    """What the child's contacts say."""
    return {each.note for each in desk.ask(ChildPage(child=desk.ask(Children())[0].child)).contacts}


def said(lines: Iterable[HistoryLine]) -> list[object]:
    """What the note became, line by line."""
    return [each.now for line in lines for each in line.changes if each.name == "note"]


TURNS = {
    "the end of 1999": datetime(2000, 1, 1, tzinfo=UTC),
    "the last second of 32 bits": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    "the end of 2099": datetime(2100, 1, 1, tzinfo=UTC),
    "the beginning of summer time": datetime(2026, 3, 29, 1, tzinfo=UTC),
    "the end of summer time": datetime(2026, 10, 25, 1, tzinfo=UTC),
    "midnight in summer": datetime(2026, 6, 30, 23, tzinfo=UTC),
}


@pytest.mark.parametrize("turn", TURNS)
def test_a_desk_is_used_across_a_turn_of_the_clock(
    machine: Machine, extracts: tuple[str, ...], tmp_path: Path, turn: str
) -> None:
    """Made, opened, worked at, undone, backed up, closed, opened again and restored, with the turn in the middle."""
    folder, machine.moment = tmp_path / "desk", TURNS[turn] - timedelta(seconds=3)
    make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk:
        desk.do(TakeExtract(folder=Path(extracts[0])))
        contact = note(desk, "one")
        for words in ("two", "three", "four", "five"):
            machine.passes()
            mend(desk, contact, words)
        other = note(desk, "another")
        made = desk.back_up()
        assert backup.read(made.folder).day == SystemClock().today()
        desk.undo()
        desk.undo()
        assert notes(desk) == {"four"}
        desk.redo()
        desk.redo()
        assert notes(desk) == {"five", "another"}
        with pytest.raises(Refused, match="still to come"):
            note(desk, "tomorrow", SystemClock().today() + timedelta(days=1))
        assert desk.ask(Today()).lines
    machine.passes()
    with open_desk(folder, PASSPHRASE) as desk:
        assert (desk.trouble, desk.check()) == ((), ())
        assert notes(desk) == {"five", "another"}
        lines = desk.ask(History(kind="contact", id=contact))
        assert said(lines) == ["one", "two", "three", "four", "five", "four", "five"]
        at = [datetime.fromisoformat(each.at) for each in lines]
        assert at[:5] == [TURNS[turn] + timedelta(seconds=each) for each in (-3, -2, -1, 0, 1)]
        assert len(desk.ask(History(kind="contact", id=other))) == 3
        made = desk.back_up()
        assert (made.verified, backup.read(made.folder).day) == (True, SystemClock().today())
    restored = restore(made.folder, tmp_path / "new", PASSPHRASE)
    assert (restored.events, restored.verified) == (made.events, True)
    with open_desk(tmp_path / "new", PASSPHRASE) as desk:
        assert notes(desk) == {"five", "another"}
        assert desk.check() == ()


YEAR = 365 * 24 * 3600


@pytest.mark.parametrize("back", [-1, -3600, -2 * YEAR, -50 * YEAR])
def test_a_clock_that_jumps_back_between_two_orders(
    machine: Machine, extracts: tuple[str, ...], tmp_path: Path, back: int
) -> None:
    """Orders stay in the order in which they were given, the newest given is undone, the newest made is kept."""
    folder = tmp_path / "desk"
    make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk:
        desk.do(TakeExtract(folder=Path(extracts[0])))
        contact = note(desk, "before")
        first = desk.back_up()
    machine.passes(back)
    with open_desk(folder, PASSPHRASE) as desk:
        assert desk.trouble == ()
        mend(desk, contact, "after")
        note(desk, "another")
        second = desk.back_up()
        lines = desk.ask(History(kind="contact", id=contact))
        assert said(lines) == ["before", "after"]
        assert [each.at for each in lines] == sorted((each.at for each in lines), reverse=True)  # not by the clock
        desk.undo()
        assert notes(desk) == {"after"}
        desk.undo()
        assert notes(desk) == {"before"}
        assert desk.check() == ()
        assert desk.safekeeping.backups()[0].path == second.folder
        another_day = back < -12 * 3600
        assert (first.folder in [each.path for each in desk.safekeeping.backups()]) == another_day
    machine.passes(-back)
    with open_desk(folder, PASSPHRASE) as desk:
        assert (desk.trouble, desk.check(), notes(desk)) == ((), (), {"before"})
        desk.redo()
        desk.redo()
        assert notes(desk) == {"after", "another"}
    assert restore(second.folder, tmp_path / "new", PASSPHRASE).events == second.events


def test_days_are_counted_once_across_the_end_of_summer_time(
    machine: Machine, extracts: tuple[str, ...], tmp_path: Path
) -> None:
    """A backup at half past midnight of nine days, as London counts them: the last seven are kept."""
    folder = tmp_path / "desk"
    machine.moment = datetime(2026, 10, 19, 23, 30, tzinfo=UTC)
    make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk:
        desk.do(TakeExtract(folder=Path(extracts[0])))
        for day in range(20, 29):
            machine.moment = datetime(2026, 10, day, 0, 30, tzinfo=UTC) - timedelta(hours=day <= 25)
            note(desk, f"On the {day}th.", date(2026, 10, day))
            desk.back_up()
        assert [each.day.day for each in desk.safekeeping.backups()] == [28, 27, 26, 25, 24, 23, 22]


def test_a_clock_that_jumps_about_costs_no_work(machine: Machine, extracts: tuple[str, ...], tmp_path: Path) -> None:
    """Each of twelve backups under another clock: the newest made is always there, and holds the most."""
    folder = tmp_path / "desk"
    make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk:
        desk.do(TakeExtract(folder=Path(extracts[0])))
        for number, year in enumerate(
            (2026, 2038, 1999, 2100, 2026, 1970, 2027, 2026, 1999, 2099, 2001, 2026), start=1
        ):
            machine.moment = AUTUMN.replace(year=year, month=1 + 2 * (number % 3))
            note(desk, f"Number {number}")
            made = desk.back_up()
            kept = desk.safekeeping.backups()
            assert (kept[0].path, kept[0].number) == (made.folder, number)
            assert kept[0].events == max(each.events or 0 for each in kept)
        assert len(kept) >= 7
        assert desk.check() == ()


@pytest.mark.parametrize("moment", [*TURNS.values(), datetime(1970, 1, 1, tzinfo=UTC)])
def test_the_wait_after_wrong_guesses_holds_whatever_the_clock_does(
    machine: Machine, made_once: tuple[Path, object], moment: datetime
) -> None:
    """Five wrong ones, then a wait that no jump shortens or lengthens; the right passphrase waits as well."""
    folder = made_once[0]
    machine.moment = moment
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            open_desk(folder, OTHER_PASSPHRASE)
        machine.passes()
    for jump in (0, 10**6, -(10**7), 10**9, -(10**9)):
        machine.moment = moment
        machine.passes(jump if moment.year > 1970 or jump > 0 else 0)
        with pytest.raises(Unavailable, match=r"too many wrong passphrases; wait (30|2\d) seconds"):
            open_desk(folder, PASSPHRASE)
