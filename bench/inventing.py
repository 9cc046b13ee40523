"""Invented children and the extracts that a case system would write of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from iro_desk.domain.children import Episode, Review
from iro_desk.domain.dates import Period, year_period, year_words
from iro_desk.domain.timetable import Timeline

HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
EPISODES = (
    *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"),
    *("REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
)
REVIEWS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")

Row = tuple[str, ...]


def life(number: int, since: date, years: int) -> Timeline:
    """So many years in care: two placements a year, reviews as the law wants them."""
    start = since + timedelta(days=number % 200)
    moves = [start + timedelta(days=180 * step) for step in range(2 * years)]
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
    held = [start + timedelta(days=20), *(start + timedelta(days=100 + 170 * step) for step in range(2 * years))]
    return Timeline(episodes=episodes, reviews=tuple(Review(id=f"r{step}", held=day) for step, day in enumerate(held)))


def extract(scratch: Path, year: int, lives: list[Timeline]) -> Path:
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
