"""The pages of the window, each built when it is first asked for: what nobody opens costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from ui.shell.frame import Frame, Page
from ui.shell.screens import build

FIRST = "today"
"""The page that is seen first."""
NEXT = ("children", "changed", "settings")
"""Built as soon as it stands: the places whose counts stand in the sidebar, and the one that sets the lock."""


class Pages(dict[str, Page]):
    """By key, the pages that were built; asking for another builds it."""

    def __init__(self, frame: Frame, built: Callable[[str, Page], object]) -> None:
        super().__init__()
        self._frame, self._built = frame, built
        self._build((FIRST,))

    def build_next(self) -> None:
        """The first page stands: build those that have something to say beside it."""
        self._build(NEXT)

    def flush_drafts(self, then: Callable[[], object]) -> None:
        """Keep now all that is typed and not saved; ``then`` is called when that is done, or could not be.

        A page that was never built holds nothing typed.
        """
        left = [each.flush_drafts for each in self.values()]

        def next_one() -> None:
            if left:
                left.pop()(next_one)
            else:
                then()

        next_one()

    def _build(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self[key]

    def __missing__(self, key: str) -> Page:
        """Build it, keep it, and tell of it."""
        self[key] = page = build(key, self._frame)
        self._built(key, page)
        return page
