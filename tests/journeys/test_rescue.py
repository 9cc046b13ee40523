"""A desk in trouble: an old copy put back, a damaged file, a damaged key file; what is said, and the ways on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.closed import back_up, backups
from iro_desk.errors import Unavailable
from iro_desk.glance import PRACTICE_PASSPHRASE, glance
from iro_desk.services.access import NoteAccess
from iro_desk.services.children import ChildPage, Children
from iro_desk.services.diary import Today
from iro_desk.services.drafting import Drafts
from iro_desk.services.messages import Question
from iro_desk.services.settings import SetSetting, Settings
from iro_desk.settings import LOCK_AFTER
from tests.journeys.conftest import Show, Unlock, note_of, opened, press, seen, settled
from tests.sample import PRACTICE_DAY
from tests.ui.conftest import ScriptedPerson
from ui.app import Window
from ui.kit import words
from ui.shell.rescue import RescuePage

CHILD = "350212"
NOTE = "He misses the dog."
PAGE = 4096


def older_copy_put_back(desk: Path) -> None:
    """Work on, then put the file of before back."""
    before = desk.with_name("before.db")
    shutil.copy(desk / "desk.db", before)
    with open_desk(desk, PRACTICE_PASSPHRASE) as opened:
        opened.do(NoteAccess(what="exported", detail="Reviews table, 2025-26"))
    back_up(desk, PRACTICE_DAY)
    shutil.copy(before, desk / "desk.db")


def rescue_of(window: Window, qtbot: QtBot) -> RescuePage:
    """The rescue page, standing."""
    window.unlock.unlock.emit(PRACTICE_PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), RescuePage), timeout=20_000)
    page = window.stack.currentWidget()
    assert isinstance(page, RescuePage)
    return page


def an_order_is_refused(window: Window, qtbot: QtBot) -> None:
    """Behind *look*, a contact is told, saved by its button and said no to; the words stay in the form."""
    place = window.workplace
    assert place
    page = opened(qtbot, place, CHILD)
    settled(qtbot, window)
    qtbot.keyClicks(note_of(page), NOTE)
    qtbot.keyClicks(page.contact.fields["kind"].control, "child seen")
    press(page.contact, words.SAVE_CONTACT)
    settled(qtbot, window)
    assert place.notices.words().startswith("This desk takes in nothing until it is mended.")
    assert place.notices.words() in seen(window)
    assert note_of(page).toPlainText() == NOTE
    assert not page.cards
    assert page.contact.state().startswith(words.NOT_KEPT.format("This desk takes in nothing"))


def test_an_older_copy_is_noticed_looked_at_and_gone_on_with(show: Show, practice: Path, qtbot: QtBot) -> None:
    """Nothing is written until the officer goes on with it, whatever is pressed; then everything is as ever."""
    older_copy_put_back(practice)
    before = (practice / "desk.db").read_bytes()
    window = show(practice)
    page = rescue_of(window, qtbot)
    assert "older than the one last open" in seen(page)
    press(page, words.LOOK)
    assert window.office
    state = window.office.state
    assert state.words() == words.READ_ONLY
    an_order_is_refused(window, qtbot)
    assert (practice / "desk.db").read_bytes() == before
    press(state, words.WHAT_IS_WRONG)
    assert window.stack.currentWidget() is page
    press(page, words.GO_ON)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.workplace, timeout=20_000)
    settled(qtbot, window)
    assert window.workplace
    child = opened(qtbot, window.workplace, CHILD)
    press(child.contact, words.SAVE_CONTACT)
    qtbot.waitUntil(lambda: bool(child.cards), timeout=20_000)
    window.close()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert not desk.trouble


def test_a_backup_is_restored_beside_the_older_copy(show: Show, practice: Path, qtbot: QtBot, tmp_path: Path) -> None:
    """The list shows it; it goes into a new folder, and this desk stays as it is."""
    older_copy_put_back(practice)
    window = show(practice)
    page = rescue_of(window, qtbot)
    page.restore.emit(backups(practice)[0].path, tmp_path / "restored", "")
    qtbot.waitUntil(lambda: "Restored into" in page._news.text(), timeout=30_000)
    window.close()
    with open_desk(tmp_path / "restored", PRACTICE_PASSPHRASE) as desk:
        assert desk.ask(Today()).children == 75


def test_a_damaged_file_is_never_a_wrong_passphrase(show: Show, practice: Path, qtbot: QtBot, tmp_path: Path) -> None:
    """It cannot be opened; a backup of it can, into a new folder, before which the window then stands."""
    back_up(practice, PRACTICE_DAY)
    content = bytearray((practice / "desk.db").read_bytes())
    content[100] ^= 1
    (practice / "desk.db").write_bytes(content)
    window = show(practice)
    page = rescue_of(window, qtbot)
    assert "damaged" in seen(page)
    assert "passphrase does not open" not in seen(page)
    page.restore.emit(backups(practice)[0].path, tmp_path / "restored", PRACTICE_PASSPHRASE)
    qtbot.waitUntil(lambda: window.entrance.folder == tmp_path / "restored", timeout=30_000)
    assert glance(tmp_path / "restored").practice


def flipped(desk: Path, place: int) -> None:
    """One bit of the database is another."""
    content = bytearray((desk / "desk.db").read_bytes())
    content[place] ^= 1
    (desk / "desk.db").write_bytes(content)


def a_place_that_no_screen_reads(desk: Path, scratch: Path) -> int:
    """A byte of the database that is asked for by the check alone."""
    questions: tuple[Question[Any], ...] = (Today(), Children(), Drafts(), Settings(), ChildPage(child=CHILD))
    for place in range(PAGE * 2 + PAGE // 2, (desk / "desk.db").stat().st_size, PAGE):
        shutil.copytree(desk, scratch)
        flipped(scratch, place)
        try:
            with open_desk(scratch, PRACTICE_PASSPHRASE) as opened:
                for each in questions:
                    opened.ask(each)
                assert opened.check()
        except Unavailable:
            continue
        else:
            return place
        finally:
            shutil.rmtree(scratch)
    raise AssertionError("every page is read by a screen")


def test_damage_found_behind_today_stops_writing(
    show: Show, practice: Path, qtbot: QtBot, unlock: Unlock, tmp_path: Path
) -> None:
    """Today stands, the check that follows finds it, the rescue page stands, and no order is carried out any more."""
    flipped(practice, a_place_that_no_screen_reads(practice, tmp_path / "tried"))
    before = (practice / "desk.db").read_bytes()
    window = show(practice)
    unlock(window, PRACTICE_PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), RescuePage), timeout=20_000)
    page = window.stack.currentWidget()
    assert isinstance(page, RescuePage)
    assert words.TROUBLE in seen(page)
    assert words.GO_ON not in [each.text() for each in page.findChildren(QPushButton) if each.isVisible()]
    press(page, words.LOOK)
    an_order_is_refused(window, qtbot)
    assert (practice / "desk.db").read_bytes() == before


def test_damage_met_by_a_screen_stops_writing(show: Show, practice: Path, qtbot: QtBot) -> None:
    """Today itself cannot be read: the rescue page stands, and behind *look* nothing is written either."""
    flipped(practice, -100)
    before = (practice / "desk.db").read_bytes()
    window = show(practice)
    page = rescue_of(window, qtbot)
    assert words.TROUBLE in seen(page)
    press(page, words.LOOK)
    settled(qtbot, window)
    done: list[object] = []
    failed: list[Exception] = []
    order = SetSetting(name=LOCK_AFTER.name, value=12)
    window.link.do(order, owner=window, then=done.append, failed=failed.append)
    qtbot.waitUntil(lambda: bool(done or failed), timeout=20_000)
    assert done == []
    assert isinstance(failed[0], Unavailable)
    assert (practice / "desk.db").read_bytes() == before


def test_no_backup_is_restored_into_a_folder_that_is_synced(
    show: Show, practice: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """The rescue page says why, and nothing is there; the next folder is taken."""
    older_copy_put_back(practice)
    synced = tmp_path / "OneDrive - Council"
    synced.mkdir()
    person = ScriptedPerson(synced / "desk")
    window = show(practice, person)
    page = rescue_of(window, qtbot)
    press(page, words.RESTORE)
    press(page, words.RESTORE_THIS)
    assert "a folder of OneDrive" in seen(page)
    assert list(synced.iterdir()) == []
    person.chosen = tmp_path / "restored"
    press(page, words.RESTORE_THIS)
    qtbot.waitUntil(lambda: "Restored into" in seen(page), timeout=30_000)


def test_a_damaged_key_file_is_healed_and_told(show: Show, practice: Path, qtbot: QtBot, unlock: Unlock) -> None:
    """The locked desk says that it will be, and Today that it was."""
    back_up(practice, PRACTICE_DAY)
    (practice / "desk.key").write_bytes(b"{}")
    window = show(practice)
    assert any(words.KEY_FILE_DAMAGED in each.text() for each in window.unlock.findChildren(QLabel))
    unlock(window, PRACTICE_PASSPHRASE)
    assert window.workplace
    assert window.workplace.notices.words() == words.KEY_FILE_HEALED
