"""The key file: the desk's random key, wrapped by the passphrase and, in a second slot, to the recovery key.

The passphrase goes through Argon2id (RFC 9106) to a key that opens its slot by ChaCha20-Poly1305, with the whole header
as associated data: a wrong passphrase and an altered file are both refused, and never mistaken for a damaged database.
The recovery slot is an age file, which the plain ``age`` tool opens as well.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import asdict, astuple, dataclass, field

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from iro_desk.domain.events import canonical
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.storage.label import DAMAGED, Label, content_of

KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
SHORTEST_PASSPHRASE = 15
KIB_PER_MIB = 1024


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
            "passphrase": {
                "kdf": "argon2id",
                **asdict(slot.cost),
                "salt": _text(slot.salt),
                "nonce": _text(slot.nonce),
                "box": _text(slot.box),
            },
            "recovery": _text(self.recovery),
        }
        return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> KeyFile:
        """Read a key file. Unavailable where it is damaged or of a later program."""
        found = content_of(content)
        label = Label.of(found)
        try:
            slot = found["passphrase"]
            cost = Cost(slot["passes"], slot["memory"], slot["lanes"])
            salt, nonce, box = (_bytes(slot[name]) for name in ("salt", "nonce", "box"))
            return cls(label, Slot(cost, salt, nonce, box), _bytes(found["recovery"]))
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise Unavailable(DAMAGED) from fault

    def unlock(self, passphrase: str) -> DeskKey:
        """The key, by the passphrase. WrongPassphrase when it is not the one."""
        self.passphrase.cost.check()
        wrapping = _derive(passphrase, self.passphrase.salt, self.passphrase.cost)
        try:
            opened = ChaCha20Poly1305(wrapping).decrypt(
                self.passphrase.nonce, self.passphrase.box, _associated(self.label, self.passphrase.cost)
            )
        except InvalidTag as fault:
            raise WrongPassphrase("That passphrase does not open this desk.", field="passphrase") from fault
        return DeskKey(opened)

    def recover(self, recovery_key: str) -> DeskKey:
        """The key, by the recovery key. WrongPassphrase when it is not the one."""
        try:
            identity = pyrage.x25519.Identity.from_str("".join(recovery_key.split()).upper())
            opened = pyrage.decrypt(self.recovery, [identity])
        except (pyrage.IdentityError, pyrage.DecryptError) as fault:
            raise WrongPassphrase("That recovery key does not open this desk.", field="recovery") from fault
        key, label = opened[: KEY_BYTES + SALT_BYTES], opened[KEY_BYTES + SALT_BYTES :]
        if label != canonical(self.label.header()).encode():
            raise Unavailable("The key file's label was altered after it was made.")
        return DeskKey(key)


def new_key_file(label: Label, passphrase: str, key: DeskKey, cost: Cost | None = None) -> tuple[KeyFile, str]:
    """A key file for this key, and the recovery key: shown once, kept nowhere."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(
            f"A passphrase has at least {SHORTEST_PASSPHRASE} letters; five words do well.", field="passphrase"
        )
    cost = cost or Cost()
    cost.check()
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    box = ChaCha20Poly1305(_derive(passphrase, salt, cost)).encrypt(nonce, key.secret, _associated(label, cost))
    identity = pyrage.x25519.Identity.generate()
    recovery = pyrage.encrypt(key.secret + canonical(label.header()).encode(), [identity.to_public()])
    return KeyFile(label, Slot(cost, salt, nonce, box), recovery), str(identity)


def _associated(label: Label, cost: Cost) -> bytes:
    return canonical({**label.header(), "kdf": "argon2id", **asdict(cost)}).encode()


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
        ).derive(passphrase.encode())
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
