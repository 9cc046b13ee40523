"""A file of values: from its bytes to its headings and its rows, each with the line it stands on.

What case systems and spreadsheets write is understood: UTF-8, UTF-16 with its mark, Windows-1252 where it can be
nothing else; commas, semicolons or tabs; any line end. What could be read in two ways is Refused in a sentence.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from iro_desk.errors import Refused

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes: some twenty times the largest table of a large authority."""
LONGEST_LINE = 10_000
"""Characters."""
MOST_LINES = 50_000
AGAIN = "save it from the case system as CSV, UTF-8"

_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How spreadsheets, documents and pages begin that are called .csv and are none."""
_SEVERAL_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_SURELY_1252 = re.compile(
    rb"[\x80-\x90\x95\x98-\x9f\xa1\xa2\xa4-\xbf\xd7\xf7]"  # in older code pages these are letters
    rb"|(?<=[A-Za-z])[\x91\x93]|(?<=[A-Za-z])\x94(?=[A-Za-z])"  # so are quotation marks where none can stand
    rb"|(?<=[A-Za-z])(?:[\xd0-\xd5]|[\xc0-\xde](?=[a-z]))"  # and capitals within a word are an old Mac's signs
)
_SEPARATOR = re.compile(r'"?sep=([,;\t])"?\s*')
"""A first line by which some spreadsheets name the separator."""
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of values: its name, its headings in capitals, and its rows that are not blank, by line."""

    file: str
    headings: tuple[str, ...]
    width: int
    """How many columns the heading row has, those without a name behind the others included."""
    written: tuple[str, ...]
    """The same headings as they stand in the file."""
    rows: Iterator[tuple[int, list[str]]]
    """Read while they are asked for; Refused where a quotation mark or a line is not in order."""


def content_of(path: Path) -> bytes:
    """A file's bytes. Refused where it cannot be read or is too large."""
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise Refused(f"{path.name} cannot be read: {fault.strerror}.") from fault
    if len(content) > LARGEST_FILE:
        raise Refused(
            f"{path.name} is larger than {LARGEST_FILE // 1024**2} megabytes, which no table of a return is; "
            "take the extract from the case system again."
        )
    return content


def open_sheet(file: str, content: bytes) -> Sheet:
    """The headings and rows of a file. Refused where its bytes are not text, or it is empty."""
    lines = _lines(file, text_of(file, content))
    heading, before, separator = "", 0, None
    for number, line in enumerate(lines, start=1):
        named = _SEPARATOR.fullmatch(line) if separator is None else None
        if named:
            separator = named[1]
        elif line.strip(" ,;\t\r\n\ufeff"):
            heading, before = line, number - 1
            break
    else:
        raise Refused(f"{file} is empty; {AGAIN}.")
    separator = separator or max(_NAMES, key=heading.count)
    rows = _rows(file, chain([heading], lines), separator, before)
    written = [each.strip() for each in next(rows)[1]]
    headings = [each.upper() for each in written]
    width = len(headings)
    while headings and not headings[-1]:
        headings.pop()
    return Sheet(file, tuple(headings), width, tuple(written[: len(headings)]), rows)


def text_of(file: str, content: bytes) -> str:
    """The text that a file's bytes stand for, without the mark it may begin with. Refused where it is not sure."""
    if content.startswith(_OTHER_FILES):
        raise Refused(f"{file} is a spreadsheet or a document by another name; {AGAIN}.")
    for mark, encoding in _UTF_16:
        if content.startswith(mark):
            text = _decoded(file, content[len(mark) :], encoding, "UTF-16, as its first bytes say")
            break
    else:
        text = _decoded(file, content, "utf-8-sig", "UTF-8")
    at = text.find("\0")
    if at >= 0:
        raise Refused(f"{file}, line {_line_of(text, at)}, has a NUL byte, which no text has; {AGAIN}.")
    return text


def _decoded(file: str, content: bytes, encoding: str, said: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        if encoding == "utf-8-sig" and _surely_1252(content):
            return content.decode("cp1252")
        line = _line_of(content[: fault.start].decode(encoding, "replace"), None)
        raise Refused(f"{file}, line {line}, is not text in {said}; {AGAIN}.") from fault


def _surely_1252(content: bytes) -> bool:
    """Whether bytes that are not UTF-8 can only be Windows-1252: letters, quotes, dashes, and no piece of UTF-8."""
    return not (_NOT_SURELY_1252.search(content) or _SEVERAL_BYTES.search(content) or b"\0" in content)


def _line_of(text: str, at: int | None) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:at])) + 1


def _lines(file: str, text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise Refused(f"{file}, line {number}, has more than {LONGEST_LINE:,} characters; {AGAIN}.")
        if number > MOST_LINES:
            raise Refused(f"{file} has more than {MOST_LINES:,} lines, which no table of a return has; {AGAIN}.")
        yield line


def _rows(file: str, lines: Iterator[str], separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            why = (
                "text stands behind a closing quotation mark"
                if "expected after" in str(fault)
                else "a quotation mark opens there and never closes"
            )
            raise Refused(
                f"{file}, line {line}, cannot be read as {_NAMES[separator]} separated values: {why}; {AGAIN}."
            ) from fault
        if any(cell.strip() for cell in cells):
            yield line, cells
