"""Waiting after wrong guesses: how long, what shortens it, what does not, and what may go wrong with its file."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_desk.clock import SystemClock
from iro_desk.errors import Unavailable
from iro_desk.storage import machine_state
from iro_desk.storage.guesses import _UNKEPT, FREE, LONGEST_WAIT, STATE, WAIT_AFTER_START, Guesses
from iro_desk.storage.machine_state import forget_state, read_state, state_folder, write_state

DESK = "d" * 32
FIVE_MINUTES = 300


@dataclass
class Machine:
    """A machine whose time passes when told: really, on its clock, and since its start."""

    real: float = 0.0
    offset: float = 0.0
    up: float = 50.0

    def passes(self, seconds: float) -> None:
        """So much time."""
        self.real += seconds
        self.up += seconds

    def restarts(self, seconds: float) -> None:
        """It is off for so long."""
        self.real += seconds
        self.up = 0.0

    def now(self) -> datetime:
        """What its clock says."""
        return datetime(2026, 10, 31, tzinfo=UTC) + timedelta(seconds=self.real + self.offset)

    def today(self) -> date:
        """The clock's day."""
        return self.now().date()

    def guesses(self) -> Guesses:
        """As a new process sees them."""
        _UNKEPT.clear()
        return Guesses(DESK, self, lambda: self.up)


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine's state folder of the test's own."""
    monkeypatch.setattr(machine_state, "user_state_path", lambda *_, **__: tmp_path / "state" / "iro-desk")
    return state_folder(DESK)


def wrong(machine: Machine, times: int) -> None:
    """So many wrong guesses, each in a process of its own."""
    for _ in range(times):
        machine.guesses().wrong()


def test_five_are_free_and_then_the_wait_doubles() -> None:
    """30 seconds, a minute, two, four, eight, and never more than fifteen."""
    machine, waits = Machine(), []
    for _ in range(14):
        machine.guesses().check()
        machine.guesses().wrong()
        waits.append(machine.guesses().wait())
        machine.passes(waits[-1])
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900, 900]


@pytest.mark.parametrize(
    ("tries", "passed", "words"),
    [(5, 0, "wait 30 seconds"), (5, 29, "wait 1 second "), (7, 0, "wait 120 seconds"), (8, 0, "wait 4 minutes")],
)
def test_the_refusal_says_how_long(tries: int, passed: int, words: str) -> None:
    """At the passphrase, to the second where it is short, and not a second too long."""
    machine = Machine()
    wrong(machine, tries)
    machine.passes(passed)
    with pytest.raises(Unavailable, match=words) as no:
        machine.guesses().check()
    assert no.value.field == "passphrase"
    machine.passes(machine.guesses().wait())
    machine.guesses().check()


def test_the_right_one_forgets_the_wrong_ones(state: Path) -> None:
    """And leaves no file."""
    machine = Machine()
    wrong(machine, 9)
    assert (state / STATE).exists()
    machine.guesses().right()
    assert not (state / STATE).exists()
    wrong(machine, FREE - 1)
    assert machine.guesses().wait() == 0


def test_each_desk_waits_for_itself() -> None:
    """By its id."""
    machine = Machine()
    wrong(machine, 9)
    assert Guesses("e" * 32, machine, lambda: machine.up).wait() == 0


@pytest.mark.parametrize("jump", [-(10**9), -3600, 3600, 10**9])
def test_the_clock_does_not_matter(jump: int) -> None:
    """Set back or forward while the machine runs, the wait is what it was."""
    machine = Machine()
    wrong(machine, 8)
    machine.offset = jump
    assert machine.guesses().wait() == 240
    machine.passes(239)
    assert machine.guesses().wait() == 1


@pytest.mark.parametrize(("hours", "left"), [(8, WAIT_AFTER_START), (0, LONGEST_WAIT), (-100, LONGEST_WAIT)])
def test_a_night_switched_off_is_a_wait(hours: int, left: int) -> None:
    """All but a minute of it; where the clock knows of no night, a full wait from the start, and no more."""
    machine = Machine(up=10**6)
    wrong(machine, 12)
    machine.restarts(8 * 3600)
    machine.offset = (hours - 8) * 3600
    assert machine.guesses().wait() == left
    machine.passes(left - 1)
    assert machine.guesses().wait() == 1
    machine.passes(1)
    machine.guesses().check()


@dataclass
class Walk:
    """A guesser who does anything but edit the state file."""

    machine: Machine
    let_through: list[float]

    def step(self, what: str, amount: float) -> None:
        """Guess, wait as told, let time pass, set the clock, restart."""
        if what == "guess":
            guesses = self.machine.guesses()
            if not guesses.wait():
                guesses.wrong()
                self.let_through.append(self.machine.real)
        elif what == "wait":
            self.machine.passes(self.machine.guesses().wait())
        elif what == "pass":
            self.machine.passes(amount)
        elif what == "clock":
            self.machine.offset += (amount - 450) * 10_000
        else:
            self.machine.restarts(1 + amount)

    def most(self) -> int:
        """The most guesses that were let through in any five minutes."""
        return max(
            (sum(start <= each < start + FIVE_MINUTES for each in self.let_through) for start in self.let_through),
            default=0,
        )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["guess", "guess", "guess", "wait", "pass", "clock", "restart"]),
        st.floats(0, 900, allow_nan=False),
    ),
    max_size=80,
)


@given(STEPS)
@settings(max_examples=100)
def test_never_more_than_ten_in_five_minutes(steps: list[tuple[str, float]]) -> None:
    """Whatever is done to the clock, and however often the machine is started; and nobody is locked out for ever."""
    forget_state(DESK, STATE)
    walk = Walk(Machine(), [])
    for what, amount in steps:
        walk.step(what, amount)
        assert 0 <= walk.machine.guesses().wait() <= LONGEST_WAIT
    assert walk.most() <= 10
    walk.machine.passes(LONGEST_WAIT)
    assert walk.machine.guesses().wait() == 0


@pytest.mark.parametrize(("restarts", "most"), [(False, 8), (True, 10)])
def test_the_fastest_guesser(restarts: bool, most: int) -> None:  # noqa: FBT001
    """A clock set on by ten days after each guess gains nothing; a machine that starts in a second, two guesses."""
    walk = Walk(Machine(), [])
    while walk.machine.real < 3600:
        walk.step("guess", 0)
        walk.machine.offset += 10**6
        if restarts and walk.machine.guesses().wait():
            walk.step("restart", 0)
        walk.step("wait", 0)
    assert len(walk.let_through) > most
    assert walk.most() == most


@given(st.integers(FREE, 14), st.floats(0, 2000), st.floats(0, 2000), st.booleans())
@settings(max_examples=40)
def test_what_is_said_to_be_left_is_left(tries: int, up: float, more: float, clock: bool) -> None:  # noqa: FBT001
    """Counted down over a start of the machine too: after so many seconds the next guess is let through."""
    forget_state(DESK, STATE)
    machine = Machine(up=up)
    wrong(machine, tries)
    machine.offset = 10**6 if clock else -(10**6)
    machine.restarts(1)
    left = machine.guesses().wait()
    machine.passes(min(more, left))
    assert left - min(more, left) <= machine.guesses().wait() <= left - min(more, left) + 1
    machine.passes(left - min(more, left))
    assert machine.guesses().wait() <= 1


def test_a_clock_before_all_times_forgets_nothing() -> None:
    """As of a machine whose battery is dead: the count goes on."""
    machine = Machine(offset=-100 * 365 * 24 * 3600)
    wrong(machine, 6)
    assert machine.guesses().wait() == 60


def test_a_guesser_who_is_not_held_up_is_counted() -> None:
    """The control: with the state thrown away, the same walk lets far more through."""
    walk = Walk(Machine(), [])
    for _ in range(50):
        walk.step("guess", 0)
        walk.step("pass", 1)
        forget_state(DESK, STATE)
    assert walk.most() == 50


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0" * 40, b"[" * 100_000, b"[]", b"null", b'{"wrong": "many"}', b'{"wrong": -1}', b'{"wrong": 9.5}',
        b'{"wrong": true}', b'{"wrong": 9, "else": 1}', b'{"wrong": 1e999}', b"\xff\xfe", b'{"wrong": NaN}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_as_good_as_none_and_heals(content: bytes) -> None:
    """No crash, no wait, and the next wrong guess writes it anew."""
    machine = Machine()
    write_state(DESK, STATE, content)
    machine.guesses().check()
    machine.guesses().wrong()
    assert json.loads(read_state(DESK, STATE) or b"") == {
        "wrong": 1,
        "wait": 0,
        "up": 50_000,
        "at": int(machine.now().timestamp()),
    }


def test_absurd_numbers_wait_no_longer_than_the_longest() -> None:
    """A file that says a million guesses in the far future does not lock for ever."""
    machine = Machine()
    write_state(DESK, STATE, json.dumps({"wrong": 10**6, "wait": 10**30, "up": 10**30, "at": 10**30}).encode())
    assert 0 < machine.guesses().wait() <= LONGEST_WAIT
    machine.passes(LONGEST_WAIT)
    machine.guesses().check()


def test_where_nothing_can_be_kept_the_process_keeps_it(state: Path) -> None:
    """A file stands where the folder should: no crash, and this window still makes its guesser wait."""
    state.parent.mkdir(parents=True)
    state.write_bytes(b"")
    machine = Machine()
    guesses = machine.guesses()
    for _ in range(FREE):
        guesses.wrong()
    assert guesses.wait() == 30
    assert machine.guesses().wait() == 0
    guesses.right()
    assert guesses.wait() == 0
    state.unlink()
    guesses.wrong()
    assert json.loads((state / STATE).read_bytes())["wrong"] == 1


def test_every_window_of_a_process_knows_what_the_machine_cannot_keep(state: Path) -> None:
    """Each opening looks anew, and finds the guesses of those before it."""
    state.parent.mkdir(parents=True)
    state.write_bytes(b"")
    machine = Machine()
    machine.guesses()
    for _ in range(FREE):
        Guesses(DESK, machine, lambda: machine.up).wrong()
    assert Guesses(DESK, machine, lambda: machine.up).wait() == 30
    assert Guesses("another", machine, lambda: machine.up).wait() == 0


def test_a_file_that_cannot_be_removed_is_forgotten_by_the_process(state: Path) -> None:
    """A folder stands in the file's place."""
    (state / STATE).mkdir(parents=True)
    guesses = Machine().guesses()
    guesses.right()
    assert guesses.wait() == 0


def test_nothing_but_numbers_is_kept_and_for_the_owner_alone(state: Path) -> None:
    """Folder 0700, file 0600, four whole numbers, and nothing left beside it."""
    wrong(Machine(), 3)
    found = json.loads((state / STATE).read_bytes())
    assert set(found) == {"wrong", "wait", "up", "at"}
    assert all(type(value) is int for value in found.values())
    assert [each.name for each in state.iterdir()] == [STATE]
    if os.name == "posix":
        assert stat.S_IMODE(state.stat().st_mode) == 0o700
        assert stat.S_IMODE((state / STATE).stat().st_mode) == 0o600


@pytest.mark.parametrize("desk", ["../../elsewhere", "/somewhere", "", ".", "D" * 32, "d" * 31, "con\0"])
def test_an_id_that_is_none_is_never_a_path(desk: str, state: Path) -> None:
    """A label that somebody wrote by hand leads nowhere else."""
    assert state_folder(desk).parent == state.parent
    assert state_folder(desk).name not in {desk, ""}
    write_state(desk, STATE, b"1")
    assert read_state(desk, STATE) == b"1"
    forget_state(desk, STATE)
    assert read_state(desk, STATE) is None


def test_the_machines_own_seconds_are_the_same_for_every_process() -> None:
    """Another process reads a number between two of ours, and the real clock serves."""
    ours = Guesses(DESK, SystemClock())
    before = ours._up()
    other = int(float(subprocess.check_output([sys.executable, "-c", "import time; print(time.monotonic())"])) * 1000)
    assert before <= other <= ours._up()
    for _ in range(FREE):
        ours.wrong()
    assert 28 <= Guesses(DESK, SystemClock()).wait() <= 30


def test_reading_the_wait_loads_nothing_of_the_store() -> None:
    """A locked window may show it."""
    script = (
        "import sys\nfrom iro_desk.clock import SystemClock\nfrom iro_desk.storage.guesses import Guesses\n"
        "Guesses('d' * 32, SystemClock()).wait()\n"
        "assert not {'cryptography', 'pyrage', 'sqlalchemy', 'sqlcipher3'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])
