"""What the machine remembers of a desk: small files outside the desk's folder, by desk id, with no child in them.

A copy of a desk that is carried elsewhere, or an old one put back, does not bring them along. Nothing here is needed to
open a desk: what cannot be read is as good as absent.
"""

from __future__ import annotations

import re
from pathlib import Path

from platformdirs import user_state_path

from iro_desk.domain.canonical import digest
from iro_desk.errors import Unavailable

_DESK_ID = re.compile(r"[0-9a-f]{32}")


def state_folder(desk: str) -> Path:
    """Where the machine keeps its state of this desk; the folder may not exist yet.

    A label is only bound to its slots once a passphrase opened them, so an id that is none never becomes a path.
    """
    name = desk if _DESK_ID.fullmatch(desk) else digest(desk)[:32]
    return user_state_path("iro-desk", appauthor=False) / name


def read_state(desk: str, name: str) -> bytes | None:
    """What was last written under this name, or none where there is nothing, or nothing that can be read."""
    try:
        return (state_folder(desk) / name).read_bytes()
    except OSError:
        return None


def write_state(desk: str, name: str, content: bytes) -> None:
    """Keep this under this name: whole or not at all, for its owner alone. Unavailable where it cannot be kept."""
    from iro_desk.storage.desk_folder import write_whole  # noqa: PLC0415 - a locked window reads, and loads no store

    folder = state_folder(desk)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as fault:
        raise Unavailable(f"The folder {folder} cannot be made: {fault.strerror}.") from fault
    write_whole(folder / name, content)


def forget_state(desk: str, name: str) -> None:
    """Remove what was written under this name. Unavailable where it cannot be removed."""
    try:
        (state_folder(desk) / name).unlink(missing_ok=True)
    except OSError as fault:
        raise Unavailable(f"{name} cannot be removed from {state_folder(desk)}: {fault.strerror}.") from fault
