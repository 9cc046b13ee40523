"""The key file: what opens a desk, what does not, and what is never mistaken for the other."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.canonical import canonical
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.storage.keys import Cost, DeskKey, KeyFile, new_key_file, tidy
from iro_desk.storage.label import DAMAGED, VERSION, Label, content_of, with_sum
from tests.conftest import CHEAP, PASSPHRASE

LABEL = Label(desk="d" * 32, officer="Frances Adeyemi")
SHAPE_1 = Path(__file__).parents[1] / "data" / "shape-1"
MIB = 1024 * 1024


def remade(content: dict[str, Any]) -> bytes:
    """A key file as somebody writes it who knows how the sum is made."""
    return json.dumps(with_sum(content)).encode()


def resident() -> int:
    """The bytes of this process in memory."""
    return int(psutil.Process().memory_info().rss)


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


def test_the_memory_of_the_derivation_is_given_back(made: tuple[KeyFile, DeskKey, str]) -> None:
    """At full cost: of its 256 MiB less than 16 stay; a control of the same size is seen while it is held."""
    made[0].unlock(PASSPHRASE)
    before = resident()
    control = bytearray(b"\1") * (256 * MIB)
    assert resident() - before > 240 * MIB
    del control
    full = made[0].with_passphrase(made[1], PASSPHRASE, Cost())
    assert full.passphrase.cost.memory == 256 * 1024
    assert full.unlock(PASSPHRASE) == made[1]
    assert resident() - before < 16 * MIB


def test_the_recovery_key_opens_it_however_it_is_typed(made: tuple[KeyFile, DeskKey, str]) -> None:
    """In groups, in small letters, with a line end."""
    key_file, key, recovery_key = made
    typed = " ".join(recovery_key.lower()[each : each + 4] for each in range(0, len(recovery_key), 4))
    assert key_file.recover(f"{typed}\n") == key
    with pytest.raises(WrongPassphrase):
        key_file.recover(recovery_key[:-1] + ("Q" if recovery_key[-1] != "Q" else "P"))


@pytest.mark.parametrize(
    "tried",
    [
        "",
        "green kettle sings at dusk",
        PASSPHRASE.upper(),
        PASSPHRASE.replace(" ", "  "),
        PASSPHRASE.replace(" ", ""),
        PASSPHRASE + "\ud800",
    ],
)
def test_another_passphrase_does_not(made: tuple[KeyFile, DeskKey, str], tried: str) -> None:
    """And is called that, not damage."""
    with pytest.raises(WrongPassphrase, match="does not open this desk"):
        made[0].unlock(tried)


@pytest.mark.parametrize(
    ("field", "value"),
    [("officer", "Someone Else"), ("desk", "e" * 32), ("practice", True), ("stands_on", "2026-10-31")],
)
def test_an_altered_label_opens_nothing(made: tuple[KeyFile, DeskKey, str], field: str, value: object) -> None:
    """Without its sum made again it is damage; with it, what stands in clear is still bound to both slots."""
    content = json.loads(made[0].to_bytes())
    content[field] = value
    with pytest.raises(Unavailable) as no:
        KeyFile.from_bytes(json.dumps(content).encode())
    assert no.value.words == DAMAGED
    altered = KeyFile.from_bytes(remade(content))
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
        KeyFile.from_bytes(remade(content)).unlock(PASSPHRASE)
    with pytest.raises(Unavailable, match="outside the limits"):
        new_key_file(LABEL, PASSPHRASE, made[1], Cost(**{"passes": 3, "memory": 262144, "lanes": 4, name: value}))


def damaged(content: bytes) -> bool:
    """Whether the glance and the whole reading both say that a key file is damaged, in those words."""
    found = []
    for read in (KeyFile.from_bytes, lambda each: Label.of(content_of(each))):
        with pytest.raises(Unavailable) as no:
            read(content)
        found.append(not isinstance(no.value, WrongPassphrase) and no.value.words == DAMAGED)
    return all(found)


def test_every_bit_of_the_file_matters(made: tuple[KeyFile, DeskKey, str]) -> None:
    """Any bit turned over, in the label, cost, salt, nonce, box, recovery slot or sum, is told as damage."""
    content = made[0].to_bytes()
    assert KeyFile.from_bytes(content) == made[0]
    for place, byte in enumerate(content):
        for bit in range(8):
            assert damaged(bytes([*content[:place], byte ^ (1 << bit), *content[place + 1 :]])), (place, bit)


def test_a_cut_emptied_or_foreign_file_is_damaged(made: tuple[KeyFile, DeskKey, str]) -> None:
    """Cut anywhere, emptied, zeroed, doubled, of another kind, or with its sum taken away."""
    content = made[0].to_bytes()
    assert not [length for length in range(len(content) - 1) if not damaged(content[:length])]
    without = {name: value for name, value in json.loads(content).items() if name != "sum"}
    twice = content.replace(b'"officer"', b'"officer": "Someone Else",\n "officer"')
    for spoilt in (
        *(bytes(len(content)), content * 2, twice, b"[" * 100_000, b"[]", b"null", b"\xff\xfe", b'{"version": NaN}'),
        json.dumps(without).encode(),
        json.dumps(without | {"version": True}).encode(),
        content.decode().encode("utf-16"),
        remade({"format": "another", "version": VERSION}),
    ):
        assert damaged(spoilt)


@pytest.mark.parametrize(
    ("name", "value"),
    [("salt", "AAAA"), ("nonce", ""), ("box", "AAAA"), ("box", "?"), ("memory", "a lot"), ("passes", True)],
)
def test_a_slot_of_another_shape_is_damaged(made: tuple[KeyFile, DeskKey, str], name: str, value: object) -> None:
    """Even where the sum was made again."""
    content = json.loads(made[0].to_bytes())
    content["passphrase"][name] = value
    with pytest.raises(Unavailable) as no:
        KeyFile.from_bytes(remade(content))
    assert no.value.words == DAMAGED


@pytest.mark.parametrize("name", ["salt", "nonce", "box"])
def test_a_slot_altered_on_purpose_opens_nothing(made: tuple[KeyFile, DeskKey, str], name: str) -> None:
    """With the sum made again it reads, and the passphrase is told that it does not open it."""
    content = json.loads(made[0].to_bytes())
    text = content["passphrase"][name]
    content["passphrase"][name] = ("A" if text[0] != "A" else "B") + text[1:]
    with pytest.raises(WrongPassphrase):
        KeyFile.from_bytes(remade(content)).unlock(PASSPHRASE)
    assert KeyFile.from_bytes(remade(content)).recover(made[2]) == made[1]


def test_the_sum_is_what_the_documents_say(made: tuple[KeyFile, DeskKey, str]) -> None:
    """SHA-256 of the canonical JSON of the rest, in a file of version 2."""
    content = json.loads(made[0].to_bytes())
    rest = {name: value for name, value in content.items() if name != "sum"}
    assert content["version"] == 2
    assert content["sum"] == hashlib.sha256(canonical(rest).encode()).hexdigest()


def test_a_file_of_the_first_version_still_opens_and_is_written_as_the_second() -> None:
    """By passphrase and by recovery key, before and after it is written again, with the sum it did not have."""
    old = (SHAPE_1 / "desk" / "desk.key").read_bytes()
    recovery_key = (SHAPE_1 / "recovery-key.txt").read_text(encoding="utf-8")
    assert json.loads(old)["version"] == 1
    read = KeyFile.from_bytes(old)
    again = KeyFile.from_bytes(read.to_bytes())
    assert json.loads(read.to_bytes())["version"] == 2
    assert again == read
    assert {each.unlock(PASSPHRASE) for each in (read, again)} == {read.recover(recovery_key)}
    assert again.recover(recovery_key) == read.recover(recovery_key)
    changed = again.with_passphrase(read.recover(recovery_key), "violet anchor hums at noon", CHEAP)
    assert KeyFile.from_bytes(changed.to_bytes()).recover(recovery_key) == read.recover(recovery_key)


def test_a_new_passphrase_opens_the_same_key_and_the_old_one_nothing(made: tuple[KeyFile, DeskKey, str]) -> None:
    """With a new salt and nonce; the recovery slot stays, and so does the file's label."""
    old, key, recovery_key = made
    new = KeyFile.from_bytes(old.with_passphrase(key, "violet anchor hums at noon", CHEAP).to_bytes())
    assert new.unlock("violet anchor hums at noon") == new.recover(recovery_key) == key
    assert (new.label, new.recovery) == (old.label, old.recovery)
    assert not {new.passphrase.salt, new.passphrase.nonce} & {old.passphrase.salt, old.passphrase.nonce}
    with pytest.raises(WrongPassphrase):
        new.unlock(PASSPHRASE)
    same = old.with_passphrase(key, PASSPHRASE, CHEAP)
    assert same.passphrase.box != old.passphrase.box
    for short in ("fourteen chars", " " * 20, "fourteen chars \n"):
        with pytest.raises(Refused, match="at least 15 letters"):
            old.with_passphrase(key, short, CHEAP)
    with pytest.raises(Unavailable, match="outside the limits"):
        old.with_passphrase(key, PASSPHRASE, Cost(passes=1))


def test_a_new_passphrase_costs_what_the_design_says(made: tuple[KeyFile, DeskKey, str]) -> None:
    """Whatever the old one cost."""
    assert made[0].with_passphrase(made[1], PASSPHRASE).passphrase.cost == Cost()


def test_a_new_recovery_key_takes_the_old_ones_place(made: tuple[KeyFile, DeskKey, str]) -> None:
    """It opens the same key; the old recovery key opens the new file no more, and the passphrase still does."""
    old, key, recovery_key = made
    file, new_recovery_key = old.with_recovery(key)
    new = KeyFile.from_bytes(file.to_bytes())
    assert new_recovery_key != recovery_key
    assert new.recover(new_recovery_key) == new.unlock(PASSPHRASE) == key
    with pytest.raises(WrongPassphrase):
        new.recover(recovery_key)
    assert old.recover(recovery_key) == key


@pytest.mark.parametrize(
    "passphrase",
    [
        "1" * 15,
        "a" * 500,
        "Zoë señala el río — ÅØÆ",
        "зелёный чайник поёт",
        "🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊",
        "한국어 암호 문장은 충분히 깁니다",
    ],
)
def test_a_passphrase_is_anything_long_enough(made: tuple[KeyFile, DeskKey, str], passphrase: str) -> None:
    """No rule says what it is made of, and it opens as another system types it, or as it is pasted."""
    new = made[0].with_passphrase(made[1], passphrase, CHEAP)
    for typed in (
        unicodedata.normalize("NFD", passphrase),
        unicodedata.normalize("NFC", passphrase),
        f" {passphrase}\r\n",
        passphrase.replace(" ", "\u00a0"),
    ):
        assert new.unlock(typed) == made[1]


def test_a_passphrase_that_was_kept_as_typed_still_opens(made: tuple[KeyFile, DeskKey, str]) -> None:
    """As desks of the first version kept it: decomposed, and with a space at its end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("iro_desk.storage.keys.tidy", lambda typed: typed)
        old = made[0].with_passphrase(made[1], "Zoe\u0308 hums at noon ", CHEAP)
    assert old.unlock("Zoe\u0308 hums at noon ") == made[1]
    with pytest.raises(WrongPassphrase):
        old.unlock("Zoe\u0308 hums at noon")


def test_too_little_memory_is_said_and_no_weaker_setting_taken(
    made: tuple[KeyFile, DeskKey, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how much is needed; it is never called a wrong passphrase."""

    def full(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("iro_desk.storage.keys.Argon2id", full)
    with pytest.raises(Unavailable, match="needs 64 MB of free memory") as no:
        made[0].unlock(PASSPHRASE)
    assert not isinstance(no.value, WrongPassphrase)


@given(st.text())
def test_tidying_twice_is_tidying_once(typed: str) -> None:
    """And leaves nothing to take off at the ends."""
    assert tidy(tidy(typed)) == tidy(typed) == tidy(typed).strip()


def test_a_short_passphrase_is_refused() -> None:
    """With the length that is wanted."""
    with pytest.raises(Refused, match="at least 15 letters"):
        new_key_file(LABEL, "too short", DeskKey.random(), CHEAP)


def test_a_later_programs_file_is_refused(made: tuple[KeyFile, DeskKey, str]) -> None:
    """In a sentence, before anything is tried."""
    content = json.loads(made[0].to_bytes()) | {"version": 3}
    with pytest.raises(Unavailable, match="later edition"):
        KeyFile.from_bytes(remade(content))
    with pytest.raises(Unavailable, match="later edition"):
        Label.of(content_of(remade(content)))


def test_nothing_secret_shows_itself(made: tuple[KeyFile, DeskKey, str]) -> None:
    """Not in a representation, which is what a log would hold."""
    assert made[1].secret.hex() not in repr(made[1])
    assert repr(made[1]) == "DeskKey()"
    with pytest.raises(ValueError, match="48 bytes"):
        DeskKey(b"short")
    assert Label(desk="x", officer="y", stands_on=date(2026, 10, 31)).stands_on
