"""The exported Reviews tables against the sector's published rule set: a development check, run by ``dev.py validate``.

It runs in a virtual environment of its own, since the rule set needs an old pandas. Each year's Header, Episodes and
UASC are the ones that were imported; its Reviews table is the one that the desk exports. Exit 1 on any hit.
"""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from lac_validator.lac_validator import LacValidator

ROOT = Path(__file__).parents[2]
PRACTICE = ROOT / "resources" / "practice"
YEARS = {"2024-25": "2024-25", "2025-26": "2025-26", "2026-27": "2026-27-to-31-october"}
TABLES = {"header": "Header", "episodes": "Episodes", "reviews": "Reviews", "uasc": "UASC"}
AUTHORITY = "E06000018"
CANNOT_RUN = {"231", "233"}
"""These read columns, UASC_STATUS and DATE_EPISODE_CEASED, that no CSV table of the return has."""


def export(python: str, scratch: Path) -> dict[str, Path]:
    """Make a practice desk and export each year's Reviews; the folder of each."""
    desk = scratch / "desk"
    iro = [python, "-m", "ui"]
    subprocess.run([*iro, "demo", str(desk)], check=True, cwd=ROOT)
    for year in YEARS:
        words = ["--desk", str(desk), "export-903", str(scratch / year), "--year", year]
        subprocess.run([*iro, *words], check=True, cwd=ROOT)
    return {year: scratch / year for year in YEARS}


def files(year: str, exported: Path, description: str) -> list[dict[str, object]]:
    """A year's tables as the rule set takes them: imported ones, and the exported Reviews."""
    return [
        {
            "name": f"{table}.csv",
            "description": description,
            "file_content": (
                (exported if table == "reviews" else PRACTICE / YEARS[year]) / f"{table}.csv"
            ).read_bytes(),
        }
        for table in TABLES
    ]


def same_rows(year: str, exported: Path) -> bool:
    """Whether the exported Reviews are the imported ones, row for row."""
    mine, theirs = (
        sorted((folder / "reviews.csv").read_text(encoding="utf-8").splitlines())
        for folder in (exported, PRACTICE / YEARS[year])
    )
    return mine == theirs


def hits(year: str, folders: dict[str, Path]) -> tuple[int, dict[str, int]]:
    """How many rules ran on a year, and how often each one hit."""
    ruleset = importlib.import_module(f"lac_validator.rules.lac{year.replace('-', '_')}")
    given = files(year, folders[year], "This year")
    before = f"{int(year[:4]) - 1}-{year[2:4]}"
    if before in YEARS:
        given += files(before, folders[before], "Prev year")
    ends = str(int(year[:4]) + 1)  # the rule set names a year by the one it ends in
    metadata = {"collectionYear": ends, "localAuthority": AUTHORITY}
    found = LacValidator(metadata=metadata, files=given, registry=ruleset.registry)
    if unable := set(found.fails) - CANNOT_RUN:
        raise SystemExit(f"{year}: these rules could not be run: {sorted(unable)}")
    counted = {}
    for table in TABLES.values():
        frame = found.ds_results[table]
        for column in (name for name in frame.columns if name.startswith("ERR_")):
            if total := int((frame[column] == True).sum()):  # noqa: E712 - pandas compares by element
                counted[f"{table} {column[4:]}"] = total
    return len(found.dones), counted


def main() -> int:
    """Export, compare, validate, say what was found."""
    with tempfile.TemporaryDirectory() as made:
        folders = export(sys.argv[1], Path(made))
        logging.disable(logging.CRITICAL)
        bad = 0
        for year in YEARS:
            ran, found = hits(year, folders)
            same = same_rows(year, folders[year])
            bad += bool(found) + (not same) + (not ran)
            print(f"{year}: {ran} rules ran, hits: {found or 'none'}; equal to the import: {'yes' if same else 'NO'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
