"""Reviews that the officer records, and what she says of reviews that the files leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from iro_desk.domain.dates import age_on, day_words
from iro_desk.domain.events import WITHDRAWN, Change, Value
from iro_desk.domain.law import Law
from iro_desk.domain.reviews import NEAR, Place, Review
from iro_desk.errors import Refused
from iro_desk.services.caseload import Caseload, Life, read_caseload, review_of
from iro_desk.services.messages import Order
from iro_desk.services.ports import Clock, UnitOfWork

UNDER_FOUR, FOUR = "PN0", 4
CODES = frozenset(f"PN{number}" for number in range(8))
PLACES: Mapping[str, Place] = {each.value: each for each in Place}
"""Which review it was, by what a form holds of it."""
FORM, MEETING = "review", "meeting:"
"""The form in which a review is typed; one for a further meeting has ``meeting:`` and the review's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedReview:
    """A review that was recorded here, as the child's page shows it."""

    id: str
    held: date
    took_part: str = field(repr=False)
    """How the child took part, in words; nothing where that is not known yet."""
    met_again: tuple[date, ...]
    adjourned: bool
    outside: bool


@dataclass(frozen=True, kw_only=True)
class RecordReview(Order[str]):
    """Record a review that was held; one that an extract has on the same day is the same review."""

    words: ClassVar = "review"

    child: str
    held: date
    code: str | None = field(default=None, repr=False)
    """How the child took part: PN0 to PN7."""
    adjourned: bool = False
    """It is to be completed at another meeting."""
    place: Place | None = None
    """Which review it was, where it was held before the files begin."""
    earlier: str | None = None
    """What made it fall earlier than its limit: one of those that the law file names."""
    outside: bool = False
    """It stands outside the sequence: the next is not counted from it."""


@dataclass(frozen=True, kw_only=True)
class MeetAgain(Order[str]):
    """Record a further meeting of an adjourned review."""

    words: ClassVar = "review's further meeting"

    child: str
    held: date
    """The day on which the review first met."""
    on: date
    completed: bool = True


@dataclass(frozen=True, kw_only=True)
class WithdrawReview(Order[str]):
    """Take back a review that was recorded here; what an extract says of it stands again."""

    words: ClassVar = "review taken back"

    child: str
    held: date


ASKS = " The extract has one close by: say whether it is the same."


def record_review(order: RecordReview, work: UnitOfWork, *, law: Law, clock: Clock) -> str:
    """Carry out ``RecordReview``. Refused where it cannot have been held, or is recorded already."""
    caseload = read_caseload(work, law, clock)
    life = caseload.life_of(order.child)
    _possible(order, life, caseload)
    same = next((each for each in life.timeline.reviews if order.held in {each.held, each.told}), None)
    if same and same.recorded_on:
        raise Refused(
            f"The review of {day_words(order.held)} is recorded already; take it back first to record it anew.",
            field="held",
        )
    values: dict[str, Value] = {
        "held": order.held.isoformat(),
        "code": order.code,
        "adjourned": order.adjourned,
        "place": order.place,
        "recorded_on": caseload.today.isoformat(),
        "earlier": order.earlier,
        "outside": order.outside,
    }
    if same:
        values |= {
            "told": same.held.isoformat(),
            "told_code": same.code,
            "code": order.code or same.code,
            "perhaps": None,
        }
    else:
        near = _near(order.held, life)
        values["perhaps"] = near.id if near else None
    record_id = same.id if same else work.new_id()
    work.change([Change(child=life.child.id, record="review", record_id=record_id, set=values)])
    work.change(
        Change(child=life.child.id, record="review", record_id=each.id, set={"perhaps": None})
        for each in life.timeline.reviews
        if each.perhaps == record_id
    )
    work.forget_draft(life.child.id, FORM)
    asks = ASKS if values.get("perhaps") else ""
    return f"Review of {day_words(order.held)} recorded.{asks}"


def meet_again(order: MeetAgain, work: UnitOfWork, *, law: Law, clock: Clock) -> str:
    """Carry out ``MeetAgain``. Refused where that review was not adjourned, or the day does not follow."""
    caseload = read_caseload(work, law, clock)
    life, review = _recorded(caseload, order.child, order.held)
    last = max((review.held, *review.met_again))
    if not review.adjourned:
        raise Refused(f"The review of {day_words(order.held)} was not adjourned; nothing is open.", field="held")
    if not last < order.on <= caseload.today:
        raise Refused(
            f"A further meeting is held after {day_words(last)} and not after today; {day_words(order.on)} is not.",
            field="on",
        )
    met = [*(each.isoformat() for each in review.met_again), order.on.isoformat()]
    values: dict[str, Value] = {"met_again": list[Value](met), "adjourned": not order.completed}
    near = None if review.told or review.perhaps else _near(order.on, life)
    if near and not near.perhaps and near.held > review.held:
        values["perhaps"] = near.id
    work.change([Change(child=life.child.id, record="review", record_id=review.id, set=values)])
    work.forget_draft(life.child.id, f"{MEETING}{review.id}")
    done = "completed" if order.completed else "adjourned again"
    asks = ASKS if "perhaps" in values else ""
    return f"Review of {day_words(order.held)} {done} on {day_words(order.on)}.{asks}"


def withdraw_review(order: WithdrawReview, work: UnitOfWork, *, law: Law, clock: Clock) -> str:
    """Carry out ``WithdrawReview``. Refused where none of that day was recorded here."""
    life, review = _recorded(read_caseload(work, law, clock), order.child, order.held)
    told = review.told
    values: dict[str, Value] = {WITHDRAWN: True}
    if told:
        values = {
            "held": told.isoformat(),
            "code": review.told_code,
            **dict.fromkeys(("met_again", "adjourned", "recorded_on", "earlier", "outside", "told", "told_code")),
        }
    work.change([Change(child=life.child.id, record="review", record_id=review.id, set=values)])
    return "Taken back; what the extract says stands." if told else "Taken back."


def recorded_lines(work: UnitOfWork, child: str, ways: Mapping[str, str]) -> tuple[RecordedReview, ...]:
    """A child's reviews that were recorded here, newest first; ``ways`` says in words what a code means."""
    found = [each for each in map(review_of, work.records("review", child)) if each.recorded_on]
    return tuple(
        RecordedReview(
            id=each.id,
            held=each.held,
            took_part=ways.get(each.code or "", ""),
            met_again=each.met_again,
            adjourned=each.adjourned,
            outside=each.outside,
        )
        for each in sorted(found, key=lambda each: (each.held, each.id), reverse=True)
    )


def _possible(order: RecordReview, life: Life, caseload: Caseload) -> None:
    """Refused where the review cannot have been held as it is said."""
    day = day_words(order.held)
    if order.held > caseload.today:
        raise Refused(f"{day} is still to come; a review is recorded when it has been held.", field="held")
    in_care = any(period.start <= order.held <= (period.end or order.held) for period, _ in life.periods)
    if not in_care and not _before_the_files(order.held, life):
        raise Refused(f"Child {life.child.shown} was not in care on {day}.", field="held")
    since = caseload.coverage.since
    if since and order.held < since and order.place is None:
        raise Refused(
            f"{day} is before the files begin: say also whether it was the first review of this time in care, or a "
            "later one.",
            field="place",
        )
    reasons = [each.id for each in caseload.law.book.earlier]
    if order.earlier is not None and order.earlier not in reasons:
        raise Refused(f"A review is held earlier for one of: {', '.join(reasons)}.", field="earlier")
    _code(order, life)


def _before_the_files(day: date, life: Life) -> bool:
    """Whether care had begun before the first day that the files show of it."""
    first = life.periods[0][0] if life.periods else None
    return first is not None and not first.start_known and day < first.start


def _code(order: RecordReview, life: Life) -> None:
    """Refused where the code is none, or is not for a child of that age (the sector's rules 440 and 441)."""
    if order.code is None:
        return
    if order.code not in CODES:
        raise Refused(f"“{order.code}” is not how a child can take part: PN0 to PN7.", field="code")
    born = life.child.born
    if born and (age_on(born, order.held) < FOUR) != (order.code == UNDER_FOUR):
        raise Refused(
            f"PN0 is for a child under four on the day of the review and no other; on {day_words(order.held)} "
            f"the child was {age_on(born, order.held)}.",
            field="code",
        )


def _near(held: date, life: Life) -> Review | None:
    """The review of an extract close by that may be the same."""
    close = [each for each in life.timeline.reviews if not each.recorded_on and abs(each.held - held) <= NEAR]
    return min(close, key=lambda each: (abs(each.held - held), each.id), default=None)


def _recorded(caseload: Caseload, child: str, held: date) -> tuple[Life, Review]:
    life = caseload.life_of(child)
    found = next((each for each in life.timeline.reviews if each.held == held and each.recorded_on), None)
    if found is None:
        raise Refused(f"No review of {day_words(held)} was recorded here.", field="held")
    return life, found
