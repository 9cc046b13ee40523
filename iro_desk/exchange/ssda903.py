"""The SSDA903 return's tables: read from a folder, each known by its columns; the Reviews table written."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iro_desk.domain.dates import day_words, year_of
from iro_desk.domain.events import Values
from iro_desk.domain.extracts import Extract, ExtractedChild, LeftOut, RefusedRow
from iro_desk.errors import Refused
from iro_desk.reference.codes import Code

Codes = Mapping[str, Mapping[str, Code]]
LONGEST_NUMBER = 10
REVIEW_COLUMNS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: the desk's name for it, what it holds, whether it may be blank, its code list if it has one."""

    name: str
    kind: str = "text"
    blank: bool = True
    code: str | None = None


def _day(name: str, *, blank: bool = False) -> Field:
    return Field(name, "day", blank)


def _code(name: str, *, blank: bool = False) -> Field:
    return Field(name, "code", blank, name)


NUMBER = Field("number", blank=False)
TABLES: dict[str, dict[str, Field]] = {
    "children": {
        "CHILD": NUMBER,
        "SEX": _code("sex"),
        "DOB": _day("born"),
        "ETHNIC": _code("ethnicity", blank=True),
        "UPN": Field("upn"),
        "MOTHER": Field("mother"),
        "MC_DOB": _day("mother_since", blank=True),
    },
    "episodes": {
        "CHILD": NUMBER,
        "DECOM": _day("start"),
        "RNE": _code("began"),
        "LS": _code("legal_status"),
        "CIN": _code("need"),
        "PLACE": _code("placement"),
        "PLACE_PROVIDER": _code("provider", blank=True),
        "DEC": _day("end", blank=True),
        "REC": _code("ended", blank=True),
        "REASON_PLACE_CHANGE": _code("moved_because", blank=True),
        "HOME_POST": Field("home_postcode"),
        "PL_POST": Field("placement_postcode"),
        "URN": Field("urn"),
    },
    "reviews": {"CHILD": NUMBER, "DOB": _day("born"), "REVIEW": _day("held"), "REVIEW_CODE": _code("code")},
    "uasc": {"CHILD": NUMBER, "SEX": _code("sex"), "DOB": _day("born"), "DUC": _day("uasc_until", blank=True)},
}
NEEDED = ("children", "episodes", "reviews")
FILE_NAMES = {"children": "header", "episodes": "episodes", "reviews": "reviews"}
DOUBTED = frozenset({"episodes", "reviews"})


@dataclass(frozen=True, slots=True)
class Row:
    """One good row: where it stood, and its values by the desk's names, days as ISO text."""

    file: str
    line: int
    values: dict[str, str | None]

    @property
    def number(self) -> str:
        """The child's number."""
        return self.values["number"] or ""


class _Fault(Exception):
    """A row that cannot be taken: the column, its value and the reason."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class _Reading:
    """One folder being read: the good rows of each table, and what was refused."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.refused: list[RefusedRow] = []
        self.doubtful: set[str] = set()

    def table(self, name: str, file: str, reader: Iterator[list[str]], columns: list[str]) -> None:
        """Read a table's rows; a bad one is refused by itself."""
        place = columns.index("CHILD")
        for line, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            try:
                self.rows[name].append(Row(file, line, self._row(name, columns, cells)))
            except _Fault as fault:
                number = cells[place].strip() if place < len(cells) else ""
                self.refuse(name, Row(file, line, {"number": number}), fault)

    def refuse(self, table: str, row: Row, fault: _Fault) -> None:
        """Tell of a row that is not taken; its child is in doubt where it was an episode or a review."""
        self.refused.append(
            RefusedRow(file=row.file, line=row.line, column=fault.column, value=fault.value, reason=fault.reason)
        )
        if table in DOUBTED:
            self.doubtful.add(row.number)

    def keep(self, table: str, judge: Callable[[Row], None]) -> None:
        """Keep the rows of a table that pass; refuse the others."""
        kept: list[Row] = []
        for row in self.rows[table]:
            try:
                judge(row)
                kept.append(row)
            except _Fault as fault:
                self.refuse(table, row, fault)
        self.rows[table] = kept

    def _row(self, name: str, columns: list[str], cells: list[str]) -> dict[str, str | None]:
        if len(cells) != len(columns):
            raise _Fault("", "", f"The row has {len(cells)} values where the file has {len(columns)} columns.")
        fields = TABLES[name]
        given = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
        return {fields[column].name: self._value(column, fields[column], cell) for column, cell in given.items()}

    def _value(self, column: str, wanted: Field, cell: str) -> str | None:
        if not cell:
            if not wanted.blank:
                raise _Fault(column, cell, f"{column} is blank, and a row needs it.")
            return None
        if wanted.kind == "day":
            return _iso(column, cell)
        if wanted.code and cell not in self._codes[wanted.code]:
            raise _Fault(column, cell, f"“{cell}” is not a {column} code.")
        if wanted is NUMBER and len(cell) > LONGEST_NUMBER:
            raise _Fault(column, cell, f"A child's number has at most {LONGEST_NUMBER} letters and digits.")
        return cell


def read_extract(folder: Path, codes: Codes, extracted: date | None = None) -> Extract:
    """Read a folder of the return's tables.

    Bad rows are told under ``refused``. A folder in which a table is missing, twice there or unreadable is Refused
    whole. ``extracted`` is the day the officer says the extract was made; otherwise the latest day in it counts.
    """
    reading = _Reading(codes)
    left_out: list[LeftOut] = []
    found: dict[str, str] = {}
    fingerprint = hashlib.sha256()
    for path in _files(folder):
        content = path.read_bytes()
        columns, rows = _cells(path, content)
        table = _table(columns)
        if table is None:
            left_out.append(LeftOut(file=path.name, reason="Its columns are not those of a table that the desk reads."))
            continue
        if table in found:
            raise Refused(f"{found[table]} and {path.name} both hold {table}; leave one of them in the folder.")
        found[table] = path.name
        fingerprint.update(table.encode() + b"\n" + hashlib.sha256(content).digest())
        reading.table(table, path.name, rows, columns)
    _complete(folder, found)
    _agree(reading)
    to = _made_on(_latest(reading), extracted, folder)
    return Extract(
        year=year_of(to),
        to=to,
        fingerprint=fingerprint.hexdigest(),
        children=tuple(_children(reading)),
        doubtful=frozenset(reading.doubtful),
        taken={table: len(reading.rows[table]) for table in TABLES},
        refused=tuple(sorted(reading.refused, key=lambda each: (each.file, each.line))),
        left_out=tuple(left_out),
    )


def _files(folder: Path) -> list[Path]:
    try:
        files = sorted(each for each in folder.iterdir() if each.suffix.lower() == ".csv" and each.is_file())
    except OSError as fault:
        raise Refused(f"The folder {folder} cannot be read: {fault.strerror}.") from fault
    if not files:
        raise Refused(f"There is no .csv file in {folder}; choose the folder that holds the return's tables.")
    return files


def _cells(path: Path, content: bytes) -> tuple[list[str], Iterator[list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(f"{path.name} is not text in UTF-8; save it from the case system as CSV, UTF-8.") from fault
    try:
        rows = iter(list(csv.reader(io.StringIO(text, newline=""), strict=True)))
    except csv.Error as fault:
        raise Refused(f"{path.name} cannot be read as comma separated values: {fault}.") from fault
    return [each.strip().upper() for each in next(rows, [])], rows


def _table(columns: list[str]) -> str | None:
    return next((name for name, fields in TABLES.items() if sorted(fields) == sorted(columns)), None)


def _complete(folder: Path, found: Mapping[str, str]) -> None:
    missing = [FILE_NAMES[table] for table in NEEDED if table not in found]
    if missing:
        raise Refused(
            f"{folder.name} has no {' and no '.join(missing)} table; without it an extract looks as if nothing had "
            "happened, so nothing of it was taken."
        )


def _iso(column: str, cell: str) -> str:
    day, _, rest = cell.partition("/")
    month, _, year = rest.partition("/")
    try:
        if len(day) != 2 or len(month) != 2 or len(year) != 4:  # noqa: PLR2004 - dd/mm/yyyy
            raise ValueError(cell)
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as fault:
        raise _Fault(column, cell, f"“{cell}” is not a day written dd/mm/yyyy.") from fault


def _agree(reading: _Reading) -> None:
    """Refuse rows that contradict the Header, their neighbours or themselves."""
    born: dict[str, str | None] = {}

    def header(row: Row) -> None:
        if row.number in born:
            raise _Fault("CHILD", row.number, "This child stands in the Header twice.")
        born[row.number] = row.values["born"]

    reading.keep("children", header)

    def named(row: Row) -> None:
        if row.number not in born:
            raise _Fault("CHILD", row.number, "This child is not in the Header.")
        if "born" in row.values and row.values["born"] != born[row.number]:
            raise _Fault("DOB", row.values["born"] or "", "The Header gives this child another date of birth.")

    for table in ("episodes", "reviews", "uasc"):
        reading.keep(table, named)
    reading.keep("episodes", _episode)
    for table, name, column in (("episodes", "start", "DECOM"), ("reviews", "held", "REVIEW")):
        reading.keep(table, _once(name, column))


def _episode(row: Row) -> None:
    start, end, ended = row.values["start"] or "", row.values["end"], row.values["ended"]
    if (end is None) != (ended is None):
        raise _Fault("DEC" if end is None else "REC", end or ended or "", "DEC and REC stand together or not at all.")
    if end is not None and end <= start:
        raise _Fault("DEC", end, "The episode ends on or before the day it began.")


def _once(name: str, column: str) -> Callable[[Row], None]:
    seen: set[tuple[str, str | None]] = set()

    def judge(row: Row) -> None:
        key = (row.number, row.values[name])
        if key in seen:
            raise _Fault(column, row.values[name] or "", "There is a row for this child and this day already.")
        seen.add(key)

    return judge


def _latest(reading: _Reading) -> date | None:
    days = [
        day
        for table, names in (("episodes", ("start", "end")), ("reviews", ("held",)))
        for row in reading.rows[table]
        for name in names
        if (day := row.values[name])
    ]
    return date.fromisoformat(max(days)) if days else None


def _made_on(latest: date | None, extracted: date | None, folder: Path) -> date:
    """The day the extract was made: as the officer says, but not before a day in it; otherwise that day."""
    if latest is not None and extracted is not None and extracted < latest:
        raise Refused(
            f"{folder.name} tells of {day_words(latest)}, after the day it is said to be made, {day_words(extracted)}; "
            "give the right day, or none.",
            field="extracted",
        )
    made = extracted or latest
    if made is None:
        raise Refused(f"{folder.name} has no row with a day in it; say which day it was made (--extracted).")
    return made


def _children(reading: _Reading) -> Iterator[ExtractedChild]:
    by_table = {table: _by_number(reading.rows[table]) for table in TABLES}
    for number, rows in by_table["children"].items():
        uasc = by_table["uasc"].get(number, [])
        child = {"uasc_until": uasc[0].values["uasc_until"] if uasc else None, **rows[0].values}
        yield ExtractedChild(
            number=number,
            child=child,
            episodes=tuple(_facts(each) for each in by_table["episodes"].get(number, [])),
            reviews=tuple(_facts(each) for each in by_table["reviews"].get(number, [])),
            doubtful=number in reading.doubtful,
        )


def _by_number(rows: list[Row]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.number].append(row)
    return found


def _facts(row: Row) -> Values:
    return {name: value for name, value in row.values.items() if name not in {"number", "born"}}


def reviews_table(rows: list[tuple[str, date, date, str]]) -> bytes:
    """The Reviews table: number, birthday, day held, code. UTF-8, CRLF, days dd/mm/yyyy, as the return wants it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(REVIEW_COLUMNS)
    writer.writerows((number, f"{born:%d/%m/%Y}", f"{held:%d/%m/%Y}", code) for number, born, held, code in rows)
    return written.getvalue().encode()
