"""What every command needs: the desk it is about, the passphrase, the day."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from iro_desk import bootstrap
from iro_desk.clock import StandingClock, SystemClock
from iro_desk.closed import label_of
from iro_desk.desk import Desk
from iro_desk.errors import DeskError, Unavailable
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.access import NoteAccess
from iro_desk.services.ports import Clock
from iro_desk.storage.desk_folder import refuse_in_a_desk

Answer = tuple[Any, str]
"""What a command gives: its JSON document, and the same in words."""


class Usage(DeskError):
    """The words of the command are off."""

    kind = "usage"


def open_desk(given: argparse.Namespace) -> Desk:
    """The desk that the command is about; what is wrong with it is told, and it takes in nothing until it is mended.

    So is a disk that has little room left.
    """
    desk = bootstrap.open_desk(desk_folder(given), passphrase(given), clock_of_desk(given), progress=_folding)
    if desk.healed:
        progress("The key file was damaged; it was put back from the newest backup.")
    for words in (*(each.words for each in desk.trouble), desk.safekeeping.low()):
        if words:
            progress(words)
    return desk


def note(desk: Desk, what: str, detail: str) -> None:
    """Note what leaves the desk, before it does. A desk in trouble can be read, and takes in no note."""
    if not desk.trouble:
        desk.do(NoteAccess(what=what, detail=detail))


def desk_folder(given: argparse.Namespace) -> Path:
    """Where the desk lies. Usage where the command does not say."""
    if given.desk is None:
        raise Usage("Say which desk: --desk FOLDER.", field="desk")
    folder: Path = given.desk
    return folder


def clock(given: argparse.Namespace) -> Clock:
    """The machine's clock, on the day that the command says."""
    return StandingClock(given.as_at) if given.as_at else SystemClock()


def clock_of_desk(given: argparse.Namespace) -> Clock:
    """The clock that the desk stands by."""
    if given.as_at:
        return clock(given)
    stands_on = label_of(desk_folder(given)).stands_on
    return clock(given) if stands_on is None else StandingClock(stands_on)


def passphrase(given: argparse.Namespace) -> str:
    """From the file, the practice desk's door, or the keyboard."""
    if given.passphrase_file:
        return first_line(given.passphrase_file)
    if given.desk is not None and label_of(given.desk).practice:
        return PRACTICE_PASSPHRASE
    return typed("Passphrase: ", "--passphrase-file")


def new_passphrase(given: argparse.Namespace) -> str:
    """A new passphrase: from its file, or twice from the keyboard."""
    if given.new_passphrase_file:
        return first_line(given.new_passphrase_file)
    first = typed("New passphrase: ", "--new-passphrase-file")
    if typed("The same again: ", "--new-passphrase-file") != first:
        raise Usage("The two passphrases differ; nothing was changed.", field="passphrase")
    return first


def typed(prompt: str, option: str) -> str:
    """What is typed, unseen. Usage where nobody can type."""
    if not sys.stdin.isatty():
        raise Usage(f"Say where the passphrase is: {option} F.", field="passphrase")
    try:
        return getpass.getpass(prompt)
    except EOFError as fault:
        raise Usage("Nothing was typed; nothing was done.", field="passphrase") from fault


def first_line(path: Path) -> str:
    """A file's first line without its line end. Unavailable where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise Unavailable(f"The file {path} cannot be read.") from fault
    return lines[0] if lines else ""


def outside(path: Path, field: str) -> Path:
    """A place for a file that leaves the desk. Refused inside a desk or a backup: it might replace what lies there."""
    refuse_in_a_desk(path.resolve(), field)
    return path


def progress(words: str) -> None:
    """Say how it goes, beside the answer."""
    print(words, file=sys.stderr)


def _folding(part: float) -> None:
    progress(f"Working the tables out again from the journal: {part:.0%}")
