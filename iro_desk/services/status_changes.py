"""What an extract changed in the children's lives in care, for the officer to hear of and to acknowledge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from iro_desk.domain.children import Child
from iro_desk.domain.dates import A_DAY, Period, day_words, months_after, year_period
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value
from iro_desk.domain.sentinel import START_NOT_KNOWN, Between, Kind, Reading, StatusChange, Stretch, gone
from iro_desk.domain.sentinel import status_changes as status_changes_of
from iro_desk.domain.taking import BESIDE, TakenIn
from iro_desk.domain.timetable import Deadline, ReviewClock
from iro_desk.errors import Refused
from iro_desk.services.caseload import Caseload, Life, by_child, child_of
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import Clock, Records, UnitOfWork

KIND = "status_change"
NEWS_FOR = 3
"""Calendar months after its year for which an extract is news; after that it fills in the past."""
WORDS = {
    Kind.CAME_IN: "Came into care on {day}, under {now}.",
    Kind.CAME_BACK: "Came back into care on {day}, under {now}; reviews are counted from the beginning.",
    Kind.REMANDED: "Remanded on {day}; reviews run from the remand.",
    Kind.LEGAL_STATUS: "Legal status {was} became {now} on {day}.",
    Kind.PLACEMENT: "Moved on {day}, from {was} to {now}.",
    Kind.TWO_MOVES: "A second move within 28 days, on {day}; the one before was on {was}.",
    Kind.LEFT: "Left care on {day}: {now}.",
    Kind.START_CORRECTED: "The day of coming into care was corrected from {was} to {now}.",
    Kind.CORRECTED: "An entry was corrected: {was} became {now}, from {day}.",
    Kind.TAKEN_BACK: "An entry from {day} was taken back: {was}, {now}. Ask the case system if that is right.",
    Kind.STILL_IN_CARE: "In care after all: that it ended on {day} ({now}) was taken back.",
    Kind.NOT_SO: "The case system has no more {was} from {day}, of which it told before.",
    Kind.BIRTHDAY: "Turned {now} on {day}.",
    Kind.AT_HOME: "Newly looked after on {day} without moving home ({now}).",
    Kind.OUT_OF_COUNTY: "Placed out of county on {day}.",
    Kind.SHORT_BREAKS: "The short breaks went beyond what regulation 48 allows; the full timetable applies.",
    Kind.MISSING: "{was} from {day}.",
    Kind.FOUND: "Came back on {day}, and is missing no more.",
    Kind.LIBERTY: "Deprived of liberty by an order of {day}.",
    Kind.LIBERTY_OVER: "The order that deprived of liberty ended on {day}.",
    Kind.SOCIAL_WORKER: "A new social worker on {day}: {now}; before, {was}.",
    Kind.GONE: "The extract to {day} does not tell of this child any more; ask the case system.",
    Kind.REVIEW: "A review was held on {day}.",
}


SEEN_IN_CARE = "Seen in care from {day}, under {now}; the day of coming into care is in no file."
BESIDE_WORDS = {
    "missing": "time missing",
    "liberty_order": "order that deprives of liberty",
    "social_worker": "social worker",
}
HOW_MISSING = frozenset({"M", "A"})
TO = {
    Kind.MISSING: " Came back on {now}.",
    Kind.LIBERTY: " It runs to {now}.",
    Kind.GONE: " A child of the same birthday and first day of care is new in it: {now}. Merge them if they are one.",
}
"""What is said besides where more is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChangeLine:
    """One thing that an extract changed, in words."""

    id: str
    extract: str
    """The record of the extract that told of it."""
    child: str
    """The number that the child is shown by."""
    name: str = field(repr=False)
    """In full, where the desk has one."""
    kind: Kind
    on: date
    was: str = field(repr=False)
    now: str = field(repr=False)
    happened: str = field(repr=False)
    """In a sentence."""
    moved: str = field(repr=False)
    """Which deadline it moved, in a sentence; nothing where it moved none."""
    acknowledged: date | None

    @property
    def words(self) -> str:
        """What happened, and which deadline it moved."""
        return f"{self.happened} {self.moved}".rstrip()


@dataclass(frozen=True, kw_only=True)
class StatusChanges(Question[tuple[StatusChangeLine, ...]]):
    """What did extracts change that nobody has acknowledged? Of one extract, if named, whether acknowledged or not."""

    extract: str | None = None


@dataclass(frozen=True, kw_only=True)
class Acknowledge(Order[str]):
    """Say that these changes were read. News of reviews needs none, and may be put away the same way."""

    words: ClassVar = "status changes read"

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """An extract that is being taken in: its record as it will be, its children, and all that it changes."""

    extract: TakenIn
    changes: tuple[Change, ...]


def found_by(taking: Taking, work: UnitOfWork, clock: Clock, read: Callable[[Records], Caseload]) -> Iterator[Change]:
    """What becomes of the children by this extract, as records to keep: what no extract before it said.

    The first extract of a desk, one that is older than another, and one whose year ended more than three months ago
    fill in the past, and are no news.
    """
    before = read(work)
    extract = taking.extract
    newest = max((each.to for each in before.taken_in), default=None)
    year_end = year_period(extract.year).end or date.max
    if newest is None or extract.to < newest or months_after(year_end, NEWS_FOR) < clock.today():
        return
    landed = _AsIfLanded(work, taking.changes)
    after, old = read(landed), {each.child.id: each for each in before.lives}
    known_gone = set(_known_gone(work, before.taken_in))
    newcomers = [each for each in after.lives if each.child.id not in old]
    beside_before, beside_after = _beside(work), _beside(landed)
    between = Between(
        days=Period(newest + A_DAY, max(extract.to, newest) + A_DAY),
        spoken_of=frozenset().union(*(each.tables for each in before.taken_in)),
        at_home=after.law.policy.at_home,
    )
    for life in after.lives:
        past, child = old.get(life.child.id), life.child.id
        was = _reading(past, beside_before) if past else None
        now = _reading(life, beside_after)
        found = status_changes_of(was, now, between)
        if child not in extract.children and child not in known_gone:
            found += gone(now, extract.to, _likeness(now, newcomers))
        moved = _moved_between(was, now, after, life) if found else None
        yield from (_kept(each, extract.id, moved, child, work.new_id()) for each in found if moved)


def _known_gone(work: Records, taken_in: Iterable[TakenIn]) -> Iterator[str]:
    """The children of whom it was said that they are gone, and no extract has told since."""
    told: dict[str, date] = {}
    for each in taken_in:
        told |= {child: max(each.to, told.get(child, each.to)) for child in each.children}
    for record in work.records(KIND):
        child = record.child or ""
        said = date.fromisoformat(str(record.values["on"]))
        if record.values["kind"] == Kind.GONE.value and told.get(child, date.min) <= said:
            yield child


def _likeness(gone_child: Reading, newcomers: Iterable[Life]) -> str:
    """The number of the newcomer who may be the child that is gone; nothing where none is like."""
    starts = {each.start for each in gone_child.episodes}
    alike = [
        each.child.shown
        for each in newcomers
        if each.child.born
        and each.child.born == gone_child.born
        and any(episode.start in starts for episode in each.timeline.episodes)
    ]
    return alike[0] if len(alike) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Moved:
    """The deadline to come now; what it would be without what became of the child, and without the new reviews."""

    now: Deadline | None
    but_for_changes: Deadline | None
    but_for_reviews: Deadline | None

    def by(self, kind: Kind) -> tuple[Deadline | None, Deadline | None]:
        """The deadline to come before and after what a change of this kind moved."""
        was = self.but_for_reviews if kind is Kind.REVIEW else self.but_for_changes
        if not kind.moves or (was is None and kind not in BEGINS):
            return None, None
        return was, self.now


BEGINS = frozenset({Kind.CAME_IN, Kind.CAME_BACK, Kind.REMANDED, Kind.REVIEW})
"""The kinds with which a deadline may stand where none stood before."""


def _moved_between(was: Reading | None, now: Reading, caseload: Caseload, life: Life) -> _Moved:
    """What moved the deadline to come, and how far: what became of the child, or a review."""
    seen = {each.id for each in was.reviews} if was else set()
    clock = ReviewClock(law=caseload.law, coverage=caseload.coverage, today=caseload.today)

    def would_be(**told: Any) -> Deadline | None:  # noqa: ANN401 - fields of a timeline
        return replace(now, periods=clock.read(replace(life.timeline, **told))).to_come

    return _Moved(
        now.to_come,
        would_be(episodes=was.episodes if was else ()),
        would_be(reviews=tuple(each for each in now.reviews if each.id in seen)),
    )


def _beside(work: Records) -> Mapping[str, Mapping[str, tuple[Stretch, ...]]]:
    """What returns tell beside, by child and kind of record."""
    found: defaultdict[str, dict[str, tuple[Stretch, ...]]] = defaultdict(dict)
    for kind in BESIDE:
        for child, records in by_child(work.records(kind)).items():
            found[child][kind] = tuple(_stretch(each) for each in records)
    return found


def _stretch(record: Record) -> Stretch:
    values = record.values
    start, end = values["start"], values["end"]
    return Stretch(
        id=record.id,
        start=date.fromisoformat(start) if isinstance(start, str) else None,
        end=date.fromisoformat(end) if isinstance(end, str) else None,
        what=str({"missing": values.get("kind"), "social_worker": values.get("worker")}.get(record.kind) or ""),
    )


class _AsIfLanded:
    """The records as they will be once an order's changes have landed."""

    def __init__(self, work: Records, wanted: Iterable[Change]) -> None:
        self._work = work
        self._wanted = tuple(wanted)

    def records(self, kind: str, child: str | None = None) -> tuple[Record, ...]:
        """Every record of a kind that will not be withdrawn; of one child, if given."""
        found = {each.id: each for each in self._work.records(kind, child)}
        for change in self._wanted:
            if change.record != kind or (child is not None and change.child != child):
                continue
            if change.set.get(WITHDRAWN) is True:
                found.pop(change.record_id, None)
                continue
            before = found.get(change.record_id)
            values = _Values({**(before.values if before else {}), **change.set})
            found[change.record_id] = Record(kind=kind, id=change.record_id, child=change.child, values=values)
        return tuple(found.values())


class _Values(dict[str, Value]):
    """A record's fields; one that was never set is None."""

    def __missing__(self, name: str) -> None:
        return None


def _reading(life: Life, beside: Mapping[str, Mapping[str, tuple[Stretch, ...]]]) -> Reading:
    return Reading(
        born=life.child.born,
        episodes=life.timeline.episodes,
        reviews=life.timeline.reviews,
        periods=life.periods,
        beside=beside.get(life.child.id, {}),
    )


def _kept(found: StatusChange, extract: str, moved: _Moved, child: str, record_id: str) -> Change:
    was, now = moved.by(found.kind)
    values: dict[str, Value] = {
        "extract": extract,
        "kind": found.kind.value,
        "on": found.on.isoformat(),
        "was": found.was,
        "now": found.now,
        "due_was": _due(was),
        "due_now": _due(now),
        "rule_now": now.rule.id if now and now.rule else None,
        "acknowledged_on": None,
    }
    return Change(child=child, record=KIND, record_id=record_id, set=values)


def _due(deadline: Deadline | None) -> str | None:
    return deadline.due.isoformat() if deadline and deadline.due else None


CodeWords = Mapping[str, str]
"""What a code of the return means: legal statuses, placements, why care ended, how a child was missing."""


def status_changes(
    question: StatusChanges, work: UnitOfWork, *, codes: Callable[[], CodeWords]
) -> tuple[StatusChangeLine, ...]:
    """Answer ``StatusChanges``: what is to be acknowledged before news, each by day, the newest first."""
    children = {each.id: child_of(each) for each in work.records("child")}
    lines = [
        _line(each, children[each.child], codes())
        for each in work.records(KIND)
        if each.child in children
        and (question.extract == each.values["extract"] if question.extract else each.values["acknowledged_on"] is None)
    ]
    order = list(Kind)
    return tuple(
        sorted(lines, key=lambda each: (each.kind.news, -each.on.toordinal(), each.child, order.index(each.kind)))
    )


def acknowledge(order: Acknowledge, work: UnitOfWork, *, clock: Clock) -> str:
    """Carry out ``Acknowledge``. Refused where one is not known."""
    wanted = []
    for each in order.ids:
        record = work.record(KIND, each)
        if record is None:
            raise Refused(f"There is no change {each} on this desk; look at the list again.", field="ids")
        today = clock.today().isoformat()
        wanted.append(Change(child=record.child, record=KIND, record_id=each, set={"acknowledged_on": today}))
    work.change(wanted)
    return "1 change acknowledged." if len(wanted) == 1 else f"{len(wanted)} changes acknowledged."


def _line(record: Record, child: Child, codes: CodeWords) -> StatusChangeLine:
    values = record.values
    kind, on = Kind(str(values["kind"])), date.fromisoformat(str(values["on"]))
    was, now = str(values["was"] or ""), str(values["now"] or "")
    acknowledged = values["acknowledged_on"]
    return StatusChangeLine(
        id=record.id,
        extract=str(values["extract"]),
        child=child.shown,
        name=child.name,
        kind=kind,
        on=on,
        was=was,
        now=now,
        happened=_happened(kind, on, _said(was, codes), _said(now, codes)),
        moved=_moved(values),
        acknowledged=date.fromisoformat(acknowledged) if isinstance(acknowledged, str) else None,
    )


def _moved(values: Mapping[str, Value]) -> str:
    """Which deadline moved, from where to where; nothing where none did."""
    was, now, rule = values["due_was"], values["due_now"], values["rule_now"]
    if was == now:
        return ""
    if not now:
        return f"No review is due any more; it was {_said(str(was))}."
    before = f"; before, {_said(str(was))}" if was else ""
    return f"The next review is due by {_said(str(now))} ({rule}){before}."


def _happened(kind: Kind, on: date, was: str, now: str) -> str:
    if was == START_NOT_KNOWN:
        return SEEN_IN_CARE.format(day=day_words(on), now=now)
    words = WORDS[kind] + (TO[kind] if now and kind in TO else "")
    return words.format(day=day_words(on), was=BESIDE_WORDS.get(was, was), now=now)


def _said(text: str, codes: CodeWords = MappingProxyType({})) -> str:
    """A day in words, a code with what it means, anything else as it is."""
    try:
        return day_words(date.fromisoformat(text))
    except ValueError:
        means = codes.get(text)
        if means is None or f"({text})" in means or text in HOW_MISSING:
            return means or text
        return f"{means if means[:2].isupper() else means[:1].lower() + means[1:]} ({text})"
