"""Invented children and the extracts that a case system would write of them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from iro_desk.desk import Desk
from iro_desk.domain.children import Episode
from iro_desk.domain.dates import Period, year_period, year_words
from iro_desk.domain.events import Change
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import Timeline
from iro_desk.reference.passphrases import word_list
from iro_desk.storage.unit_of_work import Work

AT_ONCE = 5_000
WORDS = 60
"""Words of a note, the common ones far more often than the rest, as in any language."""
LAST = date(2026, 10, 31)
TEN_YEARS = 3650
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


def write_contacts(desk: Desk, number: int, children: Sequence[str]) -> None:
    """Contacts of ten years with notes of sixty words, spread over these children, who get names as well."""
    chance = random.Random(1989)  # noqa: S311 - invented words, not secrets
    parts = desk._parts  # noqa: SLF001 - the benchmark fills a desk beneath the door
    common = [1 / (rank + 3) for rank in range(len(word_list()))]
    for start in range(0, number, AT_ONCE):
        with parts.database.transaction() as connection:
            work = Work(connection, parts.safekeeping.device, parts.clock)
            if not start:
                work.change(_names(each, chance) for each in children)
            some = min(AT_ONCE, number - start)
            work.change(_contact(work.new_id(), chance.choice(children), chance, common) for _ in range(some))
            work.land("RecordContact")


def _names(child: str, chance: random.Random) -> Change:
    names = {"first_name": chance.choice(word_list()).title(), "last_name": chance.choice(word_list()).title()}
    return Change(child=child, record="child", record_id=child, set=dict(names))


def _contact(contact: str, child: str, chance: random.Random, common: Sequence[float]) -> Change:
    return Change(
        child=child,
        record="contact",
        record_id=contact,
        set={
            "on": (LAST - timedelta(days=chance.randrange(TEN_YEARS))).isoformat(),
            "kind": "child seen",
            "note": " ".join(chance.choices(word_list(), common, k=WORDS)),
            "attachments": [],
        },
    )
