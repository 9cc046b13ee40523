"""Words that nobody would write by chance, and a quick search for them in nine encodings.

The nine: UTF-8, UTF-16 either way round, base64 in its three shifts, hex, percent, and deflated (zlib, gzip, members of
ZIPs and PNGs). Case does not count, nor do accents: the full-text index drops both.

The search looks at every eighth place of the bytes for one of the eight-byte pieces of the patterns. A pattern of
fifteen bytes has a whole piece at such a place wherever it stands; only where a piece is met are the patterns tried.
"""

from __future__ import annotations

import base64
import json
import random
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

PIECE = 8
SHORTEST_QUICK = 2 * PIECE - 1
DEEPEST = 3
"""A stream within a stream within a stream."""
MOST_UNPACKED = 1 << 23
FIRST_BITE, BITE = 64, 4096
ENCODINGS = (
    *("utf-8", "utf-16-le", "utf-16-be", "base64, shift 0", "base64, shift 1", "base64, shift 2"),
    *("hex", "percent", "deflate"),
)
KINDS = {
    "name": 6,
    "person": 5,
    "note": 6,
    "note with umlauts": 4,
    "Greek note": 2,
    "Georgian note": 1,
    "search word": 2,
    "draft": 4,
    "letter": 5,
    "file name": 4,
    "place in a photograph": 4,
    "passphrase": 4,
    "number": 2,
    "pupil number": 1,
    "postcode": 2,
    "home's number": 1,
    "refused value": 2,
    "what a bug held": 1,
    "folder of the window": 1,
}
"""How many of each there are; keys and check words, which are made by chance, come on top."""
LONGEST_NUMBER = 10
"""Letters and figures of a child's number in an extract."""


def _sentinels() -> dict[str, str]:
    """Each sentinel by what it is, always the same ones."""
    names = [(kind, f"{kind} {number}") for kind, most in KINDS.items() for number in range(1, most + 1)]
    return {name: _made(kind, random.Random(name)) for kind, name in names}  # noqa: S311 - words, not secrets


def _made(kind: str, chance: random.Random) -> str:
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    if kind == "number":
        return "".join(chance.choice("BCDFGHJKLMNPQRSTVWXZ0123456789") for _ in range(LONGEST_NUMBER))
    if kind == "passphrase":
        return " ".join("".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(5)) for _ in range(3))
    if "umlauts" in kind:
        vowels = "äöüéa"
    if "Greek" in kind:
        consonants, vowels = "βγδθκλμνξπρστφχψ", "αεηιουω"
    if "Georgian" in kind:
        consonants, vowels = "ბგდვზთკლმნპრსტ", "აეიოუ"
    word = "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(9))
    return word.capitalize() if kind == "name" else word


SENTINELS: Mapping[str, str] = _sentinels()


@dataclass(frozen=True, slots=True)
class Found:
    """A sentinel that was found: which, in which encoding, and in what."""

    sentinel: str
    encoding: str
    where: str = field(default="", compare=False)


class Search:
    """Every pattern of these sentinels, made once. Bytes are looked for as they are, text in its forms as well."""

    def __init__(self, sentinels: Mapping[str, str | bytes]) -> None:
        self.names = frozenset(sentinels)
        patterns: dict[bytes, tuple[str, str]] = {}
        for name, sentinel in sentinels.items():
            for encoding, pattern in _patterns(sentinel):
                patterns.setdefault(pattern.lower(), (name, encoding))
        self._long = {pattern: what for pattern, what in patterns.items() if len(pattern) >= SHORTEST_QUICK}
        self._short = {pattern: what for pattern, what in patterns.items() if len(pattern) < SHORTEST_QUICK}
        self._pieces = {
            struct.unpack("=Q", pattern[at : at + PIECE])[0]
            for pattern in self._long
            for at in range(len(pattern) - PIECE + 1)
        }

    def __call__(self, content: bytes, where: str = "", *, depth: int = 0) -> set[Found]:
        """The sentinels in these bytes, and in what is deflated in them."""
        lowered = content.lower()
        whole = memoryview(lowered)[: len(lowered) // PIECE * PIECE].cast("Q")
        tried = self._short if self._pieces.isdisjoint(whole) else self._short | self._long
        found = {Found(*what, where) for pattern, what in tried.items() if pattern in lowered}
        if depth < DEEPEST:
            for unpacked in streams(content):
                inner = self(unpacked, where, depth=depth + 1)
                found |= {Found(each.sentinel, "deflate", where) for each in inner}
        return found


def encoded(sentinel: str, encoding: str) -> bytes:
    """A sentinel in one of the nine encodings, as somebody might leave it: for controls."""
    plain = sentinel.encode()
    if encoding.startswith("utf"):
        return sentinel.encode(encoding)
    if encoding.startswith("base64"):
        return base64.b64encode(b"x" * int(encoding[-1]) + plain)
    made = {"hex": plain.hex().upper(), "percent": "".join(f"%{byte:02X}" for byte in plain)}
    return zlib.compress(b"before " + plain) if encoding == "deflate" else made[encoding].encode()


def _patterns(sentinel: str | bytes) -> Iterator[tuple[str, bytes]]:
    for form in _forms(sentinel):
        plain = form.encode() if isinstance(form, str) else form
        yield "utf-8", plain
        if isinstance(form, str):
            yield "utf-16-le", form.encode("utf-16-le")
            yield "utf-16-be", form.encode("utf-16-be")
            yield "percent", quote(form, safe="").encode()
        yield "hex", plain.hex().encode()
        yield "percent", "".join(f"%{byte:02x}" for byte in plain).encode()
        for shift in range(3):
            inner = _inner(plain, shift)
            yield f"base64, shift {shift}", inner
            yield f"base64, shift {shift}", inner.translate(bytes.maketrans(b"+/", b"-_"))


def _inner(plain: bytes, shift: int) -> bytes:
    """The letters of base64 that these bytes alone decide, with so many bytes before them."""
    letters = base64.b64encode(bytes(shift) + plain).rstrip(b"=")
    return letters[(0, 2, 3)[shift] : (len(plain) + shift) * 8 // 6]


def _forms(sentinel: str | bytes) -> Iterable[str | bytes]:
    """As it is, taken apart into letter and accent, without accents, and as JSON writes it."""
    if isinstance(sentinel, bytes):
        return [sentinel]
    apart = unicodedata.normalize("NFD", sentinel)
    bare = "".join(each for each in apart if not unicodedata.combining(each)).casefold()
    return dict.fromkeys([sentinel, apart, bare, sentinel.casefold(), json.dumps(sentinel)[1:-1]])


ZLIB_HEADERS = [
    bytes([first, second])
    for first in range(0x08, 0x79, 0x10)
    for second in range(256)
    if (first << 8 | second) % 31 == 0 and not second & 0x20
]
STREAM = re.compile(
    b"|".join(re.escape(each) for each in [*ZLIB_HEADERS, b"\x1f\x8b\x08", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n"])
)


def streams(content: bytes) -> Iterator[bytes]:
    """What is deflated in these bytes, at whatever place; a stream that is cut short gives what there is of it."""
    for found in STREAM.finditer(content):
        at, mark = found.start(), found[0]
        if mark == b"PK\x03\x04":
            lengths = content[at + 26 : at + 30]
            if len(lengths) == 4:
                yield from _unpacked(content, at + 30 + sum(struct.unpack("<HH", lengths)), -15)
        elif mark == b"\x89PNG\r\n\x1a\n":
            yield from _unpacked(b"".join(_picture_data(content, at + 8)), 0, 15)
        else:
            yield from _unpacked(content, at, 31 if mark == b"\x1f\x8b\x08" else 15)


def _unpacked(content: bytes, at: int, window: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(window)
    got = b""
    try:
        got = stream.decompress(content[at : at + FIRST_BITE])
        at += FIRST_BITE
        while at < len(content) and not stream.eof and len(got) < MOST_UNPACKED:
            got += stream.decompress(content[at : at + BITE])
            at += BITE
    except zlib.error:
        pass
    if got:
        yield got


def _picture_data(content: bytes, at: int) -> Iterator[bytes]:
    """The parts of a PNG's one stream, which may be cut at any place."""
    while at + 8 <= len(content):
        length, name = struct.unpack(">I", content[at : at + 4])[0], content[at + 4 : at + 8]
        if name == b"IDAT":
            yield content[at + 8 : at + 8 + length]
        if name == b"IEND":
            return
        at += 12 + length
