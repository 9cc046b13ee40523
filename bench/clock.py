"""The review clock: every deadline of all children looked after in England, and of one unit's."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from bench.measuring import Figure, seconds
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.domain.children import Episode, Review
from iro_desk.domain.dates import Period, year_period, year_words
from iro_desk.domain.timetable import Coverage, Law, ReviewClock, Timeline
from iro_desk.reference.law import law_on
from iro_desk.services.caseload import read_caseload
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.unit_of_work import Work

TODAY = date(2026, 10, 31)
FIRST_YEAR = 2023
SINCE = year_period(FIRST_YEAR).start
YEARS = range(FIRST_YEAR, TODAY.year + 1)
CHILDREN = 82_000
UNIT = 573
DEADLINES = 8
"""Of each invented child: seven reviews held and one to come."""
RUNS = 9
LONG_RUNS = 3
PASSPHRASE = "green kettle sings at dawn"  # noqa: S105 - of an invented desk
HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
EPISODES = (
    *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"),
    *("REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
)
REVIEWS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")

Row = tuple[str, ...]


def figures() -> list[Figure]:
    """A unit's deadlines from facts in memory, and read from its desk; then those of all children of England."""
    law = law_on(TODAY)
    unit = [_life(number) for number in range(UNIT)]
    in_memory = median(1000 * seconds(lambda: _read(unit, law)) for _ in range(RUNS))
    from_desk = _from_a_desk(unit, law)
    country = [_life(number) for number in range(CHILDREN)]
    whole = median(seconds(lambda: _read(country, law)) for _ in range(LONG_RUNS))
    return [
        Figure("Every deadline of 82,000 children with three years of history", "s", whole, None, 8),
        Figure("Every deadline of a unit of 573 children, from facts in memory", "ms", in_memory, None, 100),
        Figure("Every deadline of a unit of 573 children, read from its desk", "ms", from_desk, None, 200),
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


def _life(number: int) -> Timeline:
    """Three years in care: two placements a year, reviews as the law wants them."""
    start = SINCE + timedelta(days=number % 200)
    moves = [start + timedelta(days=180 * step) for step in range(6)]
    episodes = tuple(
        Episode(
            id=f"e{step}",
            start=day,
            began="P" if step else "S",
            legal_status="C2",
            placement="U6",
            end=moves[step + 1] if step < len(moves) - 1 else None,
            ended="X1" if step < len(moves) - 1 else None,
        )
        for step, day in enumerate(moves)
    )
    held = [start + timedelta(days=20), *(start + timedelta(days=100 + 170 * step) for step in range(6))]
    return Timeline(episodes=episodes, reviews=tuple(Review(id=f"r{step}", held=day) for step, day in enumerate(held)))


def _from_a_desk(lives: list[Timeline], law: Law) -> float:
    """Milliseconds to read an open desk that holds these children, and to work out every deadline."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        clock = StandingClock(TODAY)
        recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=clock)
        key = DeskFolder(folder).read_key_file().recover(recovery_key)
        with open_desk(folder, key, clock) as desk:
            for year in YEARS:
                desk.do(TakeExtract(folder=_extract(Path(scratch), year, lives)))
            return median(1000 * seconds(lambda: _load(desk, law)) for _ in range(RUNS))


def _load(desk: Desk, law: Law) -> None:
    parts = desk._parts  # noqa: SLF001 - the benchmark measures beneath the door
    with parts.database.transaction() as connection:
        caseload = read_caseload(Work(connection, parts.device, parts.clock), law, parts.clock)
    _told(UNIT, sum(len(deadlines) for life in caseload.lives for _, deadlines in life.periods))


def _extract(scratch: Path, year: int, lives: list[Timeline]) -> Path:
    """A folder with the return's tables of one collection year, as a case system would write them."""
    folder = scratch / year_words(year)
    folder.mkdir()
    _write(folder / "header.csv", HEADER, map(_child, range(len(lives))))
    told = year_period(year)
    _write(folder / "episodes.csv", EPISODES, _episodes(told, lives))
    _write(folder / "reviews.csv", REVIEWS, _reviews(told, lives))
    return folder


def _write(path: Path, columns: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def _child(number: int) -> Row:
    return _name(number), "F", _born(number), "WBRI", "UN1", "0", ""


def _episodes(told: Period, lives: list[Timeline]) -> Iterator[Row]:
    """Those that ran or ended in the year; one that ended after it is still open in its extract."""
    for number, life in enumerate(lives):
        for each in life.episodes:
            end = each.end if each.end and each.end in told else None
            if end or told.meets(Period(each.start, each.end)):
                last = (_written(end), "X1", "CARPL") if end else ("", "", "")
                yield (
                    *(_name(number), _written(each.start), each.began, each.legal_status, "N1", each.placement, "PR1"),
                    *(*last, "NG1 1AA", "NG1 2AA", "2600001"),
                )


def _reviews(told: Period, lives: list[Timeline]) -> Iterator[Row]:
    for number, life in enumerate(lives):
        for each in life.reviews:
            if each.held in told:
                yield _name(number), _born(number), _written(each.held), "PN1"


def _name(number: int) -> str:
    return str(100_000 + number)


def _born(number: int) -> str:
    return _written(date(2010, 1, 1) + timedelta(days=number * 5))


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
