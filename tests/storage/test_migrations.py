"""A desk of the program before this one is brought up to date: whole, after a copy, or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.errors import Unavailable
from iro_desk.services.children import Children
from iro_desk.services.diary import Today
from iro_desk.storage import backup
from iro_desk.storage.database import Database
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.keys import DeskKey
from iro_desk.storage.tables import SCHEMA
from tests.conftest import CHEAP, DATA, PASSPHRASE
from tests.sample import PRACTICE_DAY

OLD = DATA / "shape-1"
EVENTS, CHILDREN = 57, 8
"""What the old desk holds."""


@pytest.fixture
def old(tmp_path: Path) -> tuple[Path, DeskKey]:
    """A copy of a desk that the program before this one made, and its key."""
    folder = tmp_path / "old"
    shutil.copytree(OLD / "desk", folder)
    recovery_key = (OLD / "recovery-key.txt").read_text(encoding="ascii")
    return folder, DeskFolder(folder).read_key_file().recover(recovery_key)


def kept_tables(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """The kept tables' columns, keys and indexes, as SQLite sees them."""
    found = {}
    for name in ("order", "event", "attachment", "draft", "setting"):
        pragmas = ("table_info", "foreign_key_list", "index_list")
        rows = [tuple(row) for each in pragmas for row in connection.execute(text(f'PRAGMA {each}("{name}")'))]
        unnumbered = [row[1:] if "sqlite_autoindex" not in str(row) else row[2:] for row in rows]
        found[name] = sorted(unnumbered, key=str)
    return found


def shape(folder: Path, key: DeskKey) -> tuple[int, dict[str, list[tuple[object, ...]]]]:
    """The shape's number, and the kept tables themselves."""
    database = Database.open(folder / "desk.db", key)
    with database.reading() as connection:
        found = connection.execute(text("PRAGMA user_version")).scalar_one(), kept_tables(connection)
    database.close()
    return found


def test_an_old_desk_opens_with_all_it_held(old: tuple[Path, DeskKey]) -> None:
    """By its passphrase, checked from end to end, its extracts undone and done again."""
    with open_desk(old[0], PASSPHRASE, StandingClock(PRACTICE_DAY)) as desk:
        assert desk.check() == ()
        assert desk.safekeeping.holds().events == EVENTS
        assert len(desk.ask(Children())) == CHILDREN
        before = desk.ask(Today())
        desk.undo()
        assert len(desk.ask(Today()).extracts) == 1
        desk.redo()
        assert desk.ask(Today()) == before


def test_a_migrated_desk_and_a_new_one_have_the_same_tables(old: tuple[Path, DeskKey], tmp_path: Path) -> None:
    """The two roads to now cannot part."""
    folder, key = old
    assert shape(folder, key)[0] == 1
    open_desk(folder, key).close()
    new = tmp_path / "new"
    recovery_key = make_desk(new, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    assert shape(folder, key) == shape(new, DeskFolder(new).read_key_file().recover(recovery_key))
    assert shape(folder, key)[0] == SCHEMA


def test_a_checked_copy_is_made_first(old: tuple[Path, DeskKey]) -> None:
    """It opens in the program before this one: its tables are as they were."""
    folder, key = old
    before = (folder / "desk.db").read_bytes()
    open_desk(folder, key).close()
    (made,) = backup.existing(folder / "backups")
    assert made.database.read_bytes() == before
    assert shape(made.path, key)[0] == 1


def test_a_step_that_fails_leaves_the_old_desk(old: tuple[Path, DeskKey], monkeypatch: pytest.MonkeyPatch) -> None:
    """Half-way, nothing has happened; the next opening succeeds."""
    folder, key = old
    before = shape(folder, key)
    with monkeypatch.context() as patch:
        patch.setattr("iro_desk.storage.migrations.text", lambda _: (_ for _ in ()).throw(RuntimeError("half-way")))
        with pytest.raises(RuntimeError, match="half-way"):
            open_desk(folder, key)
    assert shape(folder, key) == before
    with open_desk(folder, key) as desk:
        assert desk.check() == ()


def test_a_row_that_lost_its_order_stops_the_step(old: tuple[Path, DeskKey]) -> None:
    """References are checked inside the transaction, and the desk stays as it was."""
    folder, key = old
    database = Database.open(folder / "desk.db", key)
    with database.rebuilding() as connection:
        connection.execute(text("DELETE FROM \"order\" WHERE name = 'MakeDesk'"))
    database.close()
    with pytest.raises(Unavailable, match="events lost their order"):
        open_desk(folder, key)
    assert shape(folder, key)[0] == 1


def test_a_desk_that_is_up_to_date_loads_no_alembic(folder_and_key: tuple[Path, DeskKey]) -> None:
    """Which costs half a second and forty megabytes."""
    script = (
        "import sys; from pathlib import Path; from iro_desk.bootstrap import open_desk;"
        "from iro_desk.storage.keys import DeskKey;"
        f"key = DeskKey(bytes.fromhex({folder_and_key[1].secret.hex()!r}));"
        f"open_desk(Path({str(folder_and_key[0])!r}), key).close();"
        "assert 'alembic' not in sys.modules; assert 'PIL' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def kill_while_migrating(old: tuple[Path, DeskKey], tmp_path: Path, point: int) -> bool:
    """Kill a migration at its n-th statement; whether it was still under way. The desk opens, whole, all the same."""
    folder, key = tmp_path / f"killed-{point}", old[1]
    shutil.copytree(old[0], folder)
    script = f"""
import os, signal
from pathlib import Path
from sqlalchemy import event, Engine
from iro_desk.bootstrap import open_desk
from iro_desk.storage.keys import DeskKey
left = {point}
@event.listens_for(Engine, "after_cursor_execute")
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
open_desk(Path({str(folder)!r}), DeskKey(bytes.fromhex({key.secret.hex()!r}))).close()
"""
    code = subprocess.run([sys.executable, "-c", script], check=False, env={**os.environ}).returncode
    with open_desk(folder, key) as desk:
        assert desk.check() == ()
        assert desk.safekeeping.holds().events == EVENTS
    shutil.rmtree(folder)
    return code == -signal.SIGKILL


@pytest.mark.skipif(os.name != "posix", reason="a kill as POSIX knows it")
def test_a_migration_that_is_killed_has_happened_or_has_not(old: tuple[Path, DeskKey], tmp_path: Path) -> None:
    """At points all through it."""
    assert [kill_while_migrating(old, tmp_path, point) for point in (3, 9, 20, 33, 45)] == [True] * 5


@pytest.mark.soak
def test_a_migration_is_killed_at_every_statement(old: tuple[Path, DeskKey], tmp_path: Path) -> None:
    """Two hundred, or as many as it has."""
    killed = 0
    while killed < 200 and kill_while_migrating(old, tmp_path, killed + 1):
        killed += 1
    assert killed > 40
