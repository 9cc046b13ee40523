"""Where the officer has been: back, and forward again. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spot:
    """A screen, and the child it shows."""

    screen: str
    child: str | None = field(default=None, repr=False)


class Trail:
    """The way through the screens."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []
        self.here: Spot | None = None

    @property
    def can_go(self) -> tuple[bool, bool]:
        """Whether there is a way back, and a way forward."""
        return bool(self._behind), bool(self._ahead)

    def go(self, spot: Spot) -> bool:
        """Go somewhere; whether that is anywhere else. What lay ahead is forgotten."""
        if spot == self.here:
            return False
        if self.here:
            self._behind.append(self.here)
        self._ahead, self.here = [], spot
        return True

    def back(self) -> Spot | None:
        """Go back; None where there is no way back."""
        return self._walk(self._behind, self._ahead)

    def forward(self) -> Spot | None:
        """Go forward again; None where there is no way."""
        return self._walk(self._ahead, self._behind)

    def _walk(self, to: list[Spot], away: list[Spot]) -> Spot | None:
        if not to or self.here is None:
            return None
        away.append(self.here)
        self.here = to.pop()
        return self.here
