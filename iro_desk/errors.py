"""Two kinds of "no": the desk's rules say no, or the world does. Anything else is a bug."""

from __future__ import annotations


class DeskError(Exception):
    """A "no" that a person can act on: one sentence saying what is wrong, where, and what to do."""

    kind = "refused"

    def __init__(self, words: str, *, field: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.field = field


class Refused(DeskError):
    """The desk will not do this, and nothing was changed."""

    kind = "refused"


class Unavailable(DeskError):
    """The world says no: a disk, a file, a key, another window."""

    kind = "unavailable"


class Damaged(Unavailable):
    """A file of the desk is missing or not whole; a backup is the way on."""


class DiskFull(Unavailable):
    """The disk has no room for what was to be saved; giving back the spare file makes some."""


class WrongPassphrase(Unavailable):
    """The key file is sound and this passphrase does not open it."""
