"""The practice caseload: believable on any day, told in the return's own tables, and nobody's."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iro_desk.domain.children import CarePeriod, Episode
from iro_desk.domain.dates import Period, age_on, birthday, year_of, year_period
from iro_desk.domain.extracts import Extract
from iro_desk.domain.reviews import Review
from iro_desk.domain.timetable import Coverage, Deadline, ReviewClock, State, Timeline
from iro_desk.exchange.ssda903 import read_extract
from iro_desk.practice import PRACTICE_OFFICER, heritage
from iro_desk.practice.caseload import practice_caseload
from iro_desk.practice.writing import PEOPLE, write_extracts, write_people
from iro_desk.reference.codes import ssda903_codes
from iro_desk.reference.law import law_on

LOOKED_AFTER = 110
DAY = date(2026, 10, 31)
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Told:
    """What the program's own reader and clock make of a practice caseload."""

    extracts: tuple[Extract, ...]
    periods: Mapping[str, tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...]]
    reviews: Mapping[str, tuple[Review, ...]]
    born: Mapping[str, date]

    @property
    def deadlines(self) -> Iterator[Deadline]:
        """Every deadline of every child."""
        return (each for periods in self.periods.values() for _, found in periods for each in found)


def told(day: date) -> Told:
    """The caseload of a day, written, read, and worked out as the desk does."""
    with TemporaryDirectory() as scratch:
        written = write_extracts(practice_caseload(day, law_on(day)), Path(scratch))
        extracts = tuple(read_extract(each, ssda903_codes(), to, today=day) for each, to in written.items())
    episodes: defaultdict[str, dict[str, Episode]] = defaultdict(dict)
    reviews: defaultdict[str, dict[str, Review]] = defaultdict(dict)
    born = {}
    for extract in extracts:
        for child in extract.children:
            born[child.number] = date.fromisoformat(str(child.child["born"]))
            for each in child.episodes:
                episodes[child.number][str(each["start"])] = episode(each)
            for each in child.reviews:
                held = date.fromisoformat(str(each["held"]))
                reviews[child.number][str(held)] = Review(id=str(held), held=held, code=str(each["code"]))
    coverage = Coverage((Period(year_period(year_of(day) - 2).start, None),))
    clock = ReviewClock(law=law_on(day), coverage=coverage, today=day)
    return Told(
        extracts,
        {
            number: clock.read(Timeline(episodes=tuple(found.values()), reviews=tuple(reviews[number].values())))
            for number, found in episodes.items()
        },
        {number: tuple(found.values()) for number, found in reviews.items()},
        born,
    )


def episode(values: Mapping[str, object]) -> Episode:
    """An episode as an extract tells of it."""
    end = values["end"]
    return Episode(
        id=str(values["start"]),
        start=date.fromisoformat(str(values["start"])),
        began=str(values["began"]),
        legal_status=str(values["legal_status"]),
        placement=str(values["placement"]),
        end=date.fromisoformat(str(end)) if end else None,
        ended=str(values["ended"]) if end else None,
    )


DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@settings(max_examples=25)
@given(DAYS)
@example(date(2028, 2, 29))
@example(date(2026, 3, 31))
@example(date(2026, 4, 1))
@example(date(2026, 12, 25))
def test_any_day_has_a_caseload_that_is_nearly_all_in_order(day: date) -> None:
    """110 are looked after; nothing is refused or odd; two to four are overdue; no limit passed without a review."""
    found = told(day)
    assert [(each.refused, each.remarks, each.left_out) for each in found.extracts] == [((), (), ())] * 3
    assert found.extracts[-1].to == day
    assert sum(periods[-1][0].end is None for periods in found.periods.values()) == LOOKED_AFTER
    assert sum(1 for each in found.periods) <= LOOKED_AFTER + 40
    states = Counter(each.state for each in found.deadlines if each.held is None)
    assert 2 <= states[State.OVERDUE] <= 4
    assert states[State.NOT_KNOWN] <= 4
    assert states[State.MISSED] == 0
    held = Counter(each.state for each in found.deadlines if each.held)
    assert 1 <= held[State.LATE] <= 2 + (held[State.IN_TIME] + held[State.LATE]) // 100


@settings(max_examples=10)
@given(DAYS)
@example(date(2028, 2, 29))
@example(date(2026, 4, 6))
def test_reviews_are_held_on_working_days_and_say_how_the_child_took_part(day: date) -> None:
    """None on a weekend, a bank holiday or a day to come; PN0 is for those under four, and for them alone."""
    found = told(day)
    calendar = law_on(day).calendar
    placed = {(number, each.review) for number in found.periods for _, all_ in found.periods[number] for each in all_}
    for number, reviews in found.reviews.items():
        for each in reviews:
            assert each.held in calendar
            assert each.held <= day
            assert (each.code == "PN0") == (age_on(found.born[number], each.held) < 4)
            assert (number, each.id) in placed


def tables(folder: Path) -> dict[str, Rows]:
    """The rows of a folder's tables."""
    found = {}
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            found[file.stem] = list(csv.DictReader(opened))
    return found


@cache
def written(day: date) -> tuple[dict[str, Rows], ...]:
    """The tables of three years, oldest first, and last the people."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        caseload = practice_caseload(day, law_on(day))
        years = [tables(each) for each in write_extracts(caseload, folder)]
        write_people(caseload, PRACTICE_OFFICER, folder / "people.csv")
        return (*years, tables(folder))


def everywhere(table: str) -> Rows:
    """The rows of a table in all three years."""
    return [row for year in written(DAY)[:3] for row in year.get(table, [])]


def test_the_same_day_and_seed_make_the_same_children(tmp_path: Path) -> None:
    """Two desks made on one day can be compared; another seed invents others."""
    law = law_on(DAY)
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_extracts(practice_caseload(DAY, law, seed), tmp_path / name)
    one, again, other = (
        {each.relative_to(tmp_path / name): each.read_bytes() for each in (tmp_path / name).rglob("*.csv")}
        for name in ("one", "again", "other")
    )
    assert one == again
    assert one.keys() == other.keys()
    assert all(one[each] != other[each] for each in one if each.name == "header.csv")


STATUSES = ("C1", "C2", "E1", "V2", "V3", "J1", "L1", "L2")
PLACES = ("U1", "U3", "U4", "U6", "A5", "A6", "K1", "K2", "K3", "P1", "R1", "R3", "S1", "T1")
ENDINGS = ("E11", "E12", "E4A", "E4B", "E45", "E14", "E15", "E17", "E5", "E9")


def test_every_kind_of_life_is_in_it() -> None:
    """Legal statuses, placements and endings, far and near, and what the tables beside tell of."""
    episodes = everywhere("episodes")
    assert {each["LS"] for each in episodes} >= set(STATUSES)
    assert {each["PLACE"] for each in episodes} >= set(PLACES)
    assert {each["REC"] for each in episodes} >= set(ENDINGS)
    assert {each["REASON_PLACE_CHANGE"] for each in episodes} >= {"CARPL", "CREQB", "CREQO", "CHILD", "STAND"}
    assert {each["PL_POST"][:2] for each in episodes} >= {"NG", "DE", "LE", "LN"}
    assert {each["MISSING"] for each in everywhere("missing")} == {"M", "A"}
    assert len({each["CHILD"] for each in everywhere("dolo")}) == 2
    assert {each["SW_REASON"] for each in everywhere("swepisodes")} >= {"FCONTA", "TSPROC", "LEFTRL", "ORGRST"}
    assert sum(each["CHILD"].startswith("0") for each in written(DAY)[2]["header"]) >= 3
    assert {len(each["CHILD"]) for each in everywhere("header")} == {6, 7}


def test_some_lives_turn_twice() -> None:
    """Out of care and back; placed for adoption and back; from hospital to where they lived."""
    lives = told(DAY).periods.values()
    assert sum(len(periods) > 1 for periods in lives) >= 2
    turns = Counter(
        (before.placement, after.placement)
        for periods in lives
        for period, _ in periods
        for before, after in pairwise(period.episodes)
    )
    assert turns["A6", "U6"] + turns["A5", "U6"] >= 1
    assert turns["T1", "U4"] >= 2


def test_a_young_mother_and_her_baby_are_both_looked_after() -> None:
    """The Header gives the mother the baby's birthday, and before the birth none."""
    *before, header = ({each["CHILD"]: each for each in year["header"]} for year in written(DAY)[:3])
    (mother,) = (each for each in header.values() if each["MOTHER"] == "1")
    assert before[-1][mother["CHILD"]]["MOTHER"] == "0"
    people = {each["Child number"]: each for each in written(DAY)[3]["people"]}
    babies = [each["CHILD"] for each in header.values() if each["DOB"] == mother["MC_DOB"]]
    assert people[mother["CHILD"]]["Last name"] in {people[each]["Last name"] for each in babies}


def test_care_ends_with_the_eighteenth_birthday() -> None:
    """Nobody is looked after on it or later, and those who grew up left on the day."""
    found = told(DAY)
    ended = 0
    for number, periods in found.periods.items():
        grown = birthday(found.born[number], 18)
        last = periods[-1][0]
        assert (last.end or DAY) <= grown
        assert last.end is not None or grown > DAY
        ended += last.end == grown
    assert ended >= 8


def test_a_postcode_is_nobodys() -> None:
    """The letters at its end are those that no real one has there."""
    found = {each[column] for each in everywhere("episodes") for column in ("HOME_POST", "PL_POST")} - {""}
    assert len(found) > 100
    assert all(re.fullmatch(r"[A-Z]{1,2}\d{1,2} \d[CIKMOV]{2}", each) for each in found)


def test_the_people_are_named_as_their_heritage_goes() -> None:
    """Each has a first and a last name of the background that the Header's code tells of; no two have the same."""
    codes = {each["CHILD"]: each["ETHNIC"] for each in everywhere("header")}
    people = written(DAY)[3]["people"]
    backgrounds = [each for each in vars(heritage).values() if isinstance(each, heritage.Heritage)]
    assert list(people[0]) == list(PEOPLE)
    assert {each["Child number"] for each in people} == set(codes)
    for each in people:
        assert any(
            background.code == codes[each["Child number"]]
            and each["Last name"] in background.surnames.split()
            and each["First name"] in f"{background.girls} {background.boys}".split()
            for background in backgrounds
        )
    assert len({(each["First name"], each["Last name"]) for each in people}) == len(people)
    assert len(set(codes.values())) >= 15


def test_the_people_have_a_team_a_school_and_brothers_and_sisters() -> None:
    """A sibling group has one last name; from three years on everybody learns somewhere."""
    people = written(DAY)[3]["people"]
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for each in people:
        groups[each["Sibling group"]].add(each["Last name"])
        assert each["Team"]
        assert each["Social worker"]
        assert each["IRO"] == PRACTICE_OFFICER
    groups.pop("")
    assert len(groups) >= 15
    assert all(len(names) == 1 for names in groups.values())
    born = {each["CHILD"]: each["DOB"] for each in everywhere("header")}
    for each in people:
        day, month, year = map(int, born[each["Child number"]].split("/"))
        assert bool(each["School"]) == (age_on(date(year, month, day), DAY) >= 3)


def test_a_new_social_worker_comes_for_all_children_of_the_one_who_left() -> None:
    """One leaves a desk on one day, and the next begins on it with every child there."""
    began = Counter((each["SW_ID"], each["SW_DECOM"]) for each in written(DAY)[2]["swepisodes"])
    assert max(began.values()) >= 5
    rows: defaultdict[str, Rows] = defaultdict(list)
    for each in written(DAY)[2]["swepisodes"]:
        rows[each["CHILD"]].append(each)
    for own in rows.values():
        assert all(before["SW_DEC"] == after["SW_DECOM"] for before, after in pairwise(own))


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 4, 2), date(2026, 3, 31)])
def test_the_turn_of_the_year_loses_nobody(day: date) -> None:
    """Whoever is in care on 31 March is told of again in the next year's tables."""
    years = told(day).extracts
    for before, after in pairwise(years):
        until = before.to + timedelta(days=1)
        staying = {
            child.number
            for child in before.children
            if any(each["end"] is None or str(each["end"]) > until.isoformat() for each in child.episodes)
        }
        assert staying <= {child.number for child in after.children}


def test_no_social_worker_sits_in_two_teams_at_once() -> None:
    """The same name in another team is at another time."""
    desks: defaultdict[str, set[tuple[str, date, date]]] = defaultdict(set)
    for own in practice_caseload(DAY, law_on(DAY)).workers.values():
        for each in own:
            desks[each.worker.name].add((each.worker.team, each.start, each.end or DAY))
    assert len(desks) > 20
    assert any(len({team for team, _, _ in found}) > 1 for found in desks.values())
    for found in desks.values():
        for one, other in combinations(found, 2):
            assert one[0] == other[0] or one[2] <= other[1] or other[2] <= one[1]
