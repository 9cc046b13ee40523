"""Two copies of one desk, worked on in every way and in any order: nothing said is lost, nothing undone stays."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from iro_desk.bootstrap import open_desk
from iro_desk.desk import Desk
from iro_desk.domain.canonical import canonical, digest
from iro_desk.errors import Refused
from iro_desk.mending import restore
from iro_desk.services.children import NameChild
from iro_desk.services.contacting import ContactKind, CorrectContact, OpenAttachment, RecordContact, WithdrawContact
from iro_desk.services.drafting import DraftOf, Drafts, ForgetDraft, KeepDraft
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.finding import Search
from iro_desk.services.history import Disputes, Settle
from iro_desk.services.messages import Order
from iro_desk.storage import journal
from iro_desk.storage.keys import DeskKey
from tests.breaking.two_desks import (
    FALSE,
    NOT_SHARED,
    TRUE,
    WITHDRAWN,
    Journal,
    SetClock,
    State,
    Step,
    attachments,
    fold_is_right,
    matching,
    rows,
    state_of,
)
from tests.sample import PRACTICE_DAY

CHILDREN = 3
NAMES = ("Ada", "Zoë", "Björn", "Mary Ann", "O'Neil", "Ng")
NOTES = ("", "Seen at home, all well", "The kettle sang", "School says she reads", "Zoë likes the new school", "rain")
SEARCHES = ("sc", "kettle", "zoe", "Zoë likes", "mary a", "ng", "letter", "seen home", "xyzzy")
KINDS = tuple(ContactKind)[:4]
FORMS = ("contact", "names")


@dataclass(frozen=True)
class Base:
    """What every run starts from: a desk, a second copy of it, extracts and files to take in."""

    folder: Path
    key: DeskKey
    extracts: tuple[Path, ...]
    files: tuple[Path, ...]


@dataclass
class Copy:
    """One copy of the desk, open, and what the test knows of it."""

    folder: Path
    clock: SetClock
    desk: Desk
    journal: Journal = field(default_factory=Journal)
    tables: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    state: State = field(default_factory=lambda: State({}, {}))
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    orders: int = 0
    acknowledged: set[str] = field(default_factory=set)
    drafts: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def look(self, *, cheap: bool) -> set[str]:
        """Read what came; with ``cheap`` also compare each touched row with the fold of its events, the slow way."""
        touched = self.journal.read(self.desk)
        self.tables = rows(self.desk)
        self.state = state_of(self.tables, self.journal)
        for kind, of_kind in self.tables.items() if cheap else ():
            for record in touched & of_kind.keys():
                fold_is_right(kind, record, of_kind[record], self.journal)
        assert len(self.journal.orders) >= self.orders, "an order is gone"
        assert self.acknowledged <= set(self.journal.orders), "an order that was acknowledged is gone"
        self.orders = len(self.journal.orders)
        return touched


class TwoDesks(RuleBasedStateMachine):
    """Everything that an officer may do on two laptops, and what must hold after each step."""

    base: ClassVar[Base]
    cheap: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.root = Path(self.stack.enter_context(tempfile.TemporaryDirectory(dir=self.base.folder)))
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("XDG_STATE_HOME", str(self.root / "state"))
        ids = itertools.count()
        patch.setattr(journal, "new_id", lambda: digest(f"id {next(ids)}")[:32])
        self.copies: dict[str, Copy] = {}
        self.restored = 0
        for name in ("first", "second"):
            shutil.copytree(self.base.folder / name, self.root / name)
            self.copies[name] = self._opened(self.root / name, SetClock(PRACTICE_DAY))

    def _opened(self, folder: Path, clock: SetClock) -> Copy:
        copy = Copy(folder, clock, open_desk(folder, self.base.key, clock))
        assert copy.desk.trouble == ()
        copy.look(cheap=True)
        return copy

    def teardown(self) -> None:
        """Close both, whatever happened."""
        for copy in self.copies.values():
            copy.desk.close()
        self.stack.close()

    def _do(self, copy: Copy, order: Order[Any]) -> tuple[State, Any]:
        """Do an order that can be undone; how things stood before it, and what came of it."""
        before = copy.state
        outcome = copy.desk.do(order)
        copy.look(cheap=self.cheap)
        if outcome.order is None:
            assert copy.state.records == before.records
            return before, outcome.result
        copy.acknowledged.add(outcome.order)
        names: defaultdict[str, set[str]] = defaultdict(set)
        for each in copy.journal.events.values():
            if each.order == outcome.order:
                names[each.record] |= set(each.set)
        made = frozenset(names.keys() - before.records.keys())
        copy.undone.clear()
        copy.done.append(
            Step(outcome.order, {r: frozenset(each) for r, each in names.items()}, made, before, copy.state)
        )
        return before, outcome.result

    def _contacts(self, copy: Copy) -> list[str]:
        return sorted(each for each, row in copy.tables["contact"].items() if not row[WITHDRAWN])

    def _child(self, copy: Copy, number: int) -> tuple[str, str]:
        """A child's id and the number that it is shown by."""
        found = sorted(copy.tables["child"].values(), key=lambda row: str(row["id"]))[number]
        return str(found["id"]), str(found["number"])

    which = st.sampled_from(["first", "second"])
    child = st.integers(0, CHILDREN - 1)
    days = st.integers(0, 400)

    @rule(which=which, child=child, first=st.sampled_from(NAMES), last=st.sampled_from(NAMES))
    def name(self, which: str, child: int, first: str, last: str) -> None:
        """Name a child: the names stand as typed, and nothing else moved."""
        copy = self.copies[which]
        record, number = self._child(copy, child)
        before, _ = self._do(copy, NameChild(child=number, first_name=first, last_name=last))
        said = {"first_name": first, "last_name": last, "known_as": ""}
        wanted = before.changed(record, **{name: (canonical(value),) for name, value in said.items()})
        assert copy.state.seen() == wanted.seen()
        copy.drafts.pop((number, "names"), None)

    @rule(
        which=which,
        child=child,
        days=days,
        kind=st.sampled_from(KINDS),
        note=st.sampled_from(NOTES),
        file=st.booleans(),
    )
    def record(self, which: str, child: int, days: int, kind: ContactKind, note: str, file: bool) -> None:  # noqa: FBT001
        """Record a contact, with a file or without: it is there as typed, and nothing else moved."""
        copy = self.copies[which]
        owner, number = self._child(copy, child)
        attach = self.base.files[: int(file or not note)]
        on = copy.clock.today() - timedelta(days)
        before, saved = self._do(copy, RecordContact(child=number, on=on, kind=kind, note=note, attach=attach))
        row = copy.tables["contact"][saved.id]
        assert (row["child"], row["on"], row["kind"], row["note"]) == (owner, on.isoformat(), kind.value, note)
        assert [each["name"] for each in row["attachments"]] == [each.name for each in attach]
        for each, path in zip(row["attachments"], attach, strict=True):
            assert copy.desk.ask(OpenAttachment(contact=saved.id, hash=each["hash"])).content == path.read_bytes()
        assert copy.state.seen() == {**before.seen(), saved.id: copy.state.seen()[saved.id]}
        copy.drafts.pop((number, "contact"), None)

    @precondition(lambda self: any(self._contacts(each) for each in self.copies.values()))
    @rule(which=which, at=st.integers(0, 99), days=days, kind=st.sampled_from(KINDS), note=st.sampled_from(NOTES[1:]))
    def correct(self, which: str, at: int, days: int, kind: ContactKind, note: str) -> None:
        """Correct a contact: the new words stand alone, disputed or not before."""
        copy = self.copies[which]
        contacts = self._contacts(copy)
        if not contacts:
            return
        contact = contacts[at % len(contacts)]
        on = copy.clock.today() - timedelta(days)
        before, _ = self._do(copy, CorrectContact(id=contact, on=on, kind=kind, note=note, attach=self.base.files[1:]))
        said = {"on": on.isoformat(), "kind": kind.value, "note": note}
        wanted = before.changed(
            contact,
            **{name: (canonical(value),) for name, value in said.items()},
            attachments=copy.state.records[contact]["attachments"],
        )
        assert copy.state.seen() == wanted.seen()
        assert copy.tables["contact"][contact]["attachments"][-1]["name"] == self.base.files[1].name
        copy.drafts.pop((str(self._number(copy, contact)), f"contact:{contact}"), None)

    def _number(self, copy: Copy, contact: str) -> str:
        return str(copy.tables["child"][copy.tables["contact"][contact]["child"]]["number"])

    @rule(which=which, at=st.integers(0, 99))
    def withdraw(self, which: str, at: int) -> None:
        """Withdraw a contact: it is out of sight, and nothing else moved."""
        copy = self.copies[which]
        contacts = self._contacts(copy)
        if not contacts:
            return
        contact = contacts[at % len(contacts)]
        before, _ = self._do(copy, WithdrawContact(id=contact))
        wanted = before.changed(contact, **{WITHDRAWN: (TRUE,)})
        assert copy.state.seen() == wanted.seen()
        assert len(copy.state.records[contact][WITHDRAWN]) == 1

    @rule(which=which, extract=st.integers(0, 3))
    def take(self, which: str, extract: int) -> None:
        """Take in an extract: no contact and no name moves."""
        copy = self.copies[which]
        before, _ = self._do(copy, TakeExtract(folder=self.base.extracts[extract]))
        for contact in copy.tables["contact"]:
            assert copy.state.records[contact] == before.records[contact]
        for child in copy.tables["child"]:
            for name in ("first_name", "last_name", "known_as"):
                assert copy.state.records[child].get(name) == before.records[child].get(name)

    @rule(which=which)
    def undo(self, which: str) -> None:
        """Undo gives back exactly what the newest order replaced, and names what it leaves."""
        self._give_back(self.copies[which], again=False)

    @rule(which=which)
    def redo(self, which: str) -> None:
        """Redo does exactly what was undone, and names what it leaves."""
        self._give_back(self.copies[which], again=True)

    def _give_back(self, copy: Copy, *, again: bool) -> None:
        taken, given_to = (copy.undone, copy.done) if again else (copy.done, copy.undone)
        do = copy.desk.redo if again else copy.desk.undo
        for step in reversed(taken):
            wanted, given, left = (step.redone if again else step.undone)(copy.state)
            if given:
                break
        else:
            with pytest.raises(Refused, match="nothing to be"):
                do()
            return
        outcome = do()
        copy.look(cheap=self.cheap)
        assert outcome.order
        copy.acknowledged.add(outcome.order)
        assert copy.state.seen() == wanted.seen()
        assert {(each.record_id, each.field) for each in outcome.result.left} == left
        taken.remove(step)
        given_to.append(step)
        step.given = set() if again else given

    @rule(which=which)
    def settle(self, which: str) -> None:
        """Choose one of two values: it stands alone, and nothing else moved."""
        copy = self.copies[which]
        lines = [line for n in range(CHILDREN) for line in copy.desk.ask(Disputes(child=self._child(copy, n)[1]))]
        disputed = {
            (record, name)
            for record, fields in copy.state.records.items()
            for name in fields
            if len(set(fields[name])) > 1
        }
        of_children = {(r, name) for r, name in disputed if r not in copy.tables["extract"]}
        assert {(line.id, line.field) for line in lines} == of_children
        if not lines:
            return
        line = min(lines, key=lambda each: (each.id, each.field))
        chosen = max(line.values, key=lambda each: canonical(each.value))
        before, _ = self._do(copy, Settle(kind=line.kind, id=line.id, field=line.field, event=chosen.event))
        wanted = before.changed(line.id, **{line.field: (canonical(chosen.value),)})
        moved = copy.state.records[line.id].get(WITHDRAWN) != before.records[line.id].get(WITHDRAWN)
        if moved and line.field != WITHDRAWN:
            wanted = wanted.changed(line.id, **{WITHDRAWN: (FALSE,)})
        assert copy.state.seen() == wanted.seen()

    @rule(which=which, child=child, form=st.sampled_from(FORMS), words=st.sampled_from(NOTES))
    def keep_draft(self, which: str, child: int, form: str, words: str) -> None:
        """Type something and leave it."""
        copy = self.copies[which]
        _, number = self._child(copy, child)
        assert copy.desk.do(KeepDraft(child=number, form=form, values={"note": words})).order is None
        copy.drafts[number, form] = {"note": words}

    @rule(which=which, child=child, form=st.sampled_from(FORMS))
    def forget_draft(self, which: str, child: int, form: str) -> None:
        """Throw away what was typed."""
        copy = self.copies[which]
        _, number = self._child(copy, child)
        copy.desk.do(ForgetDraft(child=number, form=form))
        copy.drafts.pop((number, form), None)

    @rule(which=which, child=child)
    def look_for_drafts(self, which: str, child: int) -> None:
        """A draft is on its own child and its own form, and nowhere else."""
        copy = self.copies[which]
        _, number = self._child(copy, child)
        for form in (*FORMS, "contact:none"):
            assert copy.desk.ask(DraftOf(child=number, form=form)).values == copy.drafts.get((number, form), {})
        assert {(each.child, each.form) for each in copy.desk.ask(Drafts())} == copy.drafts.keys()

    @rule(which=which, typed=st.sampled_from(SEARCHES), best=st.booleans())
    def search(self, which: str, typed: str, best: bool) -> None:  # noqa: FBT001
        """Search finds the records whose words begin with those typed, and no others; the newest first."""
        copy = self.copies[which]
        found = copy.desk.ask(Search(typed=typed, best=best, most=1000))
        assert sorted(each.id for each in found) == sorted(matching(typed, copy.tables))
        days = [each.day or date.max for each in found]
        assert best or days == sorted(days, reverse=True)

    @rule(which=which, years=st.sampled_from([-30, 30]))
    def set_clock(self, which: str, years: int) -> None:
        """The laptop's clock is wrong by thirty years, or right again."""
        self.copies[which].clock.jump(years)

    @rule(which=which)
    def close_and_open(self, which: str) -> None:
        """After a restart everything stands as it did, and the machine's witness agrees."""
        copy = self.copies[which]
        copy.desk.close()
        copy.desk = open_desk(copy.folder, self.base.key, copy.clock)
        before = copy.tables
        copy.look(cheap=self.cheap)
        assert copy.desk.trouble == ()
        assert copy.tables == before

    @rule(which=which)
    def back_up(self, which: str) -> None:
        """A backup holds every event there is."""
        copy = self.copies[which]
        made = copy.desk.back_up()
        assert made.verified
        assert made.events == len(copy.journal.events)

    @precondition(lambda self: self.restored < 1 and self.copies["first"].desk.safekeeping.backups())
    @rule()
    def restore(self) -> None:
        """The second laptop is lost; the newest backup of the first becomes a device of its own."""
        first, lost = self.copies["first"], self.copies["second"]
        drafts = dict(first.drafts)
        newest = Path(first.desk.back_up().folder)
        self.restored += 1
        lost.desk.close()
        folder = self.root / f"restored-{self.restored}"
        restore(newest, folder, self.base.key, clock=lost.clock)
        self.copies["second"] = self._opened(folder, lost.clock)
        self.copies["second"].drafts = drafts
        assert self.copies["second"].state.seen().items() >= first.state.seen().items()

    @rule(into=which)
    def join(self, into: str) -> None:
        """Joining brings every event of the other copy, and a second time none."""
        ours, theirs = self.copies[into], self.copies["first" if into == "second" else "second"]
        self._join(ours, theirs)
        tables, kept = ours.tables, attachments(ours.desk)
        assert ours.desk.join(theirs.folder)[0] == 0
        ours.look(cheap=self.cheap)
        assert _shared(ours.tables) == _shared(tables)
        assert attachments(ours.desk) == kept

    def _join(self, ours: Copy, theirs: Copy) -> None:
        new = theirs.journal.events.keys() - ours.journal.events.keys()
        before = ours.state
        brought, disputed, _ = ours.desk.join(theirs.folder)
        ours.look(cheap=self.cheap)
        assert brought == len(new)
        assert disputed == sum(row["disputed"] for of_kind in ours.tables.values() for row in of_kind.values())
        assert theirs.journal.events.keys() <= ours.journal.events.keys()
        moved = {place for place, heads in ours.state.heads.items() if before.heads.get(place) != heads}
        for step in (*ours.done, *ours.undone):
            step.touched |= moved

    @rule()
    def converge(self) -> None:
        """After joins in both directions both show the same, and every value stands or was seen by what replaced it."""
        first, second = self.copies["first"], self.copies["second"]
        self._join(first, second)
        self._join(second, first)
        assert _shared(first.tables) == _shared(second.tables)
        assert attachments(first.desk) == attachments(second.desk)
        for copy in (first, second):
            nothing_is_lost(copy)
            assert copy.desk.check() == ()

    @invariant()
    def no_trouble(self) -> None:
        """Neither desk has found anything wrong with itself."""
        assert all(copy.desk.trouble == () for copy in self.copies.values())


def nothing_is_lost(copy: Copy) -> None:
    """Every value that was ever said stands, or was seen by an event that said something else of the field."""
    seen = {
        (record, name, each)
        for record, said in copy.journal.by_record.items()
        for one in said
        for name in one.set
        for each in one.seen
    }
    for each in copy.journal.events.values():
        if each.kind not in NOT_SHARED:
            for name in each.set:
                stands = each.id in copy.state.heads.get((each.record, name), ())
                assert stands or (each.record, name, each.id) in seen, f"{each.kind} {name} was lost"


def _shared(tables: dict[str, dict[str, dict[str, Any]]]) -> dict[str, dict[str, dict[str, Any]]]:
    return {kind: of_kind for kind, of_kind in tables.items() if kind not in NOT_SHARED}
