"""What is typed and not saved outlives a lock, and a process that is killed, through the real window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import ChildPage, Children
from iro_desk.services.drafting import DraftOf, Drafts
from tests.journeys.conftest import Show, Unlock, note_of, opened, press, settled
from ui.kit import words

ROOT = Path(__file__).parents[2]
CHILD = "350212"
NOTE = "He misses the dog, and wants her"
PATIENCE = 20_000
LOST_AT_MOST = 1.5
"""Seconds of typing that a kill may cost: the second that is promised, and half a one for a busy machine."""


def test_what_is_typed_outlives_a_lock(
    show: Show, unlock: Unlock, practice: Path, started: list[list[str]], qtbot: QtBot
) -> None:
    """Ctrl L right after the last key: in the next window the words stand on that child alone, until they are saved."""
    first = show(practice)
    place = unlock(first, PRACTICE_PASSPHRASE)
    first.activateWindow()
    qtbot.waitUntil(first.isActiveWindow)
    note = note_of(opened(qtbot, place, CHILD))
    note.setFocus()
    qtbot.keyClicks(note, NOTE)
    qtbot.keyClick(note, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert [each[-2:] for each in started] == [["--why", "key"]]
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        others = [each.child for each in desk.ask(Children()) if each.child != CHILD][:3]

    second = show(practice)
    place = unlock(second, PRACTICE_PASSPHRASE)
    for child in (others[0], CHILD, others[1], CHILD, others[2]):
        page = opened(qtbot, place, child)
        settled(qtbot, second)
        assert note_of(page).toPlainText() == (NOTE if child == CHILD else "")
        assert page.contact.state().startswith("Not saved yet: typed" if child == CHILD else words.KEPT)
    page = opened(qtbot, place, CHILD)
    settled(qtbot, second)
    qtbot.keyClicks(page.contact.fields["kind"].control, "child seen")
    press(page.contact, words.SAVE_CONTACT)
    qtbot.waitUntil(lambda: bool(page.cards), timeout=PATIENCE)
    assert note_of(page).toPlainText() == ""
    second.close()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.ask(Drafts()) == ()
        assert [each.note for each in desk.ask(ChildPage(child=CHILD)).contacts] == [NOTE]
    third = show(practice)
    page = opened(qtbot, unlock(third, PRACTICE_PASSPHRASE), CHILD)
    settled(qtbot, third)
    assert note_of(page).toPlainText() == ""


TYPE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui import app
folder, passphrase, child, note, pause = Path(sys.argv[1]), *sys.argv[2:5], int(sys.argv[5])
def once(ready, then):
    then() if ready() else QTimer.singleShot(10, lambda: once(ready, then))
def started(window):
    QTimer.singleShot(60_000, window, window.close)
    field = window.unlock._field.control
    QTest.keyClicks(field, passphrase)
    field.returnPressed.emit()
    once(lambda: window.workplace, lambda: open_child(window.workplace))
def open_child(place):
    place.open_child(child)
    once(lambda: place.child._view, lambda: type_on(place.child.contact.fields["note"].control, 0))
def type_on(control, place):
    QTest.keyClick(control, note[place])
    print(place + 1, flush=True)
    if place + 1 < len(note):
        QTimer.singleShot(pause, lambda: type_on(control, place + 1))
sys.exit(app.run(folder, None, started=started))
"""
Typist = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def typist(practice: Path) -> Iterator[Typist]:
    """A process with the real window, that types on a child's page and says how many keys it has pressed."""
    running: list[subprocess.Popen[str]] = []

    def begin(note: str, pause: int) -> subprocess.Popen[str]:
        typed = [str(practice), PRACTICE_PASSPHRASE, CHILD, note, str(pause)]
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        made = subprocess.Popen(
            [sys.executable, "-c", TYPE, *typed], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
        )
        running.append(made)
        return made

    yield begin
    for each in running:
        each.kill()
        each.wait()
        assert each.stdout
        each.stdout.close()


def pressed(process: subprocess.Popen[str], keys: int) -> list[float]:
    """Wait until so many keys were pressed; when each was."""
    assert process.stdout
    moments = []
    for number in range(1, keys + 1):
        assert process.stdout.readline() == f"{number}\n"
        moments.append(time.monotonic())
    return moments


def killed(process: subprocess.Popen[str]) -> None:
    """As a power cut does: it is told nothing."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def kept(folder: Path) -> str:
    """What the desk holds of the note."""
    with open_desk(folder, PRACTICE_PASSPHRASE) as desk:
        assert not desk.trouble
        return desk.ask(DraftOf(child=CHILD, form="contact")).values.get("note", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_what_was_typed_outlives_a_kill_a_second_and_a_half_later(typist: Typist, practice: Path) -> None:
    """Nobody leaves the field, closes or locks: every letter is there."""
    process = typist(NOTE, 5)
    pressed(process, len(NOTE))
    time.sleep(LOST_AT_MOST)
    killed(process)
    assert kept(practice) == NOTE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_kill_in_the_middle_of_typing_costs_the_last_second(typist: Typist, practice: Path) -> None:
    """Typing on never puts the keeping off: of four seconds of letters without a pause, the first part is there."""
    note = NOTE * 4
    process = typist(note, 80)
    moments = pressed(process, 50)
    end = time.monotonic()
    killed(process)
    found = kept(practice)
    assert note.startswith(found)
    old_enough = sum(each < end - LOST_AT_MOST for each in moments)
    assert 20 < old_enough <= len(found)
