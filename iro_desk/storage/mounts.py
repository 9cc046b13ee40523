"""What the operating system says of its file systems and drives; each answer is "unknown" rather than an error."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

UNKNOWN, REMOVABLE, REMOTE = 0, 2, 4
"""Of the answers of Windows' GetDriveTypeW, those that matter here."""
_SYS = Path("/sys")
_MOUNTINFO = Path("/proc/self/mountinfo")
_SLOW = 5


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system in its place; ``device`` is Linux's major:minor, empty where there is none."""

    point: PurePath
    kind: str
    device: str = ""
    source: str = ""


def mounts() -> list[Mount]:
    """What is mounted, in order; none where the machine does not say (Windows has drives instead)."""
    try:
        if sys.platform == "linux":
            return from_mountinfo(_MOUNTINFO.read_text(encoding="utf-8", errors="surrogateescape"))
        if sys.platform == "darwin":
            listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=_SLOW, check=True)
            return from_mount_command(listed.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        pass
    return []


def from_mountinfo(text: str) -> list[Mount]:
    """Linux's table: proc_pid_mountinfo(5). Lines of another shape are passed over."""
    found = []
    for line in text.splitlines():
        before, divider, after = line.partition(" - ")
        left, right = before.split(" "), after.split(" ")
        if divider and len(left) > 4 and len(right) > 1:  # noqa: PLR2004 - the fields that are read
            found.append(Mount(PurePosixPath(_plain(left[4])), right[0], left[2], _plain(right[1])))
    return found


def from_mount_command(text: str) -> list[Mount]:
    """The list of macOS' mount(8): ``//a@server/share on /Volumes/share (smbfs, nodev)``."""
    lines = (re.fullmatch(r"(.+?) on (/.*) \(([^,()]+).*\)", line) for line in text.splitlines())
    return [Mount(PurePosixPath(found[2]), found[3], source=found[1]) for found in lines if found]


def mount_of(place: PurePath, mounted: Iterable[Mount]) -> Mount | None:
    """The file system that a place lies on: the deepest mount above it, and of two in one place the later."""
    above = [each for each in mounted if place.is_relative_to(each.point)]
    deepest = max((len(each.point.parts) for each in above), default=0)
    return next((each for each in reversed(above) if len(each.point.parts) == deepest), None)


def is_removable(mount: Mount, system: Path = _SYS) -> bool:
    """Whether Linux calls the drive below this file system removable; also below encryption and volume groups."""
    number = mount.device
    if number.startswith("0:"):  # btrfs and the like number themselves; their source names the device
        number = _number_of(mount.source)
    return bool(number) and any(_flag(each) for each in _devices(system / "dev" / "block" / number))


def drive_type(root: str) -> int:
    """What Windows says of a drive, by its root: 2 removable, 4 remote, 0 unknown."""
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetDriveTypeW(ctypes.c_wchar_p(root)))
    return UNKNOWN


def _plain(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def _number_of(source: str) -> str:
    if sys.platform == "win32":
        return ""
    try:
        device = Path(source).stat().st_rdev if source.startswith("/dev/") else 0
    except OSError:
        return ""
    return f"{os.major(device)}:{os.minor(device)}" if device else ""


def _devices(device: Path, deepest: int = 8) -> Iterable[Path]:
    """A block device and those that it is made of."""
    try:
        real = device.resolve(strict=True)
        below = sorted((real / "slaves").iterdir()) if (real / "slaves").is_dir() else []
    except OSError:
        return
    yield real
    for each in below if deepest else []:
        yield from _devices(each, deepest - 1)


def _flag(device: Path) -> bool:
    """A partition has no flag of its own; its disk is the folder above."""
    for each in (device, device.parent):
        try:
            return (each / "removable").read_text(encoding="ascii").strip() == "1"
        except OSError:
            continue
    return False
