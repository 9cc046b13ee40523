"""The code lists of the return, each code with its words and the days between which it may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from iro_desk.reference.reading import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a code means; ``until`` is the first day it may no longer be used."""

    words: str
    since: date | None = None
    until: date | None = None

    def used(self, first: date, last: date) -> bool:
        """Whether it may be used on any day from the first to the last, both included."""
        return (self.since is None or self.since <= last) and (self.until is None or first < self.until)


def ssda903_codes() -> dict[str, dict[str, Code]]:
    """The return's code lists, by the field they belong to."""
    return read(files("resources").joinpath("codes", "ssda903.toml"), dict[str, dict[str, Code]])
