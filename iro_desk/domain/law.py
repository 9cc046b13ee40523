"""The law as data: its rules, the book of an edition, the calendar it counts by, and the limits that these set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from functools import cache

from iro_desk.domain.dates import Span, WorkingDays, age_on
from iro_desk.domain.policy import NONE, Policy, Stricter


class Anchor(StrEnum):
    """The events that rules count from, by the names of Appendix A, with the words that explanations use."""

    BECAME_LOOKED_AFTER = "became_looked_after"
    FIRST_REVIEW_HELD = "first_review_held"
    PREVIOUS_REVIEW_HELD = "previous_review_held"
    FIRST_SHORT_BREAK = "first_short_break_start"
    AUTHORITY_TO_PLACE = "authority_to_place"
    PLACED_FOR_ADOPTION = "placed_for_adoption"
    FIRST_REVIEW_AFTER_PLACING = "first_review_after_placing"
    ADOPTION_DISRUPTION = "adoption_disruption"
    FIRST_MEETING = "first_meeting_of_review"
    REVIEW_DATE = "review_date"
    REVIEW_COMPLETED = "review_completed"
    DECISIONS_RECEIVED = "decisions_received"
    DISPUTE_OPENED = "formal_dispute_opened"
    STRATEGY_DISCUSSION = "strategy_discussion"
    INITIAL_CONFERENCE_DATE = "initial_conference_date"
    INITIAL_CONFERENCE_HELD = "initial_conference_held"
    REVIEW_CONFERENCE_DATE = "review_conference_date"
    PREVIOUS_CONFERENCE_HELD = "previous_review_conference_held"
    SIXTEEN_AND_ELIGIBLE = "sixteen_and_eligible"
    PREVIOUS_PATHWAY_REVIEW = "previous_pathway_review"
    CONNECTED_PERSON_APPROVED = "connected_person_approved"
    PREVIOUS_HEALTH_ASSESSMENT = "previous_health_assessment"

    @property
    def words(self) -> str:
        """The event in a sentence: "20 working days from ..."."""
        return ANCHOR_WORDS[self]


ANCHOR_WORDS = {
    Anchor.BECAME_LOOKED_AFTER: "becoming looked after",
    Anchor.FIRST_REVIEW_HELD: "the first review",
    Anchor.PREVIOUS_REVIEW_HELD: "the review before",
    Anchor.FIRST_SHORT_BREAK: "the first short break",
    Anchor.AUTHORITY_TO_PLACE: "the authority to place for adoption",
    Anchor.PLACED_FOR_ADOPTION: "being placed for adoption",
    Anchor.FIRST_REVIEW_AFTER_PLACING: "the first review after the placing",
    Anchor.ADOPTION_DISRUPTION: "the return from the adoption placement",
    Anchor.FIRST_MEETING: "the first meeting of the review",
    Anchor.REVIEW_DATE: "the day of the review",
    Anchor.REVIEW_COMPLETED: "the review's completion",
    Anchor.DECISIONS_RECEIVED: "receiving the decisions",
    Anchor.DISPUTE_OPENED: "the formal start of the dispute",
    Anchor.STRATEGY_DISCUSSION: "the strategy discussion that began the enquiry",
    Anchor.INITIAL_CONFERENCE_DATE: "the day of the initial conference",
    Anchor.INITIAL_CONFERENCE_HELD: "the initial conference",
    Anchor.REVIEW_CONFERENCE_DATE: "the day of the review conference",
    Anchor.PREVIOUS_CONFERENCE_HELD: "the review conference before",
    Anchor.SIXTEEN_AND_ELIGIBLE: "the 16th birthday, or becoming eligible if that is later",
    Anchor.PREVIOUS_PATHWAY_REVIEW: "the pathway plan review before",
    Anchor.CONNECTED_PERSON_APPROVED: "the temporary approval",
    Anchor.PREVIOUS_HEALTH_ASSESSMENT: "the health assessment before",
}


class During(StrEnum):
    """The stretch of a child's life in care for which a rule stands; the reviews of every other are regulation 33's."""

    SHORT_BREAKS = "short breaks"
    AUTHORISED = "authorised"
    PLACED = "placed"
    RETURNED = "returned"


class Unknown(Enum):
    """Why a deadline is not known."""

    SHORT_BREAKS = "short breaks"
    SHORT_BREAKS_TOO_LONG = "short breaks too long"
    SHORT_BREAKS_MIXED = "short breaks and other care"
    REFUSED_ROWS = "refused rows"
    EARLIER_REVIEWS = "earlier reviews"
    WHICH_REVIEW = "which review"
    FIRST_REVIEW_MAYBE_HELD = "first review may have been held"
    YEAR_MISSING = "a year between is missing"
    START = "the day of coming into care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One statutory period: what it asks, what it counts from, how long, and where that is written."""

    id: str
    duty: str
    words: str
    counted_from: Anchor
    source: str
    status: str
    within: Span | None = None
    """How long after the event the last lawful day is."""
    before: Span | None = None
    """How long before the event it is: a rule has one of the two."""
    during: During | None = None
    """The stretch for which it stands, in place of regulation 33 or beside it."""
    not_before: Span | None = None
    """What must have passed before the duty can be met at all."""
    note: str = ""
    """What else the source says of it."""

    @property
    def span(self) -> Span:
        """How long it is, after the event or before."""
        found = self.within or self.before
        if found is None or (self.within and self.before):
            raise ValueError(f"rule {self.id} is either within a time or before one")
        return found

    def last_day(self, day: date, calendar: WorkingDays) -> date:
        """The last lawful day, counted from ``day``, which is itself not counted."""
        return self.span.before(day, calendar) if self.before else self.span.after(day, calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortBreaks:
    """How long a series of short breaks may be and still be one."""

    longest_stay: Span
    most_in_a_year: Span
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What makes a review fall earlier than its limit (reg. 33(3) and others): it has no period of its own."""

    id: str
    words: str
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """The rules of one edition, in the order of the file."""

    edition: str
    in_force_from: date
    last_checked: date
    short_breaks: ShortBreaks
    rule: tuple[Rule, ...]
    earlier: tuple[Earlier, ...] = ()

    def named(self, rule_id: str) -> Rule:
        """The rule with this id. LookupError when the book has none."""
        found = next((each for each in self.rule if each.id == rule_id), None)
        if found is None:
            raise LookupError(f"{self.edition} has no rule {rule_id}")
        return found


LOCAL = "C-local"


@dataclass(frozen=True, slots=True)
class Law:
    """The rule book in use, the calendar it counts by, and the council's policy."""

    book: RuleBook
    calendar: WorkingDays
    policy: Policy = NONE
    born: date | None = None
    """Whose law it is, where the policy has periods for children of an age."""

    def for_child(self, born: date | None) -> Law:
        """The law for a child born on this day."""
        return replace(self, born=born) if self.policy.by_age else self

    def counting(self, rule_id: str) -> Counting:
        """The rule with this id, ready to count: the council's shorter period where it has one.

        LookupError when the book has none.
        """
        rule = self.book.named(rule_id)
        shorter = [(each, stricter(rule, each)) for each in self.policy.stricter if each.rule == rule_id]

        def limit(day: date) -> Limit:
            found = self._limit(rule, day)
            for policy, local in shorter:
                if policy.under_age is None or (self.born and age_on(self.born, day) < policy.under_age):
                    found = min(found, self._limit(local, day), key=lambda each: each.due or date.max)
            return found

        return Counting(rule, cache(limit))

    def _limit(self, rule: Rule, day: date) -> Limit:
        opens = rule.not_before.after(day, self.calendar) if rule.not_before else None
        return Limit(rule, day, rule.last_day(day, self.calendar), window_from=opens)


def stricter(rule: Rule, local: Stricter) -> Rule:
    """The rule as a council has it."""
    source = f"{local.source}, stricter than the {rule.span} of {rule.source}"
    return replace(rule, within=local.within, before=local.before, source=source, status=LOCAL)


@dataclass(frozen=True, slots=True)
class Limit:
    """A day that the law sets, and what it was counted from. ``due`` is the earliest day it can be while not known."""

    rule: Rule | None = None
    counted_from: date | None = None
    due: date | None = None
    unknown: Unknown | None = None
    window_from: date | None = None
    """The first day on which the duty can be met, where a rule sets one."""


@dataclass(frozen=True, slots=True)
class Counting:
    """A rule, and the limit that it sets from any day; each day is counted once, whoever's it is."""

    rule: Rule
    limit: Callable[[date], Limit]
