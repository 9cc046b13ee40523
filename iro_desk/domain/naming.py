"""What a child is called: in full where names may be seen, by initials where they may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from iro_desk.domain.events import Values

LAST_OF_NUMBER = 4


def full_name(values: Values) -> str:
    """First and last name, and what the child likes to be called; nothing where the desk has no name."""
    first, last, known = (str(values.get(name) or "") for name in ("first_name", "last_name", "known_as"))
    name = " ".join(each for each in (first, last) if each)
    return f"{name} ({known})" if name and known and known != first else name or known


def initials(values: Values, shown: str) -> str:
    """``A.B.``; without a name the last four of the number that the child is shown by."""
    parts = [str(values.get(name) or "") for name in ("first_name", "last_name")]
    letters = [each[0].upper() for each in parts if each]
    return "".join(f"{each}." for each in letters) if letters else shown[-LAST_OF_NUMBER:]


def told_apart(initials: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By the number each child is shown by: its initials, and the number's last two digits where two are alike."""
    given = list(initials)
    often = Counter(letters for _, letters in given)
    return {shown: f"{letters} {shown[-2:]}" if often[letters] > 1 else letters for shown, letters in given}


def shown_by(values: Values, child: str) -> str:
    """The case system's number, or ``~`` and the desk's own id."""
    number = values.get("number")
    return str(number) if number else f"~{child}"
