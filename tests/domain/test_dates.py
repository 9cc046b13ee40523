"""Working days and calendar months, by the reference vectors and by an oracle that counts another way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, FR, MO, TH, TU, WE, rrule, rruleset
from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.dates import Period, Span, Unit, age_on, day_words, months_after, year_of, year_words
from iro_desk.domain.law import Law

DAYS_COVERED = st.dates(date(2000, 2, 1), date(2028, 6, 30))


@pytest.mark.parametrize(
    ("event", "due"),
    [
        ("2013-12-20", "2014-01-22"),
        ("2014-04-14", "2014-05-15"),
        ("2022-05-27", "2022-06-28"),
        ("2023-04-03", "2023-05-04"),
        ("2026-04-04", "2026-05-05"),
        ("2026-08-28", "2026-09-28"),
        ("2026-12-07", "2027-01-07"),
        ("2026-12-24", "2027-01-26"),
        ("2025-04-07", "2025-05-08"),
        ("2026-03-27", "2026-04-28"),
    ],
)
def test_twenty_working_days(law: Law, event: str, due: str) -> None:
    """The vectors of the domain reference, section 9, which Scottish lists and plain weeks get wrong."""
    assert law.calendar.after(date.fromisoformat(event), 20) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("event", "count", "due"),
    [
        ("2026-12-10", 5, "2026-12-17"),
        ("2026-12-10", 10, "2026-12-24"),
        ("2026-12-10", 15, "2027-01-05"),
        ("2026-12-10", 20, "2027-01-12"),
        ("2026-04-01", 5, "2026-04-10"),
        ("2026-04-01", 10, "2026-04-17"),
        ("2026-04-01", 15, "2026-04-24"),
        ("2026-04-01", 20, "2026-05-01"),
        ("2026-12-12", 15, "2027-01-06"),
        ("2026-04-02", 15, "2026-04-27"),
    ],
)
def test_other_counts_of_working_days(law: Law, event: str, count: int, due: str) -> None:
    """The vectors for the days after a review and for conferences."""
    assert law.calendar.after(date.fromisoformat(event), count) == date.fromisoformat(due)


@pytest.mark.parametrize(("count", "day"), [(15, "2026-03-26"), (3, "2026-04-15")])
def test_working_days_before(law: Law, count: int, day: str) -> None:
    """The day itself is not counted backwards either."""
    assert law.calendar.before(date(2026, 4, 20), count) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2024-02-29", 6, "2024-08-29"),
        ("2025-08-30", 6, "2026-02-28"),
    ],
)
def test_calendar_months_are_clipped(day: str, months: int, due: str) -> None:
    """A month that lacks the day ends on its last one."""
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(due)


@given(day=DAYS_COVERED, count=st.integers(1, 30))
def test_working_days_agree_with_an_oracle(law: Law, day: date, count: int) -> None:
    """The recurrence rules of dateutil, told to leave out the same days, reach the same one."""
    rules = rruleset()
    rules.rrule(rrule(DAILY, dtstart=day + timedelta(days=1), byweekday=(MO, TU, WE, TH, FR), count=count + 20))
    for holiday in law.calendar.holidays:
        rules.exdate(datetime.combine(holiday, time()))
    assert law.calendar.after(day, count) == rules[count - 1].date()


@given(day=DAYS_COVERED, count=st.integers(1, 40))
def test_counting_back_undoes_counting_on(law: Law, day: date, count: int) -> None:
    """From a working day, so many on and so many back is the same day; and ``between`` counts them."""
    start = law.calendar.after(day, 1)
    there = law.calendar.after(start, count)
    assert law.calendar.before(there, count) == start
    assert law.calendar.between(start, there) == count
    assert law.calendar.between(there, start) == -count


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), months=st.integers(0, 60))
def test_calendar_months_agree_with_an_oracle(day: date, months: int) -> None:
    """The calendar library that every other program uses counts the same."""
    assert months_after(day, months) == day + relativedelta(months=months)


@given(start=st.dates(), length=st.integers(1, 400), gap=st.integers(0, 3))
def test_periods_that_follow_one_another_never_overlap(start: date, length: int, gap: int) -> None:
    """Half-open periods join without a seam: each day is in exactly one."""
    if start > date(9000, 1, 1):
        return
    end = start + timedelta(days=length)
    first, second = Period(start, end), Period(end + timedelta(days=gap), None)
    assert end not in first
    assert first.meets(second) is False
    assert (end in second) is (gap == 0)
    assert start in first


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2012-02-29", "2016-02-28", 3),
        ("2012-02-29", "2016-02-29", 4),
        ("2013-02-28", "2017-02-28", 4),
        ("2012-02-29", "2015-02-28", 2),
        ("2012-02-29", "2015-03-01", 3),
        ("2010-11-24", "2026-11-23", 15),
        ("2010-11-24", "2026-11-24", 16),
    ],
)
def test_age_turns_on_the_birthday(born: str, day: str, age: int) -> None:
    """On the birthday, not the day before; a leap day's is 1 March in common years."""
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    ("text", "span"), [("20 working days", Span(20, Unit.WORKING_DAYS)), ("1 week", Span(1, Unit.WEEKS))]
)
def test_spans_read_as_they_are_written(text: str, span: Span) -> None:
    """A span's words are the ones that it was read from."""
    assert Span.parse(text) == span
    assert str(span) == text


@pytest.mark.parametrize("text", ["20 workingdays", "1 weeks", "2 week", "0 days", "-3 months", "three months", ""])
def test_other_spans_are_refused(text: str) -> None:
    """A slip of the pen in a rule is an error, not a guess."""
    with pytest.raises(ValueError, match="is not a span"):
        Span.parse(text)


def test_years_run_from_april() -> None:
    """The collection year turns on 1 April."""
    assert [year_words(year_of(date(2026, 3, 31))), year_words(year_of(date(2026, 4, 1)))] == ["2025-26", "2026-27"]
    assert year_words(1999) == "1999-00"


def test_days_are_written_in_english() -> None:
    """Whatever language the machine speaks."""
    assert day_words(date(2025, 5, 8)) == "Thu 8 May 2025"


def test_a_holiday_at_the_weekend_is_not_said_to_be_skipped(law: Law) -> None:
    """2026-12-26 is a Saturday: what is skipped instead is Monday 28."""
    skipped = law.calendar.skipped(date(2026, 12, 24), date(2026, 12, 29))
    assert [each.day for each in skipped] == [25, 28]
