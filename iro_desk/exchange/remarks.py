"""What the officer should hear of an extract although it was taken: each matter once, however many rows have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from iro_desk.domain.dates import A_DAY, Period, day_words, year_period, year_words
from iro_desk.domain.extracts import Remark
from iro_desk.exchange.cells import Codes, shown
from iro_desk.exchange.csv_text import Sheet
from iro_desk.exchange.rows import Row
from iro_desk.exchange.tables import TABLES, Field
from iro_desk.reference.codes import Code

MOST_NAMES = 10
"""So many columns are named; of more, their count is told."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is said of a value in a column."""

    file: str
    column: str
    value: str
    words: str


def of_columns(table: str, sheet: Sheet) -> Iterator[Remark]:
    """The columns of a file that are passed over, and those it does without."""
    beside = [shown(each) for each in dict.fromkeys(sheet.headings) if each and each not in TABLES[table]]
    if beside:
        more = f" and {len(beside) - MOST_NAMES} more" if len(beside) > MOST_NAMES else ""
        words = f"The desk passes over what it does not know in {sheet.file}: {', '.join(beside[:MOST_NAMES])}{more}."
        yield Remark(file=sheet.file, line=0, column="", value="", words=words)
    for column in TABLES[table]:
        if column not in sheet.headings and column != "DOB":
            words = f"{sheet.file} has no {column} column, and tells nothing of it."
            yield Remark(file=sheet.file, line=0, column=column, value="", words=words)


def of_rows(rows: Mapping[str, list[Row]], codes: Codes, year: int, to: date, today: date | None) -> Iterator[Remark]:
    """The days that stand for none, the days to come, and the codes outside the years in which they are used."""
    found: dict[_Matter, list[int]] = {}
    for table, its_rows in rows.items():
        coded = [(column, each) for column, each in TABLES[table].items() if each.kind == "code"]
        days = [(column, each) for column, each in TABLES[table].items() if each.kind == "day" and not each.ahead]
        for row in its_rows:
            for matter in (
                *_unknown(row),
                *_to_come(row, days, today),
                *_out_of_use(row, coded, codes, year_period(year), to),
            ):
                found.setdefault(matter, []).append(row.line)
    for matter, lines in found.items():
        more = f"; {len(lines)} rows have it" if len(lines) > 1 else ""
        words = f"{matter.words}{more}."
        yield Remark(file=matter.file, line=lines[0], column=matter.column, value=matter.value, words=words)


def _unknown(row: Row) -> Iterator[_Matter]:
    for column, value in row.unknown:
        words = f"“{shown(value)}” in {column} stands for an unknown day, and is read as not known"
        yield _Matter(row.file, column, shown(value), words)


def _to_come(row: Row, days: Iterable[tuple[str, Field]], today: date | None) -> Iterator[_Matter]:
    for column, each in days if today else ():
        value = row.values.get(each.name)
        if today and value and value > today.isoformat():
            words = f"{day_words(date.fromisoformat(value))} in {column} is still to come, and is kept as it stands"
            yield _Matter(row.file, column, value, words)


def _out_of_use(
    row: Row, coded: Iterable[tuple[str, Field]], codes: Codes, year: Period, to: date
) -> Iterator[_Matter]:
    for column, each in coded:
        value = row.values.get(each.name)
        code = codes[each.code_list][value] if value else None
        if value and code and (code.since or code.until) and not code.used(*_life(row, year, to)):
            words = f"“{value}” ({code.words}) is not a {column} code of {year_words(year.start.year)}: {_years(code)}"
            yield _Matter(row.file, column, value, words)


def _life(row: Row, year: Period, to: date) -> tuple[date, date]:
    """The first and last day for which a row's codes stand, within the extract's year where it reaches into that."""
    held = row.values.get("held")
    if held:
        return date.fromisoformat(held), date.fromisoformat(held)
    start, end = row.values.get("start"), row.values.get("end")
    last = min(date.fromisoformat(end), to) if end else to
    first = date.fromisoformat(start) if start else year.start
    return (max(first, year.start) if last >= year.start else first), last


def _years(code: Code) -> str:
    said = []
    if code.since:
        said.append(f"it is used from {day_words(code.since)}")
    if code.until:
        said.append(f"it was used until {day_words(code.until - A_DAY)}")
    return " and ".join(said)
