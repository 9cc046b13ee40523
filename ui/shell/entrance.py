"""Everything before an open desk: the locked desk, a new one, the recovery key; and the ways from one to the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from iro_desk.errors import Damaged, DeskError, Unavailable, WrongPassphrase
from iro_desk.glance import glance
from ui.desk_link import DeskLink, OpenDesk
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.theme import Theme
from ui.shell.unlock import UnlockPage
from ui.shell.why import Why, sentence

if TYPE_CHECKING:
    from iro_desk.clock import StandingClock
    from iro_desk.closed import Label, Sheet
    from ui.shell.forgotten import ForgottenPage
    from ui.shell.making import MakingPage, SheetPage


class Entrance(QStackedWidget):
    """The pages before a desk. What they need is loaded when it is first asked for.

    Signals:
        opened: a desk is open; carries its folder and the desk, to be read of only.
        shut: a desk is too damaged to be opened; carries its folder and the sentence.
    """

    opened = Signal(Path, object)
    shut = Signal(Path, str)

    def __init__(self, link: DeskLink, theme: Theme, ask: Ask, as_at: date | None = None) -> None:
        super().__init__()
        self._link, self._theme, self._ask, self._as_at = link, theme, ask, as_at
        self.folder: Path | None = None
        self._label: Label | None = None
        self._phrase = ""
        self._taken: list[str] = []
        self.unlock = UnlockPage(theme)
        self.making: MakingPage | None = None
        self.sheet: SheetPage | None = None
        self.forgotten: ForgottenPage | None = None
        self.addWidget(self.unlock)
        self.unlock.unlock.connect(self._open)
        self.unlock.another.connect(self.choose)
        self.unlock.make_practice.connect(self._make_practice)
        self.unlock.make_own.connect(self.show_making)
        self.unlock.forgotten.connect(self.show_forgotten)

    def show_desk(self, folder: Path | None, why: Why | None = None) -> None:
        """Stand before this desk, or before none; ``why`` it was locked just now, if it was."""
        self.folder, self._label = folder, None
        self.setCurrentWidget(self.unlock)
        if folder is None:
            self.unlock.show_welcome()
            return
        try:
            self._label = label = self._whose(folder)
        except DeskError as no:
            self.folder = None
            self.unlock.show_welcome(no.words)
            return
        reason = sentence(why, _time_of_day()) if why else ""
        self.unlock.show_desk(label.officer if label else None, practice=bool(label and label.practice), why=reason)

    def today(self) -> date:
        """The day this desk stands on."""
        from iro_desk.clock import SystemClock  # noqa: PLC0415 - the locked window stands before it is loaded

        return self._as_at or (self._label and self._label.stands_on) or SystemClock().today()

    def prepare(self, *, copy: bool) -> None:
        """Behind the page that stands: copy the closed desk where ``copy`` says so, then load what opens one."""
        folder, today = self.folder, self.today()

        def ignore(_: object) -> None:
            """A copy that could not be made keeps nobody out; the next lock makes one."""

        if copy and folder:

            def copied() -> None:
                from iro_desk.closed import back_up  # noqa: PLC0415 - loaded behind the page that stands

                back_up(folder, today)

            self._link.run(copied, owner=self, then=ignore, failed=ignore)
        self._link.run(self._prepared, owner=self, then=lambda _: self._look_at_wait(), failed=ignore)

    def choose(self) -> None:
        """Let the officer choose another desk."""
        folder = self._ask.folder(self, words.CHOOSE_DESK)
        if folder:
            self.show_desk(folder)

    def show_making(self) -> None:
        """A desk of one's own."""
        from ui.shell.making import MakingPage  # noqa: PLC0415 - loaded when it is first asked for

        if self.making is None:
            self.making = MakingPage(self._theme, self._ask)
            self.making.make.connect(self._make)
            self.making.back.connect(lambda: self.setCurrentWidget(self.unlock))
            self.addWidget(self.making)
        self.setCurrentWidget(self.making)
        self.making.begin()

    def show_forgotten(self) -> None:
        """The recovery key."""
        from ui.shell.forgotten import ForgottenPage  # noqa: PLC0415 - loaded when it is first asked for

        if self.forgotten is None:
            self.forgotten = ForgottenPage(self._theme, self._ask)
            self.forgotten.recover.connect(self._recover)
            self.forgotten.back.connect(lambda: self.setCurrentWidget(self.unlock))
            self.addWidget(self.forgotten)
        self.setCurrentWidget(self.forgotten)
        self.forgotten.begin()

    def _open(self, passphrase: str) -> None:
        folder = self.folder
        if folder is None:
            return
        self.unlock.busy()
        self._open_then(folder, passphrase, self.unlock)

    def _clock(self) -> StandingClock | None:
        """A clock that stands on the day that was asked for; None for the desk's own."""
        from iro_desk.clock import StandingClock  # noqa: PLC0415 - the locked window stands before it is loaded

        return StandingClock(self._as_at) if self._as_at else None

    def _open_then(self, folder: Path, passphrase: str, page: QWidget) -> None:
        clock = self._clock()
        report = self._link.reporter(owner=self, then=self.unlock.show_progress)

        def opener() -> OpenDesk:
            from iro_desk.bootstrap import open_desk  # noqa: PLC0415 - the window stands before it is loaded

            return open_desk(folder, passphrase, clock, progress=report)

        self._link.open(
            opener,
            folder=folder,
            owner=page,
            then=lambda desk: self._go_to_work(folder, desk),
            failed=lambda fault: self._not_opened(folder, fault),
        )

    def _go_to_work(self, folder: Path, desk: object) -> None:
        from iro_desk.services.recovering import note_of_sheet  # noqa: PLC0415 - loaded with the desk

        self.opened.emit(folder, desk)
        while self._taken:
            self._link.do(note_of_sheet(self._taken.pop(0)), owner=self, then=lambda _: None)

    def _not_opened(self, folder: Path, fault: Exception) -> None:
        self.setCurrentWidget(self.unlock)
        if isinstance(fault, Damaged):
            self.unlock.ask_again("")
            self.shut.emit(folder, fault.words)
            return
        self.unlock.ask_again(in_words(fault))
        if isinstance(fault, WrongPassphrase) or (isinstance(fault, Unavailable) and fault.field == "passphrase"):
            self._look_at_wait()

    def _look_at_wait(self) -> None:
        """Where wrong guesses cost a wait, count it down."""
        from iro_desk.closed import seconds_to_wait  # noqa: PLC0415 - loaded behind the page that stands

        label = self._label
        if label and not self._link.folder and seconds_to_wait(label):
            self.unlock.wait(lambda: seconds_to_wait(label))

    def _make(self, folder: Path, officer: str, passphrase: str) -> None:
        making = self.making
        if making is None:
            return
        making.busy(words.MAKING_A_DESK)

        def made() -> Sheet:
            from iro_desk.bootstrap import make_desk  # noqa: PLC0415 - the window stands before it is loaded
            from iro_desk.closed import sheet_of  # noqa: PLC0415

            return sheet_of(officer, make_desk(folder, passphrase, officer))

        def show(sheet: Sheet) -> None:
            self._phrase = passphrase
            making.passphrase.clear()
            self._show_sheet(sheet, folder)

        self._link.run(made, owner=making, then=show, failed=lambda fault: making.ready(in_words(fault)))

    def _show_sheet(self, sheet: Sheet, folder: Path) -> None:
        from ui.shell.making import SheetPage  # noqa: PLC0415 - loaded when it is first asked for

        if self.sheet is None:
            self.sheet = SheetPage(self._theme, self._ask)
            self.addWidget(self.sheet)
            self.sheet.view.taken.connect(self._taken.append)
            self.sheet.done.connect(self._go_in)
        self.folder, self._label = folder, glance(folder)
        self._taken.clear()
        self.sheet.show_sheet(sheet, folder)
        self.setCurrentWidget(self.sheet)

    def _go_in(self) -> None:
        """From the sheet into the desk that was just made."""
        phrase, self._phrase = self._phrase, ""
        if self.sheet:
            self.sheet.view.forget()
        self.show_desk(self.folder)
        self._open(phrase)

    def _recover(self, recovery_key: str, passphrase: str) -> None:
        page, folder, clock = self.forgotten, self.folder, self._clock()
        if page is None or folder is None:
            return
        page.busy(words.UNLOCKING)

        def recovered() -> None:
            from iro_desk.mending import recover  # noqa: PLC0415 - the window stands before it is loaded

            recover(folder, recovery_key, passphrase, clock=clock)

        def go_in(_: object) -> None:
            page.begin()
            self.show_desk(folder)
            self._open(passphrase)

        def failed(fault: Exception) -> None:
            page.ready(in_words(fault), of_key=isinstance(fault, WrongPassphrase))
            if isinstance(fault, Damaged):
                self.shut.emit(folder, fault.words)

        self._link.run(recovered, owner=page, then=go_in, failed=failed)

    def _make_practice(self) -> None:
        folder = self._ask.folder(self, words.CHOOSE_EMPTY)
        if folder is None:
            return
        self.unlock.show_welcome(words.MAKING)

        def made() -> None:
            from iro_desk.bootstrap import make_practice_desk  # noqa: PLC0415 - the window stands before it is loaded

            make_practice_desk(folder, self._as_at)

        self._link.run(
            made,
            owner=self,
            then=lambda _: self.show_desk(folder),
            failed=lambda fault: self.unlock.show_welcome(in_words(fault)),
        )

    def _whose(self, folder: Path) -> Label | None:
        """Whose desk lies there; none where only a backup's key file tells."""
        try:
            return glance(folder)
        except Unavailable:
            from iro_desk.closed import stand_before  # noqa: PLC0415 - loaded when a desk is not as it should be

            return stand_before(folder).label

    def _prepared(self) -> Any:  # noqa: ANN401 - nothing
        """On the lane: load what opens a desk and shows it."""
        import ui.shell.main_window  # noqa: PLC0415, F401 - loaded behind the page that stands
        from iro_desk.closed import prepare  # noqa: PLC0415

        prepare()


def in_words(fault: Exception) -> str:
    """A fault in a sentence: the desk's own words, or where a bug is noted."""
    if isinstance(fault, DeskError):
        return fault.words
    from iro_desk import trouble  # noqa: PLC0415 - loaded when something goes wrong
    from iro_desk.clock import SystemClock  # noqa: PLC0415

    return trouble.note(fault, SystemClock())


def _time_of_day() -> str:
    from iro_desk.clock import SystemClock  # noqa: PLC0415 - the locked window stands before it is loaded

    return f"{SystemClock().now().astimezone():%H:%M}"
