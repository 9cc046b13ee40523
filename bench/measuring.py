"""How things are measured: the middle of several runs, ours and the other turn about."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: ours, what it is held against, and the limit of their ratio, or of ours alone."""

    name: str
    unit: str
    ours: float
    against: float | None
    limit: float

    @property
    def value(self) -> float:
        """What the limit holds: the ratio, or ours."""
        return self.ours / self.against if self.against else self.ours

    @property
    def met(self) -> bool:
        """Whether it is within its limit."""
        return self.value <= self.limit

    def row(self) -> str:
        """A line of the table."""
        against = f"{self.against:.3g} {self.unit}" if self.against else "-"
        value = f"{self.value:.2f} times" if self.against else f"{self.value:.3g} {self.unit}"
        limit = f"{self.limit:g} times" if self.against else f"{self.limit:g} {self.unit}"
        verdict = "met" if self.met else "**missed**"
        return f"| {self.name} | {self.ours:.3g} {self.unit} | {against} | {value} | {limit} | {verdict} |"


def middles(ours: Callable[[], float], other: Callable[[], float], runs: int) -> tuple[float, float]:
    """The median of each, measured turn about so that both meet the same machine."""
    found = [(ours(), other()) for _ in range(runs)]
    return statistics.median(each[0] for each in found), statistics.median(each[1] for each in found)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
