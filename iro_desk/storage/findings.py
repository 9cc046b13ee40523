"""One thing that is not as it should be with a desk."""

from __future__ import annotations

from dataclasses import dataclass

MENDED_BY_ITSELF = frozenset({"salt", "key file"})
"""The next order writes the salt anew; the next opening puts the key file back from a backup."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: what kind of thing, where, and in a sentence."""

    kind: str
    """The part it is in: ``database``, ``key file``, ``witness``, ``event``, ``order``, ``fold``, ``search``..."""
    where: str
    words: str

    @property
    def stops(self) -> bool:
        """Whether the desk takes in nothing until it is mended; what the program mends by itself stops nothing."""
        return self.kind not in MENDED_BY_ITSELF
