"""This desk: what keeps it, by its own buttons, in the real window on a desk of one's own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.closed import backups, recovery_key_in
from iro_desk.desk import Desk
from iro_desk.errors import WrongPassphrase
from iro_desk.mending import recover, restore
from iro_desk.services.access import Accesses, NoteAccess
from iro_desk.services.settings import Settings
from iro_desk.settings import LOCK_AFTER
from tests.conftest import CHEAP, PASSPHRASE
from tests.journeys.conftest import Show, Unlock, press
from tests.ui.conftest import ScriptedPerson
from ui.app import Window
from ui.kit import words
from ui.screens.settings.page import SettingsPage
from ui.shell.rescue import BackupList, RescuePage

NEW = "another kettle sings at dusk"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A desk of one's own, empty, whose passphrase costs the least that a desk may be made for."""
    make_desk(tmp_path / "mine", PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    return tmp_path / "mine"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder that the officer chooses whenever one is asked for."""
    made = tmp_path / "out"
    made.mkdir()
    return made


class Standing:
    """This desk in the window, with what an officer does to it."""

    def __init__(self, window: Window, page: SettingsPage, person: ScriptedPerson, qtbot: QtBot) -> None:
        self.window, self.page, self.person, self._qtbot = window, page, person, qtbot

    def press(self, text: str, inside: QWidget | None = None) -> None:
        """Press the button in sight that has these words."""
        press(inside or self.page, text)

    def told(self, sentence: str) -> None:
        """Wait until the window says it."""
        self._qtbot.waitUntil(lambda: sentence in self.notice(), timeout=30_000)

    def notice(self) -> str:
        """What the window says."""
        return self.window.workplace.notices.words() if self.window.workplace else ""

    def seen(self) -> str:
        """All the words in sight on the page."""
        return "\n".join(each.text() for each in self.page.findChildren(QLabel) if each.isVisibleTo(self.page))

    def shows(self, sentence: str) -> None:
        """Wait until the page shows it."""
        self._qtbot.waitUntil(lambda: sentence in self.seen(), timeout=30_000)

    def is_there(self, there: Callable[[], bool]) -> None:
        """Wait until it is."""
        self._qtbot.waitUntil(there, timeout=30_000)


@pytest.fixture
def person(out: Path) -> ScriptedPerson:
    """The officer, who chooses that folder."""
    return ScriptedPerson(out)


@pytest.fixture
def standing(show: Show, unlock: Unlock, mine: Path, person: ScriptedPerson, qtbot: QtBot) -> Standing:
    """This desk, opened in the window."""
    window = show(mine, person)
    place = unlock(window, PASSPHRASE)
    place.go("settings")
    page = place.pages["settings"]
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: bool(page.minutes.text()), timeout=20_000)
    return Standing(window, page, person, qtbot)


def noted(desk: Desk) -> list[tuple[str, str]]:
    """What was looked at, sent or printed, newest first."""
    return [(each.words, each.detail) for each in desk.ask(Accesses())]


def test_how_long_the_desk_waits_before_it_locks(standing: Standing, mine: Path) -> None:
    """A number outside the limits is said beside the field; another is kept, and the lock hears of it."""
    page = standing.page
    page.minutes.control.setText("61")
    standing.press(words.SET)
    standing.is_there(lambda: "60" in page.minutes.trouble())
    page.minutes.control.setText("12")
    standing.press(words.SET)
    standing.told("12 minutes")
    assert page.minutes.trouble() == ""
    assert standing.window.office
    assert standing.window.office.idle._limit == 12 * 60
    standing.window.close()
    with open_desk(mine, PASSPHRASE) as desk:
        assert desk.ask(Settings())[LOCK_AFTER.name] == 12


def test_a_new_passphrase(standing: Standing, mine: Path) -> None:
    """The wrong one in force is said beside its field and changes nothing; then the new one opens the desk."""
    page = standing.page
    page.old.control.setText("not the one, surely")
    for each in (page.new.first, page.new.again):
        each.control.setText(NEW)
    standing.press(words.CHANGE_PASSPHRASE)
    standing.is_there(lambda: bool(page.old.trouble()))
    page.old.control.setText(PASSPHRASE)
    standing.press(words.CHANGE_PASSPHRASE)
    standing.told(words.PASSPHRASE_CHANGED)
    assert not any(each.text() for each in (page.old, page.new.first, page.new.again))
    standing.window.close()
    with open_desk(mine, NEW) as desk:
        assert ("Changed the passphrase", "") in noted(desk)
    with pytest.raises(WrongPassphrase):
        open_desk(mine, PASSPHRASE)


def test_a_new_sheet_is_saved_printed_noted_and_shown_to_be_there(standing: Standing, mine: Path, out: Path) -> None:
    """A reader of others finds the key on the printed page; three of its words are asked for; it opens the desk."""
    standing.press(words.RENEW)
    sheet = standing.page.proof.sheet
    standing.is_there(sheet.isVisible)
    standing.press(words.SAVE_SHEET, sheet)
    standing.press(words.PRINT_SHEET, sheet)
    key = recovery_key_in(out / words.SHEET_NAME)
    read = subprocess.run(["pdftotext", out / "printed.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert key in "".join(read.split())
    assert "Frances Adeyemi" in read
    standing.shows("Printed, The recovery sheet")
    standing.shows("Exported, The recovery sheet")
    standing.shows("Made a new recovery key")
    shown = sheet._sheet
    assert shown
    standing.press(words.SHEET_DONE, sheet)
    standing.is_there(lambda: bool(standing.page.proof.fields))
    for number, field in standing.page.proof.fields.items():
        field.control.setText(shown.words[number - 1])
    standing.press(words.PROVE)
    standing.shows(words.PROVED)
    standing.window.close()
    recover(mine, key, NEW)


def test_a_backup_is_made_listed_and_restored(standing: Standing, mine: Path, out: Path) -> None:
    """In the desk's own place; restored into the folder chosen, beside this desk."""
    standing.press(words.BACKUP_NOW)
    standing.told("made and verified")
    standing.is_there(lambda: bool(backups(mine)))
    listed = standing.page.findChild(BackupList)
    assert listed
    standing.shows("verified")
    standing.person.chosen = out / "restored"
    standing.press(words.RESTORE_THIS, listed)
    standing.told("Restored into")
    standing.window.close()
    with open_desk(out / "restored", PASSPHRASE) as desk:
        assert ("Restored from a backup", "") in [(each, "") for each, _ in noted(desk)]


def test_a_backup_is_not_restored_into_a_folder_that_is_synced(standing: Standing, mine: Path, tmp_path: Path) -> None:
    """It is said why, and nothing is there."""
    synced = tmp_path / "Nextcloud"
    synced.mkdir()
    standing.press(words.BACKUP_NOW)
    standing.told("made and verified")
    listed = standing.page.findChild(BackupList)
    assert listed
    standing.shows("verified")
    standing.person.chosen = synced / "desk"
    standing.press(words.RESTORE_THIS, listed)
    standing.told("a folder of Nextcloud")
    assert list(synced.iterdir()) == []


def test_a_backup_in_another_place_is_noted_before_it_leaves(standing: Standing, out: Path) -> None:
    """The folder chosen holds it, and the desk says so."""
    standing.press(words.BACKUP_ELSEWHERE)
    standing.told("made and verified")
    assert backups_found(out)
    standing.shows("Made a backup, to another place")


def backups_found(folder: Path) -> list[Path]:
    """Every database under a folder."""
    return list(folder.rglob("desk.db"))


def test_the_desk_is_looked_through(standing: Standing) -> None:
    """Whole, it says so."""
    standing.press(words.CHECK_DESK)
    standing.told(words.WHOLE)


def test_what_a_check_finds_brings_the_rescue(standing: Standing, mine: Path) -> None:
    """From the button to the page that tells what is wrong, with the ways on."""
    content = bytearray((mine / "desk.db").read_bytes())
    content[-100] ^= 1
    (mine / "desk.db").write_bytes(content)
    standing.press(words.CHECK_DESK)
    standing.is_there(lambda: isinstance(standing.window.stack.currentWidget(), RescuePage))


@pytest.fixture
def copy(mine: Path, tmp_path: Path) -> Path:
    """A copy of the desk, restored out of a backup, on which something was done that the desk does not know."""
    made = tmp_path / "copy"
    with open_desk(mine, PASSPHRASE) as desk:
        backup = desk.back_up().folder
    restore(backup, made, PASSPHRASE)
    with open_desk(made, PASSPHRASE) as other:
        other.do(NoteAccess(what="exported", detail="Reviews table, 2025-26"))
    return made


def test_another_copy_is_taken_in(copy: Path, standing: Standing, out: Path) -> None:
    """What was done on the other copy stands here too, and a folder that holds no desk is said to hold none."""
    standing.press(words.JOIN)
    standing.told(str(out))
    standing.person.chosen = copy
    standing.press(words.JOIN)
    standing.told("taken in")
    standing.shows("Exported, Reviews table, 2025-26")
