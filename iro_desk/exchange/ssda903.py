"""The SSDA903 return's tables: read from a folder, each known by its columns; the Reviews table written."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from iro_desk.domain.dates import day_words, year_of
from iro_desk.domain.events import Values
from iro_desk.domain.extracts import (
    Extract,
    ExtractedChild,
    LeftOut,
    LibertyOrder,
    MissingTime,
    Remark,
    WorkerTime,
)
from iro_desk.errors import Refused
from iro_desk.exchange import remarks
from iro_desk.exchange.agreement import agree
from iro_desk.exchange.cells import Codes
from iro_desk.exchange.csv_text import AGAIN, Sheet, content_of, open_sheet
from iro_desk.exchange.rows import Reading, Row
from iro_desk.exchange.tables import (
    ALWAYS,
    FILE_NAMES,
    NEEDED,
    REVIEW_COLUMNS,
    TABLES,
    named_table,
    table_of,
    wanting,
)

MOST_FILES = 50
SUFFIXES = {".csv", ".tsv"}
T = TypeVar("T")


def read_extract(folder: Path, codes: Codes, extracted: date | None = None, *, today: date | None = None) -> Extract:
    """Read a folder of the return's tables.

    Bad rows are told under ``refused``. A folder in which a table is missing, twice there or unreadable is Refused
    whole. ``extracted`` is the day the officer says the extract was made; otherwise the latest day in it counts. Days
    after ``today``, if it is given, are kept and told, and make no extract later than it can be.
    """
    tables = _tables(folder)
    reading = Reading(codes)
    of_columns: list[Remark] = []
    for table, each in tables.found.items():
        reading.table(table, each)
        of_columns += remarks.of_columns(table, each)
    agree(reading)
    to = _made_on(_latest(reading, today), extracted, folder)
    year = year_of(to)
    children = {row.number for row in reading.rows["children"]}
    return Extract(
        year=year,
        to=to,
        fingerprint=tables.fingerprint(),
        children=tuple(_children(reading)),
        doubtful=reading.doubtful,
        taken={table: len(reading.rows[table]) for table in TABLES if table in ALWAYS or table in tables.found},
        refused=tuple(sorted(reading.refused, key=lambda each: (each.file, each.line))),
        left_out=tuple(tables.left_out),
        remarks=(*of_columns, *remarks.of_rows(reading.rows, codes, year, to, today)),
        missing=_typed(reading.rows["missing"], _missing),
        liberty_orders=_typed(reading.rows["dolo"], _liberty_order),
        social_workers=_typed(reading.rows["social_workers"], _worker),
        incomplete={table: frozenset(numbers) for table, numbers in reading.incomplete.items() if numbers},
        unplaced=sum(
            number not in children for table in ("episodes", "reviews") for number in reading.incomplete[table]
        ),
    )


@dataclass(slots=True)
class _Tables:
    """The files of a folder: those that hold a table, those that are left out, those to be judged at the end."""

    found: dict[str, Sheet] = field(default_factory=dict)
    hashes: dict[str, bytes] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    broken: list[tuple[str | None, str, Refused]] = field(default_factory=list)
    """Unreadable ones: the table it was to be, as far as can be told, its file and why."""

    def fingerprint(self) -> str:
        """A hash of the tables' content, the same whatever the files are called."""
        whole = hashlib.sha256()
        for table in sorted(self.hashes, key=FILE_NAMES.__getitem__):
            whole.update(table.encode() + b"\n" + self.hashes[table])
        return whole.hexdigest()


def _tables(folder: Path) -> _Tables:
    """The tables of a folder. Refused where one is twice there, unreadable or missing."""
    tables = _Tables()
    for path in _files(folder):
        try:
            content = content_of(path)
            sheet = open_sheet(path.name, content)
        except Refused as no:
            tables.broken.append((named_table(path.name), path.name, no))
            continue
        table = table_of(sheet.file, sheet.headings)
        if table is None:
            reason = "Its columns are not those of a table that the desk reads."
            tables.left_out.append(LeftOut(file=path.name, reason=reason))
        elif fault := _headings(table, sheet):
            tables.broken.append((table, path.name, fault))
        elif table in tables.found:
            other = tables.found[table].file
            raise Refused(f"{other} and {path.name} both hold {table}; leave one of them in the folder.")
        else:
            tables.found[table] = sheet
            tables.hashes[table] = hashlib.sha256(content).digest()
    _judge(tables)
    _complete(folder, tables.found)
    return tables


def _files(folder: Path) -> list[Path]:
    try:
        files = sorted(
            each
            for each in folder.iterdir()
            # a file whose name begins with a dot is what a Mac keeps beside the real one
            if each.suffix.lower() in SUFFIXES and not each.name.startswith(".") and each.is_file()
        )
    except OSError as fault:
        raise Refused(f"The folder {folder} cannot be read: {fault.strerror}.") from fault
    if not files:
        raise Refused(f"There is no .csv file in {folder}; choose the folder that holds the return's tables.")
    if len(files) > MOST_FILES:
        raise Refused(f"There are {len(files)} .csv files in {folder}; choose the folder of one extract alone.")
    return files


def _headings(table: str, sheet: Sheet) -> Refused | None:
    """What is wrong with a table's headings."""
    lost = wanting(table, sheet.headings)
    if lost:
        columns = f"{', '.join(lost[:-1])} or {lost[-1]}" if lost[1:] else lost[0]
        return Refused(f"{sheet.file} has no {columns} in its heading row, and cannot be read without; {AGAIN}.")
    twice = next((each for each in TABLES[table] if sheet.headings.count(each) > 1), None)
    if twice:
        return Refused(f"{sheet.file} has the column {twice} twice; {AGAIN}.")
    return None


def _judge(tables: _Tables) -> None:
    """An unreadable file refuses the folder where it may be a table; beside a whole extract it is left out."""
    lacks = any(table not in tables.found for table in NEEDED)
    for table, file, no in tables.broken:
        if lacks if table is None else table not in tables.found:
            raise no
        tables.left_out.append(LeftOut(file=file, reason=no.words))


def _complete(folder: Path, found: Mapping[str, Sheet]) -> None:
    missing = [FILE_NAMES[table] for table in NEEDED if table not in found]
    if missing:
        raise Refused(
            f"{folder.name} has no {' and no '.join(missing)} table; without it an extract looks as if nothing had "
            "happened, so nothing of it was taken."
        )


@dataclass(frozen=True, slots=True)
class _Latest:
    """The latest day in an extract, and where it stands."""

    day: date
    file: str
    line: int


def _latest(reading: Reading, today: date | None) -> _Latest | None:
    days = (
        (day, row.file, row.line)
        for table, columns in TABLES.items()
        if table not in {"children", "uasc"}
        for row in reading.rows[table]
        for name in (each.name for each in columns.values() if each.kind == "day" and not each.ahead)
        if name != "born" and (day := row.values.get(name)) and (today is None or day <= today.isoformat())
    )
    latest = max(days, default=None)
    return _Latest(date.fromisoformat(latest[0]), latest[1], latest[2]) if latest else None


def _made_on(latest: _Latest | None, extracted: date | None, folder: Path) -> date:
    """The day the extract was made: as the officer says, but not before a day in it; otherwise that day."""
    if latest is not None and extracted is not None and extracted < latest.day:
        raise Refused(
            f"{folder.name} tells of {day_words(latest.day)}, after the day it is said to be made, "
            f"{day_words(extracted)}, in {latest.file}, line {latest.line}; give the right day, or none.",
            field="extracted",
        )
    made = extracted or (latest.day if latest else None)
    if made is None:
        raise Refused(f"{folder.name} has no row with a day in it; say which day it was made (--extracted).")
    return made


def _children(reading: Reading) -> Iterator[ExtractedChild]:
    by_table = {table: _by_number(reading.rows[table]) for table in ALWAYS}
    doubtful = reading.doubtful
    for number, rows in by_table["children"].items():
        uasc = by_table["uasc"].get(number, [])
        child = {"uasc_until": uasc[0].values["uasc_until"] if uasc else None, **rows[0].values}
        yield ExtractedChild(
            number=number,
            child=child,
            episodes=tuple(_facts(each) for each in by_table["episodes"].get(number, [])),
            reviews=tuple(_facts(each) for each in by_table["reviews"].get(number, [])),
            doubtful=number in doubtful,
        )


def _by_number(rows: list[Row]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.number].append(row)
    return found


def _facts(row: Row) -> Values:
    return {name: value for name, value in row.values.items() if name not in {"number", "born"}}


def _typed(rows: list[Row], made: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(made(row) for row in rows)


def _missing(row: Row) -> MissingTime:
    return MissingTime(number=row.number, kind=row.values["kind"] or "", start=_day(row, "start"), end=_day(row, "end"))


def _liberty_order(row: Row) -> LibertyOrder:
    return LibertyOrder(number=row.number, start=_day(row, "start"), end=_day(row, "end"))


def _worker(row: Row) -> WorkerTime:
    return WorkerTime(
        number=row.number,
        worker=row.values["worker"] or "",
        start=_day(row, "start"),
        end=_day(row, "end"),
        reason=row.values["reason"],
    )


def _day(row: Row, name: str) -> date | None:
    day = row.values[name]
    return date.fromisoformat(day) if day else None


def reviews_table(rows: list[tuple[str, date, date, str]]) -> bytes:
    """The Reviews table: number, birthday, day held, code. UTF-8, CRLF, days dd/mm/yyyy, as the return wants it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(REVIEW_COLUMNS)
    writer.writerows((number, f"{born:%d/%m/%Y}", f"{held:%d/%m/%Y}", code) for number, born, held, code in rows)
    return written.getvalue().encode()
