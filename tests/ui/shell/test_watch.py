"""What locks a desk that nobody asked to lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.shell.watch import IdleWatch, SystemWatch, session_path, why_windows
from ui.shell.why import Why


class Walked:
    """A clock that a test walks."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Walked:
    """At nought."""
    return Walked()


def test_five_minutes_without_a_sign_lock_with_a_warning_before(clock: Walked, qtbot: QtBot) -> None:
    """At four minutes it is said, each second anew; at five it is done, once."""
    watch = IdleWatch(clock, 5)
    warned: list[int] = []
    expired: list[bool] = []
    watch.warned.connect(warned.append)
    watch.expired.connect(lambda: expired.append(True))
    for second in range(301):
        clock.now = second
        watch.look()
        assert bool(expired) == (second == 300)
    assert warned == list(range(60, 0, -1))


def test_any_key_or_movement_extends_it(clock: Walked, qtbot: QtBot) -> None:
    """A key and a movement of the pointer; the warning goes away."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    watch = IdleWatch(clock, 1)
    calmed: list[bool] = []
    expired: list[bool] = []
    watch.calmed.connect(lambda: calmed.append(True))
    watch.expired.connect(lambda: expired.append(True))
    watch.start()
    for act in (lambda: qtbot.keyClick(widget, Qt.Key.Key_A), lambda: qtbot.mouseMove(widget, widget.rect().center())):
        clock.now += 45
        watch.look()
        act()
    watch.look()
    watch.stop()
    assert (len(calmed), expired) == (2, [])


def test_the_system_is_heard(qtbot: QtBot) -> None:
    """Sleep, a locked session, a covered screen and another user's session; not their ends."""
    watch = SystemWatch()
    heard: list[Why] = []
    watch.away.connect(heard.append)
    watch.on_sleep(False)
    watch.on_screen_saver(False)
    watch.on_session_changed("", {"Active": True}, [])
    assert heard == []
    watch.on_sleep(True)
    watch.on_session_lock()
    watch.on_screen_saver(True)
    watch.on_session_changed("", {"Active": False}, [])
    watch.on_state(Qt.ApplicationState.ApplicationSuspended)
    assert heard == [Why.SLEEP, Why.SCREEN, Why.SCREEN, Why.SCREEN, Why.SLEEP]


@pytest.mark.parametrize(
    ("message", "detail", "why"),
    [
        (0x02B1, 7, Why.SCREEN),
        (0x02B1, 2, Why.SCREEN),
        (0x02B1, 8, None),
        (0x0218, 4, Why.SLEEP),
        (0x0218, 18, None),
        (7, 7, None),
    ],
)
def test_what_windows_says(message: int, detail: int, why: Why | None) -> None:
    """A locked session and a suspend lock; an unlock and a resume do not."""
    assert why_windows(message, detail) is why


def test_a_session_is_named_as_logind_names_it() -> None:
    """What is no letter, and a figure in front, is written in hexadecimal."""
    assert session_path("3") == "/org/freedesktop/login1/session/_33"
    assert session_path("c12") == "/org/freedesktop/login1/session/c12"
    assert session_path("") == ""
