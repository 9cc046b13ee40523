"""No memory of this process goes to a file when it crashes: it may hold the key and children's words."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

PR_SET_DUMPABLE = 4
"""From linux/prctl.h."""
SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX = 0x1, 0x2
"""From errhandlingapi.h: no box of the system's that offers to send a report."""
WER_FAULT_REPORTING_FLAG_NOHEAP = 0x1
"""From werapi.h: a report, where one is made, leaves the heap out."""


def forbid_dumps() -> None:
    """Ask the system for no core file and no report of this process. What it will not grant is not insisted on."""
    if sys.platform == "win32":
        with suppress(OSError, AttributeError):
            ctypes.windll.kernel32.SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX)
            ctypes.windll.wer.WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP)
        return
    import resource  # noqa: PLC0415 - Windows has none

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
