"""A council's policy file: read, and held against the law, which it may make stricter and never looser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from iro_desk.domain.dates import day_words, days_after
from iro_desk.domain.law import Law, Rule, stricter
from iro_desk.domain.policy import OUTWARD, Policy, Stricter
from iro_desk.errors import Refused
from iro_desk.reference.reading import parse

FROM, TO = date(2023, 12, 31), date(2027, 12, 31)
"""Four years, one of them a leap year, for all of which bank holidays are published."""


MOST_BYTES = 200_000


def text_of(file: Path) -> str:
    """The text of a policy file. Refused where it cannot be read, or is no such file."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused(f"{file.name} is too large for a policy file; choose the .toml file.")
        return file.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise Refused(f"{file} cannot be read: {fault.strerror}.") from fault
    except UnicodeDecodeError as fault:
        raise Refused(f"{file.name} is not text in UTF-8; save it so, and try again.") from fault


def read_policy(name: str, text: str, law: Law) -> Policy:
    """The policy that a file's text is. Refused, naming the file and every fault in it."""
    policy = parse(name, text, Policy)
    faults = [*_of_words(policy), *(fault for each in policy.stricter for fault in _of_rule(each, law))]
    if faults:
        raise Refused(f"{name} is not in order: {'; '.join(faults)}.")
    return policy


def _of_words(policy: Policy) -> Iterator[str]:
    for name, value in (("council", policy.council), ("edition", policy.edition)):
        if not value.strip():
            yield f"it names no {name}"
    for each in policy.home_districts:
        if not OUTWARD.fullmatch(each) and not (each.isalpha() and each.isupper() and len(each) <= 2):  # noqa: PLR2004
            yield f"“{each}” in home_districts is not a postcode area or district such as BN or TN34"


def _of_rule(local: Stricter, law: Law) -> Iterator[str]:
    rule = next((each for each in law.book.rule if each.id == local.rule), None)
    if rule is None:
        yield f"the law has no rule {local.rule}"
        return
    if not local.source.strip():
        yield f"{rule.id} has no source"
    if local.under_age is not None and local.under_age < 1:
        yield f"the age in under_age of {rule.id} is not one"
    if bool(local.within) != bool(rule.within) or bool(local.before) != bool(rule.before):
        yield f"{rule.id} is counted {'within' if rule.within else 'before'}, as in the law: {rule.span}"
    elif longer := _longer(rule, stricter(rule, local), law):
        yield (
            f"{rule.id} may be shorter than the law's {rule.span}, not longer: counted from {day_words(longer)}, "
            f"{local.within or local.before} ends later"
        )
    elif rule.not_before and rule.not_before.after(FROM, law.calendar) > stricter(rule, local).last_day(
        FROM, law.calendar
    ):
        yield f"{rule.id} may not be held before {rule.not_before} have passed"


def _longer(rule: Rule, local: Rule, law: Law) -> date | None:
    """The first day from which the council's period would end after the law's."""
    return next(
        (day for day in days_after(FROM, TO) if local.last_day(day, law.calendar) > rule.last_day(day, law.calendar)),
        None,
    )
