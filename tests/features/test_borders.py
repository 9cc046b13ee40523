"""Every rule at every border, against another's reckoning: month ends, 29 February, bank holidays on each side."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from dateutil.relativedelta import relativedelta

from iro_desk.domain.dates import Unit
from iro_desk.domain.explanation import Explainer
from iro_desk.domain.law import Law, Rule
from iro_desk.domain.timetable import Coverage, Deadline, State
from iro_desk.reference.law import rule_books

A_DAY = timedelta(days=1)
YEARS = range(2023, 2029)
BANK_HOLIDAYS = sorted(holidays.country_holidays("GB", subdiv="ENG", years=range(2022, 2029)))
MONTH_ENDS = [date(year, month, 1) + relativedelta(months=1) - A_DAY for year in YEARS for month in range(1, 13)]
LEAP_DAYS = [date(2024, 2, 29), date(2024, 2, 28), date(2024, 3, 1), date(2028, 2, 29)]
BESIDE_HOLIDAYS = [day + timedelta(days=apart) for day in BANK_HOLIDAYS for apart in (-30, -22, -2, -1, 0, 1, 22, 30)]
LAST_KNOWN = date(2028, 10, 31)
"""Counted from here or before, every span of working days ends while bank holidays are published."""
BORDERS = sorted(
    {each for each in (*MONTH_ENDS, *LEAP_DAYS, *BESIDE_HOLIDAYS) if date(2023, 1, 1) <= each <= LAST_KNOWN}
)
RULES = [rule for book in rule_books() for rule in book.rule]


def reckoned(rule: Rule, day: date) -> date:
    """The last lawful day, by libraries that the program does not count with."""
    step = -1 if rule.before else 1
    count = rule.span.count * step
    match rule.span.unit:
        case Unit.MONTHS:
            return day + relativedelta(months=count)
        case Unit.WEEKS | Unit.DAYS:
            return day + timedelta(days=count * (7 if rule.span.unit is Unit.WEEKS else 1))
        case Unit.WORKING_DAYS:
            left = rule.span.count
            while left:
                day += step * A_DAY
                left -= day.isoweekday() < 6 and day not in BANK_HOLIDAYS
            return day


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_day_that_a_rule_sets_at_every_border(law: Law, rule: Rule) -> None:
    """As another counts it; never the day itself, and the window opens before it closes."""
    counting = law.counting(rule.id)
    for day in BORDERS:
        limit = counting.limit(day)
        assert limit.due == reckoned(rule, day), day
        assert limit.due != day
        assert limit.window_from is None or day < limit.window_from < limit.due


WORKING = [rule for rule in RULES if rule.span.unit is Unit.WORKING_DAYS and rule.within]


@pytest.mark.parametrize("rule", WORKING, ids=lambda rule: rule.id)
def test_where_the_published_bank_holidays_end(law: Law, rule: Rule) -> None:
    """A count that ends on the last day of which they are known says nothing; one day more, and it may move."""
    counting, explainer = law.counting(rule.id), Explainer(law, Coverage())
    last = law.calendar.published_to - A_DAY
    within = [day for n in range(60) if (counting.limit(day := last - timedelta(days=n)).due or last) <= last]
    for day in (within[0], within[0] + A_DAY):
        limit = counting.limit(day)
        said = explainer.explain(Deadline(id="x", limit=limit, state=State.DUE))
        assert limit.due
        assert ("so this day may move" in said) == (limit.due > last), said


def test_a_status_that_is_not_confirmed_is_said(law: Law) -> None:
    """With the deadline itself, and of no other."""
    explainer = Explainer(law, Coverage())
    for rule in RULES:
        limit = law.counting(rule.id).limit(date(2026, 4, 1))
        said = explainer.explain(Deadline(id="x", limit=limit, state=State.DUE))
        assert ("not confirmed yet against the text itself" in said) == (rule.status == "U")
        assert rule.source in said


def test_what_is_counted_backwards_says_so(law: Law) -> None:
    """Papers before a review: the days skipped lie before it, and the day itself is not counted."""
    limit = law.counting("PRE2").limit(date(2026, 4, 8))
    said = Explainer(law, Coverage()).explain(Deadline(id="x", limit=limit, state=State.DUE))
    assert said.startswith(
        "Due by Wed 1 Apr 2026: 3 working days before the day of the review on Wed 8 Apr 2026; Good Friday 3 Apr and "
        "Easter Monday 6 Apr skipped; "
    )
