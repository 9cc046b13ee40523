"""Start and memory of the window against a bare window of the same toolkit, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.inventing import LAST, extract, life, write_contacts
from bench.measuring import Figure, middles, seconds
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.domain.dates import year_period
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import ChildPage, Children
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.desk_folder import DeskFolder
from tests.sample import make_sample_desk

RUNS = 7
CHILDREN, YEARS, CONTACTS = 127, 10, 12_700
"""A desk at its largest: ten years of it."""
TYPING = 3_000
"""Milliseconds that a person takes to type a passphrase, while what opens a desk is loaded behind the page."""
PASSPHRASE = "green kettle sings at dawn"  # noqa: S105 - of an invented desk
PATIENCE = 60
STORE = ("sqlalchemy", "sqlcipher3", "cryptography", "pyrage", "alembic", "PIL")
"""What opens a desk: the locked window stands without any of it."""
SELDOM = ("alembic", "reportlab", "docx", "openpyxl", "PIL")
"""What few orders need: a desk at rest has none of it."""
KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG")
HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "settings",
    "LOCALAPPDATA": "settings",
    "XDG_CONFIG_HOME": "settings",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "running",
    "TMPDIR": "scratch",
    "TEMP": "scratch",
    "TMP": "scratch",
}

# The clock's zero is the machine's, so that parent and child read the same one; the time at which a system says that a
# process began is rounded to whole seconds on Linux.
TELL = """
import os, sys, time
BEGAN = float(sys.argv.pop(1))
def tell(seconds):
    import psutil
    own = psutil.Process()
    helpers = own.children(recursive=True)
    print(seconds, sum(each.memory_full_info().uss for each in [own, *helpers]) / 2**20, flush=True)
    for each in helpers:
        each.kill()
    os._exit(0)
def none_of(names):
    found = [name for name in names if name in sys.modules]
    if found:
        print("loaded too early:", *found, file=sys.stderr, flush=True)
        os._exit(3)
def at_rest(timer):
    seconds = time.perf_counter() - BEGAN
    timer.singleShot(500, lambda: tell(seconds))
def once_drawn(window, timer, ready, then):
    paint, seen = window.paintEvent, []
    def look():
        then() if ready() else timer.singleShot(1, look)
    def painted(self, event):
        paint(self, event)
        if not seen:
            seen.append(True)
            timer.singleShot(0, look)
    window.paintEvent = painted
"""
"""For a process that is measured; ``once_drawn`` calls back when a window's first painting has reached the screen."""
CARET = """
def caret():
    return isinstance(QApplication.focusWidget(), QLineEdit)
"""
BARE = f"""{TELL}
from TOOLKIT.QtCore import QTimer
from TOOLKIT.QtWidgets import QApplication, QLineEdit, QMainWindow
{CARET}
class Window(QMainWindow):
    pass
once_drawn(Window, QTimer, caret, lambda: at_rest(QTimer))
app = QApplication(sys.argv[:1])
window = Window()
field = QLineEdit()
window.setCentralWidget(field)
field.setFocus()
window.show()
app.exec()
"""
UNLOCK = f"""{TELL}
import gc
gc.disable()  # as ui.__main__ does
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from ui import app
{CARET}
def standing():
    none_of({STORE!r})
    at_rest(QTimer)
once_drawn(app.Window, QTimer, caret, standing)
app.run(Path(sys.argv[1]), None)
"""
TODAY = f"""{TELL}
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app
def rested():
    none_of({SELDOM!r})
    tell(0)
def started(window):
    def look():
        page = window.workplace.pages["today"] if window.workplace else None
        if getattr(page, "lines", None):
            QTimer.singleShot(500, rested)
        else:
            QTimer.singleShot(20, look)
    look()
    window.unlock.unlock.emit({PRACTICE_PASSPHRASE!r})
app.run(Path(sys.argv[1]), None, started=started)
"""


UNLOCKING = f"""{TELL}
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from ui import app
{CARET}
def typed(window):
    began = time.perf_counter()
    def look():
        page = window.workplace.pages["today"] if window.workplace else None
        if getattr(page, "lines", None):
            tell(time.perf_counter() - began)
        else:
            QTimer.singleShot(10, look)
    window.unlock.unlock.emit({PASSPHRASE!r})
    look()
def started(window):
    once_drawn(app.Window, QTimer, caret, lambda: QTimer.singleShot({TYPING}, lambda: typed(window)))
    window.update()
app.run(Path(sys.argv[1]), None, started=started)
"""


class DidNotStart(Exception):
    """A measured process that told nothing: the last it said, without folders."""


def start() -> Figure:
    """Seconds until the unlock page is drawn with the caret in its field; nothing of the store is loaded then."""
    with a_practice_desk() as desk:
        found = middles(lambda: ours(UNLOCK, desk)[0], lambda: bare(desk.parent)[0], RUNS)
    return Figure("Start to the unlock page with the caret in its field, against a bare window", "s", *found, limit=1.5)


def memory() -> Figure:
    """Megabytes of its own half a second after Today has its lines; what few orders need is not loaded."""
    with a_practice_desk() as desk:
        found = middles(lambda: ours(TODAY, desk)[1], lambda: bare(desk.parent)[1], RUNS)
    return Figure("Memory at rest on Today, against a bare window", "MB", *found, limit=3.0)


def unlocking() -> Figure:
    """Seconds from *Unlock* to the lines of Today, less those of the key derivation alone."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        desk = Path(scratch) / "desk"
        _make_a_large_desk(desk, Path(scratch) / "extracts")
        key_file = DeskFolder(desk).read_key_file()
        derivation = median(seconds(lambda: key_file.unlock(PASSPHRASE)) for _ in range(RUNS))
        whole = median(ours(UNLOCKING, desk)[0] for _ in range(RUNS))
    name = "From Unlock to Today, 127 children and ten years, beyond the key derivation"
    return Figure(name, "s", whole - derivation, None, limit=0.5)


def _make_a_large_desk(desk: Path, extracts: Path) -> None:
    make_desk(desk, PASSPHRASE, "Frances Adeyemi")
    extracts.mkdir()
    first = LAST.year - YEARS + 1
    lives = [life(number, year_period(first).start, YEARS) for number in range(CHILDREN)]
    with open_desk(desk, PASSPHRASE) as opened:
        for year in range(first, LAST.year + 1):
            opened.do(TakeExtract(folder=extract(extracts, year, lives)))
        children = [opened.ask(ChildPage(child=each.child)).id for each in opened.ask(Children())]
        write_contacts(opened, CONTACTS, children)


@contextmanager
def a_practice_desk() -> Iterator[Path]:
    """A desk of invented children, in a folder that goes again."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        desk = Path(scratch) / "desk"
        make_sample_desk(desk)
        yield desk


def ours(script: str, desk: Path) -> tuple[float, float]:
    """Seconds and megabytes of our window, as ``script`` asks."""
    return told(sys.executable, script, [str(desk)], home=desk.parent)


def bare(home: Path, python: str = sys.executable, toolkit: str = "PySide6") -> tuple[float, float]:
    """Seconds until a window with one field is drawn and the caret in it, and megabytes half a second later."""
    return told(python, BARE.replace("TOOLKIT", toolkit), [], home=home)


def told(
    python: str, script: str, words: Sequence[str], *, home: Path, cwd: Path | None = None, **more: str
) -> tuple[float, float]:
    """Run a script without screen or person; the seconds and megabytes it tells. DidNotStart when it tells nothing."""
    began = time.perf_counter()
    try:
        run = subprocess.run(
            [python, "-c", script, str(began), *words],
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            cwd=cwd,
            env=nobodys(home) | more,
        )
    except subprocess.TimeoutExpired:
        raise DidNotStart(f"no window within {PATIENCE} seconds") from None
    if run.returncode:
        raise DidNotStart(_last_words(run.stderr) or f"it ended with {run.returncode}")
    seconds, megabytes = run.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def nobodys(home: Path) -> dict[str, str]:
    """The environment of a person who has just come: no screen, no bus, no settings, every folder under ``home``."""
    for name in set(HOMES.values()):
        (home / name).mkdir(mode=0o700, exist_ok=True)
    quiet = {name: os.environ[name] for name in KEPT if name in os.environ}
    return quiet | {name: str(home / place) for name, place in HOMES.items()} | {"QT_QPA_PLATFORM": "offscreen"}


def _last_words(text: str) -> str:
    """The last line without the folders of this machine."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    return " ".join(word.replace("\\", "/").rpartition("/")[2] for word in lines[-1].split())
