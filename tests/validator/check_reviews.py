"""The sector's published rule set on what the desk exports, and on the practice caseload: run by ``dev.py validate``.

It runs in a virtual environment of its own, since the rule set needs an old pandas. Of the sample, each year's Header,
Episodes and UASC are the ones that were imported; its Reviews table is the one that the desk exports. The practice
caseload is taken as it is made, on the sample's last day. Exit 1 on any hit.
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
SAMPLE = ROOT / "tests" / "data" / "ssda903-sample"
DAY = "2026-10-31"
YEARS = {"2024-25": "2024-25", "2025-26": "2025-26", "2026-27": "2026-27-to-31-october"}
TABLES = {"header": "Header", "episodes": "Episodes", "reviews": "Reviews", "uasc": "UASC"}
AUTHORITY = "E06000018"
CANNOT_RUN = {"231", "233"}
"""These read columns, UASC_STATUS and DATE_EPISODE_CEASED, that no CSV table of the return has."""


NEED_REAL_POSTCODES = {"169", "179", "241", "392a", "392c"}
"""These look postcodes up; those of the practice caseload are nobody's."""


def export(python: str, scratch: Path) -> dict[str, Path]:
    """Make a desk of the sample and export each year's Reviews; the folder of each."""
    desk, passphrase = scratch / "desk", scratch / "passphrase"
    passphrase.write_text("green kettle sings at dawn\n", encoding="utf-8")
    iro = [python, "-m", "ui", "--passphrase-file", str(passphrase)]
    subprocess.run([*iro, "new", str(desk), "--recovery-sheet", str(scratch / "sheet")], check=True, cwd=ROOT)
    for name in YEARS.values():
        subprocess.run([*iro, "--desk", str(desk), "import", str(SAMPLE / name)], check=True, cwd=ROOT)
    for year in YEARS:
        words = ["--desk", str(desk), "export-903", str(scratch / year), "--year", year]
        subprocess.run([*iro, *words], check=True, cwd=ROOT)
    return {year: scratch / year for year in YEARS}


def practice(python: str, scratch: Path) -> dict[str, Path]:
    """Write the practice caseload; the folder of each year."""
    subprocess.run([python, "-m", "iro_desk.practice", str(scratch), DAY], check=True, cwd=ROOT)
    return {year: next(scratch.glob(f"{year}*")) for year in YEARS}


def tables(exported: Path | None, own: Path) -> dict[str, bytes]:
    """A year's tables, with the exported Reviews in the place of its own."""
    return {
        table: ((exported if exported and table == "reviews" else own) / f"{table}.csv").read_bytes()
        for table in TABLES
    }


def files(found: dict[str, bytes], description: str) -> list[dict[str, object]]:
    """Tables as the rule set takes them."""
    return [
        {"name": f"{table}.csv", "description": description, "file_content": content}
        for table, content in found.items()
    ]


def same_rows(year: str, exported: Path) -> bool:
    """Whether the exported Reviews are the imported ones, row for row."""
    mine, theirs = (
        sorted((folder / "reviews.csv").read_text(encoding="utf-8").splitlines())
        for folder in (exported, SAMPLE / YEARS[year])
    )
    return mine == theirs


def hits(year: str, years: dict[str, dict[str, bytes]], spared: set[str]) -> tuple[int, dict[str, int]]:
    """How many rules ran on a year, and how often each one hit that is not spared."""
    ruleset = importlib.import_module(f"lac_validator.rules.lac{year.replace('-', '_')}")
    given = files(years[year], "This year")
    before = f"{int(year[:4]) - 1}-{year[2:4]}"
    if before in years:
        given += files(years[before], "Prev year")
    ends = str(int(year[:4]) + 1)  # the rule set names a year by the one it ends in
    metadata = {"collectionYear": ends, "localAuthority": AUTHORITY}
    found = LacValidator(metadata=metadata, files=given, registry=ruleset.registry)
    if unable := set(found.fails) - CANNOT_RUN:
        raise SystemExit(f"{year}: these rules could not be run: {sorted(unable)}")
    counted = {}
    for table in TABLES.values():
        frame = found.ds_results[table]
        for column in (name for name in frame.columns if name.startswith("ERR_")):
            rule = column.removeprefix("ERR_")
            if rule not in spared and (total := int((frame[column] == True).sum())):  # noqa: E712 - pandas compares by element
                counted[f"{table} {rule}"] = total
    return len(found.dones), counted


def main() -> int:
    """Export, compare, validate, say what was found."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as invented:
        exported = export(sys.argv[1], Path(made))
        own = practice(sys.argv[1], Path(invented))
        sample = {year: tables(exported[year], SAMPLE / name) for year, name in YEARS.items()}
        lives = {year: tables(None, own[year]) for year in YEARS}
        logging.disable(logging.CRITICAL)
        bad = 0
        for year in YEARS:
            ran, found = hits(year, sample, set())
            same = same_rows(year, exported[year])
            bad += bool(found) + (not same) + (not ran)
            print(f"{year}: {ran} rules ran, hits: {found or 'none'}; equal to the import: {'yes' if same else 'NO'}")
            ran, found = hits(year, lives, NEED_REAL_POSTCODES)
            bad += bool(found) + (not ran)
            print(f"{year}, practice caseload: {ran} rules ran, hits: {found or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
