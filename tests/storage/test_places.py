"""Where a desk may not lie, and where it may: on tables of three systems, and on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from iro_desk.errors import Refused, Unavailable
from iro_desk.storage.mounts import (
    Mount,
    drive_type,
    from_mount_command,
    from_mountinfo,
    is_removable,
    mount_of,
    mounts,
)
from iro_desk.storage.places import Machine, check_place, why_not

MOUNTINFO = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
30 27 0:27 / /srv/memory rw,relatime shared:4 - tmpfs tmpfs rw,size=24684084k
31 27 0:40 / /srv/layers rw,relatime master:7 propagate_from:2 - overlay overlay rw,lowerdir=/a,upperdir=/b
32 27 0:41 / /srv/share rw - cifs //server/share rw,vers=3.1.1
33 27 0:42 / /srv/export rw - nfs4 server:/export rw
34 27 0:43 / /srv/old\\040export rw - nfs server:/old rw
35 27 0:44 / /srv/host rw - 9p hostshare rw,trans=virtio
36 27 0:45 / /srv/far rw - fuse.sshfs someone@server:/ rw
37 27 0:46 / /srv/afs rw - afs none rw
38 27 0:47 / /srv/dav rw - fuse.davfs https://server/dav rw
39 27 0:48 / /srv/own rw - fuse.something-new something rw
40 27 8:17 / /media/stick rw,nosuid - vfat /dev/sdb1 rw
41 27 254:16 / /srv/disk rw - xfs /dev/vdb rw
42 27 254:16 /inner /srv/share/local rw - xfs /dev/vdb rw
43 27 0:49 / /media/covered rw - cifs //server/covered rw
44 27 254:16 / /media/covered rw - xfs /dev/vdb rw
a line of another shape
"""
MOUNT_COMMAND = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
//someone@server/share on /Volumes/share on server (smbfs, nodev, nosuid, mounted by someone)
server:/export on /Volumes/export (nfs)
/dev/disk4s1 on /Volumes/STICK (msdos, local, nodev, nosuid, noowners)
/dev/disk5s1 on /Volumes/CARD (exfat, local, nodev, nosuid, noowners)
/dev/disk6s1 on /Volumes/Second (apfs, local, journaled)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""
HOMES = {"linux": "/srv/box", "darwin": "/srv/box", "win32": "C:\\People\\Box"}


def pure(platform: str) -> type[PurePath]:
    """How the system writes a path."""
    return PureWindowsPath if platform == "win32" else PurePosixPath


def machine(
    platform: str,
    *,
    removable: Callable[[Mount], bool] = lambda mount: mount.device == "8:17",
    environment: dict[str, str] | None = None,
    existing: tuple[str, ...] = (),
) -> Machine:
    """A machine of tables: its home is of somebody called Box."""
    kind = pure(platform)
    drives = {"C:\\": 3, "E:\\": 2, "N:\\": 4, "R:\\": 6, "X:\\": 0}
    return Machine(
        platform=platform,
        environment=environment or {},
        home=lambda: kind(HOMES[platform]),
        resolve=lambda folder: kind(str(folder)),
        safe=lambda: kind(HOMES[platform]) / "data" / "desk",
        exists=lambda place: str(place) in existing,
        mounted=lambda: from_mount_command(MOUNT_COMMAND) if platform == "darwin" else from_mountinfo(MOUNTINFO),
        removable=removable,
        drive_type=lambda root: drives[root],
    )


def refused(place: str, on: Machine) -> str:
    """Why a place is refused; empty where it is not."""
    return why_not(pure(on.platform)(place), on) or ""


@pytest.mark.parametrize(
    ("name", "client"),
    [
        ("OneDrive", "OneDrive"), ("onedrive", "OneDrive"), ("OneDrive - Borsetshire Council", "OneDrive"),
        ("OneDrive-BorsetshireCouncil", "OneDrive"), ("Dropbox", "Dropbox"), ("Dropbox (Council)", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"), ("Google Drive", "Google Drive"), ("GoogleDrive", "Google Drive"),
        ("My Drive", "Google Drive"), ("My Drive (someone@example.org)", "Google Drive"), ("iCloudDrive", "iCloud"),
        ("iCloud Drive (Archive)", "iCloud"), ("Nextcloud", "Nextcloud"), ("Nextcloud2", "Nextcloud"),
        ("Box", "Box"), ("Box Sync", "Box"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_sync_clients_folder_is_refused_by_its_name(platform: str, name: str, client: str) -> None:
    """At home or elsewhere, itself or however deep within, on every system."""
    on = machine(platform)
    root = "C:\\" if platform == "win32" else "/"
    for place in (
        pure(platform)(HOMES[platform], name),
        pure(platform)(HOMES[platform], name, "Work", "desk"),
        pure(platform)(root, "srv", name, "desk"),
    ):
        assert f"a folder of {client}," in refused(str(place), on)


@pytest.mark.parametrize(
    "name",
    [
        "Dropbox notes", "My Dropbox", "Dropboxes", "OneDriver", "OneDrive notes", "Old OneDrive - Council",
        "My Drives", "Google Drives", "Boxes", "Box of letters", "Nextclouds", "iCloud",
        "Library", "Mobile Documents", "desk",
    ],
)  # fmt: skip
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_name_that_only_begins_like_one_is_not(platform: str, name: str) -> None:
    """Names are matched whole; and the home of a person called Box is no folder of Box."""
    assert refused(str(pure(platform)(HOMES[platform], name, "desk")), machine(platform)) == ""


def test_onedrive_is_where_windows_says_it_is() -> None:
    """Under any name, through each of its variables; Documents that were moved there lie within it."""
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        on = machine("win32", environment={variable: "C:\\People\\Box\\Council files"})
        assert "OneDrive" in refused("c:\\people\\box\\council FILES\\Documents\\desk", on)
        assert refused("C:\\People\\Box\\Council files of old", on) == ""
    assert "OneDrive" in refused("C:\\People\\Box\\OneDrive - Council\\Documents\\desk", machine("win32"))
    assert refused("C:\\People\\Box\\Documents", machine("win32", environment={"OneDrive": ""})) == ""
    assert refused("/srv/council/desk", machine("linux", environment={"OneDrive": "/srv/council"})) == ""


@pytest.mark.parametrize(
    ("place", "client"),
    [
        ("Library/Mobile Documents/com~apple~CloudDocs/desk", "iCloud"),
        ("Library/CloudStorage/Something-New/desk", "a cloud drive"),
        ("Documents/desk", ""),
        ("Library/Application Support/iro-desk/desk", ""),
    ],
)
def test_a_mac_keeps_its_cloud_drives_in_two_places(place: str, client: str) -> None:
    """Whatever the client."""
    assert (f"a folder of {client}," if client else "") in refused(f"/srv/box/{place}", machine("darwin"))
    assert bool(client) == bool(refused(f"/srv/box/{place}", machine("darwin")))


def test_documents_that_icloud_keeps_are_icloud() -> None:
    """Where iCloud mirrors them; another folder beside them is not."""
    on = machine("darwin", existing=("/srv/box/Library/Mobile Documents/com~apple~CloudDocs/Documents",))
    assert "iCloud" in refused("/srv/box/Documents/desk", on)
    assert refused("/srv/box/Desktop/desk", on) == ""


@pytest.mark.parametrize(
    "place",
    ["/srv/share/desk", "/srv/export", "/srv/old export/a/b", "/srv/host/x", "/srv/far/x", "/srv/afs/x", "/srv/dav/x"],
)
def test_linux_network_file_systems_are_refused(place: str) -> None:
    """cifs, nfs4, nfs with a space in its name, 9p, sshfs, afs and WebDAV."""
    assert "network drive" in refused(place, machine("linux"))


@pytest.mark.parametrize(
    "place",
    ["/srv/box/desk", "/srv/memory/desk", "/srv/layers/desk", "/srv/own/desk", "/srv/disk/desk", "/srv/shared/desk",
     "/srv/share/local/desk", "/media/covered/desk", "/srv/old", "/media/sticky"],
)  # fmt: skip
def test_what_is_local_or_unknown_will_do(place: str) -> None:
    """tmpfs, overlay, a file system nobody knows, a local disk within a share or over one, a name that begins alike."""
    assert refused(place, machine("linux")) == ""


def test_nothing_known_is_no_reason() -> None:
    """Where no table can be read."""
    on = Machine(platform="linux", home=lambda: PurePosixPath("/srv/box"), mounted=list)
    assert refused("/anywhere/desk", on) == ""
    assert refused("desk", machine("linux")) == ""


def test_a_removable_drive_is_refused() -> None:
    """Because the system says so, not because of where it is mounted."""
    assert "removable drive" in refused("/media/stick/desk", machine("linux"))
    assert refused("/media/stick/desk", machine("linux", removable=lambda _: False)) == ""


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("C:\\desk", ""), ("R:\\desk", ""), ("X:\\desk", ""), ("E:\\desk", "removable"), ("N:\\desk", "network"),
        ("\\\\server\\share\\desk", "network"), ("//server/share/desk", "network"), ("\\\\?\\C:\\desk", ""),
        ("\\\\?\\E:\\desk", "removable"), ("\\\\?\\UNC\\server\\share\\desk", "network"),
        ("\\\\wsl.localhost\\Debian\\srv\\desk", "network"),
    ],
)  # fmt: skip
def test_windows_drives(place: str, why: str) -> None:
    """Fixed, memory and unknown will do; removable, mapped and UNC paths, however written, will not."""
    found = refused(place, machine("win32"))
    assert why in found
    assert bool(why) == bool(found)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("/srv/box/desk", ""), ("/Volumes/Second/desk", ""), ("/Volumes/share on server/desk", "network"),
        ("/Volumes/export/desk", "network"), ("/Volumes/STICK/desk", "removable"), ("/Volumes/CARD", "removable"),
    ],
)  # fmt: skip
def test_mac_volumes(place: str, why: str) -> None:
    """A second disk will do; shares, and volumes formatted as memory sticks are, will not."""
    found = refused(place, machine("darwin"))
    assert why in found
    assert bool(why) == bool(found)


def test_the_refusal_names_the_place_the_reason_and_a_safe_place() -> None:
    """In one message, at the folder."""
    with pytest.raises(Refused) as no:
        check_place(Path("/srv/share/desk"), machine("linux"))
    assert no.value.words == (
        "A desk may not lie in /srv/share/desk: it is on a network drive, where a power cut or a lost connection can "
        "damage it. Use /srv/box/data/desk instead."
    )
    assert no.value.field == "folder"


def test_no_place_is_offered_that_would_be_refused() -> None:
    """Where the home itself lies on a network, a place on the computer's own disk is asked for."""
    on = Machine(
        platform="linux",
        home=lambda: PurePosixPath("/srv/share/own"),
        resolve=PurePosixPath,
        safe=lambda: PurePosixPath("/srv/share/own/data/desk"),
        mounted=lambda: from_mountinfo(MOUNTINFO),
        removable=lambda _: False,
    )
    with pytest.raises(Refused, match="Use a folder on this computer's own disk instead"):
        check_place(Path("/srv/share/own/desk"), on)


def test_a_folder_that_is_not_there_yet_is_judged_by_what_is(tmp_path: Path) -> None:
    """Through symbolic links, in both directions, and relative to where one stands."""
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").mkdir()
    (tmp_path / "Documents").symlink_to(tmp_path / "Dropbox")
    (tmp_path / "Nextcloud").symlink_to(tmp_path / "plain")
    (tmp_path / "not yet").symlink_to(tmp_path / "Dropbox" / "not there")
    for folder in ("Documents/new/desk", "not yet/desk", "plain/../Dropbox/desk"):
        with pytest.raises(Refused, match="a folder of Dropbox"):
            check_place(tmp_path / folder)
    check_place(tmp_path / "Nextcloud" / "new" / "desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "Dropbox")
        with pytest.raises(Refused, match="a folder of Dropbox"):
            check_place(Path("desk"))


@pytest.mark.parametrize("fault", [OSError("too many links"), RuntimeError("a loop"), ValueError("a null")])
def test_a_folder_that_leads_nowhere_is_said_to(fault: Exception) -> None:
    """Links in a circle, as each edition of Python tells them, rather than a crash."""

    def resolve(_: Path) -> PurePath:
        raise fault

    with pytest.raises(Unavailable, match="leads nowhere"):
        check_place(Path("desk"), Machine(resolve=resolve))


def test_the_real_temporary_folder_will_do(tmp_path: Path) -> None:
    """And so will a folder in it that is not there yet."""
    check_place(tmp_path)
    check_place(tmp_path / "not" / "there" / "desk")


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's own table")
def test_the_real_table_of_mounts_is_read() -> None:
    """This machine's root and /proc are found, each of its kind, and each answers for its drive."""
    found = mounts()
    assert mount_of(PurePosixPath("/proc/self"), found).kind == "proc"  # type: ignore[union-attr]
    assert mount_of(PurePosixPath("/"), found).point == PurePosixPath("/")  # type: ignore[union-attr]
    assert all(isinstance(is_removable(each), bool) for each in found)
    assert drive_type("C:\\") == 0


def test_a_mac_is_asked_by_its_own_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole path and all; where it fails, or on a system without such a table, nothing is known."""
    monkeypatch.setattr(sys, "platform", "darwin")
    listed = subprocess.CompletedProcess(["/sbin/mount"], 0, stdout=MOUNT_COMMAND)
    monkeypatch.setattr(subprocess, "run", lambda words, **_: listed if words == ["/sbin/mount"] else None)
    assert mounts() == from_mount_command(MOUNT_COMMAND)
    assert len(mounts()) == len(MOUNT_COMMAND.splitlines())

    def failing(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("mount", 5)

    monkeypatch.setattr(subprocess, "run", failing)
    assert mounts() == []
    monkeypatch.setattr(sys, "platform", "win32")
    assert mounts() == []


@pytest.mark.skipif(os.name != "posix", reason="a tree of links, as Linux has it in /sys")
@pytest.mark.parametrize(
    ("device", "removable"), [("8:1", False), ("8:17", True), ("8:16", True), ("253:0", True), ("253:1", False),
                              ("99:9", False), ("", False)],
)  # fmt: skip
def test_the_flag_of_the_disk_below_counts(tmp_path: Path, device: str, removable: bool) -> None:  # noqa: FBT001
    """Of the disk a partition is on, and of the stick below an encrypted volume; a device not there has none."""
    block = tmp_path / "dev" / "block"
    block.mkdir(parents=True)
    for name, number, flag, part in (("sda", "8:0", "0", "8:1"), ("sdb", "8:16", "1", "8:17")):
        disk = tmp_path / "devices" / name
        (disk / f"{name}1").mkdir(parents=True)
        (disk / "removable").write_text(f"{flag}\n")
        (block / number).symlink_to(disk)
        (block / part).symlink_to(disk / f"{name}1")
    for name, number, below in (("dm-0", "253:0", "sdb"), ("dm-1", "253:1", "sda")):
        volume = tmp_path / "devices" / name
        (volume / "slaves").mkdir(parents=True)
        (volume / "removable").write_text("0\n")
        (volume / "slaves" / f"{below}1").symlink_to(tmp_path / "devices" / below / f"{below}1")
        (block / number).symlink_to(volume)
    assert is_removable(Mount(PurePosixPath("/x"), "ext4", device), tmp_path) is removable


def test_a_file_system_that_numbers_itself_is_found_by_its_source(tmp_path: Path) -> None:
    """As btrfs does; a source that is no device, or is not there, is no removable drive."""
    for source in ("/dev/not-there", "tmpfs", "/dev/null"):
        assert not is_removable(Mount(PurePosixPath("/x"), "btrfs", "0:50", source), tmp_path)
    if Path("/dev/null").exists():
        number = Path("/dev/null").stat().st_rdev
        device = tmp_path / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
        device.mkdir(parents=True)
        (device / "removable").write_text("1\n")
        assert is_removable(Mount(PurePosixPath("/x"), "btrfs", "0:50", "/dev/null"), tmp_path)
