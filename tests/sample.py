"""The sample of three collection years whose every answer is known, and the practice desk that tests make of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from iro_desk.bootstrap import make_practice_desk
from iro_desk.storage.keys import Cost

SAMPLE = Path(__file__).parent / "data" / "ssda903-sample"
PRACTICE_DAY = date(2026, 10, 31)
"""The sample's last day."""
EXTRACTS = {
    "2024-25": date(2025, 3, 31),
    "2025-26": date(2026, 3, 31),
    "2026-27-to-31-october": PRACTICE_DAY,
}
"""The extracts of the practice desk, each with the day it was made."""
YEARS = tuple(EXTRACTS)


def make_sample_desk(folder: Path, cost: Cost | None = None) -> None:
    """A practice desk of the sample; it stands on its last day."""
    given = {SAMPLE / name: day for name, day in EXTRACTS.items()}
    make_practice_desk(folder, PRACTICE_DAY, cost=cost, extracts=given)
