"""Every entry of every data file is walked; the calendar is compared with the libraries that it was made from."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from iro_desk.domain.law import Anchor, RuleBook
from iro_desk.errors import Refused
from iro_desk.reference.__main__ import main
from iro_desk.reference.codes import ssda903_codes
from iro_desk.reference.law import law_on, rule_books, working_days
from iro_desk.reference.reading import read
from resources.calendars.make_calendar import text

RULES = Path(__file__).parents[2] / "resources" / "rules" / "england-2011-04.toml"


def test_the_calendar_is_the_governments_list() -> None:
    """Every day since 2012, and no other."""
    calendar = working_days()
    listed = {
        each["date"]
        for each in BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    }
    assert {day for day in calendar.holidays if day.year >= 2012} == listed
    assert calendar.published_to.year == max(listed).year + 1


def test_another_library_knows_the_same_days() -> None:
    """From 2000 to the last published year, the working weekdays that are holidays agree."""
    calendar = working_days()
    other = holidays.country_holidays("GB", subdiv="ENG", years=range(2000, calendar.published_to.year))
    assert {day for day in calendar.holidays if day.weekday() < 5} == {day for day in other if day.weekday() < 5}


def test_the_calendar_file_is_the_one_that_the_task_makes() -> None:
    """Made again, it is the same."""
    made = Path(__file__).parents[2] / "resources" / "calendars" / "england_and_wales.toml"
    assert made.read_text(encoding="utf-8") == text()


def test_the_calendar_of_2011() -> None:
    """The year the regulations came into force, with its one-off day."""
    days = {day for day in working_days().holidays if day.year == 2011 and day >= date(2011, 4, 1)}
    assert days == {date(2011, month, day) for month, day in
                    ((4, 22), (4, 25), (4, 29), (5, 2), (5, 30), (8, 29), (12, 26), (12, 27))}  # fmt: skip


def test_every_data_file_is_in_order() -> None:
    """As ``dev.py lint`` asks."""
    assert main() == 0


def test_the_law_of_a_day_is_the_book_in_force() -> None:
    """And before the first book, the first."""
    books = rule_books()
    assert law_on(date(2001, 1, 1)).book == books[0]
    for book, next_one in zip(books, (*books[1:], None), strict=True):
        assert law_on(book.in_force_from).book == book
        last = next_one.in_force_from - timedelta(days=1) if next_one else date(2100, 1, 1)
        assert law_on(last).book == book


def test_every_event_is_counted_from_by_some_rule() -> None:
    """An event of which no rule speaks is a word too many."""
    assert {rule.counted_from for book in rule_books() for rule in book.rule} == set(Anchor)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """Unknown keys, bad spans, bad anchors, wrong types and missing keys, each with its place."""
    spoilt = RULES.read_text(encoding="utf-8")
    for old, new in (
        ('"20 working days"', '"20 workingdays"'),
        ('"first_review_held"', '"first_review"'),
        ('status       = "C"\n\n[[rule]]\nid           = "R2"', 'colour = "C"\n\n[[rule]]\nid           = "R2"'),
        ("last_checked  = 2026-11-24", 'last_checked  = "yesterday"'),
        ('words        = "Third', 'words        = 3 # "Third'),
    ):
        assert old in spoilt
        spoilt = spoilt.replace(old, new)
    path = tmp_path / "spoilt.toml"
    path.write_text(spoilt, encoding="utf-8")
    with pytest.raises(Refused) as no:
        read(path, RuleBook)
    for fault in (
        "“20 workingdays” is not a span",
        "$.rule[0].within",
        "$.rule[1].counted_from",
        "colour",
        "status",
        "'yesterday' is not a date",
        "$.rule[2].words",
    ):
        assert fault in no.value.words
    path.write_text("edition = [", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be read"):
        read(path, RuleBook)


def test_codes_have_words_and_days_in_order() -> None:
    """A code that ended began before it ended; both eras of SEX are there."""
    codes = ssda903_codes()
    for table in codes.values():
        for code in table.values():
            assert code.words
            assert code.since is None or code.until is None or code.since < code.until
    assert (codes["sex"]["1"].until, codes["sex"]["M"].since) == (date(2024, 4, 1), date(2024, 4, 1))
    assert len(codes["legal_status"]) == 13
