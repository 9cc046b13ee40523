"""Who may have which IRO, by the people alone; what was typed by hand; the number that lost its zeros."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.events import Value
from iro_desk.domain.history import Version
from iro_desk.domain.people import (
    Kind,
    Person,
    caseload_warnings,
    likely_number,
    same_officer,
    typed_by_hand,
)

BABY = date(2026, 3, 3)
MOTHER = Person(id="m", born=date(2009, 1, 1), mother_since=BABY, iro="Frances Adeyemi")
CHILD = Person(id="b", born=BABY, iro="Frances Adeyemi")
DAYS = st.sampled_from([None, date(2009, 1, 1), BABY, date(2026, 3, 4)])
NAMES = st.sampled_from(["", "Frances Adeyemi", "ADEYEMI, Frances", "Tom Reed", "tom  reed"])
GROUPS = st.sampled_from(["", "G1", "g1 ", "G2"])


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    """A few children of whom some are mothers, siblings, or share an IRO."""
    count = draw(st.integers(0, 6))
    return [
        Person(
            id=f"c{number}",
            born=draw(DAYS),
            mother_since=draw(DAYS),
            sibling_group=draw(GROUPS),
            iro=draw(NAMES),
        )
        for number in range(count)
    ]


def _pairs(people: list[Person]) -> Iterator[tuple[Person, Person]]:
    for one in people:
        for other in people:
            if one is not other and one.mother_since is not None and one.mother_since == other.born:
                yield one, other


def _plain(name: str) -> str:
    """The five names above, by heart."""
    return {"ADEYEMI, Frances": "Frances Adeyemi", "tom  reed": "Tom Reed"}.get(name, name)


@given(people())
def test_every_mother_and_baby_with_one_iro_and_no_other_pair_is_warned(children: list[Person]) -> None:
    """Against the plainest reading of the rule: each pair, one by one."""
    expected = {(one.id, other.id) for one, other in _pairs(children) if _plain(one.iro) == _plain(other.iro) != ""}
    found = [each.children for each in caseload_warnings(children) if each.kind is Kind.MOTHER_AND_BABY]
    assert sorted(found) == sorted(expected)


@given(people())
def test_every_group_with_different_iros_is_warned_once(children: list[Person]) -> None:
    """But where the only two who differ are a mother and her baby, who must."""
    apart = {frozenset((one.id, other.id)) for one, other in _pairs(children)}
    expected = set()
    for name in ("g1", "g2"):
        group = [each for each in children if each.sibling_group.strip().lower() == name]
        if any(
            _plain(one.iro) != _plain(other.iro)
            and "" not in {one.iro, other.iro}
            and frozenset((one.id, other.id)) not in apart
            for one in group
            for other in group
        ):
            expected.add(tuple(sorted(each.id for each in group)))
    found = [each.children for each in caseload_warnings(children) if each.kind is Kind.SIBLINGS]
    assert sorted(found) == sorted(expected)


@given(people(), st.randoms(use_true_random=False))
def test_the_order_in_which_children_come_does_not_matter(children: list[Person], order: object) -> None:
    """A function of the set alone."""
    shuffled = list(children)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert caseload_warnings(shuffled) == caseload_warnings(children)


@given(people(), st.integers(0, 5))
def test_nobody_is_warned_because_another_left(children: list[Person], gone: int) -> None:
    """With fewer children the same are concerned, or fewer: so that care is asked only of those who are warned."""
    left = [each for number, each in enumerate(children) if number != gone]
    before = {child for each in caseload_warnings(children) for child in each.children}
    assert {child for each in caseload_warnings(left) for child in each.children} <= before


@pytest.mark.parametrize(
    ("changed", "warned"),
    [
        ({}, True),
        ({"iro": "ADEYEMI,  Frances"}, True),
        ({"iro": "Tom Reed"}, False),
        ({"iro": ""}, False),
        ({"born": date(2026, 3, 4)}, False),
        ({"born": None}, False),
    ],
)
def test_mother_and_baby(changed: dict[str, object], *, warned: bool) -> None:
    """One IRO for both, by whatever spelling; a day beside it, or nobody known, is no warning."""
    found = caseload_warnings([MOTHER, replace(CHILD, **changed)])  # type: ignore[arg-type]
    assert [(each.kind, each.children) for each in found] == [(Kind.MOTHER_AND_BABY, ("m", "b"))] * warned


def test_nobody_is_her_own_baby() -> None:
    """A mother whose own birthday was put in for her baby's is not two children."""
    assert caseload_warnings([replace(MOTHER, born=BABY)]) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tom Reed", "tom  reed", True),
        ("Reed, Tom", "Tom Reed", True),
        ("T. Reed", "T Reed", True),
        ("Tom Reed", "Tom Read", False),
        ("", "", False),
        ("", "Tom Reed", False),
    ],
)
def test_the_name_of_an_officer(one: str, other: str, *, same: bool) -> None:
    """Capitals, spaces, signs and the order of names do not make another officer."""
    assert same_officer(one, other) is same_officer(other, one) is same


def version(order: str, was: Value, value: Value) -> Version:
    """One thing that was said of a child's team."""
    return Version(
        event="e", child="c", order="o", order_name=order, device="d", at="", was={"team": was}, set={"team": value}
    )


@pytest.mark.parametrize(
    ("said", "value", "expected"),
    [
        ([("TakePeople", None, "North")], "North", False),
        ([("NameChild", None, "North")], "North", True),
        ([("NameChild", None, "North"), ("TakePeople", "North", "South")], "South", False),
        ([("NameChild", None, "North"), ("TakePeople", "North", "South"), ("Undo", "South", "North")], "North", True),
        ([("TakePeople", None, "North"), ("NameChild", "North", "")], "", True),
        ([("NameChild", None, "")], "", False),
        ([("TakePeople", None, "North"), ("Settle", "South", "North")], "North", True),
        ([("TakePeople", None, "North"), ("NameChild", "North", "East"), ("Undo", "East", "North")], "North", False),
    ],
)
def test_what_was_typed_by_hand(said: list[tuple[str, Value, Value]], value: Value, *, expected: bool) -> None:
    """An officer's own word is one by whatever it came back; an empty field is one only where a word was taken out."""
    assert bool(typed_by_hand([version(*each) for each in said], "team", value)) is expected


def test_a_number_that_lost_its_zeros() -> None:
    """It is likely the one with zeros; itself, or another number, is not."""
    known = ["000123", "123", "1230", "0123"]
    assert likely_number("00123", known) == ("000123", "0123", "123")
    assert likely_number("000123", ["000123", "1230"]) == ()
