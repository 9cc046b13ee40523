"""Settings: each declared once, with its limits, its words and whose it is. No setting says anything of a child."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Home(Enum):
    """Whose a setting is."""

    DESK = "desk"
    """Kept in the encrypted file; it goes where the desk goes."""
    MACHINE = "machine"
    """Kept in the machine's settings: how the window looks here."""


class Setting(NamedTuple):
    """A whole number that an officer may set."""

    name: str
    default: int
    least: int
    most: int
    home: Home
    words: str

    def of(self, text: object) -> int:
        """The value that was kept as text; the default where it is none, or out of its limits."""
        try:
            value = int(str(text))
        except ValueError:
            return self.default
        return value if self.least <= value <= self.most else self.default


LOCK_AFTER = Setting(
    name="lock_after_minutes",
    default=5,
    least=1,
    most=60,
    home=Home.DESK,
    words="Lock the desk after this many minutes without a key press or a movement of the pointer",
)
TEXT_SIZE = Setting(
    name="text_size", default=100, least=100, most=200, home=Home.MACHINE, words="Size of text, in per cent"
)
SETTINGS = {each.name: each for each in (LOCK_AFTER, TEXT_SIZE)}
"""By name."""
