"""What a process without a key can do for a closed desk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.closed import back_up, backups, backups_in, recovery_key_in, save_sheet, sheet_of, stand_before, usable
from iro_desk.desk import Desk
from iro_desk.errors import Refused, Unavailable
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.settings import SetSetting, Settings
from tests.sample import PRACTICE_DAY

KEY = "AGE-SECRET-KEY-1" + "Q" * 58


def test_it_copies_a_closed_desk_and_loads_nothing_that_opens_one(practice: Path) -> None:
    """In a process of its own; the same desk gives the same backup again."""
    slow = ("sqlalchemy", "sqlcipher3", "cryptography", "pyrage")
    script = (
        "import sys; from datetime import date; from pathlib import Path; from iro_desk.closed import back_up\n"
        f"back_up(Path({str(practice)!r}), date(2026, 10, 31))\n"
        f"assert not [name for name in {slow!r} if name in sys.modules]"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[1])
    assert [each.number for each in backups(practice)] == [1]
    assert back_up(practice, PRACTICE_DAY).number == 1


def test_an_open_desk_is_not_copied(practice: Path) -> None:
    """Somebody may be writing to it."""
    with open_desk(practice, PRACTICE_PASSPHRASE), pytest.raises(Unavailable, match="already open"):
        back_up(practice, PRACTICE_DAY)


def test_a_sheet_is_saved_outside_the_desk_and_read_again(practice: Path, tmp_path: Path) -> None:
    """Never inside: whoever finds one would have both."""
    sheet = sheet_of("Frances Adeyemi", KEY)
    with pytest.raises(Refused, match="inside a desk or a backup"):
        save_sheet(sheet, practice / "backups" / "sheet.txt", practice)
    save_sheet(sheet, tmp_path / "sheet.txt", practice)
    assert recovery_key_in(tmp_path / "sheet.txt") == KEY
    (tmp_path / "other.txt").write_text("AGE-SECRET-KEY-1 and no more", encoding="utf-8")
    with pytest.raises(Refused, match="no recovery key"):
        recovery_key_in(tmp_path / "other.txt")


def test_a_locked_desk_tells_whose_it_is_and_one_past_opening_does_not(practice: Path) -> None:
    """A damaged key file stands as long as a backup has a copy of it."""
    assert stand_before(practice).label is not None
    content = (practice / "desk.key").read_bytes()
    (practice / "desk.key").write_bytes(b"{}")
    with pytest.raises(Unavailable):
        stand_before(practice)
    (practice / "desk.key").write_bytes(content)
    back_up(practice, PRACTICE_DAY)
    (practice / "desk.key").unlink()
    assert stand_before(practice).label is None


def test_backups_are_found_wherever_they_lie(practice: Path, tmp_path: Path) -> None:
    """One, a folder of them, a desk's own; a folder of none is refused."""
    made = back_up(practice, PRACTICE_DAY)
    assert backups_in(made.path) == backups_in(practice / "backups") == backups_in(practice) == (made,)
    (tmp_path / "none").mkdir()
    with pytest.raises(Refused):
        backups_in(tmp_path / "none")


def test_a_place_that_is_taken_is_told(practice: Path, tmp_path: Path) -> None:
    """And one that is free is not."""
    assert "not empty" in usable(practice)
    assert usable(tmp_path / "free") == ""


def test_settings_keep_to_their_limits(desk: Desk) -> None:
    """Five minutes at first; what was set is kept, what is out of bounds is refused and changes nothing."""
    assert desk.ask(Settings()) == {"lock_after_minutes": 5}
    desk.do(SetSetting(name="lock_after_minutes", value=60))
    with pytest.raises(Refused):
        desk.do(SetSetting(name="lock_after_minutes", value=61))
    assert desk.ask(Settings()) == {"lock_after_minutes": 60}


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what it was told")
def test_a_process_that_forbids_dumps_leaves_none() -> None:
    """The system says so: no core file, not dumpable; before, it was."""
    script = (
        "import ctypes, resource\nfrom iro_desk.dumps import forbid_dumps\n"
        "ask = lambda: ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"
        "before = ask(); forbid_dumps(); print(before, ask(), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "1 0 (0, 0)"
