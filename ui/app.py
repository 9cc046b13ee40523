"""The application: one window, in which the desk is locked, open, or in need of a look."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from iro_desk.errors import DeskError
from iro_desk.glance import glance
from iro_desk.settings import TEXT_SIZE
from ui.desk_link import DeskLink
from ui.kit import words
from ui.kit.ask import Ask, AskThePerson
from ui.kit.theme import Scheme, Theme, load_fonts
from ui.shell.entrance import Entrance
from ui.shell.unlock import UnlockPage
from ui.shell.why import Why

if TYPE_CHECKING:
    from ui.shell.main_window import Workplace
    from ui.shell.office import Office

LAST_DESK, SCHEME = "last_desk", "scheme"
COLLECT_EVERY = 5_000
CARET_LOOK, CARET_PATIENCE = 100, 3_000
"""Milliseconds between looks whether the caret stands, and after how many no more is waited for it."""


class Window(QMainWindow):
    """The window. Its title is the program's name and nothing else, ever."""

    def __init__(self, theme: Theme, settings: QSettings, ask: Ask, as_at: date | None = None) -> None:
        super().__init__()
        self.setWindowTitle(words.APP)
        self.resize(1280, 800)
        self._theme, self._settings, self._ask, self._as_at = theme, settings, ask, as_at
        self.link = DeskLink(self)
        self.office: Office | None = None
        self._copy = False
        self._painted = False
        self._leaving = False
        self.entrance = Entrance(self.link, theme, ask, as_at)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.entrance)
        central = QWidget()
        self.column = QVBoxLayout(central)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.stack, 1)
        self.setCentralWidget(central)
        self.entrance.opened.connect(self._enter)
        self.entrance.shut.connect(self._show_shut)
        theme.changed.connect(lambda: settings.setValue(TEXT_SIZE.name, theme.percent))

    @property
    def unlock(self) -> UnlockPage:
        """The page before a locked desk."""
        return self.entrance.unlock

    @property
    def workplace(self) -> Workplace | None:
        """The open desk's screens; None while none is open."""
        return self.office.workplace if self.office else None

    def show_desk(self, folder: Path | None, why: Why | None = None) -> None:
        """Stand before this desk, or before none; ``why`` it was locked just now, which has it copied."""
        self._copy = why is not None
        self.stack.setCurrentWidget(self.entrance)
        self.entrance.show_desk(folder, why)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; after the first time, what takes longer may begin."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self._wait_for_caret(0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed, wait for the lane, close the desk and copy it, then go."""
        folder = self.link.folder
        self._let_go()
        if folder and self.office:
            with suppress(DeskError):
                self.office.copy(folder, self.entrance.today())
        super().closeEvent(event)

    def lock(self, why: Why = Why.KEY) -> None:
        """Lock: the process that holds the key ends, and another stands before the locked desk."""
        folder = self.link.folder
        if self._leaving or folder is None:
            return
        told = [] if getattr(sys, "frozen", False) else ["-m", "ui"]
        told += ["--lock", "--desk", str(folder), "--why", why.value]
        told += ["--as-at", self._as_at.isoformat()] if self._as_at else []
        try:
            self._let_go()
        finally:
            start_beside(told)
            QApplication.quit()

    def _let_go(self) -> None:
        """Cover the window, keep what was typed, and close the desk."""
        if self._leaving:
            return
        self._leaving = True
        try:
            if self.office:
                self.office.leave()
        finally:
            self.link.close()

    def _enter(self, folder: Path, desk: object) -> None:
        from iro_desk.clock import StandingClock, SystemClock  # noqa: PLC0415 - the locked window stands before
        from ui.shell.office import Office  # noqa: PLC0415

        label = glance(folder)
        self._settings.setValue(LAST_DESK, str(folder))
        day = self._as_at or label.stands_on
        standing = self._standing(practice=label.practice, day=day)
        clock = StandingClock(day) if day else SystemClock()
        self.office = Office(self, self._theme, self._ask, label.officer, standing, clock)
        self.office.lock.connect(self.lock)
        self.office.scheme.connect(self._set_scheme)
        self.office.enter(desk, int(self.winId()))

    def _show_shut(self, folder: Path, sentence: str) -> None:
        from ui.shell.office import shut_page  # noqa: PLC0415 - loaded when a desk is not as it should be

        page = shut_page(self, self._theme, self._ask, folder, sentence)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def _set_scheme(self, name: str) -> None:
        self._settings.setValue(SCHEME, name)
        self._theme.set_scheme(Scheme(name) if name else None)

    def _standing(self, *, practice: bool, day: date | None) -> str:
        stands = f"It stands on {day.day} {words.MONTHS[day.month - 1]} {day.year}." if day else ""
        return f"Practice desk: only invented children live here. {stands}" if practice else stands

    def _wait_for_caret(self, waited: int) -> None:
        """Nothing is loaded before the officer can type; see the benchmark."""
        if self._leaving or self.link.folder:
            return
        if waited and (isinstance(QApplication.focusWidget(), QLineEdit) or waited >= CARET_PATIENCE):
            from iro_desk.dumps import forbid_dumps  # noqa: PLC0415 - no key and no word has been given before

            forbid_dumps()
            self.entrance.prepare(copy=self._copy)
        else:
            QTimer.singleShot(CARET_LOOK, self, lambda: self._wait_for_caret(waited + CARET_LOOK))


def start_beside(words: list[str]) -> None:
    """Start the program anew, in a process that outlives this one."""
    from PySide6.QtCore import QProcess  # noqa: PLC0415 - the locked window stands without

    QProcess.startDetached(sys.executable, words, str(Path.cwd()))


def run(
    folder: Path | None,
    as_at: date | None,
    started: Callable[[Window], object] | None = None,
    *,
    why: Why | None = None,
) -> int:
    """Show the window until it is closed; ``started`` is called with it once it stands. ``why``: it was just locked."""
    os.umask(0o077)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of Qt application is running")
    app.setApplicationName("iro-desk")
    app.setApplicationDisplayName(words.APP)
    app.setDesktopFileName("iro-desk")
    load_fonts()
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "iro-desk", "machine")
    scheme = str(settings.value(SCHEME, ""))
    theme = Theme(
        app,
        scheme=Scheme(scheme) if scheme in set(Scheme) else None,
        percent=TEXT_SIZE.of(settings.value(TEXT_SIZE.name, TEXT_SIZE.default)),
        dressed=False,
    )
    window = Window(theme, settings, AskThePerson(), as_at)
    last = settings.value(LAST_DESK)
    window.show_desk(folder or (Path(str(last)) if last else None), why)
    theme.dress()
    window.show()
    collect = QTimer(window, interval=COLLECT_EVERY)
    collect.timeout.connect(gc.collect)
    gc.disable()
    collect.start()
    if started:
        QTimer.singleShot(0, lambda: started(window))
    try:
        return app.exec()
    finally:
        gc.enable()
