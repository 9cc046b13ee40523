"""Rows that contradict the Header, their neighbours or themselves are refused, each with the reason."""

from __future__ import annotations

from collections.abc import Callable

from iro_desk.exchange.cells import Fault
from iro_desk.exchange.rows import Reading, Row
from iro_desk.exchange.tables import BESIDE, TABLES


def agree(reading: Reading) -> None:
    """Refuse the rows of a folder that cannot be true beside the others."""
    born: dict[str, str | None] = {}

    def header(row: Row) -> None:
        if row.number in born:
            raise Fault("CHILD", row.number, "This child stands in the Header twice.")
        born[row.number] = row.values["born"]

    def named(row: Row) -> None:
        if row.number not in born:
            refused = row.number in reading.incomplete["children"]
            reason = "This child's row in the Header was refused." if refused else "This child is not in the Header."
            raise Fault("CHILD", row.number, reason)
        told, known = row.values.get("born"), born[row.number]
        if told and known and told != known:
            raise Fault("DOB", told, "The Header gives this child another date of birth.")

    reading.keep("children", header)
    for table in TABLES:
        if table != "children":
            reading.keep(table, named)
    reading.keep("episodes", _episode)
    for table, name, column in (("episodes", "start", "DECOM"), ("reviews", "held", "REVIEW")):
        reading.keep(table, _once(name, column))
    for table in BESIDE:
        reading.keep(table, _in_order(table))
        reading.keep(table, _not_twice())


def _episode(row: Row) -> None:
    start, end, ended = row.values["start"] or "", row.values["end"], row.values["ended"]
    if (end is None) != (ended is None):
        raise Fault("DEC" if end is None else "REC", end or ended or "", "DEC and REC stand together or not at all.")
    if end is not None and end <= start:
        raise Fault("DEC", end, "The episode ends on or before the day it began.")


def _in_order(table: str) -> Callable[[Row], None]:
    column = next(column for column, each in TABLES[table].items() if each.name == "end")

    def judge(row: Row) -> None:
        start, end = row.values["start"], row.values["end"]
        if start and end and end < start:
            raise Fault(column, end, "It ends before the day it began.")

    return judge


def _once(name: str, column: str) -> Callable[[Row], None]:
    seen: set[tuple[str, str | None]] = set()

    def judge(row: Row) -> None:
        key = (row.number, row.values[name])
        if key in seen:
            raise Fault(column, row.values[name] or "", "There is a row for this child and this day already.")
        seen.add(key)

    return judge


def _not_twice() -> Callable[[Row], None]:
    seen: set[tuple[str | None, ...]] = set()

    def judge(row: Row) -> None:
        key = tuple(row.values.values())
        if key in seen:
            raise Fault("CHILD", row.number, "The same row stands there already.")
        seen.add(key)

    return judge
