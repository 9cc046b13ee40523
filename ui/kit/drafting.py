"""Drafts: what is typed in one form of one child keeps itself, and comes back on no other. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from iro_desk.services.drafting import DraftKept, DraftOf, ForgetDraft, KeepDraft

Fields = Mapping[str, str]


class Link(Protocol):
    """What drafting needs of the bridge to the desk."""

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Ask the desk."""
        ...

    def do(self, order: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Have an order carried out."""
        ...


class Drafting:
    """Keeps one form of one child for as long as both are in sight."""

    def __init__(  # noqa: PLR0913 - whose draft it is, and who hears of it
        self,
        link: Link,
        owner: Any,  # noqa: ANN401 - the page, whatever it is made of
        *,
        child: str,
        form: str,
        wake: Callable[[], object],
        told: Callable[[Exception | None], object],
    ) -> None:
        self._link, self._owner = link, owner
        self.child, self.form = child, form
        self._wake, self._told = wake, told
        self._pending: dict[str, str] = {}
        self._sight = True
        self._rests = 0
        self.touched: set[str] = set()
        """The fields that were typed in since the form was opened: nothing that arrives may overwrite them."""

    @property
    def waiting(self) -> bool:
        """Whether something typed is not on its way to the desk yet."""
        return bool(self._pending)

    def typed(self, values: Fields) -> None:
        """Something was typed: the timer that runs, or starts now, will keep it."""
        self.touched |= set(values)
        self._pending.update(values)
        self._wake()

    def keep(self, then: Callable[[], object] = lambda: None) -> None:
        """Keep at once what is not kept yet; ``then`` is called when that is done, or could not be."""
        if not self._pending:
            then()
            return
        values, self._pending = self._pending, {}
        rests = self._rests

        def kept(_: object) -> None:
            self._tell(None)
            then()

        def not_kept(fault: Exception) -> None:
            if rests == self._rests:  # what was saved meanwhile waits no more
                self._pending = {**values, **self._pending}
            self._tell(fault)
            then()

        order = KeepDraft(child=self.child, form=self.form, values=values)
        self._link.do(order, owner=self._owner, then=kept, failed=not_kept)

    def recover(self, then: Callable[[Fields], object], failed: Callable[[Exception], object]) -> None:
        """Fetch what was kept; ``then`` gets the fields that nobody has typed in since, and nothing of another form."""

        def came(kept: DraftKept) -> None:
            if not self._sight or (kept.child, kept.form) != (self.child, self.form):
                return
            then({name: text for name, text in kept.values.items() if name not in self.touched})

        question = DraftOf(child=self.child, form=self.form)
        self._link.ask(question, owner=self._owner, then=came, failed=failed)

    def forget(self) -> None:
        """Destroy the draft, and all that waits to be kept."""
        self.rest()
        order = ForgetDraft(child=self.child, form=self.form)
        self._link.do(order, owner=self._owner, then=lambda _: None, failed=self._tell)

    def rest(self) -> None:
        """Nothing typed waits any more: it was saved, or put aside."""
        self._pending = {}
        self._rests += 1
        self.touched = set()

    def end(self) -> None:
        """Keep what waits, and take in nothing that is still to arrive: the form is out of sight."""
        self.keep()
        self._sight = False

    def _tell(self, fault: Exception | None) -> None:
        if self._sight or fault:
            self._told(fault)
