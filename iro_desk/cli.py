"""The command line: everything that moves files or figures, without the window. People script it; tests drive it."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from iro_desk import trouble
from iro_desk.clock import SystemClock
from iro_desk.commands import caseload, keeping, numbering, people, reviewing
from iro_desk.commands.common import Answer, Usage
from iro_desk.domain.reviews import Place
from iro_desk.errors import DeskError

EXIT_CODES = {"refused": 1, "usage": 2, "unavailable": 3}
EXIT_BUG = 70
EXIT_STOPPED = 130


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, like everything else."""

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{message[:1].upper()}{message[1:]}. See {self.prog} --help.")


COMMANDS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "new": keeping.new,
    "demo": keeping.demo,
    "import": caseload.take,
    "people": people.people,
    "caseload": people.caseload,
    "due": caseload.due,
    "explain": caseload.explain,
    "changes": caseload.changes,
    "review": reviewing.review,
    "asks": reviewing.asks,
    "number": numbering.number,
    "merge": numbering.merge,
    "split": numbering.split,
    "law": reviewing.law,
    "policy": reviewing.policy,
    "export-903": caseload.export_903,
    "diary": caseload.diary,
    "search": caseload.search,
    "history": caseload.history,
    "undo": caseload.undo,
    "redo": caseload.redo,
    "check": keeping.check,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "recover": keeping.recover,
    "passphrase": keeping.change_passphrase,
    "recovery-key": keeping.recovery_key,
    "join": keeping.join,
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
        said = trouble.note(bug, SystemClock())
        if as_json:
            print(_json({"error": {"kind": "bug", "words": said, "field": None}}))
        print(said, file=sys.stderr)
        return EXIT_BUG
    except KeyboardInterrupt:
        print("Stopped. What was begun and not finished is not on the desk.", file=sys.stderr)
        return EXIT_STOPPED
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
    _people(command)
    listed = command("due")
    _from_to(listed)
    listed.add_argument("--all", action="store_true", help="also those met and closed unmet")
    explained = command("explain")
    explained.add_argument("child", metavar="CHILD", help="the case system's number")
    explained.add_argument("--if-held", type=_day, metavar="DATE", help="and what would be due after a review then")
    changed = command("changes")
    changed.add_argument("--import", dest="extract", metavar="last|N", help="of that extract: the last, or the N-th")
    changed.add_argument("--acknowledge", nargs="+", metavar="ID", help="say that these were read")
    export = command("export-903")
    export.add_argument("folder", type=Path)
    export.add_argument("--year", type=_year, required=True, metavar="YEAR", help="the collection year: 2026-27")
    calendar = command("diary")
    calendar.add_argument("--ics", type=Path, required=True, metavar="FILE")
    _from_to(calendar)
    _reviewing(command)
    _keeping(command)
    return parser


def _reviewing(command: Callable[[str], argparse.ArgumentParser]) -> None:
    """The commands about reviews that the officer knows of, and about the law."""
    recorded = command("review")
    recorded.add_argument("child", metavar="CHILD", help="the case system's number")
    recorded.add_argument("--held", type=_day, required=True, metavar="DATE", help="the day on which it first met")
    recorded.add_argument("--code", metavar="PN", help="how the child took part: PN0 to PN7")
    recorded.add_argument("--adjourned", action="store_true", help="it is to be completed at another meeting")
    recorded.add_argument("--met-again", type=_day, metavar="DATE", help="a further meeting of the one held on --held")
    recorded.add_argument(
        "--place", type=Place, choices=list(Place), metavar="first|later", help="of one held before the files begin"
    )
    words = "what made it fall earlier: one of those that law names"
    recorded.add_argument("--earlier", metavar="WHY", help=words)
    recorded.add_argument("--outside", action="store_true", help="the next is not counted from it")
    recorded.add_argument("--take-back", action="store_true", help="take back what was recorded here")
    words = "answer one of them: its id, and the answer"
    command("asks").add_argument("--answer", nargs=2, metavar=("ID", "ANSWER"), help=words)
    for name, other in (("number", "number"), ("merge", "into"), ("split", "")):
        made = command(name)
        made.add_argument("child", metavar="CHILD", help="the number as the desk has it")
        if other:
            made.add_argument(other, metavar=other.upper(), help="the new number, or the other child's")
    command("law")
    local = command("policy")
    local.add_argument("file", type=Path, nargs="?", metavar="FILE", help="a .toml file")
    local.add_argument("--drop", action="store_true", help="go by the law alone again")


def _people(command: Callable[[str], argparse.ArgumentParser]) -> None:
    """The commands that take in a people file, and choose from one."""
    taken, chosen = command("people"), command("caseload")
    taken.add_argument("file", type=Path, metavar="FILE.csv")
    chosen.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the children's numbers, or a people file")
    chosen.add_argument("--iro", metavar="NAME", help="of the file, only the children of this IRO")
    chosen.add_argument("--add", nargs="+", metavar="NUMBER", help="choose these too")
    chosen.add_argument("--remove", nargs="+", metavar="NUMBER", help="choose these no longer")
    chosen.add_argument("--all", action="store_true", help="keep every child of an extract again")
    for each in (taken, chosen):
        words = "which column is which, where it cannot be guessed; FIELD=- leaves one out"
        each.add_argument("--column", action="append", metavar="FIELD=HEADING", help=words)
        each.add_argument("--dry-run", action="store_true", help="tell what would change, and change nothing")


def _keeping(command: Callable[[str], argparse.ArgumentParser]) -> None:
    """The commands that find, mend and keep."""
    command("search").add_argument("words", nargs="+", metavar="WORDS")
    told = command("history")
    told.add_argument("kind", metavar="KIND", help="child, contact, review, or another kind of record")
    told.add_argument("id", metavar="ID", help="a record's id, or a child's number")
    command("undo")
    command("redo")
    checked = command("check")
    checked.add_argument("--accept", action="store_true", help="go on with a copy older than the one last open here")
    kept = command("backup")
    kept.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="a second place, outside the desk")
    restored = command("restore")
    restored.add_argument("backup", type=Path, metavar="BACKUP")
    restored.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder")
    restored.add_argument("--recovery-file", type=Path, metavar="F", help="a recovery sheet, instead of the passphrase")
    recovered = command("recover")
    recovered.add_argument(
        "--recovery-file", type=Path, required=True, metavar="F", help="the recovery sheet, or the key"
    )
    for each in (recovered, command("passphrase")):
        words = "a file whose first line is the new passphrase"
        each.add_argument("--new-passphrase-file", type=Path, metavar="F", help=words)
    command("recovery-key").add_argument("--recovery-sheet", type=Path, metavar="F", help="write it to this new file")
    command("join").add_argument("folder", type=Path, metavar="FOLDER", help="another copy of this desk")


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


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")
