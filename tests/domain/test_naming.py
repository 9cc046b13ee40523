"""What children are called where names may not be seen: initials, and no two children alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_desk.domain.naming import initials, told_apart

NUMBERS = st.text("0123456789", min_size=1, max_size=10)
LETTERS = st.sampled_from(["A.B.", "C.D.", None])


@pytest.mark.parametrize(
    ("first", "last", "known", "expected"),
    [
        ("Dilan", "Kaya", "", "D.K."),
        ("dilan", "", "", "D."),
        ("'Ana", "O'Neil", "", "A.O."),
        ("", "", "Bee", "B."),
        ("Dilan", "Kaya", "Bee", "D.K."),
        ("", "", "", "0559"),
        ("-", "", "", "0559"),
        (None, None, None, "0559"),
    ],
)
def test_initials_come_from_the_name(first: str, last: str, known: str, expected: str) -> None:
    """The first letters of first and last name; else of the preferred name; else the number's last four."""
    assert initials({"first_name": first, "last_name": last, "known_as": known}, "000559") == expected


@pytest.mark.parametrize(
    ("given_initials", "expected"),
    [
        ([("000112", "A.B."), ("000113", "C.D.")], ["A.B.", "C.D."]),
        ([("000112", "A.B."), ("000113", "A.B.")], ["A.B. 12", "A.B. 13"]),
        ([("000112", "A.B."), ("000212", "A.B.")], ["A.B. 112", "A.B. 212"]),
        ([("000112", "A.B."), ("000212", "A.B."), ("000113", "A.B.")], ["A.B. 112", "A.B. 212", "A.B. 13"]),
        ([("110559", "0559"), ("120559", "0559")], ["10559", "20559"]),
    ],
)
def test_two_alike_get_the_last_digits_of_the_number(
    given_initials: list[tuple[str, str]], expected: list[str]
) -> None:
    """The last two, and more where these are alike too."""
    assert list(told_apart(given_initials).values()) == expected


@given(st.dictionaries(NUMBERS, LETTERS, max_size=30))
def test_no_two_children_are_called_alike(children: dict[str, str | None]) -> None:
    """However many share their initials, and however alike their numbers are."""
    called = told_apart((number, letters or number[-4:]) for number, letters in children.items())
    assert list(called) == list(children)
    assert len(set(called.values())) == len(children)
    for number, letters in children.items():
        assert called[number].startswith(letters) if letters else called[number] in number
