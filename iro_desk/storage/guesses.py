"""Waiting after wrong guesses of a passphrase: five are free, each after them costs a longer wait, up to 15 minutes.

Never more than ten guesses fit into any five minutes that really pass (eight, unless the machine is started again and
again). That time is read from the machine's seconds since its start, which nobody can set: a clock moved forward saves
no wait, one set back adds none. After a start it is sure only that so many seconds have passed; where the clock says
that the wait is over, a minute since the start is enough.

It slows down whoever sits at the machine. Whoever copies the key file away is held up by the derivation alone.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from iro_desk.errors import Unavailable
from iro_desk.services.ports import Clock
from iro_desk.storage.machine_state import forget_state, read_state, write_state

FREE = 5
SHORTEST_WAIT, LONGEST_WAIT = 30, 15 * 60
WAIT_AFTER_START = 60
"""In seconds: what is left to wait after a start of the machine where its clock says that the wait is long over."""
STATE = "guesses.json"
MINUTE = 60
_DOUBLINGS = 5
"""How often the shortest wait can double before it passes the longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Wrong guesses in a row, the wait after the last of them in seconds, and when that wait began.

    ``up`` is in milliseconds since the machine's start, ``at`` in seconds of its clock.
    """

    wrong: int = 0
    wait: int = 0
    up: int = 0
    at: int = 0


_UNKEPT: dict[str, Tries] = {}
"""By desk: what the machine could not keep, for as long as this process runs."""


class Guesses:
    """The wrong guesses at one desk on this machine, over all windows and commands."""

    def __init__(self, desk: str, clock: Clock, since_start: Callable[[], float] = time.monotonic) -> None:
        # monotonic() counts from the machine's start on Linux, Windows and macOS, the same for every process.
        self._desk = desk
        self._clock = clock
        self._since_start = since_start

    def wait(self) -> int:
        """The whole seconds still to wait before the next guess; nought where there is none."""
        tries = self._tries()
        up = self._up()
        if up < tries.up:
            tries = self._after_a_start(tries)
        return max(0, math.ceil(min(tries.wait, LONGEST_WAIT) - (up - tries.up) / 1000))

    def check(self) -> None:
        """Unavailable, saying how long to wait, where the next guess has to."""
        seconds = self.wait()
        if seconds:
            raise Unavailable(
                f"That was too many wrong passphrases; wait {_span(seconds)} and try again.", field="passphrase"
            )

    def wrong(self) -> None:
        """Count a wrong guess. Where the machine cannot keep the count, this process keeps it."""
        wrong = self._tries().wrong + 1
        self._keep(Tries(wrong=wrong, wait=_wait_after(wrong), up=self._up(), at=self._at()))

    def right(self) -> None:
        """Forget the wrong guesses: the right one was among them."""
        _UNKEPT.pop(self._desk, None)
        try:
            forget_state(self._desk, STATE)
        except Unavailable:
            _UNKEPT[self._desk] = Tries()

    def _tries(self) -> Tries:
        return _UNKEPT.get(self._desk) or _read(read_state(self._desk, STATE))

    def _after_a_start(self, tries: Tries) -> Tries:
        """The wait begins with this start, for by its end the seconds since the start may have passed the old ones."""
        over = self._at() - tries.at >= tries.wait
        tries = replace(tries, up=0, wait=min(tries.wait, WAIT_AFTER_START) if over else tries.wait)
        self._keep(tries)
        return tries

    def _keep(self, tries: Tries) -> None:
        try:
            write_state(self._desk, STATE, json.dumps(asdict(tries)).encode())
            _UNKEPT.pop(self._desk, None)
        except Unavailable:
            _UNKEPT[self._desk] = tries

    def _up(self) -> int:
        return int(self._since_start() * 1000)

    def _at(self) -> int:
        return int(self._clock.now().timestamp())


def _wait_after(wrong: int) -> int:
    return 0 if wrong < FREE else min(SHORTEST_WAIT << min(wrong - FREE, _DOUBLINGS), LONGEST_WAIT)


def _read(content: bytes | None) -> Tries:
    """What was kept; where it is damaged or absent, no tries at all, and the next count writes it anew."""
    try:
        tries = Tries(**json.loads(content or b"{}"))
    except (ValueError, TypeError, RecursionError):
        return Tries()
    sound = (
        all(type(number) is int for number in asdict(tries).values()) and min(tries.wrong, tries.wait, tries.up) >= 0
    )
    return tries if sound else Tries()


def _span(seconds: int) -> str:
    if seconds > 2 * MINUTE:
        return f"{math.ceil(seconds / MINUTE)} minutes"
    return f"{seconds} seconds" if seconds > 1 else "1 second"
