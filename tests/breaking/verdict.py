"""What a worker said against what its desk holds: nothing acknowledged lost, nothing partial, nothing made up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from iro_desk.bootstrap import open_desk
from iro_desk.storage.database import Database
from iro_desk.storage.keys import DeskKey
from iro_desk.storage.tables import draft, event, order
from tests.breaking.workload import CLOCK, machine

Drafts = dict[tuple[str, str, str], str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a desk holds."""

    orders: frozenset[str]
    drafts: Drafts = field(repr=False)


@dataclass(slots=True)
class Said:
    """What has been said up to a moment: done, and perhaps one thing under way."""

    orders: set[str] = field(default_factory=set)
    drafts: list[Drafts] = field(default_factory=lambda: [{}], repr=False)
    """What the drafts may be: more than one thing after a "no", which may have been kept all the same."""
    pending: Mapping[str, Any] | None = None
    key_file: int | None = None
    """Which key file was written last; None before the first."""
    backup: str | None = None
    """The backup that was made last."""
    desks: dict[str, str | None] = field(default_factory=dict, repr=False)
    """Other desks that were made, with the recovery key, or restored, with none."""
    bugs: list[str] = field(default_factory=list)
    """Traces of what should never happen."""
    noes: list[Mapping[str, Any]] = field(default_factory=list)
    doubtful: int = 0
    """How many orders ended in a "no" that the disk may have kept all the same."""
    closed: bool = False

    def hear(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Take in what a worker says."""
        for line in lines:
            if "bug" in line:
                self.bugs.append(line["bug"])
            elif "will" in line:
                self.pending = line
            elif "did" in line:
                self._done(line)
            elif "no" in line or "ended" in line:
                self.noes.append(line)
                if self.pending is not None and line["unavailable"]:
                    self.doubtful += 1
                    self.drafts = self.drafts_then()
                self.pending = None
            elif "closed" in line:
                self.closed = True

    def unavailable(self) -> list[str]:
        """The words of every time that the world said "no", which it must not where nothing was broken."""
        return [no["words"] for no in self.noes if no["unavailable"]]

    def drafts_then(self) -> list[Drafts]:
        """What the drafts may be with or without what is under way."""
        then = [] if self.pending is None else _after(self.drafts, self.pending)
        return self.drafts + [each for each in then if each not in self.drafts]

    def _done(self, line: Mapping[str, Any]) -> None:
        if line["order"] is not None:
            self.orders.add(line["order"])
        self.backup = line.get("backup", self.backup)
        if "desk" in line:
            name, recovery_key = line["desk"]
            self.desks[name] = recovery_key
        if self.pending is not None:
            self.drafts = _after(self.drafts, self.pending)
            self.key_file = self.pending.get("key_file", self.key_file)
        self.pending = None


def drafts_after(drafts: Drafts, line: Mapping[str, Any]) -> Drafts:
    """The drafts once what this line announces is done."""
    after = dict(drafts)
    if "draft" in line:
        child, form, values = line["draft"]
        after |= {(child, form, name): value for name, value in values.items()}
    if "forgets" in line:
        child, form = line["forgets"]
        after = {place: value for place, value in after.items() if place[:2] != (child, form)}
    return after


def _after(drafts: list[Drafts], line: Mapping[str, Any]) -> list[Drafts]:
    found: list[Drafts] = []
    for each in drafts:
        after = drafts_after(each, line)
        if after not in found:
            found.append(after)
    return found


def look(root: Path, key: DeskKey) -> Kept:
    """What the database holds, every order whole; opening it recovers it, as the program's own opening does."""
    database = Database.open(root / "desk" / "desk.db", key)
    try:
        with database.transaction() as connection:
            return _kept(connection)
    finally:
        database.close()


def look_whole(root: Path, key: DeskKey) -> Kept:
    """What the desk holds, once the program's own check found nothing and every backup was verified."""
    folder = root / "desk"
    with machine(root), open_desk(folder, key, CLOCK) as desk:
        assert desk.trouble == ()
        assert desk.check() == ()
        for each in desk.safekeeping.backups():
            assert desk.safekeeping.verify(each).verified
    return look(root, key)


def fault(said: Said, before: frozenset[str], kept: Kept) -> str | None:
    """What is wrong with a desk that held ``before`` when the worker began; None where nothing is."""
    if said.bugs:
        return f"a bug of the program: {said.bugs[0]}"
    if lost := (before | said.orders) - kept.orders:
        return f"lost {len(lost)} acknowledged"
    more = kept.orders - before - said.orders
    under_way = said.pending is not None
    if len(more) > under_way + said.doubtful:
        return f"{len(more)} orders more than were given"
    if kept.drafts not in said.drafts_then():
        return "the drafts are neither those before nor those after"
    if more and not said.doubtful and said.pending is not None and kept.drafts not in _after(said.drafts, said.pending):
        return "an order landed without what it does to the drafts"
    return None


def _kept(connection: Connection) -> Kept:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for each, of_order in connection.execute(select(event.c.id, event.c.order)):
        found[of_order].add(each)
    signed = {row.id: set(row.events) for row in connection.execute(select(order.c.id, order.c.events))}
    assert found == signed, "an order is not whole"
    rows = connection.execute(select(draft.c.child, draft.c.form, draft.c.field, draft.c.value))
    return Kept(frozenset(signed), {(row.child, row.form, row.field): row.value for row in rows})
