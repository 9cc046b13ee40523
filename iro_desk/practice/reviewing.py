"""The reviews of an invented life: held as the program's own review clock asks, and nearly always in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from iro_desk.domain.children import Episode
from iro_desk.domain.dates import A_DAY, Period, age_on, months_after
from iro_desk.domain.law import Law, Limit
from iro_desk.domain.reviews import Review as Held
from iro_desk.domain.timetable import Coverage, ReviewClock, Timeline
from iro_desk.practice.lives import CONTINUES, Life, Review, Stay

ALWAYS = Coverage((Period(date(1990, 1, 1), None),))
EARLY = {"R1": (0, 6), "A5": (2, 8), "A9": (1, 9)}
"""Days before the limit on which a review is held, by rule; for the others ``USUAL``."""
USUAL = (1, 32)
GAP = 174
"""Most days between two reviews of a child whose next is due on a day that is set; fewer than six months ever have."""
LATE = (4, 12)
SPEAKS, TEENS = 4, 13
LITTLE = ("PN6", "PN3", "PN6", "PN4", "PN7", "PN1", "PN5")
YOUNG = ("PN1", "PN1", "PN1", "PN6", "PN6", "PN3", "PN2", "PN5")
TEENAGE = ("PN1", "PN1", "PN1", "PN1", "PN6", "PN6", "PN7", "PN2")


@dataclass(slots=True)
class Reviewing:
    """Holds the reviews of one child. Brothers and sisters have the same chance, and so are reviewed together."""

    law: Law
    life: Life
    together: Random
    own: Random

    def hold(self) -> None:
        """Give the life its reviews, from the first day in care to today."""
        life = self.life
        if life.short_breaks:
            return
        for start, end in _care(life.stays):
            day, held = start, 0
            while (after := self._next(day, held)) and after <= min(life.today, (end or date.max) - A_DAY):
                life.reviews.append(Review(held=after, code=self._code(after)))
                day, held = after, held + 1

    def _next(self, day: date, held: int) -> date | None:
        """The day of the next review, counted from the last one or the start; None where it is left undone."""
        if self.life.due_in and held > 1:
            return self._towards(day)
        early = self.together.random()
        while (limit := self._limit(day)) and limit.due:
            planned = max(self._planned(limit, early), self.law.calendar.after(day, 1))
            turn = next((each.start for each in self.life.stays if day < each.start < planned), None)
            if turn is None:
                return planned
            day = turn
        return None

    def _planned(self, limit: Limit, early: float) -> date:
        due = limit.due or date.max
        late = self.life.late_after
        if late and late < due < self.life.today - timedelta(days=max(LATE) + 7):
            self.life.late_after = None
            return self._working_day(due + timedelta(days=self.own.randint(*LATE) + 3))
        least, most = EARLY.get(limit.rule.id if limit.rule else "", USUAL)
        return self._working_day(due - timedelta(days=least + round(early * (most - least))))

    def _limit(self, day: date) -> Limit | None:
        """What the clock asks for, as one could know it on a day."""
        clock = ReviewClock(law=self.law, coverage=ALWAYS, today=day)
        episodes = tuple(
            _episode(str(number), each, day) for number, each in enumerate(self.life.stays) if each.start <= day
        )
        reviews = tuple(Held(id=str(number), held=each.held) for number, each in enumerate(self.life.reviews))
        *_, (_, deadlines) = clock.read(Timeline(episodes=episodes, reviews=reviews))
        return next((each.limit for each in deadlines if each.held is None), None)

    def _towards(self, day: date) -> date | None:
        """Even steps to the review from which six months are just over, or nearly."""
        last = self._working_day(months_after(self.life.today + timedelta(days=self.life.due_in), -6))
        if day >= last:
            return None
        steps = -(-(last - day).days // GAP)
        return last if steps == 1 else self._working_day(day + (last - day) / steps)

    def _working_day(self, day: date) -> date:
        calendar = self.law.calendar
        return day if day in calendar else calendar.before(day, 1)

    def _code(self, day: date) -> str:
        age = age_on(self.life.born, day)
        if age < SPEAKS:
            return "PN0"
        return self.own.choice(TEENAGE if age >= TEENS else YOUNG if age > SPEAKS + 3 else LITTLE)


def _care(stays: list[Stay]) -> Iterator[tuple[date, date | None]]:
    """Each time in care: from, and to."""
    start = None
    for each in stays:
        start = start or each.start
        if each.ended != CONTINUES:
            yield start, each.end
            start = None


def _episode(name: str, stay: Stay, day: date) -> Episode:
    over = stay.end is not None and stay.end <= day
    return Episode(
        id=name,
        start=stay.start,
        began=stay.began,
        legal_status=stay.legal_status,
        placement=stay.home.place,
        end=stay.end if over else None,
        ended=stay.ended if over else None,
        where=stay.home.postcode,
    )
