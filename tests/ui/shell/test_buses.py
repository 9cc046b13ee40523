"""The real signals of a Linux system, over a bus of the test's own: what locks the desk, and what waits for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from iro_desk import trouble
from ui.shell.watch import LOGIND, LOGIND_PATH, SCREEN_SAVERS, SystemWatch, session_path
from ui.shell.why import Why

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such buses")

ROOT = Path(__file__).parents[3]
SESSION = "c12"
PROPERTIES = "org.freedesktop.DBus.Properties"
SYSTEM = """
import json, os, sys, threading
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor
app = QCoreApplication([])
@ClassInfo({"D-Bus Interface": "org.freedesktop.login1.Manager"})
class Manager(QObject):
    @Slot(str, str, str, str, result=QDBusUnixFileDescriptor)
    def Inhibit(self, what, who, why, mode):
        seen, held = os.pipe()
        given = QDBusUnixFileDescriptor(held)
        os.close(held)
        def wait():
            os.read(seen, 1)
            print("released", flush=True)
        threading.Thread(target=wait, daemon=True).start()
        print(what, mode, flush=True)
        return given
bus = QDBusConnection.connectToBus(sys.argv[1], "system")
manager = Manager()
bus.registerObject("/org/freedesktop/login1", manager, QDBusConnection.RegisterOption.ExportAllSlots)
for name in sys.argv[2:]:
    bus.registerService(name)
def read():
    for line in os.read(0, 1 << 16).splitlines():
        path, interface, name, arguments = json.loads(line)
        signal = QDBusMessage.createSignal(path, interface, name)
        signal.setArguments(arguments)
        bus.send(signal)
told = QSocketNotifier(0, QSocketNotifier.Type.Read)
told.activated.connect(read)
QTimer.singleShot(20_000, app.quit)
print("stands", flush=True)
app.exec()
"""
WATCH = """
import os
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from ui.shell.watch import SystemWatch
app = QGuiApplication([])
watch = SystemWatch()
watch.away.connect(lambda why: print(why.value, flush=True))
watch.start(0)
def stop():
    os.read(0, 100)
    watch.stop()
    print("stopped", flush=True)
told = QSocketNotifier(0, QSocketNotifier.Type.Read)
told.activated.connect(stop)
QTimer.singleShot(20_000, app.quit)
print("listens", flush=True)
app.exec()
"""


class Standin:
    """A process that is written to, and says what it does line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def emit(self, path: str, interface: str, name: str, *arguments: object) -> None:
        """Send a signal, as they would."""
        self.write(json.dumps([path, interface, name, arguments]))

    def write(self, line: str) -> None:
        """Tell it something."""
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def says(self) -> str:
        """The next line that it says."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@pytest.fixture
def address() -> Iterator[str]:
    """A bus of the test's own."""
    daemon = shutil.which("dbus-daemon")
    if not daemon and not os.environ.get("CI"):  # where the project's own tests run, it must be tried
        pytest.skip("there is no dbus-daemon here")
    assert daemon, "Install dbus-daemon."
    words = [daemon, "--session", "--nofork", "--nosyslog", "--print-address"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def system(address: str) -> Iterator[Standin]:
    """The system's own programs, under their names."""
    names = {LOGIND, *(name for name, _ in SCREEN_SAVERS)}
    words = [sys.executable, "-c", SYSTEM, address, *sorted(names)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        made = Standin(process)
        assert made.says() == "stands"
        yield made
        process.kill()


@pytest.fixture
def watch(address: str, system: Standin) -> Iterator[Standin]:
    """A process that watches as the window does, for which this bus is both of the system's."""
    ours = {"DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address, "XDG_SESSION_ID": SESSION}
    env = os.environ | ours | {"QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", WATCH]
    with subprocess.Popen(
        words, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        made = Standin(process)
        assert made.says() == "listens"
        yield made
        process.kill()


OURS = session_path(SESSION)
AWAY = [
    (Why.SLEEP, LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", (True,)),
    (Why.SCREEN, OURS, f"{LOGIND}.Session", "Lock", ()),
    (Why.SCREEN, OURS, PROPERTIES, "PropertiesChanged", (f"{LOGIND}.Session", {"Active": False}, ["IdleHint"])),
    *((Why.SCREEN, path, name, "ActiveChanged", (True,)) for name, path in SCREEN_SAVERS),
]
BACK = [
    (LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", (False,)),
    (OURS, f"{LOGIND}.Session", "Unlock", ()),
    (OURS, PROPERTIES, "PropertiesChanged", (f"{LOGIND}.Session", {"Active": True}, ["IdleHint"])),
    (session_path("c13"), f"{LOGIND}.Session", "Lock", ()),
    *((path, name, "ActiveChanged", (False,)) for name, path in SCREEN_SAVERS),
]


@pytest.mark.parametrize(("why", "path", "interface", "name", "arguments"), AWAY)
def test_a_signal_of_the_system_locks(
    watch: Standin, system: Standin, why: Why, path: str, interface: str, name: str, arguments: tuple[object, ...]
) -> None:
    """Each that is listened for comes over a real bus and says why; its end, and another's session, say nothing."""
    for each, of, end, of_end in BACK:
        system.emit(each, of, end, *of_end)
    system.emit(path, interface, name, *arguments)
    assert watch.says() == why.value
    watch.write("stop")
    assert watch.says() == "stopped"


def test_the_laptop_waits_with_its_sleep_until_the_desk_is_closed(watch: Standin, system: Standin) -> None:
    """The system is asked for a moment, and has its answer back as soon as the watch stops."""
    assert system.says() == "sleep delay"
    watch.write("stop")
    assert system.says() == "released"


class Deaf:
    """A bus that stands and lets nobody listen to signals of this name."""

    def __init__(self, to: str) -> None:
        self._to = to
        self.asked: list[str] = []

    def isConnected(self) -> bool:  # noqa: N802 - Qt's word
        """It is."""
        return True

    def connect(self, service: str, path: str, interface: str, name: str, watch: object, slot: str) -> bool:
        """Whether it may be listened to."""
        self.asked.append(name)
        return name != self._to


@pytest.mark.parametrize(
    ("to", "where"),
    [
        ("PrepareForSleep", "_hear_of_sleep"),
        ("Lock", "_hear_of_session"),
        ("PropertiesChanged", "_hear_of_session"),
        ("ActiveChanged", "_hear_of_screen"),
        ("nothing", None),
    ],
)
def test_a_signal_that_cannot_be_listened_to_is_noted(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, to: str, where: str | None
) -> None:
    """The log says which, the window opens all the same, and everything else is still listened for."""
    bus = Deaf(to)
    monkeypatch.setattr("ui.shell.watch.buses", lambda: (bus, bus))
    monkeypatch.setattr(SystemWatch, "_ask_for_a_moment", lambda *_: None)
    monkeypatch.setenv("XDG_SESSION_ID", SESSION)
    trouble.log_path().unlink(missing_ok=True)
    SystemWatch().start(0)
    assert bus.asked == ["PrepareForSleep", "Lock", "PropertiesChanged", *(["ActiveChanged"] * len(SCREEN_SAVERS))]
    noted = trouble.log_path().read_text(encoding="utf-8") if trouble.log_path().exists() else ""
    assert ("NotHeard" in noted) is bool(where)
    assert [each for each in ("_hear_of_sleep", "_hear_of_session", "_hear_of_screen") if each in noted] == (
        [where] if where else []
    )
