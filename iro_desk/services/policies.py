"""The law in use: the rule book, the council's policy on this desk, and the page that shows both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from iro_desk.domain.dates import Span
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value, Values
from iro_desk.domain.law import Law, Rule, stricter
from iro_desk.domain.policy import Policy, SeriesCounts, Stricter
from iro_desk.errors import Refused
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import Clock, Records, UnitOfWork

ReadPolicy = Callable[[Path], Policy]
STATUS_WORDS = {
    "C": "Confirmed: the text was read in the source named.",
    "C-part": "Part of the text was read.",
    "C-local": "Seen in a council's procedure that restates it.",
    "U": "Not confirmed yet: to be checked against the text itself.",
}
SERIES_WORDS = {
    SeriesCounts.STARTED: "A review in several meetings is in time when the first of them is.",
    SeriesCounts.COMPLETED: "A review in several meetings is in time only when it is completed in time; the next is "
    "counted from the first meeting.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule as the page of the law shows it."""

    id: str
    words: str
    period: str
    """How long, and from or before what."""
    source: str
    status: str
    status_words: str
    note: str
    kept: bool
    """Whether deadlines are worked out by it; the facts of the others are not kept yet, and they stay silent."""
    local: str
    """The council's shorter period with its source; nothing where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierLine:
    """What makes a review fall earlier, as the page of the law shows it."""

    id: str
    words: str
    source: str
    status_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLine:
    """The council's policy as the page of the law shows it."""

    council: str
    edition: str
    adopted_on: date
    home_districts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawView:
    """The law in use: its edition, when it was last checked, its rules, and what the council has of its own."""

    edition: str
    in_force_from: date
    last_checked: date
    rules: tuple[RuleLine, ...]
    earlier: tuple[EarlierLine, ...]
    short_breaks: str
    """The limits of a series of short breaks, with their source."""
    holidays_from: date
    holidays_to: date
    """The first day of which no bank holidays are published here yet."""
    series: str
    """When a review in several meetings counts as held."""
    policy: PolicyLine | None


@dataclass(frozen=True, kw_only=True)
class LawInUse(Question[LawView]):
    """Which law does the desk go by?"""


@dataclass(frozen=True, kw_only=True)
class AdoptPolicy(Order[str]):
    """Go by a council's policy file from now on, in place of the one before."""

    words: ClassVar = "council's policy"

    file: Path = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class DropPolicy(Order[str]):
    """Go by the law alone again."""

    words: ClassVar = "council's policy dropped"


def adopt_policy(order: AdoptPolicy, work: UnitOfWork, *, read_policy: ReadPolicy, clock: Clock) -> str:
    """Carry out ``AdoptPolicy``. Refused where the file is not in order, or makes a period longer than the law's."""
    policy = read_policy(order.file)
    before = _adopted(work)
    record_id = before.id if before else work.new_id()
    work.change([Change(child=None, record="policy", record_id=record_id, set=_values(policy, clock.today()))])
    return f"The policy of {policy.council}, edition {policy.edition}, is in use."


def drop_policy(_: DropPolicy, work: UnitOfWork) -> str:
    """Carry out ``DropPolicy``. Refused where there is none."""
    before = _adopted(work)
    if before is None:
        raise Refused("No council's policy is in use on this desk; there is nothing to drop.")
    work.change([Change(child=None, record="policy", record_id=before.id, set={WITHDRAWN: True})])
    return "The law alone is in use."


def in_use(law: Law, work: Records) -> Law:
    """The law with the policy that the desk has adopted."""
    adopted = _adopted(work)
    return replace(law, policy=_policy(adopted.values)) if adopted else law


def law_in_use(_: LawInUse, work: UnitOfWork, *, law: Law, kept: frozenset[str]) -> LawView:
    """Answer ``LawInUse``; ``kept`` are the duties of which the desk works out deadlines."""
    found, adopted = in_use(law, work), _adopted(work)
    book, limits = found.book, found.book.short_breaks
    return LawView(
        edition=book.edition,
        in_force_from=book.in_force_from,
        last_checked=book.last_checked,
        rules=tuple(_line(rule, found.policy, kept) for rule in book.rule),
        earlier=tuple(
            EarlierLine(id=each.id, words=each.words, source=each.source, status_words=STATUS_WORDS[each.status])
            for each in book.earlier
        ),
        short_breaks=f"{limits.longest_stay} a stay, {limits.most_in_a_year} within twelve months; {limits.source}",
        holidays_from=found.calendar.published_from,
        holidays_to=found.calendar.published_to,
        series=SERIES_WORDS[found.policy.series_counts],
        policy=PolicyLine(
            council=found.policy.council,
            edition=found.policy.edition,
            adopted_on=date.fromisoformat(str(adopted.values["adopted_on"])),
            home_districts=found.policy.home_districts,
        )
        if adopted
        else None,
    )


def _line(rule: Rule, policy: Policy, kept: frozenset[str]) -> RuleLine:
    local = [each for each in policy.stricter if each.rule == rule.id]
    return RuleLine(
        id=rule.id,
        words=rule.words,
        period=_period(rule),
        source=rule.source,
        status=rule.status,
        status_words=STATUS_WORDS[rule.status],
        note=rule.note,
        kept=rule.duty in kept,
        local="; ".join(
            f"{stricter(rule, each).span}"
            + (f" while under {each.under_age}" if each.under_age is not None else "")
            + f" ({each.source})"
            for each in local
        ),
    )


def _period(rule: Rule) -> str:
    words = f"{rule.span} {'before' if rule.before else 'from'} {rule.counted_from.words}"
    return f"{words}, and not before {rule.not_before}" if rule.not_before else words


def _adopted(work: Records) -> Record | None:
    """The policy on this desk; of two that copies of it adopted apart, the later."""
    return max(work.records("policy"), key=lambda each: (str(each.values["adopted_on"]), each.id), default=None)


def _values(policy: Policy, today: date) -> Values:
    return {
        "council": policy.council,
        "edition": policy.edition,
        "series_counts": policy.series_counts.value,
        "home_districts": list[Value](policy.home_districts),
        "stricter": [_kept(each) for each in policy.stricter],
        "adopted_on": today.isoformat(),
    }


def _kept(each: Stricter) -> Value:
    return {
        "rule": each.rule,
        "source": each.source,
        "within": str(each.within) if each.within else None,
        "before": str(each.before) if each.before else None,
        "under_age": each.under_age,
    }


def _policy(values: Values) -> Policy:
    return Policy(
        council=str(values["council"]),
        edition=str(values["edition"]),
        series_counts=SeriesCounts(str(values["series_counts"])),
        home_districts=tuple(str(each) for each in _listed(values["home_districts"])),
        stricter=tuple(_read(each) for each in _listed(values["stricter"])),
    )


def _read(kept: Value) -> Stricter:
    each = kept if isinstance(kept, dict) else {}
    within, before, under = each["within"], each["before"], each["under_age"]
    return Stricter(
        rule=str(each["rule"]),
        source=str(each["source"]),
        within=Span.parse(within) if isinstance(within, str) else None,
        before=Span.parse(before) if isinstance(before, str) else None,
        under_age=under if isinstance(under, int) else None,
    )


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
