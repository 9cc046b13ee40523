"""The commands people and caseload: their JSON, their words, their exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iro_desk import cli
from tests.sample import SAMPLE

CHILD, OTHER = "350212", "008784"
HEADINGS = "Child ID;Forename;Surname;Key worker;Reviewing officer;Siblings;Nm"

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def people(tmp_path: Path) -> Callable[..., Path]:
    """Writes a people file."""

    def write(*rows: str) -> Path:
        (tmp_path / "people.csv").write_text("\n".join([HEADINGS, *rows, ""]), encoding="utf-8-sig")
        return tmp_path / "people.csv"

    return write


def test_people(iro: Any, practice: Path, people: Callable[..., Path]) -> None:
    """One document with stable keys: rehearsed, taken, taken again, undone."""
    file = people(f"{CHILD};Dilan;Kaya;Ann Other;Tom Reed;;x", "8784;Mina;Kaya;;;;", "999999;A;B;;;;")
    code, rehearsed, err = iro("--desk", practice, "people", file, "--dry-run")
    assert (code, rehearsed["dry_run"], rehearsed["changed"]) == (0, True, 1)
    assert "Reading" in err
    code, taken, _ = iro("--desk", practice, "people", file)
    assert code == 0
    assert list(taken) == [
        *("file", "dry_run", "columns", "not_read", "taken", "changed", "unchanged", "refused"),
        *("typed_here", "not_on_desk", "warnings"),
    ]
    assert {**rehearsed, "dry_run": False} == taken
    assert taken["columns"]["last_name"] == "Surname"
    assert (taken["not_read"], taken["not_on_desk"]) == (["Nm"], ["999999"])
    (refused,) = taken["refused"]
    assert list(refused) == ["file", "line", "column", "value", "reason"]
    assert (refused["line"], refused["column"], refused["value"]) == (3, "Child ID", "8784")
    assert "008784 is likely meant" in refused["reason"]
    again = iro("--desk", practice, "people", file)[1]
    assert (again["changed"], again["unchanged"]) == (0, 1)
    code, found, _ = iro("--desk", practice, "search", "Kaya")
    assert [each["child"] for each in found] == [CHILD]
    assert iro("--desk", practice, "undo")[0] == 0
    assert iro("--desk", practice, "search", "Kaya")[1] == []


def test_columns_are_named_once(iro: Any, practice: Path, people: Callable[..., Path]) -> None:
    """And remembered; a wrong one is refused, a half one is no command."""
    file = people(f"{CHILD};Dilan;;Ann Other;;;Kaya")
    named = ("--column", "last_name=nm", "--column", "social_worker=-")
    taken = iro("--desk", practice, "people", file, *named)[1]
    assert (taken["columns"]["last_name"], taken["not_read"]) == ("Nm", ["Surname", "Key worker"])
    assert iro("--desk", practice, "people", file)[1]["columns"] == taken["columns"]
    code, told, _ = iro("--desk", practice, "people", file, "--column", "last_name=Nowhere")
    assert (code, told["error"]["kind"], told["error"]["field"]) == (1, "refused", "column")
    for wrong in ("last_name", "last_name="):
        code, told, _ = iro("--desk", practice, "people", file, "--column", wrong)
        assert (code, told["error"]["kind"]) == (2, "usage")


def test_what_people_says(practice: Path, people: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The columns, the rows that were refused with their place, the children who are not here, the warnings."""
    file = people(
        f"{CHILD};Dilan;Kaya;;Tom Reed;G1;", f"{OTHER};Mina;Kaya;;Una Bell;G1;", "7x 8;A;B;;;;", "999999;A;;;;;"
    )
    assert cli.main(["--desk", str(practice), "people", str(file)]) == 0
    said = capsys.readouterr().out
    for words in (
        "people.csv: 2 children changed, 0 as before.",
        "Reviewing officer is read as IRO",
        "Not read: Nm.",
        "people.csv, line 4, Child ID: A child's number has at most 10 letters and digits.",
        "Not on this desk: 999999",
        f"Look: Brothers and sisters with different IROs: {OTHER} (Una Bell), {CHILD} (Tom Reed).",
    ):
        assert words in said


def test_caseload(iro: Any, practice: Path, people: Callable[..., Path]) -> None:
    """Without a file it prints the choice; with one it makes it; added to, taken from, given up."""
    at = ("--desk", practice)
    code, shown, _ = iro(*at, "caseload")
    assert (code, shown["chosen"]) == (0, None)
    assert list(shown) == ["chosen", "iro", "not_on_desk", "no_longer_chosen", "warnings"]
    file = people(f"{CHILD};;;;Tom Reed;;", f"{OTHER};;;;Una Bell;;", "999999;;;;Tom Reed;;")
    code, chosen, _ = iro(*at, "caseload", file, "--iro", "reed, tom")
    assert code == 0
    assert list(chosen) == [*shown, "dry_run", "added", "removed", "columns", "not_read", "refused"]
    assert (chosen["chosen"], chosen["iro"], chosen["not_on_desk"]) == ([CHILD, "999999"], "reed, tom", ["999999"])
    assert len(chosen["no_longer_chosen"]) == 121
    assert iro(*at, "caseload", "--add", OTHER, "--remove", "999999")[1]["chosen"] == [OTHER, CHILD]
    assert iro(*at, "caseload")[1]["chosen"] == [OTHER, CHILD]
    code, taken, _ = iro(*at, "import", SAMPLE / "2026-27-to-31-october")
    assert (code, taken["not_kept"], taken["newcomers"], taken["no_longer_chosen"]) == (0, 0, [], 120)
    assert iro(*at, "caseload", "--all")[1]["chosen"] is None
    assert iro(*at, "undo")[0] == 0
    assert iro(*at, "caseload")[1]["chosen"] == [OTHER, CHILD]


def test_what_caseload_says(practice: Path, people: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The outcome, and the choice by number."""
    at = ["--desk", str(practice), "caseload"]
    assert cli.main(at) == 0
    assert "Nobody was chosen; every child of an extract is kept." in capsys.readouterr().out
    assert cli.main([*at, str(people(f"{CHILD};;;;;;", "999999;;;;;;"))]) == 0
    said = capsys.readouterr().out
    assert "2 children chosen: 2 added, 0 taken away." in said
    assert "Not on this desk yet: 999999" in said
    assert cli.main(at) == 0
    assert f"2 chosen:\n  {CHILD}\n  999999\n" in capsys.readouterr().out
    assert cli.main([*at, "--all"]) == 0
    assert "Every child of an extract is kept again." in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("{file}", "--all"),
        ("{file}", "--add", "1"),
        ("--all", "--remove", "1"),
        ("--iro", "Tom Reed"),
        ("--dry-run",),
    ],
)
def test_one_thing_at_a_time(iro: Any, practice: Path, people: Callable[..., Path], words: tuple[str, ...]) -> None:
    """Two wishes in one command are none."""
    file = people(f"{CHILD};;;;;;")
    code, told, _ = iro("--desk", practice, "caseload", *(each.format(file=file) for each in words))
    assert (code, told["error"]["kind"]) == (2, "usage")
