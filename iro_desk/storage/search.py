"""The full-text index over names and notes: folded like every table, and never in clear.

A row's place grows with the day that it tells of, and names stand above every day. FTS5 walks places by itself, so
*newest first* needs no sorting however many rows a word has. ``secure-delete`` takes the words of a row out of the
index when the row goes (SQLite, FTS5, section 6.9); without it they would stay until a later merge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.exc import DBAPIError

from iro_desk.domain.events import Record
from iro_desk.services.ports import Found
from iro_desk.storage.tables import found

A_DAY = 1 << 24
"""How many rows of one day have places of their own."""
NAMES = date.max.toordinal() + 1
"""The day that names stand on: after all others."""
SHORTEST = 2
"""Letters a word needs while it is being typed."""
OPENING, CLOSING = "\u2068", "\u2069"
"""What stands round each word found in an excerpt: isolates, which no keyboard types and no eye sees."""

INDEX = (
    """CREATE VIRTUAL TABLE found_words USING fts5(
    words, content = 'found', content_rowid = 'place',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6')""",
    "INSERT INTO found_words (found_words, rank) VALUES ('secure-delete', 1)",
)
PUT = text("INSERT INTO found_words (rowid, words) VALUES (:place, :words)")
TAKE = text("INSERT INTO found_words (found_words, rowid, words) VALUES ('delete', :place, :words)")
LOOK = """
SELECT found.kind, found.record_id, found.place,
       child.id, child.number, child.first_name, child.last_name, child.known_as,
       snippet(found_words, 0, '{opening}', '{closing}', '…', 16) AS excerpt
FROM found_words JOIN found ON found.place = found_words.rowid JOIN child ON child.id = found.child
WHERE found_words MATCH ? ORDER BY {order} LIMIT ?
"""
NAMED = ("number", "first_name", "last_name", "known_as")
NEWEST = LOOK.format(order="found_words.rowid DESC", opening=OPENING, closing=CLOSING)
BEST = LOOK.format(order="found_words.rank, found_words.rowid DESC", opening=OPENING, closing=CLOSING)


def create(connection: Connection) -> None:
    """Make the empty index beside its table."""
    for statement in INDEX:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take the index away; its table goes with the folded ones."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS found_words")


def index(connection: Connection, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Bring the index up to date with these folded rows."""
    wanted = {row["id"]: _row(kind, row) for row in rows} if kind in WORDS else {}
    if not wanted:
        return
    ids = list(wanted)
    for some in (ids[at : at + 500] for at in range(0, len(ids), 500)):
        old = connection.execute(select(found).where(found.c.record_id.in_(some))).mappings().all()
        for each in old:
            new = wanted[each["record_id"]]
            if new is not None and (new["day"], new["words"], new["child"]) == (
                each["place"] // A_DAY,
                each["words"],
                each["child"],
            ):
                wanted[each["record_id"]] = None
                continue
            connection.execute(TAKE, {"place": each["place"], "words": each["words"]})
            connection.execute(delete(found).where(found.c.place == each["place"]))
    _put(connection, [each for each in wanted.values() if each is not None])


def _put(connection: Connection, rows: list[dict[str, Any]]) -> None:
    places: dict[int, int] = {}
    for row in rows:
        day = row.pop("day")
        if day not in places:
            newest = select(func.max(found.c.place)).where(found.c.place.between(day * A_DAY, (day + 1) * A_DAY - 1))
            last = connection.execute(newest).scalar()
            places[day] = day * A_DAY if last is None else last + 1
        row["place"] = places[day]
        places[day] += 1
    if rows:
        connection.execute(found.insert(), rows)
        connection.execute(PUT, rows)


def look(connection: Connection, typed: str, most: int, *, best: bool) -> list[Found]:
    """What these words find: newest first as they are typed, or the best match. Nothing for less than two letters."""
    wanted = query(typed)
    if not wanted:
        return []
    rows = connection.exec_driver_sql(BEST if best else NEWEST, (wanted, most)).all()
    return [
        Found(
            kind,
            record_id,
            Record(kind="child", id=child, child=child, values=dict(zip(NAMED, named, strict=True))),
            _day(place),
            _pieces(excerpt),
        )
        for kind, record_id, place, child, *named, excerpt in rows
    ]


def faults(connection: Connection, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """The records whose words in the index are not those of these folded rows, given with their kinds."""
    expected = {
        row["id"]: (kind, words["day"], words["words"], words["child"])
        for kind, row in rows
        if kind in WORDS and (words := _row(kind, row)) is not None
    }
    for row in connection.execute(select(found)):
        if expected.pop(row.record_id, None) != (row.kind, row.place // A_DAY, row.words, row.child):
            yield row.record_id
    yield from expected


def sound(connection: Connection) -> bool:
    """Whether the index holds what its table says. It asks by a statement that writes, so it wants a transaction."""
    try:
        connection.exec_driver_sql("INSERT INTO found_words (found_words, rank) VALUES ('integrity-check', 1)")
    except DBAPIError as fault:
        if "malformed" in str(fault.orig):
            return False
        raise
    return True


def _day(place: int) -> date | None:
    number = place // A_DAY
    return date.fromordinal(number) if 0 < number < NAMES else None


def _pieces(excerpt: str) -> tuple[tuple[str, bool], ...]:
    first, *found = excerpt.split(OPENING)
    pieces = [(first, False)]
    for each in found:
        word, _, after = each.partition(CLOSING)
        pieces += [(word, True), (after, False)]
    return tuple(piece for piece in pieces if piece[0])


def query(typed: str) -> str:
    """Every word as the beginning of one, quoted, so that nothing typed is taken for a command; letters that stand
    alone are still being typed, or are in every note.
    """
    terms = [each for each in re.findall(r"[^\W_]+", typed) if len(each) >= SHORTEST]
    return " ".join(f'"{each}"*' for each in terms)


def _name(row: Mapping[str, Any]) -> tuple[int, str]:
    parts = [row.get(name) for name in ("first_name", "last_name", "known_as", "number")]
    return NAMES, " ".join(str(each) for each in parts if each)


def _note(row: Mapping[str, Any]) -> tuple[int, str]:
    told = row.get("on")
    names = [str(each["name"]) for each in row.get("attachments") or []]
    return (date.fromisoformat(told).toordinal() if told else 0), " ".join([str(row.get("note") or ""), *names]).strip()


WORDS = {"child": _name, "contact": _note}
"""By kind of record: the day that it tells of, as an ordinal, and its words."""


def _row(kind: str, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of the index; None where the record is withdrawn or has no words."""
    day, words = WORDS[kind](row)
    if row["withdrawn"] or not words:
        return None
    return {"record_id": row["id"], "kind": kind, "child": row["child"], "words": words, "day": day}
