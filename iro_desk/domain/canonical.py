"""The one text of a value, and its hash: what signatures and sums are made over."""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, no floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
