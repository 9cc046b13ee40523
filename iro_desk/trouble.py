"""Bugs are written to a log that holds no child: where in the program, never what was in it."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from platformdirs import user_log_path

from iro_desk.services.ports import Clock

SORRY = "Something went wrong in the program itself; nothing of this was saved. What happened is noted in {log}."


def log_path() -> Path:
    """The log, in the machine's own place for logs."""
    return user_log_path("iro-desk", appauthor=False) / "trouble.log"


def note(error: BaseException, clock: Clock) -> str:
    """Note where a bug happened; the sentence that says sorry. Messages are left out: they may hold lives."""
    lines = [f"{clock.now():%Y-%m-%d %H:%M:%S} {type(error).__name__}"]
    lines += [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return SORRY.split(" What", maxsplit=1)[0]
    return SORRY.format(log=path)
