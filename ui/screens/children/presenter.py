"""The children of the desk: asked for once, filtered as one types. No Qt."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.children import ChildName, Children
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.people import PeopleTaken, TakePeople
from ui.kit import words


@dataclass(frozen=True, slots=True)
class LineView:
    """A child in the list, in words."""

    child: str
    title: str = field(repr=False)
    number: str
    """Beside a name; nothing where it is the title itself."""
    age: str
    spoken: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PageView:
    """All that the page shows."""

    count: int
    """All the children of the desk."""
    lines: tuple[LineView, ...]
    nothing: str
    """What is said where no child matches."""


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


class ChildrenPresenter:
    """Between the desk and the list of its children."""

    def __init__(self, page: Page, link: Link) -> None:
        self._page, self._link = page, link
        self._children: tuple[ChildName, ...] | None = None
        self._typed = ""

    def refresh(self) -> None:
        """Ask which children there are."""
        self._link.ask(Children(), owner=self._page, then=self._came, failed=self._failed)

    def on_changed(self, topics: frozenset[Topic], initiator: object) -> None:  # noqa: ARG002 - the filter is not touched
        """Something moved: ask again where it concerns the list."""
        if Topic.CHILDREN in topics:
            self.refresh()

    def filter_typed(self, typed: str) -> None:
        """Show those only in whose names or number every word typed stands."""
        self._typed = typed
        self._show()

    def people_chosen(self, file: Path) -> None:
        """The officer gives a people file: names, teams, schools and who is who."""
        self._link.do(TakePeople(file=file), owner=self._page, then=self._taken, failed=self._failed)

    def _taken(self, outcome: Outcome[PeopleTaken]) -> None:
        taken = outcome.result
        refused = [f"{each.file}, line {each.line}: {each.reason}" for each in taken.refused]
        self._page.say(" ".join([taken.words, *words.a_few(refused)]))

    def _came(self, children: tuple[ChildName, ...]) -> None:
        self._children = children
        self._show()

    def _show(self) -> None:
        if self._children is not None:
            self._page.show_view(page_view(self._children, self._typed))

    def _failed(self, fault: Exception) -> None:
        self._page.say_trouble(fault.words if isinstance(fault, DeskError) else words.SORRY)


def page_view(children: tuple[ChildName, ...], typed: str) -> PageView:
    """The desk's answer, filtered and in words."""
    wanted = plain(typed).split()
    lines = tuple(_line(each) for each in children if _matches(each, wanted))
    nothing = words.NO_MATCH.format(typed.strip()) if children and not lines else ""
    return PageView(len(children), lines, nothing)


def plain(text: str) -> str:
    """Without accents and capitals, so that ``wisniewski`` finds Wiśniewski."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(each for each in letters if not unicodedata.combining(each))


def _matches(child: ChildName, wanted: list[str]) -> bool:
    text = plain(f"{child.name} {child.child}")
    return all(each in text for each in wanted)


def _line(child: ChildName) -> LineView:
    own_id = child.child.startswith("~")
    title = child.name or (words.NO_NAME if own_id else child.child)
    number = child.child if child.name and not own_id else ""
    age = "" if child.age is None else str(child.age)
    spoken = [title, f"{words.NUMBER.lower()} {number}" if number else "", f"{age} years" if age else ""]
    return LineView(child.child, title, number, age, ", ".join(each for each in spoken if each))
