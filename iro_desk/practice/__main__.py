"""Writes the practice caseload for other programs to read: ``python -m iro_desk.practice FOLDER [DAY]``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from iro_desk.clock import SystemClock
from iro_desk.practice import PRACTICE_OFFICER
from iro_desk.practice.caseload import practice_caseload
from iro_desk.practice.writing import write_extracts, write_people
from iro_desk.reference.law import law_on


def main(words: Sequence[str]) -> int:
    """Write the extracts of three years and ``people.csv``."""
    folder, *day = words
    today = date.fromisoformat(day[0]) if day else SystemClock().today()
    caseload = practice_caseload(today, law_on(today))
    for place in write_extracts(caseload, Path(folder)):
        sys.stdout.write(f"{place}\n")
    write_people(caseload, PRACTICE_OFFICER, Path(folder) / "people.csv")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
