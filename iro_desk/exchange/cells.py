"""What stands in one cell of the return's tables: a number, a day, a code, words; or why it cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from iro_desk.exchange.tables import Field
from iro_desk.reference.codes import Code

Codes = Mapping[str, Mapping[str, Code]]
LONGEST_NUMBER = 10
LONGEST_TEXT = 100
FIRST_DAY = date(1900, 1, 2)
"""Days before it stand for an unknown one: 1 January 1900 is a spreadsheet's first, and older ones are databases'."""
NEVER = 9999
"""The year in which case systems put what has no end."""

_DAYS = (
    re.compile(r"(?P<day>\d\d)/(?P<month>\d\d)/(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII),
    re.compile(r"(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4})", re.ASCII),
)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?", re.ASCII)
_TYPED_AS_TEXT = re.compile(r'="([^"]*)"')
"""How some exports keep a spreadsheet from spoiling a number."""
_ROUNDED = re.compile(r"-?\d+([.,]\d+)?E[+-]\d{1,3}", re.ASCII | re.IGNORECASE)
_MADE_A_FRACTION = re.compile(r"\d+\.0+", re.ASCII)
_FAILED = re.compile(r"#+|#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_COUNTED = re.compile(r"\d{4,5}(\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z/_-]*", re.ASCII | re.IGNORECASE)


class Fault(Exception):
    """What cannot be taken: the column, its value as it may be shown, and the reason in a sentence."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class Unknown:
    """A day that stands for none."""


UNKNOWN = Unknown()


def shown(cell: str) -> str:
    """A value as it may be shown: at most 40 signs, all of them printable."""
    short = cell if len(cell) <= 40 else f"{cell[:39]}…"  # noqa: PLR2004 - as the sentence says
    return "".join(sign if sign.isprintable() else "�" for sign in short)


def value_of(column: str, wanted: Field, cell: str, codes: Codes) -> str | Unknown | None:
    """What a cell says: text, a day in ISO, None where it is blank, Unknown for a day that stands for none.

    Raises Fault where it cannot be what the column holds.
    """
    cell = cell.strip()
    if wanted.kind in {"number", "text"}:
        typed = _TYPED_AS_TEXT.fullmatch(cell)
        cell = typed[1].strip() if typed else cell
    if not cell:
        if not wanted.blank:
            raise Fault(column, cell, f"{column} is blank, and a row needs it.")
        return None
    _unspoilt(column, wanted, cell)
    if wanted.kind == "day":
        return _day(column, wanted, cell)
    if wanted.kind == "code":
        if cell not in codes[wanted.code_list]:
            raise Fault(column, shown(cell), f"“{shown(cell)}” is not a {column} code.")
    elif wanted.kind == "number" and (len(cell) > LONGEST_NUMBER or not _NUMBER.fullmatch(cell)):
        raise Fault(column, shown(cell), f"A child's number has at most {LONGEST_NUMBER} letters and digits.")
    return cell


def _unspoilt(column: str, wanted: Field, cell: str) -> None:
    """Raises Fault where a spreadsheet has written something else over a value, or it is no text to read."""
    reason = None
    if _FAILED.fullmatch(cell):
        reason = f"A spreadsheet wrote “{shown(cell)}” over the value of {column}"
    elif _ROUNDED.fullmatch(cell):
        reason = f"A spreadsheet rounded {column} to “{shown(cell)}”, and its digits are lost"
    elif wanted.kind != "day" and _MADE_A_FRACTION.fullmatch(cell):
        reason = f"A spreadsheet made “{shown(cell)}” of {column}, and zeros before it may be lost"
    if reason:
        raise Fault(column, shown(cell), f"{reason}; take the file from the case system again, past no spreadsheet.")
    if len(cell) > LONGEST_TEXT or not cell.isprintable():
        why = f"has more than {LONGEST_TEXT} signs" if len(cell) > LONGEST_TEXT else "holds a sign that cannot be shown"
        raise Fault(column, shown(cell), f"The value of {column} {why}.")


def _day(column: str, wanted: Field, cell: str) -> str | Unknown:
    time = _MIDNIGHT.search(cell)
    written = cell[: time.start()] if time and time.end() == len(cell) else cell
    match = next((found for form in _DAYS if (found := form.fullmatch(written))), None)
    if match is None:
        if _COUNTED.fullmatch(cell):
            reason = f"“{shown(cell)}” is a spreadsheet's count of days, not a day written dd/mm/yyyy."
        else:
            reason = f"“{shown(cell)}” is not a day written dd/mm/yyyy."
        raise Fault(column, shown(cell), reason)
    day = _known(column, cell, int(match["year"]), int(match["month"]), int(match["day"]))
    if day is not None:
        return day.isoformat()
    if wanted.placed:
        raise Fault(column, shown(cell), f"“{shown(cell)}” stands for an unknown day, and a row needs its {column}.")
    return UNKNOWN


def _known(column: str, cell: str, year: int, month: int, day: int) -> date | None:
    """The day, or None where it stands for an unknown one. Raises Fault where no calendar has it."""
    if year in {0, NEVER} or (year, month, day) == (1900, 1, 0):
        return None
    try:
        found = date(year, month, day)
    except ValueError as fault:
        why = "there is no such day in any calendar" if month in range(1, 13) else f"there is no month {month}"
        reason = f"“{shown(cell)}” is not a day: {why}, and days are written dd/mm/yyyy."
        raise Fault(column, shown(cell), reason) from fault
    return None if found < FIRST_DAY else found
