"""Where a desk may not lie: a sync client's folder, a network's file system, a drive that is pulled out.

Sync clients copy and swap files in use; network file systems lock and flush as they please (sqlite.org/howtocorrupt);
a drive goes with whoever takes it. Only what is known to be one of these is refused. Not noticed: a sync client's
folder under a name of one's own choice, and external disks that call themselves fixed. On a Mac a mount under
``/Volumes`` may be an inner disk and asking ``diskutil`` is slow: there the format of memory sticks is what counts.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePath, PureWindowsPath

from platformdirs import user_data_path

from iro_desk.errors import Refused, Unavailable
from iro_desk.storage.mounts import REMOTE, REMOVABLE, Mount, drive_type, is_removable, mount_of, mounts

SYNC_CLIENTS = {
    "OneDrive": r"onedrive( ?- ?.+| \(.+\))?",
    "Dropbox": r"dropbox( - .+| \(.+\))?",
    "Google Drive": r"(google ?drive|my drive)( - .+| \(.+\))?",
    "iCloud": r"icloud ?drive( \(.+\))?",
    "Nextcloud": r"nextcloud\d*( - .+| \(.+\))?",
    "Box": r"box( sync)?( - .+| \(.+\))?",
}
"""How the clients name their folders: a whole name in a path, in any case."""
APPLE_FOLDERS = {("library", "mobile documents"): "iCloud", ("library", "cloudstorage"): "a cloud drive"}
"""Where macOS keeps iCloud, and every other client that uses its file provider."""
ICLOUD_DRIVE = "Library/Mobile Documents/com~apple~CloudDocs"
ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
NETWORK = frozenset({
    "9p", "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs",
    "fuse.google-drive-ocamlfuse", "fuse.gvfsd-fuse", "fuse.onedriver", "fuse.rclone", "fuse.s3fs", "fuse.sshfs",
    "glusterfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "openafs", "smb", "smb2", "smb3", "smbfs", "webdav",
})  # fmt: skip
"""File systems that lie on another machine, as Linux and macOS call them."""
MEMORY_STICK = frozenset({"msdos", "exfat"})


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine, each by a function that a test can replace."""

    platform: str = sys.platform
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    home: Callable[[], PurePath] = lambda: Path.home().resolve()
    resolve: Callable[[Path], PurePath] = lambda folder: folder.expanduser().resolve()
    safe: Callable[[], PurePath] = lambda: user_data_path("iro-desk", appauthor=False) / "desk"
    exists: Callable[[PurePath], bool] = lambda place: Path(place).exists()
    mounted: Callable[[], list[Mount]] = mounts
    removable: Callable[[Mount], bool] = is_removable
    drive_type: Callable[[str], int] = drive_type


def check_place(folder: Path, machine: Machine | None = None) -> None:
    """Refused where a desk may not lie here, saying why and naming a place that will do; unknown places will do."""
    machine = machine or Machine()
    try:
        place = machine.resolve(folder)
    except (OSError, RuntimeError, ValueError) as fault:
        raise Unavailable(f"The folder {folder} leads nowhere; name another.") from fault
    why = why_not(place, machine)
    if why:
        safe = machine.safe()
        offer = "a folder on this computer's own disk" if why_not(safe, machine) else f"{safe}"
        raise Refused(f"A desk may not lie in {folder}: {why}. Use {offer} instead.", field="folder")


def why_not(place: PurePath, machine: Machine) -> str | None:
    """Why a desk may not lie in this resolved place, as the middle of a sentence; none where it may."""
    client = _sync_client(place, machine)
    if client:
        return f"it is a folder of {client}, which copies and changes files while they are in use"
    if machine.platform == "win32":
        return _of_drive(place, machine)
    return _of_mount(place, machine)


def _sync_client(place: PurePath, machine: Machine) -> str | None:
    for root, client in _roots(machine):
        if place.is_relative_to(root):
            return client
    names = [each.casefold() for each in _below_home(place, machine.home())]
    for pair, client in APPLE_FOLDERS.items():
        if machine.platform == "darwin" and pair in pairwise(names):
            return client
    return next((client for name in names for client, form in SYNC_CLIENTS.items() if re.fullmatch(form, name)), None)


def _roots(machine: Machine) -> Iterator[tuple[PurePath, str]]:
    """Folders that are a client's whatever their name: Windows says where OneDrive is, iCloud mirrors what it keeps."""
    if machine.platform == "win32":
        for name in ONEDRIVE_VARIABLES:
            if machine.environment.get(name):
                yield machine.resolve(Path(machine.environment[name])), "OneDrive"
    if machine.platform == "darwin":
        home = machine.home()
        for name in ("Desktop", "Documents"):
            if machine.exists(home / ICLOUD_DRIVE / name):
                yield home / name, "iCloud"


def _below_home(place: PurePath, home: PurePath) -> tuple[str, ...]:
    """The names that somebody chose: a person called Box has a home of that name."""
    return place.relative_to(home).parts if place.is_relative_to(home) else place.parts[1:]


def _of_drive(place: PurePath, machine: Machine) -> str | None:
    plain = re.sub(r"^\\\\[?.]\\(UNC\\)?", lambda found: r"\\" if found[1] else "", str(place))
    drive = PureWindowsPath(plain).drive
    kind = REMOTE if drive.startswith(r"\\") else machine.drive_type(drive + "\\")
    return {REMOTE: _network(), REMOVABLE: _drive()}.get(kind)


def _of_mount(place: PurePath, machine: Machine) -> str | None:
    mount = mount_of(place, machine.mounted())
    if mount is None:
        return None
    if mount.kind in NETWORK:
        return _network()
    stick = mount.kind in MEMORY_STICK if machine.platform == "darwin" else machine.removable(mount)
    return _drive() if stick else None


def _network() -> str:
    return "it is on a network drive, where a power cut or a lost connection can damage it"


def _drive() -> str:
    return "it is on a removable drive, which can be pulled out or lost"
