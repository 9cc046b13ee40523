"""The review clock: every deadline of all children looked after in England, and of one unit's."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from statistics import median

from bench.inventing import extract, life
from bench.measuring import Figure, seconds
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.domain.dates import Period, year_period
from iro_desk.domain.law import Law
from iro_desk.domain.timetable import Coverage, ReviewClock, Timeline
from iro_desk.reference.law import law_on
from iro_desk.services.caseload import read_caseload
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.unit_of_work import Work

TODAY = date(2026, 10, 31)
FIRST_YEAR = 2023
SINCE = year_period(FIRST_YEAR).start
YEARS = range(FIRST_YEAR, TODAY.year + 1)
YEARS_IN_CARE = 3
CHILDREN = 82_000
UNIT = 573
DEADLINES = 8
"""Of each invented child: seven reviews held and one to come."""
RUNS = 9
LONG_RUNS = 3
PASSPHRASE = "green kettle sings at dawn"  # noqa: S105 - of an invented desk


def figures() -> list[Figure]:
    """A unit's deadlines from facts in memory, and read from its desk; then those of all children of England."""
    law = law_on(TODAY)
    unit = [life(number, SINCE, YEARS_IN_CARE) for number in range(UNIT)]
    in_memory = median(1000 * seconds(lambda: _read(unit, law)) for _ in range(RUNS))
    taken_in, from_desk = _from_a_desk(unit, law)
    country = [life(number, SINCE, YEARS_IN_CARE) for number in range(CHILDREN)]
    whole = median(seconds(lambda: _read(country, law)) for _ in range(LONG_RUNS))
    return [
        Figure("Every deadline of 82,000 children with three years of history", "s", whole, None, 8),
        Figure("Every deadline of a unit of 573 children, from facts in memory", "ms", in_memory, None, 100),
        Figure("Every deadline of a unit of 573 children, read from its desk", "ms", from_desk, None, 200),
        Figure("Three years and a half of that unit imported, one year after another", "s", taken_in, None, 10),
    ]


def _read(lives: list[Timeline], law: Law) -> None:
    """Work out every deadline with a clock that has counted nothing yet, and keep them all until the last."""
    clock = ReviewClock(law=law, coverage=Coverage((Period(SINCE, None),)), today=TODAY)
    periods = [period for life in lives for period in clock.read(life)]
    _told(len(lives), sum(len(deadlines) for _, deadlines in periods))


def _told(children: int, deadlines: int) -> None:
    """RuntimeError where less was worked out than the figure says."""
    if deadlines != children * DEADLINES:
        raise RuntimeError(f"{deadlines} deadlines of {children} children; {children * DEADLINES} were expected")


def _from_a_desk(lives: list[Timeline], law: Law) -> tuple[float, float]:
    """Seconds to import these children's years; milliseconds to read the open desk and work out every deadline."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        clock = StandingClock(TODAY)
        recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=clock)
        key = DeskFolder(folder).read_key_file().recover(recovery_key)
        with open_desk(folder, key, clock) as desk:
            folders = [extract(Path(scratch), year, lives) for year in YEARS]
            taken_in = seconds(lambda: _take(desk, folders))
            return taken_in, median(1000 * seconds(lambda: _load(desk, law)) for _ in range(RUNS))


def _take(desk: Desk, folders: list[Path]) -> None:
    """Import these years. RuntimeError where a row was refused, or nobody heard how far it had come."""
    for folder in folders:
        heard: list[float] = []
        taken = desk.do(TakeExtract(folder=folder, progress=heard.append)).result
        if taken.refused or not heard:
            raise RuntimeError(f"{len(taken.refused)} rows were refused, and {len(heard)} steps heard")


def _load(desk: Desk, law: Law) -> None:
    parts = desk._parts  # noqa: SLF001 - the benchmark measures beneath the door
    with parts.database.transaction() as connection:
        caseload = read_caseload(Work(connection, parts.safekeeping.device, parts.clock), law, parts.clock)
    _told(UNIT, sum(len(deadlines) for life in caseload.lives for _, deadlines in life.periods))
