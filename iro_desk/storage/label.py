"""What stands in clear in a key file: whose desk it is, read without loading anything that opens a desk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from iro_desk.errors import Unavailable

FORMAT = "iro-desk-key"
VERSION = 1
KEY_FILE = "desk.key"
DAMAGED = "The desk's key file is damaged and cannot be read; put back the copy from a backup of this desk."


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Whose desk it is; both slots of the key file are bound to it."""

    desk: str
    officer: str
    practice: bool = False
    stands_on: date | None = None
    """The day a practice desk stands on."""

    def header(self) -> dict[str, Any]:
        """The label as the key file writes it."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "desk": self.desk,
            "officer": self.officer,
            "practice": self.practice,
            "stands_on": self.stands_on.isoformat() if self.stands_on else None,
        }

    @classmethod
    def of(cls, found: dict[str, Any]) -> Label:
        """The label of a key file's content. Unavailable where it is damaged or of a later program."""
        try:
            if found["format"] != FORMAT:
                raise ValueError(found["format"])
            if found["version"] > VERSION:
                raise Unavailable("This desk was made by a later edition of IRO Desk; open it with that one.")
            stands_on = found["stands_on"]
            return cls(
                desk=found["desk"],
                officer=found["officer"],
                practice=found["practice"],
                stands_on=date.fromisoformat(stands_on) if stands_on else None,
            )
        except (ValueError, KeyError, TypeError) as fault:
            raise Unavailable(DAMAGED) from fault


def content_of(text: bytes) -> dict[str, Any]:
    """A key file's content. Unavailable where it is damaged."""
    try:
        found = json.loads(text)
    except ValueError as fault:
        raise Unavailable(DAMAGED) from fault
    if not isinstance(found, dict):
        raise Unavailable(DAMAGED)
    return found


def read_key_file(folder: Path) -> bytes:
    """The bytes of the key file. Unavailable where there is none, or it cannot be read."""
    try:
        return (folder / KEY_FILE).read_bytes()
    except FileNotFoundError as fault:
        raise Unavailable(f"There is no desk in {folder}.") from fault
    except OSError as fault:
        raise Unavailable(f"The desk's key file cannot be read: {fault.strerror}.") from fault
