"""Extracts spoilt at random, each by its seed; and what must be true of whatever a reader makes of one."""

from __future__ import annotations

import codecs
import csv
import io
import re
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from time import process_time

from iro_desk.domain.events import Value
from iro_desk.domain.extracts import Extract
from iro_desk.errors import Refused
from iro_desk.exchange.tables import FILE_NAMES, TABLES
from tests.exchange.invented import CODES, PLAIN, tables

Files = dict[str, bytes]
Reader = Callable[[Path], Extract]
LONGEST = 5.0
"""Seconds of the processor for one small extract: what takes so long does not end by itself."""
MOST_MEMORY = 64 * 1024 * 1024

DAYS = ("31/02/2026", "00/00/0000", "01/01/1900", "31/12/9999", "2026-02-30", "45413", "4.5E+04", "6/5/2026",
        "29/02/2100", "99/99/9999", "01/01/2099", "06-05-2025", "today", "########", "01/01/0001", "")  # fmt: skip
RUBBISH = (b"\x00", b"\xff\xfe", b"\r\n\r\n,,,,\r\n", b'"', b"\x1a", b"<html>", "Zoë".encode(), b"\xe9\xe8", b"=1+1,",
           b"-- 93 rows\r\n", b",,,,,,,,,,,,,,,,,,\r\n", b"\xed\xa0\x80", b"PK\x03\x04", b"\x85", b"\r")  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037", "cp1252", "mac-roman", "utf-7", "cp850")


@cache
def _good() -> Files:
    return {f"{name}.csv": PLAIN.text(rows).encode() for name, rows in tables().items()}


def _bits(chance: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: Random, content: bytes) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:end] if chance.random() < 0.5 else content[:start] + content[end:]


def _rubbish(chance: Random, content: bytes) -> bytes:
    at = len(content) if chance.random() < 0.5 else chance.randrange(len(content))
    what = chance.choice((*RUBBISH, chance.randbytes(chance.randint(1, 300)), b"a" * 20_000, b"1,2\n" * 60_000))
    return content[:at] + what + content[at:]


def _encoding(chance: Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    if chance.random() < 0.5:
        at = chance.randrange(len(text) + 1)
        text = f"{text[:at]}{chance.choice(('é', 'O’Brien', 'Ł', '👶'))}{text[at:]}"
    mark = codecs.BOM_UTF8 if chance.random() < 0.2 else b""
    return mark + text.encode(chance.choice(ENCODINGS), "replace")


def _rows(change: Callable[[Random, list[list[str]]], None]) -> Callable[[Random, bytes], bytes]:
    """A change of rows and cells, as far as the content still is any."""

    def apply(chance: Random, content: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace").replace("\0", ""), newline="")))
        if len(rows) > 1 and all(rows):
            change(chance, rows)
        written = io.StringIO(newline="")
        csv.writer(written).writerows(rows)
        return written.getvalue().encode()

    return apply


def _columns(chance: Random, rows: list[list[str]]) -> None:
    one, two = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    for row in rows if chance.random() < 0.5 else rows[:1]:
        if max(one, two) < len(row):
            row[one], row[two] = row[two], row[one]


def _repeated(chance: Random, rows: list[list[str]]) -> None:
    for _ in range(chance.randint(1, 5)):
        rows.insert(chance.randint(1, len(rows)), list(chance.choice(rows)))


def _days(chance: Random, rows: list[list[str]]) -> None:
    for _ in range(chance.randint(1, 4)):
        row = chance.choice(rows[1:])
        dated = [place for place, cell in enumerate(row) if cell.count("/") == 2] or [0]
        row[chance.choice(dated)] = chance.choice(DAYS)


def _numbers(chance: Random, rows: list[list[str]]) -> None:
    row = chance.choice(rows[1:])
    place = chance.randrange(len(row))
    row[place] = chance.choice(
        (f"{row[place]}.0", "1.23E+05", row[place] * 50, row[place].lstrip("0"), f'"{row[place]}')
    )


def _lost(chance: Random, rows: list[list[str]]) -> None:
    if chance.random() < 0.5:
        del rows[chance.randrange(len(rows))]
    else:
        del (row := chance.choice(rows))[chance.randrange(len(row))]


KINDS: dict[str, Callable[[Random, bytes], bytes]] = {
    "bits": _bits,
    "cut": _cut,
    "rubbish": _rubbish,
    "encoding": _encoding,
    "columns": _rows(_columns),
    "repeated": _rows(_repeated),
    "days": _rows(_days),
    "numbers": _rows(_numbers),
    "lost": _rows(_lost),
}


def mutant(seed: int) -> tuple[tuple[str, ...], Files]:
    """A spoilt extract, and how it was spoilt; the same seed, the same mutant."""
    chance = Random(seed)  # noqa: S311 - it spoils files
    files = dict(_good())
    kinds = tuple(chance.choice(list(KINDS)) for _ in range(chance.choice((1, 1, 2, 3))))
    for kind in kinds:
        name = chance.choice(list(files))
        if files[name]:
            files[name] = KINDS[kind](chance, files[name])
    if chance.random() < 0.05:
        one, two = chance.sample(list(files), 2)
        files[one], files[two] = files[two], files[one]
    if chance.random() < 0.05:
        del files[chance.choice(list(files))]
    return kinds, files


@dataclass
class Toll:
    """What became of mutants."""

    faults: list[str] = field(default_factory=list)
    """Seed and what was wrong: a crash, a sentence that is none, a value that cannot be, too slow, too large."""
    counts: Counter[str] = field(default_factory=Counter)


def run(reader: Reader, seeds: Iterable[int], folder: Path) -> Toll:
    """Give a reader the mutants of these seeds, one after another."""
    toll = Toll()
    tracemalloc.start()
    try:
        for seed in seeds:
            kinds, files = mutant(seed)
            place = folder / "extract"
            place.mkdir(exist_ok=True)
            for old in place.iterdir():
                old.unlink()
            for name, content in files.items():
                (place / name).write_bytes(content)
            toll.counts.update(kinds)
            toll.faults += [f"seed {seed} ({', '.join(kinds)}): {fault}" for fault in _one(reader, place, files, toll)]
    finally:
        tracemalloc.stop()
    return toll


def _one(reader: Reader, place: Path, files: Files, toll: Toll) -> Iterable[str]:
    tracemalloc.reset_peak()
    held, began = tracemalloc.get_traced_memory()[0], process_time()
    try:
        found = reader(place)
    except Refused as no:
        toll.counts["refused whole"] += 1
        yield from _sentence(no.words, [*files, place.name])
    except Exception as crash:  # noqa: BLE001 - whatever it is, it is what is looked for
        yield f"crashed with {type(crash).__name__}: {crash}"
    else:
        toll.counts["with rows refused" if found.refused else "read whole"] += 1
        yield from _result(found, files)
    if (took := process_time() - began) > LONGEST:
        yield f"took {took:.1f} s"
    if (more := tracemalloc.get_traced_memory()[1] - held) > MOST_MEMORY:
        yield f"took {more // 1024**2} MB"


def _sentence(words: str, names: Iterable[str]) -> Iterable[str]:
    """A sentence a person can read, on one line, that names what it is about."""
    if not (words.endswith(".") and words.isprintable() and len(words) < 500 and words.count(" ") > 2):
        yield f"is no sentence: {words!r}"
    if not any(name in words for name in names):
        yield f"names no file: {words!r}"
    own = re.sub("“[^”]*”", "", words)
    if any(each in own for each in ("Error", "Traceback", "None", "codec", "0x")):
        yield f"speaks to programmers: {words!r}"


def _result(found: Extract, files: Files) -> Iterable[str]:
    columns = {column for table in TABLES.values() for column in table} | {""}
    for each in found.refused:
        if each.file not in files or each.line < 1 or each.column not in columns or not each.value.isprintable():
            yield f"has no place: {each}"
        yield from _sentence(f"{each.file}: {each.reason}", files)
    for told in found.remarks:
        yield from _sentence(told.words if told.line == 0 else f"{told.file}: {told.words}", files)
    numbers = [each.number for each in found.children]
    if len(set(numbers)) != len(numbers) or not all(number.isascii() and len(number) <= 10 for number in numbers):
        yield "has children that cannot be told apart"
    for child in found.children:
        yield from _days_of(child.number, (child.child.get(name) for name in DAYS_OF_A_CHILD))
        for episode in child.episodes:
            yield from _days_of(child.number, (episode["start"], episode["end"]), first=True)
            if episode["legal_status"] not in CODES["legal_status"] or episode["placement"] not in CODES["placement"]:
                yield f"{child.number} has an episode with no such code"
        for review in child.reviews:
            yield from _days_of(child.number, (review["held"],), first=True)
    yield from _lost_rows(found, files)


DAYS_OF_A_CHILD = ("born", "mother_since", "uasc_until")


def _days_of(number: str, values: Iterable[Value], *, first: bool = False) -> Iterable[str]:
    days = [date.fromisoformat(each) for each in values if isinstance(each, str)]
    if first and not days:
        yield f"{number} has a row with no day"
    if any(day < date(1900, 1, 2) or day.year == 9999 for day in days):
        yield f"{number} has a dummy day"


def _lost_rows(found: Extract, files: Files) -> Iterable[str]:
    """Counted apart from the reader: each row of a file that is plain to read was taken or refused."""
    left_out = {each.file for each in found.left_out}
    for table in ("children", "episodes", "reviews"):
        file = f"{FILE_NAMES[table]}.csv"
        try:
            text = files[file].decode("utf-8-sig")
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(map(str.strip, row))]
        except (KeyError, UnicodeDecodeError, csv.Error):
            continue
        of_it = {column for row in rows[:1] for column in (cell.strip().upper() for cell in row)}
        if file in left_out or not set(TABLES[table]) <= of_it:
            continue
        refused = sum(each.file == file for each in found.refused)
        if found.taken[table] + refused != len(rows) - 1:
            yield f"{file} has {len(rows) - 1} rows; {found.taken[table]} were taken and {refused} refused"
