"""Start and memory of the window against a bare window of the same toolkit, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measuring import Figure, middles
from iro_desk.bootstrap import make_practice_desk
from iro_desk.glance import PRACTICE_PASSPHRASE

RUNS = 5
REPORT = """
import os, psutil, time
def report():
    process = psutil.Process()
    print(time.time() - process.create_time(), process.memory_full_info().uss / 2**20, flush=True)
    os._exit(0)
"""
BARE = f"""{REPORT}
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.show()
QTimer.singleShot(0, report)
app.exec()
"""
UNLOCK = f"""{REPORT}
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app
app.run(Path(sys.argv[1]), None, started=lambda window: QTimer.singleShot(0, report))
"""
TODAY = f"""{REPORT}
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui import app
def started(window):
    def look():
        page = window.workplace.pages["today"] if window.workplace else None
        if getattr(page, "lines", None):
            QTimer.singleShot(500, report)
        else:
            QTimer.singleShot(20, look)
    look()
    window.unlock.unlock.emit({PRACTICE_PASSPHRASE!r})
app.run(Path(sys.argv[1]), None, started=started)
"""


def figures() -> list[Figure]:
    """Start to the unlock page, and memory at rest on Today."""
    with tempfile.TemporaryDirectory() as scratch:
        desk = Path(scratch) / "desk"
        make_practice_desk(desk)
        start = middles(lambda: _run(UNLOCK, desk)[0], lambda: _run(BARE, desk)[0], RUNS)
        memory = middles(lambda: _run(TODAY, desk)[1], lambda: _run(BARE, desk)[1], RUNS)
    return [
        Figure("Start to the unlock page, against a bare window", "s", *start, limit=1.5),
        Figure("Memory at rest on Today, against a bare window", "MB", *memory, limit=3.0),
    ]


def _run(script: str, desk: Path) -> tuple[float, float]:
    """Seconds since the process began, and memory of its own."""
    words = [sys.executable, "-c", script, str(desk)]
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(desk.parent)}
    told = subprocess.run(words, check=True, capture_output=True, text=True, env=quiet).stdout.split()
    return float(told[0]), float(told[1])
