"""Kills a process that works at a desk, at moments taken at random, again and again on the same desk."""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from iro_desk.storage.keys import DeskKey
from tests.breaking.beside import others
from tests.breaking.verdict import Kept, Said, fault, look_whole
from tests.breaking.workload import Session, WarmProcess

ROUNDS = 10
"""How many kills one desk lives through."""
AN_ORDER = 0.012
"""About how long one order takes, in seconds."""


@dataclass(slots=True)
class Toll:
    """What so many kills met."""

    kills: int = 0
    acknowledged: int = 0
    cut_short: int = 0
    """How many fell while an order or the opening was under way."""
    hot: int = 0
    """How many left a journal that the next opening had to roll back."""


def kill_often(warm: WarmProcess, made: Path, session: Session, scratch: Path, times: int, seed: int) -> Toll:
    """Kill so often; after each, all that was acknowledged is there, whole, and at most one order more."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    toll = Toll()
    for number in range(-(-times // ROUNDS)):
        root = scratch / f"machine-{number}"
        shutil.copytree(made, root / "desk")
        kept = look_whole(root, DeskKey(bytes.fromhex(session.key)))
        for _ in range(min(ROUNDS, times - toll.kills)):
            next_session = replace(session, root=str(root), seed=chance.getrandbits(32))
            kept = _kill_once(warm, next_session, chance, kept, toll)
        shutil.rmtree(root)
    return toll


def _kill_once(warm: WarmProcess, session: Session, chance: random.Random, before: Kept, toll: Toll) -> Kept:
    """One worker, killed a random moment after a random line; what its desk then holds."""
    said = Said(drafts=[before.drafts])
    worker = warm.start(session)
    worker.go()
    heard = chance.randint(0, 2 * session.orders - 2)
    said.hear(line for line in islice(iter(worker.line, None), heard))
    time.sleep(chance.uniform(0, AN_ORDER))
    worker.kill()
    said.hear(worker.rest())
    assert said.unavailable() == []
    toll.kills += 1
    toll.acknowledged += len(said.orders)
    toll.cut_short += said.pending is not None or not heard
    journal = session.desk / "desk.db-journal"
    toll.hot += journal.exists() and journal.stat().st_size > 0
    key = DeskKey(bytes.fromhex(session.key))
    kept = look_whole(Path(session.root), key)
    wrong = fault(said, before.orders, kept) or others(Path(session.root), said, key)
    assert wrong is None, wrong
    return kept
