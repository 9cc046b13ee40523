"""The recovery sheet is asked for by words at random places, once, and anew after it was lost; without Qt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from iro_desk.closed import sheet_of
from iro_desk.errors import Refused
from iro_desk.services.access import NoteAccess
from iro_desk.services.messages import Outcome
from iro_desk.services.recovering import ProveRecovery, Recovery, RecoveryStanding
from tests.ui.conftest import FakeLink
from ui.shell.proving import Proving

SHEET = sheet_of("Frances Adeyemi", "AGE-SECRET-KEY-1" + "Q" * 58)


class Panel:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.told.append((name, *given))


class Link(FakeLink):
    """Whose desk gives a new sheet."""

    folder: Path | None = Path("desk")

    def use(self, work: Any, *, owner: Any, then: Any, failed: Any = None) -> None:
        """Give it."""
        then(SHEET)


def proving(standing: RecoveryStanding, proof: object = None) -> tuple[Proving, Panel, list[str], Link]:
    """One that asks for the first, third and sixth word."""
    panel, proved, link = Panel(), list[str](), Link({Recovery: standing, ProveRecovery: proof})
    return Proving(panel, link, proved.append, lambda _, __: [6, 1, 3]), panel, proved, link


def test_a_sheet_that_was_shown_is_not_asked_for_again() -> None:
    """It goes on at once."""
    asked, panel, proved, _ = proving(RecoveryStanding(proved=True, words=6))
    asked.begin()
    assert (panel.told, proved) == ([("close_panel",)], [""])


def test_three_words_are_asked_for_and_given_to_the_desk() -> None:
    """By their numbers, in order; the right ones go on."""
    outcome = Outcome(result="The right one.", order="o", topics=frozenset())
    asked, panel, proved, link = proving(RecoveryStanding(proved=False, words=6), outcome)
    asked.begin()
    assert panel.told == [("ask", [1, 3, 6])]
    asked.words_given({1: "a", 3: "b", 6: "c"})
    assert link.sent[-1] == ProveRecovery(given={1: "a", 3: "b", 6: "c"})
    assert proved == ["The right one."]


def test_a_wrong_word_is_said_beside_it() -> None:
    """And nothing goes on."""
    asked, panel, proved, _ = proving(RecoveryStanding(proved=False, words=6), Refused("No.", field="word-3"))
    asked.words_given({1: "a", 3: "b", 6: "c"})
    assert panel.told[-1] == ("ready", "No.", "word-3")
    assert proved == []


def test_a_lost_sheet_is_made_anew_and_shown() -> None:
    """Where the desk never had check words, nothing else is offered."""
    asked, panel, _, _ = proving(RecoveryStanding(proved=False, words=0))
    asked.begin()
    assert panel.told == [("ask", ())]
    asked.sheet_lost()
    assert panel.told[-1] == ("show_sheet", SHEET, Path("desk"))


def test_a_sheet_that_leaves_the_window_is_noted() -> None:
    """How it left, and not a word of what stands on it."""
    outcome = Outcome(result=None, order="o", topics=frozenset())
    asked, panel, _, link = proving(RecoveryStanding(proved=False, words=6))
    link.answers[NoteAccess] = outcome
    asked.sheet_taken("printed")
    assert link.sent == [NoteAccess(what="printed", detail="The recovery sheet")]
    assert panel.told == []
