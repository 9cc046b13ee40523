"""What is due and what the day holds: the questions of the diary and the views that answer them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from iro_desk.domain.dates import Period, age_on, year_words
from iro_desk.domain.explanation import UNKNOWN_SHORT
from iro_desk.domain.law import Anchor, Law
from iro_desk.domain.naming import told_apart
from iro_desk.domain.timetable import COMPLETION, Deadline, State
from iro_desk.services.caseload import Caseload, DueRow, Life, due_row, read_caseload
from iro_desk.services.messages import Question
from iro_desk.services.ports import Clock, UnitOfWork


class Section(StrEnum):
    """The parts of Today, in the order they are read."""

    OVERDUE = "overdue"
    AT_RISK = "at risk"
    NOT_KNOWN = "not known"
    COMING = "coming"


@dataclass(frozen=True, kw_only=True)
class TodayLine:
    """One open deadline as Today shows it."""

    id: str
    child: str
    """The case system's number, or ``~`` and the desk's own id."""
    name: str = field(repr=False)
    """In full; nothing where the desk has no name."""
    age: int | None
    """Whole years on the desk's day; None when the birthday is not known."""
    what: str
    """The rule's own words: "First review", "Third or later review"; "Review" when the rule is not known."""
    section: Section
    due: date | None
    counted_from: date | None
    working_days: int | None
    """Working days still left, 0 today, negative when past; None without a date."""
    unknown: str
    """Why it is not known, in a few words; nothing where it is."""
    explanation: str


@dataclass(frozen=True, kw_only=True)
class ExtractLine:
    """One extract that the desk has taken in."""

    year: str
    """As the command line writes it: "2026-27"."""
    to: date
    children: int


@dataclass(frozen=True, kw_only=True)
class TodayView:
    """The page that tells the day."""

    today: date
    officer: str
    practice: bool
    children: int
    """Children with an open care period."""
    lines: tuple[TodayLine, ...]
    """Every open deadline, soonest first; ``not known`` without a date last."""
    extracts: tuple[ExtractLine, ...]
    """Newest first; empty on a new desk."""


@dataclass(frozen=True, kw_only=True)
class Today(Question[TodayView]):
    """What matters today?"""


@dataclass(frozen=True, kw_only=True)
class Due(Question[tuple[DueRow, ...]]):
    """Which deadlines are open? With ``period``, those that fall in it; with ``met``, those met or missed as well."""

    period: Period | None = None
    met: bool = False


@dataclass(frozen=True, kw_only=True)
class DiaryDay:
    """One open deadline as a calendar file shows it: by initials or the number's last four, never by name."""

    uid: str
    day: date
    summary: str
    description: str


@dataclass(frozen=True, kw_only=True)
class DiaryDays:
    """What a calendar file holds, and its revision, which only grows."""

    days: tuple[DiaryDay, ...]
    revision: int


@dataclass(frozen=True, kw_only=True)
class Diary(Question[DiaryDays]):
    """Which deadlines fall in this period, for a calendar file?"""

    period: Period


AT_RISK_WORKING_DAYS = 15
AT_RISK_FIRST_REVIEW = 10
"""Not booked with fewer working days left than this is at risk (look.md, section 3)."""


def today(question: Today, work: UnitOfWork, *, law: Law, clock: Clock) -> TodayView:  # noqa: ARG001 - answers alike
    """Answer ``Today``."""
    caseload = read_caseload(work, law, clock)
    desk = work.records("desk")[0].values
    lines = [_line(caseload, law, life, deadline) for life, deadline in _open(caseload)]
    return TodayView(
        today=caseload.today,
        officer=str(desk["officer"]),
        practice=desk["kind"] == "practice",
        children=sum(1 for life in caseload.lives if any(period.end is None for period, _ in life.periods)),
        lines=tuple(sorted(lines, key=lambda each: (each.due is None, each.due or date.max, each.child))),
        extracts=tuple(
            ExtractLine(year=year_words(each.year), to=each.to, children=len(each.children))
            for each in caseload.taken_in
        ),
    )


def due(question: Due, work: UnitOfWork, *, law: Law, clock: Clock) -> tuple[DueRow, ...]:
    """Answer ``Due``: soonest first, those without a day last."""
    caseload = read_caseload(work, law, clock)
    rows = [
        due_row(caseload, life, deadline)
        for life in caseload.lives
        for _, deadlines in life.periods
        for deadline in deadlines
        if (question.met or (deadline.state.open and deadline.held is None)) and _falls_in(deadline, question.period)
    ]
    return tuple(sorted(rows, key=lambda each: (each.due or each.held or date.max, each.child, each.id)))


def diary(question: Diary, work: UnitOfWork, *, law: Law, clock: Clock) -> DiaryDays:
    """Answer ``Diary``."""
    caseload = read_caseload(work, law, clock)
    short = told_apart((life.child.shown, life.child.initials) for life in caseload.lives)
    days = [
        DiaryDay(
            uid=deadline.id,
            day=deadline.due,
            summary=_summary(short[life.child.shown], deadline),
            description=caseload.explainer.explain(deadline),
        )
        for life, deadline in _open(caseload)
        if deadline.due is not None and deadline.due in question.period
    ]
    return DiaryDays(days=tuple(sorted(days, key=lambda each: (each.day, each.uid))), revision=work.count_events())


def _open(caseload: Caseload) -> Iterator[tuple[Life, Deadline]]:
    for life in caseload.lives:
        for _, deadlines in life.periods:
            yield from ((life, each) for each in deadlines if each.state.open and each.held is None)


def _falls_in(deadline: Deadline, period: Period | None) -> bool:
    day = deadline.due or deadline.held
    return period is None or (day is not None and day in period)


def _summary(initials: str, deadline: Deadline) -> str:
    """What stands in a calendar that leaves the desk: initials, or the last four of the number."""
    sure = "" if deadline.state is not State.NOT_KNOWN else " (not known)"
    what = "Review to be completed" if deadline.duty == COMPLETION else "Review due"
    return f"{what}{sure}: {initials}"


def _line(caseload: Caseload, law: Law, life: Life, deadline: Deadline) -> TodayLine:
    left = None if deadline.due is None else law.calendar.between(caseload.today, deadline.due)
    return TodayLine(
        id=deadline.id,
        child=life.child.shown,
        name=life.child.name,
        age=age_on(life.child.born, caseload.today) if life.child.born else None,
        what=deadline.rule.words if deadline.rule else "Review",
        section=_section(deadline, left),
        due=deadline.due,
        counted_from=deadline.limit.counted_from,
        working_days=left,
        unknown=UNKNOWN_SHORT[deadline.limit.unknown] if deadline.limit.unknown else "",
        explanation=caseload.explainer.explain(deadline),
    )


def _section(deadline: Deadline, left: int | None) -> Section:
    if deadline.state is State.NOT_KNOWN or left is None or deadline.rule is None:
        return Section.NOT_KNOWN
    if deadline.state is State.OVERDUE:
        return Section.OVERDUE
    first = deadline.rule.counted_from is Anchor.BECAME_LOOKED_AFTER
    return Section.AT_RISK if left < (AT_RISK_FIRST_REVIEW if first else AT_RISK_WORKING_DAYS) else Section.COMING
