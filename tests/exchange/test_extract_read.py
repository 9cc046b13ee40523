"""A whole folder: the tables beside, what is told though it was taken, and what refuses it whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iro_desk.domain.extracts import Extract, LibertyOrder, MissingTime, WorkerTime
from iro_desk.errors import Refused
from iro_desk.exchange.ssda903 import read_extract
from tests.exchange.invented import CODES, PLAIN, Rows, read, tables
from tests.sample import SAMPLE

ONE, TWO = (row[0] for row in tables()["header"][1:3])
TO_COME = date(2025, 12, 1)


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Extract]:
    """Reads the small extract, changed."""

    def reads(change: Callable[[dict[str, Rows]], object] = lambda _: None) -> Extract:
        of = tables()
        change(of)
        return read(PLAIN.write(tmp_path / "extract", of))

    return reads


def words(found: Extract) -> list[str]:
    """Its remarks."""
    return [each.words for each in found.remarks]


def test_missing_children_liberty_orders_and_social_workers_are_read(told: Callable[..., Extract]) -> None:
    """In typed rows, in the order of the file."""
    found = told()
    assert found.missing == (
        MissingTime(number=ONE, kind="M", start=date(2025, 5, 3), end=date(2025, 5, 4)),
        MissingTime(number=ONE, kind="A", start=date(2026, 1, 11), end=None),
        MissingTime(number=TWO, kind="M", start=date(2025, 12, 20), end=date(2025, 12, 20)),
    )
    assert found.liberty_orders == (LibertyOrder(number=TWO, start=date(2026, 2, 1), end=date(2026, 8, 1)),)
    assert found.social_workers == (
        WorkerTime(number=ONE, worker="AB123", start=date(2025, 4, 1), end=date(2025, 6, 30), reason="FCONTA"),
        WorkerTime(number=ONE, worker="CD456", start=date(2025, 6, 30), end=None, reason="LEFTRL"),
    )
    assert (found.refused, found.left_out, found.remarks) == ((), (), ())
    assert {table: found.taken[table] for table in ("missing", "dolo", "social_workers")} == {
        "missing": 3, "dolo": 1, "social_workers": 2}  # fmt: skip


def test_an_extract_without_them_says_nothing_of_them() -> None:
    """Their tables are not among those taken, so that nobody takes silence for an answer."""
    found = read(SAMPLE / "2025-26")
    assert (found.missing, found.liberty_orders, found.social_workers) == ((), (), ())
    assert set(found.taken) == {"children", "episodes", "reviews", "uasc"}


@pytest.mark.parametrize(
    ("file", "row", "column", "reason"),
    [
        ("missing", [ONE, "", "X", "01/02/2026", ""], "MISSING", "“X” is not a MISSING code."),
        ("missing", [ONE, "", "M", "", ""], "MIS_START", "MIS_START is blank"),
        ("missing", [ONE, "", "M", "02/02/2026", "01/02/2026"], "MIS_END", "It ends before the day it began."),
        ("missing", [ONE, "01/01/2001", "M", "02/02/2026", ""], "DOB", "another date of birth"),
        ("missing", ["999999", "", "M", "02/02/2026", ""], "CHILD", "This child is not in the Header."),
        ("dolo", [ONE, "", "02/02/2026", "32/02/2026"], "DOLO_END", "is not a day"),
        ("swepisodes", [ONE, "", "", "02/02/2026", "", ""], "SW_ID", "SW_ID is blank"),
        ("swepisodes", [ONE, "", "AB1", "02/02/2026", "", "GONE"], "SW_REASON", "is not a SW_REASON code"),
        ("dolo", tables()["dolo"][1], "CHILD", "The same row stands there already."),
    ],
)
def test_a_bad_row_beside_is_told_and_the_rest_is_taken(
    told: Callable[..., Extract], file: str, row: list[str], column: str, reason: str
) -> None:
    """Its child is named as incomplete in that table, and not put in doubt."""
    found = told(lambda of: of[file].append(row))
    (refused,) = found.refused
    assert (refused.file, refused.line, refused.column) == (f"{file}.csv", len(tables()[file]) + 1, column)
    assert reason in refused.reason
    table = "social_workers" if file == "swepisodes" else file
    assert (found.incomplete, found.doubtful) == ({table: frozenset({row[0]})}, frozenset())
    assert found.taken[table] == len(tables()[file]) - 1


def test_a_row_of_blanks_beside_tells_nothing(told: Callable[..., Extract]) -> None:
    """Some exports list every child in every table."""
    found = told(lambda of: of["missing"].append([TWO, "", "", "", ""]))
    assert (found.refused, found.taken["missing"]) == ((), 3)


def test_columns_passed_over_and_wanting_are_told_once(told: Callable[..., Extract]) -> None:
    """By name, once a file; what a file does not have is not taken for blank."""

    def change(of: dict[str, Rows]) -> None:
        of["reviews"] = [[*row, "x" if number else "Chair"] for number, row in enumerate(of["reviews"])]
        of["header"] = [row[:4] + row[5:] for row in of["header"]]

    found = told(change)
    assert words(found) == [
        "header.csv has no UPN column, and tells nothing of it.",
        "The desk passes over what it does not know in reviews.csv: CHAIR.",
    ]
    assert all("upn" not in each.child for each in found.children)
    assert found.refused == ()


@pytest.mark.parametrize(
    ("file", "column"),
    [("reviews", "REVIEW"), ("header", "SEX"), ("episodes", "DEC"), ("missing", "MIS_END"), ("dolo", "DOLO_START")],
)
def test_a_column_that_is_needed_refuses_the_folder(told: Callable[..., Extract], file: str, column: str) -> None:
    """The sentence names the file and the column."""

    def change(of: dict[str, Rows]) -> None:
        place = of[file][0].index(column)
        of[file] = [row[:place] + row[place + 1 :] for row in of[file]]

    with pytest.raises(Refused, match=rf"{file}\.csv has no {column} in its heading row"):
        told(change)


def test_a_column_twice_refuses_the_folder(told: Callable[..., Extract]) -> None:
    """Nobody knows which of them counts."""
    with pytest.raises(Refused, match=r"reviews\.csv has the column REVIEW twice"):
        told(lambda of: of.update(reviews=[[*row, row[2]] for row in of["reviews"]]))


@pytest.mark.parametrize("name", ["REVIEWS.CSV", "SSDA903_Reviews_2026.csv", "903 reviews.Csv", "list.csv", "r.tsv"])
def test_a_table_is_known_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    """By its columns."""
    folder = PLAIN.write(tmp_path / "extract", tables())
    whole = read(folder)
    (folder / "reviews.csv").rename(folder / name)
    assert read(folder) == whole


@pytest.mark.parametrize("content", [b"\x81\x81", b"", b"PK\x03\x04", b"401,402\r\n"])
@pytest.mark.parametrize("file", ["header", "episodes", "reviews"])
def test_a_folder_whose_table_cannot_be_read_is_refused_whole(tmp_path: Path, file: str, content: bytes) -> None:
    """Under its own name or another one."""
    folder = PLAIN.write(tmp_path / "extract", tables())
    (folder / f"{file}.csv").write_bytes(content)
    with pytest.raises(Refused, match=rf"{file}\.csv"):
        read(folder)
    (folder / f"{file}.csv").rename(folder / "list.csv")
    with pytest.raises(Refused, match=rf"list\.csv|no {file} table"):
        read(folder)


def test_what_is_no_table_is_left_out_beside_a_whole_extract(tmp_path: Path) -> None:
    """And told, with the reason; what a Mac keeps beside each file is nothing."""
    folder = PLAIN.write(tmp_path / "extract", tables())
    (folder / "oc2.csv").write_bytes(b"CHILD,DOB,SDQ_SCORE,ETHNIC\r\n")
    (folder / "notes.csv").write_bytes(b"\x81\x00")
    (folder / "reviews old.csv").write_bytes(b"CHILD,DOB\r\n")
    (folder / "._reviews.csv").write_bytes(b"\x00\x05\x16\x07")
    found = read(folder)
    assert [each.file for each in found.left_out] == ["oc2.csv", "notes.csv", "reviews old.csv"]
    assert found.taken == read(PLAIN.write(tmp_path / "plain", tables())).taken


def test_a_missing_table_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    """An officer must hear of missing children: silence would be an answer."""
    folder = PLAIN.write(tmp_path / "extract", tables())
    (folder / "missing.csv").write_bytes(b"\x81")
    with pytest.raises(Refused, match=r"missing\.csv"):
        read(folder)


def test_too_many_files_are_no_extract(tmp_path: Path) -> None:
    """A folder of folders' worth was chosen by mistake."""
    for number in range(51):
        (tmp_path / f"{number}.csv").write_bytes(b"A\r\n")
    with pytest.raises(Refused, match=r"There are 51 \.csv files"):
        read(tmp_path)


def test_a_value_that_swallowed_lines_refuses_the_folder(told: Callable[..., Extract]) -> None:
    """A quotation mark too many hides whole rows, and nobody knows whose."""
    with pytest.raises(Refused, match=r"reviews\.csv, line 2: the value of REVIEW_CODE .* runs over several lines"):
        told(lambda of: of["reviews"][1].__setitem__(3, "PN1\r\n409429,01/01/2015"))


def test_dummy_days_are_not_known_and_told(told: Callable[..., Extract]) -> None:
    """A birthday becomes none, an end becomes none; each value once, with how many rows have it."""

    def change(of: dict[str, Rows]) -> None:
        of["header"][1][2] = "01/01/1900"
        of["header"][2][6] = of["header"][3][6] = "31/12/9999"
        of["missing"][2][4] = "9999-12-31"

    found = told(change)
    assert words(found) == [
        "“01/01/1900” in DOB stands for an unknown day, and is read as not known.",
        "“31/12/9999” in MC_DOB stands for an unknown day, and is read as not known; 2 rows have it.",
        "“9999-12-31” in MIS_END stands for an unknown day, and is read as not known.",
    ]
    assert [each.line for each in found.remarks] == [2, 3, 3]
    assert found.refused == ()
    assert (found.children[0].child["born"], found.missing[1].end) == (None, None)


@pytest.mark.parametrize(("file", "place"), [("reviews", 2), ("episodes", 1)])
def test_a_review_or_an_episode_on_a_dummy_day_puts_its_child_in_doubt(
    told: Callable[..., Extract], file: str, place: int
) -> None:
    """It is refused with its place: never a day, and never as if it had not been."""
    found = told(lambda of: of[file][1].__setitem__(place, "01/01/1900"))
    (refused,) = found.refused
    assert (refused.file, refused.line, refused.value) == (f"{file}.csv", 2, "01/01/1900")
    assert found.doubtful == {tables()[file][1][0]}


def test_days_to_come_are_kept_and_told(tmp_path: Path) -> None:
    """They make the extract no later than today; without a today they are days like others."""
    folder = PLAIN.write(tmp_path / "extract", tables())
    plain = read(folder)
    found = read_extract(folder, CODES, today=TO_COME)
    assert found.children == plain.children
    assert found.to <= TO_COME < plain.to
    assert any(each.column == "REVIEW" and "is still to come" in each.words for each in found.remarks)
    assert not [each for each in found.remarks if each.column == "DOLO_END"]
    assert read_extract(folder, CODES, date(2025, 12, 1), today=TO_COME).to == TO_COME
    assert plain.remarks == ()


def test_a_day_after_the_one_the_officer_gave_is_named_with_its_place(tmp_path: Path) -> None:
    """The folder is refused, since one of the two is wrong."""
    folder = PLAIN.write(tmp_path / "extract", tables())
    with pytest.raises(Refused, match=r"after the day it is said to be made, Wed 2 Apr 2025, in \w+\.csv, line \d+;"):
        read_extract(folder, CODES, date(2025, 4, 2))


def _coded(sex: str, placement: str) -> Callable[[dict[str, Rows]], object]:
    def change(of: dict[str, Rows]) -> None:
        of["header"][1][1] = of["header"][2][1] = sex
        of["episodes"][1][5] = placement

    return change


@pytest.mark.parametrize(
    ("year", "sex", "placement", "outside"),
    [
        (2025, "M", "Z11", {}),
        (2025, "M", "K3", {}),
        (2025, "1", "Z1", {"SEX": "it was used until Sun 31 Mar 2024", "PLACE": "it was used until Mon 31 Mar 2025"}),
        (2024, "2", "H5", {"SEX": "it was used until Sun 31 Mar 2024"}),
        (2023, "1", "P2", {}),
        (2023, "F", "K3", {"SEX": "it is used from Mon 1 Apr 2024", "PLACE": "it is used from Mon 1 Apr 2024"}),
        (2013, "1", "H5", {}),
        (2013, "2", "Z1", {}),
        (2013, "U", "Z14", {"SEX": "it is used from Mon 1 Apr 2024", "PLACE": "it is used from Tue 1 Apr 2025"}),
        (2024, "M", "P2", {"PLACE": "it was used until Fri 27 Oct 2023"}),
    ],
)
def test_codes_of_both_eras_are_taken_in_any_year_and_told_outside_theirs(
    told: Callable[..., Extract], year: int, sex: str, placement: str, outside: dict[str, str]
) -> None:
    """Once a code, however many rows have it."""

    def change(of: dict[str, Rows]) -> None:
        _coded(sex, placement)(of)
        del of["missing"], of["dolo"], of["swepisodes"]
        for table in of.values():
            table[1:] = [[_back(cell, 2025 - year) for cell in row] for row in table[1:]]
        for row in of["header"][1:]:
            row[1] = row[1] if row[0] in {ONE, TWO} else sex

    found = told(change)
    assert (found.year, found.refused) == (year, ())
    own = [each for each in found.remarks if each.column in {"SEX", "PLACE"} and each.value in {sex, placement}]
    assert {each.column for each in own} == set(outside)
    for each in own:
        assert outside[each.column] in each.words
        assert f"{each.column} code of {year}-{(year + 1) % 100:02d}" in each.words


def _back(cell: str, years: int) -> str:
    day, _, rest = cell.partition("/")
    month, _, year = rest.partition("/")
    return f"{min(int(day), 28):02d}/{month}/{int(year) - years}" if year else cell


def test_rows_of_a_child_whose_header_row_was_refused_say_so(told: Callable[..., Extract]) -> None:
    """Not that the child is not in the Header."""
    found = told(lambda of: of["header"][1].__setitem__(3, "XXXX"))
    reasons = {each.reason for each in found.refused if each.file != "header.csv"}
    assert reasons == {"This child's row in the Header was refused."}


def test_rows_of_nobody_are_counted(told: Callable[..., Extract]) -> None:
    """A review whose child's number was spoilt may be anybody's."""
    found = told(lambda of: of["reviews"][1].__setitem__(0, "1.23E+05"))
    (refused,) = found.refused
    assert (refused.column, refused.value, found.unplaced) == ("CHILD", "1.23E+05", 1)
    assert told().unplaced == 0
