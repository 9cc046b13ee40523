"""What must lie beside the database after a break: whole backups, the newest acknowledged one, a key file that is old
or new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from iro_desk.bootstrap import open_desk
from iro_desk.errors import DeskError
from iro_desk.storage.keys import DeskKey
from iro_desk.storage.opening import by_recovery_key
from tests.breaking.power_cuts import Files, lay_out
from tests.breaking.verdict import Said
from tests.breaking.workload import CLOCK, machine

KEY_FILE = "desk/desk.key"
BACKUPS = "desk/backups/"
ABOUT = "about.json"


def beside(files: Files, said: Said, key_files: Sequence[str]) -> str | None:
    """What is wrong beside the database; None where nothing is. ``key_files`` are those written in turn, in hex."""
    return _backups(files, said) or _key_file(files, said, key_files)


def _backups(files: Files, said: Said) -> str | None:
    made = {path.split("/")[2] for path in files if path.startswith(BACKUPS) and path.endswith(f"/{ABOUT}")}
    names = sorted(each for each in made if not each.endswith(".part"))
    if said.backup is not None and (not names or names[-1] < said.backup):
        return "the newest acknowledged backup is gone"
    for name in names:
        about = json.loads(files[f"{BACKUPS}{name}/{ABOUT}"])
        for each, told in (("desk.db", "database"), ("desk.key", "key")):
            content = files.get(f"{BACKUPS}{name}/{each}")
            if content is None or hashlib.sha256(content).hexdigest() != about[told]:
                newest = "the newest backup" if name == names[-1] else "an older backup"
                return f"{newest} that counts is not whole: {each}"
    return None


def _key_file(files: Files, said: Said, key_files: Sequence[str]) -> str | None:
    if KEY_FILE not in files:
        return "the key file is gone"
    if not key_files or said.key_file is None:
        return None
    allowed = {said.key_file}
    if said.pending is not None:
        allowed.add(said.pending.get("key_file", said.key_file))
    known = [bytes.fromhex(each) for each in key_files]
    return (
        None if files[KEY_FILE] in [known[each] for each in allowed] else "the key file is neither the old nor the new"
    )


def others_among(files: Files, said: Said, key: DeskKey, scratch: Path) -> str | None:
    """What is wrong with the other desks among these files that were made or restored."""
    root = scratch / "others"
    names = tuple(f"{each}/" for each in said.desks)
    lay_out({path: content for path, content in files.items() if path.startswith(names)}, root)
    return others(root, said, key)


def others(root: Path, said: Said, key: DeskKey) -> str | None:
    """What is wrong with the other desks that were made or restored; a restored one opens by the same ``key``."""
    for name, recovery_key in said.desks.items():
        opener = by_recovery_key(recovery_key) if recovery_key else key
        try:
            with machine(root), open_desk(root / name, opener, CLOCK) as desk:
                if found := desk.check():
                    return f"another desk is not whole: {found[0].words}"
        except DeskError as wrong:
            return f"another desk does not open: {wrong.words.replace(str(root), '')}"
    return None
