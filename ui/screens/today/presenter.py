"""Today: turns the desk's answer into what the page shows, and gestures into orders. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.caseload import ChildExplained, Explain
from iro_desk.services.diary import ExtractLine, Section, Today, TodayLine, TodayView
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.messages import Outcome, Topic
from ui.kit import words

AT_FIRST = 8
"""How many lines of *Coming* are shown before the rest is asked for."""
MONTHS_AHEAD = 6
HEADINGS = {
    Section.OVERDUE: words.OVERDUE,
    Section.AT_RISK: words.AT_RISK,
    Section.NOT_KNOWN: words.NOT_KNOWN,
    Section.COMING: words.COMING,
}
LISTENS_FOR = {Topic.DIARY, Topic.EXTRACTS, Topic.CHILDREN}


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the list, in words."""

    line: TodayLine
    title: str
    """The child and their age: "350212, 7"."""
    what: str
    when: str
    worrying: bool
    """Whether ``when`` is said in the colour of its mark."""
    spoken: str
    """The whole line as a sentence, for a screen reader."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the list: its heading, all that it counts, and the lines shown of it."""

    section: Section
    title: str
    count: int
    lines: tuple[LineView, ...]
    more: str
    """What asks for the rest; nothing where all is shown."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """How many reviews fall due in a month."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class PageView:
    """All that Today shows."""

    today: date
    sentence: tuple[tuple[str, str], ...]
    """Words, and the part each leads to; nothing where they lead nowhere."""
    parts: tuple[PartView, ...]
    closing: str
    empty: bool
    calm: bool
    months: tuple[MonthView, ...]
    extracts: tuple[tuple[str, str], ...]


class Page(Protocol):
    """What the presenter needs of its page."""

    def show_view(self, view: PageView) -> None:
        """Show this."""
        ...

    def show_timeline(self, line: str, sentences: Sequence[str]) -> None:
        """Show a child's whole timeline under this line."""
        ...

    def show_taking(self, *, busy: bool) -> None:
        """Say that an extract is being read, or no longer."""
        ...

    def show_taken_so_far(self, sentence: str) -> None:
        """Say how far the extract has come, in place of what was said of it before."""
        ...

    def say(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def say_taken(self, sentence: str, *, look: bool) -> None:
        """Say what came of an extract, and offer a look at what it changed, or do not."""
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

    def reporter(self, *, owner: Any, then: Any, finishes: bool = False) -> Callable[[float], object]:  # noqa: ANN401 - the bridge's own
        """What long work tells how far it has come."""
        ...


class TodayPresenter:
    """Plain Python between the page and the desk."""

    def __init__(self, page: Page, link: Link) -> None:
        self._page, self._link = page, link
        self._view: TodayView | None = None
        self._all_coming = False
        self._waiting: Path | None = None

    def refresh(self) -> None:
        """Ask the desk again."""
        self._link.ask(Today(), owner=self._page, then=self._show)

    def on_changed(self, topics: frozenset[Topic], initiator: object) -> None:  # noqa: ARG002 - Today has no field to spare
        """Something moved; ask again where it concerns this page."""
        if topics & LISTENS_FOR:
            self.refresh()

    def show_all_coming(self) -> None:
        """The officer wants every line of *Coming*."""
        self._all_coming = True
        if self._view:
            self._show(self._view)

    def timeline_wanted(self, line: str, child: str) -> None:
        """The officer wants a child's whole timeline."""
        self._link.ask(
            Explain(child=child),
            owner=self._page,
            then=lambda life: self._page.show_timeline(line, timeline_sentences(life)),
            failed=self._failed,
        )

    def extract_chosen(self, folder: Path, *, first: Callable[[], object] | None = None) -> None:
        """The officer has chosen an extract; before the desk's very first, ``first`` asks for the recovery sheet."""
        if first and self._view and not self._view.extracts:
            self._waiting = folder
            first()
        else:
            self._take(folder)

    def sheet_proved(self, sentence: str) -> None:
        """The recovery sheet was shown: what waited for it goes on."""
        if sentence:
            self._page.say(sentence)
        folder, self._waiting = self._waiting, None
        if folder is not None:
            self._take(folder)

    def _take(self, folder: Path) -> None:
        self._page.show_taking(busy=True)
        progress = self._link.reporter(owner=self._page, then=self._so_far, finishes=True)
        order = TakeExtract(folder=folder, progress=progress)
        self._link.do(order, owner=self._page, then=self._taken, failed=self._failed)

    def _so_far(self, done: float) -> None:
        self._page.show_taken_so_far(words.TAKING_IN.format(round(done * 100)) if done else words.TAKING)

    def _taken(self, outcome: Outcome[Any]) -> None:
        self._page.show_taking(busy=False)
        taken = outcome.result
        refused = [f"{each.file}, line {each.line}: {each.reason}" for each in taken.refused]
        remarks = [each.words for each in taken.remarks]
        sentence = " ".join([taken.words, *words.a_few(refused), *words.a_few(remarks)])
        self._page.say_taken(sentence, look=bool(taken.to_look_at))

    def _failed(self, fault: Exception) -> None:
        self._page.show_taking(busy=False)
        self._page.say_trouble(fault.words if isinstance(fault, DeskError) else words.SORRY)

    def _show(self, view: TodayView) -> None:
        self._view = view
        self._page.show_view(page_view(view, all_coming=self._all_coming))


def page_view(view: TodayView, *, all_coming: bool) -> PageView:
    """The desk's answer in words."""
    by_section = {section: [each for each in view.lines if each.section is section] for section in Section}
    parts = tuple(
        _part(section, lines, view.today, all_coming=all_coming) for section, lines in by_section.items() if lines
    )
    return PageView(
        today=view.today,
        sentence=tuple(_sentence(by_section)),
        parts=parts,
        closing=_closing(by_section, view),
        empty=not view.extracts,
        calm=bool(view.extracts) and not any(by_section[each] for each in Section if each is not Section.COMING),
        months=_months(view),
        extracts=tuple(_extract(each, view.today) for each in view.extracts),
    )


def timeline_sentences(life: ChildExplained) -> tuple[str, ...]:
    """A child's timeline, a sentence a line: periods, then what was due and what is."""
    sentences: list[str] = []
    for number, period in enumerate(life.periods, start=1):
        since = f"since {words.day(period.start, period.start)} {period.start.year}"
        known = "" if period.start_known else " or earlier"
        until = f" to {words.day(period.end, period.end)} {period.end.year}" if period.end else ""
        sentences.append(f"Care period {number}: {since}{known}{until}.")
        sentences += [each.explanation for each in period.deadlines]
    return tuple(sentences)


def _part(section: Section, lines: list[TodayLine], today: date, *, all_coming: bool) -> PartView:
    shown = lines if all_coming or section is not Section.COMING else lines[:AT_FIRST]
    rest = len(lines) - len(shown)
    last = lines[-1].due
    more = f"{words.count(rest, first=True)} more, to {words.day(last, today)}" if rest and last else ""
    return PartView(section, HEADINGS[section], len(lines), tuple(_line(each, today) for each in shown), more)


def _line(line: TodayLine, today: date) -> LineView:
    who = line.name or line.child
    title = who if line.age is None else f"{who}, {line.age}"
    what = line.what.lower()
    when = _when(line, today)
    return LineView(
        line,
        title,
        what,
        when,
        line.section in {Section.OVERDUE, Section.AT_RISK},
        f"{HEADINGS[line.section]}: {title}, {what}. {when}. {line.explanation}",
    )


def _when(line: TodayLine, today: date) -> str:
    if line.due is None:
        return line.unknown
    day = words.day(line.due, today)
    if line.section is Section.NOT_KNOWN:
        return f"{day} at the earliest. {line.unknown}"
    if line.due == today:
        return "Due today"
    if line.due < today:
        return f"Was due {day}, {words.many((today - line.due).days, 'day')} ago"
    return f"Due {day}, {_left(line.working_days or 0)}"


def _left(working_days: int) -> str:
    return f"in {words.many(working_days, 'working day')}" if working_days else "no working day left"


def _sentence(by_section: dict[Section, list[TodayLine]]) -> list[tuple[str, str]]:
    """What matters, said first: "Three overdue, two at risk, six not known."."""
    said: list[tuple[str, str]] = []
    if not by_section[Section.OVERDUE]:
        said.append(("Nothing is overdue. ", ""))
    linked = [section for section in list(Section)[:3] if by_section[section]]
    for place, section in enumerate(linked):
        text = f"{words.count(len(by_section[section]), first=place == 0)} {HEADINGS[section].lower()}"
        said += [(text, section.value), (", " if place < len(linked) - 1 else ".", "")]
    return said


def _closing(by_section: dict[Section, list[TodayLine]], view: TodayView) -> str:
    in_order = len(by_section[Section.COMING])
    if not in_order:
        return ""
    first = by_section[Section.COMING][0].due
    following = f", the next due {words.day(first, view.today)}" if first else ""
    return f"In order: {words.many(in_order, 'child', 'children')}{following}."


def _months(view: TodayView) -> tuple[MonthView, ...]:
    due = Counter((each.due.year, each.due.month) for each in view.lines if each.due and each.due >= view.today)
    start = view.today.year * 12 + view.today.month - 1
    keys = [divmod(start + ahead, 12) for ahead in range(MONTHS_AHEAD + 1)]
    return tuple(MonthView(words.MONTHS[month], due[year, month + 1]) for year, month in keys)


def _extract(line: ExtractLine, today: date) -> tuple[str, str]:
    return f"Year {line.year}", f"To {words.day(line.to, today)}; {words.many(line.children, 'child', 'children')}"
