"""A council's policy file: stricter than the law or a choice between lawful readings; every fault told at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.dates import Span, Unit
from iro_desk.domain.law import Law
from iro_desk.domain.policy import Policy, SeriesCounts, Stricter
from iro_desk.errors import Refused
from iro_desk.reference.law import law_on
from iro_desk.reference.policy import MOST_BYTES, read_policy, text_of

LAW = law_on(date(2026, 11, 25))
HEAD = 'council = "Example County Council"\nedition = "2026-09"\n'
DAYS = st.dates(date(2024, 1, 1), date(2027, 11, 30))


def rule(words: str) -> str:
    """A policy file with one stricter rule."""
    return f"{HEAD}[[stricter]]\n{words}\n"


def test_a_whole_file() -> None:
    """Everything a file can say."""
    text = (
        f'{HEAD}series_counts = "completed"\nhome_districts = ["BN", "TN34"]\n'
        '[[stricter]]\nrule = "A1"\nwithin = "28 days"\nsource = "Standards 4.2"\n'
        '[[stricter]]\nrule = "R3"\nwithin = "3 months"\nunder_age = 5\nsource = "Standards 4.3"\n'
        '[[stricter]]\nrule = "PRE2"\nbefore = "5 working days"\nsource = "Standards 5"\n'
    )
    policy = read_policy("p.toml", text, LAW)
    assert policy.series_counts is SeriesCounts.COMPLETED
    assert policy.stricter[1] == Stricter(rule="R3", within=Span(3, Unit.MONTHS), under_age=5, source="Standards 4.3")
    assert policy.by_age


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("council = 1", "is not a str"),
        ('council = "A"', "edition"),
        ('council = " "\nedition = "1"', "it names no council"),
        (f'{HEAD}series_counts = "sometimes"', "sometimes"),
        (f"{HEAD}holidays = 3", "holidays"),
        (f'{HEAD}home_districts = ["Lewes"]', "“Lewes” in home_districts is not a postcode area"),
        (rule('rule = "R9"\nwithin = "1 month"\nsource = "S"'), "the law has no rule R9"),
        (
            rule('rule = "R3"\nwithin = "7 months"\nsource = "S"'),
            "R3 may be shorter than the law's 6 months, not longer",
        ),
        (rule('rule = "R3"\nwithin = "184 days"\nsource = "S"'), "R3 may be shorter"),
        (rule('rule = "R1"\nwithin = "28 days"\nsource = "S"'), "R1 may be shorter"),
        (rule('rule = "PRE2"\nbefore = "2 working days"\nsource = "S"'), "PRE2 may be shorter"),
        (rule('rule = "PRE2"\nwithin = "2 working days"\nsource = "S"'), "PRE2 is counted before"),
        (rule('rule = "R1"\nsource = "S"'), "R1 is counted within"),
        (rule('rule = "R1"\nwithin = "10 working days"\nsource = " "'), "R1 has no source"),
        (rule('rule = "R1"\nwithin = "10 working days"\nsource = "S"\nunder_age = 0'), "the age in under_age of R1"),
        (rule('rule = "A9"\nwithin = "20 days"\nsource = "S"'), "A9 may not be held before 28 days have passed"),
        ("council = ", "cannot be read"),
    ],
    ids=lambda cell: cell[-30:],
)
def test_a_fault_is_named(text: str, fault: str) -> None:
    """With the file's name."""
    with pytest.raises(Refused, match=r"^p\.toml ") as refused:
        read_policy("p.toml", text, LAW)
    assert fault in refused.value.words


def test_all_faults_at_once() -> None:
    """Nobody mends a file one fault a try."""
    text = rule(
        'rule = "R9"\nwithin = "1 month"\nsource = "S"\n[[stricter]]\nrule = "R3"\nwithin = "7 months"\nsource = ""'
    )
    with pytest.raises(Refused) as refused:
        read_policy("p.toml", text, LAW)
    assert all(each in refused.value.words for each in ("no rule R9", "R3 has no source", "R3 may be shorter"))


def test_183_days_are_not_six_months() -> None:
    """From 31 August to the end of February there are fewer: the file is refused, with the day that shows it."""
    with pytest.raises(Refused, match=r"counted from \w+ \d+ \w+ 202\d, 183 days ends later"):
        read_policy("p.toml", rule('rule = "R3"\nwithin = "183 days"\nsource = "S"'), LAW)
    assert read_policy("p.toml", rule('rule = "R3"\nwithin = "181 days"\nsource = "S"'), LAW)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    """Missing, too large, or no text."""
    for content, words in (
        (None, "cannot be read"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"#" * (MOST_BYTES + 1), "too large"),
    ):
        file = tmp_path / "p.toml"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(Refused, match=words):
            text_of(file)


@given(day=DAYS, months=st.integers(1, 6), born=st.dates(date(2015, 1, 1), date(2024, 12, 31)))
def test_a_policy_never_sets_a_later_day(day: date, months: int, born: date) -> None:
    """Whatever it says, the earlier day holds; for an age, only on the days on which the child is so young."""
    law = Law(LAW.book, LAW.calendar, Policy(council="E", edition="1", stricter=(
        Stricter(rule="R3", within=Span(months, Unit.MONTHS), source="S", under_age=5),
        Stricter(rule="R3", within=Span(170, Unit.DAYS), source="T"),
    ))).for_child(born)  # fmt: skip
    limit, plain = law.counting("R3").limit(day), LAW.counting("R3").limit(day)
    assert limit.due
    assert plain.due
    young = day < date(born.year + 5, born.month, min(born.day, 28))
    expected = {day + timedelta(days=170)} | ({Span(months, Unit.MONTHS).after(day, LAW.calendar)} if young else set())
    if not (born.day > 28 and (day.month, day.day) in {(born.month, each) for each in (28, 29, 30, 31)}):
        assert limit.due == min(expected)
    assert limit.due < plain.due
    assert limit.rule
    assert limit.rule.source.endswith(", stricter than the 6 months of SI 2010/959 reg. 33(2)")


@pytest.mark.parametrize(
    ("postcode", "at_home"),
    [
        ("BN1 1AA", True), ("BN101AA", True), ("bn27 9ZZ", True), ("TN34 1AA", True), ("TN3 4AA", False),
        ("TN341AA", True), ("B1 1AA", False), ("N1 1AA", False), ("W1A 1AA", False), ("", None), (None, None),
        ("Lewes", None), ("BN1", True),
    ],
    ids=str,
)  # fmt: skip
def test_out_of_county(postcode: str | None, at_home: bool | None) -> None:  # noqa: FBT001 - a table
    """By postcode area or district, never by what two areas begin alike with."""
    assert Policy(council="E", edition="1", home_districts=("BN", "TN34")).at_home(postcode) is at_home
    assert Policy(council="E", edition="1").at_home(postcode) is None
