"""A child whose number changed, and two records that are one child, or are not after all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from iro_desk.domain.events import WITHDRAWN, Change, Record, Value, Values
from iro_desk.domain.naming import shown_by
from iro_desk.domain.people import FACTS
from iro_desk.domain.taking import BESIDE, key_of
from iro_desk.errors import Refused
from iro_desk.services.finding import child_record, former_numbers
from iro_desk.services.messages import Order
from iro_desk.services.ports import UnitOfWork

NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_-]{0,9}", re.ASCII)
NAMES = ("first_name", "last_name", "known_as")
ROUND = tuple(each for each in FACTS if each not in NAMES)
"""The people round a child, and what else is typed of them."""
IN_AN_EXTRACT = ("episode", "review", *BESIDE)


@dataclass(frozen=True, kw_only=True)
class ChangeNumber(Order[str]):
    """The case system has a child under another number now; extracts under the old one still find the child."""

    words: ClassVar = "child's number"

    child: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Merge(Order[str]):
    """Two records are one child: everything is read under ``into``, and nothing is lost."""

    words: ClassVar = "records merged"

    child: str
    into: str


@dataclass(frozen=True, kw_only=True)
class Split(Order[str]):
    """The record that was merged into this child last is another child after all."""

    words: ClassVar = "records split"

    child: str


def change_number(order: ChangeNumber, work: UnitOfWork) -> str:
    """Carry out ``ChangeNumber``. Refused where it is no number, or another child's."""
    child = child_record(work, order.child)
    if not NUMBER.fullmatch(order.number):
        raise Refused("A child's number has at most 10 letters and digits.", field="number")
    for other in work.records("child"):
        if other.id != child.id and order.number in {other.values["number"], *former_numbers(other)}:
            raise Refused(
                f"{order.number} is the number of another child here; if they are one child, merge the records.",
                field="number",
            )
    before = child.values["number"]
    if before == order.number:
        raise Refused(f"The child's number is {order.number} already.", field="number")
    others = [each for each in (*former_numbers(child), before) if each and each != order.number]
    values: dict[str, Value] = {"number": order.number, "other_numbers": list[Value](dict.fromkeys(others))}
    work.change([Change(child=child.id, record="child", record_id=child.id, set=values)])
    return f"The child's number is {order.number}; extracts under the old one still find the child."


def merge(order: Merge, work: UnitOfWork) -> str:
    """Carry out ``Merge``. Refused where they cannot be one child, or something about the first is being typed."""
    goes, stays = child_record(work, order.child), child_record(work, order.into)
    _may_be_one(goes, stays, work)
    numbers = [goes.values["number"], *former_numbers(goes), *former_numbers(stays)]
    aside: list[Change] = []
    for kind in IN_AN_EXTRACT:
        aside += _told_twice(kind, work.records(kind, goes.id), work.records(kind, stays.id))
    named = any(stays.values[each] for each in NAMES)
    gone = [f"{each.record}:{each.record_id}:{goes.id}" for each in aside if each.set.get(WITHDRAWN)]
    values: dict[str, Value] = {
        "also": [*_list(stays.values["also"]), goes.id],
        "other_numbers": list[Value](dict.fromkeys(each for each in numbers if each)),
        "set_aside": [*_list(stays.values["set_aside"]), *gone],
        **({} if named else {each: goes.values[each] for each in NAMES}),
        **{each: goes.values[each] for each in ROUND if goes.values[each] and not stays.values[each]},
    }
    work.change([*aside, Change(child=stays.id, record="child", record_id=stays.id, set=values)])
    return f"{shown_by(goes.values, goes.id)} and {shown_by(stays.values, stays.id)} are one child now."


def split(order: Split, work: UnitOfWork) -> str:
    """Carry out ``Split``. Refused where nothing was merged into this child."""
    child = child_record(work, order.child)
    also = _list(child.values["also"])
    if not also:
        raise Refused("No other record was merged into this child; there is nothing to split.", field="child")
    goes = str(also[-1])
    aside = [str(each) for each in _list(child.values["set_aside"])]
    by_others = [each for each in aside if _set_aside_for(each) not in {goes, ""}]
    back = [_back(each) for each in aside if each not in by_others]
    apart = {each.record_id: each for each in back}
    mine = _numbers_of(work, goes)
    own = [each for each in former_numbers(child) if each not in mine]
    number = child.values["number"]
    if number in mine:
        number = own.pop() if own else None
    values: dict[str, Value] = {
        "also": also[:-1] or None,
        "number": number,
        "other_numbers": list[Value](own) or None,
        "set_aside": list[Value](by_others) or None,
    }
    work.change([*apart.values(), Change(child=child.id, record="child", record_id=child.id, set=values)])
    return "They are two children again, each with what was recorded of them."


def _may_be_one(goes: Record, stays: Record, work: UnitOfWork) -> None:
    if goes.id == stays.id:
        raise Refused("That is the same record; name two.", field="into")
    born = {each.values["born"] for each in (goes, stays)} - {None}
    if len(born) > 1:
        raise Refused(
            "The two have different dates of birth, so they are not merged; mend that in the case system first.",
            field="into",
        )
    if any(child == goes.id for child, _, _ in work.drafts()):
        raise Refused(
            "Something about the first is still being typed; save it or throw it away, and then merge.", field="child"
        )


def _told_twice(kind: str, goes: tuple[Record, ...], stays: tuple[Record, ...]) -> Iterator[Change]:
    """What both tell is set aside once. Of a review, the one recorded here stays, beside what the extract says."""
    mine = {_same(kind, each.values): each for each in stays}
    for each in goes:
        other = mine.get(_same(kind, each.values))
        if other is None:
            continue
        here = each.values.get("recorded_on"), other.values.get("recorded_on")
        if all(here):
            raise Refused(
                f"Both have a review of {each.values['held']} recorded here; take one of them back first.",
                field="child",
            )
        out, kept = (other, each) if here[0] else (each, other)
        if any(here):
            told: Values = {"told": out.values["held"], "told_code": out.values["code"]}
            yield Change(child=kept.child, record=kind, record_id=kept.id, set=told)
        yield Change(child=out.child, record=kind, record_id=out.id, set={WITHDRAWN: True})


def _same(kind: str, values: Mapping[str, Value]) -> tuple[Value, ...]:
    """What makes two records of a kind the same fact: as for two extracts."""
    return {"episode": lambda: (values["start"],), "review": lambda: (values["held"],)}.get(
        kind, lambda: key_of(values)
    )()


def _set_aside_for(kept: str) -> str:
    """The id of the child whose merging set a record aside; nothing where an older desk did not note it."""
    return kept.split(":")[2] if kept.count(":") > 1 else ""


def _back(kept: str) -> Change:
    kind, record_id, *_ = kept.split(":")
    return Change(child=None, record=kind, record_id=record_id, set={WITHDRAWN: False})


def _numbers_of(work: UnitOfWork, child: str) -> set[str]:
    """Every number that this record itself has had: read from what was ever said of it."""
    return {str(each.set["number"]) for each in work.versions("child", child) if each.set.get("number")}


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
