"""Imports, reviews recorded here, merges, splits, numbers, policies in any order, done and undone: nothing breaks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.errors import Refused
from iro_desk.services.asking import Answer, Asks
from iro_desk.services.caseload import Explain
from iro_desk.services.children import Children
from iro_desk.services.diary import Due
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.messages import Question
from iro_desk.services.numbering import ChangeNumber, Merge, Split
from iro_desk.services.policies import AdoptPolicy, DropPolicy, LawInUse
from iro_desk.services.returning import ReviewsReturn
from iro_desk.services.reviewing import MeetAgain, RecordReview, WithdrawReview
from iro_desk.services.status_changes import StatusChanges
from tests.conftest import Made
from tests.services.conftest import COLUMNS

TODAY = date(2026, 10, 31)
START = date(2026, 5, 6)
NUMBERS = ("000123", "777001", "ZZ9")
DAYS = st.integers(0, 150).map(lambda each: START + timedelta(days=each))
WHO, OTHER = st.integers(0, 2), st.integers(0, 2)
TAKES = st.tuples(
    st.just("take"),
    st.sets(st.sampled_from(NUMBERS), min_size=1, max_size=3),
    st.lists(DAYS, max_size=3, unique=True),
    st.sampled_from((date(2026, 10, 5), date(2026, 10, 20), TODAY)),
    st.sampled_from(("", "placed", "left", "refused")),
)
ACTS = st.lists(
    TAKES
    | st.tuples(st.just("record"), WHO, DAYS, st.booleans())
    | st.tuples(st.sampled_from(("meet", "withdraw")), WHO, st.integers(0, 3))
    | st.tuples(st.just("merge"), WHO, OTHER)
    | st.tuples(st.sampled_from(("split", "number")), WHO)
    | st.tuples(st.sampled_from(("answer", "adopt", "drop", "undo", "undo", "redo"))),
    min_size=3,
    max_size=14,
)
POLICY = """
council       = "E"
edition       = "1"
series_counts = "completed"

[[stricter]]
rule   = "R3"
within = "5 months"
source = "S"
"""


def told(desk: Desk) -> list[Any]:
    """Everything the desk says."""
    children = [each.child for each in desk.ask(Children())]
    lives = [asdict(desk.ask(Explain(child=each))) for each in children]
    rest: tuple[Question[Any], ...] = (Due(met=True), Asks(), StatusChanges(), LawInUse(), ReviewsReturn(year=2026))
    return [children, lives, *(desk.ask(each) for each in rest)]


class Life:
    """A desk on which anything is done, and what must hold of it."""

    def __init__(self, desk: Desk, scratch: Path) -> None:
        self.desk, self._scratch, self._count = desk, scratch, 0
        self.acts: dict[str, Callable[..., object]] = {
            "take": self.take, "record": self.record, "meet": self.meet, "withdraw": self.withdraw,
            "merge": lambda one, two: desk.do(Merge(child=self.child(one), into=self.child(two))),
            "split": lambda one: desk.do(Split(child=self.child(one))),
            "number": lambda one: desk.do(ChangeNumber(child=self.child(one), number=f"N{self._count}")),
            "answer": self.answer, "adopt": self.adopt, "drop": lambda: desk.do(DropPolicy()),
            "undo": desk.undo, "redo": desk.redo,
        }  # fmt: skip

    def act(self, name: str, *given: Any) -> None:
        """Do it. Refused, it has changed nothing; done and undone at once, everything is as before."""
        self._count += 1
        before = told(self.desk)
        try:
            self.acts[name](*given)
        except Refused:
            assert told(self.desk) == before
            return
        after = told(self.desk)
        if name not in {"undo", "redo"} and after != before:
            self.desk.undo()
            assert told(self.desk) == before
            self.desk.redo()
            assert told(self.desk) == after

    def child(self, place: int) -> str:
        """One of the children there are."""
        children = self.desk.ask(Children())
        return children[place % len(children)].child if children else "nobody"

    def take(self, numbers: set[str], held: list[date], made: date, fate: str) -> None:
        """An extract with the one life under these numbers."""
        folder = self._scratch / str(self._count)
        folder.mkdir(exist_ok=True)
        end = f"{made - timedelta(days=3):%d/%m/%Y}"
        first = f"{START:%d/%m/%Y},S,V2,N1,U6,PR1"
        stays = {"placed": f"{first},{end},X1,CARPL", "left": f"{first},{end},E4A,", "refused": f"{first},,E4A,"}
        rows = {"header": [], "episodes": [], "reviews": []}  # type: dict[str, list[str]]
        for each in sorted(numbers):
            rows["header"].append(f"{each},F,01/02/2015,WBRI,UN4,0,")
            rows["episodes"].append(f"{each},{stays.get(fate, f'{first},,,')},NG1 1AA,NG2 2BB,")
            if fate == "placed":
                rows["episodes"].append(f"{each},{end},P,E1,N1,A5,PR1,,,,NG1 1AA,DE1 1AA,")
            rows["reviews"] += [f"{each},01/02/2015,{day:%d/%m/%Y},PN1" for day in held if day < made]
        for name, lines in rows.items():
            (folder / f"{name}.csv").write_text("\r\n".join([COLUMNS[name], *lines, ""]), encoding="utf-8")
        self.desk.do(TakeExtract(folder=folder, extracted=made))

    def record(self, one: int, held: date, adjourned: bool) -> None:  # noqa: FBT001 - as it is drawn
        """A review recorded by hand."""
        self.desk.do(RecordReview(child=self.child(one), held=held, code="PN2", adjourned=adjourned))

    def meet(self, one: int, place: int) -> None:
        """A further meeting."""
        held = self._held(one, place)
        self.desk.do(MeetAgain(child=self.child(one), held=held, on=held + timedelta(days=9)))

    def withdraw(self, one: int, place: int) -> None:
        """A review taken back."""
        self.desk.do(WithdrawReview(child=self.child(one), held=self._held(one, place)))

    def _held(self, one: int, place: int) -> date:
        life = self.desk.ask(Explain(child=self.child(one)))
        days = [each.held for period in life.periods for each in period.reviews]
        return days[place % len(days)] if days else TODAY

    def answer(self) -> None:
        """The first thing asked, by its first answer."""
        for each in self.desk.ask(Asks())[:1]:
            self.desk.do(Answer(id=each.id, choice=each.choices[self._count % len(each.choices)]))

    def adopt(self) -> None:
        """A council's policy."""
        file = self._scratch / "policy.toml"
        file.write_text(POLICY, encoding="utf-8")
        self.desk.do(AdoptPolicy(file=file))


def live(made: Made, acts: list[tuple[Any, ...]]) -> None:
    """A life on a copy of an empty desk, checked from end to end when it is over."""
    with TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as machine:
        machine.setenv("XDG_STATE_HOME", f"{scratch}/state")
        folder = Path(scratch) / "desk"
        shutil.copytree(made[0], folder)
        with open_desk(folder, made[1], StandingClock(TODAY)) as desk:
            life = Life(desk, Path(scratch))
            for name, *given in acts:
                life.act(name, *given)
            assert desk.check() == ()
            with suppress(Refused):
                while True:
                    desk.undo()
            assert desk.check() == ()


@settings(max_examples=12)
@drawn(acts=ACTS)
def test_anything_in_any_order(made_once: Made, acts: list[tuple[Any, ...]]) -> None:
    """Each act is whole, can be undone and done again, and the journal is whole whatever was done."""
    live(made_once, acts)


@pytest.mark.soak
@settings(max_examples=400)
@drawn(acts=ACTS)
def test_anything_in_any_order_for_long(made_once: Made, acts: list[tuple[Any, ...]]) -> None:
    """The same, for long."""
    live(made_once, acts)
