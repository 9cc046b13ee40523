"""The witness: how far the journal had come when this machine last saw it, kept outside the desk.

Encryption cannot tell an old copy of the file from the newest one. A copy that knows less than the witness is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from iro_desk.storage import journal
from iro_desk.storage.findings import Finding
from iro_desk.storage.journal import Standing
from iro_desk.storage.machine_state import read_state, write_state


def write(connection: Connection, desk: str, device: str) -> None:
    """Note how far the journal has come. Unavailable where the machine's state folder cannot be written."""
    standing = journal.standing(connection)
    write_state(desk, _name(device), json.dumps({"count": standing.count, "heads": standing.heads}).encode())


def compare(connection: Connection, desk: str, device: str) -> Iterator[Finding]:
    """What the journal lacks of what the machine has seen; nothing where no witness can be read."""
    seen = _read(desk, device)
    if seen is None:
        return
    count = journal.count(connection)
    if count < seen.count:
        missing = seen.count - count
        events = "event is" if missing == 1 else "events are"
        words = (
            f"This copy of the desk is older than the one last open on this computer: {missing} {events} missing from "
            "it. Restore the newest backup, or go on with this copy if you know why."
        )
        yield Finding("witness", "desk.db", words)
    elif journal.standing(connection, seen.count) != seen:
        words = (
            "This copy of the desk has another history than the one last open on this computer. Restore the newest "
            "backup, or go on with this copy if you know why."
        )
        yield Finding("witness", "desk.db", words)


def behind(connection: Connection, desk: str, device: str) -> bool:
    """Whether the journal has gone on since the machine last saw it, as after a kill."""
    seen = _read(desk, device)
    return seen is None or seen.count != journal.count(connection)


def _name(device: str) -> str:
    return f"witness-{device}.json"


def _read(desk: str, device: str) -> Standing | None:
    try:
        found = json.loads(read_state(desk, _name(device)) or b"")
        return Standing(int(found["count"]), str(found["heads"]))
    except (ValueError, KeyError, TypeError):
        return None
