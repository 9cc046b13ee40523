"""Backups: made whole, thinned out, verified, restored and compared; the witness; room on the disk."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_desk import closed, mending
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.services.access import Accesses
from iro_desk.services.children import ChildPage, Children, NameChild
from iro_desk.services.drafting import Drafts
from iro_desk.services.history import Disputes
from iro_desk.storage import backup, machine_state, room
from iro_desk.storage.backup import Backup
from iro_desk.storage.desk_folder import DeskFolder
from tests.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, Made
from tests.sample import PRACTICE_DAY


def days(*ago: int) -> list[Backup]:
    """Backups of days so long ago, the last given the newest."""
    return [
        Backup(
            path=Path(f"{number:06}"),
            number=number,
            desk="d",
            day=PRACTICE_DAY - timedelta(days=each),
            database_hash="",
            key_hash="",
            events=number,
            verified=PRACTICE_DAY,
        )
        for number, each in reversed(list(enumerate(ago, start=1)))
    ]


A_YEAR = days(*range(400, -1, -1))
WORTH_KEEPING = (
    *(date(2026, 10, day) for day in (31, 30, 29, 28, 27, 26, 25)),  # seven days
    *(date(2026, 10, day) for day in (18, 11)),  # the last Sundays but the 25th, of four weeks from Monday to Sunday
    *(
        date(2026, month, day)
        for month, day in ((9, 30), (8, 31), (7, 31), (6, 30), (5, 31), (4, 30), (3, 31), (2, 28))
    ),
    *(date(2026, 1, 31), date(2025, 12, 31), date(2025, 11, 30)),  # twelve months with October
)


def test_a_year_of_backups_is_thinned_to_days_weeks_and_months() -> None:
    """These seven days, four weeks and twelve months, each by its last backup, and no other of four hundred."""
    assert [each.day for each in backup.worth_keeping(A_YEAR)] == list(WORTH_KEEPING)


@pytest.mark.parametrize(
    ("period", "gone"),
    [
        ("DAILY", {date(2026, 10, day) for day in range(26, 31)}),
        ("WEEKLY", {date(2026, 10, day) for day in (18, 11)}),
        ("MONTHLY", {each for each in WORTH_KEEPING if each.month != 10}),
    ],
)
def test_each_of_the_three_rules_keeps_days_of_its_own(
    period: str, gone: set[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without one of them, its own days are not kept, and all others are."""
    monkeypatch.setattr(backup, period, 0)
    assert {each.day for each in backup.worth_keeping(A_YEAR)} == set(WORTH_KEEPING) - gone


def test_a_day_of_many_locks_keeps_its_last() -> None:
    """And the days before it are still there."""
    kept = backup.worth_keeping(days(3, 2, 1, 0, 0, 0, 0))
    assert [each.number for each in kept] == [7, 3, 2, 1]


def test_what_nobody_verified_is_kept_and_so_is_what_holds_more() -> None:
    """The only copy of a day's work is not thinned away by a later copy of an older or a damaged desk."""
    newest, work, before = days(0, 0, 0)
    assert backup.worth_keeping([newest, work, before]) == [newest]
    unverified = replace(work, verified=None, events=None)
    assert backup.worth_keeping([newest, unverified, before]) == [newest, unverified]
    larger = replace(work, events=99)
    assert backup.worth_keeping([newest, larger, before]) == [newest, larger]
    damaged = replace(newest, verified=None, events=None)
    assert backup.worth_keeping([damaged, work, before]) == [damaged, work]


@given(st.lists(st.integers(-20_000, 20_000), min_size=1, max_size=60))
def test_a_clock_set_wrong_never_costs_the_newest(ago: list[int]) -> None:
    """Whatever days the backups claim, the newest by number stays, and the last of seven days."""
    made = days(*ago)
    kept = backup.worth_keeping(made)
    assert kept[0] == made[0]
    assert len(kept) >= min(backup.DAILY, len({each.day for each in made}))
    assert backup.worth_keeping(kept) == kept


def test_a_backup_is_made_verified_and_told_apart(kept: Made) -> None:
    """The same desk twice is one backup; a new event makes a second."""
    folder, key = kept
    with open_desk(folder, key, StandingClock(PRACTICE_DAY)) as desk:
        first = desk.back_up()
        assert (first.verified, first.children) == (True, len(desk.ask(Children())))
        assert desk.back_up().folder == first.folder
        desk.do(NameChild(child=desk.ask(Children())[0].child, first_name="Amelia", last_name=""))
        second = desk.back_up()
        assert second.events == first.events + 1
        assert [each.path for each in desk.safekeeping.backups()] == [second.folder]
    assert {each.name for each in second.folder.iterdir()} == {"about.json", "desk.db", "desk.key", backup.INSTRUCTIONS}


def test_restoring_gives_a_whole_desk_of_its_own(kept: Made, tmp_path: Path) -> None:
    """Same children, contacts and drafts; a device of its own, and the restoring is noted in it."""
    folder, key = kept
    with open_desk(folder, key, StandingClock(PRACTICE_DAY)) as desk:
        made = desk.back_up()
        child = desk.ask(Children())[0].child
        before = desk.ask(ChildPage(child=child))
        drafts = desk.ask(Drafts())
    restored = mending.restore(made.folder, tmp_path / "restored", PASSPHRASE, clock=StandingClock(PRACTICE_DAY))
    assert (restored.events, restored.children, restored.verified) == (made.events, made.children, True)
    with open_desk(tmp_path / "restored", PASSPHRASE, StandingClock(PRACTICE_DAY)) as desk:
        assert (desk.trouble, desk.check()) == ((), ())
        assert desk.ask(ChildPage(child=child)) == before
        assert desk.ask(Drafts()) == drafts
        assert [each.words for each in desk.ask(Accesses())] == ["Restored from a backup"]
        desk.do(NameChild(child=child, first_name="Amelia", last_name="Brooks"))
    with open_desk(folder, key, StandingClock(PRACTICE_DAY)) as desk:
        assert desk.trouble == ()
        assert desk.join(tmp_path / "restored")[:2] == (3, 0)
        assert desk.ask(ChildPage(child=child)).name == "Amelia Brooks"
        assert desk.join(tmp_path / "restored")[:2] == (0, 0)
        assert desk.check() == ()


def test_restoring_asks_for_the_passphrase_and_an_empty_place(kept: Made, tmp_path: Path) -> None:
    """A wrong one, a full folder, a folder without a backup: refused, and nothing is left."""
    folder, key = kept
    with open_desk(folder, key) as desk:
        made = desk.back_up().folder
    with pytest.raises(WrongPassphrase):
        mending.restore(made, tmp_path / "one", OTHER_PASSPHRASE)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="not empty"):
        mending.restore(made, tmp_path / "two", PASSPHRASE)
    with pytest.raises(Unavailable, match="no backup"):
        mending.restore(tmp_path, tmp_path / "three", PASSPHRASE)
    assert not any(each.is_file() for name in ("one", "three") for each in (tmp_path / name).rglob("*"))
    assert [each.name for each in (tmp_path / "two").iterdir()] == ["letter.txt"]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("name", ["desk.db", "desk.key", "about.json"])
def test_a_damaged_backup_is_not_restored(kept: Made, tmp_path: Path, name: str) -> None:
    """Nor counted as verified."""
    folder, key = kept
    with open_desk(folder, key) as desk:
        made = desk.back_up().folder
    spoilt = bytearray((made / name).read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    (made / name).write_bytes(spoilt)
    with pytest.raises(Unavailable, match=r"damaged|cannot be read"):
        mending.restore(made, tmp_path / "restored", PASSPHRASE)
    assert not (tmp_path / "restored" / "desk.db").exists()


@pytest.mark.parametrize("said", [-1, 0, 1, None])
def test_a_restored_desk_is_compared_with_what_its_backup_held(kept: Made, tmp_path: Path, said: int | None) -> None:
    """A backup verified to hold one event more or fewer than come out of it is refused, and nothing is left.

    The same backup with the right number, or with none since nobody verified it, is restored: the control.
    """
    folder, key = kept
    with open_desk(folder, key, StandingClock(PRACTICE_DAY)) as desk:
        made = desk.back_up()
    altered = backup.read(made.folder)
    events = None if said is None else made.events + said
    (made.folder / "about.json").write_bytes(replace(altered, events=events).about())
    new = tmp_path / "new" / "desk"
    if said in {0, None}:
        assert mending.restore(made.folder, new, key).events == made.events
        return
    with pytest.raises(Unavailable, match=f"held {events} events, and {made.events} came out of it"):
        mending.restore(made.folder, new, key)
    assert list((tmp_path / "new").iterdir()) == []
    assert mending.restore(backup_as_it_was(made.folder, altered), new, key).events == made.events


def backup_as_it_was(folder: Path, was: Backup) -> Path:
    """The backup with its own page about itself again."""
    (folder / "about.json").write_bytes(was.about())
    return folder


def test_a_closed_desk_is_copied_without_its_key_and_verified_later(kept: Made) -> None:
    """As the lock screen does; the next opening verifies what was copied."""
    folder, key = kept
    made = backup.make(folder, folder / "backups", PRACTICE_DAY)
    assert (made.events, made.verified) == (None, None)
    with open_desk(folder, key, StandingClock(PRACTICE_DAY)) as desk:
        verified = desk.safekeeping.verify_newest()
        assert verified is not None
        assert desk.safekeeping.verify_newest() is None
    assert backup.read(made.path).verified == PRACTICE_DAY
    assert verified.events == backup.read(made.path).events


def test_another_desks_backup_is_not_taken_for_ours(kept: Made, practice: Path) -> None:
    """Under another key it cannot even be read."""
    folder, key = kept
    stranger = backup.make(practice, folder / "backups", PRACTICE_DAY)
    with open_desk(folder, key) as desk, pytest.raises(Unavailable):
        desk.safekeeping.verify(stranger)


def test_a_full_disk_leaves_no_half_backup(kept: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the backups before it stay."""
    folder, key = kept
    with open_desk(folder, key) as desk:
        first = desk.back_up().folder
        desk.do(NameChild(child=desk.ask(Children())[0].child, first_name="Amelia", last_name=""))

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("iro_desk.storage.backup.os.fsync", full)
        with pytest.raises(Unavailable, match="No space left"):
            desk.back_up()
        monkeypatch.undo()
        assert [each.name for each in first.parent.iterdir()] == [first.name]


def test_a_second_place_lies_outside_the_desk(kept: Made, tmp_path: Path) -> None:
    """Its backups are the same encrypted files, and its own folder is refused."""
    folder, key = kept
    with open_desk(folder, key) as desk:
        made = desk.back_up(tmp_path / "stick")
        assert made.folder.parent == tmp_path / "stick"
        with pytest.raises(Refused, match="inside a desk or a backup"):
            desk.back_up(folder / "more")


def test_the_page_in_a_backup_opens_it_without_us(tmp_path: Path) -> None:
    """Its lines, typed as they stand, give the key that any SQLCipher program takes."""
    folder = tmp_path / "desk"
    recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk:
        made, key = desk.back_up().folder, desk.key
    page = (made / backup.INSTRUCTIONS).read_text(encoding="utf-8")
    lines = [each.strip() for each in page.splitlines() if "recovery" in each and "|" in each]
    assert shutil.which("age"), "the tests need Debian's age"
    (made / "recovery-key.txt").write_text(recovery_key + "\n", encoding="ascii")
    script = "\n".join(lines).replace("python3", sys.executable)
    shown = subprocess.run(["bash", "-ec", script], check=True, cwd=made, capture_output=True, text=True).stdout
    assert shown.strip() == key.secret.hex()


def test_an_old_copy_put_back_is_noticed_and_can_be_gone_on_with(kept: Made, tmp_path: Path) -> None:
    """It answers and takes in nothing, until the officer means it; then it can be joined with the newer one."""
    folder, key = kept
    old = (folder / "desk.db").read_bytes()
    with open_desk(folder, key) as desk:
        child = desk.ask(Children())[0].child
        desk.do(NameChild(child=child, first_name="Amelia", last_name="Brooks"))
    newer = tmp_path / "newer"
    shutil.copytree(folder, newer)
    (folder / "desk.db").write_bytes(old)
    for _ in range(2):
        with open_desk(folder, key) as desk:
            (finding,) = desk.trouble
            assert (finding.kind, "1 event is missing" in finding.words) == ("witness", True)
            assert desk.ask(ChildPage(child=child)).name == ""
            with pytest.raises(Unavailable, match="takes in nothing"):
                desk.do(NameChild(child=child, first_name="x", last_name=""))
    with open_desk(folder, key) as desk:
        desk.accept()
        assert [each.words for each in desk.ask(Accesses())] == ["Went on with an older copy"]
        desk.do(NameChild(child=child, first_name="Layla", last_name="Hassan"))
    with open_desk(folder, key) as desk:
        assert desk.trouble == ()
        assert desk.join(newer)[:2] == (1, 2)
        assert {each.field for each in desk.ask(Disputes(child=child))} == {"first_name", "last_name"}
        assert desk.check() == ()


def test_another_history_of_the_same_length_is_noticed(kept: Made) -> None:
    """The witness knows the heads of all streams, not a number alone."""
    folder, key = kept
    old = (folder / "desk.db").read_bytes()
    seen = []
    for name in ("Amelia", "Layla"):
        (folder / "desk.db").write_bytes(old)
        with open_desk(folder, key) as desk:
            desk.safekeeping.trouble = ()
            desk.do(NameChild(child=desk.ask(Children())[0].child, first_name=name, last_name=""))
        seen.append(witness_of(folder).read_bytes())
    witness_of(folder).write_bytes(seen[0])
    with open_desk(folder, key) as desk:
        (finding,) = desk.trouble
        assert "another history" in finding.words
    witness_of(folder).write_bytes(seen[1])
    with open_desk(folder, key) as desk:
        assert desk.trouble == ()


def witness_of(folder: Path) -> Path:
    """What this machine remembers of the desk."""
    (found,) = machine_state.state_folder(DeskFolder(folder).read_key_file().label.desk).glob("witness-*.json")
    return found


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"count": "x"}', b'{"count": 1}', b"\xff"])
def test_a_witness_that_cannot_be_read_is_none(kept: Made, content: bytes) -> None:
    """It keeps nobody out of a sound desk."""
    folder, key = kept
    with open_desk(folder, key):
        pass
    witness_of(folder).write_bytes(content)
    with open_desk(folder, key) as desk:
        assert desk.trouble == ()


def test_the_spare_room_is_kept_and_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen megabytes really written; given back once; not kept on a disk that is low."""
    room.keep_spare(tmp_path)
    assert (tmp_path / room.SPARE).stat().st_blocks * 512 >= 16 * 1024 * 1024
    assert (room.give_back(tmp_path), room.give_back(tmp_path)) == (16, 0)
    assert room.low(tmp_path) is None
    monkeypatch.setattr(room, "free_mib", lambda _: 150)
    room.keep_spare(tmp_path)
    assert not (tmp_path / room.SPARE).exists()
    assert room.low(tmp_path) == "The disk has 150 MB left. Free some space soon: everything so far is saved."


def test_two_desks_share_a_second_place(kept: Made, practice: Path, tmp_path: Path) -> None:
    """One thins out its own backups alone, and touches no folder that is not one."""
    (tmp_path / "stick" / "photos.part").mkdir(parents=True)
    with open_desk(practice, "only invented children live here") as desk:
        theirs = desk.back_up(tmp_path / "stick").folder
    with open_desk(*kept) as desk:
        for name in ("Amelia", "Layla"):
            desk.do(NameChild(child=desk.ask(Children())[0].child, first_name=name, last_name=""))
            ours = desk.back_up(tmp_path / "stick").folder
    assert {each.name for each in (tmp_path / "stick").iterdir()} == {theirs.name, ours.name, "photos.part"}


def test_a_closed_desk_in_need_of_a_look_costs_no_backup(kept: Made) -> None:
    """An empty database is not copied; a copy of an older file stands beside the good ones and takes none away."""
    folder, key = kept
    old = (folder / "desk.db").read_bytes()
    with open_desk(folder, key) as desk:
        desk.back_up()
        desk.do(NameChild(child=desk.ask(Children())[0].child, first_name="Amelia", last_name=""))
    good = closed.back_up(folder, PRACTICE_DAY)
    (folder / "desk.db").write_bytes(b"")
    with pytest.raises(Unavailable, match="database is empty"):
        closed.back_up(folder, PRACTICE_DAY)
    (folder / "desk.db").write_bytes(old)
    closed.back_up(folder, PRACTICE_DAY)
    with open_desk(folder, key) as desk:
        assert desk.trouble
        assert desk.safekeeping.verify_newest() is None
        with pytest.raises(Unavailable, match="in need of a look"):
            desk.back_up()
        assert good.path in [each.path for each in desk.safekeeping.backups()]


@pytest.mark.parametrize("inside", ["more", "backups/000001/more"])
def test_nothing_is_made_or_restored_inside_a_desk(kept: Made, inside: str) -> None:
    """It would be thinned away with what it lies in."""
    folder, key = kept
    with open_desk(folder, key) as desk:
        made = desk.back_up().folder
    with pytest.raises(Refused, match="inside a desk or a backup"):
        make_desk(folder / inside, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with pytest.raises(Refused, match="inside a desk or a backup"):
        mending.restore(made, folder / inside, PASSPHRASE)
    with pytest.raises(Refused, match="inside a desk or a backup"):
        closed.write_copy(folder / inside, b"words")
    assert not (folder / inside).exists()


def test_a_desk_that_cannot_be_made_whole_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try finds an empty place."""
    with monkeypatch.context() as patch:
        patch.setattr("iro_desk.bootstrap.identity.write", lambda *_: (_ for _ in ()).throw(Unavailable("full")))
        with pytest.raises(Unavailable, match="full"):
            make_desk(tmp_path / "desk", PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    assert not (tmp_path / "desk").exists()
    make_desk(tmp_path / "desk", PASSPHRASE, "Frances Adeyemi", cost=CHEAP)


def test_what_is_no_copy_of_a_desk_is_not_joined(kept: Made, practice: Path, tmp_path: Path) -> None:
    """Refused, and never taken for damage of one's own."""
    with open_desk(*kept) as desk:
        for other in (practice, tmp_path / "nothing", kept[0]):
            with pytest.raises(Refused):
                desk.join(other)
        assert desk.trouble == ()
