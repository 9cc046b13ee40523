"""How children come into care and what becomes of them there: each story for one family, told up to today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from iro_desk.domain.dates import A_DAY, WorkingDays, birthday
from iro_desk.practice import homes
from iro_desk.practice.lives import Away, Home, Life

MOVES = ("CREQB", "CREQB", "CREQO", "CARPL", "STAND", "CHILD", "LAREQ")
"""Why a placement ended, by about their share."""
WAYS = {"V2": (30, 110), "L1": (25, 60), "L2": (6, 8), "C1": (0, 0)}
"""The legal status in which children come into care, and the days until an interim order."""
MANY = 3
"""So many brothers and sisters seldom stay together."""
SUPPORTED_SINCE = date(2025, 4, 1)
"""From when the sector's rule sets take supported accommodation (K3) in every year that tells of it."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What a story is told with: chance, the day, and the days on which courts sit."""

    rng: Random
    today: date
    calendar: WorkingDays

    def ago(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)

    def between(self, least: int, most: int) -> timedelta:
        """A stretch of days by chance."""
        return timedelta(days=self.rng.randint(least, most))

    def court(self, day: date) -> date:
        """The day of a hearing: this one, or the last working day before it."""
        return day if day in self.calendar else self.calendar.before(day, 1)

    def chance(self, share: float) -> bool:
        """Whether it happens."""
        return self.rng.random() < share

    def supported(self, day: date) -> Home:
        """Supported accommodation, or a carer's spare room in the years before that had a code."""
        return homes.group(self.rng, "K3") if day >= SUPPORTED_SINCE else homes.foster(self.rng)


Story = Callable[[Teller, Sequence[Life], date], None]
"""Tells the lives of one family from the day they came into care."""


def enter(teller: Teller, lives: Sequence[Life], start: date, home: Home, *, settled: bool = True) -> date:
    """Come into care by one of the usual ways, and stand under an interim and then a full care order.

    The day of the full order, which may be still to come; without ``settled`` none is made.
    """
    way = teller.rng.choice(list(WAYS))
    need = teller.rng.choice(("N1", "N1", "N1", "N5", "N3"))
    interim = teller.court(start + teller.between(*WAYS[way]))
    full = teller.court(start + teller.between(175, 260))
    start = teller.court(start) if way == "C1" else start
    for life in lives:
        life.comes(start, way, home, need)
        if way == "L1":
            life.stands(start + timedelta(days=2), "V2")
        if way != "C1":
            life.stands(interim, "C1")
        if settled:
            life.stands(full, "C2")
    return full


def long_term(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Fostered, and then for the long term; some carers give up."""
    full = enter(teller, lives, start, homes.foster(teller.rng))
    settled = full + teller.between(60, 200)
    place = homes.foster(teller.rng, "U4", far=teller.chance(0.15))
    for life in lives:
        life.moves(settled, place, "CARPL")
    if len(lives) >= MANY:
        lives[0].moves(settled + teller.between(200, 500), homes.foster(teller.rng, "U4"), "CREQB")
    elif teller.chance(0.4):
        moved, because = teller.ago(teller.rng.randint(20, 800)), teller.rng.choice(MOVES)
        place = homes.foster(teller.rng, "U4", far=teller.chance(0.2))
        for life in lives:
            if life.stays[-1].start < moved:
                life.moves(moved, place, because)


def kin(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """A few weeks with strangers, then with grandparents or an aunt."""
    rng = teller.rng
    full = enter(teller, lives, start, homes.foster(rng) if teller.chance(0.6) else homes.relatives(rng))
    family = homes.relatives(rng)
    for life in lives:
        if life.stays and life.stays[0].home.place == "U6":
            life.moves(start + timedelta(days=24), family, "CARPL")
        life.moves(full + timedelta(days=90), homes.kept(life.stays[-1].home, "U1"), "CARPL", began="T")


def interim(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Before the court, with no final order yet."""
    enter(teller, lives, start, homes.foster(teller.rng, far=teller.chance(0.1)), settled=False)
    if teller.chance(0.45):
        moved, home = start + teller.between(14, 120), homes.foster(teller.rng)
        because = teller.rng.choice(("CARPL", "CREQO", "CREQB", "LAREQ"))
        for life in lives:
            if life.stays[-1].start < moved:
                life.moves(moved, home, because)


def born_into_care(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Brothers and sisters long in care, and a baby who comes to the same carers from the maternity ward."""
    *older, baby = lives
    long_term(teller, older, start)
    baby.born = teller.ago(teller.rng.randint(70, 260))
    baby.comes(teller.court(baby.born + timedelta(days=5)), "C1", homes.kept(older[-1].stays[-1].home, "U6"), "N1")


def accommodated(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """In their teens, by agreement; carers and homes do not last."""
    rng = teller.rng
    for life in lives:
        life.comes(start, "V2", homes.foster(rng), rng.choice(("N4", "N5", "N6")))
        day = start
        for because in rng.sample(MOVES, rng.randint(0, 2)):
            day += teller.between(30, 160)
            life.moves(day, homes.group(rng, far=teller.chance(0.4)), because)


def at_home(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Back with parents on a care order."""
    full = enter(teller, lives, start, homes.foster(teller.rng), settled=False)
    for life in lives:
        life.stands_and_moves(full, "C2", homes.with_parents(life.home_postcode))


def residential(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Foster care broke down; a children's home, sometimes far away."""
    _residential(teller, lives, start, teller.ago(teller.rng.randint(15, 600)))


def _residential(teller: Teller, lives: Sequence[Life], start: date, moved: date) -> None:
    rng = teller.rng
    enter(teller, lives, start, homes.foster(rng))
    for life in lives:
        life.moves(moved, homes.group(rng, far=teller.chance(0.45)), "CREQB")
        if teller.chance(0.35):
            life.moves(moved + teller.between(10, 250), homes.group(rng, far=teller.chance(0.45)), "LAREQ")


def restricted(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """In a home with orders that deprive of liberty, made anew every twelve weeks."""
    moved = teller.ago(teller.rng.randint(120, 380))
    _residential(teller, lives, start, moved)
    for life in lives:
        day = teller.court(moved + timedelta(days=9))
        while day <= teller.today:
            after = teller.court(day + timedelta(weeks=12))
            life.liberty.append((day, after - A_DAY))
            day = after


def secure(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """From a children's home into a secure one."""
    residential(teller, lives, start)
    for life in lives:
        life.moves(teller.ago(teller.rng.randint(4, 12)), homes.group(teller.rng, "K1", far=True), "CARPL")


def school(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """A disability, and a residential school that meets it."""
    for life in lives:
        life.comes(start, "V2", homes.foster(teller.rng), "N2")
        life.moves(start + teller.between(120, 300), homes.charity(teller.rng, "S1"), "CARPL")


def supported(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Long in care, and lately in a room of their own with support."""
    enter(teller, lives, start, homes.foster(teller.rng))
    for life in lives:
        sixteen = birthday(life.born, 16)
        life.moves(sixteen - teller.between(400, 500), homes.foster(teller.rng, "U4"), "CARPL")
        moved = max(sixteen + timedelta(days=25), teller.ago(teller.rng.randint(20, 420)))
        life.moves(moved, teller.supported(moved), "CHILD")


def mother_and_baby(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """A young mother in care and her baby, first in a unit for both, then with one carer."""
    mother, baby = lives
    rng = teller.rng
    baby.born = teller.ago(rng.randint(125, 200))
    mother.sex, mother.mother_since = "F", baby.born
    mother.siblings = baby.siblings = 1
    enter(teller, [mother], start, homes.foster(rng))
    unit, carer = homes.charity(rng, "R3"), homes.foster(rng)
    mother.moves(baby.born - timedelta(days=9), unit, "CARPL")
    baby.comes(teller.court(baby.born + timedelta(days=6)), "C1", unit, "N1")
    for life in lives:
        life.moves(baby.born + timedelta(days=94), carer, "CARPL")


def authorised(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """A placement order, and a family that is looked for."""
    _towards_adoption(teller, lives, start)


def placed(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Placed for adoption, with new parents or with the carers they have."""
    _placed(teller, lives, start)


def disrupted(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Placed for adoption, and back with foster carers when it did not hold."""
    _placed(teller, lives, start)
    for life in lives:
        life.moves(max(life.stays[-1].start + timedelta(days=80), teller.ago(16)), homes.foster(teller.rng), "CREQO")


def adopted(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Placed, and adopted half a year later."""
    _placed(teller, lives, start)
    for life in lives:
        order = teller.court(life.stays[-1].start + teller.between(170, 240))
        life.leaves(order, teller.rng.choice(("E11", "E12", "E12")))


def _towards_adoption(teller: Teller, lives: Sequence[Life], start: date) -> date:
    full = enter(teller, lives, start, homes.foster(teller.rng), settled=False)
    order = max(full, lives[0].stays[-1].start + A_DAY)
    for life in lives:
        life.stands(order, "E1")
    return order


def _placed(teller: Teller, lives: Sequence[Life], start: date) -> None:
    order = _towards_adoption(teller, lives, start)
    day = order + teller.between(45, 150)
    same = teller.chance(0.25)
    home = homes.adopters(teller.rng)
    for life in lives:
        new = homes.kept(life.stays[-1].home, "A5") if same else home
        life.moves(day, new, "CARPL", began="T" if same else "P")


def remanded(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Remanded by the youth court to the council's accommodation."""
    for life in lives:
        life.comes(teller.court(start), "J1", homes.group(teller.rng, far=True), "N6")


def remand_over(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Remanded, and some weeks later not any more."""
    remanded(teller, lives, start)
    for life in lives:
        life.leaves(teller.court(start + teller.between(40, 80)), "E14")


def short_breaks(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Long weekends every four weeks, at home otherwise; one of them over the turn of the collection year."""
    april = date(teller.today.year - ((teller.today.month, teller.today.day) < (4, 1)), 4, 1)
    stay, four_weeks = timedelta(days=3), timedelta(weeks=4)
    for life in lives:
        home = Home("R1", "PR5")
        day = april - timedelta(days=2)
        day -= four_weeks * ((day - start) // four_weeks)
        while day <= teller.today:
            life.comes(day, "V3", home, "N2")
            life.leaves(day + stay, "E4A")
            day += four_weeks


def alone(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Came without parents and asked for asylum."""
    rng = teller.rng
    for life in lives:
        life.unaccompanied, life.home_postcode = True, ""
        life.comes(start, "V2", homes.foster(rng, far=teller.chance(0.25)), "N8")
        moved = max(start + teller.between(60, 200), birthday(life.born, 16) + timedelta(days=20))
        life.moves(moved, teller.supported(moved), "CHILD")


def came_back(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Went home, which did not last."""
    interim(teller, lives, start)
    home = homes.foster(teller.rng)
    back = teller.ago(teller.rng.randint(25, 160))
    for life in lives:
        life.leaves(start + timedelta(days=190), "E4A")
        life.comes(back, "V2", home, "N5")
        life.stands(teller.court(back + timedelta(days=40)), "C1")


def left(story: Story, *ended: str) -> Story:
    """A story that ended some months after it began, in one of these ways."""

    def told(teller: Teller, lives: Sequence[Life], start: date) -> None:
        story(teller, lives, start)
        last = max(each.stays[-1].start for each in lives)
        day = teller.court(max(last + timedelta(days=25), start + teller.between(120, 260)))
        way = teller.rng.choice(ended)
        for life in lives:
            life.leaves(min(day, teller.ago(5)), way)

    return told


def went_straight_home(teller: Teller, lives: Sequence[Life], start: date) -> None:
    """Some nights away while somebody was in hospital or a quarrel lasted."""
    home, nights = homes.foster(teller.rng), teller.between(4, 15)
    for life in lives:
        life.comes(start, "V2", home, "N3")
        life.leaves(start + nights, "E4B")


def grew_up(story: Story, *ended: str) -> Story:
    """A story that ended with the eighteenth birthday."""

    def told(teller: Teller, lives: Sequence[Life], start: date) -> None:
        story(teller, lives, start)
        for life in lives:
            life.grows_up(teller.rng.choice(ended))

    return told


def in_hospital(teller: Teller, life: Life, day: date, nights: int) -> None:
    """Some nights in hospital, and back where they lived."""
    last = life.stays[-1]
    if last.end is None and last.start + timedelta(days=20) < day:
        life.moves(day, homes.hospital(teller.rng))
        life.moves(day + timedelta(days=nights), last.home)


def goes_missing(teller: Teller, life: Life, times: int, *, still: bool = False) -> None:
    """Missing or away without leave some times in the last two years, each while in care; ``still`` since yesterday."""
    day = max(life.stays[-1].start, teller.ago(640)) + A_DAY
    for _ in range(times):
        day += teller.between(15, 110)
        end = day + teller.between(0, 3)
        if end >= teller.ago(3) or life.stays[-1].end is not None:
            break
        life.away.append(Away(kind=teller.rng.choice("MMA"), start=day, end=end))
        day = end
    if still:
        life.away.append(Away(kind="M", start=teller.ago(1), end=None))
