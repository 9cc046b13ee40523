"""Opening a desk: encrypted, by the right key alone, in the right order, and every "no" called by its name."""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path

import apsw
import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.glance import PRACTICE_PASSPHRASE, glance
from iro_desk.services.diary import Today
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.database import PRAGMAS, Database
from iro_desk.storage.desk_folder import DeskFolder, write_whole
from iro_desk.storage.keys import DeskKey
from iro_desk.storage.tables import SCHEMA
from tests.conftest import CHEAP, PASSPHRASE
from tests.sample import SAMPLE

Made = tuple[Path, DeskKey]


def entropy(content: bytes) -> float:
    """Bits a byte."""
    total = len(content)
    return -sum(count / total * math.log2(count / total) for count in Counter(content).values())


def test_the_database_is_noise_without_the_key(practice: Path) -> None:
    """No header, no word of a child, and the standard library calls it no database."""
    content = (practice / "desk.db").read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert entropy(content) > 7.99
    for word in (b"409429", b"NG1 3AA", b"WBRI", b"review", b"TakeExtract"):
        assert word not in content
    connection = sqlite3.connect(practice / "desk.db")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connection.execute("SELECT * FROM sqlite_master")
    connection.close()


def test_another_implementation_reads_it_with_the_key(practice: Path) -> None:
    """Nobody is locked in: the key and any program that knows SQLCipher 4 are enough."""
    key = DeskFolder(practice).read_key_file().unlock(PRACTICE_PASSPHRASE)
    connection = apsw.Connection(str(practice / "desk.db"), flags=apsw.SQLITE_OPEN_READONLY)
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key.secret.hex()}'\""):
        connection.execute(f"PRAGMA {pragma}")
    assert connection.execute("SELECT count(*) FROM child").fetchone() == (122,)
    assert connection.execute("SELECT count(*) FROM review").fetchone() == (474,)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_another_key_does_not_read_it(practice: Path) -> None:
    """Whatever program tries."""
    connection = apsw.Connection(str(practice / "desk.db"), flags=apsw.SQLITE_OPEN_READONLY)
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{'0' * 96}'\""):
        connection.execute(f"PRAGMA {pragma}")
    with pytest.raises(apsw.NotADBError):
        connection.execute("SELECT count(*) FROM sqlite_master")
    connection.close()
    with pytest.raises(Unavailable, match="damaged"):
        Database.open(practice / "desk.db", DeskKey.random())


def test_the_cipher_is_new_enough() -> None:
    """Three packages bring the same module; only one of them is the one that was tried."""
    connection = sqlcipher.connect(":memory:")
    (version,) = connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()
    assert tuple(int(part) for part in version.split()[0].split(".")) >= (4, 19, 0)


def test_the_pragmas_hold_on_an_open_desk(folder_and_key: Made) -> None:
    """Each was set, and each is in force."""
    database = Database.open(folder_and_key[0] / "desk.db", folder_and_key[1])
    with database.transaction() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS}
    database.close()
    assert {name: found[name] for name, (_, expected) in PRAGMAS.items() if expected is not None} == {
        name: expected for name, (_, expected) in PRAGMAS.items() if expected is not None
    }


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_only_the_owner_may_read(practice: Path) -> None:
    """The folder and every file in it, after making, importing and opening."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in practice.iterdir()}
    assert stat.S_IMODE(practice.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}, modes


def test_a_wrong_passphrase_is_called_that(practice: Path) -> None:
    """And leaves the desk free for the next try."""
    with pytest.raises(WrongPassphrase):
        open_desk(practice, "not the one, surely")
    open_desk(practice, PRACTICE_PASSPHRASE).close()


def test_two_windows_cannot_open_one_desk(folder_and_key: Made) -> None:
    """The second is told where the first is; a lock left by a killed program holds nobody out."""
    folder, key = folder_and_key
    with open_desk(folder, key), pytest.raises(Unavailable, match="already open"):
        open_desk(folder, key)
    open_desk(folder, key).close()


def test_a_killed_opener_leaves_the_desk_free(practice: Path) -> None:
    """The operating system lets go of what a dead process held."""
    script = (
        "import sys; from pathlib import Path; from iro_desk.bootstrap import *;"
        f"desk = open_desk(Path({str(practice)!r}), PRACTICE_PASSPHRASE); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(Unavailable, match="already open"):
            open_desk(practice, PRACTICE_PASSPHRASE)
        holder.kill()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.check() == ()


def damage_empty(folder: Path) -> None:
    """An empty file, which SQLCipher would open with any key."""
    (folder / "desk.db").write_bytes(b"")


def damage_missing(folder: Path) -> None:
    """No database."""
    (folder / "desk.db").unlink()


def damage_first_page(folder: Path) -> None:
    """One bit of the first page."""
    content = bytearray((folder / "desk.db").read_bytes())
    content[100] ^= 1
    (folder / "desk.db").write_bytes(content)


def damage_plain(folder: Path) -> None:
    """A plain database in its place."""
    (folder / "desk.db").unlink()
    connection = sqlite3.connect(folder / "desk.db")
    connection.execute("CREATE TABLE child (id)")
    connection.commit()
    connection.close()


def damage_key_file(folder: Path) -> None:
    """A key file cut short."""
    (folder / "desk.key").write_bytes((folder / "desk.key").read_bytes()[:200])


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (damage_empty, "is empty"),
        (damage_missing, "is missing"),
        (damage_first_page, "is damaged"),
        (damage_plain, "is damaged"),
        (damage_key_file, "key file is damaged"),
    ],
)
def test_damage_is_named_and_never_called_a_wrong_passphrase(practice: Path, damage: object, words: str) -> None:
    """The passphrase was right."""
    damage(practice)  # type: ignore[operator]
    with pytest.raises(Unavailable, match=words) as no:
        open_desk(practice, PRACTICE_PASSPHRASE)
    assert not isinstance(no.value, WrongPassphrase)


def test_another_desks_database_is_refused(practice: Path, made_once: Made, tmp_path: Path) -> None:
    """Wrapped under this desk's key, but another desk's: the pair does not match."""
    folder = tmp_path / "mixed"
    shutil.copytree(practice, folder)
    key = DeskFolder(practice).read_key_file().unlock(PRACTICE_PASSPHRASE)
    shutil.copy(made_once[0] / "desk.key", folder / "desk.key")
    with pytest.raises(Unavailable, match="belong to different desks"):
        open_desk(folder, key)


def test_a_later_programs_database_is_refused(folder_and_key: Made) -> None:
    """Rather than opened by a program that does not know all of it."""
    folder, key = folder_and_key
    database = Database.open(folder / "desk.db", key)
    with database.transaction() as connection:
        connection.execute(text("PRAGMA user_version = 99"))
    database.close()
    with pytest.raises(Unavailable, match="later edition"):
        open_desk(folder, key)


def test_a_folder_that_is_not_empty_takes_no_desk(tmp_path: Path) -> None:
    """Nothing of anybody's is written over."""
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="not empty"):
        make_desk(tmp_path, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_no_desk_here(tmp_path: Path) -> None:
    """A glance says so."""
    with pytest.raises(Unavailable, match="no desk in"):
        glance(tmp_path)


def test_a_failed_change_of_tables_is_taken_back(folder_and_key: Made) -> None:
    """Tables and numbers roll back together, which they do not by default."""
    database = Database.open(folder_and_key[0] / "desk.db", folder_and_key[1])
    with pytest.raises(Unavailable), database.transaction() as connection:  # noqa: PT012 - the block is the transaction
        connection.execute(text("CREATE TABLE half (id)"))
        connection.execute(text("PRAGMA user_version = 7"))
        raise Unavailable("half-way")
    with database.transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).scalar() == 0
        assert connection.execute(text("PRAGMA user_version")).scalar() == SCHEMA
    database.close()


def test_a_failed_order_leaves_nothing(folder_and_key: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import is whole or not at all, also when the program itself fails half-way."""
    folder, key = folder_and_key
    with open_desk(folder, key) as desk:
        monkeypatch.setattr("iro_desk.storage.fold.refold", lambda *_: (_ for _ in ()).throw(RuntimeError("half-way")))
        with pytest.raises(RuntimeError, match="half-way"):
            desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
        monkeypatch.undo()
        assert desk.ask(Today()).extracts == ()
        assert desk.check() == ()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up leaves the old file, and nothing beside it."""
    path = tmp_path / "reviews.csv"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("iro_desk.storage.desk_folder.os.fsync", full)
    with pytest.raises(Unavailable, match="No space left"):
        write_whole(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("reviews.csv", b"old")]
