"""The social workers of the invented council: who has which children, from when, and why it changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from iro_desk.domain.dates import Period
from iro_desk.practice.lives import Life

STAFF = (
    "Lucy Hargreaves, Samuel Osei, Priya Menon, Tom Whitfield, Ngozi Eze, Rachel Dunne, Imran Sheikh, Beth Calloway, "
    "Marcin Wolski, Joanna Fell, Delroy Hines, Sunita Rao, Gareth Pugh, Amina Diallo, Kate Silverwood, Yusuf Demir, "
    "Helen Marsh, Chidinma Obi, Peter Longden, Roisin Kearney, Nadia Rahman, Owen Bowyer, Grace Muthoni, Liam Thorpe, "
    "Farah Qureshi, Donna Ellwood, Kwabena Appiah, Sophie Lark, Mehmet Aksoy, Judith Penn, Carl Robson, Anita Desai, "
    "Becky Stone, Tunde Alade, Marie Lavelle, Simon Crowe, Halima Noor, Jess Barrow, Piotr Zając, Claire Whitmore"
)
NAMES = STAFF.split(", ")
FIRST = "Assessment"
ALONE = "Unaccompanied Young People"
TEAMS = ("Children in Care East", "Children in Care West", "Children in Care North", "Permanence")
DESKS_A_TEAM = 3
CHANGES = ("LEFTRL", "LEFTRL", "LEFTRL", "ORGRST", "MANAGE", "ABSENC")
SHORTEST = timedelta(days=8)
"""Nobody has a child for less: the next one comes at once."""
ASSESSED = timedelta(days=56)
"""How long a child stays with the first team."""
TENURE = (260, 900)
"""Days for which a social worker keeps a desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A social worker."""

    id: str
    name: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time with one social worker; the reason is why it began."""

    worker: Worker
    start: date
    end: date | None
    reason: str


class Office:
    """The desks of the council's teams. When a social worker leaves one, all its children get the next."""

    def __init__(self, rng: Random, today: date) -> None:
        names = list(NAMES)
        rng.shuffle(names)
        busy: defaultdict[str, list[Period]] = defaultdict(list)

        def sits(days: Period) -> str:
            name = next(each for each in names if not any(days.meets(other) for other in busy[each]))
            busy[name].append(days)
            names.append(names.pop(names.index(name)))
            return name

        self._desks = {
            team: [list(_desk(rng, today, team, sits)) for _ in range(desks)]
            for team, desks in ((FIRST, 2), (ALONE, 1), *((team, DESKS_A_TEAM) for team in TEAMS))
        }

    def spells(self, life: Life) -> list[Spell]:
        """Who had this child, from the first day in care to the last, oldest first."""
        return list(_no_flying_visits(self._told(life)))

    def _told(self, life: Life) -> list[Spell]:
        first, last = life.stays[0].start, life.stays[-1].end if not life.in_care else None
        if life.unaccompanied:
            return list(_during(self._of(ALONE, life.family), first, last, "FCONTA"))
        team = TEAMS[life.family % len(TEAMS)]
        handed_on = first + ASSESSED
        found = list(_during(self._of(FIRST, life.family), first, min(handed_on, last or date.max), "FCONTA"))
        if handed_on > life.today:
            return [_still(each, life.today) for each in found]
        if last is None or handed_on < last:
            found += _during(self._of(team, life.family), handed_on, last, "TSPROC")
        return found

    def _of(self, team: str, family: int) -> list[Spell]:
        desks = self._desks[team]
        return desks[family // len(TEAMS) % len(desks)]


def _desk(rng: Random, today: date, team: str, sits: Callable[[Period], str]) -> Iterator[Spell]:
    """The social workers who followed each other at a desk, the newest first; none sits at two at once."""
    end, day = None, today - timedelta(days=rng.randint(15, TENURE[0]))
    for _ in range(30):
        name = sits(Period(day, end))
        worker = Worker(id=f"SW{10_400 + NAMES.index(name) * 37}", name=name, team=team)
        yield Spell(worker=worker, start=day, end=end, reason=rng.choice(CHANGES))
        end, day = day, day - timedelta(days=rng.randint(*TENURE))


def _during(desk: list[Spell], first: date, last: date | None, reason: str) -> Iterator[Spell]:
    """What a desk's social workers had of a time; it began for this reason, and each change has its own."""
    for each in reversed(desk):
        if (each.end and each.end <= first) or (last and each.start >= last):
            continue
        ends = [day for day in (each.end, last) if day]
        yield Spell(
            worker=each.worker,
            start=max(each.start, first),
            end=min(ends, default=None),
            reason=reason if each.start <= first else each.reason,
        )


def _no_flying_visits(spells: list[Spell]) -> Iterator[Spell]:
    """The spells without those that a next one followed within days, which begins in their place."""
    left: Spell | None = None
    for each in spells:
        spell = replace(each, start=left.start, reason=left.reason) if left else each
        short = spell.end is not None and spell.end - spell.start < SHORTEST and each is not spells[-1]
        if not short:
            yield spell
        left = spell if short else None


def _still(spell: Spell, today: date) -> Spell:
    over = spell.end is not None and spell.end <= today
    return spell if over else replace(spell, end=None)
