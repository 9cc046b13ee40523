"""Bytes become rows whoever wrote them; what could be read in two ways is refused in a sentence with its place."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from iro_desk.errors import Refused
from iro_desk.exchange.csv_text import LARGEST_FILE, LONGEST_LINE, MOST_LINES, content_of, open_sheet
from tests.exchange.invented import PLAIN, Dialect, Rows, read, tables

HEADING = b"CHILD,DOB,NOTE\r\n"


def rows(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a file called a.csv."""
    return list(open_sheet("a.csv", content).rows)


DIALECTS = {
    "python's excel": Dialect(csv={"dialect": "excel"}),
    "python's excel-tab": Dialect(csv={"dialect": "excel-tab"}),
    "python's unix": Dialect(csv={"dialect": "unix", "lineterminator": "\n"}),
    "all quoted, semicolons, LF": Dialect(csv={"delimiter": ";", "quoting": csv.QUOTE_ALL, "lineterminator": "\n"}),
    "old Mac line ends": Dialect(csv={"lineterminator": "\r"}),
    "UTF-8 with its mark": Dialect(mark=codecs.BOM_UTF8),
    "a spreadsheet's Unicode text": Dialect("utf-16-le", codecs.BOM_UTF16_LE, {"delimiter": "\t"}),
    "UTF-16 the other way round": Dialect("utf-16-be", codecs.BOM_UTF16_BE),
    "Windows-1252": Dialect("cp1252", csv={"delimiter": ";"}),
    "line ends doubled": Dialect(csv={"lineterminator": "\r\r\n"}),
    "a spreadsheet's first line": Dialect(mark=b"sep=;\r\n", csv={"delimiter": ";"}),
    "blank lines before": Dialect(mark=b"\r\n,,,,\r\n"),
}


def spelt(of: dict[str, Rows], change: Callable[[Rows], Rows]) -> dict[str, Rows]:
    """The same tables, each written otherwise."""
    return {name: change([list(row) for row in table]) for name, table in of.items()}


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_every_dialect_says_the_same(tmp_path: Path, dialect: Dialect) -> None:
    """Encoding, separator, quotes and line ends make no difference; a column of free text beside does no harm."""
    with_notes = spelt(tables(), lambda table: [[*row, f'Zoë, "{number}";\r\nnext' if number else "NOTE"]
                                                for number, row in enumerate(table)])  # fmt: skip
    plain = read(PLAIN.write(tmp_path / "plain", tables()))
    told = read(dialect.write(tmp_path / "told", with_notes))
    assert plain.refused == ()
    assert (told.children, told.missing, told.social_workers) == (plain.children, plain.missing, plain.social_workers)
    assert (told.refused, told.taken, told.liberty_orders) == ((), plain.taken, plain.liberty_orders)


@pytest.mark.parametrize(
    "change",
    [
        lambda table: [[f" {cell.lower()} " if not number else f" {cell} " for cell in row]
                       for number, row in enumerate(table)],
        lambda table: [row[::-1] for row in table],
        lambda table: [[*row, "", ""] for row in table],
        lambda table: [row if not number else [*row, "", ""] for number, row in enumerate(table)],
        lambda table: [*table, [], ["", ""], [" "] * 9],
    ],
    ids=["case and spaces", "other order", "columns behind", "columns behind the rows only", "lines behind"],
)  # fmt: skip
def test_headings_in_any_order_and_case_and_blanks_behind(tmp_path: Path, change: Callable[[Rows], Rows]) -> None:
    """A heading is its word; blank lines and columns at the end are nothing."""
    plain = read(PLAIN.write(tmp_path / "plain", tables()))
    changed = spelt(tables(), change)
    changed["dolo"] = tables()["dolo"]  # one row alone does not show that every row has columns behind
    told = read(PLAIN.write(tmp_path / "told", changed))
    assert (told.refused, told.children, told.taken) == ((), plain.children, plain.taken)


def test_a_comma_too_many_in_one_row_is_no_column_behind(tmp_path: Path) -> None:
    """The control: a row of another width than its neighbours has been shifted, and is refused."""
    changed = tables()
    changed["episodes"][1].append("")
    (refused,) = read(PLAIN.write(tmp_path / "told", changed)).refused
    assert (refused.line, refused.reason) == (2, "The row has 14 values where the file has 13 columns.")


def test_a_row_is_told_by_the_line_it_begins_on() -> None:
    """Also behind a value that runs over several lines, and behind blank lines."""
    content = HEADING + b'1,x,"one\r\ntwo\r\nthree"\r\n\r\n2,y,z\r\n'
    assert [line for line, _ in rows(content)] == [2, 6]
    assert rows(content)[0][1][2] == "one\r\ntwo\r\nthree"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n,,,\r\n", "is empty"),
        (HEADING + b"1,\x00,x", r"a\.csv, line 2, has a NUL byte"),
        (HEADING.decode().encode("utf-16-le"), r"line 1, has a NUL byte"),
        (codecs.BOM_UTF16_LE + "CHILD\n1".encode("utf-16-le") + b"\x00", "line 2, is not text in UTF-16, as its first"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00\xd8", "is not text in UTF-16"),
        (codecs.BOM_UTF32_LE + "CHILD".encode("utf-32-le"), "has a NUL byte"),
        (HEADING + b"1,x,caf\xc3\xa9\r\n2,x,caf\xe9", "line 3, is not text in UTF-8"),
        (HEADING + "1,x,Müller".encode("cp850"), "line 2, is not text in UTF-8"),
        (HEADING + "1,x,Zoë".encode("mac-roman"), "line 2, is not text in UTF-8"),
        (HEADING + "1,x,O’Brien".encode("mac-roman"), "line 2, is not text in UTF-8"),
        (HEADING + "1,x,Möller".encode("cp850"), "line 2, is not text in UTF-8"),
        (b"PK\x03\x04rest", "is a spreadsheet or a document by another name"),
        (HEADING + b'1,x,"never closed\r\n2,y,z', "line 2, cannot be read as comma separated.*never closes"),
        (HEADING + b'1,x,"a"b\r\n', "line 2, cannot be read as comma separated.*behind a closing quotation mark"),
        (HEADING + b"1,x," + b"a" * LONGEST_LINE, "line 2, has more than 10,000 characters"),
        (HEADING + b"\n" * MOST_LINES, "has more than 50,000 lines"),
        (HEADING + b'"' + b"a\n" * 40_000, "line 2, cannot be read.*never closes"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    """With the file, the line where there is one, and what to do."""
    with pytest.raises(Refused, match=words) as no:
        rows(content)
    assert no.value.words.startswith("a.csv")
    assert no.value.words.endswith("save it from the case system as CSV, UTF-8.")


@pytest.mark.parametrize("words", ["Zoë", "O’Brien", "£5", "said “yes”", "St – Mary"])
def test_windows_1252_is_read_where_it_can_be_nothing_else(words: str) -> None:
    """Letters, quotes, dashes and pounds as a British spreadsheet writes them."""
    assert rows(HEADING + f"1,x,{words}".encode("cp1252")) == [(2, ["1", "x", words])]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    """Its size is told before it is taken into memory."""
    (tmp_path / "reviews.csv").write_bytes(b"a" * (LARGEST_FILE + 1))
    with pytest.raises(Refused, match=r"reviews\.csv is larger than 8 megabytes"):
        content_of(tmp_path / "reviews.csv")


@pytest.mark.parametrize(
    "content",
    [
        b"," * LARGEST_FILE,
        b"\n" * LARGEST_FILE,
        b'"' * LARGEST_FILE,
        b'",\n' * (LARGEST_FILE // 3),
        b"\xff\xfe" + b"\r\x00" * (LARGEST_FILE // 2 - 1),
        b"\xe9" * LARGEST_FILE,
        HEADING + (b"," * (LONGEST_LINE // 2) + b"\n") * 1000,
    ],
    ids=["commas", "lines", "quotes", "quoted lines", "UTF-16", "accents", "wide"],
)
def test_a_hostile_file_of_the_largest_size_costs_little(content: bytes) -> None:
    """Whatever it holds, it is read or refused within seconds."""
    began = perf_counter()
    with suppress(Refused):
        rows(content)
    assert perf_counter() - began < 5


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """In words, as a file that went away is."""
    with pytest.raises(Refused, match=r"reviews\.csv cannot be read: No such file"):
        content_of(tmp_path / "reviews.csv")


def test_the_library_still_has_the_limit_that_ours_rest_on() -> None:
    """A value that never ends is cut off by the library long before the file ends."""
    assert csv.field_size_limit() < LARGEST_FILE
    assert csv.field_size_limit() > LONGEST_LINE
