"""Passphrases made by chance, and the check words of a recovery key; both out of the same list of 7,776 words.

A word adds 12.9 bits: five words have 64.6, six have 77.5. The list is read when it is first used.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from importlib.resources import files

FEWEST_WORDS, WORDS = 5, 6
CHECK_WORDS = 6


@cache
def word_list() -> tuple[str, ...]:
    """The words, in the order of their file (EFF's large list; see ``resources/passphrases``)."""
    return tuple(files("resources").joinpath("passphrases", "words.txt").read_text(encoding="utf-8").split())


def generate_passphrase(words: int = WORDS) -> str:
    """So many words by the system's random source, joined by spaces. ValueError for fewer than five."""
    if words < FEWEST_WORDS:
        raise ValueError(f"a passphrase has at least {FEWEST_WORDS} words")
    return " ".join(secrets.choice(word_list()) for _ in range(words))


def check_words(recovery_key: str) -> tuple[str, ...]:
    """Six words that show whether a recovery key was copied right; they open nothing.

    Anybody can work them out: take the key in capitals and without white space, its SHA-256 as one whole number (the
    first byte weighs most), and divide by 7,776 six times over. Each remainder counts a word of the list, from nought;
    each quotient is divided next.
    """
    key = "".join(recovery_key.split()).upper()
    number = int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest(), "big")
    found = []
    for _ in range(CHECK_WORDS):
        number, place = divmod(number, len(word_list()))
        found.append(word_list()[place])
    return tuple(found)
