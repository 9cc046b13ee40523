"""The key file: what opens a desk, what does not, and what is never mistaken for the other."""

from __future__ import annotations

import json
from datetime import date

import pytest

from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.storage.keys import Cost, DeskKey, KeyFile, new_key_file
from iro_desk.storage.label import Label
from tests.conftest import CHEAP, PASSPHRASE

LABEL = Label(desk="d" * 32, officer="Frances Adeyemi")


@pytest.fixture(scope="module")
def made() -> tuple[KeyFile, DeskKey, str]:
    """A key file at the floor's cost, its key and its recovery key."""
    key = DeskKey.random()
    key_file, recovery_key = new_key_file(LABEL, PASSPHRASE, key, CHEAP)
    return key_file, key, recovery_key


def test_a_real_desk_costs_what_the_design_says() -> None:
    """At full cost, as every real desk is made: three passes over 256 MiB in four lanes, and it opens."""
    key = DeskKey.random()
    key_file, _ = new_key_file(LABEL, PASSPHRASE, key)
    assert key_file.passphrase.cost == Cost(passes=3, memory=256 * 1024, lanes=4)
    assert KeyFile.from_bytes(key_file.to_bytes()).unlock(PASSPHRASE) == key


def test_the_recovery_key_opens_it_however_it_is_typed(made: tuple[KeyFile, DeskKey, str]) -> None:
    """In groups, in small letters, with a line end."""
    key_file, key, recovery_key = made
    typed = " ".join(recovery_key.lower()[each : each + 4] for each in range(0, len(recovery_key), 4))
    assert key_file.recover(f"{typed}\n") == key
    with pytest.raises(WrongPassphrase):
        key_file.recover(recovery_key[:-1] + ("Q" if recovery_key[-1] != "Q" else "P"))


@pytest.mark.parametrize("tried", ["", "green kettle sings at dusk", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_another_passphrase_does_not(made: tuple[KeyFile, DeskKey, str], tried: str) -> None:
    """And is called that, not damage."""
    with pytest.raises(WrongPassphrase, match="does not open this desk"):
        made[0].unlock(tried)


@pytest.mark.parametrize(
    ("field", "value"),
    [("officer", "Someone Else"), ("desk", "e" * 32), ("practice", True), ("stands_on", "2026-10-31")],
)
def test_an_altered_label_opens_nothing(made: tuple[KeyFile, DeskKey, str], field: str, value: object) -> None:
    """What stands in clear is bound to both slots."""
    content = json.loads(made[0].to_bytes())
    content[field] = value
    altered = KeyFile.from_bytes(json.dumps(content).encode())
    with pytest.raises(WrongPassphrase):
        altered.unlock(PASSPHRASE)
    with pytest.raises(Unavailable, match="altered"):
        altered.recover(made[2])


@pytest.mark.parametrize(
    ("name", "value"), [("memory", 8 * 1024), ("memory", 2048 * 1024), ("passes", 1), ("lanes", 99)]
)
def test_costs_outside_the_limits_are_never_computed(made: tuple[KeyFile, DeskKey, str], name: str, value: int) -> None:
    """Neither a weaker lock than the floor, nor one that would take all memory."""
    content = json.loads(made[0].to_bytes())
    content["passphrase"][name] = value
    with pytest.raises(Unavailable, match="outside the limits"):
        KeyFile.from_bytes(json.dumps(content).encode()).unlock(PASSPHRASE)
    with pytest.raises(Unavailable, match="outside the limits"):
        new_key_file(LABEL, PASSPHRASE, made[1], Cost(**{"passes": 3, "memory": 262144, "lanes": 4, name: value}))


def test_every_byte_of_the_file_matters(made: tuple[KeyFile, DeskKey, str]) -> None:
    """A changed byte is damage, an altered label or a slot that no longer opens; never another key."""
    content, key = made[0].to_bytes(), made[1]
    for place in range(0, len(content), 41):
        spoilt = bytes([*content[:place], content[place] ^ 1, *content[place + 1 :]])
        try:
            found = KeyFile.from_bytes(spoilt).unlock(PASSPHRASE)
        except Unavailable:
            continue
        assert found == key
        assert KeyFile.from_bytes(spoilt).recovery != made[0].recovery


def test_a_short_passphrase_is_refused() -> None:
    """With the length that is wanted."""
    with pytest.raises(Refused, match="at least 15 letters"):
        new_key_file(LABEL, "too short", DeskKey.random(), CHEAP)


def test_a_later_programs_file_is_refused(made: tuple[KeyFile, DeskKey, str]) -> None:
    """In a sentence, before anything is tried."""
    content = json.loads(made[0].to_bytes()) | {"version": 2}
    with pytest.raises(Unavailable, match="later edition"):
        KeyFile.from_bytes(json.dumps(content).encode())


def test_nothing_secret_shows_itself(made: tuple[KeyFile, DeskKey, str]) -> None:
    """Not in a representation, which is what a log would hold."""
    assert made[1].secret.hex() not in repr(made[1])
    assert repr(made[1]) == "DeskKey()"
    with pytest.raises(ValueError, match="48 bytes"):
        DeskKey(b"short")
    assert Label(desk="x", officer="y", stands_on=date(2026, 10, 31)).stands_on
