"""Kills a process that takes in extracts at random moments, and looks at what it left."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from iro_desk.bootstrap import open_desk
from iro_desk.storage.database import Database
from iro_desk.storage.keys import DeskKey
from tests.conftest import SAMPLE, YEARS

ROOT = Path(__file__).parents[2]
WORK = """
import sys
from pathlib import Path
from iro_desk.bootstrap import open_desk
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.keys import DeskKey
desk = open_desk(Path(sys.argv[1]), DeskKey(bytes.fromhex(sys.argv[2])))
print("open", flush=True)
for name in sys.argv[3:]:
    desk.do(TakeExtract(folder=Path(name)))
    print(name, flush=True)
"""


def orders_kept(folder: Path, key: DeskKey) -> int:
    """How many extracts the desk holds, after a check that finds nothing wrong."""
    with open_desk(folder, key) as desk:
        assert desk.check() == ()
    database = Database.open(folder / "desk.db", key)
    with database.transaction() as connection:
        kept = connection.execute(text("SELECT count(*) FROM \"order\" WHERE name = 'TakeExtract'")).scalar_one()
    database.close()
    return int(kept)


def kill_at_random(made: tuple[Path, DeskKey], scratch: Path, times: int, seed: int) -> int:
    """Kill so often; nothing acknowledged is lost and nothing is half there. How many extracts were cut short."""
    folder, key = made
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    cut_short = 0
    for number in range(times):
        copy = scratch / f"desk-{number}"
        shutil.copytree(folder, copy)
        words = [str(copy), key.secret.hex(), *(str(SAMPLE / year) for year in YEARS)]
        with subprocess.Popen([sys.executable, "-c", WORK, *words], stdout=subprocess.PIPE, cwd=ROOT) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"open\n"
            time.sleep(chance.uniform(0, 0.45))
            worker.kill()
            acknowledged = len(worker.stdout.read().splitlines())
        kept = orders_kept(copy, key)
        assert acknowledged <= kept <= acknowledged + 1
        cut_short += kept < len(YEARS)
        shutil.rmtree(copy)
    return cut_short
