"""What is done in several steps, cut short between two of them: by a kill, by a full disk, by a fault of the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from iro_desk import bootstrap, closed, mending
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.errors import DiskFull, Refused, Unavailable, WrongPassphrase
from iro_desk.reference.passphrases import check_words
from iro_desk.services.access import NoteAccess
from iro_desk.services.making import MakeDesk
from iro_desk.services.recovering import ProveRecovery, Recovery, RenewRecovery
from iro_desk.storage import desk_folder, guesses, identity
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.findings import Finding
from iro_desk.storage.keys import DeskKey
from tests.conftest import CHEAP, PASSPHRASE, Made
from tests.sample import PRACTICE_DAY

CLOCK = StandingClock(PRACTICE_DAY)
NOTE = NoteAccess(what="exported", detail="Reviews table, 2025-26")
posix = pytest.mark.skipif(os.name != "posix", reason="a kill as POSIX knows it")
DONE, CUT = 0, 9


def killed(work: Callable[[], object]) -> None:
    """Do it in a process of its own, which must be cut off on the way: ``cut`` ends it as a kill does."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(DONE)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == CUT


def cut(*_: Any, **__: Any) -> NoReturn:
    """Stands where the process ends."""
    os._exit(CUT)


def cut_at(order: type) -> Callable[[Desk, Any], Any]:
    """A ``Desk.do`` that ends the process before it carries out an order of this kind."""
    do = Desk.do
    return lambda desk, given: cut() if isinstance(given, order) else do(desk, given)


def full(*_: Any, **__: Any) -> NoReturn:
    """Stands where nothing can be written."""
    raise DiskFull("The disk is full; nothing was saved.")


@pytest.fixture
def older(folder_and_key: Made, tmp_path: Path) -> Path:
    """An older copy of the desk, which this machine has seen go further."""
    folder, key = folder_and_key
    copy = tmp_path / "older"
    shutil.copytree(folder, copy)
    with open_desk(folder, key, CLOCK) as desk:
        desk.do(NOTE)
    return copy


@posix
@pytest.mark.parametrize("point", ["write_device", "add_device"])
def test_going_on_with_an_older_copy_is_cut_off(
    folder_and_key: Made, older: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """It has not happened: the copy is still in trouble, and goes on as another device when the officer means it."""
    folder, key = folder_and_key
    with monkeypatch.context() as patch:
        if point == "write_device":
            patch.setattr(identity, "write_device", cut)
        else:
            patch.setattr(Desk, "_carry_out", cut)
        killed(lambda: open_desk(older, key, CLOCK).accept())
    with open_desk(older, key, CLOCK) as copy:
        assert [each.kind for each in copy.trouble] == ["witness"]
        copy.accept()
        copy.do(NOTE)
        assert copy.check() == ()
    with open_desk(folder, key, CLOCK) as desk:
        assert desk.join(older).events > 0
        assert desk.check() == ()


def test_going_on_with_an_older_copy_on_a_full_disk(folder_and_key: Made, older: Path) -> None:
    """It stays in trouble and takes in nothing as the device that it was."""
    with open_desk(older, folder_and_key[1], CLOCK) as copy:
        device = copy.safekeeping.device.id
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(identity, "write_device", full)
            with pytest.raises(DiskFull):
                copy.accept()
        with pytest.raises(Unavailable, match="older than the one last open"):
            copy.do(NOTE)
        assert copy.safekeeping.device.id == device


def test_nobody_goes_on_with_what_is_damaged_or_sound(folder_and_key: Made, older: Path) -> None:
    """Another finding stands in the way of accepting, and a sound desk keeps its device."""
    folder, key = folder_and_key
    with open_desk(older, key, CLOCK) as copy:
        copy.safekeeping.trouble += (Finding("fold", "child", "A table differs."),)
        with pytest.raises(Unavailable, match="A table differs"):
            copy.accept()
        assert len(copy.trouble) == 2
    with open_desk(folder, key, CLOCK) as desk:
        device = desk.safekeeping.device.id
        desk.accept()
        assert desk.safekeeping.device.id == device


@pytest.fixture
def mine(tmp_path: Path) -> tuple[Path, str]:
    """A desk of one's own, and its recovery key."""
    return tmp_path / "mine", make_desk(tmp_path / "mine", PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP)


def proves(folder: Path, sheet: str) -> bool:
    """Whether the desk takes words of this sheet for the right ones."""
    words = check_words(sheet)
    with open_desk(folder, PASSPHRASE, CLOCK) as desk:
        try:
            desk.do(ProveRecovery(given={number: words[number - 1] for number in (1, 2, 3)}))
        except Refused:
            return False
        return True


@posix
@pytest.mark.parametrize("point", ["before the key file", "after the key file", "before the words"])
def test_a_new_recovery_key_is_cut_off(
    mine: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """One of the two sheets opens the desk, and no words prove the other: where in doubt it asks for a new sheet."""
    folder, old = mine
    sheet = tmp_path / "new"
    with monkeypatch.context() as patch:
        if point == "before the key file":
            patch.setattr(DeskFolder, "write_key_file", cut)
        elif point == "after the key file":
            patch.setattr(Desk, "back_up", cut)
        else:
            patch.setattr(Desk, "do", cut_at(RenewRecovery))
        killed(lambda: mending.renew_recovery_key(open_desk(folder, PASSPHRASE, CLOCK), folder, sheet.write_text))
    new = sheet.read_text(encoding="utf-8")
    assert (mending.opens(folder, old), mending.opens(folder, new)) == (
        (True, False) if point == "before the key file" else (False, True)
    )
    assert not proves(folder, old)
    assert not proves(folder, new)
    with open_desk(folder, PASSPHRASE, CLOCK) as desk:
        assert desk.ask(Recovery()).words == 0
        last = mending.renew_recovery_key(desk, folder)
    assert proves(folder, last)
    assert mending.opens(folder, last)


def test_a_sheet_that_opens_nothing_is_not_left_lying(mine: tuple[Path, str], tmp_path: Path, iro: Any) -> None:
    """The key file could not be written: the sheet just written goes, and the next try has its name free."""
    folder, old = mine
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    words = ("--desk", folder, "--passphrase-file", tmp_path / "passphrase", "recovery-key")
    sheet = tmp_path / "sheet.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeskFolder, "write_key_file", full)
        assert iro(*words, "--recovery-sheet", sheet)[0] == 3
    assert not sheet.exists()
    assert mending.opens(folder, old)
    assert iro(*words, "--recovery-sheet", sheet)[0] == 0
    assert mending.opens(folder, closed.recovery_key_in(sheet))


def test_a_key_file_that_is_in_place_is_the_one_in_force(mine: tuple[Path, str]) -> None:
    """The disk would not say that it will last; the officer gets the key that opens the desk all the same."""
    folder, _ = mine
    real = desk_folder.flush_folder

    def flush(path: Path) -> None:
        if path == folder:
            raise OSError(5, "Input/output error")
        real(path)

    with open_desk(folder, PASSPHRASE, CLOCK) as desk, pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_folder, "flush_folder", flush)
        new = mending.renew_recovery_key(desk, folder)
    assert mending.opens(folder, new)
    assert proves(folder, new)


@posix
@pytest.mark.parametrize("point", ["the key file", "opening", "its first order"])
def test_making_a_desk_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    """There is no desk, nothing that looks like one, and room to make it again, which clears away what was left."""
    folder = tmp_path / "mine"
    with monkeypatch.context() as patch:
        if point == "the key file":
            patch.setattr(DeskFolder, "write_key_file", cut)
        elif point == "opening":
            patch.setattr(bootstrap, "_open", cut)
        else:
            patch.setattr(Desk, "do", cut_at(MakeDesk))
        killed(lambda: make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP))
    assert len(list(tmp_path.iterdir())) == 2
    assert list(folder.iterdir()) == []
    with pytest.raises(Unavailable):
        open_desk(folder, PASSPHRASE, CLOCK)
    make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP)
    assert list(tmp_path.iterdir()) == [folder]
    with open_desk(folder, PASSPHRASE, CLOCK) as desk:
        assert desk.check() == ()


@posix
def test_restoring_is_cut_off(folder_and_key: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try clears away what was left, and restores."""
    folder, key = folder_and_key
    with open_desk(folder, key, CLOCK) as desk:
        made = desk.back_up()
    into = tmp_path / "restored"
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "begin_again", cut)
        killed(lambda: mending.restore(made.folder, into, key, clock=CLOCK))
    assert list(into.iterdir()) == []
    mending.restore(made.folder, into, key, clock=CLOCK)
    assert {each.name for each in tmp_path.iterdir()} == {"desk", "restored"}


def test_a_desk_whose_folder_cannot_be_flushed_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was moved into its place, and the disk would not say that it will last: nobody relies on it."""
    folder = tmp_path / "mine"
    real = desk_folder.flush_folder

    def flush(path: Path) -> None:
        if path == tmp_path and (folder / "desk.key").exists():
            raise OSError(5, "Input/output error")
        real(path)

    monkeypatch.setattr(desk_folder, "flush_folder", flush)
    with pytest.raises(Unavailable, match="could not be put in its place"):
        make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP)
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_desk_that_was_cut_off_is_not_copied_until_it_was_opened(folder_and_key: Made) -> None:
    """A copy without its journal would be no desk at all."""
    folder, key = folder_and_key
    killed(lambda: _cut_in_writing(folder, key))
    assert (folder / "desk.db-journal").read_bytes()[:1] != b"\0"
    with pytest.raises(Unavailable, match="not closed as it should be"):
        closed.back_up(folder, PRACTICE_DAY)
    open_desk(folder, key, CLOCK).close()
    made = closed.back_up(folder, PRACTICE_DAY)
    assert mending.restore(made.path, folder.parent / "restored", key, clock=CLOCK).events == made_events(folder, key)


def made_events(folder: Path, key: DeskKey) -> int:
    """How many events the desk holds."""
    with open_desk(folder, key, CLOCK) as desk:
        return desk.safekeeping.holds().events


def _cut_in_writing(folder: Path, key: DeskKey) -> None:
    with open_desk(folder, key, CLOCK)._parts.database.transaction() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = 1")
        for number in range(400):
            connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", (f"x{number}", "y" * 5_000))
        cut()


def test_a_full_disk_keeps_nobody_out(mine: tuple[Path, str]) -> None:
    """A key file put back from a backup opens the desk though it cannot be noted, and is told of."""
    folder, _ = mine
    with open_desk(folder, PASSPHRASE, CLOCK) as desk:
        desk.back_up()
    (folder / "desk.key").write_bytes(b"{}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "do", full)
        with open_desk(folder, PASSPHRASE, CLOCK) as desk:
            assert desk.healed


def test_a_machine_that_keeps_no_guesses_still_makes_its_guesser_wait(
    mine: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every opening looks anew, and the process knows."""
    folder, _ = mine
    monkeypatch.setattr(guesses, "write_state", full)
    for _ in range(guesses.FREE):
        with pytest.raises(WrongPassphrase):
            open_desk(folder, "not the one, surely", CLOCK)
    with pytest.raises(Unavailable, match="too many wrong passphrases"):
        open_desk(folder, PASSPHRASE, CLOCK)


def test_a_rotten_backup_is_no_backup(folder_and_key: Made) -> None:
    """Nothing changed since, and another is made all the same; one that rots before anybody verified it is named."""
    folder, key = folder_and_key
    with open_desk(folder, key, CLOCK) as desk:
        first = desk.back_up().folder
    rot(first / "desk.db")
    second = closed.back_up(folder, PRACTICE_DAY).path
    assert second != first
    rot(second / "desk.db")
    with open_desk(folder, key, CLOCK) as desk:
        with pytest.raises(Unavailable, match=f"{second} is damaged and of no use"):
            desk.safekeeping.verify_newest()
        assert desk.back_up().verified


def rot(file: Path) -> None:
    """One bit of it turns."""
    content = bytearray(file.read_bytes())
    content[5_000] ^= 1
    file.write_bytes(bytes(content))


def test_another_copy_keeps_its_backup_in_a_place_that_two_share(folder_and_key: Made, tmp_path: Path) -> None:
    """What it recorded is nowhere else, however much more this copy holds."""
    folder, key = folder_and_key
    with open_desk(folder, key, CLOCK) as desk:
        own = desk.back_up()
    mending.restore(own.folder, tmp_path / "copy", key, clock=CLOCK)
    with open_desk(tmp_path / "copy", key, CLOCK) as copy:
        copy.do(NOTE)
        theirs = copy.back_up(tmp_path / "stick").folder
    with open_desk(folder, key, CLOCK) as desk:
        ours = []
        for _ in range(5):
            desk.do(NOTE)
            ours.append(desk.back_up(tmp_path / "stick").folder)
    assert [each for each in (theirs, *ours) if each.exists()] == [theirs, ours[-1]]


def test_a_salt_that_rotted_stands_in_the_way_of_nothing(folder_and_key: Made, tmp_path: Path) -> None:
    """A backup of it is restored, and a copy of it is taken in."""
    folder, key = folder_and_key
    content = bytearray((folder / "desk.db").read_bytes())
    content[3] ^= 1
    (folder / "desk.db").write_bytes(bytes(content))
    shutil.copytree(folder, tmp_path / "copy")
    made = closed.back_up(folder, PRACTICE_DAY)
    mending.restore(made.path, tmp_path / "restored", key, clock=CLOCK)
    with open_desk(tmp_path / "restored", key, CLOCK) as desk:
        assert desk.join(tmp_path / "copy").events == 0


def test_a_copy_of_an_older_edition_is_called_that(folder_and_key: Made, tmp_path: Path) -> None:
    """Not damaged: opened once, it is taken in."""
    folder, key = folder_and_key
    shutil.copytree(folder, tmp_path / "copy")
    with open_desk(tmp_path / "copy", key, CLOCK) as copy, copy._parts.database.transaction() as connection:
        identity.keep(connection, "fold_shape", "1")
    with open_desk(folder, key, CLOCK) as desk:
        with pytest.raises(Refused, match="older edition"):
            desk.join(tmp_path / "copy")
        open_desk(tmp_path / "copy", key, CLOCK).close()
        assert desk.join(tmp_path / "copy").disputed == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounts a folder to be read only, as root does")
def test_a_copy_that_can_only_be_read_is_taken_in(folder_and_key: Made, tmp_path: Path) -> None:
    """From a stick whose switch is set."""
    folder, key = folder_and_key
    stick = tmp_path / "stick"
    shutil.copytree(folder, stick)
    bound = subprocess.run(["mount", "--bind", stick, stick], check=False, capture_output=True)
    if bound.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", stick], check=True)
        with open_desk(folder, key, CLOCK) as desk:
            assert desk.join(stick).events == 0
    finally:
        subprocess.run(["umount", stick], check=True)
