"""Every deadline explains itself in a plain sentence: the day, what it counts from, what was skipped, the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from iro_desk.domain.dates import MONTHS, Unit, day_words
from iro_desk.domain.law import Law, Limit, Rule, Unknown
from iro_desk.domain.timetable import COMPLETION, Coverage, Deadline, State

UNKNOWN_WORDS = {
    Unknown.SHORT_BREAKS: "A return holds no reviews of short breaks, so when the last one was is in no file",
    Unknown.SHORT_BREAKS_TOO_LONG: "These short breaks go beyond what regulation 48 allows, 17 days a stay, 75 within "
    "twelve months and one place, so the full timetable of regulation 33 applies; a return holds no reviews of them, "
    "so when the last one was is in no file",
    Unknown.SHORT_BREAKS_MIXED: "Short breaks and other care follow one another here without a day between, so which "
    "timetable applies is not clear; mend it in the case system, or ask",
    Unknown.REFUSED_ROWS: "A row about this child was refused at the last import; nothing is worked out until it is "
    "mended in the case system and imported again",
    Unknown.EARLIER_REVIEWS: "Reviews held before {since} are in no file",
    Unknown.WHICH_REVIEW: "It is in no file whether a review was held before {since}, so the one that counts as the "
    "first is not known",
    Unknown.FIRST_REVIEW_MAYBE_HELD: "The first review may have been held before {since}, in no file",
    Unknown.YEAR_MISSING: "The extract of a year between is missing, and with it any review held in it",
    Unknown.START: "The day on which the child came into care is in no file",
}


UNKNOWN_SHORT = {
    Unknown.SHORT_BREAKS: "Short breaks: reviews are in no file",
    Unknown.SHORT_BREAKS_TOO_LONG: "Short breaks beyond regulation 48",
    Unknown.SHORT_BREAKS_MIXED: "Short breaks and other care, mixed",
    Unknown.REFUSED_ROWS: "A row was refused at the last import",
    Unknown.EARLIER_REVIEWS: "Earlier reviews are in no file",
    Unknown.WHICH_REVIEW: "Perhaps not the first review",
    Unknown.FIRST_REVIEW_MAYBE_HELD: "Perhaps held already, in no file",
    Unknown.YEAR_MISSING: "The extract of a year between is missing",
    Unknown.START: "The day of coming into care is in no file",
}


UNCONFIRMED = "U"
NOT_CONFIRMED = " (not confirmed yet against the text itself)"


@dataclass(frozen=True, slots=True)
class Explainer:
    """Puts deadlines into words, by the law and the files that they were worked out from."""

    law: Law
    coverage: Coverage
    extracted: date | None = None
    """The last day that the newest extract tells of."""

    def explain(self, deadline: Deadline) -> str:
        """Why this day, or why no day, in one or two sentences."""
        limit = deadline.limit
        if limit.unknown is not None:
            return self._not_known(deadline, limit.unknown)
        reason = self._reason(limit)
        match deadline.state:
            case State.IN_TIME | State.LATE if deadline.held:
                verdict = "in time" if deadline.state is State.IN_TIME else "late"
                return f"{self._held(deadline)}, {verdict}: it was due by {reason}."
            case State.MISSED:
                return f"Never {_done(deadline)}: it was due by {reason}."
            case State.OVERDUE:
                return f"Was due by {reason}.{self._after_the_extract(limit)}"
            case _:
                return f"Due by {reason}."

    def _held(self, deadline: Deadline) -> str:
        """The day on which it was met; of a series of meetings also by which of its days it is judged."""
        review, day = deadline.met_by, day_words(deadline.held or date.max)
        if deadline.duty == COMPLETION:
            return f"Completed {day}"
        if review is None or not review.in_parts:
            return f"Held {day}"
        done = f"completed {day_words(review.completed)}" if review.completed else "not completed"
        return f"Begun {day}, {done}, and counted as held when it was {self.law.policy.series_counts}"

    def _reason(self, limit: Limit) -> str:
        if limit.rule is None or limit.due is None or limit.counted_from is None:
            raise ValueError("a known limit has a rule, a day and what it counts from")
        way = "before" if limit.rule.before else "from"
        anchor = f"{limit.rule.counted_from.words} on {day_words(limit.counted_from)}"
        return (
            f"{day_words(limit.due)}: {limit.rule.span} {way} {anchor}; "
            f"{self._counting(limit.rule, limit.counted_from, limit.due)}{limit.rule.source}"
            f"{'' if limit.rule.status != UNCONFIRMED else NOT_CONFIRMED}"
            f"{self._unpublished(limit.rule, limit.counted_from, limit.due)}{_window(limit)}"
        )

    def _counting(self, rule: Rule, start: date, due: date) -> str:
        if rule.span.unit is Unit.MONTHS and start.day != due.day:
            return f"{MONTHS[due.month - 1]} {due.year} has no {start.day}{ordinal(start.day)}; "
        if rule.span.unit is not Unit.WORKING_DAYS:
            return ""
        skipped = self.law.calendar.skipped(*sorted((start, due)))
        if not skipped:
            return "no bank holiday falls between; "
        return f"{listed([self._holiday(each, start.year) for each in skipped])} skipped; "

    def _holiday(self, day: date, year: int) -> str:
        shown = f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != year else "")
        return f"{self.law.calendar.holidays[day]} {shown}"

    def _unpublished(self, rule: Rule, start: date, due: date) -> str:
        calendar = self.law.calendar
        if rule.span.unit is not Unit.WORKING_DAYS or (calendar.knows(start) and calendar.knows(due)):
            return ""
        return (
            f"; bank holidays are published here only from {calendar.published_from.year} to "
            f"{calendar.published_to.year - 1}, so this day may move"
        )

    def _after_the_extract(self, limit: Limit) -> str:
        if self.extracted is None or limit.due is None or limit.due <= self.extracted:
            return ""
        return f" The newest extract ends on {day_words(self.extracted)}: a review held since is not in it."

    def _not_known(self, deadline: Deadline, reason: Unknown) -> str:
        since = day_words(self.coverage.running_into(deadline.held or date.max)) if self.coverage.stretches else ""
        words = UNKNOWN_WORDS[reason].format(since=since)
        if deadline.held:
            return f"Held {day_words(deadline.held)}; when it was due is not known. {words}."
        if deadline.due is None:
            return f"Not known. {words}."
        source = f"; {deadline.rule.source}" if deadline.rule else ""
        return f"Not known; {day_words(deadline.due)} is the earliest day it can be{source}. {words}."


def _done(deadline: Deadline) -> str:
    return "completed" if deadline.duty == COMPLETION else "held"


def _window(limit: Limit) -> str:
    if limit.window_from is None or limit.rule is None:
        return ""
    return f"; not before {day_words(limit.window_from)}, {limit.rule.not_before} from the same day"


def ordinal(number: int) -> str:
    """The ending of an ordinal: 1st, 2nd, 3rd, 11th, 31st."""
    return "th" if 10 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # noqa: PLR2004


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
