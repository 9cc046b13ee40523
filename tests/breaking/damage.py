"""A desk with every kind of page in it, to be damaged, and what the program finds then."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.errors import Unavailable, WrongPassphrase
from iro_desk.services.children import Children, NameChild
from iro_desk.services.contacting import ContactKind, CorrectContact, RecordContact
from iro_desk.services.drafting import ForgetDraft, KeepDraft
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.findings import Finding
from iro_desk.storage.keys import DeskKey
from tests.breaking.conftest import _cut as cut
from tests.sample import PRACTICE_DAY, SAMPLE

CLOCK = StandingClock(PRACTICE_DAY)


@dataclass(frozen=True)
class Kept:
    """A desk with every kind of page in it, the same desk one order earlier, a backup of each, and the key."""

    folder: Path
    earlier: Path
    key: DeskKey

    def copy(self, to: Path) -> Path:
        """A copy to be damaged; without backups."""
        return shutil.copytree(self.folder, to, ignore=shutil.ignore_patterns("backups", "*.lock"))


def make_kept(made_once: tuple[Path, DeskKey], root: Path) -> Kept:
    """Three children, contacts, a large attachment, a draft, free pages, and two backups."""
    folder, key = root / "desk", made_once[1]
    shutil.copytree(made_once[0], folder)
    big = root / "long letter.txt"
    big.write_text("\n".join(f"Line {number} of a long letter." for number in range(1500)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(root / "state"))
        return _worked_on(folder, key, big)


def _worked_on(folder: Path, key: DeskKey, big: Path) -> Kept:
    root = folder.parent
    with open_desk(folder, key, CLOCK) as desk:
        desk.do(TakeExtract(folder=cut(SAMPLE / "2025-26", root / "extract", 0, 3)))
        child = desk.ask(Children())[0].child
        kind = ContactKind.CARER
        desk.do(KeepDraft(child=child, form="long", values={"note": "word " * 8000}))
        made = desk.do(RecordContact(child=child, on=PRACTICE_DAY, kind=kind, note="All well", attach=(big,))).result
        desk.do(ForgetDraft(child=child, form="long"))
        desk.do(KeepDraft(child=child, form="contact", values={"note": "not yet saved"}))
        desk.back_up()
        desk.close()
        shutil.copytree(folder, root / "earlier")
    with open_desk(folder, key, CLOCK) as desk:
        desk.do(CorrectContact(id=made.id, on=PRACTICE_DAY, kind=kind, note="Not all well at school"))
        desk.do(NameChild(child=child, first_name="Ada", last_name="Okoro"))
        desk.back_up()
    return Kept(folder, root / "earlier", key)


def found(folder: Path, key: str | DeskKey) -> list[Finding]:
    """What opening and checking find; what the opening says is a finding of its own."""
    try:
        with open_desk(folder, key, CLOCK) as desk:
            return [*desk.trouble, *desk.check()]
    except WrongPassphrase as wrong:
        raise AssertionError("a damage was called a wrong passphrase") from wrong
    except Unavailable as no:
        return [Finding("opening", "", no.words)]


def under_the_key(folder: Path, key: DeskKey, *statements: str) -> None:
    """What somebody does who has the key, and no scruples."""
    connection = sqlcipher.connect(folder / "desk.db", isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.secret.hex()}'\"")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    for each in statements:
        connection.execute(each)
    connection.execute("COMMIT")
    connection.close()


def asked(folder: Path, key: DeskKey, question: str) -> list[tuple[object, ...]]:
    """What the database says."""
    connection = sqlcipher.connect(folder / "desk.db")
    connection.execute(f"PRAGMA key = \"x'{key.secret.hex()}'\"")
    rows: list[tuple[object, ...]] = connection.execute(question).fetchall()
    connection.close()
    return rows


INDEX_MAP = "found_words_idx"
"""Where the search index keeps which of its pages begins with which word."""


def everything(folder: Path, key: DeskKey) -> dict[str, object]:
    """Every row of every table, and what the index finds; its own map of its pages is not looked at."""
    names = [str(name) for (name,) in asked(folder, key, "SELECT name FROM sqlite_master WHERE rootpage > 0")]
    tables = {row[0] for row in asked(folder, key, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    rows: dict[str, object] = {
        name: asked(folder, key, f'SELECT * FROM "{name}"') for name in names if name in tables and name != INDEX_MAP
    }
    for word in ("line", "well", "school", "ada", "okor", "wel"):
        rows[word] = asked(folder, key, f"SELECT rowid FROM found_words WHERE found_words MATCH '{word}*'")
    return rows
