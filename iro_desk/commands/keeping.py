"""The commands that make a desk, check it, copy it and mend it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from iro_desk import bootstrap, mending, telling
from iro_desk.closed import recovery_key_in
from iro_desk.commands.common import (
    Answer,
    clock,
    clock_of_desk,
    desk_folder,
    new_passphrase,
    note,
    open_desk,
    passphrase,
    progress,
)
from iro_desk.errors import Damaged, Refused
from iro_desk.glance import PRACTICE_PASSPHRASE, glance
from iro_desk.reference.passphrases import check_words
from iro_desk.storage.desk_folder import refuse_in_a_desk, write_whole
from iro_desk.storage.findings import Finding
from iro_desk.storage.opening import Opener, by_recovery_key
from iro_desk.storage.safekeeping import Copied
from iro_desk.whole import whole


def new(given: argparse.Namespace) -> Answer:
    """Make a desk."""
    _check_sheet(given.recovery_sheet, given.folder)
    phrase = passphrase(given)
    sheet: Path | None = given.recovery_sheet
    with whole(or_else=lambda: sheet.unlink(missing_ok=True) if sheet else None):
        key = bootstrap.make_desk(
            given.folder, phrase, given.officer, clock=clock(given), deliver=_deliver(sheet, given.officer)
        )
    return _recovery(given, given.folder, f"A desk for {given.officer} lies in {given.folder}.", given.officer, key)


def demo(given: argparse.Namespace) -> Answer:
    """Make a practice desk of invented children."""
    bootstrap.make_practice_desk(given.folder, clock(given).today())
    words = f"A practice desk lies in {given.folder}. Its passphrase: {PRACTICE_PASSPHRASE}"
    return {"folder": str(given.folder), "kind": given.kind}, words


def check(given: argparse.Namespace) -> Answer:
    """Check the desk from end to end."""
    try:
        with open_desk(given) as desk:
            if given.accept:
                desk.accept()
            findings = desk.check(lambda part: progress(f"Checking: {part:.0%}"))
    except Damaged as fault:
        findings = (Finding("database", str(given.desk), fault.words),)
    damaged = any(each.kind == "database" for each in findings)
    document = {
        "ok": not findings,
        "database": "damaged" if damaged else "sound",
        "findings": [{"kind": each.kind, "where": each.where, "words": each.words} for each in findings],
    }
    words = "\n".join(f"{each.where}: {each.words}" for each in findings)
    return document, words or "The desk is whole: file, journal, signatures and tables agree."


def backup(given: argparse.Namespace) -> Answer:
    """Make a backup, verified, in the desk's own folder of them or in FOLDER."""
    with open_desk(given) as desk:
        note(desk, "backed up", "to another place" if given.folder else "")
        made = desk.back_up(given.folder)
    return _copied(made), f"{_holds(made)} are in {made.folder}, and it was verified."


def restore(given: argparse.Namespace) -> Answer:
    """Restore a backup into a new folder, checked and compared."""
    if given.recovery_file:
        key: str | Opener = by_recovery_key(recovery_key_in(given.recovery_file))
    else:
        given.desk = given.backup
        key = passphrase(given)
    made = mending.restore(given.backup, given.folder, key, clock=clock(given))
    return _copied(made), f"{_holds(made)} are in {made.folder}, checked from end to end."


def recover(given: argparse.Namespace) -> Answer:
    """Open a desk by its recovery key and give it a new passphrase."""
    folder = desk_folder(given)
    key, phrase = recovery_key_in(given.recovery_file), new_passphrase(given)
    mending.recover(folder, key, phrase, clock=clock_of_desk(given))
    return {"folder": str(folder)}, "The desk has its new passphrase; the old one opens it no more."


def change_passphrase(given: argparse.Namespace) -> Answer:
    """Give the desk a new passphrase."""
    folder, old = desk_folder(given), passphrase(given)
    new_one = new_passphrase(given)
    with bootstrap.open_desk(folder, old, clock_of_desk(given)) as desk:
        mending.change_passphrase(desk, folder, old, new_one)
    words = "The desk has its new passphrase. Backups made before keep the one they had."
    return {"folder": str(folder)}, words


def recovery_key(given: argparse.Namespace) -> Answer:
    """Make a new recovery key; the old sheet opens the desk no more."""
    folder = desk_folder(given)
    _check_sheet(given.recovery_sheet, folder)
    sheet: Path | None = given.recovery_sheet
    with open_desk(given) as desk, whole(or_else=lambda: _take_back(sheet, folder)):
        officer = glance(folder).officer
        key = mending.renew_recovery_key(desk, folder, _deliver(sheet, officer))
    return _recovery(given, folder, "The desk has a new recovery key; the old sheet opens it no more.", officer, key)


def join(given: argparse.Namespace) -> Answer:
    """Take in what another copy of this desk holds."""
    with open_desk(given) as desk:
        joined = desk.join(given.folder)
    words = f"{joined.events} events were new." if joined.events else "Nothing in it is new."
    if joined.disputed:
        words += f" In {joined.disputed} fields two values stand; choose on the child's page."
    if joined.typed:
        words += f" In {joined.typed} forms of that copy something is typed and not saved; save it there first."
    return {"folder": str(given.folder), **joined._asdict()}, words


def _check_sheet(sheet: Path | None, folder: Path) -> None:
    if sheet and folder.resolve() in [sheet.resolve(), *sheet.resolve().parents]:
        raise Refused("The recovery sheet may not lie in the desk's own folder: whoever finds one would have both.")
    if sheet:
        refuse_in_a_desk(sheet.resolve())
    if sheet and sheet.exists():
        raise Refused(f"{sheet} is there already; a recovery sheet is never written over another file.")


def _take_back(sheet: Path | None, folder: Path) -> None:
    """Remove a sheet that was just written and opens nothing, so that nobody relies on it."""
    if sheet and sheet.exists() and not mending.opens(folder, recovery_key_in(sheet)):
        sheet.unlink(missing_ok=True)


def _deliver(sheet: Path | None, officer: str) -> Callable[[str], object]:
    """What writes the sheet, before anything relies on its key."""

    def write(key: str) -> None:
        if sheet:
            write_whole(sheet, telling.recovery_sheet(officer, key, check_words(key)).encode())

    return write


def _recovery(given: argparse.Namespace, folder: Path, done: str, officer: str, key: str) -> Answer:
    sheet: Path | None = given.recovery_sheet
    words = check_words(key)
    document = {
        "folder": str(folder),
        "recovery_key": None if sheet else telling.in_groups(key),
        "check_words": None if sheet else list(words),
        "recovery_sheet": str(sheet) if sheet else None,
    }
    return document, telling.new_key(done, officer, key, words, sheet)


def _copied(made: Copied) -> dict[str, object]:
    return {
        "folder": str(made.folder),
        "events": made.events,
        "children": made.children,
        "verified": made.verified,
    }


def _holds(made: Copied) -> str:
    return f"{made.events} events of {made.children} children"
