"""What the files leave open and the officer knows: asked once, and answered on the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from iro_desk.domain.dates import day_words
from iro_desk.domain.events import WITHDRAWN, Change, Value
from iro_desk.domain.law import Law, Unknown
from iro_desk.domain.reviews import Place, Review
from iro_desk.domain.timetable import REVIEW
from iro_desk.errors import Refused
from iro_desk.services.caseload import Life, read_caseload
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import Clock, UnitOfWork


class Choice(StrEnum):
    """What can be answered."""

    HERE = "here"
    EXTRACT = "extract"
    TWO = "two"
    FIRST = "first"
    LATER = "later"


CHOICE_WORDS = {
    Choice.HERE: "The same review, held on the day recorded here",
    Choice.EXTRACT: "The same review, held on the extract's day",
    Choice.TWO: "Two reviews",
    Choice.FIRST: "It was the first of this time in care",
    Choice.LATER: "Others were held before it",
}
EARLIER_DAY = "the earlier day is shown for the next"
IN_TIME_OR_NOT = "it is not known whether it was in time"
SAME_OR_TWO = (Choice.HERE, Choice.EXTRACT, Choice.TWO)
FIRST_OR_LATER = (Choice.FIRST, Choice.LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that the desk asks about a child, with the answers there are."""

    id: str
    child: str
    """The number that the child is shown by."""
    name: str = field(repr=False)
    on: date
    words: str = field(repr=False)
    choices: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class Asks(Question[tuple[Asked, ...]]):
    """What do the files leave open that the officer can answer?"""

    child: str | None = None
    """The number that a child is shown by: about this child alone."""


@dataclass(frozen=True, kw_only=True)
class Answer(Order[str]):
    """Answer one of ``Asks``."""

    words: ClassVar = "answer about a review"

    id: str
    choice: Choice


def asks(question: Asks, work: UnitOfWork, *, law: Law, clock: Clock) -> tuple[Asked, ...]:
    """Answer ``Asks``: by child, then by day. Refused where no child has the number."""
    caseload = read_caseload(work, law, clock)
    lives = caseload.lives if question.child is None else (caseload.life_of(question.child),)
    return tuple(each for life in lives for each in asked_of(life))


def asked_of(life: Life) -> Iterator[Asked]:
    """What the files leave open about one child."""
    for here, told in _pairs(life).values():
        words = (
            f"The extract has a review on {day_words(told.held)}; one on {day_words(here.held)} was recorded here. "
            "Until you say whether they are the same, the earlier day counts."
        )
        yield _asked(life, told if told.perhaps else here, words, SAME_OR_TWO)
    for period, deadlines in life.periods:
        for each in deadlines:
            if period.end is None and each.met_by and each.limit.unknown is Unknown.WHICH_REVIEW:
                alone = sum(other.met_by is not None and other.duty == REVIEW for other in deadlines) == 1
                words = (
                    f"The review of {day_words(each.met_by.held)} is the first that the files show. Was it the first "
                    f"of this time in care? Until you say, {EARLIER_DAY if alone else IN_TIME_OR_NOT}."
                )
                yield _asked(life, each.met_by, words, FIRST_OR_LATER)


def answer(order: Answer, work: UnitOfWork, *, law: Law, clock: Clock) -> str:
    """Carry out ``Answer``. Refused where that is not asked, or cannot be answered so."""
    for life in read_caseload(work, law, clock).lives:
        found = next((each for each in asked_of(life) if each.id == order.id), None)
        if found is None:
            continue
        if order.choice not in found.choices:
            raise Refused(f"That is answered by one of: {', '.join(found.choices)}.", field="choice")
        if order.choice in FIRST_OR_LATER:
            work.change([_change(life, order.id, {"place": Place(order.choice.value)})])
        else:
            here, told = _pairs(life)[order.id]
            work.change(_settled(life, here, told, order.choice))
        return f"{CHOICE_WORDS[order.choice]}: noted."
    raise Refused("That is not asked on this desk, or was answered already; look at the list again.", field="id")


def _pairs(life: Life) -> Mapping[str, tuple[Review, Review]]:
    """Entries that may be one review, by the id of the later entry: the one recorded here, and the extract's."""
    known = {each.id: each for each in life.timeline.reviews}
    found = {}
    for each in known.values():
        other = known.get(each.perhaps or "")
        if other:
            found[each.id] = (each, other) if each.recorded_on else (other, each)
    return found


def _settled(life: Life, here: Review, told: Review, choice: Choice) -> Iterator[Change]:
    if choice is Choice.TWO:
        yield _change(life, (told if told.perhaps else here).id, {"perhaps": None})
        return
    held = here.held if choice is Choice.HERE else told.held
    values: dict[str, Value] = {"held": held.isoformat(), "told": told.held.isoformat(), "told_code": told.code}
    yield _change(life, here.id, {**values, "perhaps": None})
    yield _change(life, told.id, {WITHDRAWN: True})


def _asked(life: Life, review: Review, words: str, choices: tuple[Choice, ...]) -> Asked:
    return Asked(
        id=review.id, child=life.child.shown, name=life.child.name, on=review.held, words=words, choices=choices
    )


def _change(life: Life, review: str, values: dict[str, Value]) -> Change:
    return Change(child=life.child.id, record="review", record_id=review, set=values)
