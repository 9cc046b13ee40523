"""Room on the disk: a file of no meaning that can be given back when the disk is full, and a word while there is time.

On a full disk even deleting a row fails, since the database writes before it forgets. Giving back this file lets the
officer finish what she is at, and send it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from iro_desk.errors import Unavailable

SPARE = "spare-room"
MIB = 1024 * 1024
SPARE_MIB = 16
LOW_MIB = 200


def free_mib(folder: Path) -> int:
    """Free space where this folder lies, in MiB."""
    return shutil.disk_usage(folder).free // MIB


def low(folder: Path) -> str | None:
    """What to say while the disk has little room left; None while it has enough."""
    free = free_mib(folder)
    if free >= LOW_MIB:
        return None
    return f"The disk has {free} MB left. Free some space soon: everything so far is saved."


def keep_spare(folder: Path) -> None:
    """Have the spare file there, unless the disk is low already; a disk that has no room for it keeps none."""
    path = folder / SPARE
    if free_mib(folder) < LOW_MIB or (path.exists() and path.stat().st_size == SPARE_MIB * MIB):
        return
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            for _ in range(SPARE_MIB):
                file.write(bytes(MIB))
    except OSError:
        path.unlink(missing_ok=True)


def give_back(folder: Path) -> int:
    """Give the spare file back; how many MiB that freed, nought where it was given back before."""
    path = folder / SPARE
    try:
        freed = path.stat().st_size // MIB
        path.unlink()
    except FileNotFoundError:
        return 0
    except OSError as fault:
        raise Unavailable(f"{path} could not be given back: {fault.strerror}.") from fault
    return freed
