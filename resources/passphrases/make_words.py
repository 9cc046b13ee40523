"""Takes the word list out of the package that carries it: ``python -m resources.passphrases.make_words``.

It is the Electronic Frontier Foundation's large list: 7,776 words, one for every throw of five dice, short, known and
hard to mistake for one another. The package ``xkcdpass`` carries it as ``static/eff-long``.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def text() -> str:
    """The file, whole: a word a line, in the list's own order."""
    words = files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="utf-8").split()
    return "\n".join([*words, ""])


if __name__ == "__main__":
    Path(__file__).with_name("words.txt").write_text(text(), encoding="utf-8", newline="\n")
