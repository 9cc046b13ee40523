"""Which orders undo and redo reach, and the changes that give back what was replaced."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.events import WITHDRAWN, Event, Value, fold
from iro_desk.domain.undoing import REDO, UNDO, Done, Inverse, Stacks, inverse, stacks

NEVER = frozenset({"Opened"})


def said(order: str, number: int, seen: tuple[str, ...] = (), *, name: str = "Write", **values: Value) -> Event:
    """An event of one record."""
    return Event(
        child=None, device="d", number=number, prev="", order=order, order_name=name, record="contact",
        record_id="r", set=values, seen=tuple(sorted(seen)), at="",
    )  # fmt: skip


def undone(done: Done, known: dict[str, Event], found: Stacks | None = None, *, made: bool = False) -> Inverse:
    """The inverse of an order of that one record."""
    return inverse(done, found or Stacks(undo=(done,)), {"r": known}, {"r"} if made else set())


def by_id(*events: Event) -> dict[str, Event]:
    """Events by id."""
    return {each.id: each for each in events}


@given(st.lists(st.sampled_from(["Write", "Opened", UNDO, REDO]), max_size=40))
def test_the_stacks_are_those_of_a_plain_pair_of_lists(names: list[str]) -> None:
    """An order goes on the one and empties the other; undo and redo move the last of one to the other."""
    orders: list[tuple[str, str]] = []
    seen: dict[str, frozenset[str]] = {}
    done: list[tuple[str, str]] = []
    back: list[tuple[str, str]] = []
    for number, name in enumerate(names):
        order = f"o{number}"
        taken, given_to = (done, back) if name == UNDO else (back, done)
        if name in {UNDO, REDO}:
            if not taken:
                continue
            first, carrier = taken.pop()
            given_to.append((first, order))
            seen[order] = frozenset({carrier, "somebody else's"})
        elif name == "Write":
            done.append((order, order))
            back.clear()
        orders.append((order, name))
    found = stacks(orders, seen, NEVER)
    assert [(each.id, each.carrier) for each in found.undo] == done
    assert [(each.id, each.carrier) for each in found.redo] == back


def test_a_new_record_is_withdrawn_and_says_all_that_goes() -> None:
    """So that a change of another copy is in dispute with it."""
    made = said("o1", 1, note="a", on="2026-01-01")
    found = undone(Done("o1", "Write", "o1"), by_id(made), made=True)
    ((change, seen),) = found.changes
    assert change.set == {"note": "a", "on": "2026-01-01", WITHDRAWN: True}
    assert seen == (made.id,)
    assert found.left == ()


def test_a_field_set_first_goes_back_to_nothing() -> None:
    """Nobody had said anything of it."""
    made, named = said("o1", 1, on="2026-01-01"), said("o2", 2, note="a")
    ((change, seen),) = undone(Done("o2", "Write", "o2"), by_id(made, named)).changes
    assert change.set == {"note": None}
    assert seen == (named.id,)


def test_a_field_changed_since_is_left_and_named() -> None:
    """And the other goes back."""
    made = said("o1", 1, note="a", on="x")
    mine = said("o2", 2, (made.id,), note="b", on="y")
    theirs = said("theirs", 1, (mine.id,), note="c")
    found = undone(Done("o2", "Write", "o2"), by_id(made, mine, theirs))
    assert [change.set for change, _ in found.changes] == [{"on": "x"}]
    assert [each.field for each in found.left] == ["note"]


def test_a_new_record_that_another_changed_is_left_whole() -> None:
    """Nothing of theirs goes out of sight."""
    made = said("o1", 1, note="a", on="x")
    theirs = said("theirs", 1, (made.id,), note="c")
    found = undone(Done("o1", "Write", "o1"), by_id(made, theirs), made=True)
    assert found.changes == ()
    assert {each.field for each in found.left} == {"note", "on"}


def test_a_settled_dispute_is_in_dispute_again() -> None:
    """Both values come back, in events that have not seen each other; and a redo settles them again."""
    first, other = said("o1", 1, note="a"), said("theirs", 1, note="b")
    settled = said("o2", 2, (first.id, other.id), note="a")
    done = Done("o2", "Write", "o2")
    changes = undone(done, by_id(first, other, settled)).changes
    assert sorted(str(change.set["note"]) for change, _ in changes) == ["a", "b"]
    assert all(seen == (settled.id,) for _, seen in changes)
    back = [said("u", n, seen, name=UNDO, **change.set) for n, (change, seen) in enumerate(changes, 3)]
    known = by_id(first, other, settled, *back)
    assert len(fold(known).heads["note"]) == 2
    again = Done("o2", "Write", "u")
    ((change, seen),) = undone(again, known, Stacks(redo=(again,), of={"u": "o2"})).changes
    assert change.set == {"note": "a"}
    assert set(seen) == {each.id for each in back}


@dataclass
class Desk:
    """One record on one device, worked on by the domain alone."""

    known: dict[str, Event] = field(default_factory=dict)
    orders: list[tuple[str, str]] = field(default_factory=list)
    seen: dict[str, frozenset[str]] = field(default_factory=dict)

    def write(self, name: str, *parts: tuple[dict[str, Value], tuple[str, ...]]) -> None:
        """Add an order with these events."""
        order = f"o{len(self.orders)}"
        events = [said(order, len(self.known) + n, seen, name=name, **values) for n, (values, seen) in enumerate(parts)]
        self.seen[order] = frozenset(self.known[each].order for each in events[0].seen)
        self.orders.append((order, name))
        self.known |= by_id(*events)

    def shown(self) -> dict[str, Value]:
        """What there is to see."""
        state = fold(self.known)
        return {} if state.withdrawn else {n: v for n, v in state.values.items() if v not in {None, False}}

    def give_back(self, name: str) -> None:
        """Undo or redo what stands last."""
        found = stacks(self.orders, self.seen, NEVER)
        done = (found.undo if name == UNDO else found.redo)[-1]
        given = undone(done, self.known, found, made=done.id == "o0")
        assert given.left == ()
        self.write(name, *((dict(change.set), seen) for change, seen in given.changes))


WORDS = st.dictionaries(st.sampled_from(["note", "on", "kind"]), st.sampled_from(["a", "b", "c"]), min_size=1)


@given(st.lists(WORDS, min_size=1, max_size=6), st.lists(st.booleans(), max_size=30))
def test_undos_and_redos_walk_through_every_state_that_was(writes: list[dict[str, Value]], steps: list[bool]) -> None:
    """However often and in whatever mix: each step shows what stood there when it was first done."""
    desk = Desk()
    states = [desk.shown()]
    for values in writes:
        desk.write("Write", (values, fold(desk.known).seen_by(values)))
        states.append(desk.shown())
    at = len(writes)
    for forward in steps:
        if forward and at < len(writes):
            desk.give_back(REDO)
            at += 1
        elif not forward and at:
            desk.give_back(UNDO)
            at -= 1
        assert desk.shown() == states[at]
