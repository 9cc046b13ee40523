"""Days as they are typed: British, and of the past where no year is said."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.kit.days import NotADay, as_typed, read_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed, day",
    [
        ("12/3/2026", date(2026, 3, 12)),
        ("3/12/2025", date(2025, 12, 3)),
        ("12 mar", date(2026, 3, 12)),
        ("12 March 2024", date(2024, 3, 12)),
        ("12th mar", date(2026, 3, 12)),
        ("12mar", date(2026, 3, 12)),
        ("12/3", date(2026, 3, 12)),
        ("12/3/26", date(2026, 3, 12)),
        ("12.3.2026", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("12 dec", date(2025, 12, 12)),
        ("29 feb", date(2024, 2, 29)),
        (" Today ", MONDAY),
        ("yesterday", date(2026, 11, 22)),
        ("mon", MONDAY),
        ("tues", date(2026, 11, 17)),
        ("Sunday", date(2026, 11, 22)),
        ("Mon 23 Nov", MONDAY),
        ("thu 12 mar 2026", date(2026, 3, 12)),
    ],
)
def test_a_day_is_read(typed: str, day: date) -> None:
    """The day comes first, and without a year it is the latest that is not to come."""
    assert read_day(typed, MONDAY) == day


@pytest.mark.parametrize(
    "typed, words",
    [
        ("31/2/2026", "February has 28 days. Type 28/2."),
        ("31 feb", "February has 28 days. Type 28/2."),
        ("3/13/2026", "There is no month 13; the day comes first. Type 13/3."),
        ("0/3", "There is no day 0."),
        ("40/40", "There is no month 40; the day comes first."),
        ("1/1/9999", "There is no year 9999."),
        ("soon", "“soon” is not a day. Type today, mon, 12 mar or 12/3/2026."),
        ("12 ma", "“12 ma” is not a day. Type today, mon, 12 mar or 12/3/2026."),
        ("", "Type the day: today, mon, 12 mar or 12/3/2026."),
        ("Tue 23 Nov", "23 November 2026 is a Monday."),
    ],
)
def test_what_is_no_day_is_told(typed: str, words: str) -> None:
    """With what would be one."""
    with pytest.raises(NotADay) as no:
        read_day(typed, MONDAY)
    assert no.value.words == words


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_what_is_kept_means_the_same_on_any_day(day: date, today: date) -> None:
    """A day that is kept in a draft is the same day when it comes back."""
    assert read_day(as_typed(day), today) == day


@given(st.text(), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_whatever_is_typed_is_a_day_or_is_told(typed: str, today: date) -> None:
    """Nothing else comes of it; a weekday is never more than six days back."""
    with suppress(NotADay):
        assert isinstance(read_day(typed, today), date)
    assert today - read_day("wed", today) < timedelta(days=7)
