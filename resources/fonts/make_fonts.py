"""Joins the packaged subsets of each weight into one TTF: ``python -m resources.fonts.make_fonts PACKAGE_FOLDER``.

The npm package ``@fontsource/atkinson-hyperlegible-next`` (5.3.0) holds each weight as two WOFF2 files, Latin and
extended Latin. Loaded side by side, Qt takes only one of them; joined, "ś" comes from the same face as "s". Both hold
"A", and two letters for one sign leave it out of what can be copied from a printed page: the second goes first.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FACE = "atkinson-hyperlegible-next"
WEIGHTS = {
    "300-normal": "Light",
    "400-normal": "Regular",
    "400-italic": "Italic",
    "500-normal": "Medium",
    "600-normal": "SemiBold",
    "700-normal": "Bold",
}


def join(package: Path, cut: str, name: str) -> None:
    """Write one weight as one TTF."""
    with tempfile.TemporaryDirectory() as scratch:
        parts, there = [], set[int]()
        for subset in ("latin", "latin-ext"):
            font = TTFont(package / "files" / f"{FACE}-{subset}-{cut}.woff2")
            font.flavor = None
            more = set(font.getBestCmap()) - there
            subsetter = Subsetter(Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=True))
            subsetter.populate(unicodes=more)
            subsetter.subset(font)
            there |= more
            parts.append(str(Path(scratch) / f"{subset}.ttf"))
            font.save(parts[-1])
        Merger().merge(parts).save(HERE / f"AtkinsonHyperlegibleNext-{name}.ttf")


if __name__ == "__main__":
    source = Path(sys.argv[1])
    for each, written in WEIGHTS.items():
        join(source, each, written)
    shutil.copy(source / "LICENSE", HERE / "LICENSE-AtkinsonHyperlegibleNext.txt")
