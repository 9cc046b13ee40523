"""The commands that find, undo, keep and mend: their JSON, their exit codes, and what they note."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iro_desk import cli
from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.access import Accesses
from iro_desk.services.contacting import ContactKind, RecordContact
from tests.conftest import OTHER_PASSPHRASE, PASSPHRASE
from tests.sample import PRACTICE_DAY, SAMPLE

CHILD = "350212"


pytestmark = pytest.mark.usefixtures("cheap_keys")


def phrase(tmp_path: Path, words: str, name: str) -> Path:
    """A passphrase file."""
    path = tmp_path / name
    path.write_text(f"{words}\n", encoding="utf-8")
    return path


@pytest.fixture
def noted(practice: Path) -> Path:
    """The practice desk with one contact."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        desk.do(
            RecordContact(child=CHILD, on=PRACTICE_DAY, kind=ContactKind.SCHOOL, note="Late for school three times.")
        )
    return practice


def test_search_and_history(iro: Any, noted: Path) -> None:
    """What search finds, history tells of: by its id, with who, when and what."""
    code, found, _ = iro("--desk", noted, "search", "late", "school")
    assert code == 0
    assert [list(each) for each in found] == [["kind", "id", "child", "name", "day", "words"]]
    assert (found[0]["child"], found[0]["day"]) == (CHILD, "2026-10-31")
    code, lines, _ = iro("--desk", noted, "history", "contact", found[0]["id"])
    assert code == 0
    assert [list(each) for each in lines] == [["event", "order", "words", "who", "at", "changes"]]
    fields = {each["field"]: (each["was"], each["now"]) for each in lines[0]["changes"]}
    assert fields["note"] == (None, "Late for school three times.")
    code, told, err = iro("--desk", noted, "history", "contact", "nothing")
    assert (code, told["error"]["kind"]) == (1, "refused")
    assert "There is no contact nothing" in err


def test_undo_and_redo(iro: Any, noted: Path) -> None:
    """One order a command, named; refused in a sentence where there is none."""
    code, told, _ = iro("--desk", noted, "undo")
    assert (code, list(told), told["left"]) == (0, ["order", "words", "left"], [])
    assert iro("--desk", noted, "search", "late")[1] == []
    assert iro("--desk", noted, "redo")[0] == 0
    assert len(iro("--desk", noted, "search", "late")[1]) == 1
    code, told, _ = iro("--desk", noted, "redo")
    assert (code, told["error"]["words"]) == (1, "There is nothing to be done again.")


def test_backup_and_restore(iro: Any, noted: Path, tmp_path: Path) -> None:
    """The same four keys, the same counts, beside the desk and in a second place."""
    code, made, _ = iro("--desk", noted, "backup")
    assert code == 0
    assert list(made) == ["folder", "events", "children", "verified"]
    assert (made["children"], made["verified"]) == (122, True)
    second = iro("--desk", noted, "backup", tmp_path / "stick")[1]
    code, restored, _ = iro("restore", second["folder"], tmp_path / "restored")
    assert code == 0
    assert {**restored, "folder": ""} == {**second, "folder": ""}
    assert iro("--desk", tmp_path / "restored", "check")[1]["ok"]
    code, joined, _ = iro("--desk", noted, "join", tmp_path / "restored")
    assert (code, joined["disputed"]) == (0, 0)
    assert iro("--desk", noted, "join", tmp_path / "restored")[1]["events"] == 0
    code, told, _ = iro("restore", second["folder"], noted)
    assert (code, "not empty" in told["error"]["words"]) == (1, True)


def test_a_passphrase_is_changed_and_recovered(iro: Any, tmp_path: Path) -> None:
    """The old one is dead each time; sheet and files are never written over."""
    desk, sheet = tmp_path / "desk", tmp_path / "sheet.txt"
    first, second = phrase(tmp_path, PASSPHRASE, "1.txt"), phrase(tmp_path, OTHER_PASSPHRASE, "2.txt")
    code, made, _ = iro("--passphrase-file", first, "new", desk, "--recovery-sheet", sheet)
    assert (code, made["recovery_key"], made["check_words"]) == (0, None, None)
    written = sheet.read_text(encoding="utf-8")
    assert "    1  " in written
    at = ("--desk", desk)
    assert iro(*at, "--passphrase-file", first, "passphrase", "--new-passphrase-file", second)[0] == 0
    assert iro(*at, "--passphrase-file", first, "due")[0] == 3
    assert iro(*at, "--passphrase-file", second, "due")[0] == 0
    key = phrase(tmp_path, written, "key.txt")
    assert iro(*at, "recover", "--recovery-file", key, "--new-passphrase-file", first)[0] == 0
    assert iro(*at, "--passphrase-file", second, "due")[0] == 3
    code, told, _ = iro(*at, "--passphrase-file", first, "recovery-key", "--recovery-sheet", sheet)
    assert (code, "never written over" in told["error"]["words"]) == (1, True)
    code, told, _ = iro(*at, "--passphrase-file", first, "recovery-key")
    assert (code, len(told["check_words"])) == (0, 6)
    assert iro(*at, "recover", "--recovery-file", key, "--new-passphrase-file", second)[0] == 3
    code, told, _ = iro(*at, "--passphrase-file", first, "passphrase")
    assert (code, told["error"]["kind"]) == (2, "usage")


def test_an_old_copy_is_told_read_and_gone_on_with(iro: Any, noted: Path) -> None:
    """Questions are answered with a word of warning; orders are refused; --accept goes on."""
    old = (noted / "desk.db").read_bytes()
    assert iro("--desk", noted, "undo")[0] == 0
    (noted / "desk.db").write_bytes(old)
    code, _, err = iro("--desk", noted, "due")
    assert (code, "older than the one last open" in err) == (0, True)
    assert iro("--desk", noted, "import", SAMPLE / "2025-26")[0] == 3
    code, told, _ = iro("--desk", noted, "check")
    assert (code, [each["kind"] for each in told["findings"]]) == (1, ["witness"])
    assert iro("--desk", noted, "check", "--accept")[1]["ok"]
    assert iro("--desk", noted, "import", SAMPLE / "2025-26")[0] == 0


OPENED = ("Opened a child's page", "")
SENSITIVE = {
    "explain CHILD": OPENED,
    "history child CHILD": OPENED,
    "history contact CONTACT": OPENED,
    "export-903 OUT --year 2026-27": ("Exported", "Reviews table, 2026-27: 93 rows"),
    "diary --ics OUT/diary.ics": ("Exported", "Calendar file: 66 deadlines"),
    "backup OUT/backups": ("Made a backup", "to another place"),
    "join COPY": ("Took in another copy of this desk", ""),
}
"""Commands that open a child or let something leave, and what is noted of each."""
NOTED_ELSEWHERE = {"recover", "restore", "passphrase", "recovery-key"}
"""Noted by what they do, and tested with it."""
NOTHING_SEEN = {"new", "demo", "import", "due", "changes", "search", "undo", "redo", "check"} | {
    "review", "asks", "number", "merge", "split", "law", "policy", "people", "caseload"}  # fmt: skip
"""Lists and changes: what they do is in the journal, or is seen on every screen."""


def test_every_command_is_noted_or_has_nothing_to_note() -> None:
    """A command that is added has to be put in one of the three."""
    assert set(cli.COMMANDS) == {each.split()[0] for each in SENSITIVE} | NOTED_ELSEWHERE | NOTHING_SEEN


@pytest.mark.parametrize(("command", "expected"), SENSITIVE.items())
def test_what_is_opened_or_leaves_is_noted(
    iro: Any, noted: Path, tmp_path: Path, command: str, expected: tuple[str, str]
) -> None:
    """One line in the desk's own stream for each, newest, with no word of a child in it."""
    out, copy = tmp_path / "out", tmp_path / "copy"
    out.mkdir()
    if "COPY" in command:
        made = iro("--desk", noted, "backup")[1]["folder"]
        iro("restore", made, copy)
    contact = iro("--desk", noted, "search", "late", "school")[1][0]["id"]
    before = accesses(noted)
    for name, meant in (("CHILD", CHILD), ("CONTACT", contact), ("OUT", out), ("COPY", copy)):
        command = command.replace(name, str(meant))
    assert iro("--desk", noted, *command.split())[0] == 0
    newest, *rest = accesses(noted)
    assert (newest.words, newest.detail) == expected
    assert newest not in before
    assert (newest.number == CHILD) is (expected == OPENED)
    assert set(rest) >= set(before)


def accesses(desk: Path) -> tuple[Any, ...]:
    """What the desk has noted, newest first."""
    with open_desk(desk, PRACTICE_PASSPHRASE, StandingClock(PRACTICE_DAY)) as opened:
        return opened.ask(Accesses())


def test_a_desk_may_not_lie_where_files_are_synced(iro: Any, tmp_path: Path) -> None:
    """Refused by name, with the reason and a safe place."""
    code, told, _ = iro("demo", tmp_path / "OneDrive" / "desk")
    assert (code, told["error"]["kind"]) == (1, "refused")
    assert "OneDrive" in told["error"]["words"]
    assert not (tmp_path / "OneDrive").exists()


def test_the_passphrase_must_be_given_somehow(iro: Any, tmp_path: Path) -> None:
    """Nobody can type in a script."""
    code, told, _ = iro("new", tmp_path / "desk")
    assert (code, told["error"]["field"]) == (2, "passphrase")
    code, told, _ = iro("recover", "--recovery-file", tmp_path / "nothing")
    assert (code, told["error"]["kind"]) == (2, "usage")
    code, told, _ = iro("--desk", tmp_path, "recover", "--recovery-file", tmp_path / "nothing")
    assert (code, told["error"]["kind"]) == (3, "unavailable")


@pytest.mark.parametrize(
    "words",
    [
        ("diary", "--ics", "{desk}/desk.db"),
        ("diary", "--ics", "{desk}/desk.key"),
        ("export-903", "{desk}", "--year", "2026-27"),
        ("export-903", "{desk}/out", "--year", "2026-27"),
        ("recovery-key", "--recovery-sheet", "{desk}/sheet.txt"),
    ],
)
def test_nothing_is_written_over_a_desk_or_into_it(iro: Any, noted: Path, words: tuple[str, ...]) -> None:
    """Not its files, and no table in clear beside them."""
    before = {path.name: path.read_bytes() for path in noted.iterdir() if path.is_file()}
    code, told, _ = iro("--desk", noted, *(each.format(desk=noted) for each in words))
    assert (code, told["error"]["kind"]) == (1, "refused")
    assert {path.name: path.read_bytes() for path in noted.iterdir() if path.is_file()} == before


def test_a_sheet_into_a_folder_that_is_not_there(iro: Any, tmp_path: Path) -> None:
    """The old recovery key still opens the desk; a new desk is not made."""
    desk, first = tmp_path / "desk", phrase(tmp_path, PASSPHRASE, "1.txt")
    sheet, nowhere = tmp_path / "sheet.txt", tmp_path / "nosuch" / "sheet.txt"
    assert iro("--passphrase-file", first, "new", desk, "--recovery-sheet", nowhere)[0] == 3
    assert not desk.exists()
    assert iro("--passphrase-file", first, "new", desk, "--recovery-sheet", sheet)[0] == 0
    assert iro("--desk", desk, "--passphrase-file", first, "recovery-key", "--recovery-sheet", nowhere)[0] == 3
    assert iro("--desk", desk, "recover", "--recovery-file", sheet, "--new-passphrase-file", first)[0] == 0


def test_a_practice_desk_heals_its_key_file_by_itself(iro: Any, noted: Path) -> None:
    """A copy in a backup tells whose it is, and that its passphrase is on the door."""
    assert iro("--desk", noted, "backup")[0] == 0
    (noted / "desk.key").write_bytes(b"")
    code, rows, err = iro("--desk", noted, "due")
    assert (code, len(rows)) == (0, 75)
    assert "put back from the newest backup" in err


def test_a_backup_is_restored_by_the_recovery_sheet(iro: Any, tmp_path: Path) -> None:
    """When the passphrase of its time is forgotten."""
    desk, first, sheet = tmp_path / "desk", phrase(tmp_path, PASSPHRASE, "1.txt"), tmp_path / "sheet.txt"
    assert iro("--passphrase-file", first, "new", desk, "--recovery-sheet", sheet)[0] == 0
    made = iro("--desk", desk, "--passphrase-file", first, "backup")[1]["folder"]
    assert iro("restore", made, tmp_path / "restored", "--recovery-file", sheet)[0] == 0
    assert iro("--desk", tmp_path / "restored", "--passphrase-file", first, "check")[1]["ok"]


def test_a_desk_too_damaged_to_be_opened_is_told_by_check(iro: Any, noted: Path) -> None:
    """As a document with its finding, like any other."""
    (noted / "desk.db").write_bytes((noted / "desk.db").read_bytes()[:100] + b"x" * 5000)
    code, told, _ = iro("--desk", noted, "check")
    assert (code, told["ok"], told["database"], len(told["findings"])) == (1, False, "damaged", 1)


def test_a_folder_without_a_desk_is_left_as_it_is(iro: Any, tmp_path: Path) -> None:
    """Not even a lock is put there."""
    assert iro("--desk", tmp_path, "due")[0] == 3
    assert not list(tmp_path.iterdir())


def test_a_bug_and_a_stop_are_told_as_such(
    iro: Any, noted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug is one document and one sentence; Ctrl C is no bug."""
    monkeypatch.setitem(cli.COMMANDS, "due", lambda _: 1 / 0)
    code, told, _ = iro("--desk", noted, "due")
    assert (code, told["error"]["kind"]) == (70, "bug")

    def stopped(_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "due", stopped)
    assert cli.main(["--desk", str(noted), "due"]) == 130
    assert "Stopped" in capsys.readouterr().err
