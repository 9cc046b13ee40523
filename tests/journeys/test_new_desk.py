"""A desk of one's own, made in the window; its sheet; and the way back in without the passphrase."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.closed import recovery_key_in, sheet_of
from iro_desk.errors import WrongPassphrase
from iro_desk.glance import glance
from iro_desk.services.access import Accesses
from iro_desk.storage import keys
from tests.conftest import CHEAP, PASSPHRASE
from tests.journeys.conftest import Show, Unlock, press, seen
from tests.ui.conftest import ScriptedPerson
from ui.kit import words
from ui.kit.passphrases import NewPassphrase, PassphraseField

NEW = "another kettle sings at dusk"


class Saver(ScriptedPerson):
    """Saves where the script says, and picks that file later."""

    def save_as(self, parent: QWidget, title: str, name: str) -> Path | None:
        """The file that the script says."""
        return self.chosen

    def files(self, parent: QWidget, title: str) -> tuple[Path, ...]:
        """The same file."""
        return (self.chosen,) if self.chosen else ()


@pytest.fixture(autouse=True)
def _cheaply(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs the least that a desk may be made for."""
    monkeypatch.setattr(keys.Cost.__init__, "__defaults__", (CHEAP.passes, CHEAP.memory, CHEAP.lanes))


def test_making_a_desk_and_coming_back_by_its_sheet(show: Show, tmp_path: Path, qtbot: QtBot, unlock: Unlock) -> None:
    """Typed twice, made, its sheet saved beside the desk's folder and not in it, opened; then opened by that sheet."""
    folder, saved = tmp_path / "mine", tmp_path / "sheet.txt"
    person = Saver(folder / "sheet.txt")
    window = show(None, person)
    window.unlock.make_own.emit()
    making = window.entrance.making
    assert making
    making.folder.control.setText(str(folder))
    making.officer.control.setText("Frances Adeyemi")
    making.passphrase.first.control.setText(PASSPHRASE)
    making.passphrase.again.control.setText(PASSPHRASE + "!")
    making.submit()
    assert making.passphrase.again.trouble()
    assert not folder.exists()
    making.passphrase.again.control.setText(PASSPHRASE)
    making.submit()
    qtbot.waitUntil(lambda: window.entrance.sheet is not None, timeout=20_000)
    sheet = window.entrance.sheet
    assert sheet
    sheet.view._save()
    assert not (folder / "sheet.txt").exists()
    assert "inside a desk or a backup" in sheet.view._wrong.text()
    person.chosen = saved
    sheet.view._save()
    key = recovery_key_in(saved)
    assert sheet.view._sheet == sheet_of("Frances Adeyemi", key)
    sheet.done.emit()
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    assert glance(folder).officer == "Frances Adeyemi"
    window.close()
    with open_desk(folder, PASSPHRASE) as desk:
        assert [(each.words, each.detail) for each in desk.ask(Accesses())] == [("Exported", "The recovery sheet")]
    _by_the_sheet(show, folder, person, qtbot)


def _by_the_sheet(show: Show, folder: Path, person: Saver, qtbot: QtBot) -> None:
    window = show(folder, person)
    window.unlock.forgotten.emit()
    page = window.entrance.forgotten
    assert page
    page._read_file()
    for each in (page.passphrase.first, page.passphrase.again):
        each.control.setText(NEW)
    page.submit()
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    window.close()
    open_desk(folder, NEW).close()
    with pytest.raises(WrongPassphrase):
        open_desk(folder, PASSPHRASE)


def test_a_desk_is_made_under_the_six_words_suggested(show: Show, tmp_path: Path, qtbot: QtBot, unlock: Unlock) -> None:
    """Each press draws others; typed by hand into both fields they make the desk, and open it the next morning."""
    folder = tmp_path / "mine"
    window = show(None)
    press(window.unlock, words.MAKE_OWN)
    making = window.entrance.making
    assert making
    assert making.passphrase.suggestion.text() == ""
    press(making, words.SUGGEST)
    first = making.passphrase.suggestion.text()
    press(making, words.SUGGEST_ANOTHER)
    drawn = making.passphrase.suggestion.text()
    assert drawn in seen(making)
    assert len(drawn.split()) == len(first.split()) == 6
    assert drawn != first
    making.folder.control.clear()
    typed = {making.officer: "Frances Adeyemi", making.folder: str(folder)}
    typed |= dict.fromkeys((making.passphrase.first, making.passphrase.again), drawn)
    for field, text in typed.items():
        qtbot.keyClicks(field.control, text)
    press(making, words.MAKE)
    qtbot.waitUntil(lambda: window.entrance.currentWidget() is window.entrance.sheet, timeout=20_000)
    assert drawn not in seen(making)
    assert making.passphrase.suggestion.text() == ""
    window.close()
    unlock(show(folder), drawn)


def test_a_wrong_recovery_key_is_said_beside_it(show: Show, practice: Path, qtbot: QtBot) -> None:
    """And nothing is changed."""
    before = (practice / "desk.key").read_bytes()
    window = show(practice)
    window.entrance.show_forgotten()
    page = window.entrance.forgotten
    assert page
    page.key.control.setText("AGE-SECRET-KEY-1" + "Q" * 58)
    for each in (page.passphrase.first, page.passphrase.again):
        each.control.setText(NEW)
    page.submit()
    qtbot.waitUntil(lambda: bool(page.key.trouble()), timeout=20_000)
    assert page.key.trouble() == "That recovery key does not open this desk."
    assert (practice / "desk.key").read_bytes() == before


def test_a_place_where_no_desk_may_lie_is_said_at_once(show: Show, tmp_path: Path) -> None:
    """A folder with something in it, as it is typed; a free one takes the words away."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    window = show(None)
    window.entrance.show_making()
    making = window.entrance.making
    assert making
    making.folder.control.setText(str(tmp_path / "full"))
    assert "not empty" in making.folder.trouble()
    making.folder.control.setText(str(tmp_path / "free"))
    assert making.folder.trouble() == ""


def test_a_folder_that_is_synced_is_said_beside_the_field_as_it_is_typed(
    show: Show, tmp_path: Path, qtbot: QtBot
) -> None:
    """With the client's name, and nothing is made there whatever is pressed; a folder of one's own takes it away."""
    synced = tmp_path / "Dropbox"
    synced.mkdir()
    window = show(None)
    press(window.unlock, words.MAKE_OWN)
    making = window.entrance.making
    assert making
    making.folder.control.clear()
    qtbot.keyClicks(making.folder.control, str(synced))
    assert "a folder of Dropbox" in making.folder.trouble()
    assert making.folder.trouble() in seen(making)
    qtbot.keyClicks(making.folder.control, "/desk")
    assert "a folder of Dropbox" in making.folder.trouble()
    for field, text in ((making.officer, "Frances Adeyemi"), *((each, PASSPHRASE) for each in both(making.passphrase))):
        qtbot.keyClicks(field.control, text)
    press(making, words.MAKE)
    assert list(synced.iterdir()) == []
    assert window.entrance.currentWidget() is making
    making.folder.control.clear()
    qtbot.keyClicks(making.folder.control, str(tmp_path / "mine"))
    assert making.folder.trouble() == ""


def both(passphrase: NewPassphrase) -> tuple[PassphraseField, PassphraseField]:
    """The fields for a new passphrase."""
    return passphrase.first, passphrase.again


def test_wrong_guesses_cost_a_wait_that_is_counted_down(show: Show, practice: Path, qtbot: QtBot) -> None:
    """After the fifth the field is shut and says how long; the sheet is still a way in."""
    window = show(practice)
    field = window.unlock._field
    for _ in range(5):
        field.say_trouble("")
        window.unlock.unlock.emit("not the one, surely")
        qtbot.waitUntil(lambda: bool(field.trouble()), timeout=20_000)
    assert "opens again in" in field.trouble()
    assert not field.isEnabled()
    assert window.unlock._forgot.isEnabled()
    window.unlock._left = lambda: 0
    window.unlock._tell_wait()
    assert field.isEnabled()
