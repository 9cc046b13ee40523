"""The application: one window, in which the desk is locked or open."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QProcess, QSettings, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from iro_desk import trouble
from iro_desk.clock import StandingClock, SystemClock
from iro_desk.errors import DeskError
from iro_desk.glance import glance
from ui.desk_link import DeskLink, OpenDesk
from ui.kit import words
from ui.kit.ask import Ask, AskThePerson
from ui.kit.theme import Theme, load_fonts
from ui.shell.main_window import Workplace
from ui.shell.unlock import UnlockPage

LAST_DESK, TEXT_SIZE = "last_desk", "text_size"
COLLECT_EVERY = 5_000


class Window(QMainWindow):
    """The window. Its title is the program's name and nothing else, ever."""

    def __init__(self, theme: Theme, settings: QSettings, ask: Ask, as_at: date | None = None) -> None:
        super().__init__()
        self.setWindowTitle(words.APP)
        self.resize(1280, 800)
        self._theme, self._settings, self._ask, self._as_at = theme, settings, ask, as_at
        self._folder: Path | None = None
        self.link = DeskLink(self)
        self.workplace: Workplace | None = None
        self.unlock = UnlockPage(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.unlock)
        self.setCentralWidget(self._stack)
        self.unlock.unlock.connect(self._open)
        self.unlock.another.connect(self._choose)
        self.unlock.make_practice.connect(self._make_practice)
        theme.changed.connect(lambda: settings.setValue(TEXT_SIZE, theme.percent))

    def show_desk(self, folder: Path | None) -> None:
        """Stand before this desk, or before none."""
        self._folder = folder
        if folder is None:
            self.unlock.show_welcome()
            return
        try:
            label = glance(folder)
        except DeskError as no:
            self._folder = None
            self.unlock.show_welcome(no.words)
            return
        self.unlock.show_desk(label.officer, practice=label.practice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the lane, close the desk, then go."""
        self.link.close()
        super().closeEvent(event)

    def _open(self, passphrase: str) -> None:
        folder = self._folder
        if folder is None:
            return
        self.unlock.busy()
        self.link.open(
            lambda: self._opened(folder, passphrase),
            owner=self,
            then=lambda _: self._enter(folder),
            failed=lambda fault: self.unlock.ask_again(said(fault)),
        )

    def _opened(self, folder: Path, passphrase: str) -> OpenDesk:
        """On the lane: what opens a desk is loaded here, so that the window stands before it is."""
        from iro_desk.bootstrap import open_desk  # noqa: PLC0415

        return open_desk(folder, passphrase, StandingClock(self._as_at) if self._as_at else None)

    def _enter(self, folder: Path) -> None:
        label = glance(folder)
        self._settings.setValue(LAST_DESK, str(folder))
        standing = self._standing(practice=label.practice, day=self._as_at or label.stands_on)
        self.workplace = Workplace(self.link, self._theme, self._ask, label.officer, standing)
        self.workplace.lock.connect(self.lock)
        self._stack.addWidget(self.workplace)
        self._stack.setCurrentWidget(self.workplace)

    def _standing(self, *, practice: bool, day: date | None) -> str:
        stands = f"It stands on {day.day} {words.MONTHS[day.month - 1]} {day.year}." if day else ""
        return f"Practice desk: only invented children live here. {stands}" if practice else stands

    def lock(self) -> None:
        """Lock: the process that holds the key ends, and another stands before the locked desk."""
        words = [] if getattr(sys, "frozen", False) else ["-m", "ui"]
        words += ["--desk", str(self._folder), *(["--as-at", self._as_at.isoformat()] if self._as_at else [])]
        self.hide()
        QApplication.clipboard().clear()
        self.link.close()
        QProcess.startDetached(sys.executable, words, str(Path.cwd()))
        QApplication.quit()

    def _choose(self) -> None:
        folder = self._ask.folder(self, words.CHOOSE_DESK)
        if folder:
            self.show_desk(folder)

    def _made(self, folder: Path) -> None:
        """On the lane, like opening."""
        from iro_desk.bootstrap import make_practice_desk  # noqa: PLC0415

        make_practice_desk(folder)

    def _make_practice(self) -> None:
        folder = self._ask.folder(self, words.CHOOSE_EMPTY)
        if folder is None:
            return
        self.unlock.show_welcome(words.MAKING)
        self.link.run(
            lambda: self._made(folder),
            owner=self,
            then=lambda _: self.show_desk(folder),
            failed=lambda fault: self.unlock.show_welcome(said(fault)),
        )


def said(fault: Exception) -> str:
    """A fault in a sentence: the desk's own words, or where a bug is noted."""
    return fault.words if isinstance(fault, DeskError) else trouble.note(fault, SystemClock())


def run(folder: Path | None, as_at: date | None, started: Callable[[Window], object] | None = None) -> int:
    """Show the window until it is closed; ``started`` is called with it once it stands."""
    os.umask(0o077)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of Qt application is running")
    app.setApplicationName("iro-desk")
    app.setApplicationDisplayName(words.APP)
    app.setDesktopFileName("iro-desk")
    load_fonts()
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "iro-desk", "machine")
    theme = Theme(app, percent=int(str(settings.value(TEXT_SIZE, 100))))
    window = Window(theme, settings, AskThePerson(), as_at)
    last = settings.value(LAST_DESK)
    window.show_desk(folder or (Path(str(last)) if last else None))
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
