"""One thing that is not as it should be with a desk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: what kind of thing, where, and in a sentence."""

    kind: str
    """The part it is in: ``database``, ``key file``, ``witness``, ``event``, ``order``, ``fold``, ``search``..."""
    where: str
    words: str
