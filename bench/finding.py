"""A keystroke in search over 100,000 notes, against the query alone."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.measuring import Figure
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.desk import Desk
from iro_desk.domain.events import Change
from iro_desk.reference.passphrases import word_list
from iro_desk.services.finding import MOST, Search
from iro_desk.storage import search
from iro_desk.storage.unit_of_work import Work

NOTES, CHILDREN, AT_ONCE = 100_000, 127, 5_000
WORDS = 60
"""Words of a note, the common ones far more often than the rest, as in any language."""
LAST = date(2026, 10, 31)
TYPED = 400
PASSPHRASE = "green kettle sings at dawn"  # noqa: S105 - of an invented desk


def figures() -> list[Figure]:
    """The 99th percentile of a keystroke, and the middle one against the raw query on the same connection."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        make_desk(folder, PASSPHRASE, "Frances Adeyemi")
        with open_desk(folder, PASSPHRASE) as desk:
            _fill(desk)
            ours, raw = _type(desk)
    slowest = sorted(ours)[int(len(ours) * 0.99)]
    return [
        Figure("A keystroke in search over 100,000 notes, 99th percentile", "ms", slowest, None, 16),
        Figure("The same, all keystrokes, against the raw query", "ms", sum(ours) / TYPED, sum(raw) / TYPED, 1.5),
    ]


def _fill(desk: Desk) -> None:
    chance = random.Random(1989)  # noqa: S311 - invented words, not secrets
    parts = desk._parts  # noqa: SLF001 - the benchmark fills a desk beneath the door
    common = [1 / (rank + 3) for rank in range(len(word_list()))]
    children = [f"{number:032x}" for number in range(CHILDREN)]
    for start in range(0, NOTES, AT_ONCE):
        with parts.database.transaction() as connection:
            work = Work(connection, parts.device, parts.clock)
            if not start:
                work.change(_child(each, chance) for each in children)
            work.change(
                Change(
                    child=chance.choice(children),
                    record="contact",
                    record_id=work.new_id(),
                    set={
                        "on": (LAST - timedelta(days=chance.randrange(3650))).isoformat(),
                        "kind": "child seen",
                        "note": " ".join(chance.choices(word_list(), common, k=WORDS)),
                        "attachments": [],
                    },
                )
                for _ in range(AT_ONCE)
            )
            work.land("RecordContact")


def _child(child: str, chance: random.Random) -> Change:
    names = {"first_name": chance.choice(word_list()).title(), "last_name": chance.choice(word_list()).title()}
    return Change(child=child, record="child", record_id=child, set={**names, "number": child[-6:]})


def _keystrokes() -> Iterator[str]:
    """What stands in the field after each key: common and rare words, letter by letter, sometimes two."""
    chance = random.Random(573)  # noqa: S311 - invented words, not secrets
    while True:
        words = [word_list()[int(len(word_list()) * chance.random() ** 3)] for _ in range(chance.choice((1, 1, 2)))]
        typed = " ".join(words)
        yield from (typed[:end] for end in range(2, len(typed) + 1))


def _type(desk: Desk) -> tuple[list[float], list[float]]:
    """Milliseconds of each keystroke by the door and by the query alone, turn about which of them comes first."""
    ours: list[float] = []
    raw: list[float] = []
    database = desk._parts.database  # noqa: SLF001 - the query alone, beneath the door
    for number, typed in zip(range(TYPED), _keystrokes(), strict=False):

        def by_the_door(typed: str = typed) -> int:
            return len(desk.ask(Search(typed=typed)))

        def alone(typed: str = typed) -> int:
            with database.reading() as connection:
                cursor = connection.connection.cursor()
                return len(cursor.execute(search.NEWEST, (search.query(typed), MOST)).fetchall())

        both = [(by_the_door, ours), (alone, raw)]
        told = {_timed(work, kept) for work, kept in (both if number % 2 else reversed(both))}
        if len(told) > 1:
            raise RuntimeError(f"{typed!r} finds something else by the query alone")
    return ours, raw


def _timed(work: Callable[[], int], kept: list[float]) -> int:
    began = time.perf_counter()
    found = work()
    kept.append(1000 * (time.perf_counter() - began))
    return found
