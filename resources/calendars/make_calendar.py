"""Makes ``england_and_wales.toml`` from well-kept libraries: ``python -m resources.calendars.make_calendar``.

The days since 2012 are the government's own list (``govuk-bank-holidays``, as packaged); the older ones come from
``holidays``. The program itself reads only the file, so that an upgrade of a library never moves a date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays
from govuk_bank_holidays.bank_holidays import BankHolidays

FIRST_YEAR, FIRST_OF_LIST, SATURDAY = 2000, 2012, 5


def published() -> Iterator[tuple[date, str]]:
    """Every bank holiday in England and Wales with its name, oldest first."""
    older = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, FIRST_OF_LIST))
    yield from sorted((day, name.replace(" (observed)", "")) for day, name in older.items() if day.weekday() < SATURDAY)
    listed = BankHolidays(locale="en", use_cached_holidays=True)
    for each in listed.get_holidays(division=BankHolidays.ENGLAND_AND_WALES):
        yield each["date"], each["title"].replace("’", "'")


def text() -> str:
    """The file, whole."""
    days = list(published())
    older, newer = version("holidays"), version("govuk-bank-holidays")
    source = f"GOV.UK bank holidays (govuk-bank-holidays {newer}); before {FIRST_OF_LIST}: holidays {older}"
    lines = [
        "# Bank holidays in England and Wales. Made by resources/calendars/make_calendar.py; one-off days included.",
        f'source = "{source}"',
        f"published_from = {FIRST_YEAR}-01-01",
        f"published_to = {days[-1][0].year + 1}-01-01",
        "",
        "[days]",
    ]
    return "\n".join([*lines, *(f'{day} = "{name}"' for day, name in days), ""])


if __name__ == "__main__":
    Path(__file__).with_name("england_and_wales.toml").write_text(text(), encoding="utf-8")
