"""The command line: its JSON, its exit codes and its sentences, which people script."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest

from iro_desk import cli, trouble
from iro_desk.bootstrap import open_desk
from iro_desk.clock import SystemClock
from iro_desk.closed import recovery_key_in
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.storage.desk_folder import DeskFolder
from tests.conftest import PASSPHRASE
from tests.sample import SAMPLE, YEARS

ROW = ["id", "child", "duty", "rule", "due", "window_from", "counted_from", "source", "explanation", "state", "held"]


pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture(autouse=True)
def _own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log lies in the test's folder."""
    monkeypatch.setattr(trouble, "log_path", lambda: tmp_path / "logs" / "trouble.log")


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    """The passphrase on the first line; what follows does not count."""
    path = tmp_path / "passphrase.txt"
    path.write_text(f"{PASSPHRASE}\r\nsecond line\n", encoding="utf-8")
    return path


def test_due_has_the_keys_that_scripts_rely_on(iro: Any, practice: Path) -> None:
    """One row a duty and care period, every key there, days as ISO text or null."""
    code, rows, _ = iro("--desk", practice, "due")
    assert code == 0
    assert len(rows) == 75
    assert all(list(row) == ROW for row in rows)
    assert {row["state"] for row in rows} == {"due", "overdue", "not known"}
    assert all(row["held"] is None and row["window_from"] is None for row in rows)
    known = [row for row in rows if row["due"]]
    assert [row["due"] for row in known] == sorted(row["due"] for row in known)


def test_options_stand_before_the_command_or_after_it(iro: Any, practice: Path) -> None:
    """Nobody has to remember which."""
    before = iro("--desk", practice, "--as-at", "2026-11-14", "due")
    assert iro("due", "--as-at", "2026-11-14", "--desk", practice) == before
    assert before[0] == 0


def test_due_in_a_period_is_half_open(iro: Any, practice: Path) -> None:
    """From the first day, up to but not including the last; all adds those met."""
    _, rows, _ = iro("--desk", practice, "due", "--from", "2026-11-13", "--to", "2026-11-18")
    assert [row["due"] for row in rows] == ["2026-11-13", "2026-11-15"]
    _, rows, _ = iro("--desk", practice, "due", "--all", "--from", "2026-10-01", "--to", "2026-11-01")
    assert {row["state"] for row in rows} <= {"in time", "late", "overdue", "due"}
    assert any(row["held"] for row in rows)


def test_as_at_sets_today_and_hides_nothing(iro: Any, practice: Path) -> None:
    """On its last day a review is due, the day after overdue; reviews held later than that are still there."""
    for day, state in (("2026-11-13", "due"), ("2026-11-14", "overdue")):
        _, rows, _ = iro("--desk", practice, "--as-at", day, "due", "--from", "2026-11-13", "--to", "2026-11-14")
        assert [row["state"] for row in rows] == [state]
    assert "A review held since" not in rows[0]["explanation"]
    assert "The newest extract ends on Sat 31 Oct 2026" in rows[0]["explanation"]
    _, life, _ = iro("--desk", practice, "--as-at", "2024-06-01", "explain", "373011")
    assert [review["held"] for review in life["periods"][0]["reviews"]][-1] == "2026-05-18"


def test_explain_tells_a_whole_life(iro: Any, practice: Path) -> None:
    """Periods, reviews and deadlines, and what cannot be told."""
    code, life, _ = iro("--desk", practice, "explain", "364330")
    assert code == 0
    assert list(life) == ["child", "periods", "not_known"]
    first, second = life["periods"]
    assert list(first) == ["from", "to", "start_known", "reviews", "deadlines"]
    assert (first["from"], first["to"], first["start_known"]) == ("2023-11-06", "2024-07-19", True)
    assert [list(review) for review in second["reviews"]] == [["id", "held", "parts", "rule", "due", "state"]] * 5
    assert [review["rule"] for review in second["reviews"]] == ["R1", "R2", "R3", "R3", "R3"]
    assert second["deadlines"][-1]["due"] == "2027-04-16"
    assert life["not_known"] == []


def test_import_says_what_it_took(iro: Any, tmp_path: Path, passphrase_file: Path) -> None:
    """The sample's years one after another and the same twice, with a rehearsal first."""
    desk = tmp_path / "desk"
    with_key = ("--desk", desk, "--passphrase-file", passphrase_file)
    assert iro("--passphrase-file", passphrase_file, "new", desk)[0] == 0
    code, rehearsed, err = iro(*with_key, "import", SAMPLE / YEARS[0], "--dry-run")
    assert (code, rehearsed["import"], rehearsed["dry_run"]) == (0, None, True)
    assert "Reading" in err
    for year in (*YEARS, YEARS[-1]):
        code, taken, _ = iro(*with_key, "import", SAMPLE / year)
        assert code == 0
        assert list(taken) == [
            *("import", "extract", "dry_run", "taken", "changed", "unchanged", "withdrawn", "refused", "left_out")
        ]
        assert taken["extract"]["year"] == year[:7]
    assert (taken["changed"], taken["withdrawn"]) == (0, 0)
    assert taken["taken"] == {"children": 88, "episodes": 107, "reviews": 93, "uasc": taken["taken"]["uasc"]}
    code, checked, _ = iro(*with_key, "check")
    assert (code, checked) == (0, {"ok": True, "database": "sound", "findings": []})


def test_new_gives_a_recovery_key_once(iro: Any, tmp_path: Path, passphrase_file: Path) -> None:
    """Printed, or on a sheet that never lies in the desk's folder; either opens the desk."""
    _, told, _ = iro("--passphrase-file", passphrase_file, "new", tmp_path / "one", "--officer", "Frances Adeyemi")
    assert DeskFolder(tmp_path / "one").read_key_file().recover(told["recovery_key"])
    sheet = tmp_path / "sheet.txt"
    _, told, _ = iro("--passphrase-file", passphrase_file, "new", tmp_path / "two", "--recovery-sheet", sheet)
    assert told["recovery_key"] is None
    key = recovery_key_in(sheet)
    with open_desk(tmp_path / "two", DeskFolder(tmp_path / "two").read_key_file().recover(key)) as desk:
        assert desk.check() == ()
    code, no, _ = iro(
        "--passphrase-file",
        passphrase_file,
        "new",
        tmp_path / "three",
        "--recovery-sheet",
        tmp_path / "three" / "s.txt",
    )
    assert (code, no["error"]["kind"]) == (1, "refused")
    assert not (tmp_path / "three").exists()


@pytest.mark.parametrize("year", ["2024-25", "2025-26", "2026-27"])
def test_the_exported_reviews_are_the_imported_ones(iro: Any, practice: Path, tmp_path: Path, year: str) -> None:
    """Row for row, byte for byte, whatever the order."""
    code, told, _ = iro("--desk", practice, "export-903", tmp_path / "out", "--year", year)
    imported = next(SAMPLE / name for name in YEARS if name.startswith(year)) / "reviews.csv"
    mine = (tmp_path / "out" / "reviews.csv").read_bytes()
    assert code == 0
    assert sorted(mine.split(b"\r\n")) == sorted(imported.read_bytes().split(b"\r\n"))
    assert mine.split(b"\r\n")[0] == b"CHILD,DOB,REVIEW,REVIEW_CODE"
    assert told == {
        "file": str(tmp_path / "out" / "reviews.csv"),
        "year": year,
        "rows": mine.count(b"\r\n") - 1,
        "left_out": [],
    }


def test_the_diary_is_a_calendar_that_a_reader_understands(iro: Any, practice: Path, tmp_path: Path) -> None:
    """All-day events, one a deadline, by the number's last four, the same UID when written again."""
    uids = []
    for _ in range(2):
        code, told, _ = iro("--desk", practice, "diary", "--ics", tmp_path / "diary.ics")
        assert code == 0
        content = (tmp_path / "diary.ics").read_bytes()
        events = icalendar.Calendar.from_ical(content).walk("VEVENT")
        assert (told["events"], told["from"], told["to"]) == (len(events), "2026-10-31", "2027-04-30")
        uids.append([str(event["UID"]) for event in events])
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == len(uids[0]) == 66
    first = events[0]
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (date(2026, 11, 13), date(2026, 11, 14))
    assert str(first["SUMMARY"]) == "Review due: 8178"
    assert b"318178" not in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("words", "code", "kind", "said"),
    [
        (("explain", "999999"), 1, "refused", "No child on this desk has the number 999999."),
        (("import", "nowhere"), 1, "refused", "The folder nowhere cannot be read"),
        (("due", "--from", "31/10/2026"), 2, "usage", "is not a day such as 2026-10-31"),
        (("export-903", "out", "--year", "2026-28"), 2, "usage", "is not a collection year such as 2026-27"),
        (("fly",), 2, "usage", "invalid choice: 'fly'"),
        ((), 2, "usage", "required: COMMAND"),
    ],
)
def test_a_no_is_one_sentence(
    iro: Any, practice: Path, words: tuple[str, ...], code: int, kind: str, said: str
) -> None:
    """The same sentence in the document and on stderr, and the exit code of its kind."""
    found, told, err = iro("--desk", practice, *words)
    assert (found, told["error"]["kind"]) == (code, kind)
    assert said in told["error"]["words"]
    assert told["error"]["words"] in err
    assert "\n" not in told["error"]["words"]


def test_what_the_world_refuses_is_unavailable(iro: Any, practice: Path, tmp_path: Path) -> None:
    """Exit 3: no desk, a wrong passphrase, a desk that is open elsewhere, a passphrase file that is not there."""
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not the one, surely\n", encoding="utf-8")
    with open_desk(practice, PRACTICE_PASSPHRASE):
        assert iro("--desk", practice, "due")[:2] == (
            3,
            {
                "error": {
                    "kind": "unavailable",
                    "words": "This desk is already open in another window; close it there first.",
                    "field": None,
                }
            },
        )
    assert iro("--desk", practice, "--passphrase-file", wrong, "due")[1]["error"]["field"] == "passphrase"
    assert iro("--desk", practice, "--passphrase-file", tmp_path / "none", "due")[0] == 3
    assert iro("--desk", tmp_path / "none", "due")[0] == 3


def test_a_desk_must_be_named_and_its_passphrase_given(
    iro: Any, tmp_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, saying which word is missing."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    iro("--passphrase-file", passphrase_file, "new", tmp_path / "desk")
    assert iro("due")[1]["error"]["field"] == "desk"
    assert iro("--desk", tmp_path / "desk", "due")[:1] == (2,)


def test_a_damaged_desk_fails_its_check(iro: Any, practice: Path) -> None:
    """Exit 1 and a finding a fault, so that a script notices."""
    content = bytearray((practice / "desk.db").read_bytes())
    content[4096 * 40 + 100] ^= 1
    (practice / "desk.db").write_bytes(content)
    code, told, _ = iro("--desk", practice, "check")
    assert (code, told["ok"], told["database"]) == (1, False, "damaged")
    assert told["findings"][0]["kind"] == "database"


def test_a_bug_says_sorry_and_tells_nobody_of_a_child(
    capsys: pytest.CaptureFixture[str], practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says where it is noted; the note says where in the program, and no value."""

    def broken(*_: object) -> None:
        raise RuntimeError("Layla Hassan, 350212")

    monkeypatch.setitem(cli.COMMANDS, "due", broken)
    assert cli.main(["--desk", str(practice), "due"]) == cli.EXIT_BUG
    told = capsys.readouterr().err + trouble.log_path().read_text(encoding="utf-8")
    assert "RuntimeError" in told
    assert "test_cli.py" in told
    assert "Layla" not in told
    assert "350212" not in told
    assert trouble.note(RuntimeError("again"), SystemClock()).startswith("Something went wrong")


def test_words_are_as_plain_as_the_documents(capsys: pytest.CaptureFixture[str], practice: Path) -> None:
    """Without --json, a line a deadline; with nothing due, a sentence."""
    assert cli.main(["--desk", str(practice), "due", "--from", "2026-11-13", "--to", "2026-11-14"]) == 0
    assert capsys.readouterr().out.startswith(
        "Fri 13 Nov 2026  due        318178      Due by Fri 13 Nov 2026: 6 months"
    )
    assert cli.main(["--desk", str(practice), "due", "--to", "2020-01-01"]) == 0
    assert capsys.readouterr().out == "Nothing is due.\n"
    for words in (["explain", "373011"], ["check"], ["import", str(SAMPLE / "2025-26")]):
        assert cli.main(["--desk", str(practice), *words]) == 0
    assert "The day the child became looked after is in no file" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--help"], ["due", "--help"]])
def test_help_is_found_by_the_programs_own_name(words: list[str]) -> None:
    """The one executable hands a command over before Qt is imported."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ui", *words], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("usage: iro-desk")
    assert "PySide6" not in ran.stderr
