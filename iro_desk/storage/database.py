"""Opens and makes the encrypted database: the key first, then the pragmas, each read back.

SQLCipher takes anything for a key, opens an empty file with any, and calls a wrong key and a damaged first page by one
name. So the key's shape, the file's size, the cipher and the desk's own numbers are checked here, in that order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from iro_desk.errors import Damaged, DiskFull, Unavailable
from iro_desk.storage.keys import SALT_BYTES, DeskKey
from iro_desk.storage.tables import SCHEMA

APPLICATION_ID = 0x49524F44
NUMBERS = ("application_id", "user_version")
DAMAGED = "The desk's database is damaged; nothing was changed. Restore the newest backup into a new folder."

PRAGMAS = {
    "foreign_keys": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "temp_store": ("MEMORY", 2),
    "mmap_size": ("0", None),
    "cache_size": ("-16384", -16384),  # in KiB: enough that a search over ten years decrypts no page twice
    "secure_delete": ("ON", 1),
    "journal_mode": ("TRUNCATE", "truncate"),
    "synchronous": ("FULL", 2),
    "fullfsync": ("ON", 1),
    "checkpoint_fullfsync": ("ON", 1),
    "busy_timeout": ("30000", 30000),
}


class Database:
    """One connection to one encrypted file."""

    def __init__(self, path: Path, key: DeskKey, *, read_only: bool = False) -> None:
        self._engine = _engine(path, key, read_only=read_only)
        self._key = key
        self.path, self.read_only = path, read_only
        self.schema = SCHEMA
        """The number of the kept tables' shape, as the file was found."""

    @classmethod
    def create(cls, path: Path, key: DeskKey) -> Database:
        """A new, empty database with the kept numbers set. Unavailable where a file lies there already."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError as fault:
            raise Unavailable(f"No desk can be made at {path.parent}: {fault.strerror}.") from fault
        database = cls(path, key)
        with database.transaction() as connection:
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
            connection.execute(text(f"PRAGMA user_version = {SCHEMA}"))
        return database

    @classmethod
    def open(cls, path: Path, key: DeskKey, *, read_only: bool = False) -> Database:
        """An existing database. Unavailable where it is missing, empty, damaged or from a later program."""
        if not path.exists():
            raise Damaged(f"The desk's database is missing from {path.parent}; restore the newest backup.")
        if path.stat().st_size == 0:
            raise Damaged("The desk's database is empty, which no desk ever is; restore the newest backup.")
        database = cls(path, key, read_only=read_only)
        with database.reading() as connection:
            numbers = [connection.execute(text(f"PRAGMA {each}")).scalar() for each in NUMBERS]
        if numbers[0] != APPLICATION_ID:
            database.close()
            raise Damaged("This database is not an IRO desk.")
        database.schema = int(str(numbers[1]))
        if database.schema > SCHEMA:
            database.close()
            raise Unavailable("This desk was made by a later edition of IRO Desk; open it with that one.")
        return database

    def salt_is_whole(self) -> bool:
        """Whether the file begins with the key's own salt. SQLCipher takes it from the key, and does not look."""
        with self.path.open("rb") as file:
            return file.read(SALT_BYTES) == self._key.secret[-SALT_BYTES:]

    def again(self) -> Database:
        """A fresh connection to the same file: after a failed page, the old one finds faults that are not there."""
        return Database(self.path, self._key, read_only=self.read_only)

    def copy_at(self, path: Path) -> Database:
        """Another file under the same key, to be read only: a copy of this one."""
        return Database.open(path, self._key, read_only=True)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction, taken for writing at once: committed at the end, rolled back on any error."""
        committing = False
        try:
            with self._engine.connect() as connection, connection.begin() as transaction:
                yield connection
                committing = True
                transaction.commit()
        except DBAPIError as fault:
            raise unavailable(fault, committing=committing) from fault

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the file as it stands, which keeps no writer waiting longer than it lasts."""
        try:
            with self._engine.connect().execution_options(reading=True) as connection, connection.begin():
                yield connection
        except DBAPIError as fault:
            raise unavailable(fault) from fault

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """One transaction in which tables may be taken down and put up again: references are checked by the caller."""
        with self._engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
            except DBAPIError as fault:
                raise unavailable(fault) from fault
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()


def unavailable(fault: DBAPIError, *, committing: bool = False) -> Exception:
    """The world's "no" behind a database error, in a sentence; the error itself where it is a bug of ours.

    A disk that fails at the last flush of a commit leaves it open whether the commit stands.
    """
    return _said(fault.orig, committing=committing) or fault


def _said(fault: object, *, committing: bool = False) -> Unavailable | None:
    words = str(fault).lower()
    if "full" in words:
        return DiskFull("The disk is full: nothing of this was saved, everything before it is. Free some space.")
    if "not a database" in words or "malformed" in words:
        return Damaged(DAMAGED)
    if "i/o error" in words or "unable to open" in words or "readonly" in words or "locked" in words:
        kept = "look whether this was saved before you do it again" if committing else "nothing of this was saved"
        return Unavailable(f"The desk's file cannot be reached ({fault}); {kept}.")
    return None


def _engine(path: Path, key: DeskKey, *, read_only: bool = False) -> Engine:
    """An engine of one connection. The driver is kept from starting transactions, so that DDL rolls back too."""
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: _connect(path, key, "ro" if read_only else "rw"),
        poolclass=StaticPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _connect(path: Path, key: DeskKey, mode: str) -> sqlcipher.Connection:
    shape = key.secret.hex()
    if not re.fullmatch(r"[0-9a-f]{96}", shape):
        raise Unavailable("The desk's key is not a key.")
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}"
    connection = sqlcipher.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{shape}'\"")
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise Unavailable("This program was built without encryption and will not open a desk.")
        for name, (value, expected) in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
            found = connection.execute(f"PRAGMA {name}").fetchone()
            if expected is not None and (found is None or found[0] != expected):
                raise Unavailable(f"The database would not keep to {name} = {value}; the desk was not opened.")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as fault:
        connection.close()
        raise _said(fault) or Damaged(DAMAGED) from fault
    except Unavailable:
        connection.close()
        raise
    return connection
