"""What the child's page tells and lets out: copies, history, and two values side by side. Without Qt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from iro_desk.errors import Refused
from iro_desk.services.access import NoteAccess
from iro_desk.services.children import ChildPage
from iro_desk.services.contacting import AttachmentContent, OpenAttachment
from iro_desk.services.history import DisputeLine, FieldChange, History, HistoryLine, Settle, StandingLine
from iro_desk.services.messages import Outcome
from tests.ui.screens.child.test_presenter import AT, Played, view
from ui.kit import words


def test_a_copy_is_noted_before_it_leaves(tmp_path: Path) -> None:
    """By what it is, without its name; where the note is refused, nothing leaves."""
    content = AttachmentContent(name="letter.pdf", kind="application/pdf", content=b"bytes")
    played = Played(given={OpenAttachment: content}).opened()
    played.page.where = tmp_path
    file = played.page.views[-1].contacts[0].files[0]
    played.presenter.save_copy("c1", file)
    played.link.answer_all()
    assert [type(each).__name__ for each in played.link.sent[-2:]] == ["NoteAccess", "OpenAttachment"]
    (note,) = played.sent(NoteAccess)
    assert (note.what, note.detail) == ("exported", "A file of a contact: application/pdf, 12 kB")
    assert (tmp_path / "letter.pdf").read_bytes() == b"bytes"
    assert played.page.said == [words.COPY_SAVED]
    refused = Played(given={NoteAccess: Refused("The desk takes in nothing."), OpenAttachment: content}).opened()
    refused.page.where = tmp_path / "elsewhere"
    refused.presenter.save_copy("c1", file)
    refused.link.answer_all()
    assert (refused.sent(OpenAttachment), refused.page.troubles) == ([], ["The desk takes in nothing."])


def test_a_copy_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """And nothing half written stays."""
    content = AttachmentContent(name="letter.pdf", kind="application/pdf", content=b"bytes")
    played = Played(given={OpenAttachment: content}).opened()
    played.page.where = tmp_path / "no such folder"
    played.presenter.save_copy("c1", played.page.views[-1].contacts[0].files[0])
    played.link.answer_all()
    assert played.page.troubles[0].startswith("letter.pdf could not be written in ")
    assert list(tmp_path.iterdir()) == []


def test_history_says_who_when_and_from_what_to_what() -> None:
    """Newest first, in local time; a field that was empty and stays so is left out."""
    made = HistoryLine(
        child=None,
        event="e",
        order="o",
        words="contact",
        who="Frances Adeyemi",
        at=AT,
        changes=(FieldChange(name="note", was=None, now="Old"), FieldChange(name="attachments", was=None, now=[])),
    )
    mended = HistoryLine(
        child=None,
        event="f",
        order="p",
        words="contact mended",
        who="Frances Adeyemi",
        at=AT,
        changes=(
            FieldChange(name="note", was="Old", now="New"),
            FieldChange(name="on", was="2026-11-12", now="2026-11-13"),
            FieldChange(name="withdrawn", was=None, now=True),
        ),
    )
    played = Played(given={History: (made, mended)}).opened()
    played.presenter.history_wanted("contact", "c1")
    played.link.answer_all()
    ((_, _, (newer, older)),) = played.page.histories
    at = datetime.fromisoformat(AT).astimezone()
    assert (newer.title, newer.whose) == ("Contact mended", f"Frances Adeyemi, Mon 23 Nov at {at:%H:%M}")
    assert newer.changes == ("Note: from “Old” to “New”", "Day: from Thu 12 Nov to Fri 13 Nov", "Taken out of sight")
    assert older.changes == ("Note: “Old”",)


def test_two_values_stand_side_by_side_until_one_is_chosen() -> None:
    """With whose each is; the choice is an order."""
    values = tuple(StandingLine(event=each, who=each, at=AT, value=f"{each}'s words") for each in ("Ada", "Ben"))
    dispute = DisputeLine(kind="contact", id="c1", field="note", values=values)
    settled = Outcome(result="Chosen.", order="o", topics=frozenset())
    played = Played(given={ChildPage: view(disputes=(dispute,)), Settle: settled}).opened()
    (shown,) = played.page.views[-1].disputes
    assert shown.title == "Note of the contact of Fri 13 Nov"
    assert [each.value for each in shown.sides] == ["“Ada's words”", "“Ben's words”"]
    assert shown.sides[0].whose.startswith("Ada, Mon 23 Nov at")
    played.presenter.settle("contact", "c1", "note", "Ben")
    played.link.answer_all()
    assert played.sent(Settle) == [Settle(kind="contact", id="c1", field="note", event="Ben")]
    assert played.page.said == ["Chosen."]


def test_two_days_of_a_review_are_said_as_days() -> None:
    """In words, as on a contact."""
    days = (("Ada", "2026-11-10"), ("Ben", "2026-11-12"))
    values = tuple(StandingLine(event=who, who=who, at=AT, value=day) for who, day in days)
    dispute = DisputeLine(kind="review", id="r1", field="held", values=values)
    (shown,) = Played(given={ChildPage: view(disputes=(dispute,))}).opened().page.views[-1].disputes
    assert (shown.title, [each.value for each in shown.sides]) == (words.HELD_ON, ["Tue 10 Nov", "Thu 12 Nov"])


def test_a_withdrawal_that_one_copy_took_back_is_asked_about_in_words() -> None:
    """Nobody has to choose between yes and no."""
    values = tuple(StandingLine(event=who, who=who, at=AT, value=gone) for who, gone in (("Ada", True), ("Ben", False)))
    dispute = DisputeLine(kind="contact", id="c1", field="withdrawn", values=values)
    (shown,) = Played(given={ChildPage: view(disputes=(dispute,))}).opened().page.views[-1].disputes
    assert shown.title == "Withdrawal of the contact of Fri 13 Nov"
    assert [each.value for each in shown.sides] == ["Taken out of sight", "In sight"]
