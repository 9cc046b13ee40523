"""Attachments: kept once by the hash of their content, in the encrypted file and in the transaction that adds them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from iro_desk.storage.tables import attachment


def keep(connection: Connection, content: bytes, kind: str) -> str:
    """Keep this content; its hash. The same content is kept once."""
    found = hashlib.sha256(content).hexdigest()
    row = insert(attachment).values(hash=found, kind=kind, content=content)
    connection.execute(row.on_conflict_do_nothing())
    return found


def read(connection: Connection, wanted: str) -> bytes | None:
    """The content with this hash; None where it is not here."""
    found: bytes | None = connection.execute(select(attachment.c.content).where(attachment.c.hash == wanted)).scalar()
    return found


def kept(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Every attachment: its hash and its content."""
    for row in connection.execute(select(attachment.c.hash, attachment.c.content)):
        yield row.hash, row.content
