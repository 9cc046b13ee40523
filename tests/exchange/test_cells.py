"""One cell: days as people and systems write them, days that stand for none, what a spreadsheet has spoilt."""

from __future__ import annotations

import pytest

from iro_desk.exchange.cells import UNKNOWN, Fault, shown, value_of
from iro_desk.exchange.tables import TABLES
from tests.exchange.invented import CODES


def cell(table: str, column: str, text: str) -> object:
    """What a cell says."""
    return value_of(column, TABLES[table][column], text, CODES)


@pytest.mark.parametrize(
    "text", ["06/05/2026", "2026-05-06", "06-05-2026", " 06/05/2026 ", "2026-05-06T00:00:00", "06/05/2026 00:00"]
)
def test_a_day_is_understood_in_three_forms(text: str) -> None:
    """Midnight behind it, as databases write, is no time of day."""
    assert cell("reviews", "REVIEW", text) == "2026-05-06"


@pytest.mark.parametrize(
    "text", ["01/01/1900", "1900-01-01", "00/01/1900", "30/12/1899", "1753-01-01", "0001-01-01", "0000-00-00",
             "31/12/9999", "9999-12-31", "01-01-9999"],
)  # fmt: skip
def test_a_dummy_day_is_not_known(text: str) -> None:
    """The first day of spreadsheets and databases, and the year that never comes; the day after is a day again."""
    assert cell("children", "DOB", text) is UNKNOWN
    assert cell("children", "DOB", "02/01/1900") == "1900-01-02"
    assert cell("children", "DOB", "31/12/9998") == "9998-12-31"


@pytest.mark.parametrize(("table", "column"), [("episodes", "DECOM"), ("reviews", "REVIEW")])
def test_a_dummy_day_gives_a_row_no_place_in_time(table: str, column: str) -> None:
    """An episode that began nobody knows when, and a review held nobody knows when, are refused, not guessed."""
    with pytest.raises(Fault, match=f"stands for an unknown day, and a row needs its {column}"):
        cell(table, column, "01/01/1900")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2026", "no such day in any calendar"),
        ("29/02/2025", "no such day in any calendar"),
        ("05/13/2026", "there is no month 13"),
        ("2026-02-30", "no such day in any calendar"),
        ("1/2/2026", "not a day written dd/mm/yyyy"),
        ("06/05-2026", "not a day written dd/mm/yyyy"),
        ("06/05/26", "not a day written dd/mm/yyyy"),
        ("06/05/2026 14:30", "not a day written dd/mm/yyyy"),
        ("٠٦/٠٥/٢٠٢٦", "not a day written dd/mm/yyyy"),
        ("46148", "a spreadsheet's count of days"),
        ("########", "A spreadsheet wrote"),
        ("4.61E+04", "A spreadsheet rounded"),
    ],
)
def test_no_other_day_is_guessed(text: str, words: str) -> None:
    """The reason names the value."""
    with pytest.raises(Fault, match=words) as no:
        cell("reviews", "REVIEW", text)
    assert (no.value.column, no.value.value) == ("REVIEW", text)
    assert text in no.value.reason


@pytest.mark.parametrize(
    ("table", "column", "text", "words"),
    [
        ("children", "CHILD", "1.23E+05", "rounded CHILD to “1.23E\\+05”, and its digits are lost"),
        ("children", "CHILD", "1,23E+005", "digits are lost"),
        ("children", "CHILD", "5559.0", "made “5559.0” of CHILD, and zeros before it may be lost"),
        ("children", "UPN", "8.92E+11", "digits are lost"),
        ("episodes", "URN", "2600104.00", "zeros before it may be lost"),
        ("children", "SEX", "1.0", "made “1.0” of SEX"),
        ("children", "CHILD", "#N/A", "wrote “#N/A” over the value"),
        ("children", "CHILD", "12 34", "at most 10 letters and digits"),
        ("children", "CHILD", "12345678901", "at most 10 letters and digits"),
        ("children", "CHILD", "40\u202e94", "cannot be shown"),
        ("episodes", "HOME_POST", "a" * 101, "more than 100 signs"),
        ("episodes", "HOME_POST", "NG1\x07", "cannot be shown"),
    ],
)
def test_what_a_spreadsheet_spoilt_is_refused(table: str, column: str, text: str, words: str) -> None:
    """The sentence says what happened, and what to do where anything can be done."""
    with pytest.raises(Fault, match=words) as no:
        cell(table, column, text)
    assert no.value.reason.endswith(".")


@pytest.mark.parametrize("text", ["005559", '="005559"', " 005559 "])
def test_leading_zeros_are_kept(text: str) -> None:
    """Also where an export wrapped the number to keep them."""
    assert cell("children", "CHILD", text) == "005559"


def test_a_number_that_looks_rounded_is_not_refused() -> None:
    """The control: a number of a system's own may hold an E; a spreadsheet's has a sign behind it."""
    assert cell("children", "CHILD", "12E34") == "12E34"


def test_what_is_shown_of_a_value_is_short_and_can_be_shown() -> None:
    """Whatever stood in the file."""
    assert shown("a" * 41) == "a" * 39 + "…"
    assert shown("x\x1b[2J\u202ey") == "x�[2J�y"
