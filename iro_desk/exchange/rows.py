"""The rows of an extract while it is read: the good ones of each table, and those that were refused, with why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from iro_desk.domain.extracts import RefusedRow
from iro_desk.errors import Refused
from iro_desk.exchange.cells import Codes, Fault, Unknown, shown, value_of
from iro_desk.exchange.csv_text import AGAIN, Sheet
from iro_desk.exchange.tables import BESIDE, DOUBTED, TABLES, Field


@dataclass(frozen=True, slots=True)
class Row:
    """One good row: where it stood, and its values by the desk's names, days as ISO text."""

    file: str
    line: int
    values: dict[str, str | None]
    unknown: tuple[tuple[str, str], ...] = ()
    """The columns whose day stands for an unknown one, and what stood there."""

    @property
    def number(self) -> str:
        """The child's number."""
        return self.values["number"] or ""


class Reading:
    """One folder being read: the good rows of each table, and what was refused."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.refused: list[RefusedRow] = []
        self.incomplete: defaultdict[str, list[str]] = defaultdict(list)

    @property
    def doubtful(self) -> frozenset[str]:
        """The numbers of the children of whom an episode or a review was refused."""
        return frozenset(number for table in DOUBTED for number in self.incomplete[table])

    def table(self, name: str, sheet: Sheet) -> None:
        """Read a table's rows; a bad one is refused by itself. Refused where values run over several lines."""
        places = [
            (sheet.headings.index(each), each, TABLES[name][each]) for each in TABLES[name] if each in sheet.headings
        ]
        for line, cells in in_width(sheet):
            on_one_line(sheet, line, cells, places)
            if name in BESIDE and _tells_nothing(cells, places):
                continue
            try:
                self.rows[name].append(self._row(sheet, line, cells, places))
            except Fault as fault:
                self.refuse(name, Row(sheet.file, line, {"number": _number(cells, places)}), fault)

    def refuse(self, table: str, row: Row, fault: Fault) -> None:
        """Tell of a row that is not taken."""
        self.refused.append(
            RefusedRow(file=row.file, line=row.line, column=fault.column, value=fault.value, reason=fault.reason)
        )
        self.incomplete[table].append(row.number)

    def keep(self, table: str, judge: Callable[[Row], None]) -> None:
        """Keep the rows of a table that pass; refuse the others."""
        kept: list[Row] = []
        for row in self.rows[table]:
            try:
                judge(row)
                kept.append(row)
            except Fault as fault:
                self.refuse(table, row, fault)
        self.rows[table] = kept

    def _row(self, sheet: Sheet, line: int, cells: list[str], places: Iterable[tuple[int, str, Field]]) -> Row:
        if len(cells) != len(sheet.headings):
            words = f"The row has {len(cells)} values where the file has {len(sheet.headings)} columns."
            raise Fault("", "", words)
        values: dict[str, str | None] = {}
        unknown = []
        for place, column, wanted in places:
            value = value_of(column, wanted, cells[place], self._codes)
            if isinstance(value, Unknown):
                unknown.append((column, cells[place].strip()))
                value = None
            values[wanted.name] = value
        return Row(sheet.file, line, values, tuple(unknown))


def in_width(sheet: Sheet) -> Iterable[tuple[int, list[str]]]:
    """The rows without the blank columns behind: those that the headings have too, or that every row has alike."""
    rows = list(sheet.rows)
    width = len(sheet.headings)
    alike = len({len(cells) for _, cells in rows}) == 1 and len(rows) > 1
    for line, cells in rows:
        spare = len(cells) > width and (alike or len(cells) <= sheet.width)
        yield line, cells[:width] if spare and not any(each.strip() for each in cells[width:]) else cells


def on_one_line(sheet: Sheet, line: int, cells: list[str], places: Iterable[tuple[int, str, Field]]) -> None:
    """Refused where a value that is read, or a row that does not fit, swallowed other lines: nobody knows whose."""
    odd = len(cells) != len(sheet.headings)
    for place, column, _ in places:
        value = cells[place].strip() if place < len(cells) else ""
        if "\n" in value or "\r" in value or (odd and any("\n" in each or "\r" in each for each in cells)):
            raise Refused(
                f"{sheet.file}, line {line}: the value of {column} or of a column beside it runs over several lines, "
                f"as when a quotation mark is missing; {AGAIN}."
            )


def _tells_nothing(cells: list[str], places: Iterable[tuple[int, str, Field]]) -> bool:
    """Whether a row names its child and no more."""
    told = [
        cells[place].strip()
        for place, _, wanted in places
        if wanted.name not in {"number", "born"} and place < len(cells)
    ]
    return not any(told)


def _number(cells: list[str], places: Iterable[tuple[int, str, Field]]) -> str:
    """The number that stands in a refused row, as far as it can be told."""
    found = next((cells[place] for place, _, wanted in places if wanted.name == "number" and place < len(cells)), "")
    return shown(found.strip())
