"""The command line: everything that moves files or figures, without the window. People script it; tests drive it."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from dateutil.relativedelta import relativedelta

from iro_desk import bootstrap, telling, trouble
from iro_desk.clock import StandingClock, SystemClock
from iro_desk.desk import Desk
from iro_desk.domain.dates import Period, year_words
from iro_desk.errors import DeskError, Refused, Unavailable
from iro_desk.exchange.icalendar_file import calendar_file
from iro_desk.exchange.ssda903 import reviews_table
from iro_desk.glance import PRACTICE_PASSPHRASE, glance
from iro_desk.services.caseload import Explain
from iro_desk.services.diary import Diary, Due
from iro_desk.services.exchanging import ReviewsReturn, TakeExtract
from iro_desk.services.ports import Clock
from iro_desk.storage.desk_folder import write_whole

EXIT_CODES = {"refused": 1, "usage": 2, "unavailable": 3}
EXIT_BUG = 70
DIARY_MONTHS = 6


class Usage(DeskError):
    """The words of the command are off."""

    kind = "usage"


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, like everything else."""

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{message[:1].upper()}{message[1:]}. See {self.prog} --help.")


Answer = tuple[Any, str]
"""What a command gives: its JSON document, and the same in words."""


def new(given: argparse.Namespace) -> Answer:
    """Make a desk."""
    sheet: Path | None = given.recovery_sheet
    folder: Path = given.folder
    if sheet and folder.resolve() in [sheet.resolve(), *sheet.resolve().parents]:
        raise Refused("The recovery sheet may not lie in the desk's own folder: whoever finds one would have both.")
    if sheet and sheet.exists():
        raise Refused(f"{sheet} is there already; a recovery sheet is never written over another file.")
    key = bootstrap.make_desk(folder, _passphrase(given), given.officer, clock=_clock(given))
    if sheet:
        write_whole(sheet, telling.recovery_sheet(given.officer, key).encode())
    shown = None if sheet else telling.in_groups(key)
    document = {"folder": str(folder), "recovery_key": shown, "recovery_sheet": str(sheet) if sheet else None}
    return document, telling.new_desk(folder, given.officer, key, sheet)


def demo(given: argparse.Namespace) -> Answer:
    """Make a practice desk."""
    bootstrap.make_practice_desk(given.folder)
    words = f"A practice desk lies in {given.folder}. Its passphrase: {PRACTICE_PASSPHRASE}"
    return {"folder": str(given.folder), "kind": given.kind}, words


def take(given: argparse.Namespace) -> Answer:
    """Take in an extract."""
    _progress(f"Reading {given.folder} ...")
    with _open(given) as desk:
        taken = desk.do(TakeExtract(folder=given.folder, extracted=given.extracted, dry_run=given.dry_run)).result
    return telling.extract_document(taken), telling.extract_words(taken)


def due(given: argparse.Namespace) -> Answer:
    """Open deadlines."""
    period = None
    if given.start or given.end:
        period = Period(given.start or date.min, given.end)
    with _open(given) as desk:
        rows = desk.ask(Due(period=period, met=given.all))
    return [telling.due_document(row) for row in rows], telling.due_words(rows)


def explain(given: argparse.Namespace) -> Answer:
    """The whole timeline of a child."""
    with _open(given) as desk:
        life = desk.ask(Explain(child=given.child))
    return telling.child_document(life), telling.child_words(life)


def export_903(given: argparse.Namespace) -> Answer:
    """Write the Reviews table of the return."""
    with _open(given) as desk:
        returned = desk.ask(ReviewsReturn(year=given.year))
    path = given.folder / "reviews.csv"
    _folder(given.folder)
    write_whole(path, reviews_table(list(returned.rows)))
    document = {
        "file": str(path),
        "year": year_words(given.year),
        "rows": len(returned.rows),
        "left_out": [{"child": each.child, "reason": each.reason} for each in returned.left_out],
    }
    left = "".join(f"\n  left out {each.child}: {each.reason}" for each in returned.left_out)
    return document, f"{len(returned.rows)} reviews of {year_words(given.year)} are in {path}.{left}"


def diary(given: argparse.Namespace) -> Answer:
    """Write the diary as a calendar file."""
    today = _clock_of_desk(given).today()
    start = given.start or today
    end = given.end or start + relativedelta(months=DIARY_MONTHS)
    with _open(given) as desk:
        days = desk.ask(Diary(period=Period(start, end)))
    label = glance(given.desk).desk
    write_whole(given.ics, calendar_file(days, label, SystemClock().now()))
    document = {"file": str(given.ics), "events": len(days.days), "from": start, "to": end}
    return document, f"{len(days.days)} deadlines are in {given.ics}."


def check(given: argparse.Namespace) -> Answer:
    """Check the desk from end to end."""
    with _open(given) as desk:
        findings = desk.check()
    damaged = any(each.kind == "database" for each in findings)
    document = {
        "ok": not findings,
        "database": "damaged" if damaged else "sound",
        "findings": [{"kind": each.kind, "where": each.where, "words": each.words} for each in findings],
    }
    words = "\n".join(f"{each.where}: {each.words}" for each in findings)
    return document, words or "The desk is whole: file, journal, signatures and tables agree."


COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "new": new,
    "demo": demo,
    "import": take,
    "due": due,
    "explain": explain,
    "export-903": export_903,
    "diary": diary,
    "check": check,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit 0 done, 1 refused, 2 usage, 3 unavailable."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        given = _parser().parse_args(words)
        document, told = COMMANDS[given.command](given)
    except DeskError as no:
        if as_json:
            print(_json({"error": {"kind": no.kind, "words": no.words, "field": no.field}}))
        print(no.words, file=sys.stderr)
        return EXIT_CODES[no.kind]
    except Exception as bug:  # noqa: BLE001 - the last stand: say sorry, note where, hold no child
        print(trouble.note(bug, SystemClock()), file=sys.stderr)
        return EXIT_BUG
    _tell(_json(document) if as_json else told)
    return 1 if given.command == "check" and not document["ok"] else 0


def _tell(words: str) -> None:
    """Print the answer; a reader who has heard enough, such as ``head``, is no trouble."""
    try:
        print(words, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="iro-desk", description="The command line of IRO Desk; without a command the window opens.")
    _everywhere(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str) -> argparse.ArgumentParser:
        words = (COMMANDS[name].__doc__ or "").rstrip(".")
        made = commands.add_parser(name, help=words[:1].lower() + words[1:], description=f"{words}.")
        _everywhere(made, default=argparse.SUPPRESS)
        return made

    made = command("new")
    made.add_argument("folder", type=Path)
    made.add_argument("--recovery-sheet", type=Path, metavar="F", help="write the recovery key to this new file")
    made.add_argument("--officer", default="the officer", metavar="NAME", help="whose desk it is; stands in clear")
    practice = command("demo")
    practice.add_argument("folder", type=Path)
    practice.add_argument("--kind", choices=["iro"], default="iro")
    taken = command("import")
    taken.add_argument("folder", type=Path)
    taken.add_argument("--dry-run", action="store_true", help="tell what would change, and change nothing")
    taken.add_argument("--extracted", type=_day, metavar="DATE", help="the day the extract was made")
    listed = command("due")
    _from_to(listed)
    listed.add_argument("--all", action="store_true", help="also those met and closed unmet")
    command("explain").add_argument("child", metavar="CHILD", help="the case system's number")
    export = command("export-903")
    export.add_argument("folder", type=Path)
    export.add_argument("--year", type=_year, required=True, metavar="YEAR", help="the collection year: 2026-27")
    calendar = command("diary")
    calendar.add_argument("--ics", type=Path, required=True, metavar="FILE")
    _from_to(calendar)
    command("check")
    return parser


def _everywhere(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """The options that stand before the command or after it."""
    parser.add_argument("--desk", type=Path, metavar="FOLDER", help="the desk's folder", default=default)
    words = "a file whose first line is the passphrase"
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help=words, default=default)
    parser.add_argument("--as-at", type=_day, metavar="DATE", help="take this for today (2026-10-31)", default=default)
    parser.add_argument("--json", action="store_true", help="print one JSON document", default=default or False)


def _from_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="start", type=_day, metavar="D", help="the first day")
    parser.add_argument("--to", dest="end", type=_day, metavar="D", help="the first day no longer included")


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day such as 2026-10-31") from fault


def _year(text: str) -> int:
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise argparse.ArgumentTypeError(f"“{text}” is not a collection year such as 2026-27")
    return int(found[1])


def _open(given: argparse.Namespace) -> Desk:
    return bootstrap.open_desk(_desk(given), _passphrase(given), _clock_of_desk(given))


def _desk(given: argparse.Namespace) -> Path:
    if given.desk is None:
        raise Usage("Say which desk: --desk FOLDER.", field="desk")
    folder: Path = given.desk
    return folder


def _clock(given: argparse.Namespace) -> Clock:
    return StandingClock(given.as_at) if given.as_at else SystemClock()


def _clock_of_desk(given: argparse.Namespace) -> Clock:
    stands_on = glance(_desk(given)).stands_on
    return _clock(given) if given.as_at or stands_on is None else StandingClock(stands_on)


def _passphrase(given: argparse.Namespace) -> str:
    """From the file, the practice desk's door, or the keyboard."""
    if given.passphrase_file:
        try:
            lines = given.passphrase_file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise Unavailable(f"The passphrase file {given.passphrase_file} cannot be read.") from fault
        return lines[0] if lines else ""
    if given.command != "new" and glance(_desk(given)).practice:
        return PRACTICE_PASSPHRASE
    if not sys.stdin.isatty():
        raise Usage("Say where the passphrase is: --passphrase-file F.", field="passphrase")
    return getpass.getpass("Passphrase: ")


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Unavailable(f"The folder {folder} cannot be made: {fault.strerror}.") from fault


def _progress(words: str) -> None:
    print(words, file=sys.stderr)


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")
