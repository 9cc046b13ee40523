"""People files: whichever the columns, what stands in them is read or refused in a sentence, and never half."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from iro_desk.domain.people import LEFT_OUT, PeopleFile
from iro_desk.errors import Refused
from iro_desk.exchange.people import GUESSES, read_people
from tests.exchange.garbling import HEADINGS, garbled, whole_file

ROW = "000123,Dilan,Kaya,Dil,North,Ann Other,Tom Reed,G1,Hill School,M"
COLUMNS = {
    "number": "CHILD ID",
    "first_name": "FORENAME",
    "last_name": "SURNAME",
    "known_as": "PREFERRED NAME",
    "team": "TEAM",
    "social_worker": "ALLOCATED WORKER",
    "iro": "REVIEWING OFFICER",
    "sibling_group": "SIBLINGS",
    "school": "SCHOOL",
}
WHOLE = {
    "first_name": "Dilan",
    "last_name": "Kaya",
    "known_as": "Dil",
    "team": "North",
    "social_worker": "Ann Other",
    "iro": "Tom Reed",
    "sibling_group": "G1",
    "school": "Hill School",
}


def read(at: Path, *lines: str, columns: dict[str, str] | None = None) -> PeopleFile:
    """Write a file of these lines, and read it."""
    at.write_text("\r\n".join([*lines, ""]), encoding="utf-8")
    return read_people(at, columns or {}, {})


def test_columns_are_known_by_their_names(at: Path) -> None:
    """Each field by a common heading, as it stands in the file; what is not read is told."""
    people = read(at, HEADINGS, ROW)
    assert people.columns == COLUMNS
    assert people.written["social_worker"] == "Allocated worker"
    assert people.not_read == ("Gender",)
    (row,) = people.rows
    assert (row.line, row.number, row.values) == (2, "000123", WHOLE)
    assert people.refused == ()


def test_no_heading_is_guessed_to_be_two_things() -> None:
    """Each common heading stands for one field."""
    every = [each for known in GUESSES.values() for each in known]
    assert len(every) == len(set(every))
    assert all(each.isalnum() and each.isupper() for each in every)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_what_spreadsheets_write(at: Path, encoding: str, separator: str) -> None:
    """Marks, UTF-16, semicolons, quotes: read as the extracts are."""
    text = f"{HEADINGS}\n{ROW}\n".replace(",", separator).replace("Dilan", '"Zoë ""Z"" "')
    at.write_bytes(text.encode(encoding))
    assert read_people(at, {}, {}).rows[0].values == {**WHOLE, "first_name": 'Zoë "Z"'}


def test_a_column_that_is_named(at: Path) -> None:
    """Before any guess; also one that would be guessed to be something else, or that is to be left out."""
    columns = {"iro": "allocated worker", "team": "-", "number": "ref"}
    people = read(at, HEADINGS.replace("Child ID", "Ref"), ROW, columns=columns)
    assert people.columns["iro"] == "ALLOCATED WORKER"
    assert people.columns["team"] == LEFT_OUT
    assert "social_worker" not in people.columns
    assert people.rows[0].values["iro"] == "Ann Other"
    assert "team" not in people.rows[0].values
    assert people.not_read == ("Team", "Reviewing officer", "Gender")


def test_a_mapping_is_remembered_by_the_headings(at: Path) -> None:
    """In whatever order they stand; another set of headings is another file."""
    before = {frozenset(("A", "B", "TEAM")): {"number": "B", "school": "A", "team": LEFT_OUT}}
    at.write_text("Team,B,A\nNorth,000123,Hill School\n")
    people = read_people(at, {}, before)
    assert (people.rows[0].number, people.rows[0].values) == ("000123", {"school": "Hill School"})
    over = read_people(at, {"last_name": "a"}, before)
    assert over.rows[0].values == {"last_name": "Hill School"}
    at.write_text("Team,B,A,C\nNorth,000123,Hill School,\n")
    with pytest.raises(Refused, match="child's number"):
        read_people(at, {}, before)


@pytest.mark.parametrize(
    ("lines", "columns", "words"),
    [
        (["Name,Team", "x,y"], {}, "no column that is known as the child's number"),
        (["Child ID,Person ID", "1,2"], {}, "both CHILD ID and PERSON ID may be the child's number"),
        (["ID,Key worker,Social worker", "1,2,3"], {}, "both KEY WORKER and SOCIAL WORKER may be the social worker"),
        (["ID,Team,Team", "1,2,3"], {}, "two columns called TEAM"),
        (["ID,Team", "1,2"], {"school": "Place"}, "no column called Place"),
        (["ID,Team", "1,2"], {"colour": "Team"}, "has no colour"),
        (["ID,Team", "1,2"], {"school": "Team", "team": "Team"}, "cannot be two things at once"),
        (["ID,Team", "1,2"], {"number": "-"}, "no column that is known as the child's number"),
        ([], {}, "is empty"),
        (["ID,Team", '1,"North', "2,South", '3"'], {}, "line 2"),
        (["ID,Team", '1,"North'], {}, "quotation mark"),
    ],
)
def test_a_file_that_is_refused_whole(at: Path, lines: list[str], columns: dict[str, str], words: str) -> None:
    """In a sentence that says what to do."""
    with pytest.raises(Refused, match=words):
        read(at, *lines, columns=columns)


@pytest.mark.parametrize("content", [b"PK\x03\x04 a spreadsheet", b"ID,Team\n1,\xff\x00", b"\x00"])
def test_what_is_no_text(at: Path, content: bytes) -> None:
    """A spreadsheet by another name, and bytes that are no letters."""
    at.write_bytes(content)
    with pytest.raises(Refused):
        read_people(at, {}, {})


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """And neither is nothing."""
    for path in (tmp_path, tmp_path / "nothing.csv"):
        with pytest.raises(Refused, match="cannot be read"):
            read_people(path, {}, {})


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "ID is blank"),
        ("1.2E+05", "rounded"),
        ("123.0", "zeros before it may be lost"),
        ("#N/A", "wrote"),
        ("12 34", "at most 10 letters and digits"),
        ("12345678901", "at most 10 letters and digits"),
    ],
)
def test_a_number_that_cannot_be_taken(at: Path, cell: str, reason: str) -> None:
    """The row is told by its line, the others are read."""
    people = read(at, "ID,Team", f"{cell},North", "000123,South")
    (refused,) = people.refused
    assert (refused.line, refused.column) == (2, "ID")
    assert reason in refused.reason
    assert [each.number for each in people.rows] == ["000123"]


def test_a_number_kept_from_a_spreadsheet(at: Path) -> None:
    """Its zeros stand."""
    assert read(at, "ID,Team", '"=""000123""",North').rows[0].number == "000123"


def test_cells_that_say_nothing(at: Path) -> None:
    """Blank ones, dashes, and N/A are no values."""
    people = read(at, "ID,Team,School,IRO", "000123,-,n/a, ", "000124, a  b ,,")
    assert [each.values for each in people.rows] == [{}, {"team": "a b"}]


def test_rows_that_do_not_fit(at: Path) -> None:
    """Too short, too long, with a sign that cannot be shown, or with far too much in it."""
    people = read(at, "ID,Team", "1", "2,a,b", "3,\x07", f"4,{'x' * 101}", "5,ok")
    assert [each.line for each in people.refused] == [2, 3, 4, 5]
    assert [each.number for each in people.rows] == ["5"]


def test_a_file_that_says_two_things_of_a_child(at: Path) -> None:
    """Nobody knows which is true, so neither is taken; rows that agree are one."""
    people = read(at, "ID,Team,School", "1,North,", "1,South,", "2,North,", "2,,Hill School", "3,North,")
    assert [(each.line, each.column) for each in people.refused] == [(2, "Team"), (3, "Team")]
    assert "different things of child 1, in lines 2, 3" in people.refused[0].reason
    assert [each.values for each in people.rows] == [{"team": "North", "school": "Hill School"}, {"team": "North"}]


def test_a_garbled_file_is_read_or_refused(at: Path) -> None:
    """2,000 of them: no crash; what is read is whole numbers and printable words; what is refused has its place."""
    chance = random.Random(4)  # noqa: S311 - the same garbling every time
    told, read_rows, refused_rows = 0, 0, 0
    for _ in range(2000):
        at.write_bytes(garbled(whole_file(), chance))
        try:
            people = read_people(at, {}, {})
        except Refused as no:
            told += no.words.endswith(".")
            continue
        for row in people.rows:
            assert row.number.strip() == row.number != ""
            assert all(value.isprintable() and value for value in row.values.values())
        for each in people.refused:
            assert each.line > 1
            assert each.reason
        read_rows, refused_rows = read_rows + len(people.rows), refused_rows + len(people.refused)
    assert min(told, read_rows, refused_rows) > 100
