"""The key file: the desk's random key, wrapped by the passphrase and, in a second slot, to the recovery key.

The passphrase goes through Argon2id (RFC 9106) to a key that opens its slot by ChaCha20-Poly1305, with the whole header
as associated data: a wrong passphrase and an altered file are both refused, and never mistaken for a damaged database.
The recovery slot is an age file, which the plain ``age`` tool opens as well. A new passphrase or a new recovery key
makes a new slot; the desk's key stays, and copies of the old file open with the old ones.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import unicodedata
from dataclasses import asdict, astuple, dataclass, field, replace
from typing import Any

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from iro_desk.domain.canonical import canonical
from iro_desk.errors import Damaged, Refused, Unavailable, WrongPassphrase
from iro_desk.storage.label import DAMAGED, VERSION, Label, content_of, with_sum

KEY_BYTES, SALT_BYTES, NONCE_BYTES, TAG_BYTES = 32, 16, 12, 16
SHORTEST_PASSPHRASE = 15
"""In characters; five words of the word list are always longer."""
KIB_PER_MIB = 1024
WRONG_PASSPHRASE = "That passphrase does not open this desk."  # noqa: S105 - words about one
WRONG_RECOVERY_KEY = "That recovery key does not open this desk."


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of the passphrase costs: passes, memory in KiB, lanes."""

    passes: int = 3
    memory: int = 256 * KIB_PER_MIB
    lanes: int = 4

    def check(self) -> None:
        """Refuse a cost below the floor or above the ceiling, before anything is computed with it."""
        if not all(least <= value <= most for value, (least, most) in zip(astuple(self), LIMITS, strict=True)):
            raise Unavailable("The key file asks for a key derivation outside the limits; it is damaged or altered.")


LIMITS = ((2, 10), (64 * KIB_PER_MIB, 1024 * KIB_PER_MIB), (1, 16))
"""Floors and ceilings of passes, memory and lanes."""


@dataclass(frozen=True, slots=True)
class DeskKey:
    """The database key and salt. The only way to make one is 48 random bytes."""

    secret: bytes = field(repr=False)

    @classmethod
    def random(cls) -> DeskKey:
        """A new key from the system's random source."""
        return cls(secrets.token_bytes(KEY_BYTES + SALT_BYTES))

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES + SALT_BYTES:
            raise ValueError("a desk key is 48 bytes")


@dataclass(frozen=True, slots=True)
class Slot:
    """The key under the passphrase."""

    cost: Cost
    salt: bytes
    nonce: bytes
    box: bytes

    def open(self, passphrase: str, label: Label) -> bytes | None:
        """The key's bytes, or none where this exact passphrase, or this label, is not the slot's."""
        wrapping = _derive(passphrase, self.salt, self.cost)
        try:
            return ChaCha20Poly1305(wrapping).decrypt(self.nonce, self.box, _associated(label, self.cost))
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file's content."""

    label: Label
    passphrase: Slot
    recovery: bytes
    """An age file to the recovery key, holding the key and a hash of the label."""

    def to_bytes(self) -> bytes:
        """The file."""
        slot = self.passphrase
        content = {
            **self.label.header(),
            "version": VERSION,
            "passphrase": {
                "kdf": "argon2id",
                **asdict(slot.cost),
                "salt": _text(slot.salt),
                "nonce": _text(slot.nonce),
                "box": _text(slot.box),
            },
            "recovery": _text(self.recovery),
        }
        return (json.dumps(with_sum(content), indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> KeyFile:
        """Read a key file. Unavailable where it is damaged or of a later program."""
        found = content_of(content)
        label = Label.of(found)
        try:
            return cls(label, _slot(found["passphrase"]), _bytes(found["recovery"]))
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise Damaged(DAMAGED) from fault

    def unlock(self, passphrase: str) -> DeskKey:
        """The key, by the passphrase. WrongPassphrase when it is not the one."""
        self.passphrase.cost.check()
        # Desks made before passphrases were tidied took them as typed.
        for typed in dict.fromkeys((tidy(passphrase), passphrase)):
            opened = self.passphrase.open(typed, self.label)
            if opened is not None:
                return DeskKey(opened)
        raise WrongPassphrase(WRONG_PASSPHRASE, field="passphrase")

    def recover(self, recovery_key: str) -> DeskKey:
        """The key, by the recovery key. WrongPassphrase when it is not the one."""
        try:
            identity = pyrage.x25519.Identity.from_str("".join(recovery_key.split()).upper())
            opened = pyrage.decrypt(self.recovery, [identity])
        except (pyrage.IdentityError, pyrage.DecryptError) as fault:
            raise WrongPassphrase(WRONG_RECOVERY_KEY, field="recovery") from fault
        key, label = opened[: KEY_BYTES + SALT_BYTES], opened[KEY_BYTES + SALT_BYTES :]
        if label != canonical(self.label.header()).encode():
            raise Unavailable("The key file's label was altered after it was made.")
        return DeskKey(key)

    def is_opened_by(self, recovery_key: str, key: DeskKey) -> bool:
        """Whether this recovery key opens it, and gives this key: to be asked before anybody relies on it."""
        try:
            return self.recover(recovery_key) == key
        except Unavailable:
            return False

    def with_passphrase(self, key: DeskKey, passphrase: str, cost: Cost | None = None) -> KeyFile:
        """This file with a new passphrase for the same key, which the caller has opened. Refused where it is short."""
        return replace(self, passphrase=_passphrase_slot(self.label, passphrase, key, cost or Cost()))

    def with_recovery(self, key: DeskKey) -> tuple[KeyFile, str]:
        """This file with a new recovery slot, and its recovery key; the old recovery key opens the new file no more."""
        recovery, recovery_key = _recovery_slot(self.label, key)
        return replace(self, recovery=recovery), recovery_key


def new_key_file(label: Label, passphrase: str, key: DeskKey, cost: Cost | None = None) -> tuple[KeyFile, str]:
    """A key file for this key, and the recovery key: shown once, kept nowhere."""
    slot = _passphrase_slot(label, passphrase, key, cost or Cost())
    recovery, recovery_key = _recovery_slot(label, key)
    return KeyFile(label, slot, recovery), recovery_key


def tidy(passphrase: str) -> str:
    """A passphrase as it goes into the derivation: every kind of space as a plain one, in NFC, none at either end.

    Keyboards write "é" as one character or as two, and a space as U+00A0 (RFC 8265, 4.2, has both rules); a pasted
    phrase brings a line end along. Nothing else is touched: case, and the spaces between words, count.
    """
    spaced = "".join(" " if unicodedata.category(each) == "Zs" else each for each in passphrase)
    return unicodedata.normalize("NFC", spaced).strip()


def _passphrase_slot(label: Label, passphrase: str, key: DeskKey, cost: Cost) -> Slot:
    phrase = tidy(passphrase)
    if len(phrase) < SHORTEST_PASSPHRASE:
        raise Refused(
            f"A passphrase has at least {SHORTEST_PASSPHRASE} letters; five words do well.", field="passphrase"
        )
    cost.check()
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    box = ChaCha20Poly1305(_derive(phrase, salt, cost)).encrypt(nonce, key.secret, _associated(label, cost))
    return Slot(cost, salt, nonce, box)


def _recovery_slot(label: Label, key: DeskKey) -> tuple[bytes, str]:
    identity = pyrage.x25519.Identity.generate()
    recovery = pyrage.encrypt(key.secret + canonical(label.header()).encode(), [identity.to_public()])
    return recovery, str(identity)


def _associated(label: Label, cost: Cost) -> bytes:
    return canonical({**label.header(), "kdf": "argon2id", **asdict(cost)}).encode()


def _slot(found: dict[str, Any]) -> Slot:
    passes, memory, lanes = (_number(found[name]) for name in ("passes", "memory", "lanes"))
    salt, nonce, box = (_bytes(found[name]) for name in ("salt", "nonce", "box"))
    if (len(salt), len(nonce), len(box)) != (SALT_BYTES, NONCE_BYTES, KEY_BYTES + SALT_BYTES + TAG_BYTES):
        raise ValueError("a part of the slot is too long or too short")
    return Slot(Cost(passes, memory, lanes), salt, nonce, box)


def _number(value: object) -> int:
    if type(value) is not int:
        raise ValueError("not a number")
    return value


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
        ).derive(passphrase.encode("utf-8", "surrogatepass"))
    except MemoryError as fault:
        raise Unavailable(
            f"Unlocking needs {cost.memory // KIB_PER_MIB} MB of free memory; close another program and try again."
        ) from fault


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise ValueError("not base64") from fault
