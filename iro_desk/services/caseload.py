"""The children of the desk: what it knows of each, and each one's timeline explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from iro_desk.domain.children import CarePeriod, Child, Episode, reviews_in
from iro_desk.domain.dates import day_words, year_period
from iro_desk.domain.events import Record, Value
from iro_desk.domain.explanation import Explainer
from iro_desk.domain.law import Law
from iro_desk.domain.naming import full_name, initials, shown_by
from iro_desk.domain.reviews import Place, Review
from iro_desk.domain.taking import TakenIn, covered
from iro_desk.domain.timetable import REVIEW, Coverage, Deadline, ReviewClock, State, Timeline
from iro_desk.errors import Refused
from iro_desk.services.finding import former_numbers
from iro_desk.services.messages import Question
from iro_desk.services.policies import in_use
from iro_desk.services.ports import Clock, Records, UnitOfWork

T = TypeVar("T")
SUPPOSED = "supposed"
"""The id of a review that nobody has held."""


@dataclass(frozen=True, slots=True)
class Life:
    """A child, their timeline, and every care period with its deadlines."""

    child: Child
    timeline: Timeline
    periods: tuple[tuple[CarePeriod, tuple[Deadline, ...]], ...]


@dataclass(frozen=True, slots=True)
class Caseload:
    """Every child of the desk, read once and worked out on the desk's day."""

    lives: tuple[Life, ...]
    taken_in: tuple[TakenIn, ...]
    coverage: Coverage
    explainer: Explainer
    today: date
    law: Law

    def life_of(self, shown: str) -> Life:
        """The child shown by this number, or who had it before. Refused where there is none."""
        for has in (lambda child: child.shown == shown, lambda child: shown in child.former_numbers):
            for life in self.lives:
                if has(life.child):
                    return life
        raise Refused(f"No child on this desk has the number {shown}.", field="child")


def read_caseload(work: Records, law: Law, clock: Clock) -> Caseload:
    """Read every child of the desk and work out their deadlines, by the law and the policy adopted here."""
    law = in_use(law, work)
    taken_in = tuple(TakenIn.of(each) for each in work.records("extract"))
    coverage = covered(taken_in)
    episodes = by_child(work.records("episode"))
    reviews = by_child(work.records("review"))
    review_clock = ReviewClock(law=law, coverage=coverage, today=clock.today())
    lives = []
    for record in work.records("child"):
        timeline = Timeline(
            episodes=tuple(episode_of(each) for each in episodes.get(record.id, ())),
            reviews=tuple(review_of(each) for each in reviews.get(record.id, ())),
            doubtful=in_doubt(record.id, taken_in),
            born=_day(record.values["born"]),
        )
        lives.append(Life(child_of(record), timeline, review_clock.read(timeline)))
    newest = max((each.to for each in taken_in), default=None)
    return Caseload(
        tuple(sorted(lives, key=lambda each: each.child.shown)),
        tuple(sorted(taken_in, key=lambda each: each.to, reverse=True)),
        coverage,
        Explainer(law, coverage, newest),
        clock.today(),
        law,
    )


def in_doubt(child: str, taken_in: tuple[TakenIn, ...]) -> bool:
    """Whether the newest extract that speaks of a child had a row about them refused; of those of one day, any."""
    speaking = [each for each in taken_in if child in each.children or child in each.doubtful]
    newest = max((each.to for each in speaking), default=None)
    return any(child in each.doubtful for each in speaking if each.to == newest)


def by_child(records: Iterable[Record]) -> Mapping[str, list[Record]]:
    """These records by the child whose they are."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for each in records:
        if each.child is not None:
            found[each.child].append(each)
    return found


def child_of(record: Record) -> Child:
    """The child that a record tells of."""
    values = record.values
    return Child(
        id=record.id,
        number=_words(values["number"]),
        born=_day(values["born"]),
        sex=_words(values["sex"]),
        name=full_name(values),
        initials=initials(values, shown_by(values, record.id)),
        former_numbers=tuple(former_numbers(record)),
    )


def episode_of(record: Record) -> Episode:
    """The episode that a record tells of."""
    values = record.values
    return Episode(
        id=record.id,
        start=_must(_day(values["start"])),
        began=_must(_words(values["began"])),
        legal_status=_must(_words(values["legal_status"])),
        placement=_must(_words(values["placement"])),
        end=_day(values["end"]),
        ended=_words(values["ended"]),
        where=_words(values["placement_postcode"]),
        urn=_words(values["urn"]),
    )


def review_of(record: Record) -> Review:
    """The review that a record tells of."""
    values = record.values
    place, told_code = values["place"], _words(values["told_code"])
    return Review(
        id=record.id,
        held=_must(_day(values["held"])),
        code=_words(values["code"]) or told_code,
        met_again=tuple(_days(values["met_again"])),
        adjourned=bool(values["adjourned"]),
        place=Place(place) if isinstance(place, str) else None,
        recorded_on=_day(values["recorded_on"]),
        outside=bool(values["outside"]),
        told=_day(values["told"]),
        told_code=told_code,
        perhaps=_words(values["perhaps"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewHeld:
    """One review of a timeline, with what it was judged by."""

    id: str
    held: date
    parts: int
    rule: str | None
    due: date | None
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """One deadline as the command line gives it."""

    id: str
    child: str
    duty: str
    rule: str | None
    due: date | None
    window_from: date | None
    counted_from: date | None
    source: str | None
    explanation: str
    state: State
    held: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView:
    """One care period with its reviews and deadlines."""

    start: date
    end: date | None
    start_known: bool
    reviews: tuple[ReviewHeld, ...]
    deadlines: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildExplained:
    """The whole timeline of one child."""

    child: str
    periods: tuple[PeriodView, ...]
    not_known: tuple[str, ...]
    """What cannot be told, a sentence each."""
    beside: tuple[str, ...] = field(repr=False)
    """Where what was recorded here and what an extract says differ, a sentence each; nothing was overwritten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain(Question[ChildExplained]):
    """What is the whole timeline of this child, each deadline with its reason?"""

    child: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IfHeld:
    """What would come of a review on a day: how it would stand, and what would become due next."""

    review: DueRow
    following: DueRow | None
    """None where nothing would, because care had ended by then."""


@dataclass(frozen=True, kw_only=True)
class WhatIf(Question[IfHeld]):
    """What if a review of this child were held on this day?"""

    child: str
    held: date


def what_if(question: WhatIf, work: UnitOfWork, *, law: Law, clock: Clock) -> IfHeld:
    """Answer ``WhatIf``. Refused where the child is not known, was not in care on that day, or had a review on it."""
    caseload = read_caseload(work, law, clock)
    life = caseload.life_of(question.child)
    if any(question.held in {each.held, each.told} for each in life.timeline.reviews):
        raise Refused(f"A review was held on {day_words(question.held)} already.", field="held")
    supposed = Review(id=SUPPOSED, held=question.held)
    timeline = replace(life.timeline, reviews=(*life.timeline.reviews, supposed))
    review_clock = ReviewClock(law=caseload.law, coverage=caseload.coverage, today=max(caseload.today, question.held))
    for _, deadlines in review_clock.read(timeline):
        judged = next((each for each in deadlines if each.review == SUPPOSED), None)
        if judged:
            following = next((each for each in deadlines if _to_come(each)), None)
            return IfHeld(
                review=due_row(caseload, life, judged),
                following=due_row(caseload, life, following) if following else None,
            )
    raise Refused(f"Child {life.child.shown} was not in care on {day_words(question.held)}.", field="held")


def _to_come(deadline: Deadline) -> bool:
    return deadline.held is None and deadline.state is not State.MISSED and deadline.duty == REVIEW


def explain(question: Explain, work: UnitOfWork, *, law: Law, clock: Clock) -> ChildExplained:
    """Answer ``Explain``. Refused where no child has the number."""
    caseload = read_caseload(work, law, clock)
    life = caseload.life_of(question.child)
    periods = tuple(_period_view(caseload, life, period, deadlines) for period, deadlines in life.periods)
    return ChildExplained(
        child=life.child.shown,
        periods=periods,
        not_known=tuple(_not_known(life, periods)),
        beside=tuple(_beside(life, caseload)),
    )


def due_row(caseload: Caseload, life: Life, deadline: Deadline) -> DueRow:
    """A deadline as a row, with its reason."""
    return DueRow(
        id=deadline.id,
        child=life.child.shown,
        duty=deadline.duty,
        rule=deadline.rule.id if deadline.rule else None,
        due=deadline.due,
        window_from=deadline.limit.window_from,
        counted_from=deadline.limit.counted_from,
        source=deadline.rule.source if deadline.rule else None,
        explanation=caseload.explainer.explain(deadline),
        state=deadline.state,
        held=deadline.held,
    )


def _period_view(caseload: Caseload, life: Life, period: CarePeriod, deadlines: tuple[Deadline, ...]) -> PeriodView:
    judged = {each.review: each for each in deadlines if each.review and each.duty == REVIEW}
    held = [each for each in life.timeline.reviews if each.id in judged]
    return PeriodView(
        start=period.start,
        end=period.end,
        start_known=period.start_known,
        reviews=tuple(_review_held(each, judged[each.id]) for each in sorted(held, key=lambda each: each.held)),
        deadlines=tuple(due_row(caseload, life, each) for each in deadlines),
    )


def _review_held(review: Review, judged: Deadline) -> ReviewHeld:
    return ReviewHeld(
        id=review.id,
        held=review.held,
        parts=review.parts,
        rule=judged.rule.id if judged.rule else None,
        due=judged.due,
        state=judged.state,
    )


def _not_known(life: Life, periods: tuple[PeriodView, ...]) -> list[str]:
    sentences = [
        f"The day the child became looked after is in no file; care is seen from {day_words(each.start)}."
        for each in periods
        if not each.start_known
    ]
    in_care = [period for period, _ in life.periods]
    placed = {each.id for period in in_care for each in reviews_in(period, in_care, life.timeline.reviews)}
    sentences += [
        f"The review held on {day_words(each.held)} falls in no care period that the files show."
        for each in life.timeline.reviews
        if each.id not in placed
    ]
    rows = [row for period in periods for row in period.deadlines if row.state is State.NOT_KNOWN]
    return sentences + [row.explanation for row in rows]


def _beside(life: Life, caseload: Caseload) -> Iterator[str]:
    """What the newest extract of the child says otherwise than the officer."""
    speaking = [each for each in caseload.taken_in if life.child.id in each.children]
    for each in life.timeline.reviews:
        if each.recorded_on is None:
            continue
        held = day_words(each.held)
        if each.told and each.told != each.held:
            yield f"The review recorded here on {held} is in the extract on {day_words(each.told)}."
        if each.told_code and each.told_code != each.code:
            yield f"Of the review on {held} the extract says {each.told_code}, and {each.code} was recorded here."
        if each.outside:
            yield f"The review recorded here on {held} stands outside the sequence; nothing is counted from it."
        silent = [one for one in speaking if each.held in year_period(one.year) and each.held <= one.to]
        if each.told is None and silent:
            yield f"The review recorded here on {held} is not in the extract to {day_words(silent[0].to)}."


def _words(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _days(value: Value) -> list[date]:
    return [date.fromisoformat(each) for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _must(value: T | None) -> T:
    if value is None:
        raise ValueError("a record lacks a value that it cannot be without")
    return value
