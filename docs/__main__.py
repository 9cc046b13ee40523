"""Writes ``the-law.md`` out of the rule books, the calendar and each rule's table of prose."""

from __future__ import annotations

import sys
from pathlib import Path

from iro_desk.domain.dates import day_words
from iro_desk.domain.law import Rule, RuleBook
from iro_desk.reference.law import rule_books, working_days

HERE = Path(__file__).parent
TABLES = HERE.parent / "tests" / "features" / "rules"
STATUS = {
    "C": "confirmed: the text was read in the source named",
    "C-part": "part of the text was read",
    "C-local": "seen in a council's procedure that restates it",
    "U": "unconfirmed: to be checked against the instrument",
}


def table_of(book: RuleBook, rule: Rule) -> Path:
    """Where a rule's table is: in a folder called by the month the book begins (2027-04), or else the common one."""
    own = TABLES / f"{book.in_force_from:%Y-%m}" / f"{rule.id}.md"
    return own if own.exists() else TABLES / f"{rule.id}.md"


def the_law() -> str:
    """The page, whole."""
    lines = [
        "# The law in use",
        "",
        "Made by `python3 dev.py docs` from `resources/rules`, `resources/calendars` and the tables in",
        "`tests/features/rules`, each row of which is a test. Nothing here is legal advice.",
    ]
    for book in rule_books():
        lines += [
            "",
            f"## {book.edition}",
            "",
            f"In force from {day_words(book.in_force_from)}. Last checked on {day_words(book.last_checked)}.",
        ]
        for rule in book.rule:
            table = table_of(book, rule).read_text(encoding="utf-8").splitlines()
            lines += [
                "",
                f"### {rule.id}: {rule.words}",
                "",
                f"{rule.span} from {rule.counted_from.words}{_window(rule)}. Source: {rule.source}.",
                f"Status {rule.status}: {STATUS[rule.status]}.",
                "",
                *(line for line in table if line.startswith("|")),
            ]
    lines += [
        "",
        "## When a review is held earlier",
        "",
        "It is then the next one, brought forward: the one after counts from it, unless whoever records it says that",
        "it stands outside the sequence.",
        "",
        *(f"- {each.words}. {each.source}; {each.status}." for each in rule_books()[-1].earlier),
    ]
    most, calendar = rule_books()[-1].short_breaks, working_days()
    lines += [
        "",
        "## Working days",
        "",
        "Every day but Saturdays, Sundays and the bank holidays of England and Wales. The day of the event is not",
        f"counted; the due day itself is in time. Bank holidays are known from {calendar.published_from.year} to",
        f"the end of {calendar.published_to.year - 1}; a count that goes past says that its day may move.",
        "",
        "## What no file shows",
        "",
        "A child may have had reviews before the first imported year. Then the first review that a file shows has no",
        "known limit, and is never called late. Where it might be the first or a later one, the earlier of the two",
        "days is shown for the next, marked *not known*; once that one is held, it has the benefit of the doubt.",
        "",
        "## Short breaks",
        "",
        f"A series stands under regulation 48 while no stay is longer than {most.longest_stay} and all within any",
        f"twelve months come to {most.most_in_a_year} at most, counted in nights. Source: {most.source}. Beyond that",
        "regulation 33 applies. A return holds no reviews of short breaks: what rests on them is *not known*.",
        "",
        "## Adoption",
        "",
        "While a child is authorised to be placed and is not, both timetables stand and the earlier day holds. Once",
        "placed, regulation 33 stops. A review on the day of the placing stands under what was before; one on the day",
        "of the order counts as the first after it. Temporary stays (T0 to T4) do not end a placing. An extract shows",
        "the authority as a placement order (E1) or a freeing order (D1) alone.",
    ]
    return "\n".join(lines) + "\n"


def _window(rule: Rule) -> str:
    return f", and not before {rule.not_before}" if rule.not_before else ""


if __name__ == "__main__":
    (HERE / "the-law.md").write_text(the_law(), encoding="utf-8")
    sys.exit(0)
