"""Extracts one after another beside what the officer records: a small desk in memory, and what must hold in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.dates import Period
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value
from iro_desk.domain.extracts import ExtractedChild
from iro_desk.domain.reviews import NEAR
from iro_desk.domain.taking import BESIDE, Known, Word, changes

START = date(2026, 4, 1)
DAYS = st.integers(0, 60).map(lambda each: START + timedelta(days=each))
FIELDS = {
    "episode": ("start", "began", "legal_status", "placement", "end", "urn"),
    "review": ("held", "code", "recorded_on", "told", "told_code", "perhaps"),
    "missing": ("start", "end", "kind"),
    "liberty_order": ("start", "end"),
    "social_worker": ("worker", "start", "end", "reason"),
}


class SmallDesk:
    """The records of one child, by id; a withdrawn one stays, out of sight."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, dict[str, Value]]] = {"child": ("child", {"number": "1"})}
        self._ids = count(1)

    def new_id(self) -> str:
        """The next id."""
        return f"r{next(self._ids)}"

    def of(self, kind: str) -> dict[str, dict[str, Value]]:
        """What is in sight of a kind."""
        return {
            each: dict.fromkeys(FIELDS[kind]) | values
            for each, (its, values) in self.rows.items()
            if its == kind and not values.get(WITHDRAWN)
        }

    def known(self) -> Known:
        """What an extract is set beside."""
        parts = {
            kind: tuple(
                Record(kind=kind, id=each, child="child", values=values) for each, values in self.of(kind).items()
            )
            for kind in FIELDS
        }
        return Known(child=Record(kind="child", id="child", child="child", values=self.rows["child"][1]), parts=parts)

    def put(self, each: Change) -> bool:
        """Carry a change out; whether anything was changed."""
        _, values = self.rows.setdefault(each.record_id, (each.record, {}))
        before = dict(values)
        values.update(each.set)
        return any(before.get(name) != value for name, value in each.set.items())

    def take(self, told: ExtractedChild, beside: dict[str, list[dict[str, Value]]], word: Word) -> list[Change]:
        """Take an extract in; what it really changed."""
        wanted = list(changes(self.known(), told, beside, word, self.new_id))  # type: ignore[arg-type]
        return [each for each in wanted if self.put(each)]

    def record(self, held: date, code: str) -> None:
        """The officer records a review, on a day that has none."""
        mine = {each["held"]: record_id for record_id, each in self.of("review").items()}
        taken = {*mine, *(each["told"] for each in self.of("review").values())}
        if held.isoformat() not in taken:
            values: dict[str, Value] = {"held": held.isoformat(), "code": code, "recorded_on": "2026-07-01"}
            self.put(Change(child="child", record="review", record_id=self.new_id(), set=values))


def row(**values: Value) -> dict[str, Value]:
    """A row of a table."""
    return values


REVIEWS = st.dictionaries(DAYS, st.sampled_from(["PN1", "PN2"]), max_size=4)
STRETCHES = st.dictionaries(DAYS, st.integers(0, 9), max_size=3)
EXTRACTS = st.fixed_dictionaries({
    "reviews": REVIEWS, "starts": st.sets(DAYS, min_size=1, max_size=4), "missing": STRETCHES, "whole": st.booleans(),
    "speaks": st.booleans(), "until": st.none() | DAYS,
})  # fmt: skip
STEPS = st.lists(EXTRACTS | st.tuples(DAYS, st.sampled_from(["PN1", "PN3"])), min_size=1, max_size=7)
Told = tuple[ExtractedChild, dict[str, list[dict[str, Value]]], Word]


def told_by(step: dict[str, object]) -> Told:
    """What an extract tells."""
    reviews: dict[date, str] = step["reviews"]  # type: ignore[assignment]
    starts: list[date] = sorted(step["starts"])  # type: ignore[call-overload]
    ends = [each.isoformat() for each in starts[1:]]
    child = ExtractedChild(
        number="1",
        child={"number": "1"},
        episodes=tuple(
            row(start=start.isoformat(), began="S", legal_status="C2", placement="U6", end=end, urn=None)
            for start, end in zip(starts, [*ends, None], strict=True)
        ),
        reviews=tuple(row(held=day.isoformat(), code=code) for day, code in reviews.items()),
        doubtful=not step["whole"],
    )
    missing: dict[date, int] = step["missing"]  # type: ignore[assignment]
    beside = {
        "missing": [row(start=f"{day}", end=f"{day + timedelta(days=n)}", kind="M") for day, n in missing.items()]
    }
    until: date | None = step["until"]  # type: ignore[assignment]
    speaks = frozenset(BESIDE) if step["speaks"] else frozenset[str]()
    return child, beside, Word(days=Period(START, until), whole=bool(step["whole"]), speaks_of=speaks)


def in_word(day: Value, word: Word) -> bool:
    """Whether an extract speaks of a day."""
    return date.fromisoformat(str(day)) in word.days


def recorded(desk: SmallDesk) -> dict[str, tuple[Value, Value]]:
    """What the officer recorded: day and code."""
    return {
        each: (values["held"], values["code"]) for each, values in desk.of("review").items() if values["recorded_on"]
    }


def days_told(desk: SmallDesk) -> Iterator[Value]:
    """The days on which extracts have reviews, as the desk keeps them."""
    for each in desk.of("review").values():
        yield each["told"] if each["recorded_on"] else each["held"]


@given(steps=STEPS)
def test_extracts_and_what_the_officer_records(steps: list[object]) -> None:
    """Nothing recorded is altered; of its days the extract is the whole word, once; and the same again is nothing."""
    desk = SmallDesk()
    for step in steps:
        if isinstance(step, tuple):
            desk.record(*step)
            continue
        assert isinstance(step, dict)
        told, beside, word = told_by(step)
        before, was = recorded(desk), set(days_told(desk))
        desk.take(told, beside, word)
        assert recorded(desk) == before
        assert desk.take(told, beside, word) == []
        spoken = {each["held"] for each in told.reviews if in_word(each["held"], word)}
        kept = [each for each in days_told(desk) if each is not None]
        assert len(kept) == len(set(kept)), "one review of the extract stands twice"
        assert spoken <= set(kept)
        beyond = {each for each in was if each is not None and not in_word(each, word)}
        assert set(kept) - spoken == (beyond if word.whole else {each for each in was if each} - spoken)
        starts = {each["start"] for each in desk.of("missing").values()}
        assert {each["start"] for each in beside["missing"] if in_word(each["start"], word)} <= starts
        for each in desk.of("review").values():
            other = desk.of("review").get(str(each["perhaps"]))
            if other:
                apart = date.fromisoformat(str(each["held"])) - date.fromisoformat(str(other["held"]))
                assert abs(apart) <= NEAR
                assert other["recorded_on"]
                assert not each["recorded_on"]


@given(steps=STEPS)
def test_episodes_are_the_extract_s_word(steps: list[object]) -> None:
    """After a whole one that reaches to the end, the desk has its episodes and no other."""
    desk = SmallDesk()
    for step in steps:
        if isinstance(step, dict):
            told, beside, word = told_by(step)
            desk.take(told, beside, word)
            mine = sorted((str(each["start"]), each["end"]) for each in desk.of("episode").values())
            if word.whole and word.days.end is None:
                assert mine == [(each["start"], each["end"]) for each in told.episodes]
