"""What locks a desk that nobody asked to lock: nobody at the keys, the lid, the screen, another user."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from iro_desk import trouble
from iro_desk.clock import SystemClock
from ui.shell.why import Why

SECOND = 1_000
WARNING = 60
"""Seconds before an idle lock in which it is said that it comes (WCAG 2.2, 2.2.1: at least 20, one act extends)."""
SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)
LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
SCREEN_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
PBT_APMSUSPEND = 0x0004
WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK = 2, 4, 6, 7
"""From winuser.h and wtsapi32.h."""


class IdleWatch(QObject):
    """Counts how long nobody was at the keys. ``seconds`` tells the time; nobody can set it, and a test walks it.

    Signals:
        warned: the desk locks soon; carries the seconds left. Told again each second.
        calmed: somebody is there after all.
        expired: nobody was.
    """

    warned = Signal(int)
    calmed = Signal()
    expired = Signal()

    def __init__(self, seconds: Callable[[], float], minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._limit = minutes * 60
        self._since = seconds()
        self._warning = False
        self._timer = QTimer(self, interval=SECOND)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to count; whatever reaches a window of the program is a sign of life."""
        self.touch()
        self._timer.start()
        app = QGuiApplication.instance()
        if app:
            app.installEventFilter(self)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()
        app = QGuiApplication.instance()
        if app:
            app.removeEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Wait this long from now on."""
        self._limit = minutes * 60
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._since = self._seconds()
        if self._warning:
            self._warning = False
            self.calmed.emit()

    def look(self) -> None:
        """See how long it has been."""
        left = self._limit - (self._seconds() - self._since)
        if left <= 0:
            self.stop()
            self.expired.emit()
        elif left <= min(WARNING, self._limit - 1):
            self._warning = True
            self.warned.emit(round(left))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a sign of life, and pass it on."""
        if event.type() in SIGNS_OF_LIFE:
            self.touch()
        return super().eventFilter(watched, event)


class SystemWatch(QObject):
    """Hears of the lid, the screen and the session from the system; where the system tells nothing, it is silent.

    Signals:
        away: nobody is before the screen any more; carries the Why.
    """

    away = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter: WindowsEvents | None = None
        self._inhibitor: object = None
        self._heard: list[tuple[Any, tuple[str, str, str, str], str]] = []

    def start(self, window: int) -> None:
        """Listen; ``window`` is the number the system knows the window by."""
        if sys.platform == "linux":
            self._listen_on_buses()
        elif sys.platform == "win32":
            self._filter = WindowsEvents(self.away.emit, window)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self.on_state)

    def stop(self) -> None:
        """Listen no more, and let the laptop sleep."""
        while self._heard:
            bus, signal, slot = self._heard.pop()
            bus.disconnect(*signal, self, SLOT(slot))
        self._inhibitor = None
        if self._filter:
            self._filter.stop()
            self._filter = None

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:  # noqa: FBT001 - the system's signal carries it
        """The laptop goes to sleep, or wakes up."""
        if begins:
            self.away.emit(Why.SLEEP)

    @Slot()
    def on_session_lock(self) -> None:
        """The session is locked."""
        self.away.emit(Why.SCREEN)

    @Slot(bool)
    def on_screen_saver(self, active: bool) -> None:  # noqa: FBT001 - the system's signal carries it
        """The screen is covered or switched off, or is there again."""
        if active:
            self.away.emit(Why.SCREEN)

    @Slot(str, "QVariantMap", "QStringList")
    def on_session_changed(self, interface: str, changed: dict[str, object], gone: list[str]) -> None:  # noqa: ARG002
        """Another user's session is before the screen, or ours again."""
        if changed.get("Active") is False:
            self.away.emit(Why.SCREEN)

    def on_state(self, state: Qt.ApplicationState) -> None:
        """Qt says that the program was put to sleep."""
        if state is Qt.ApplicationState.ApplicationSuspended:
            self.away.emit(Why.SLEEP)

    def _listen_on_buses(self) -> None:
        system, session = buses()
        if system.isConnected():
            _or_noted(partial(self._hear_of_sleep, system))
            _or_noted(partial(self._hear_of_session, system))
            self._ask_for_a_moment(system)
        if session.isConnected():
            _or_noted(partial(self._hear_of_screen, session))

    def _hear_of_sleep(self, system: Any) -> None:  # noqa: ANN401 - a bus
        _all_heard(self._hear(system, (LOGIND, LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep"), "on_sleep(bool)"))

    def _hear_of_session(self, system: Any) -> None:  # noqa: ANN401 - a bus
        path = session_path(os.environ.get("XDG_SESSION_ID", ""))
        if not path:
            return
        changed = (LOGIND, path, "org.freedesktop.DBus.Properties", "PropertiesChanged")
        _all_heard(
            self._hear(system, (LOGIND, path, f"{LOGIND}.Session", "Lock"), "on_session_lock()"),
            self._hear(system, changed, "on_session_changed(QString,QVariantMap,QStringList)"),
        )

    def _hear_of_screen(self, session: Any) -> None:  # noqa: ANN401 - a bus
        _all_heard(
            *(
                self._hear(session, (name, path, name, "ActiveChanged"), "on_screen_saver(bool)")
                for name, path in SCREEN_SAVERS
            )
        )

    def _hear(self, bus: Any, signal: tuple[str, str, str, str], slot: str) -> bool:  # noqa: ANN401 - see below
        """Have one of our slots called by a signal of a bus; its types say bytes, and it takes text alone."""
        heard = bool(bus.connect(*signal, self, SLOT(slot)))
        if heard:
            self._heard.append((bus, signal, slot))
        return heard

    def _ask_for_a_moment(self, system: Any) -> None:  # noqa: ANN401 - a bus
        """Have the laptop wait with its sleep until the desk is closed, for as long as the answer is kept."""
        from PySide6.QtDBus import QDBusInterface, QDBusMessage  # noqa: PLC0415 - as above

        manager = QDBusInterface(LOGIND, LOGIND_PATH, f"{LOGIND}.Manager", system)
        if not manager.isValid():
            return
        answer = manager.call("Inhibit", "sleep", "IRO Desk", "Closing the desk", "delay")
        if answer.type() is QDBusMessage.MessageType.ReplyMessage and answer.arguments():
            self._inhibitor = answer.arguments()[0]


class NotHeard(Exception):
    """A bus would not have one of our slots called: the program is deaf to something that locks the desk."""


def buses() -> tuple[Any, Any]:
    """The bus of the system and the bus of the session, as Qt knows them; one that is not there is not connected."""
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - only a system with buses loads it

    return QDBusConnection.systemBus(), QDBusConnection.sessionBus()


def _all_heard(*heard: bool) -> None:
    if not all(heard):
        raise NotHeard


def _or_noted(listen: Callable[[], None]) -> None:
    """Listen; where that cannot be, the log says to what, and the other ways of locking stand."""
    try:
        listen()
    except NotHeard as deaf:
        trouble.note(deaf, SystemClock())


def session_path(session: str) -> str:
    """Where logind keeps a session on its bus; nothing where there is no session.

    systemd writes what is no letter, and a figure in front, as an underscore and its two hexadecimal figures.
    """
    if not session:
        return ""
    plain = (
        each if each.isascii() and (each.isalpha() or (place and each.isdigit())) else f"_{ord(each):02x}"
        for place, each in enumerate(session)
    )
    return f"{LOGIND_PATH}/session/{''.join(plain)}"


def why_windows(message: int, detail: int) -> Why | None:
    """What a message of Windows says about who is before the screen; nothing where it says nothing of that."""
    if message == WM_POWERBROADCAST and detail == PBT_APMSUSPEND:
        return Why.SLEEP
    gone = {WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK}
    if message == WM_WTSSESSION_CHANGE and detail in gone:
        return Why.SCREEN
    return None


class WindowsEvents(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends to the window of the program."""

    def __init__(self, tell: Callable[[Why], object], window: int) -> None:
        super().__init__()
        self._tell, self._window = tell, window
        app = QGuiApplication.instance()
        if app and sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - Windows alone

            app.installNativeEventFilter(self)
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window, 0)

    def stop(self) -> None:
        """Read no more."""
        app = QGuiApplication.instance()
        if app:
            app.removeNativeEventFilter(self)

    def nativeEventFilter(  # type: ignore[override]
        self, kind: QByteArray | bytes, message: int
    ) -> tuple[bool, int]:
        """Look at a message, and leave it to others."""
        if sys.platform == "win32" and bytes(kind) == b"windows_generic_MSG":
            from ctypes import wintypes  # noqa: PLC0415 - Windows alone

            found = wintypes.MSG.from_address(int(message))
            why = why_windows(found.message, found.wParam)
            if why:
                self._tell(why)
        return False, 0
