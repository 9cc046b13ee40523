"""The commands that take in, tell and send what the desk knows of its children."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dateutil.relativedelta import relativedelta

from iro_desk import telling
from iro_desk.clock import SystemClock
from iro_desk.commands.common import Answer, Usage, clock_of_desk, note, open_desk, outside, progress
from iro_desk.domain.dates import Period, year_words
from iro_desk.errors import Unavailable
from iro_desk.exchange.icalendar_file import calendar_file
from iro_desk.exchange.ssda903 import reviews_table
from iro_desk.glance import glance
from iro_desk.services.caseload import Explain, WhatIf
from iro_desk.services.children import OpenChild
from iro_desk.services.diary import Diary, Due
from iro_desk.services.exchanging import ExtractOnDesk, Extracts, TakeExtract
from iro_desk.services.finding import Search
from iro_desk.services.history import History
from iro_desk.services.messages import Outcome
from iro_desk.services.returning import ReviewsReturn
from iro_desk.services.status_changes import Acknowledge, StatusChanges
from iro_desk.services.undoing import GivenBack
from iro_desk.storage.desk_folder import write_whole

DIARY_MONTHS = 6


def take(given: argparse.Namespace) -> Answer:
    """Take in an extract."""
    with open_desk(given) as desk:
        order = TakeExtract(
            folder=given.folder,
            extracted=given.extracted,
            dry_run=given.dry_run,
            progress=lambda part: progress(f"Taking it in: {part:.0%}" if part else f"Reading {given.folder} ..."),
        )
        taken = desk.do(order).result
    return telling.extract_document(taken), telling.extract_words(taken)


def due(given: argparse.Namespace) -> Answer:
    """Open deadlines."""
    period = None
    if given.start or given.end:
        period = Period(given.start or date.min, given.end)
    with open_desk(given) as desk:
        rows = desk.ask(Due(period=period, met=given.all))
    return [telling.due_document(row) for row in rows], telling.due_words(rows)


def explain(given: argparse.Namespace) -> Answer:
    """The whole timeline of a child."""
    with open_desk(given) as desk:
        life = desk.ask(Explain(child=given.child))
        supposed = desk.ask(WhatIf(child=given.child, held=given.if_held)) if given.if_held else None
        if not desk.trouble:
            desk.do(OpenChild(child=given.child))
    return telling.child_document(life, supposed), telling.child_words(life, supposed)


def changes(given: argparse.Namespace) -> Answer:
    """What extracts changed that nobody has acknowledged, or of one extract; some of them acknowledged."""
    with open_desk(given) as desk:
        if given.acknowledge:
            words = desk.do(Acknowledge(ids=tuple(given.acknowledge))).result
            return {"acknowledged": given.acknowledge}, words
        taken = desk.ask(Extracts())
        lines = desk.ask(StatusChanges(extract=_one_of(taken, given.extract) if given.extract else None))
    return [telling.change_document(each) for each in lines], telling.change_words(lines)


def _one_of(taken: Sequence[ExtractOnDesk], wanted: str) -> str:
    """The extract that is named by ``last``, or by its number from 1. Usage where there is none."""
    number = len(taken) if wanted == "last" else int(wanted) if wanted.isdecimal() else 0
    if not 1 <= number <= len(taken):
        raise Usage(f"Say which extract: last, or a number from 1 to {len(taken)}.", field="import")
    return taken[number - 1].id


def export_903(given: argparse.Namespace) -> Answer:
    """Write the Reviews table of the return."""
    year = year_words(given.year)
    path = outside(given.folder / "reviews.csv", "folder")
    with open_desk(given) as desk:
        returned = desk.ask(ReviewsReturn(year=given.year))
        note(desk, "exported", f"Reviews table, {year}: {len(returned.rows)} rows")
    _folder(given.folder)
    write_whole(path, reviews_table(list(returned.rows)))
    document = {
        "file": str(path),
        "year": year,
        "rows": len(returned.rows),
        "left_out": [{"child": each.child, "reason": each.reason} for each in returned.left_out],
    }
    left = "".join(f"\n  left out {each.child}: {each.reason}" for each in returned.left_out)
    return document, f"{len(returned.rows)} reviews of {year} are in {path}.{left}"


def diary(given: argparse.Namespace) -> Answer:
    """Write the diary as a calendar file."""
    outside(given.ics, "ics")
    today = clock_of_desk(given).today()
    start = given.start or today
    end = given.end or start + relativedelta(months=DIARY_MONTHS)
    with open_desk(given) as desk:
        days = desk.ask(Diary(period=Period(start, end)))
        note(desk, "exported", f"Calendar file: {len(days.days)} deadlines")
    label = glance(given.desk).desk
    write_whole(given.ics, calendar_file(days, label, SystemClock().now()))
    document = {"file": str(given.ics), "events": len(days.days), "from": start, "to": end}
    return document, f"{len(days.days)} deadlines are in {given.ics}."


def search(given: argparse.Namespace) -> Answer:
    """Search names and notes; the best match first."""
    with open_desk(given) as desk:
        lines = desk.ask(Search(typed=" ".join(given.words), best=True))
    return [telling.found_document(line) for line in lines], telling.found_words(lines)


def history(given: argparse.Namespace) -> Answer:
    """What became of a record, by whom and when."""
    with open_desk(given) as desk:
        lines = desk.ask(History(kind=given.kind, id=given.id))
        child = next((each.child for each in lines if each.child), None)
        if child and not desk.trouble:
            desk.do(OpenChild(child=f"~{child}"))
    return telling.history_document(lines), telling.history_words(lines)


def undo(given: argparse.Namespace) -> Answer:
    """Undo this computer's newest order."""
    with open_desk(given) as desk:
        return _given_back(desk.undo())


def redo(given: argparse.Namespace) -> Answer:
    """Do again what was undone last."""
    with open_desk(given) as desk:
        return _given_back(desk.redo())


def _given_back(outcome: Outcome[GivenBack]) -> Answer:
    left = [{"kind": each.record, "id": each.record_id, "field": each.field} for each in outcome.result.left]
    return {"order": outcome.order, "words": outcome.result.words, "left": left}, outcome.result.words


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Unavailable(f"The folder {folder} cannot be made: {fault.strerror}.") from fault
