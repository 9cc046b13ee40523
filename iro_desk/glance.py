"""What can be told of a desk without opening it, and without loading what opens it."""

from __future__ import annotations

from pathlib import Path

from iro_desk.storage.label import Label, content_of, read_key_file

PRACTICE_PASSPHRASE = "only invented children live here"  # noqa: S105 - it is written on the door


def glance(folder: Path) -> Label:
    """Whose desk lies here. Unavailable where there is none, or its key file is damaged."""
    return Label.of(content_of(read_key_file(folder)))
