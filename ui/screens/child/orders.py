"""What a form of the child's page asks of the desk. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from iro_desk.errors import Refused
from iro_desk.services.children import NameChild
from iro_desk.services.contacting import FORM, ContactKind, CorrectContact, RecordContact
from iro_desk.services.messages import Order
from iro_desk.services.reviewing import FORM as REVIEW
from iro_desk.services.reviewing import MEETING, PLACES, MeetAgain, RecordReview
from ui.kit import words
from ui.kit.days import NotADay, read_day
from ui.screens.child.views import PEOPLE

Fields = Mapping[str, str]
NAMES = "names"
MENDING = f"{FORM}:"
DAYS = frozenset({"on", "held"})
"""The fields in which a day is typed."""
ADJOURNED = "adjourned"
"""What the choice of how a review ended holds where it was adjourned; completed is nothing."""

OUTSIDE = "outside"
"""What the choice of the next review holds where it is not counted from this one."""


def order_of(form: str, values: Fields, *, child: str, began: Fields, today: date) -> Order[Any]:
    """The order that saves a form which began as ``began``. Refused, with the field, where something is not said."""
    kind = next((key for key in (MENDING, MEETING) if form.startswith(key)), form)
    return MADE[kind](form, values, child, began, today)


def _names(_form: str, values: Fields, child: str, began: Fields, _today: date) -> Order[Any]:
    names = {name: values[name] for name in ("first_name", "last_name", "known_as")}
    people = {name: values[name] for name in PEOPLE if values.get(name, "") != began.get(name, "")}
    return NameChild(child=child, **names, **people)


def _contact(form: str, values: Fields, child: str, _began: Fields, today: date) -> Order[Any]:
    on = _day("on", values, today)
    if not values["kind"]:
        raise Refused(words.SAY_KIND, field="kind")
    kind, note, attach = ContactKind(values["kind"]), values["note"], _lines(values["attach"])
    paths = tuple(map(Path, attach))
    if form == FORM:
        return RecordContact(child=child, on=on, kind=kind, note=note, attach=paths)
    contact, drop = form.removeprefix(MENDING), _lines(values.get("drop", ""))
    return CorrectContact(id=contact, on=on, kind=kind, note=note, attach=paths, drop=drop)


def _review(_form: str, values: Fields, child: str, _began: Fields, today: date) -> Order[Any]:
    return RecordReview(
        child=child,
        held=_day("held", values, today),
        code=values["code"] or None,
        adjourned=values["adjourned"] == ADJOURNED,
        place=PLACES.get(values["place"]),
        earlier=values["earlier"] or None,
        outside=bool(values["earlier"]) and values["outside"] == OUTSIDE,
    )


def _meeting(_form: str, values: Fields, child: str, began: Fields, today: date) -> Order[Any]:
    return MeetAgain(
        child=child,
        held=date.fromisoformat(began["held"]),
        on=_day("on", values, today),
        completed=values["adjourned"] != ADJOURNED,
    )


MADE: Mapping[str, Callable[[str, Fields, str, Fields, date], Order[Any]]] = {
    FORM: _contact,
    MENDING: _contact,
    NAMES: _names,
    REVIEW: _review,
    MEETING: _meeting,
}
"""By the form, or what its key begins with: what makes the order."""


def _day(field: str, values: Fields, today: date) -> date:
    try:
        return read_day(values[field], today)
    except NotADay as no:
        raise Refused(no.words, field=field) from no


def _lines(text: str) -> tuple[str, ...]:
    return tuple(each for each in text.split("\n") if each)
