"""The store: an order against the raw commit of its rows."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import text

from bench.measuring import Figure, middles, seconds
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.domain.events import Change
from iro_desk.storage.database import Database
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.keys import DeskKey
from iro_desk.storage.unit_of_work import Work

ORDERS = 40
CHANGES = 10
PASSPHRASE = "green kettle sings at dawn"  # noqa: S105 - of an invented desk


def figures() -> list[Figure]:
    """An order of ten changes."""
    return [_order()]


def _order() -> Figure:
    """An order of ten changes, signed, appended and folded, against the same rows written raw."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        key = DeskFolder(folder)
        recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi")
        opened = key.read_key_file().recover(recovery_key)
        ours, raw = _two_desks(folder, opened, Path(scratch) / "raw")
    return Figure("An order of ten changes, against the raw commit of its rows", "ms", ours, raw, limit=5)


def _two_desks(folder: Path, key: DeskKey, other: Path) -> tuple[float, float]:
    shutil.copytree(folder, other)
    raw = Database.open(other / "desk.db", key)
    with raw.transaction() as connection:
        connection.execute(text("CREATE TABLE plain (id TEXT PRIMARY KEY, body TEXT)"))
    with open_desk(folder, key) as desk:
        parts = desk._parts  # noqa: SLF001 - the benchmark measures beneath the door

        def order() -> float:
            return 1000 * seconds(lambda: _land(parts.database, parts.safekeeping.device, parts.clock))

        def plain() -> float:
            return 1000 * seconds(lambda: _write(raw))

        found = middles(order, plain, ORDERS)
    raw.close()
    return found


def _land(database: Database, device: object, clock: object) -> None:
    with database.transaction() as connection:
        work = Work(connection, device, clock)  # type: ignore[arg-type]
        child = secrets.token_hex(16)
        work.change(
            Change(
                child=child,
                record="review",
                record_id=secrets.token_hex(16),
                set={"held": f"2026-10-{day + 1:02}", "code": "PN1"},
            )
            for day in range(CHANGES)
        )
        work.land("Benchmark")


def _write(database: Database) -> None:
    with database.transaction() as connection:
        for _ in range(CHANGES):
            row = {"id": secrets.token_hex(32), "body": secrets.token_hex(200)}
            connection.execute(text("INSERT INTO plain VALUES (:id, :body)"), row)
