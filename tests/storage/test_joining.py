"""Joining two copies: the union, in any order and as often as one likes; a fork is refused whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.errors import Refused
from iro_desk.mending import restore
from iro_desk.services.children import ChildPage, Children, OpenChild
from iro_desk.services.contacting import ContactKind, CorrectContact, OpenAttachment, RecordContact, WithdrawContact
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.history import Settle
from iro_desk.storage.keys import DeskKey
from tests.breaking.two_desks import NOT_SHARED, attachments, rows
from tests.sample import PRACTICE_DAY, SAMPLE

CLOCK = StandingClock(PRACTICE_DAY)
CARER = ContactKind.CARER
Two = tuple[Desk, Desk, Path, Path]


def shown(desk: Desk) -> dict[str, object]:
    """The folded tables, but for what is about one copy alone."""
    return {kind: each for kind, each in rows(desk).items() if kind not in NOT_SHARED}


def child_of(desk: Desk) -> str:
    """The first child's number."""
    return desk.ask(Children())[0].child


def contact(desk: Desk, note: str, *attach: Path) -> str:
    """A contact recorded."""
    order = RecordContact(child=child_of(desk), on=PRACTICE_DAY, kind=CARER, note=note, attach=attach)
    return desk.do(order).result.id


def mend(desk: Desk, id: str, note: str) -> None:
    """A contact mended."""
    desk.do(CorrectContact(id=id, on=PRACTICE_DAY, kind=CARER, note=note))


@pytest.fixture
def two(folder_and_key: tuple[Path, DeskKey], tmp_path: Path) -> Iterator[Two]:
    """A desk with one contact, and its backup restored as a second device."""
    folder, key = folder_and_key
    with open_desk(folder, key, CLOCK) as desk:
        desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
        contact(desk, "The first")
        made = desk.back_up()
        restore(made.folder, tmp_path / "second", key, clock=CLOCK)
        with open_desk(tmp_path / "second", key, CLOCK) as other:
            yield desk, other, folder, tmp_path / "second"


def test_a_restored_copy_can_be_joined_whatever_the_first_did_meanwhile(two: Two) -> None:
    """Opening a page, which the desk's own stream notes, is no fork."""
    first, second, folder, other = two
    first.do(OpenChild(child=child_of(first)))
    second.do(OpenChild(child=child_of(second)))
    assert first.join(other)[0] > 0
    assert second.join(folder)[0] > 0
    assert shown(first) == shown(second)


def test_joined_in_any_order_and_twice_the_desks_show_the_same(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three copies into one desk, in all six orders, each twice; one holds only half of another's, which is a gap."""
    first, second, folder, other = two
    contact(second, "Half")
    half = shutil.copytree(other, tmp_path / "half")
    contact(second, "Whole")
    contact(first, "Mine")
    third = tmp_path / "third"
    restore(first.back_up().folder, third, first.key, clock=CLOCK)
    with open_desk(third, first.key, CLOCK) as desk:
        contact(desk, "Third")
    results = []
    for number, ways in enumerate(permutations((half, other, third))):
        into = shutil.copytree(folder, tmp_path / f"into-{number}")
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"machine-{number}"))
        with open_desk(into, first.key, CLOCK) as desk:
            for way in ways:
                desk.join(way)
                assert desk.join(way)[0] == 0
            assert desk.check() == ()
            results.append(shown(desk))
    assert all(each == results[0] for each in results)
    notes = {row["note"] for row in results[0]["contact"].values()}  # type: ignore[attr-defined]
    assert notes == {"The first", "Half", "Whole", "Mine", "Third"}


def test_a_fork_is_refused_whole(two: Two, tmp_path: Path) -> None:
    """A folder copied by hand and worked on in both places: nothing is taken, nothing is changed."""
    first, _, folder, _ = two
    copied = shutil.copytree(folder, tmp_path / "copied")
    with open_desk(copied, first.key, CLOCK) as desk:
        contact(desk, "Said in the copy")
    first.join(copied)  # the control: only one of the two went on
    contact(first, "Said here")
    with open_desk(copied, first.key, CLOCK) as desk:
        contact(desk, "Said in the copy as well")
    before = rows(first)
    with pytest.raises(Refused, match="as if they were one computer"):
        first.join(copied)
    assert rows(first) == before
    assert first.check() == ()


def test_attachments_come_along(two: Two, tmp_path: Path) -> None:
    """The file opens on the desk that joined."""
    first, second, _, other = two
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all", encoding="utf-8")
    made = contact(second, "With a letter", letter)
    first.join(other)
    (hashed,) = attachments(first)
    assert first.ask(OpenAttachment(contact=made, hash=hashed)).content == b"Dear all"


def test_a_dispute_is_counted_and_settled_on_both(two: Two) -> None:
    """Both values stand until a person chooses; the choice travels."""
    first, second, folder, other = two
    id = contact(first, "Begun")
    second.join(folder)
    mend(first, id, "Said by the first")
    mend(second, id, "Said by the second")
    assert first.join(other)[1] == 1
    (line,) = first.ask(ChildPage(child=child_of(first))).disputes
    assert {each.value for each in line.values} == {"Said by the first", "Said by the second"}
    chosen = next(each for each in line.values if each.value == "Said by the second")
    first.do(Settle(kind=line.kind, id=line.id, field=line.field, event=chosen.event))
    assert second.join(folder)[1] == 0
    assert shown(first) == shown(second)
    assert {each.note for each in second.ask(ChildPage(child=child_of(second))).contacts} >= {"Said by the second"}


@pytest.mark.parametrize("undo", [False, True])
def test_a_withdrawal_against_a_change_is_a_dispute(two: Two, undo: bool) -> None:  # noqa: FBT001
    """Withdrawn by name or by undo, a change made elsewhere is not lost out of sight; choosing it brings it back."""
    first, second, folder, other = two
    id = contact(first, "Begun")
    second.join(folder)
    mend(second, id, "Mended meanwhile")
    if undo:
        first.undo()
    else:
        first.do(WithdrawContact(id=id))
    assert first.join(other)[1] == 1
    (line,) = first.ask(ChildPage(child=child_of(first))).disputes
    chosen = next(each for each in line.values if each.value == "Mended meanwhile")
    first.do(Settle(kind=line.kind, id=line.id, field=line.field, event=chosen.event))
    second.join(folder)
    for desk in (first, second):
        assert "Mended meanwhile" in {each.note for each in desk.ask(ChildPage(child=child_of(desk))).contacts}
    assert shown(first) == shown(second)
