"""Undoing an import takes no word out of sight that the import did not bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from iro_desk import mending
from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.services.children import ChildPage, Children
from iro_desk.services.contacting import ContactKind, CorrectContact, RecordContact
from iro_desk.services.drafting import DraftOf, KeepDraft
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.finding import Search
from tests.conftest import Made
from tests.sample import PRACTICE_DAY, SAMPLE

CLOCK = StandingClock(PRACTICE_DAY)
CHILDREN = 108
"""In the extract of 2025-26."""


@pytest.fixture
def taken(folder_and_key: Made) -> Iterator[Desk]:
    """A desk that took in one extract."""
    with open_desk(*folder_and_key, CLOCK) as desk:
        desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
        yield desk


@pytest.fixture
def copy(taken: Desk, folder_and_key: Made, tmp_path: Path) -> Path:
    """A second copy of it, made after the import."""
    mending.restore(taken.back_up().folder, tmp_path / "copy", folder_and_key[1], clock=CLOCK)
    return tmp_path / "copy"


def contact(desk: Desk, child: str) -> str:
    """Record one; its id."""
    order = RecordContact(child=child, on=PRACTICE_DAY, kind=ContactKind.CARER, note="She sings in the kitchen.")
    return desk.do(order).result.id


def numbers(desk: Desk) -> list[str]:
    """The children in sight, by number."""
    return sorted(each.child for each in desk.ask(Children()))


def test_without_more_an_import_is_undone_whole(taken: Desk) -> None:
    """The control: nobody is left."""
    assert len(numbers(taken)) == CHILDREN
    done = taken.undo().result
    assert (numbers(taken), done.left) == ([], ())


def test_a_child_of_whom_another_copy_recorded_something_stays(taken: Desk, copy: Path, folder_and_key: Made) -> None:
    """With it; everyone else goes, and it is said that somebody stays. Redo brings back the others."""
    with open_desk(copy, folder_and_key[1], CLOCK) as other:
        number = numbers(other)[0]
        contact(other, number)
    taken.join(copy)
    done = taken.undo().result
    assert numbers(taken) == [number]
    assert [each.note for each in taken.ask(ChildPage(child=number)).contacts] == ["She sings in the kitchen."]
    assert [each.child for each in taken.ask(Search(typed="kitchen"))] == [number]
    assert done.words.endswith("Still here, because more is kept of them: 1 of the children.")
    assert taken.check() == ()
    taken.redo()
    assert len(numbers(taken)) == CHILDREN
    taken.undo()
    taken.do(TakeExtract(folder=SAMPLE / "2025-26"))
    assert len(numbers(taken)) == CHILDREN
    assert len(taken.ask(ChildPage(child=number)).contacts) == 1


def test_a_child_whose_contact_another_copy_mended_stays(taken: Desk, folder_and_key: Made, tmp_path: Path) -> None:
    """Undo passes over the contact that changed since, and stops before the child of whom it is."""
    number = numbers(taken)[0]
    made = contact(taken, number)
    mending.restore(taken.back_up().folder, tmp_path / "copy", folder_and_key[1], clock=CLOCK)
    with open_desk(tmp_path / "copy", folder_and_key[1], CLOCK) as other:
        other.do(CorrectContact(id=made, on=PRACTICE_DAY, kind=ContactKind.SCHOOL, note="Mended."))
    taken.join(tmp_path / "copy")
    taken.undo()
    assert numbers(taken) == [number]


def test_a_child_of_whom_something_is_being_typed_stays(taken: Desk) -> None:
    """The draft has its form to come back to."""
    number = numbers(taken)[0]
    taken.do(KeepDraft(child=number, form="contact", values={"note": "half a sen"}))
    taken.undo()
    assert numbers(taken) == [number]
    assert taken.ask(DraftOf(child=number, form="contact")).values == {"note": "half a sen"}
