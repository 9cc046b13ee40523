"""``python3 dev.py bench``: measure, print, keep the table in docs/benchmark.md; 1 where a limit is missed.

With ``--peers`` and an interpreter that has them, the page's second part instead: other programs beside ours.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bench import clock, core, finding, peers, windows
from bench.measuring import Figure

PAGE = Path(__file__).parents[1] / "docs" / "benchmark.md"
HEAD = """# Benchmark

Made by `python3 dev.py bench`. Ratios of one run on one machine: the figures move with the machine, the ratios hardly.

| what | ours | against | comes to | limit | |
| --- | --- | --- | --- | --- | --- |
"""
SECOND = "\n## Beside other programs\n"


def main(words: Sequence[str]) -> int:
    """Measure one part of the page, print it, and keep it beside the other part as that was."""
    first, second = parts(PAGE.read_text(encoding="utf-8"))
    if words[:1] == ["--peers"]:
        second, met = peers.table(words[1]), True
        print(second)
    else:
        found = figures()
        first, met = HEAD + "\n".join(each.row() for each in found) + "\n", all(each.met for each in found)
        print(first)
    PAGE.write_text(first + (SECOND + second if second else ""), encoding="utf-8")
    return 0 if met else 1


def figures() -> list[Figure]:
    """Every figure that has a limit, in the order of the page."""
    return [
        *clock.figures(),
        *core.figures(),
        *finding.figures(),
        windows.start(),
        windows.unlocking(),
        windows.memory(),
    ]


def parts(page: str) -> tuple[str, str]:
    """Our own table, and what stands beside other programs; empty where nothing does yet."""
    first, _, second = page.partition(SECOND)
    return first, second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
