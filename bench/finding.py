"""A keystroke in search over 100,000 notes, against the query alone."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.inventing import write_contacts
from bench.measuring import Figure
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.desk import Desk
from iro_desk.reference.passphrases import word_list
from iro_desk.services.finding import MOST, Search
from iro_desk.storage import search

NOTES, CHILDREN = 100_000, 127
TYPED = 400
PASSPHRASE = "green kettle sings at dawn"  # noqa: S105 - of an invented desk


def figures() -> list[Figure]:
    """The 99th percentile of a keystroke, and the middle one against the raw query on the same connection."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "desk"
        make_desk(folder, PASSPHRASE, "Frances Adeyemi")
        with open_desk(folder, PASSPHRASE) as desk:
            write_contacts(desk, NOTES, [f"{number:032x}" for number in range(CHILDREN)])
            ours, raw = _type(desk)
    slowest = sorted(ours)[int(len(ours) * 0.99)]
    return [
        Figure("A keystroke in search over 100,000 notes, 99th percentile", "ms", slowest, None, 16),
        Figure("The same, all keystrokes, against the raw query", "ms", sum(ours) / TYPED, sum(raw) / TYPED, 1.5),
    ]


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
