"""What the one field asks, and which answers it takes: the newest question's alone. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.finding import FoundLine, Search
from iro_desk.services.ports import Clock
from ui.kit import words

FROM_LETTERS = 2


@dataclass(frozen=True, slots=True)
class ResultView:
    """One thing found, in words."""

    child: str
    name: str = field(repr=False)
    day: str
    pieces: tuple[tuple[str, bool], ...] = field(repr=False)
    """The words round what was found; True for those that were looked for."""
    note: bool
    """Whether it was found in a note; otherwise it is the name itself."""
    spoken: str = field(repr=False)


class Panel(Protocol):
    """What the presenter needs of the panel."""

    def show_results(self, results: tuple[ResultView, ...], nothing: str, *, in_hand: bool) -> None:
        """Show these, or say that nothing was found; ``in_hand`` takes the first in hand."""
        ...

    def close_results(self) -> None:
        """Show nothing."""
        ...


class Link(Protocol):
    """What the presenter needs of the bridge to the desk."""

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Ask the desk."""
        ...


class SearchPresenter:
    """Between the field and the desk."""

    def __init__(self, panel: Panel, link: Link, clock: Clock) -> None:
        self._panel, self._link, self._clock = panel, link, clock
        self._asked = 0
        self._typed = ""

    def typed(self, text: str) -> None:
        """Something was typed: from the second letter, ask for the newest."""
        self._typed = text.strip()
        if len(self._typed) < FROM_LETTERS:
            self.given_up()
        else:
            self._ask(best=False)

    def entered(self) -> None:
        """Enter, with nothing chosen among the lines: ask for the best match."""
        if len(self._typed) >= FROM_LETTERS:
            self._ask(best=True)

    def given_up(self) -> None:
        """No answer that is still under way is wanted."""
        self._asked += 1
        self._panel.close_results()

    def _ask(self, *, best: bool) -> None:
        self._asked += 1
        asked, typed = self._asked, self._typed

        def came(lines: tuple[FoundLine, ...]) -> None:
            if asked == self._asked:
                results = tuple(result_view(each, self._clock.today()) for each in lines)
                self._panel.show_results(results, "" if results else words.FOUND_NOTHING.format(typed), in_hand=best)

        def failed(fault: Exception) -> None:
            if asked == self._asked:
                self._panel.show_results(
                    (), fault.words if isinstance(fault, DeskError) else words.SORRY, in_hand=False
                )

        self._link.ask(Search(typed=typed, best=best), owner=self._panel, then=came, failed=failed)


def result_view(line: FoundLine, today: date) -> ResultView:
    """A line of the answer, in words."""
    day = words.day(line.day, today) if line.day else ""
    text = " ".join("".join(piece for piece, _ in line.excerpt).split())
    note = line.kind != "child"
    spoken = ", ".join(each for each in (line.name, day, text if note else "") if each)
    pieces = tuple((" ".join(piece.split("\n")), found) for piece, found in line.excerpt)
    return ResultView(line.child, line.name, day, pieces, note, spoken)
