"""Asks for the recovery sheet before the first extract, and after a new recovery key. No Qt."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.recovering import WANTED, ProveRecovery, Recovery, RecoveryStanding, note_of_sheet
from ui.kit import words

if TYPE_CHECKING:
    from iro_desk.closed import Sheet
    from iro_desk.desk import Desk

Choose = Callable[[Sequence[int], int], list[int]]


class Panel(Protocol):
    """Where the sheet is asked for."""

    def ask(self, numbers: Sequence[int]) -> None:
        """Ask for the words with these numbers; none where only a new sheet will do."""
        ...

    def ready(self, trouble: str, field: str | None = None) -> None:
        """Say what is wrong with them."""
        ...

    def busy(self) -> None:
        """Say that they are looked at."""
        ...

    def show_sheet(self, sheet: Sheet, desk: Path) -> None:
        """Show a new sheet."""
        ...

    def close_panel(self) -> None:
        """Be gone."""
        ...


class Link(Protocol):
    """What it needs of the bridge to the desk."""

    folder: Path | None

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Ask the desk."""
        ...

    def do(self, order: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Have an order carried out."""
        ...

    def use(self, work: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Have something done with the desk."""
        ...


class Proving:
    """Plain Python between the panel and the desk; ``proved`` is called once the sheet is shown to be there."""

    def __init__(self, panel: Panel, link: Link, proved: Callable[[str], object], choose: Choose | None = None) -> None:
        self._panel, self._link, self._proved = panel, link, proved
        self._choose = choose or secrets.SystemRandom().sample

    def begin(self) -> None:
        """Ask for the sheet, unless the officer has shown it before."""
        self._link.ask(Recovery(), owner=self._panel, then=self._standing, failed=self._failed)

    def words_given(self, given: Mapping[int, str]) -> None:
        """The officer gives words of the sheet."""
        self._panel.busy()
        order = ProveRecovery(given=dict(given))
        self._link.do(order, owner=self._panel, then=lambda outcome: self._done(outcome.result), failed=self._failed)

    def sheet_lost(self) -> None:
        """The officer wants a new recovery key."""
        self._panel.busy()
        folder = self._link.folder
        if folder is not None:
            self._link.use(
                lambda desk: new_sheet(desk, folder),
                owner=self._panel,
                then=lambda sheet: self._panel.show_sheet(sheet, folder),
                failed=self._failed,
            )

    def sheet_taken(self, how: str) -> None:
        """The sheet was saved or printed: that is noted."""
        self._link.do(note_of_sheet(how), owner=self._panel, then=lambda _: None)

    def _standing(self, standing: RecoveryStanding) -> None:
        if standing.proved:
            self._done("")
        elif standing.words < WANTED:
            self._panel.ask(())
        else:
            self._panel.ask(sorted(self._choose(range(1, standing.words + 1), WANTED)))

    def _done(self, sentence: str) -> None:
        self._panel.close_panel()
        self._proved(sentence)

    def _failed(self, fault: Exception) -> None:
        if isinstance(fault, DeskError):
            self._panel.ready(fault.words, fault.field)
        else:
            self._panel.ready(words.SORRY)


def new_sheet(desk: Desk, folder: Path) -> Sheet:
    """On the lane: a new recovery key, and its sheet."""
    from iro_desk.closed import sheet_of  # noqa: PLC0415 - loaded with the desk
    from iro_desk.glance import glance  # noqa: PLC0415
    from iro_desk.mending import renew_recovery_key  # noqa: PLC0415

    return sheet_of(glance(folder).officer, renew_recovery_key(desk, folder))
