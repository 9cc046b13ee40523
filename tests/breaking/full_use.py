"""A full use of the program, in real processes, every word of it a sentinel: ``python -m tests.breaking.full_use``.

It is watched from outside (``watching.py``). It prints one JSON document: what each command said, and the secrets that
were made by chance on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from iro_desk import cli, telling
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.closed import recovery_key_in
from iro_desk.desk import Desk
from iro_desk.errors import Refused
from iro_desk.reference.passphrases import check_words
from iro_desk.services import (
    access,
    caseload,
    children,
    diary,
    exchanging,
    finding,
    history,
    recovering,
    returning,
    undoing,
)
from iro_desk.services.contacting import ContactKind, CorrectContact, OpenAttachment, RecordContact, WithdrawContact
from iro_desk.services.drafting import DraftOf, Drafts, ForgetDraft, KeepDraft
from iro_desk.services.history import Settle
from iro_desk.services.messages import Order, Question
from iro_desk.storage import database, fold, identity
from iro_desk.storage.keys import Cost
from iro_desk.storage.opening import by_recovery_key
from tests.breaking.given import attachments
from tests.breaking.sentinels import SENTINELS as S

DAY = date(2026, 10, 31)
CLOCK = StandingClock(DAY)
OFFICER = "Frances Adeyemi"
SORTED = 20_000
SORT = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {SORTED})
SELECT words, i FROM found, n ORDER BY i % 1000, words || i
"""
KILLED = 9


@dataclass(slots=True)
class Use:
    """One use: where, and how the commands run: in forks of this process, or each in a program started for it."""

    root: Path
    started: bool = False
    said: list[dict[str, Any]] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Path:
        """The desk's folder."""
        return self.root / "desk"

    def given(self, name: str) -> Path:
        """One of the officer's own files."""
        return self.root / "given" / name

    def sheet(self, name: str) -> Path:
        """Where a recovery sheet goes, far from the desk."""
        return self.root / "sheets" / name

    def command(self, *words: object, key: str = "first", code: int = 0, bug: bool = False) -> str:
        """Run a command on the desk; what it told."""
        given = ["--desk", self.desk, "--passphrase-file", self.given(f"{key}.txt"), "--as-at", DAY]
        all_words = [str(each) for each in [*given, *words]]
        ended, told, beside = _started(all_words) if self.started and not bug else _forked(all_words, bug=bug)
        assert ended == code, (words[0], ended, beside)
        name = next(str(each) for each in words if not str(each).startswith("--"))
        self.said.append({"command": name, "told": told, "beside": beside})
        return told

    def open(self, folder: Path | None = None, key: str = "first") -> Desk:
        """Open a desk by its passphrase."""
        return open_desk(folder or self.desk, self.given(f"{key}.txt").read_text(encoding="utf-8").strip(), CLOCK)

    def remember(self, what: str, desk: Desk) -> None:
        """Note the secrets of an open desk: its key without the salt, which stands in clear, and its signing key."""
        self.secrets[f"database key, {what}"] = desk.key.secret[:32].hex()
        with desk._parts.database.reading() as connection:
            self.secrets[f"signing key, {what}"] = str(identity.setting_of(connection, "device_key"))

    def remember_recovery(self, what: str, key: str) -> None:
        """Note a recovery key and its check words."""
        self.secrets[f"recovery key, {what}"] = key
        self.secrets[f"recovery key in groups, {what}"] = telling.in_groups(key)
        for number, line in enumerate(telling.in_lines(key).splitlines()[1:], start=1):
            self.secrets[f"recovery key, line {number}, {what}"] = line
        self.secrets[f"check words, {what}"] = " ".join(check_words(key))


def _forked(words: list[str], *, bug: bool = False) -> tuple[int, str, str]:
    """Run a command in a fork: a process like any other, without the second that starting Python costs."""
    told, tell = os.pipe()
    beside, tell_beside = os.pipe()
    pid = os.fork()
    if not pid:
        os.dup2(tell, 1)
        os.dup2(tell_beside, 2)
        if bug:
            telling.due_words = _fails
        ended = cli.main(words)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended)
    os.close(tell)
    os.close(tell_beside)
    with os.fdopen(told, encoding="utf-8") as out, os.fdopen(beside, encoding="utf-8") as err:
        words_told, words_beside = out.read(), err.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), words_told, words_beside


def _started(words: list[str]) -> tuple[int, str, str]:
    run = subprocess.run([sys.executable, "-m", "ui", *words], check=False, capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def _fails(rows: object) -> str:
    raise ValueError(f"{S['what a bug held 1']} {rows} {S['name 1']}")


def commands_before(use: Use) -> None:
    """A new desk takes in an extract; what is wrong with others is told."""
    use.command("new", use.desk, "--officer", OFFICER, "--recovery-sheet", use.sheet("first.txt"))
    use.command("import", use.given("extract"), "--dry-run")
    use.command("import", use.given("extract"))
    use.command("import", use.given("broken"), "--dry-run")
    use.command("import", use.given("nowhere"), code=1)
    use.command("caseload", use.given("people.csv"), "--iro", S["person 3"])
    use.command("people", use.given("people.csv"))
    use.command("caseload")
    use.command("caseload", "--all")
    use.command("due", key="wrong", code=3)
    key = recovery_key_in(use.sheet("first.txt"))
    use.remember_recovery("first", key)
    use.sheet("first-key.txt").write_text(key, encoding="utf-8")


def desk_work(use: Use) -> None:
    """Everything that has no command: names, contacts with attachments, drafts; and every question."""
    with use.open() as desk:
        use.remember("first", desk)
        one, two = S["number 1"], S["number 2"]
        desk.do(children.NameChild(child=one, first_name=S["name 1"], last_name=S["name 2"], known_as=S["name 3"]))
        desk.do(children.NameChild(child=two, first_name=S["name 4"], last_name=S["name 5"]))
        desk.do(children.NameChild(child=two, first_name=S["name 6"], last_name=S["name 5"]))
        files = attachments(use.root / "given")
        contacts = [
            desk.do(RecordContact(child=child, on=DAY - timedelta(days=days), kind=kind, note=S[note], attach=attach))
            for days, (child, kind, note, attach) in enumerate(
                [
                    (one, ContactKind.CHILD_SEEN, "note 1", files),
                    (one, ContactKind.CARER, "note with umlauts 1", ()),
                    (one, ContactKind.COURT, "Greek note 1", ()),
                    (two, ContactKind.SCHOOL, "Georgian note 1", files[:1]),
                    (two, ContactKind.HEALTH, "note with umlauts 2", ()),
                    (two, ContactKind.PARENT, "search word 1", ()),
                ]
            )
        ]
        note = f"{S['note with umlauts 3']} {S['search word 2']} {S['note 2']}"
        desk.do(CorrectContact(id=contacts[1].result.id, on=DAY, kind=ContactKind.CARER, note=note))
        desk.do(WithdrawContact(id=contacts[4].result.id))
        for number, child in enumerate((one, two), start=1):
            desk.do(KeepDraft(child=child, form="contact", values={"note": S[f"draft {number}"]}))
            desk.do(KeepDraft(child=child, form="names", values={"first_name": S[f"draft {number + 2}"]}))
            desk.ask(DraftOf(child=child, form="contact"))
        desk.do(ForgetDraft(child=two, form="names"))
        _ask_everything(desk)
        _refused(desk)
        desk.do(RecordContact(child=two, on=DAY, kind=ContactKind.GUARDIAN, note=S["note 3"]))
        desk.undo()
        desk.redo()
        _sort(desk)


def _ask_everything(desk: Desk) -> None:
    one = S["number 1"]
    for typed in (S["search word 1"], S["note with umlauts 3"][:9], S["name 1"], S["Greek note 1"]):
        assert desk.ask(finding.Search(typed=typed)), "the index knows every word"
        desk.ask(finding.Search(typed=typed, best=True))
    page = desk.ask(children.ChildPage(child=one))
    desk.do(children.OpenChild(child=one))
    contact = next(each for each in page.contacts if each.attachments)
    for each in contact.attachments:
        desk.ask(OpenAttachment(contact=contact.id, hash=each.hash))
    desk.ask(history.History(kind="contact", id=contact.id))
    questions: tuple[Question[Any], ...] = (
        children.Children(),
        history.History(kind="child", id=one),
        history.Disputes(child=one),
        access.Accesses(),
        caseload.Explain(child=one),
        diary.Today(),
        diary.Due(met=True),
        returning.ReviewsReturn(year=2026),
        recovering.Recovery(),
        undoing.WhatCanBeUndone(),
        Drafts(),
    )
    for question in questions:
        desk.ask(question)


def _refused(desk: Desk) -> None:
    """What the desk says no to."""
    one, kind = S["number 1"], ContactKind.CARER
    orders: tuple[Order[Any], ...] = (
        children.NameChild(child=one, first_name=S["name 1"] * 10, last_name=S["name 2"]),
        RecordContact(child=one, on=DAY + timedelta(days=1), kind=kind, note=S["note 4"]),
        RecordContact(child=one, on=DAY, kind=kind, note=S["note 5"] * 2000),
        RecordContact(child=S["refused value 1"], on=DAY, kind=kind, note=S["note 4"]),
    )
    for order in orders:
        try:
            desk.do(order)
        except Refused:
            continue
        raise AssertionError(f"{order} was not refused")


def _sort(desk: Desk) -> None:
    """A sort too large for memory kept in pages, for which SQLite would use a file if it were let."""
    with desk._parts.database.reading() as connection:
        assert connection.exec_driver_sql(SORT).fetchone()


def commands_after(use: Use) -> None:
    """Everything that a command can ask, undo, copy, mend and send."""
    one = S["number 1"]
    use.command("due", "--all")
    use.command("explain", one)
    use.command("--json", "search", S["search word 2"])
    use.command("history", "child", one)
    with use.open() as desk:
        contact = desk.ask(children.ChildPage(child=one)).contacts[0].id
    use.command("history", "contact", contact)
    use.command("undo")
    use.command("redo")
    use.command("backup")
    use.command("backup", use.root / "second")
    use.command("restore", use.root / "second" / "000001", use.root / "restored")
    _another_copy(use, contact)
    use.command("join", use.root / "restored")
    _settle(use)
    use.command("passphrase", "--new-passphrase-file", use.given("second.txt"))
    use.command(
        "recover", "--recovery-file", use.sheet("first-key.txt"), "--new-passphrase-file", use.given("third.txt")
    )
    use.command("recovery-key", "--recovery-sheet", use.sheet("second.txt"), key="third")
    key = recovery_key_in(use.sheet("second.txt"))
    use.remember_recovery("second", key)
    use.command("export-903", use.root / "asked", "--year", "2026-27", key="third")
    use.command("diary", "--ics", use.root / "asked" / "diary.ics", "--to", "2027-10-31", key="third")
    use.command("due", key="third", code=cli.EXIT_BUG, bug=True)
    _killed(use)
    use.command("check", key="third")


def _another_copy(use: Use, contact: str) -> None:
    """The restored copy says otherwise of one contact."""
    with use.open(use.root / "restored") as copy:
        use.remember("restored", copy)
        copy.do(CorrectContact(id=contact, on=DAY, kind=ContactKind.CARER, note=S["note with umlauts 4"]))
    with use.open() as desk:
        desk.do(CorrectContact(id=contact, on=DAY, kind=ContactKind.CARER, note=S["Greek note 2"]))


def _settle(use: Use) -> None:
    with use.open() as desk:
        dispute = desk.ask(history.Disputes(child=S["number 1"]))[0]
        event = dispute.values[0].event
        desk.do(Settle(kind=dispute.kind, id=dispute.id, field=dispute.field, event=event))


def _killed(use: Use) -> None:
    """A process ends in the middle of an order and leaves its journal behind; the next opener rolls it back."""
    pid = os.fork()
    if not pid:
        desk = use.open(key="third")
        fold.refold = lambda *_: os._exit(KILLED)
        with desk._parts.database.transaction() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = 1")
        try:
            desk.do(RecordContact(child=S["number 2"], on=DAY, kind=ContactKind.CARER, note=S["note 5"] * 500))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == KILLED
    assert (use.desk / "desk.db-journal").stat().st_size


def old_desks(use: Use) -> None:
    """A desk of the first edition is brought up to date; the tables of another are folded again."""
    key = (use.given("older-recovery-key.txt")).read_text(encoding="utf-8").strip()
    use.remember_recovery("older", key)
    with open_desk(use.root / "older", by_recovery_key(key), CLOCK) as desk:
        use.remember("older", desk)
        desk.do(exchanging.TakeExtract(folder=use.given("extract")))
        desk.do(RecordContact(child=S["number 1"], on=DAY, kind=ContactKind.CARER, note=S["note 6"]))
    with use.open(key="third") as desk, desk._parts.database.transaction() as connection:
        identity.keep(connection, "fold_shape", "0")
    heard: list[float] = []
    passphrase = use.given("third.txt").read_text(encoding="utf-8").strip()
    with open_desk(use.desk, passphrase, CLOCK, progress=heard.append) as desk:
        assert heard, "the tables were folded again"
        _sort(desk)
        assert not desk.check()


def main() -> None:
    """One use, or the short one that is enough to be found out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("--started", action="store_true", help="start the program for every command, at its full cost")
    parser.add_argument("--temporary-files", action="store_true", help="let SQLite use them: what must be found")
    given = parser.parse_args()
    os.umask(0o077)
    use = Use(given.root, started=given.started)
    if not given.started:
        Cost.__init__.__defaults__ = (2, 64 * 1024, 1)
    if given.temporary_files:
        database.PRAGMAS["temp_store"] = ("FILE", 1)
        make_desk(use.desk, S["passphrase 1"], OFFICER, clock=CLOCK)
        with use.open() as desk:
            desk.do(exchanging.TakeExtract(folder=use.given("extract")))
        desk_work(use)
    else:
        commands_before(use)
        desk_work(use)
        commands_after(use)
        old_desks(use)
    json.dump({"said": use.said, "secrets": use.secrets}, sys.stdout)


if __name__ == "__main__":
    main()
