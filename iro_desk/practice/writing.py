"""The return's tables of an invented caseload, a folder a collection year, and the file of its people."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from iro_desk.domain.children import SHORT_BREAKS
from iro_desk.domain.dates import A_DAY, Period, age_on, year_of, year_period, year_words
from iro_desk.practice.lives import Life
from iro_desk.practice.workers import Spell

YEARS = 3
LETTERS_SINCE = 2024
"""The first collection year in which the return writes M and F; before, 1 and 2."""
WORKERS_SINCE, LIBERTY_SINCE = 2023, 2026
"""The first collection years that have these tables."""
SCHOOL_AGE, SECONDARY, COLLEGE, NURSERY = 5, 11, 16, 3
PEOPLE = (
    "Child number",
    "First name",
    "Last name",
    "Known as",
    "Team",
    "Social worker",
    "IRO",
    "Sibling group",
    "School",
)
NURSERIES = ("Little Acorns Nursery", "Millpond Nursery")
PRIMARIES = (
    "Hollow Lane Primary School",
    "St Werburgh’s Primary School",
    "Larkfield Primary School",
    "Canal Street Primary School",
    "Three Oaks Primary School",
    "Windmill Hill Primary School",
)
SECONDARIES = (
    "Ashdale Academy",
    "Bellfield School",
    "The Marlstone Academy",
    "Copperhill School",
    "Ravensbrook School",
)
COLLEGES = ("Riverside College", "Trentside Sixth Form", "Castlegate College")
SCHOOLS = ((COLLEGE, COLLEGES), (SECONDARY, SECONDARIES), (SCHOOL_AGE, PRIMARIES), (NURSERY, NURSERIES))
RESIDENTIAL_SCHOOL = "Thornwick Hall School"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """An invented caseload on its day: the children and their lives, their social workers, what they are called."""

    today: date
    lives: tuple[Life, ...] = field(repr=False)
    workers: Mapping[str, tuple[Spell, ...]] = field(repr=False)
    """By the child's number."""
    known_as: Mapping[str, str] = field(repr=False)
    """By first name, for those who are called something else."""


def write_extracts(caseload: Caseload, folder: Path) -> dict[Path, date]:
    """Write the tables of three collection years, the last running to today; each folder with the day it was made."""
    year = year_of(caseload.today)
    written: dict[Path, date] = {}
    for each in range(year - YEARS + 1, year + 1):
        whole = year_period(each)
        to = min((whole.end or date.max) - A_DAY, caseload.today)
        running = each == year
        place = folder / f"{year_words(each)}{f'-to-{to.isoformat()}' if running else ''}"
        place.mkdir(parents=True)
        for name, (columns, rows) in _tables(caseload, each, Period(whole.start, to)).items():
            _write(place / f"{name}.csv", columns, rows)
        written[place] = to
    return written


def write_people(caseload: Caseload, officer: str, file: Path) -> None:
    """Write who is who: names, team, social worker, IRO, sibling group and school, a row a child."""
    _write(file, PEOPLE, (_person(caseload, each, officer) for each in caseload.lives))


Table = tuple[Sequence[str], Iterable[Sequence[str]]]


def _tables(caseload: Caseload, year: int, told: Period) -> dict[str, Table]:
    """The tables of a collection year; ``told`` is its first day and the last day that the extract tells of."""
    view = _View(year, told.start, told.end or date.max)
    lives = [each for each in caseload.lives if any(view.shows(stay.start, stay.end) for stay in each.stays)]

    def rows(make: Callable[[Life], Iterator[Sequence[str]]]) -> Iterator[Sequence[str]]:
        return (row for life in lives for row in make(life))

    tables: dict[str, Table] = {
        "header": (("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"), rows(view.header)),
        "episodes": (
            (
                *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"),
                *("REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
            ),
            rows(view.episodes),
        ),
        "reviews": (("CHILD", "DOB", "REVIEW", "REVIEW_CODE"), rows(view.reviews)),
        "uasc": (("CHILD", "SEX", "DOB", "DUC"), rows(view.uasc)),
        "missing": (("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"), rows(view.missing)),
    }
    if year >= WORKERS_SINCE:
        columns = ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON")
        tables["swepisodes"] = (columns, rows(lambda life: view.workers(life, caseload.workers[life.number])))
    if year >= LIBERTY_SINCE:
        tables["dolo"] = (("CHILD", "DOB", "DOLO_START", "DOLO_END"), rows(view.liberty))
    return tables


@dataclass(frozen=True, slots=True)
class _View:
    """What an extract sees of the lives: from the first day of its year, up to and with the day it was made."""

    year: int
    since: date
    to: date

    def shows(self, start: date, end: date | None) -> bool:
        """Whether a stretch has a day in it, its last one included."""
        return start <= self.to and (end is None or end >= self.since)

    def header(self, life: Life) -> Iterator[Sequence[str]]:
        mother = life.mother_since if life.mother_since and life.mother_since <= self.to else None
        upn = life.upn if age_on(life.born, self.to) >= SCHOOL_AGE else "UN1"
        is_mother = "" if life.sex == "M" or life.short_breaks else "1" if mother else "0"
        yield (
            life.number,
            self._sex(life),
            _day(life.born),
            life.ethnicity,
            "" if life.short_breaks else upn,
            is_mother,
            _day(mother),
        )

    def episodes(self, life: Life) -> Iterator[Sequence[str]]:
        for each in life.stays:
            if not self.shows(each.start, each.end):
                continue
            over = each.end is not None and each.end <= self.to
            short = each.legal_status in SHORT_BREAKS
            yield (
                *(life.number, _day(each.start), each.began, each.legal_status, each.need),
                *(each.home.place, each.home.provider),
                *((_day(each.end), each.ended, each.moved_because) if over else ("", "", "")),
                *("" if short else life.home_postcode, each.home.postcode, each.home.urn),
            )

    def reviews(self, life: Life) -> Iterator[Sequence[str]]:
        for each in life.reviews:
            if self.since <= each.held <= self.to:
                yield (life.number, _day(life.born), _day(each.held), each.code)

    def uasc(self, life: Life) -> Iterator[Sequence[str]]:
        if life.unaccompanied:
            yield (life.number, self._sex(life), _day(life.born), _day(life.grown))

    def missing(self, life: Life) -> Iterator[Sequence[str]]:
        for each in life.away:
            if self.shows(each.start, each.end):
                yield (life.number, _day(life.born), each.kind, _day(each.start), self._past(each.end))

    def workers(self, life: Life, spells: Iterable[Spell]) -> Iterator[Sequence[str]]:
        for each in spells:
            if self.shows(each.start, each.end):
                yield (
                    *(life.number, _day(life.born), each.worker.id),
                    *(_day(each.start), self._past(each.end), each.reason),
                )

    def liberty(self, life: Life) -> Iterator[Sequence[str]]:
        for start, end in life.liberty:
            if self.shows(start, end):
                yield (life.number, _day(life.born), _day(start), _day(end))

    def _sex(self, life: Life) -> str:
        return life.sex if self.year >= LETTERS_SINCE else {"M": "1", "F": "2"}[life.sex]

    def _past(self, day: date | None) -> str:
        return _day(day if day and day <= self.to else None)


def _person(caseload: Caseload, life: Life, officer: str) -> Sequence[str]:
    worker = caseload.workers[life.number][-1].worker
    group = f"S{life.family:03d}" if life.siblings > 1 else ""
    known_as = caseload.known_as.get(life.first, "")
    school = _school(life, caseload.today)
    return (life.number, life.first, life.last, known_as, worker.team, worker.name, officer, group, school)


def _school(life: Life, today: date) -> str:
    """Where they learn. Brothers and sisters go to one school."""
    age = age_on(life.born, today)
    if life.stays[-1].home.place == "S1":
        return RESIDENTIAL_SCHOOL
    for least, schools in SCHOOLS:
        if age >= least:
            return schools[life.family % len(schools)]
    return ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(rows)
