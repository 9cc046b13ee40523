"""Copies that leave the desk: whole, or not at all."""

from __future__ import annotations

from pathlib import Path


def write_copy(path: Path, content: bytes) -> None:
    """Write a file outside the desk, for its owner alone. Refused inside a desk; Unavailable where the disk says no."""
    from iro_desk.closed import write_copy as write  # noqa: PLC0415 - loaded when something leaves

    write(path, content)
