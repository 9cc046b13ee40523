"""Who is in the practice caseload: families, the stories that are told of them, and how old and how long in care."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from iro_desk.domain.dates import age_on
from iro_desk.practice import heritage, homes, stories
from iro_desk.practice.heritage import Heritage
from iro_desk.practice.lives import Life
from iro_desk.practice.stories import Story, Teller

YEAR = 365.25
SPACING = (390, 1100)
"""Days between brothers and sisters."""
NUMBERS = (100_000, 9_999_999)
DUE_IN = (-12, 5, -2, 8, -6)
"""In how many days, or a few less, the next review of some is due today; below zero it is overdue."""
TEENS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A story, how many families have it and how large they are, the children's ages today, days since they came."""

    story: Story
    sizes: tuple[int, ...]
    ages: tuple[float, float]
    since: tuple[int, int]
    alone: bool = False


HERE = (
    Plan(story=stories.long_term, sizes=(3, 2, 3, 2, 2), ages=(5, 16), since=(900, 2900)),
    Plan(story=stories.long_term, sizes=(1,) * 15, ages=(6, 17.6), since=(700, 3900)),
    Plan(story=stories.kin, sizes=(2, 1, 3, 1, 2, 1, 1, 1, 1, 1), ages=(1, 15), since=(60, 2200)),
    Plan(story=stories.interim, sizes=(2, 1, 3, 1, 1, 1, 1, 1), ages=(0.1, 12), since=(30, 230)),
    Plan(story=stories.interim, sizes=(2, 1, 1), ages=(0.1, 15), since=(1, 17)),
    Plan(story=stories.born_into_care, sizes=(2, 2), ages=(4, 9), since=(1000, 1400)),
    Plan(story=stories.accommodated, sizes=(1,) * 7, ages=(12.5, 17.2), since=(35, 700)),
    Plan(story=stories.at_home, sizes=(2, 1, 1), ages=(3, 13), since=(300, 1500)),
    Plan(story=stories.residential, sizes=(1,) * 6, ages=(11, 17), since=(650, 3000)),
    Plan(story=stories.restricted, sizes=(1, 1), ages=(14, 16.5), since=(800, 1800)),
    Plan(story=stories.secure, sizes=(1,), ages=(14.5, 16.5), since=(700, 1500)),
    Plan(story=stories.school, sizes=(1, 1), ages=(10, 16), since=(600, 2000)),
    Plan(story=stories.supported, sizes=(1,) * 5, ages=(16.4, 17.85), since=(1200, 3500)),
    Plan(story=stories.mother_and_baby, sizes=(2,), ages=(16.2, 17), since=(500, 1200)),
    Plan(story=stories.authorised, sizes=(1, 2), ages=(1.2, 4), since=(250, 300)),
    Plan(story=stories.placed, sizes=(2, 1), ages=(1.2, 4), since=(390, 470)),
    Plan(story=stories.disrupted, sizes=(1,), ages=(4.5, 6), since=(560, 620)),
    Plan(story=stories.remanded, sizes=(1,), ages=(15, 17.3), since=(12, 35)),
    Plan(story=stories.short_breaks, sizes=(1, 1, 1), ages=(7, 15), since=(400, 1000)),
    Plan(story=stories.alone, sizes=(1,) * 8, ages=(16.1, 17.85), since=(20, 600), alone=True),
    Plan(story=stories.came_back, sizes=(1, 1), ages=(6, 14), since=(420, 720)),
)
"""Those who are looked after today."""
GONE = (
    Plan(
        story=stories.grew_up(stories.long_term, "E17", "E5", "E17", "E6"),
        sizes=(1,) * 6,
        ages=(18.03, 19.8),
        since=(1500, 4000),
    ),
    Plan(
        story=stories.grew_up(stories.supported, "E5", "E5", "E6"),
        sizes=(1,) * 3,
        ages=(18.05, 19.5),
        since=(1700, 3900),
    ),
    Plan(
        story=stories.grew_up(stories.alone, "E5"),
        sizes=(1,) * 4,
        ages=(18.02, 19.6),
        since=(900, 1000),
        alone=True,
    ),
    Plan(story=stories.left(stories.alone, "E15"), sizes=(1,), ages=(17.2, 17.6), since=(300, 350), alone=True),
    Plan(story=stories.left(stories.accommodated, "E4A", "E4B"), sizes=(1,) * 5, ages=(10, 16), since=(250, 640)),
    Plan(story=stories.left(stories.interim, "E4A"), sizes=(2,), ages=(3, 12), since=(300, 600)),
    Plan(story=stories.left(stories.kin, "E45"), sizes=(2, 1), ages=(2, 9), since=(450, 650)),
    Plan(story=stories.left(stories.interim, "E46", "E41"), sizes=(1, 1), ages=(3, 10), since=(400, 600)),
    Plan(story=stories.adopted, sizes=(1, 2, 1), ages=(1.9, 4.5), since=(660, 680)),
    Plan(story=stories.left(stories.accommodated, "E13", "E3"), sizes=(1, 1), ages=(15, 17), since=(300, 640)),
    Plan(story=stories.left(stories.accommodated, "E9"), sizes=(1,), ages=(16.5, 17.4), since=(400, 600)),
    Plan(story=stories.remand_over, sizes=(1,), ages=(16, 17.5), since=(100, 500)),
    Plan(story=stories.went_straight_home, sizes=(1, 2), ages=(3, 12), since=(40, 600)),
)
"""Those who have left in these years."""


def invent(teller: Teller) -> list[Life]:
    """Every child of the practice caseload with their life in care, but for the reviews."""
    people = _People(teller)
    told: list[Life] = []
    for plan in (*HERE, *GONE):
        for size in plan.sizes:
            told += _tell(teller, people, plan, size)
    _strokes_of_fate(teller, told)
    return told


def _tell(teller: Teller, people: _People, plan: Plan, size: int) -> list[Life]:
    rng = teller.rng
    since = rng.randint(*plan.since)
    least, most = (round(each * YEAR) for each in plan.ages)
    youngest = rng.randint(max(least, since + 3), max(least, since + 3, most - (size - 1) * SPACING[1] // 2))
    ages = [youngest]
    for _ in range(size - 1):
        ages.append(min(ages[-1] + rng.randint(*SPACING), round(17.8 * YEAR)))
    lives = list(people.family(sorted(ages, reverse=True), alone=plan.alone))
    plan.story(teller, lives, teller.ago(since))
    return lives


@dataclass(slots=True)
class _People:
    """Names, numbers and families, dealt so that none comes twice."""

    teller: Teller
    families: int = 0
    backgrounds: list[Heritage] = field(default_factory=list)
    alone: list[Heritage] = field(default_factory=list)
    surnames: Counter[str] = field(default_factory=Counter)
    names: set[tuple[str, str]] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)

    def family(self, ages: list[int], *, alone: bool) -> Iterator[Life]:
        """Brothers and sisters of these ages in days, the eldest first."""
        rng = self.teller.rng
        self.families += 1
        background = self._background(rng, alone=alone)
        surname = min(background.surnames.split(), key=lambda each: (self.surnames[each], rng.random()))
        self.surnames[surname] += len(ages)
        postcode = homes.postcode(rng)
        for age in ages:
            sex = "M" if alone and rng.random() < 0.85 else rng.choice("FM")  # noqa: PLR2004 - most are boys
            yield Life(
                today=self.teller.today,
                family=self.families,
                first=self._first(rng, background.girls if sex == "F" else background.boys, surname),
                last=surname,
                ethnicity=background.code,
                sex=sex,
                born=_not_leap(self.teller, age),
                home_postcode=postcode,
                number=self._number(rng),
                upn=f"{rng.choice('ABCDEFGHJKLMNPQRTUVWXYZ')}000{rng.randint(10**8, 10**9 - 1)}",
                siblings=len(ages),
            )

    def _background(self, rng: Random, *, alone: bool) -> Heritage:
        if alone:
            self.alone = self.alone or list(heritage.ALONE)
            return self.alone.pop(0)
        if not self.backgrounds:
            self.backgrounds = list(heritage.FAMILIES)
            rng.shuffle(self.backgrounds)
        return self.backgrounds.pop()

    def _first(self, rng: Random, pool: str, surname: str) -> str:
        free = [each for each in pool.split() if (each, surname) not in self.names] or pool.split()
        first = rng.choice(free)
        self.names.add((first, surname))
        return first

    def _number(self, rng: Random) -> str:
        """Six or seven digits; a few begin with zeros."""
        number = rng.randint(*NUMBERS) if len(self.numbers) % 25 else rng.randint(NUMBERS[0] // 100, NUMBERS[0] - 1)
        while number in self.numbers:
            number += 1
        self.numbers.add(number)
        return f"{number:06d}"


def _not_leap(teller: Teller, age: int) -> date:
    born = teller.ago(age)
    return born - timedelta(days=1) if (born.month, born.day) == (2, 29) else born


def _strokes_of_fate(teller: Teller, lives: list[Life]) -> None:
    """Stays in hospital, times missing, and the reviews that went wrong."""
    fostered = [each for each in lives if each.in_care and each.stays[-1].home.place == "U4"]
    for life, days, nights in zip(fostered[::5], (2, 45, 130, 300, 520), (9, 3, 6, 2, 12), strict=False):
        stories.in_hospital(teller, life, teller.ago(days), nights)
    teens = [
        each
        for each in lives
        if each.in_care and age_on(each.born, teller.today) >= TEENS and each.stays[-1].home.place in {"K2", "K3", "U6"}
    ]
    for number, life in enumerate(teens[::2]):
        stories.goes_missing(teller, life, 1 + number % 4, still=number == 1)
    long = [each for each in fostered if each.siblings == 1 and (teller.today - each.stays[0].start).days > 3 * YEAR]
    for life, days in zip(long, DUE_IN, strict=False):
        life.due_in = days
    late = [each for each in lives if each.siblings == 1 and not each.due_in and not each.short_breaks]
    for number, life in enumerate(late[4::12]):
        life.late_after = teller.ago(700 - 120 * number)
