"""This desk: what it is set to, what keeps it, and what was looked at, in words; and orders from gestures. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.access import Accesses, AccessLine, NoteAccess
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.ports import Clock
from iro_desk.services.recovering import Recovery, RecoveryStanding
from iro_desk.services.settings import SetSetting, Settings
from iro_desk.settings import LOCK_AFTER
from ui.kit import words

if TYPE_CHECKING:
    from iro_desk.closed import Backup
    from iro_desk.desk import Desk, Finding, Joined

Progress = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One thing that was opened, exported or recovered, in words."""

    when: str
    what: str


class Page(Protocol):
    """What the presenter needs of its page."""

    def show_minutes(self, minutes: int) -> None:
        """Show after how long the desk locks, and tell the lock of it."""
        ...

    def show_sheet_standing(self, *, proved: bool) -> None:
        """Show whether the recovery sheet was shown."""
        ...

    def show_backups(self, backups: Sequence[Backup], today: date) -> None:
        """Show these."""
        ...

    def show_seen(self, lines: Sequence[SeenLine]) -> None:
        """Show what was looked at, newest first."""
        ...

    def say_wrong(self, field: str, sentence: str) -> None:
        """Say what is wrong with a field: ``minutes``, ``old`` or ``new``."""
        ...

    def clear_passphrases(self) -> None:
        """Keep nothing of what was typed in the fields for a passphrase."""
        ...

    def show_busy(self, sentence: str) -> None:
        """Say what is going on, or nothing any more; while something is, nothing else can be asked for."""
        ...

    def say(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        ...

    def show_trouble(self, findings: Sequence[Finding]) -> None:
        """Show the desk's rescue: it takes in nothing until it is mended."""
        ...


class Link(Protocol):
    """What the presenter needs of the bridge to the desk."""

    folder: Path | None

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Ask the desk."""
        ...

    def do(self, order: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Have an order carried out."""
        ...

    def use(self, work: Any, *, owner: Any, then: Any, failed: Any = None, beside: bool = False) -> None:  # noqa: ANN401
        """Have something done with the desk."""
        ...

    def reporter(self, *, owner: Any, then: Any) -> Progress:  # noqa: ANN401 - the bridge's own
        """What long work calls with how far it has come."""
        ...


class SettingsPresenter:
    """Plain Python between the page and the desk."""

    def __init__(self, page: Page, link: Link, clock: Clock) -> None:
        self._page, self._link, self._clock = page, link, clock

    def refresh(self, then: Callable[[], object] = lambda: None) -> None:
        """Ask for all that the page shows; ``then`` is called once the backups stand, which may have been thinned."""

        def came(backups: Sequence[Backup]) -> None:
            self._show_backups(backups)
            then()

        self._link.ask(Settings(), owner=self._page, then=self._show_settings, failed=self._failed)
        self._link.ask(Recovery(), owner=self._page, then=self._show_recovery, failed=self._failed)
        self._link.ask(Accesses(), owner=self._page, then=self._show_seen, failed=self._failed)
        self._use(lambda desk: desk.safekeeping.backups(), came)

    def on_changed(self, topics: frozenset[Topic], _: object) -> None:
        """Something moved; ask again for what was looked at."""
        if Topic.DESK in topics:
            self._link.ask(Accesses(), owner=self._page, then=self._show_seen, failed=self._failed)
            self._link.ask(Recovery(), owner=self._page, then=self._show_recovery, failed=self._failed)

    def set_minutes(self, typed: str) -> None:
        """The officer wants the desk locked after so many minutes."""
        limits = words.TYPE_NUMBER.format(LOCK_AFTER.least, LOCK_AFTER.most)
        if not typed.strip().isdecimal():
            self._page.say_wrong("minutes", limits)
            return

        def done(outcome: Outcome[int]) -> None:
            self._page.show_minutes(outcome.result)
            self._page.say(words.LOCK_SET.format(words.many(outcome.result, "minute")))

        order = SetSetting(name=LOCK_AFTER.name, value=int(typed))
        self._link.do(order, owner=self._page, then=done, failed=partial(self._refused, {LOCK_AFTER.name: "minutes"}))

    def change_passphrase(self, old: str, new: str) -> None:
        """The officer gives the passphrase in force and a new one."""
        folder = self._link.folder
        if not old:
            self._page.say_wrong("old", words.TYPE_OLD)
            return
        if folder is None:
            return
        self._page.show_busy(words.CHANGING)

        def done(_: object) -> None:
            self._page.clear_passphrases()
            self._end(words.PASSPHRASE_CHANGED)

        def failed(fault: Exception) -> None:
            wrong = type(fault).__name__ == "WrongPassphrase"
            self._refused({"passphrase": "old" if wrong else "new"}, fault)

        self._link.use(partial(changed, folder, old, new), owner=self._page, then=done, failed=failed)

    def back_up(self, into: Path | None) -> None:
        """The officer wants a backup now, in the desk's own place or in another."""
        self._page.show_busy(words.BACKING_UP)

        def made(copied: Any) -> None:  # noqa: ANN401 - what the store says of a backup
            held = f"{words.many(copied.events, 'event')}, {words.many(copied.children, 'child', 'children')}"
            self._end(words.BACKED_UP.format(held))

        self._use(partial(backed_up, into), made)

    def restore(self, backup: Path, into: Path) -> None:
        """The officer wants a backup restored into a new folder."""
        from ui.shell.office import restored  # noqa: PLC0415 - the shell builds the screens

        self._page.show_busy(words.RESTORING)
        self._use(partial(restored, backup, into), self._end)

    def check(self) -> None:
        """The officer wants the desk looked through."""
        self._page.show_busy(words.CHECKING.format(0))
        report = self._link.reporter(owner=self._page, then=self._tell_progress)

        def found(findings: Sequence[Finding]) -> None:
            self._page.show_busy("")
            stopping = [each for each in findings if each.stops]
            if stopping:
                self._page.show_trouble(stopping)
            elif findings:
                self._page.say_trouble(" ".join(each.words for each in findings))
            else:
                self._page.say(words.WHOLE)

        self._link.use(lambda desk: desk.check(report), owner=self._page, then=found, failed=self._failed, beside=True)

    def join(self, other: Path) -> None:
        """The officer gives the folder of another copy of this desk."""
        self._page.show_busy(words.JOINING)
        self._use(lambda desk: desk.join(other), lambda joined: self._end(joined_words(joined)))

    def proved(self, sentence: str) -> None:
        """The recovery sheet was shown."""
        self._page.say(sentence or words.PROVED)
        self._page.show_sheet_standing(proved=True)

    def _use(self, work: Callable[[Desk], Any], then: Callable[[Any], object]) -> None:
        self._link.use(work, owner=self._page, then=then, failed=self._failed)

    def _end(self, sentence: str) -> None:
        def done() -> None:
            self._page.show_busy("")
            self._page.say(sentence)

        self.refresh(done)

    def _tell_progress(self, done: float) -> None:
        if done < 1:
            self._page.show_busy(words.CHECKING.format(round(done * 100)))

    def _refused(self, fields: Mapping[str, str], fault: Exception) -> None:
        """Say beside the field what is wrong with it; anywhere else where it is no field's."""
        place = fields.get(fault.field or "") if isinstance(fault, DeskError) else None
        if place and isinstance(fault, DeskError):
            self._page.show_busy("")
            self._page.say_wrong(place, fault.words)
        else:
            self._failed(fault)

    def _failed(self, fault: Exception) -> None:
        self._page.show_busy("")
        self._page.say_trouble(fault.words if isinstance(fault, DeskError) else words.SORRY)

    def _show_settings(self, settings: Mapping[str, int]) -> None:
        self._page.show_minutes(settings[LOCK_AFTER.name])

    def _show_recovery(self, standing: RecoveryStanding) -> None:
        self._page.show_sheet_standing(proved=standing.proved)

    def _show_backups(self, backups: Sequence[Backup]) -> None:
        self._page.show_backups(backups, self._clock.today())

    def _show_seen(self, lines: Sequence[AccessLine]) -> None:
        self._page.show_seen([seen_line(each, self._clock.today()) for each in lines])


def seen_line(line: AccessLine, today: date) -> SeenLine:
    """What was looked at, when by the clock on the wall, and of which child, by number."""
    at = datetime.fromisoformat(line.at).astimezone()
    parts = [line.words, *([line.number] if line.number else []), *([line.detail] if line.detail else [])]
    return SeenLine(f"{words.day(at.date(), today)}, {at:%H:%M}", ", ".join(parts))


def joined_words(joined: Joined) -> str:
    """What came of taking in another copy."""
    told = f"{words.many(joined.events, 'event')} taken in." if joined.events else words.NOTHING_NEW
    if joined.disputed:
        told += f" In {words.many(joined.disputed, 'field')} two values stand; choose on the child's page."
    if joined.typed:
        told += f" In {words.many(joined.typed, 'form')} of that copy something is typed and not saved; save it there."
    return told


def changed(folder: Path, old: str, new: str, desk: Desk) -> None:
    """On the lane: a new passphrase."""
    from iro_desk.mending import change_passphrase  # noqa: PLC0415 - loaded with the desk

    change_passphrase(desk, folder, old, new)


def backed_up(into: Path | None, desk: Desk) -> Any:  # noqa: ANN401 - what the store says of a backup
    """On the lane: a backup, noted before anything leaves the desk's folder."""
    if into is not None:
        desk.do(NoteAccess(what="backed up", detail="to another place"))
    return desk.back_up(into)
