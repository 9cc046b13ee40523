"""``--self-test``: makes a desk of invented children, prints what is due, opens and closes a window."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer

from iro_desk import cli
from iro_desk.glance import PRACTICE_PASSPHRASE
from ui.app import Window, run

PATIENCE = 60_000
"""Milliseconds after which a window that shows nothing has failed."""


def main() -> int:
    """0 where all of it worked."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        for words in (["demo", str(folder)], ["--desk", str(folder), "due"], ["--desk", str(folder), "check"]):
            if code := cli.main(words):
                return code
        lines: list[int] = []
        run(folder, None, started=lambda window: _unlock(window, lines))
    sys.stdout.write(f"The window showed {sum(lines)} lines of Today.\n" if lines else "The window showed nothing.\n")
    return 0 if sum(lines) else 1


def _unlock(window: Window, lines: list[int]) -> None:
    """Unlock the desk as its officer would, and close the window when Today stands."""
    QTimer.singleShot(PATIENCE, window.close)
    watch = QTimer(window, interval=50)

    def look() -> None:
        page = window.workplace.pages["today"] if window.workplace else None
        shown = len(getattr(page, "lines", ()))
        if shown:
            watch.stop()
            lines.append(shown)
            window.close()

    watch.timeout.connect(look)
    watch.start()
    window.unlock.unlock.emit(PRACTICE_PASSPHRASE)
