"""A small extract of invented children with every table that the desk reads, to be written in many ways."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from iro_desk.domain.extracts import Extract
from iro_desk.exchange.ssda903 import read_extract
from iro_desk.reference.codes import ssda903_codes
from tests.sample import SAMPLE

CODES = ssda903_codes()
YEAR = "2025-26"
CHILDREN = 14
Rows = list[list[str]]
"""The heading row and the rows below it."""


def read(folder: Path) -> Extract:
    """Read an extract, with no day to count as today."""
    return read_extract(folder, CODES)


def tables() -> dict[str, Rows]:
    """By file: the first children of the sample's full year, and what was made up of them for the other tables."""
    found = {name: _sample(name) for name in ("header", "episodes", "reviews")}
    chosen = {row[0] for row in found["header"][1 : CHILDREN + 1]}
    found = {name: [rows[0], *(row for row in rows[1:] if row[0] in chosen)] for name, rows in found.items()}
    (first, born), (second, born_too) = [(row[0], row[2]) for row in found["header"][1:3]]
    found["missing"] = [
        ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"],
        [first, born, "M", "03/05/2025", "04/05/2025"],
        [first, born, "A", "11/01/2026", ""],
        [second, born_too, "M", "20/12/2025", "20/12/2025"],
    ]
    found["dolo"] = [["CHILD", "DOB", "DOLO_START", "DOLO_END"], [second, born_too, "01/02/2026", "01/08/2026"]]
    found["swepisodes"] = [
        ["CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"],
        [first, born, "AB123", "01/04/2025", "30/06/2025", "FCONTA"],
        [first, born, "CD456", "30/06/2025", "", "LEFTRL"],
    ]
    return found


def _sample(name: str) -> Rows:
    with (SAMPLE / YEAR / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


@dataclass(frozen=True)
class Dialect:
    """How a system writes its tables."""

    encoding: str = "utf-8"
    mark: bytes = b""
    csv: dict[str, object] = field(default_factory=dict)

    def text(self, rows: Rows) -> str:
        """The rows as text."""
        written = io.StringIO(newline="")
        csv.writer(written, **{"lineterminator": "\r\n", **self.csv}).writerows(rows)  # type: ignore[arg-type]
        return written.getvalue()

    def write(self, folder: Path, of: dict[str, Rows]) -> Path:
        """Write every table, and give back the folder."""
        folder.mkdir(exist_ok=True)
        for name, rows in of.items():
            (folder / f"{name}.csv").write_bytes(self.mark + self.text(rows).encode(self.encoding))
        return folder


PLAIN = Dialect()
