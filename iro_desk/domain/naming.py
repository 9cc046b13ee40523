"""What a child is called: in full where names may be seen, by initials where they may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from iro_desk.domain.events import Values

LAST_OF_NUMBER = 4
LAST_TO_TELL_APART = 2


def full_name(values: Values) -> str:
    """First and last name, and what the child likes to be called; nothing where the desk has no name."""
    first, last, known = (str(values.get(name) or "") for name in ("first_name", "last_name", "known_as"))
    name = " ".join(each for each in (first, last) if each)
    return f"{name} ({known})" if name and known and known != first else name or known


def initials(values: Values, shown: str) -> str:
    """``A.B.``; without a name the last four of the number that the child is shown by."""
    parts = [str(values.get(name) or "") for name in ("first_name", "last_name")]
    letters = [_letter(each) for each in parts if _letter(each)] or [_letter(str(values.get("known_as") or ""))]
    return "".join(f"{each}." for each in letters if each) or shown[-LAST_OF_NUMBER:]


def _letter(name: str) -> str:
    """The first letter of a name, whatever signs stand before it; nothing where it has none."""
    return next((each.upper() for each in name if each.isalpha()), "")


def told_apart(initials: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By the number each child is shown by: its initials, and the number's last two digits where two are alike.

    Where two are alike even so, more of the number follows, until no two are.
    """
    found: dict[str, str] = {}
    left = dict(initials)
    given = dict(left)
    for digits in (0, LAST_TO_TELL_APART, *range(LAST_TO_TELL_APART + 1, max(map(len, left), default=0) + 1)):
        short = {shown: _with_digits(shown, given[shown], digits) for shown in left}
        often = Counter((*short.values(), *found.values()))
        found |= {shown: each for shown, each in short.items() if often[each] == 1}
        left = {shown: each for shown, each in left.items() if shown not in found}
    return {shown: found.get(shown, shown) for shown in given}


def _with_digits(shown: str, letters: str, digits: int) -> str:
    if letters == shown[-LAST_OF_NUMBER:]:
        return shown[-max(digits, LAST_OF_NUMBER) :]
    return f"{letters} {shown[-digits:]}" if digits else letters


def shown_by(values: Values, child: str) -> str:
    """The case system's number, or ``~`` and the desk's own id."""
    number = values.get("number")
    return str(number) if number else f"~{child}"
