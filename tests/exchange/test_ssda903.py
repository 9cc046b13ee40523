"""Reading the return's tables: each fault told with its file, line, column and reason; nothing guessed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from iro_desk.domain.extracts import Extract
from iro_desk.errors import Refused
from iro_desk.exchange.ssda903 import read_extract, reviews_table
from iro_desk.reference.codes import ssda903_codes
from tests.sample import SAMPLE

CODES = ssda903_codes()


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A copy of one year, to be spoilt."""
    shutil.copytree(SAMPLE / "2025-26", tmp_path / "extract")
    return tmp_path / "extract"


def spoil(folder: Path, file: str, line: int, old: str, new: str) -> None:
    """Change one line of a file, counting from 1 as editors do."""
    path = folder / f"{file}.csv"
    lines = path.read_bytes().decode().split("\r\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_bytes("\r\n".join(lines).encode())


def read(folder: Path) -> Extract:
    """Read it."""
    return read_extract(folder, CODES)


@pytest.mark.parametrize(
    ("name", "children", "episodes", "reviews"),
    [
        ("2024-25", 93, 144, 188),
        ("2025-26", 108, 159, 193),
        ("2026-27-to-30-september", 85, 102, 74),
        ("2026-27-to-31-october", 88, 107, 93),
    ],
)
def test_the_sample_is_read_whole(name: str, children: int, episodes: int, reviews: int) -> None:
    """Every row of every folder is taken, and none refused."""
    found = read(SAMPLE / name)
    uasc = len((SAMPLE / name / "uasc.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert found.taken == {"children": children, "episodes": episodes, "reviews": reviews, "uasc": uasc}
    assert (found.refused, found.left_out) == ((), ())
    assert found.year == int(name[:4])


def test_leading_zeros_are_kept() -> None:
    """A child's number is text."""
    assert "005559" in {child.number for child in read(SAMPLE / "2025-26").children}


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "reason"),
    [
        ("episodes", "S,", "Q,", "RNE", "“Q” is not a RNE code"),
        ("reviews", "PN", "PX", "REVIEW_CODE", "is not a REVIEW_CODE code"),
        ("reviews", "/", "-", "DOB", "is not a day written dd/mm/yyyy"),
        ("header", "WBRI", "WBRITISH", "ETHNIC", "is not a ETHNIC code"),
        ("episodes", ",N1,", ",,", "CIN", "CIN is blank"),
        ("episodes", ",PR1,", ",PR1,,", "", "14 values where the file has 13 columns"),
    ],
)
def test_a_bad_value_is_told_where_it_stands(
    extract: Path, file: str, old: str, new: str, column: str, reason: str
) -> None:
    """File, line, column, value and reason; the other rows are taken."""
    lines = (extract / f"{file}.csv").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if number > 1 and old in text)
    whole = read(extract)
    spoil(extract, file, line, old, new)
    found = read(extract)
    told = next(each for each in found.refused if (each.file, each.line) == (f"{file}.csv", line))
    assert told.column == column
    assert reason in told.reason
    table = "children" if file == "header" else file
    assert found.taken[table] == whole.taken[table] - 1


@pytest.mark.parametrize(
    ("file", "row", "column", "reason"),
    [
        ("header", 0, "CHILD", "stands in the Header twice"),
        ("reviews", 0, "REVIEW", "a row for this child and this day already"),
        ("episodes", 0, "DECOM", "a row for this child and this day already"),
        ("reviews", "999999,01/01/2015,01/06/2025,PN1", "CHILD", "is not in the Header"),
        ("reviews", "409429,27/08/2016,01/06/2025,PN1", "DOB", "another date of birth"),
        ("episodes", "409429,01/06/2025,P,C2,N1,U4,PR1,02/06/2025,,,,,", "REC", "stand together"),
        ("episodes", "409429,02/06/2025,P,C2,N1,U4,PR1,02/06/2025,X1,,,,", "DEC", "on or before the day it began"),
    ],
)
def test_rows_that_contradict_others_are_refused(
    extract: Path, file: str, row: int | str, column: str, reason: str
) -> None:
    """A row is checked against the Header, its neighbours and itself."""
    path = extract / f"{file}.csv"
    lines = path.read_bytes().decode().split("\r\n")
    lines.insert(-1, lines[1 + row] if isinstance(row, int) else row)
    path.write_bytes("\r\n".join(lines).encode())
    (told,) = read(extract).refused
    assert (told.file, told.line, told.column) == (f"{file}.csv", len(lines) - 1, column)
    assert reason in told.reason


def test_other_tables_are_left_out_with_the_reason(extract: Path) -> None:
    """A folder may hold more than the desk reads."""
    (extract / "oc2.csv").write_text("CHILD,DOB,SDQ_SCORE\r\n", encoding="utf-8")
    (left,) = read(extract).left_out
    assert left.file == "oc2.csv"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"CHILD,DOB,REVIEW,REVIEW_CODE\r\n\x81", r"reviews\.csv, line 2, is not text in UTF-8"),
        (b'CHILD,DOB,REVIEW,REVIEW_CODE\r\n"1', r"reviews\.csv, line 2, cannot be read as comma separated"),
        (b"CHILD,DOB\r\n", r"reviews\.csv has no REVIEW or REVIEW_CODE in its heading row"),
    ],
)
def test_a_file_that_cannot_be_read_refuses_the_folder(extract: Path, content: bytes, words: str) -> None:
    """Half a folder is worse than none."""
    (extract / "reviews.csv").write_bytes(content)
    with pytest.raises(Refused, match=words):
        read(extract)


def test_two_files_of_one_table_refuse_the_folder(extract: Path) -> None:
    """Nobody can tell which is the right one."""
    shutil.copy(extract / "reviews.csv", extract / "reviews (1).csv")
    with pytest.raises(Refused, match="both hold reviews"):
        read(extract)


def test_an_empty_or_missing_folder_is_refused(tmp_path: Path) -> None:
    """The sentence says what to choose instead."""
    with pytest.raises(Refused, match=r"no \.csv file"):
        read(tmp_path)
    with pytest.raises(Refused, match="cannot be read"):
        read(tmp_path / "nowhere")


def test_a_byte_order_mark_and_another_order_of_columns_do_no_harm(extract: Path) -> None:
    """Tables are known by their set of columns."""
    path = extract / "reviews.csv"
    turned = [",".join(reversed(line.split(","))) for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*turned, ""]).encode())
    assert read(extract).taken == read(SAMPLE / "2025-26").taken


def test_the_year_is_that_of_the_latest_day(extract: Path) -> None:
    """Or of the day that the officer gives."""
    assert (read(extract).year, read(extract).to) == (2025, date(2026, 3, 30))
    told = read_extract(extract, CODES, date(2026, 4, 1))
    assert (told.year, told.to) == (2026, date(2026, 4, 1))
    with pytest.raises(Refused, match="tells of Mon 30 Mar 2026, after the day it is said to be made"):
        read_extract(extract, CODES, date(2026, 3, 29))


def test_tables_without_a_day_need_one_given(extract: Path) -> None:
    """Headings alone are an extract only of a day that the officer names."""
    for path in extract.glob("*.csv"):
        path.write_bytes(path.read_bytes().split(b"\r\n")[0] + b"\r\n")
    with pytest.raises(Refused, match="say which day it was made"):
        read(extract)
    assert read_extract(extract, CODES, date(2026, 3, 31)).year == 2025


def test_the_reviews_table_is_written_as_the_return_wants_it() -> None:
    """Days dd/mm/yyyy, CRLF, no byte order mark, leading zeros."""
    written = reviews_table([("005559", date(2015, 2, 1), date(2025, 6, 9), "PN1")])
    assert written == b"CHILD,DOB,REVIEW,REVIEW_CODE\r\n005559,01/02/2015,09/06/2025,PN1\r\n"
