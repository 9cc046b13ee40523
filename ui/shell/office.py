"""The open desk in the window: its screens, what locks it, what is checked behind it, its rescue where it needs one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout

from iro_desk import closed
from iro_desk.errors import DeskError
from iro_desk.services.ports import Clock
from iro_desk.services.settings import Settings
from iro_desk.settings import LOCK_AFTER
from ui.desk_link import DeskLink
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.marks import Mark
from ui.kit.theme import Theme
from ui.shell.clipboard import ClipboardWatch
from ui.shell.cover import Cover
from ui.shell.entrance import Entrance, in_words
from ui.shell.main_window import Workplace
from ui.shell.notices import Kind
from ui.shell.rescue import RescuePage
from ui.shell.strip import Strip
from ui.shell.watch import IdleWatch, SystemWatch
from ui.shell.why import Why

if TYPE_CHECKING:
    from iro_desk.desk import Desk

EVERY_FIVE_MINUTES = 5 * 60 * 1_000
PATIENCE = 5_000
"""Milliseconds that a lock waits for what was typed to be kept."""


class Frontage(Protocol):
    """What the office needs of the window it stands in."""

    link: DeskLink
    entrance: Entrance
    stack: QStackedWidget
    column: QVBoxLayout


class Office(QObject):
    """An open desk.

    Signals:
        lock: the desk is to be locked; carries the Why.
        scheme: the officer chose colours; carries the scheme's name, or nothing for the system's own.
    """

    lock = Signal(object)
    scheme = Signal(str)

    def __init__(  # noqa: PLR0913, PLR0917 - what an open desk stands in
        self,
        window: Any,  # noqa: ANN401 - a Frontage that is a QMainWindow
        theme: Theme,
        ask: Ask,
        officer: str,
        standing: str,
        clock: Clock,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window: QMainWindow = window
        self._front: Frontage = window
        self._theme, self._ask, self._officer, self._standing, self._clock = theme, ask, officer, standing, clock
        self._link = self._front.link
        self.workplace: Workplace | None = None
        self.rescue: RescuePage | None = None
        self.cover = Cover(window, theme)
        self.warning = Strip(theme, Mark.AT_RISK)
        self.state = Strip(theme, Mark.OVERDUE)
        self._front.column.addWidget(self.state)
        self._front.column.addWidget(self.warning)
        self.clipboard = ClipboardWatch(QApplication.clipboard(), self)
        self.idle = IdleWatch(seconds, LOCK_AFTER.default, self)
        self.system = SystemWatch(self)
        self._watchman = QTimer(self, interval=EVERY_FIVE_MINUTES)
        self._low: str | None = None
        self._healed = False
        self._behind = False
        self._damage_met = False
        self._connect()

    def enter(self, desk: Any, window: int) -> None:  # noqa: ANN401 - the open desk, to be read of only
        """Begin: the screens, or the rescue page where something is wrong; and whatever watches."""
        self._healed = desk.healed
        if desk.trouble:
            self._show_trouble(desk.trouble)
        else:
            self._show_workplace()
        self.idle.start()
        self.system.start(window)
        self._watchman.start()
        self._link.ask(Settings(), owner=self, then=self._heed, failed=self._ignore)
        app = QApplication.instance()
        if app:
            app.installEventFilter(self)

    def leave(self) -> None:
        """Cover everything at once; then keep what was typed, and empty the clipboard."""
        self.cover.fall()
        self.idle.stop()
        self.system.stop()
        self._watchman.stop()
        app = QApplication.instance()
        if app:
            app.removeEventFilter(self)
        self.clipboard.clear()
        if self.workplace:
            self._wait_for(self.workplace.flush_drafts)

    def _wait_for(self, flush: Callable[[Callable[[], object]], object]) -> None:
        """Let what was typed be kept, behind the cover; whatever becomes of it, the desk is closed then."""
        done: list[bool] = []
        loop = QEventLoop()
        QTimer.singleShot(PATIENCE, loop, loop.quit)

        def kept() -> None:
            done.append(True)
            loop.quit()

        flush(kept)
        if not done:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def copy(self, folder: Path, today: date) -> None:
        """Copy the desk that was just closed. Unavailable where it cannot be."""
        closed.back_up(folder, today)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lock by Ctrl L also where a dialog or a menu has the keys."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            elsewhere = QApplication.activeModalWidget() or QApplication.activePopupWidget()
            wanted = event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if elsewhere and wanted:
                self.lock.emit(Why.KEY)
                return True
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self.idle.warned.connect(self._warn)
        self.idle.calmed.connect(self.warning.hide)
        self.idle.expired.connect(partial(self.lock.emit, Why.IDLE))
        self.system.away.connect(self.lock)
        self._watchman.timeout.connect(self._go_round)
        self._link.full.connect(self._say_full)
        self._link.damaged.connect(self._meet_damage)

    def _heed(self, settings: dict[str, int]) -> None:
        self.idle.set_minutes(settings[LOCK_AFTER.name])

    def _warn(self, left: int) -> None:
        first = not self.warning.isVisible()
        self.warning.say(words.LOCKS_SOON.format(words.span(left)), aloud=first)

    def _go_round(self) -> None:
        """Every five minutes: the witness, and a word where the disk has become low since the last."""

        def look(desk: Desk) -> str | None:
            desk.safekeeping.write_witness()
            return desk.safekeeping.low()

        self._use(look, self._tell_low)

    def _tell_low(self, low: str | None) -> None:
        if low and not self._low and self.workplace:
            self.workplace.notices.show_notice(low, Kind.MIND)
        self._low = low

    def _show_workplace(self) -> None:
        if self.workplace is None:
            made = Workplace(self._link, self._theme, self._ask, self._officer, self._standing, clock=self._clock)
            self.workplace = made
            made.lock.connect(partial(self.lock.emit, Why.KEY))
            page = made.pages["today"]
            page.ready.connect(self._begin_behind)
            made.built.connect(self._meet)
            self._front.stack.addWidget(made)
        self._front.stack.setCurrentWidget(self.workplace)

    def _meet(self, key: str, page: Any) -> None:  # noqa: ANN401 - whichever page
        """*This desk* was built: what is set there is heeded here."""
        if key == "settings":
            page.lock_after.connect(self.idle.set_minutes)
            page.scheme.connect(self.scheme)
            page.trouble.connect(self._show_trouble)

    def _begin_behind(self) -> None:
        """Today stands: look the whole desk through behind it, once."""
        if self._behind or self.workplace is None:
            return
        self._behind = True
        if self._healed:
            self.workplace.notices.show_notice(words.KEY_FILE_HEALED, Kind.MIND)
        report = self._link.reporter(owner=self, then=self._ignore)

        def look(desk: Desk) -> tuple[str | None, Any, Any]:
            desk.safekeeping.keep_spare()
            return desk.safekeeping.low(), desk.check(report), desk.trouble

        self._use(lambda desk: desk.safekeeping.verify_newest(), self._ignore, beside=True)
        self._use(look, self._looked, beside=True)

    def _looked(self, found: tuple[str | None, Any, Any]) -> None:
        low, findings, trouble = found
        if trouble:
            self._show_trouble(trouble)
            return
        self._tell_low(low)
        if findings and self.workplace:
            self.workplace.notices.show_notice(findings[0].words, Kind.MIND)

    def _show_trouble(self, trouble: Any) -> None:  # noqa: ANN401 - findings
        older = any(each.kind == "witness" for each in trouble)
        self._show_sentences(tuple(each.words for each in trouble), older=older)

    def _show_sentences(self, sentences: tuple[str, ...], *, older: bool) -> None:
        folder = self._link.folder
        if folder is None:
            return
        if self.rescue is None:
            self.rescue = rescue = RescuePage(self._theme, self._ask)
            rescue.look.connect(self._look)
            rescue.accept.connect(self._accept)
            rescue.another.connect(partial(self.lock.emit, Why.KEY))
            rescue.restore.connect(self._restore)
            self._front.stack.addWidget(rescue)
        backups, today = closed.backups(folder), self._front.entrance.today()
        self.rescue.show_trouble(sentences, older=older, backups=backups, today=today)
        self._front.stack.setCurrentWidget(self.rescue)
        self.state.hide()

    def _meet_damage(self, fault: DeskError) -> None:
        """A screen met damage: tell of it, and look the desk through once, so that it takes in nothing more."""
        self._show_sentences((fault.words,), older=False)
        if not self._damage_met:
            self._damage_met = True
            self._use(lambda desk: desk.check(), self._ignore, beside=True)

    def _look(self) -> None:
        self._behind = True
        self._show_workplace()
        self.state.say(words.READ_ONLY, words.WHAT_IS_WRONG, self._back_to_rescue)

    def _back_to_rescue(self) -> None:
        if self.rescue:
            self.state.hide()
            self._front.stack.setCurrentWidget(self.rescue)

    def _accept(self) -> None:
        rescue = self.rescue
        if rescue is None:
            return
        rescue.busy(words.NOTING)
        self._link.use(
            lambda desk: desk.accept(),
            owner=self,
            then=lambda _: self._go_on(),
            failed=lambda fault: rescue.ready(wrong=in_words(fault)),
        )

    def _go_on(self) -> None:
        self.state.hide()
        self._behind = False
        self._show_workplace()
        if self.workplace:
            self.workplace.notices.show_notice(words.WENT_ON)
            self._begin_behind()

    def _restore(self, backup: Path, into: Path, _: str) -> None:
        rescue = self.rescue
        if rescue is None:
            return
        rescue.busy(words.RESTORING)
        self._link.use(
            partial(restored, backup, into),
            owner=self,
            then=lambda words: rescue.ready(news=words),
            failed=lambda fault: rescue.ready(wrong=in_words(fault)),
        )

    def _say_full(self) -> None:
        self.state.say(words.DISK_FULL, words.FREE_ROOM, self._give_back)

    def _give_back(self) -> None:
        self._link.use(
            lambda desk: desk.safekeeping.give_back(),
            owner=self,
            then=lambda freed: self.state.say(words.ROOM_MADE.format(freed) if freed else words.NO_ROOM_LEFT),
            failed=lambda fault: self.state.say(in_words(fault)),
        )

    def _use(self, work: Callable[[Desk], Any], then: Callable[[Any], object], *, beside: bool = False) -> None:
        """Have something done behind the screens; what it says no to is told, and stops nothing."""

        def told(fault: Exception) -> None:
            if self.workplace:
                self.workplace.notices.show_notice(in_words(fault), Kind.MIND)

        self._link.use(work, owner=self, then=then, failed=told, beside=beside)

    def _ignore(self, _: object) -> None:
        """Nothing is to be said of it."""


def restored(backup: Path, into: Path, desk: Desk) -> str:
    """On the lane: restore a backup of the open desk into a new folder; what to say of it."""
    from iro_desk.mending import restore  # noqa: PLC0415 - few desks ever need it

    made = restore(backup, into, desk.key)
    return words.RESTORED.format(folder=into, events=made.events, children=made.children)


def shut_page(window: Any, theme: Theme, ask: Ask, folder: Path, sentence: str) -> RescuePage:  # noqa: ANN401
    """The rescue page of a desk that does not open."""
    front: Frontage = window
    page = RescuePage(theme, ask)
    backups: tuple[closed.Backup, ...] = ()
    with suppress(DeskError):
        backups = closed.backups(folder)
    page.show_shut(sentence, backups, front.entrance.today())

    def go(to: Path) -> None:
        front.stack.setCurrentWidget(front.entrance)
        front.entrance.show_desk(to)
        page.deleteLater()

    def choose() -> None:
        front.stack.setCurrentWidget(front.entrance)
        front.entrance.choose()

    def restore(backup: Path, into: Path, phrase: str) -> None:
        page.busy(words.RESTORING)
        front.link.run(
            lambda: closed.restore(backup, into, phrase),
            owner=page,
            then=lambda _: go(into),
            failed=lambda fault: page.ready(wrong=in_words(fault)),
        )

    page.again.connect(lambda: go(folder))
    page.another.connect(choose)
    page.restore.connect(restore)
    return page
