"""A series of short breaks: how long and where it may be and still stand under regulation 48 (domain.md section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from iro_desk.domain.children import Episode
from iro_desk.domain.dates import months_after
from iro_desk.domain.law import ShortBreaks

RECORDED_ONE_BY_ONE = "V3"
"""The legal status of stays that are recorded each; an agreement (V4) tells of no single one."""


def exceed(limits: ShortBreaks, stays: Sequence[Episode], today: date) -> bool:
    """Whether a stay, or all stays within any twelve months, are longer than a series may be, counted in nights; or
    the stays were in more than one place, as far as the files tell one from another.
    """
    if len({each.setting for each in stays}) > 1:
        return True
    known = [(each.start, min(each.end or today, today)) for each in stays if each.legal_status == RECORDED_ONE_BY_ONE]
    if any((end - start).days > limits.longest_stay.count for start, end in known):
        return True
    return any(
        sum(max(0, (min(end, until) - max(start, months_after(until, -12))).days) for start, end in known)
        > limits.most_in_a_year.count
        for _, until in known
    )
