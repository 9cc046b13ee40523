"""What extracts changed: asked for, put into words, acknowledged. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.exchanging import ExtractOnDesk, Extracts
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.ports import Clock
from iro_desk.services.status_changes import Acknowledge, StatusChangeLine, StatusChanges
from ui.kit import words

LISTENS_FOR = {Topic.STATUS_CHANGES, Topic.EXTRACTS, Topic.CHILDREN}
EVERY = ""
"""What is chosen where no extract is: whatever nobody has acknowledged."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One change, in words."""

    id: str
    child: str
    """The number that opens the child's page."""
    title: str = field(repr=False)
    """The child: by name, or else by number."""
    day: str
    happened: str = field(repr=False)
    moved: str = field(repr=False)
    """Which deadline it moved; nothing where it moved none."""
    done: str
    """When it was acknowledged; nothing where it was not."""
    spoken: str = field(repr=False)
    """The whole line as a sentence, for a screen reader."""


@dataclass(frozen=True, slots=True)
class PartView:
    """Lines of one kind under their heading."""

    title: str
    quiet: str
    """One fact at the right of the heading."""
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """All that the page shows."""

    waiting: int
    """How much is to be acknowledged, whatever is shown."""
    parts: tuple[PartView, ...]
    choices: tuple[tuple[str, str], ...]
    """What can be chosen to be shown: a record, nothing for the first, and its words."""
    chosen: str
    shown: tuple[str, ...]
    """Those in sight that nobody has acknowledged."""
    nothing: tuple[str, str]
    """What is said, short and then in full, where there is no line."""


class Page(Protocol):
    """What the presenter needs of its page."""

    def show_view(self, view: PageView) -> None:
        """Show this."""
        ...

    def say(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        ...


class Link(Protocol):
    """What the presenter needs of the bridge to the desk."""

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Ask the desk."""
        ...

    def do(self, order: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Have an order carried out."""
        ...


class ChangedPresenter:
    """Between the desk and the list of what extracts changed."""

    def __init__(self, page: Page, link: Link, clock: Clock) -> None:
        self._page, self._link, self._clock = page, link, clock
        self._extracts: tuple[ExtractOnDesk, ...] | None = None
        self._waiting: tuple[StatusChangeLine, ...] = ()
        self._of_extract: tuple[StatusChangeLine, ...] = ()
        self._chosen = EVERY
        self._under_way: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Ask which extracts there are, and what nobody has acknowledged."""
        self._link.ask(Extracts(), owner=self._page, then=self._extracts_came, failed=self._failed)

    def on_changed(self, topics: frozenset[Topic], initiator: object) -> None:  # noqa: ARG002 - the page holds nothing typed
        """Something moved: ask again where it concerns the list."""
        if topics & LISTENS_FOR:
            self.refresh()

    def extract_chosen(self, extract: str) -> None:
        """Show all that this extract changed, or whatever nobody has acknowledged."""
        if extract != self._chosen:
            self._chosen = extract
            self.refresh()

    def acknowledge(self, ids: Sequence[str]) -> None:
        """These were read. They go out of sight at once, and come back where the desk refuses."""
        wanted = tuple(each for each in ids if each not in self._under_way)
        if not wanted:
            return
        self._under_way |= set(wanted)
        self._show()
        self._link.do(
            Acknowledge(ids=wanted),
            owner=self._page,
            then=lambda outcome: self._acknowledged(wanted, outcome),
            failed=lambda fault: self._not_acknowledged(wanted, fault),
        )

    def _acknowledged(self, ids: Sequence[str], outcome: Outcome[str]) -> None:
        """It is done; the desk is asked anew when it says that something moved, and until then this is so here."""
        today = self._clock.today()
        self._waiting = tuple(each for each in self._waiting if each.id not in ids)
        self._of_extract = tuple(
            replace(each, acknowledged=today) if each.id in ids else each for each in self._of_extract
        )
        self._under_way -= set(ids)
        self._page.say(outcome.result)

    def _not_acknowledged(self, ids: Sequence[str], fault: Exception) -> None:
        self._under_way -= set(ids)
        self._show()
        self._failed(fault)

    def _extracts_came(self, extracts: tuple[ExtractOnDesk, ...]) -> None:
        if self._extracts is not None and extracts != self._extracts:
            self._chosen = EVERY
        self._extracts = extracts
        self._link.ask(StatusChanges(), owner=self._page, then=self._waiting_came, failed=self._failed)

    def _waiting_came(self, waiting: tuple[StatusChangeLine, ...]) -> None:
        self._waiting = waiting
        chosen = self._chosen
        if not chosen:
            self._show()
            return
        self._link.ask(
            StatusChanges(extract=chosen),
            owner=self._page,
            then=lambda lines: self._of_extract_came(chosen, lines),
            failed=self._failed,
        )

    def _of_extract_came(self, chosen: str, lines: tuple[StatusChangeLine, ...]) -> None:
        if chosen == self._chosen:
            self._of_extract = lines
            self._show()

    def _show(self) -> None:
        waiting = self._in_sight(self._waiting)
        shown = self._in_sight(self._of_extract) if self._chosen else waiting
        self._page.show_view(
            PageView(
                waiting=sum(not each.kind.news for each in waiting),
                parts=parts_of(shown, self._clock.today()),
                choices=((EVERY, words.NOT_ACKNOWLEDGED), *(_choice(each) for each in reversed(self._extracts or ()))),
                chosen=self._chosen,
                shown=tuple(each.id for each in shown if each.acknowledged is None),
                nothing=_nothing(self._extracts or (), self._chosen),
            )
        )

    def _in_sight(self, lines: tuple[StatusChangeLine, ...]) -> tuple[StatusChangeLine, ...]:
        return tuple(each for each in lines if each.id not in self._under_way)

    def _failed(self, fault: Exception) -> None:
        self._page.say_trouble(fault.words if isinstance(fault, DeskError) else words.SORRY)


def parts_of(lines: Sequence[StatusChangeLine], today: date) -> tuple[PartView, ...]:
    """What is to be acknowledged, what is only news, and what was read before; a part without lines is left out."""
    waiting = [each for each in lines if each.acknowledged is None]
    groups = (
        (words.TO_ACKNOWLEDGE, "", [each for each in waiting if not each.kind.news]),
        (words.NEWS, words.NEWS_ASKS_NOTHING, [each for each in waiting if each.kind.news]),
        (words.ACKNOWLEDGED, "", [each for each in lines if each.acknowledged is not None]),
    )
    return tuple(
        PartView(title, quiet, tuple(_line(each, title, today) for each in some))
        for title, quiet, some in groups
        if some
    )


def _line(line: StatusChangeLine, part: str, today: date) -> LineView:
    title = line.name or (words.NO_NAME if line.child.startswith("~") else line.child)
    done = words.ACKNOWLEDGED_ON.format(words.day(line.acknowledged, today)) if line.acknowledged else ""
    return LineView(
        id=line.id,
        child=line.child,
        title=title,
        day=words.day(line.on, today),
        happened=line.happened,
        moved=line.moved,
        done=done,
        spoken=f"{title}. {line.words} {done or part}.",
    )


def _choice(extract: ExtractOnDesk) -> tuple[str, str]:
    return extract.id, words.EXTRACT_TO.format(extract.year, words.plain_day(extract.to))


def _nothing(extracts: Sequence[ExtractOnDesk], chosen: str) -> tuple[str, str]:
    if chosen:
        return words.CHANGED_NOTHING, words.CHANGED_NOTHING_WORDS
    if not extracts:
        return words.NOTHING_CHANGED, words.NOTHING_TO_COMPARE
    return words.NOTHING_CHANGED, words.NOTHING_CHANGED_SINCE.format(words.plain_day(extracts[-1].to))
