"""Drafts: what is typed and not yet saved, in the encrypted file and outside the journal.

A draft belongs to one field of one form of one child. It is never in history, search or packs, and goes in the
transaction that saves its form.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from iro_desk.storage.tables import draft


def keep(connection: Connection, child: str, form: str, values: dict[str, str], at: datetime) -> None:
    """Keep what stands in these fields; the moment is for display."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    rows = [{"child": child, "form": form, "field": name, "value": each, "at": moment} for name, each in values.items()]
    if rows:
        write = insert(draft)
        newer = {"value": write.excluded.value, "at": write.excluded.at}
        connection.execute(write.on_conflict_do_update(index_elements=["child", "form", "field"], set_=newer), rows)


def read(connection: Connection, child: str, form: str) -> dict[str, str]:
    """What stands in the fields of this form of this child; empty where nothing waits."""
    where = (draft.c.child == child) & (draft.c.form == form)
    return {row.field: row.value for row in connection.execute(select(draft.c.field, draft.c.value).where(where))}


def forms(connection: Connection) -> list[tuple[str, str, str]]:
    """Every form with something typed and not saved: child, form, and the moment it was last touched, newest first."""
    rows = connection.execute(select(draft.c.child, draft.c.form, draft.c.at).order_by(draft.c.at.desc()))
    newest: dict[tuple[str, str], str] = {}
    for row in rows:
        newest.setdefault((row.child, row.form), row.at)
    return [(child, form, at) for (child, form), at in newest.items()]


def forget(connection: Connection, child: str, form: str) -> None:
    """Destroy the draft of this form of this child."""
    connection.execute(delete(draft).where(draft.c.child == child, draft.c.form == form))
