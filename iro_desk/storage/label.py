"""What stands in clear in a key file: whose desk it is, read without loading anything that opens a desk.

A key file of version 2 carries a sum: the SHA-256 of the canonical JSON of everything else in it. The sum is no proof
of who wrote the file; it tells damage apart from a wrong passphrase. Later versions make it by the same rule.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from iro_desk.domain.canonical import canonical
from iro_desk.errors import Damaged, Unavailable

FORMAT = "iro-desk-key"
VERSION, WITHOUT_SUM = 2, 1
"""The version this program writes, and the one that had no sum yet."""
BOUND = 1
"""The version that slots are bound to: the label's shape has not changed since, so old slots live on in new files."""
SUM = "sum"
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
        """The label as both slots are bound to it."""
        return {
            "format": FORMAT,
            "version": BOUND,
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
            raise Damaged(DAMAGED) from fault


def with_sum(content: dict[str, Any]) -> dict[str, Any]:
    """The content with its sum made, or made again."""
    rest = {name: value for name, value in content.items() if name != SUM}
    return {**rest, SUM: hashlib.sha256(canonical(rest).encode()).hexdigest()}


def content_of(text: bytes) -> dict[str, Any]:
    """A key file's content, its sum checked. Unavailable where it is damaged."""
    try:
        found = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
        if type(found["version"]) is not int:
            raise ValueError("the version is no number")
        old = found["version"] == WITHOUT_SUM and SUM not in found
        if not old and with_sum(found)[SUM] != found[SUM]:
            raise ValueError("the sum does not match")
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Damaged(DAMAGED) from fault
    return dict(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def read_key_file(folder: Path) -> bytes:
    """The bytes of the key file. Unavailable where there is none, or it cannot be read."""
    try:
        return (folder / KEY_FILE).read_bytes()
    except FileNotFoundError as fault:
        raise Unavailable(f"There is no desk in {folder}.") from fault
    except OSError as fault:
        raise Unavailable(f"The desk's key file cannot be read: {fault.strerror}.") from fault
