"""After a lock no process of ours holds the key or a word of a child; while the desk is open, one does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import NameChild
from iro_desk.services.diary import Today
from iro_desk.storage.desk_folder import DeskFolder

ROOT = Path(__file__).parents[2]
WORD = "Quillfeather"
PATIENCE = 90
OPEN_AND_LOCK = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app
folder, passphrase, go = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
def started(window):
    def look():
        if window.workplace and window.workplace.pages["children"].list.lines.lines:
            print("open", flush=True)
            wait()
        else:
            QTimer.singleShot(20, look)
    def wait():
        if go.exists():
            window.lock()
        else:
            QTimer.singleShot(20, wait)
    QTimer.singleShot(60_000, window, window.close)
    window.unlock.unlock.emit(passphrase)
    look()
sys.exit(app.run(folder, None, started=started))
"""


@pytest.fixture
def named(practice: Path) -> Path:
    """The practice desk, one of whose children has a name."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        child = desk.ask(Today()).lines[0].child
        desk.do(NameChild(child=child, first_name=WORD, last_name="Invented", known_as=""))
    return practice


@pytest.fixture
def ours(named: Path) -> Iterator[Callable[[], list[psutil.Process]]]:
    """The processes of the program that stand before this desk; ended when the test is over."""

    def found() -> list[psutil.Process]:
        return [each for each in psutil.process_iter() if str(named) in " ".join(_words_of(each))]

    yield found
    for each in found():
        each.kill()
        each.wait(PATIENCE)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows one process the memory of another")
def test_after_a_lock_no_process_holds_key_or_word(
    named: Path, ours: Callable[[], list[psutil.Process]], tmp_path: Path
) -> None:
    """The old process is gone, the lock screen lives and holds neither, a backup lies there; before, both are held."""
    key = DeskFolder(named).read_key_file().unlock(PRACTICE_PASSPHRASE).secret
    go = tmp_path / "go"
    script = [sys.executable, "-c", OPEN_AND_LOCK, str(named), PRACTICE_PASSPHRASE, str(go)]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(script, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as opened:
        assert opened.stdout
        assert opened.stdout.readline() == "open\n"
        if _memory(opened.pid) is None and not os.environ.get("CI"):  # where our own tests run, it must be tried
            opened.kill()
            pytest.skip("this system lets nobody but root read the memory of a process that forbids dumps")
        assert _held(opened.pid, key) == {"key", "word"}
        go.touch()
        assert opened.wait(PATIENCE) == 0
    assert _until(lambda: bool(list((named / "backups").glob("0*"))))
    standing = ours()
    assert [_words_of(each)[1:4] for each in standing] == [["-m", "ui", "--lock"]]
    assert _until(lambda: _has_loaded(standing[0].pid, "sqlcipher3"))
    assert _held(standing[0].pid, key) == set()


def _held(process: int, key: bytes) -> set[str]:
    """What of the desk is in a process's memory, in any form it is used in."""
    memory = _memory(process)
    assert memory
    forms = {
        "key": (key[:32], key[:32].hex().encode(), key[:32].hex().upper().encode()),
        "word": (WORD.encode(), WORD.encode("utf-16-le"), WORD.encode("utf-32-le")),
    }
    return {name for name, found in forms.items() if any(each in part for each in found for part in memory)}


def _memory(process: int) -> list[bytes] | None:
    """All that can be read of a process's memory; none where nobody may."""
    parts = []
    try:
        maps = Path(f"/proc/{process}/maps").read_text(encoding="utf-8")
        with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
            for start, end in re.findall(r"^([0-9a-f]+)-([0-9a-f]+) r", maps, re.MULTILINE):
                try:
                    memory.seek(int(start, 16))
                    parts.append(memory.read(int(end, 16) - int(start, 16)))
                except (OSError, ValueError, OverflowError):
                    continue
    except PermissionError:
        return None
    return parts or None


def _has_loaded(process: int, name: str) -> bool:
    return name in Path(f"/proc/{process}/maps").read_text(encoding="utf-8")


def _words_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return []


def _until(there: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if there():
            return True
        time.sleep(0.05)
    return False
