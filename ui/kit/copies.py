"""Copies that leave the desk: whole, or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from iro_desk.errors import Unavailable


def write_copy(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there. Unavailable where the disk says no; what lay there stays."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as no:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        reason = no.strerror or "the disk says no"
        raise Unavailable(f"The copy could not be written there ({reason}). Choose another place.") from None
