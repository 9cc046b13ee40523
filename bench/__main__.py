"""``python3 dev.py bench``: measure, print the table, keep it in docs/benchmark.md; 1 where a limit is missed."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import core, windows

PAGE = Path(__file__).parents[1] / "docs" / "benchmark.md"
HEAD = """# Benchmark

Made by `python3 dev.py bench`. Ratios of one run on one machine: the figures move with the machine, the ratios hardly.

| what | ours | against | comes to | limit | |
| --- | --- | --- | --- | --- | --- |
"""


def main() -> int:
    """Measure, print, keep."""
    found = [*core.figures(), *windows.figures()]
    table = HEAD + "\n".join(each.row() for each in found) + "\n"
    print(table)
    PAGE.write_text(table, encoding="utf-8")
    return 0 if all(each.met for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
