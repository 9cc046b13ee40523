"""The practice caseload of a day: the same for the same day and seed, whoever makes it."""

from __future__ import annotations

from datetime import date
from random import Random

from iro_desk.domain.law import Law
from iro_desk.practice.cast import invent
from iro_desk.practice.heritage import KNOWN_AS
from iro_desk.practice.reviewing import Reviewing
from iro_desk.practice.stories import Teller
from iro_desk.practice.workers import Office
from iro_desk.practice.writing import Caseload

SEED = 903
"""Whose desk it is, and the IRO of every child."""


def practice_caseload(today: date, law: Law, seed: int = SEED) -> Caseload:
    """Children who never were, with their lives up to this day: 110 are looked after, some others have left."""
    rng = Random(seed)  # noqa: S311 - stories, not secrets
    lives = invent(Teller(rng, today, law.calendar))
    for life in lives:
        together, own = Random(f"{seed}/{life.family}"), Random(f"{seed}/{life.number}")  # noqa: S311 - as above
        Reviewing(law, life, together, own).hold()
    office = Office(rng, today)
    return Caseload(
        today=today,
        lives=tuple(lives),
        workers={each.number: tuple(office.spells(each)) for each in lives},
        known_as=KNOWN_AS,
    )
