"""Every damage is found by the opening or the check it starts, is named, and is never called a wrong passphrase."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.errors import Refused, Unavailable
from iro_desk.mending import restore
from iro_desk.services.access import Accesses
from iro_desk.services.children import Children, NameChild
from iro_desk.services.contacting import ContactKind, RecordContact
from iro_desk.storage.keys import SALT_BYTES, DeskKey
from tests.breaking.damage import CLOCK, INDEX_MAP, Kept, asked, everything, found, make_kept
from tests.conftest import CHEAP, PASSPHRASE
from tests.sample import PRACTICE_DAY

PAGE, IV, HMAC = 4096, 16, 64
"""SQLCipher 4's pages: what is encrypted, then the IV, then the HMAC at the end."""


@pytest.fixture(scope="module")
def kept(made_once: tuple[Path, DeskKey], tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A desk to be damaged."""
    return make_kept(made_once, tmp_path_factory.mktemp("damage"))


def pages(path: Path) -> int:
    """How many pages a database has."""
    return path.stat().st_size // PAGE


def flip(path: Path, at: int) -> None:
    """Change one bit."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def bit_of(content: bytes, at: int) -> bytes:
    """The content with one bit changed."""
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_an_undamaged_desk_has_no_finding(kept: Kept, tmp_path: Path) -> None:
    """The control of everything here; and the desk has the kinds of pages that are to be damaged."""
    folder = kept.copy(tmp_path / "desk")
    assert found(folder, kept.key) == []
    assert asked(folder, kept.key, "PRAGMA freelist_count") > [(0,)]
    assert asked(folder, kept.key, "SELECT max(length(content)) > 5 * 4096 FROM attachment") == [(1,)]


def noughts(salt: bytes) -> bytes:
    """All sixteen bytes gone, as a wiped beginning of a file has them."""
    return bytes(len(salt))


def turned(salt: bytes) -> bytes:
    """Every bit of all sixteen bytes changed."""
    return bytes(each ^ 0xFF for each in salt)


SALT_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    **{f"bit at {at}": partial(bit_of, at=at) for at in (0, 7, 15)},
    "noughts": noughts,
    "turned": turned,
    "a plain database's first bytes": lambda _: b"SQLite format 3\0",
}


@pytest.mark.parametrize("how", SALT_DAMAGES)
def test_a_damaged_salt_is_named_and_the_next_order_mends_it(kept: Kept, tmp_path: Path, how: str) -> None:
    """The salt is kept with the key and never read from the file: it is told, everything opens, and nothing stops."""
    folder = kept.copy(tmp_path / "desk")
    content = (folder / "desk.db").read_bytes()
    sound = content[:SALT_BYTES]
    broken = SALT_DAMAGES[how](sound)
    assert (broken != sound, len(broken)) == (True, SALT_BYTES)
    (folder / "desk.db").write_bytes(broken + content[SALT_BYTES:])
    assert everything(folder, kept.key) == everything(kept.folder, kept.key)
    with open_desk(folder, PASSPHRASE, CLOCK) as desk:
        assert [each.kind for each in desk.check()] == ["salt"]
        assert desk.trouble == ()
        desk.do(NameChild(child=desk.ask(Children())[0].child, first_name="Bea", last_name="Okoro"))
        assert desk.check() == ()
    assert (folder / "desk.db").read_bytes()[:SALT_BYTES] == sound


AREAS = {"data": 700, "IV": PAGE - HMAC - IV + 3, "HMAC": PAGE - HMAC + 5}


@pytest.mark.parametrize("area", AREAS)
def test_one_bit_of_any_page_is_found(kept: Kept, tmp_path: Path, area: str) -> None:
    """Data pages, index pages, the search index, free pages, the tail of an attachment: every page of the file."""
    names = iter(count())
    for page in range(pages(kept.folder / "desk.db")):
        folder = kept.copy(tmp_path / f"desk-{next(names)}")
        flip(folder / "desk.db", page * PAGE + AREAS[area])
        faults = found(folder, kept.key)
        assert faults, f"page {page + 1}"
        assert {each.kind for each in faults} <= {"opening", "database"}, f"page {page + 1}: {faults}"
        assert all("damaged" in each.words or "cannot be read" in each.words for each in faults), faults
        shutil.rmtree(folder)


@pytest.mark.parametrize("at", [16, 100, 1000, PAGE - HMAC - 1, PAGE - 1])
def test_one_bit_of_the_first_page_is_not_called_a_wrong_passphrase(kept: Kept, tmp_path: Path, at: int) -> None:
    """SQLCipher says the same of both; the key file's slot tells them apart."""
    folder = kept.copy(tmp_path / "desk")
    flip(folder / "desk.db", at)
    (no,) = found(folder, PASSPHRASE)
    assert no.kind == "opening"
    assert "database is damaged" in no.words


def cut_off(bytes_: int) -> Callable[[Kept, Path], None]:
    """Cut so many bytes off the end."""

    def damage(_: Kept, database: Path) -> None:
        database.write_bytes(database.read_bytes()[:-bytes_])

    return damage


def missing(_: Kept, database: Path) -> None:
    """No file at all."""
    database.unlink()


def emptied(_: Kept, database: Path) -> None:
    """No bytes, which SQLCipher opens with any key."""
    database.write_bytes(b"")


def plain(_: Kept, database: Path) -> None:
    """A database that is not encrypted."""
    database.unlink()
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE child (id)")
    connection.commit()
    connection.close()


def another_desks(kept: Kept, database: Path) -> None:
    """The database of another desk, under another key."""
    make_desk(database.parent.parent / "other", PASSPHRASE, "Somebody else", clock=CLOCK, cost=CHEAP)
    shutil.copy(database.parent.parent / "other" / "desk.db", database)


def first_page_twice(_: Kept, database: Path) -> None:
    """Page 1 over page 2."""
    content = bytearray(database.read_bytes())
    content[PAGE : 2 * PAGE] = content[:PAGE]
    database.write_bytes(content)


def zeros(_: Kept, database: Path) -> None:
    """A page of nothing in the middle, as a broken disk gives it."""
    content = bytearray(database.read_bytes())
    content[5 * PAGE : 6 * PAGE] = bytes(PAGE)
    database.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        pytest.param(cut_off(PAGE), "damaged", id="last page cut off"),
        pytest.param(cut_off(3 * PAGE), "damaged", id="last three pages cut off"),
        pytest.param(cut_off(100), "damaged", id="100 bytes cut off"),
        (missing, "missing"),
        (emptied, "empty"),
        (plain, "damaged"),
        (another_desks, "damaged"),
        (first_page_twice, "damaged|cannot be read"),
        (zeros, "damaged|cannot be read"),
    ],
)
def test_a_damaged_file_is_named(kept: Kept, tmp_path: Path, damage: Callable[[Kept, Path], None], words: str) -> None:
    """Whether at opening or by the check; the passphrase is right and is never blamed."""
    folder = kept.copy(tmp_path / "desk")
    damage(kept, folder / "desk.db")
    faults = found(folder, PASSPHRASE)
    assert faults
    assert any(each in fault.words for fault in faults for each in words.split("|")), faults


APPENDED: dict[str, Callable[[bytes], bytes]] = {
    "itself": lambda content: content,
    "its last page": lambda content: content[-PAGE:],
    "a page of nothing": lambda _: bytes(PAGE),
    "a hundred bytes": lambda _: b"\xa5" * 100,
    "one byte": lambda _: b"\0",
}


@pytest.mark.parametrize("what", APPENDED)
def test_what_is_appended_to_a_file_is_named_and_changes_nothing(kept: Kept, tmp_path: Path, what: str) -> None:
    """Bytes behind the last page are never read: the desk shows what it held, and the check says that they are there.

    It says so once, without reading them: a damaged journal can make a file terabytes long.
    """
    folder = kept.copy(tmp_path / "desk")
    content = (folder / "desk.db").read_bytes()
    more = APPENDED[what](content)
    (folder / "desk.db").write_bytes(content + more)
    (fault,) = found(folder, PASSPHRASE)
    assert fault.kind == "database"
    assert f"{len(content) + len(more)} bytes long" in fault.words
    assert f"its pages are {len(content)}" in fault.words
    assert everything(folder, kept.key) == everything(kept.folder, kept.key)


def test_one_old_page_put_back_is_found(kept: Kept, tmp_path: Path) -> None:
    """Its HMAC is right, since no page knows its version: what the pages say of one another tells.

    None of a table with rows of the desk's own passes in silence. One of an index may, where its entries are the same
    as before; so may one of the search index's own map of its pages; and nothing old is shown for either.
    """
    old, new = ((each / "desk.db").read_bytes() for each in (kept.earlier, kept.folder))
    changed = [p for p in range(min(len(old), len(new)) // PAGE) if _page(old, p) != _page(new, p)]
    assert len(changed) > 10
    whole = everything(kept.folder, kept.key)
    silent = []
    for page in changed:
        folder = kept.copy(tmp_path / f"desk-{page}")
        mixed = bytearray(new)
        mixed[page * PAGE : (page + 1) * PAGE] = _page(old, page)
        (folder / "desk.db").write_bytes(mixed)
        assert asked(folder, kept.key, "PRAGMA cipher_integrity_check") == []
        if not found(folder, kept.key):
            silent.append(page + 1)
            assert everything(folder, kept.key) == whole, f"page {page + 1} shows something old"
        shutil.rmtree(folder)
    assert len(silent) <= len(changed) // 6
    indexes = "SELECT rootpage FROM sqlite_master WHERE type = 'index' OR name = '" + INDEX_MAP + "'"
    assert {(page,) for page in silent} <= set(asked(kept.folder, kept.key, indexes))


def _page(content: bytes, page: int) -> bytes:
    return content[page * PAGE : (page + 1) * PAGE]


def test_every_older_copy_put_back_is_found(kept: Kept, tmp_path: Path) -> None:
    """Fifty older copies of the whole file, each sound in itself: the machine has seen more."""
    folder = kept.copy(tmp_path / "desk")
    older = []
    with open_desk(folder, kept.key, CLOCK) as desk:
        child = desk.ask(Children())[0].child
        for number in range(50):
            older.append((folder / "desk.db").read_bytes())
            desk.do(RecordContact(child=child, on=PRACTICE_DAY, kind=ContactKind.CARER, note=f"Number {number}"))
    newest = (folder / "desk.db").read_bytes()
    for number, content in enumerate(older):
        (folder / "desk.db").write_bytes(content)
        with open_desk(folder, kept.key, CLOCK) as desk:
            (fault,) = desk.trouble
        assert fault.kind == "witness"
        assert f" {50 - number} event" in fault.words
    (folder / "desk.db").write_bytes(newest)
    assert found(folder, kept.key) == []


def test_garbage_in_the_journal_file_beside_does_no_harm(kept: Kept, tmp_path: Path) -> None:
    """A side file that is none of SQLite's is passed over."""
    for number, content in enumerate((b"", b"\x00" * 512, b"garbage" * 1000, bytes(range(256)) * 100)):
        folder = kept.copy(tmp_path / f"desk-{number}")
        (folder / "desk.db-journal").write_bytes(content)
        assert found(folder, kept.key) == []


def test_a_stale_journal_left_beside_is_found(kept: Kept, tmp_path: Path) -> None:
    """A hot journal of another time takes pages back; what is then inconsistent or missing is named."""
    folder = kept.copy(tmp_path / "desk")
    open_desk(folder, kept.key, CLOCK).close()  # the machine has seen it
    shutil.copy(kept.earlier / "desk.db", tmp_path / "old.db")
    stale = _hot_journal(tmp_path / "old.db", kept.key)
    (folder / "desk.db-journal").write_bytes(stale)
    assert found(folder, kept.key)


def _hot_journal(database: Path, key: DeskKey) -> bytes:
    """The journal of a transaction that never ended, with every page it would have taken back."""
    connection = sqlcipher.connect(database, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.secret.hex()}'\"")
    for each in ("journal_mode = TRUNCATE", "synchronous = FULL", "cache_size = 1", "cache_spill = 1"):
        connection.execute(f"PRAGMA {each}")
    connection.execute("BEGIN IMMEDIATE")
    for table in ("event", "order", "contact", "child", "found", "setting", "episode"):
        connection.execute(f'UPDATE "{table}" SET rowid = rowid + 100000')
    content = database.with_name(database.name + "-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    assert len(content) > PAGE
    return content


KEY_FILE_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    **{f"bit at {at}": partial(bit_of, at=at) for at in range(0, 900, 25)},
    "first byte alone": lambda content: content[:1],
    "first 100 bytes": lambda content: content[:100],
    "all but the last 100": lambda content: content[:-100],
    "emptied": lambda _: b"",
    "garbage": lambda _: b"\xff" * 900,
}


@pytest.mark.parametrize("name", KEY_FILE_DAMAGES)
def test_a_damaged_key_file_is_healed_from_a_backup_or_named(kept: Kept, tmp_path: Path, name: str) -> None:
    """With a backup it is put back, and that is noted; without one it is named, and the passphrase is not blamed."""
    alone = kept.copy(tmp_path / "alone")
    sound = (alone / "desk.key").read_bytes()
    broken = KEY_FILE_DAMAGES[name](sound)
    assert broken != sound
    (alone / "desk.key").write_bytes(broken)
    (no,) = found(alone, PASSPHRASE)
    assert "key file" in no.words or "later edition" in no.words
    with_backups = shutil.copytree(kept.folder, tmp_path / "with", ignore=shutil.ignore_patterns("*.lock"))
    (with_backups / "desk.key").write_bytes(broken)
    with open_desk(with_backups, PASSPHRASE, CLOCK) as desk:
        assert desk.healed
        assert desk.ask(Accesses())[0].words == "Put the key file back from a backup"
        assert desk.check() == ()
    assert (with_backups / "desk.key").read_bytes() == sound


def test_a_missing_key_file_is_healed_or_named(kept: Kept, tmp_path: Path) -> None:
    """Likewise."""
    alone = kept.copy(tmp_path / "alone")
    (alone / "desk.key").unlink()
    (no,) = found(alone, PASSPHRASE)
    assert "There is no desk" in no.words or "key file" in no.words
    with_backups = shutil.copytree(kept.folder, tmp_path / "with", ignore=shutil.ignore_patterns("*.lock"))
    (with_backups / "desk.key").unlink()
    with open_desk(with_backups, PASSPHRASE, CLOCK) as desk:
        assert desk.healed


def test_another_desks_key_file_is_named(kept: Kept, tmp_path: Path) -> None:
    """It opens with its own passphrase, and what it opens is not this database."""
    folder = kept.copy(tmp_path / "desk")
    make_desk(tmp_path / "other", PASSPHRASE, "Somebody else", clock=CLOCK, cost=CHEAP)
    shutil.copy(tmp_path / "other" / "desk.key", folder / "desk.key")
    (no,) = found(folder, PASSPHRASE)
    assert "damaged" in no.words or "different desks" in no.words
    (no,) = found(folder, kept.key)
    assert "different desks" in no.words


@pytest.mark.parametrize("name", ["desk.db", "desk.key", "about.json"])
@pytest.mark.parametrize("how", ["bit", "cut", "emptied", "missing"])
def test_a_damaged_backup_is_refused(kept: Kept, tmp_path: Path, name: str, how: str) -> None:
    """It is not verified, not restored, and nothing is left where it would have been; whole it is both."""
    folder = shutil.copytree(kept.folder, tmp_path / "desk", ignore=shutil.ignore_patterns("*.lock"))
    newest = max((folder / "backups").iterdir())
    control = shutil.copytree(newest, tmp_path / "control")
    assert restore(control, tmp_path / "whole", kept.key, clock=CLOCK).verified
    target = newest / name
    content = target.read_bytes()
    if how == "missing":
        target.unlink()
    else:
        broken = {"bit": bytes([content[0] ^ 1]) + content[1:], "cut": content[: len(content) // 2], "emptied": b""}
        target.write_bytes(broken[how])
    with open_desk(folder, kept.key, CLOCK) as desk:
        listed = [each for each in desk.safekeeping.backups() if each.path == newest]
        assert (listed == []) == (name == "about.json")
        if name != "about.json":
            with pytest.raises(Unavailable):
                desk.safekeeping.verify(listed[0])
    if (name, how) != ("about.json", "missing"):
        with pytest.raises((Unavailable, Refused)):
            restore(newest, tmp_path / "new", kept.key, clock=CLOCK)
        assert not list((tmp_path / "new").glob("*"))
