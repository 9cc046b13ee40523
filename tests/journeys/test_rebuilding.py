"""A desk whose folded tables are of an older shape: they are worked out anew at the opening, with a percentage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import Children
from iro_desk.services.diary import Today
from iro_desk.services.finding import Search
from iro_desk.storage.tables import RECORDS
from tests.journeys.conftest import Show, Unlock
from ui.kit import words
from ui.shell.unlock import UnlockPage

CHILD = "350212"


def asked(folder: Path) -> tuple[Any, ...]:
    """What the desk answers, and all its folded rows."""
    with open_desk(folder, PRACTICE_PASSPHRASE) as desk:
        answers = desk.ask(Today()), desk.ask(Children()), desk.ask(Search(typed=CHILD))
        with desk._parts.database.reading() as connection:
            rows = {
                kind: connection.execute(table.select().order_by(table.c.id)).all() for kind, table in RECORDS.items()
            }
        return answers, rows


@pytest.fixture
def before(practice: Path) -> tuple[Any, ...]:
    """What the desk answers before its tables are touched."""
    return asked(practice)


@pytest.fixture
def older(practice: Path, before: tuple[Any, ...]) -> Path:
    """The practice desk, its folded tables spoilt and of another shape."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk, desk._parts.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = '0' WHERE name = 'fold_shape'")
        connection.exec_driver_sql("UPDATE child SET number = 'spoilt'")
        connection.exec_driver_sql("CREATE TABLE of_old (id TEXT)")
    return practice


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of the unlock page that were in sight after each word of how far it has come."""
    found: list[str] = []
    tell: Callable[[UnlockPage, float], None] = UnlockPage.show_progress

    def spy(page: UnlockPage, done: float) -> None:
        tell(page, done)
        found.append("\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible()))

    monkeypatch.setattr(UnlockPage, "show_progress", spy)
    return found


def test_the_tables_are_worked_out_anew_with_a_percentage(
    show: Show, unlock: Unlock, older: Path, before: tuple[Any, ...], shown: list[str], qtbot: QtBot
) -> None:
    """From nought to a hundred on the unlock page; then the desk answers as before, and later openings say nothing."""
    window = show(older)
    place = unlock(window, PRACTICE_PASSPHRASE)
    said = [line for each in shown for line in each.splitlines() if line.startswith(words.REBUILDING)]
    told = [int(each.removeprefix(words.REBUILDING).removesuffix("%")) for each in said]
    assert told == sorted(told)
    assert len(told) == len(shown)
    assert (told[0], told[-1]) == (0, 100)
    assert 0 < told[1] < 100
    assert place.sidebar.places["today"].isChecked()
    window.close()
    assert asked(older) == before
    shown.clear()
    again = show(older)
    unlock(again, PRACTICE_PASSPHRASE)
    assert shown == []
