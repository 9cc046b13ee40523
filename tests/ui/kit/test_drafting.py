"""Drafts in the window: kept within a second, given back to their own child and form alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from iro_desk.errors import Unavailable
from iro_desk.services.drafting import DraftKept, DraftOf, ForgetDraft, KeepDraft
from iro_desk.services.messages import Outcome
from tests.ui.conftest import FakeLink, HeldLink
from ui.kit.contact_fields import NoteField
from ui.kit.draft_timer import KEEP_AFTER, DraftTimer
from ui.kit.drafting import Drafting
from ui.kit.fields import LineField
from ui.kit.theme import Theme

DONE: Outcome[None] = Outcome(result=None, order=None, topics=frozenset())


def made(link: Any, child: str = "000001", form: str = "contact") -> tuple[Drafting, list[str], list[Exception | None]]:
    """A form's drafting; how often its timer was woken, and what it was told."""
    woken: list[str] = []
    told: list[Exception | None] = []
    drafting = Drafting(link, "page", child=child, form=form, wake=lambda: woken.append("!"), told=told.append)
    return drafting, woken, told


def test_what_was_typed_since_is_kept_together() -> None:
    """One order holds the newest text of each field, and what is kept is not kept again."""
    link = FakeLink({KeepDraft: DONE})
    drafting, woken, told = made(link)
    drafting.typed({"note": "He"})
    drafting.typed({"note": "He misses", "on": "1/10/2026"})
    drafting.keep()
    drafting.keep()
    assert link.sent == [KeepDraft(child="000001", form="contact", values={"note": "He misses", "on": "1/10/2026"})]
    assert (len(woken), told) == (2, [None])


def test_what_could_not_be_kept_is_tried_again() -> None:
    """It is told, it waits, and a newer text is not overwritten by the older one."""
    link = HeldLink({KeepDraft: Unavailable("The disk is full.")})
    drafting, _, told = made(link)
    drafting.typed({"note": "He", "on": "1/10/2026"})
    done: list[bool] = []
    drafting.keep(lambda: done.append(True))
    drafting.typed({"note": "He misses"})
    link.answer(KeepDraft)
    assert [str(each) for each in told] == ["The disk is full."]
    assert done == [True]
    drafting.keep()
    assert link.sent[-1].values == {"note": "He misses", "on": "1/10/2026"}


def test_what_was_saved_meanwhile_is_no_draft_again() -> None:
    """The keeping failed after the form was saved: nothing of it waits."""
    link = HeldLink({KeepDraft: Unavailable("The disk is full.")})
    drafting, _, _ = made(link)
    drafting.typed({"note": "He"})
    drafting.keep()
    drafting.rest()
    link.answer(KeepDraft)
    assert not drafting.waiting


def test_a_draft_comes_back_where_nobody_has_typed_since() -> None:
    """A field that is typed in keeps what is typed."""
    link = HeldLink({DraftOf: DraftKept(child="000001", form="contact", values={"note": "Old", "on": "1/10/2026"})})
    drafting, _, _ = made(link)
    came: list[Any] = []
    drafting.recover(came.append, came.append)
    drafting.typed({"note": "New"})
    link.answer(DraftOf)
    assert came == [{"on": "1/10/2026"}]


def test_a_draft_of_another_child_or_form_is_dropped() -> None:
    """Whatever the desk or the bridge may send, it never stands on this form; its own does."""
    own = DraftKept(child="000001", form="contact", values={"note": "Own"})
    for kept, arrives in (
        (DraftKept(child="000002", form="contact", values={"note": "Another"}), False),
        (DraftKept(child="000001", form="names", values={"note": "Another"}), False),
        (own, True),
    ):
        drafting, _, _ = made(FakeLink({DraftOf: kept}))
        came: list[Any] = []
        drafting.recover(came.append, came.append)
        assert bool(came) is arrives


def test_a_form_out_of_sight_keeps_what_waited_and_takes_nothing() -> None:
    """The answer that is under way when the officer leaves is nobody's any more."""
    link = HeldLink({KeepDraft: DONE, DraftOf: DraftKept(child="000001", form="contact", values={"note": "Old"})})
    drafting, _, told = made(link)
    came: list[Any] = []
    drafting.recover(came.append, came.append)
    drafting.typed({"on": "1/10/2026"})
    drafting.end()
    link.answer_all()
    assert link.sent[-1] == KeepDraft(child="000001", form="contact", values={"on": "1/10/2026"})
    assert (came, told) == ([], [])


def test_what_is_put_aside_is_destroyed() -> None:
    """Nothing that waited is kept after it."""
    link = FakeLink({ForgetDraft: DONE, KeepDraft: DONE})
    drafting, _, _ = made(link)
    drafting.typed({"note": "He"})
    drafting.forget()
    drafting.keep()
    assert link.sent == [ForgetDraft(child="000001", form="contact")]


def test_typing_on_does_not_put_the_keeping_off(qtbot: QtBot) -> None:
    """The timer runs from the first letter, and is under a second."""
    assert KEEP_AFTER < 1_000
    kept: list[bool] = []
    owner = QObject()
    timer = DraftTimer(owner, lambda: kept.append(True))
    timer.wake()
    left = timer.remainingTime()
    qtbot.waitUntil(lambda: timer.remainingTime() < left - 100)
    timer.wake()
    assert timer.remainingTime() < left - 100
    timer.setInterval(10)
    qtbot.waitUntil(lambda: kept == [True])
    assert not timer.isActive()


def test_a_field_gives_back_what_was_put_aside(qtbot: QtBot, theme: Theme) -> None:
    """By its own undo, which counts as typing; what a page puts in does not."""
    for field in (LineField("Name", theme), NoteField("Note", theme)):
        qtbot.addWidget(field)
        typed: list[str] = []
        field.typed.connect(typed.append)
        field.set_text("")
        qtbot.keyClicks(field.control, "He misses the dog")
        field.replace_undoably("")
        assert (field.text(), typed[-1]) == ("", "He misses the dog")
        qtbot.keyClick(field.control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert "He misses the dog" in (field.text(), typed[-1])
