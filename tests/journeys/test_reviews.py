"""A review near one of the extract, through the real window: recorded, asked about, answered, undone, completed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.asking import CHOICE_WORDS, Choice
from iro_desk.services.caseload import Explain
from iro_desk.services.children import ChildPage
from tests.journeys.conftest import Show, Unlock, opened, press, seen
from ui.kit import words
from ui.screens.child.page import ChildPage as Page

PATIENCE = 20_000
CHILD = "350212"


def near(folder: Path) -> date:
    """A day shortly after a review that the practice desk's extracts have of the child."""
    with open_desk(folder, PRACTICE_PASSPHRASE) as desk:
        newest = desk.ask(Explain(child=CHILD)).periods[-1].reviews[-1]
        return newest.held.replace(day=newest.held.day + 3)


def fill_in(page: Page, day: date, **choices: str) -> None:
    """Type a review into its form and save it."""
    form = page.form("review")
    assert form
    form.fields["held"].control.setText(f"{day:%d/%m/%Y}")  # type: ignore[attr-defined]
    for name, value in choices.items():
        form.fields[name].set_text(value)
    form.save.emit()


def test_a_review_is_recorded_asked_about_answered_and_undone(
    show: Show, unlock: Unlock, practice: Path, qtbot: QtBot
) -> None:
    """Two reviews close by are asked about once; an undo asks again; the adjourned one is completed and taken back."""
    day = near(practice)
    standing = show(practice)
    place = unlock(standing, PRACTICE_PASSPHRASE)
    page = opened(qtbot, place, CHILD)
    press(page, words.RECORD_REVIEW)
    fill_in(page, day, code="PN1", adjourned="adjourned")
    qtbot.waitUntil(lambda: words.LEFT_OPEN in seen(page), timeout=PATIENCE)
    assert "say whether it is the same" in place.notices.words()
    qtbot.waitUntil(lambda: words.REVIEW_ADJOURNED in seen(page), timeout=PATIENCE)
    assert "Came and spoke for themself." in seen(page)

    answer = CHOICE_WORDS[Choice.TWO]
    press(page, answer)
    qtbot.waitUntil(lambda: place.notices.words() == f"{answer}: noted.", timeout=PATIENCE)
    qtbot.waitUntil(lambda: words.LEFT_OPEN not in seen(page), timeout=PATIENCE)
    qtbot.waitUntil(lambda: place.bar.said()[0].startswith("Undo: answer about a review"), timeout=PATIENCE)
    place.bar.undo.emit()
    qtbot.waitUntil(lambda: words.LEFT_OPEN in seen(page), timeout=PATIENCE)
    place.bar.redo.emit()
    qtbot.waitUntil(lambda: words.LEFT_OPEN not in seen(page), timeout=PATIENCE)

    press(page, words.FURTHER_MEETING)
    (review,) = page.reviews.lines
    meeting = page.form(f"meeting:{review}")
    assert meeting
    meeting.fields["on"].control.setText(f"{day.replace(day=day.day + 1):%d/%m/%Y}")  # type: ignore[attr-defined]
    meeting.save.emit()
    qtbot.waitUntil(lambda: "Met again on" in seen(page), timeout=PATIENCE)
    assert words.REVIEW_ADJOURNED not in seen(page)
    press(page, words.TAKE_BACK)
    qtbot.waitUntil(lambda: words.NO_REVIEWS in seen(page), timeout=PATIENCE)
    standing.close()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.ask(ChildPage(child=CHILD)).recorded == ()
