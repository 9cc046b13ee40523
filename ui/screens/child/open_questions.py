"""What the desk asks about one child and what stands beside; answers and reviews taken back become orders. No Qt."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.asking import Answer, Asked, Asks, Choice
from iro_desk.services.caseload import ChildExplained, Explain
from iro_desk.services.messages import Order, Outcome, Topic
from iro_desk.services.reviewing import WithdrawReview
from ui.kit import words
from ui.kit.drafting import Link
from ui.screens.child.views import AskedView, asked_views

LISTENS_FOR = {Topic.DIARY, Topic.EXTRACTS}


class Page(Protocol):
    """What this needs of the child's page."""

    def show_asked(self, asked: tuple[AskedView, ...]) -> None:
        """Show what the desk asks."""
        ...

    def show_beside(self, sentences: tuple[str, ...]) -> None:
        """Show where what was recorded here and what an extract says differ."""
        ...

    def say(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        ...


class OpenQuestions:
    """Between the desk and what it asks on the page of one child."""

    def __init__(self, page: Page, link: Link) -> None:
        self._page, self._link = page, link
        self._child: str | None = None

    def open(self, child: str) -> None:
        """A child is opened: nothing of the one before stays in sight."""
        self._child = child
        self._page.show_asked(())
        self._page.show_beside(())
        self.refresh()

    def refresh(self) -> None:
        """Ask what is open about the child in sight."""
        child = self._child
        if child is None:
            return

        def asked(found: tuple[Asked, ...]) -> None:
            if child == self._child:
                self._page.show_asked(asked_views(found))

        def explained(found: ChildExplained) -> None:
            if child == self._child:
                self._page.show_beside(found.beside)

        self._link.ask(Asks(child=child), owner=self._page, then=asked, failed=self._failed)
        self._link.ask(Explain(child=child), owner=self._page, then=explained, failed=self._failed)

    def on_changed(self, topics: frozenset[Topic], initiator: object) -> None:  # noqa: ARG002 - nobody types here
        """Something moved: ask again where it concerns what is open."""
        if topics & LISTENS_FOR:
            self.refresh()

    def answer(self, asked: str, choice: str) -> None:
        """The officer answers; an undo takes it back."""
        self._do(Answer(id=asked, choice=Choice(choice)))

    def take_back(self, held: str) -> None:
        """The officer takes back the review that was recorded as held on this day, ISO 8601."""
        if self._child:
            self._do(WithdrawReview(child=self._child, held=date.fromisoformat(held)))

    def _do(self, order: Order[str]) -> None:
        def done(outcome: Outcome[Any]) -> None:
            self._page.say(outcome.result)

        def not_done(fault: Exception) -> None:
            self._failed(fault)
            self.refresh()

        self._link.do(order, owner=self._page, then=done, failed=not_done)

    def _failed(self, fault: Exception) -> None:
        self._page.say_trouble(fault.words if isinstance(fault, DeskError) else words.SORRY)
