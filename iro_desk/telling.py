"""What the command line says: each answer as a JSON document with stable keys, and as words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import indent
from typing import Any

from iro_desk.domain.dates import day_words, year_words
from iro_desk.domain.extracts import RefusedRow, Remark
from iro_desk.services.asking import CHOICE_WORDS, Asked
from iro_desk.services.caseload import ChildExplained, DueRow, IfHeld, PeriodView
from iro_desk.services.choosing import Others
from iro_desk.services.exchanging import ExtractTaken
from iro_desk.services.finding import FoundLine
from iro_desk.services.history import HistoryLine
from iro_desk.services.policies import LawView
from iro_desk.services.status_changes import StatusChangeLine

GROUP, GROUPS_A_LINE = 5, 4
HEAD = "AGE-SECRET-KEY-1"
"""What every recovery key begins with, and nobody need copy letter by letter."""
MARGIN = "    "


def in_groups(key: str) -> str:
    """A recovery key as people read it aloud: in groups, the case of the letters of no importance."""
    rest = key.removeprefix(HEAD)
    groups = [rest[each : each + GROUP] for each in range(0, len(rest), GROUP)]
    return " ".join([HEAD, *groups] if rest != key else groups)


def in_lines(key: str) -> str:
    """A recovery key as it is written down: what every key begins with, then a few groups a line."""
    head, *groups = in_groups(key).split()
    lines = [" ".join(groups[each : each + GROUPS_A_LINE]) for each in range(0, len(groups), GROUPS_A_LINE)]
    return "\n".join([head, *lines])


def recovery_sheet(officer: str, key: str, check_words: Sequence[str]) -> str:
    """The sheet that is kept apart from the laptop."""
    numbered = "\n".join(f"{number}  {word}" for number, word in enumerate(check_words, start=1))
    return (
        f"IRO Desk: recovery key\nThe desk of {officer}\n\n"
        f"{indent(in_lines(key), MARGIN)}\n\n"
        "It opens the desk when the passphrase is forgotten, and whoever\n"
        "holds it can do the same: keep this sheet away from the laptop.\n"
        "Spaces and lines are for reading only.\n\n"
        "Check words:\n\n"
        f"{indent(numbered, MARGIN)}\n\n"
        "They show that the key was copied right; the window asks for\n"
        "three of them. They open nothing.\n"
    )


def new_key(done: str, officer: str, key: str, check_words: Sequence[str], sheet: Path | None) -> str:
    """What is said of a recovery key: the key this once, unless a sheet holds it."""
    shown = f"\n{recovery_sheet(officer, key, check_words)}\nIt is not shown again."
    return f"{done} " + (f"The recovery key is in {sheet}." if sheet else shown)


def history_document(lines: Iterable[HistoryLine]) -> list[dict[str, Any]]:
    """What ``history --json`` prints."""
    return [
        {
            "event": line.event,
            "order": line.order,
            "words": line.words,
            "who": line.who,
            "at": line.at,
            "changes": [{"field": each.name, "was": each.was, "now": each.now} for each in line.changes],
        }
        for line in lines
    ]


def history_words(lines: Iterable[HistoryLine]) -> str:
    """What ``history`` says: a version a line, its fields under it."""
    told = []
    for line in lines:
        told.append(f"{line.at[:16].replace('T', ' ')}  {line.words}, by {line.who}")
        told += [f"    {each.name}: {_value(each.was)} -> {_value(each.now)}" for each in line.changes]
    return "\n".join(told)


def found_document(line: FoundLine) -> dict[str, Any]:
    """A line of ``search --json``."""
    excerpt = "".join(piece for piece, _ in line.excerpt)
    return {"kind": line.kind, "id": line.id, "child": line.child, "name": line.name, "day": line.day, "words": excerpt}


def found_words(lines: Sequence[FoundLine]) -> str:
    """What ``search`` says: a record a line."""
    told = [
        f"{day_words(line.day) if line.day else 'name':<16}  {line.child:<8}  "
        + "".join(piece for piece, _ in line.excerpt)
        for line in lines
    ]
    return "\n".join(told) or "Nothing has these words."


def _value(value: object) -> str:
    return "nothing" if value is None else str(value)


def extract_document(taken: ExtractTaken) -> dict[str, Any]:
    """What ``import --json`` prints."""
    return {
        "import": taken.id,
        "extract": {"year": year_words(taken.year), "to": taken.to},
        "dry_run": taken.dry_run,
        "taken": dict(taken.taken),
        "changed": taken.changed,
        "unchanged": taken.unchanged,
        "withdrawn": taken.withdrawn,
        "refused": refused_document(taken.refused),
        "left_out": [{"file": each.file, "reason": each.reason} for each in taken.left_out],
        **(_others_document(taken.others) if taken.others else {}),
        **({"remarks": [_remark(each) for each in taken.remarks]} if taken.remarks else {}),
    }


def _others_document(others: Others) -> dict[str, Any]:
    return {
        "not_kept": others.count,
        "newcomers": list(others.newcomers),
        "no_longer_chosen": others.no_longer_chosen,
    }


def _remark(each: Remark) -> dict[str, Any]:
    return {"file": each.file, "line": each.line, "column": each.column, "value": each.value, "words": each.words}


def refused_document(refused: Iterable[RefusedRow]) -> list[dict[str, Any]]:
    """Refused rows in any document: where each stands, and why."""
    return [
        {"file": each.file, "line": each.line, "column": each.column, "value": each.value, "reason": each.reason}
        for each in refused
    ]


def extract_words(taken: ExtractTaken) -> str:
    """What ``import`` says."""
    refused = [f"  {each.file}, line {each.line}, {each.column}: {each.reason}" for each in taken.refused]
    left_out = [f"  {each.file} was left out: {each.reason}" for each in taken.left_out]
    remarks = [f"  {each.file}{f', line {each.line}' if each.line else ''}: {each.words}" for each in taken.remarks]
    return "\n".join([taken.words, *refused, *left_out, *remarks])


def change_document(line: StatusChangeLine) -> dict[str, Any]:
    """A line of ``changes --json``."""
    return {
        "id": line.id,
        "import": line.extract,
        "child": line.child,
        "kind": line.kind.value,
        "on": line.on,
        "was": line.was,
        "is": line.now,
        "words": line.words,
    }


def change_words(lines: Sequence[StatusChangeLine]) -> str:
    """What ``changes`` says: a line each, with the id that acknowledges it."""
    told = [f"{each.id}  {each.child:<8}  {each.words}" for each in lines]
    return "\n".join(told) or "Nothing has changed that nobody has acknowledged."


def due_document(row: DueRow) -> dict[str, Any]:
    """One row of ``due --json``."""
    return {
        "id": row.id,
        "child": row.child,
        "duty": row.duty,
        "rule": row.rule,
        "due": row.due,
        "window_from": row.window_from,
        "counted_from": row.counted_from,
        "source": row.source,
        "explanation": row.explanation,
        "state": row.state.value,
        "held": row.held,
    }


def due_words(rows: Iterable[DueRow]) -> str:
    """What ``due`` says: a line a deadline."""
    lines = [
        f"{day_words(row.due) if row.due else 'no day':<16} {row.state.value:<10} {row.child:<11} {row.explanation}"
        for row in rows
    ]
    return "\n".join(lines) or "Nothing is due."


def child_document(life: ChildExplained, supposed: IfHeld | None = None) -> dict[str, Any]:
    """What ``explain --json`` prints; with what would come of a review on the day that was asked about."""
    return {
        **({"if_held": _if_held(supposed)} if supposed else {}),
        "child": life.child,
        "periods": [_period_document(each) for each in life.periods],
        "not_known": list(life.not_known),
        **({"beside": list(life.beside)} if life.beside else {}),
    }


def _period_document(period: PeriodView) -> dict[str, Any]:
    return {
        "from": period.start,
        "to": period.end,
        "start_known": period.start_known,
        "reviews": [
            {
                "id": each.id,
                "held": each.held,
                "parts": each.parts,
                "rule": each.rule,
                "due": each.due,
                "state": each.state.value,
            }
            for each in period.reviews
        ],
        "deadlines": [due_document(each) for each in period.deadlines],
    }


def _if_held(supposed: IfHeld) -> dict[str, Any]:
    following = due_document(supposed.following) if supposed.following else None
    return {"review": due_document(supposed.review), "following": following}


def child_words(life: ChildExplained, supposed: IfHeld | None = None) -> str:
    """What ``explain`` says."""
    lines = [f"Child {life.child}"]
    if supposed and supposed.review.held:
        lines += ["", f"If a review is held on {day_words(supposed.review.held)}:", f"  {supposed.review.explanation}"]
        lines += [f"  Then: {supposed.following.explanation}"] if supposed.following else ["  Then nothing is due."]
    for number, period in enumerate(life.periods, start=1):
        since = day_words(period.start) if period.start_known else f"before {day_words(period.start)}"
        until = f"to {day_words(period.end)}" if period.end else "still looked after"
        lines += ["", f"Care period {number}: from {since}, {until}"]
        lines += [f"  {row.explanation}" for row in period.deadlines]
    if life.not_known:
        lines += ["", "Not known:", *(f"  {each}" for each in life.not_known)]
    if life.beside:
        lines += ["", "Recorded here and in the extract:", *(f"  {each}" for each in life.beside)]
    return "\n".join(lines)


def asked_document(each: Asked) -> dict[str, Any]:
    """A line of ``asks --json``."""
    return {
        "id": each.id,
        "child": each.child,
        "on": each.on,
        "words": each.words,
        "answers": [{"answer": choice.value, "words": CHOICE_WORDS[choice]} for choice in each.choices],
    }


def asked_words(found: Sequence[Asked]) -> str:
    """What ``asks`` says: each with its id and the answers there are."""
    lines = []
    for each in found:
        lines.append(f"{each.id}  {each.child:<8}  {each.words}")
        lines += [f"    {choice.value:<8} {CHOICE_WORDS[choice]}" for choice in each.choices]
    return "\n".join(lines) or "Nothing is open that you could answer."


def law_document(view: LawView) -> dict[str, Any]:
    """What ``law --json`` prints."""
    policy = view.policy
    return {
        "edition": view.edition,
        "in_force_from": view.in_force_from,
        "last_checked": view.last_checked,
        "holidays_from": view.holidays_from,
        "holidays_to": view.holidays_to,
        "short_breaks": view.short_breaks,
        "series": view.series,
        "policy": {
            "council": policy.council,
            "edition": policy.edition,
            "adopted_on": policy.adopted_on,
            "home_districts": list(policy.home_districts),
        }
        if policy
        else None,
        "rules": [
            {
                "id": rule.id,
                "words": rule.words,
                "period": rule.period,
                "source": rule.source,
                "status": rule.status,
                "note": rule.note,
                "kept": rule.kept,
                "local": rule.local,
            }
            for rule in view.rules
        ],
        "earlier": [{"id": each.id, "words": each.words, "source": each.source} for each in view.earlier],
    }


def law_words(view: LawView) -> str:
    """What ``law`` says: a line a rule, under the edition and the policy."""
    policy = view.policy
    lines = [
        f"{view.edition}, in force from {day_words(view.in_force_from)}.",
        f"Last checked on {day_words(view.last_checked)}.",
        f"Council's policy: {policy.council}, edition {policy.edition}, in use since {day_words(policy.adopted_on)}."
        if policy
        else "No council's policy: the law alone.",
        view.series,
        f"Short breaks: {view.short_breaks}.",
        f"Bank holidays are known from {view.holidays_from.year} to the end of {view.holidays_to.year - 1}.",
        "",
    ]
    for rule in view.rules:
        silent = "" if rule.kept else " (silent: the desk keeps no facts of it yet)"
        lines.append(f"{rule.id:<5} {rule.words}{silent}: {rule.period}. {rule.source}. {rule.status_words}")
        lines += [f"      {rule.note}"] if rule.note else []
        lines += [f"      Here: {rule.local}"] if rule.local else []
    lines += ["", "A review is held earlier when:"]
    lines += [f"  {each.id:<24} {each.words}. {each.source}." for each in view.earlier]
    return "\n".join(lines)
