"""The presenter of this desk, without Qt: what it asks, what it has done, and how it says so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from iro_desk.clock import FixedClock
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.services.access import Accesses, AccessLine
from iro_desk.services.messages import Outcome
from iro_desk.services.recovering import Recovery, RecoveryStanding
from iro_desk.services.settings import SetSetting, Settings
from iro_desk.storage.findings import Finding
from iro_desk.storage.joining import Joined
from tests.ui.conftest import FakeLink
from ui.kit import words
from ui.screens.settings.presenter import SettingsPresenter, joined_words, seen_line

CLOCK = FixedClock(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
LINE = AccessLine(at="2026-11-25T08:30:00+00:00", words="Opened a child's page", child="a" * 32, number="7", detail="")


class Told:
    """A page that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **named: self.told.append((name, *given, *named.values()))


class DeskLinkLike(FakeLink):
    """A link whose desk gives one answer, or one fault, to whatever is done with it."""

    def __init__(self, answers: dict[type, Any], used: object = None) -> None:
        super().__init__(answers)
        self.folder: Path | None = Path("desk")
        self.used = used

    def use(self, work: Any, *, owner: Any, then: Any, failed: Any = None, beside: bool = False) -> None:
        """Answer."""
        if isinstance(self.used, Exception):
            failed(self.used)
        else:
            then(self.used)

    def reporter(self, *, owner: Any, then: Any, finishes: bool = False) -> Any:
        """Whoever is to be told."""
        return then


def told_by(link: DeskLinkLike, act: str, *given: object) -> list[tuple[Any, ...]]:
    """What the page is told when this is wanted."""
    page = Told()
    getattr(SettingsPresenter(page, link, CLOCK), act)(*given)
    return page.told


ALL: dict[type, Any] = {
    Settings: {"lock_after_minutes": 5},
    Recovery: RecoveryStanding(proved=False, words=6),
    Accesses: (LINE,),
}


def test_it_shows_what_the_desk_says() -> None:
    """Minutes, the sheet, the backups, and what was looked at, by the child's number."""
    told = told_by(DeskLinkLike(ALL, used=()), "refresh")
    assert [each[0] for each in told] == ["show_minutes", "show_sheet_standing", "show_seen", "show_backups"]
    assert told[0][1] == 5
    assert told[2][1][0].what == "Opened a child's page, 7"


@pytest.mark.parametrize("typed", ["", "soon", "-3", "1.5"])
def test_minutes_that_are_none_are_said_beside_the_field(typed: str) -> None:
    """And nothing is asked of the desk."""
    link = DeskLinkLike(ALL)
    assert told_by(link, "set_minutes", typed) == [("say_wrong", "minutes", words.TYPE_NUMBER.format(1, 60))]
    assert link.sent == []


def test_minutes_outside_the_limits_are_refused_beside_the_field() -> None:
    """By the desk's own words."""
    link = DeskLinkLike({SetSetting: Refused("Type a number from 1 to 60.", field="lock_after_minutes")})
    assert told_by(link, "set_minutes", "61")[-1] == ("say_wrong", "minutes", "Type a number from 1 to 60.")


def test_minutes_are_set_and_told() -> None:
    """The page hears them, so that the lock does."""
    link = DeskLinkLike({SetSetting: Outcome(result=1, order=None, topics=frozenset())})
    told = told_by(link, "set_minutes", "1")
    assert told == [("show_minutes", 1), ("say", "The desk now locks after 1 minute.")]


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        (WrongPassphrase("That passphrase does not open this desk.", field="passphrase"), "old"),
        (Refused("A passphrase has at least 15 letters.", field="passphrase"), "new"),
    ],
)
def test_a_passphrase_that_will_not_do_is_said_beside_it(fault: Exception, field: str) -> None:
    """The wrong old one at the old, the short new one at the new."""
    told = told_by(DeskLinkLike(ALL, used=fault), "change_passphrase", "old one", "new one")
    assert ("say_wrong", field, str(fault)) in told


def test_a_fault_is_said_and_the_page_is_free_again() -> None:
    """Nothing stays busy."""
    told = told_by(DeskLinkLike(ALL, used=Unavailable("The disk is gone.")), "back_up", None)
    assert told == [("show_busy", words.BACKING_UP), ("show_busy", ""), ("say_trouble", "The disk is gone.")]


def test_a_check_says_whole_or_what_is_wrong() -> None:
    """In a sentence; what stops the desk brings its rescue."""
    assert told_by(DeskLinkLike(ALL, used=()), "check")[-1] == ("say", words.WHOLE)
    salt = Finding("salt", "desk.db", "The salt is damaged.")
    assert told_by(DeskLinkLike(ALL, used=(salt,)), "check")[-1] == ("say_trouble", "The salt is damaged.")
    table = Finding("fold", "child", "A table differs.")
    assert told_by(DeskLinkLike(ALL, used=(salt, table)), "check")[-1] == ("show_trouble", [table])


def test_what_came_of_another_copy() -> None:
    """New events, and disputes where there are any."""
    assert joined_words(Joined(0, 0, 0)) == words.NOTHING_NEW
    assert joined_words(Joined(1, 0, 0)) == "1 event taken in."
    assert "In 2 fields two values stand" in joined_words(Joined(9, 2, 0))
    assert "In 1 form of that copy something is typed and not saved" in joined_words(Joined(0, 0, 1))


def test_times_are_those_of_the_clock_on_the_wall() -> None:
    """The moment is kept in UTC."""
    at = datetime(2026, 11, 25, 8, 30, tzinfo=UTC).astimezone()
    assert f"{at:%H:%M}" in seen_line(LINE, date(2026, 11, 25)).when
