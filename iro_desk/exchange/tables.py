"""The return's tables as the desk reads them: their columns, and how a file is known as one of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

REVIEW_COLUMNS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: the desk's name for it, what it holds, and what may be wanting."""

    name: str
    kind: str = "text"
    """``number``, ``day``, ``code`` or ``text``; a code's list has the field's name, or ``codes``."""
    codes: str = ""
    blank: bool = True
    """A row may leave it blank."""
    absent: bool = False
    """A file may do without the column, and then tells nothing of it."""
    placed: bool = False
    """A day without which the row has no place in time: it may not stand for an unknown one."""
    ahead: bool = False
    """A day that may lie in the future without a word."""

    @property
    def code_list(self) -> str:
        """The list that its codes are in; nothing where its values are no codes."""
        return (self.codes or self.name) if self.kind == "code" else ""


def _day(name: str, *, blank: bool = False, absent: bool = False, placed: bool = False, ahead: bool = False) -> Field:
    return Field(name=name, kind="day", blank=blank, absent=absent, placed=placed, ahead=ahead)


def _code(name: str, *, blank: bool = False, absent: bool = False, codes: str = "") -> Field:
    return Field(name=name, kind="code", blank=blank, absent=absent, codes=codes)


NUMBER = Field(name="number", kind="number", blank=False)
TABLES: dict[str, dict[str, Field]] = {
    "children": {
        "CHILD": NUMBER,
        "SEX": _code("sex"),
        "DOB": _day("born"),
        "ETHNIC": _code("ethnicity", blank=True, absent=True),
        "UPN": Field(name="upn", absent=True),
        "MOTHER": Field(name="mother", absent=True),
        "MC_DOB": _day("mother_since", blank=True, absent=True),
    },
    "episodes": {
        "CHILD": NUMBER,
        "DECOM": _day("start", placed=True),
        "RNE": _code("began"),
        "LS": _code("legal_status"),
        "CIN": _code("need"),
        "PLACE": _code("placement"),
        "PLACE_PROVIDER": _code("provider", blank=True, absent=True),
        "DEC": _day("end", blank=True),
        "REC": _code("ended", blank=True),
        "REASON_PLACE_CHANGE": _code("moved_because", blank=True, absent=True),
        "HOME_POST": Field(name="home_postcode", absent=True),
        "PL_POST": Field(name="placement_postcode", absent=True),
        "URN": Field(name="urn", absent=True),
    },
    "reviews": {
        "CHILD": NUMBER,
        "DOB": _day("born"),
        "REVIEW": _day("held", placed=True),
        "REVIEW_CODE": _code("code"),
    },
    "uasc": {
        "CHILD": NUMBER,
        "SEX": _code("sex"),
        "DOB": _day("born"),
        "DUC": _day("uasc_until", blank=True, ahead=True),
    },
    "missing": {
        "CHILD": NUMBER,
        "DOB": _day("born", blank=True, absent=True),
        "MISSING": _code("kind", codes="missing"),
        "MIS_START": _day("start"),
        "MIS_END": _day("end", blank=True),
    },
    "dolo": {
        "CHILD": NUMBER,
        "DOB": _day("born", blank=True, absent=True),
        "DOLO_START": _day("start"),
        "DOLO_END": _day("end", blank=True, ahead=True),
    },
    "social_workers": {
        "CHILD": NUMBER,
        "DOB": _day("born", blank=True, absent=True),
        "SW_ID": Field(name="worker", blank=False),
        "SW_DECOM": _day("start"),
        "SW_DEC": _day("end", blank=True),
        "SW_REASON": _code("reason", blank=True, codes="worker_reason"),
    },
}
NEEDED = ("children", "episodes", "reviews")
"""Without one of these a folder is refused whole."""
ALWAYS = (*NEEDED, "uasc")
BESIDE = ("missing", "dolo", "social_workers")
"""Tables that are read where a folder has them; a row of blanks tells of nothing."""
FILE_NAMES = {
    "children": "header",
    "episodes": "episodes",
    "reviews": "reviews",
    "uasc": "uasc",
    "missing": "missing",
    "dolo": "dolo",
    "social_workers": "swepisodes",
}
DOUBTED = frozenset({"episodes", "reviews"})
"""A refused row of these puts its child in doubt."""
_MARKS = {
    table: {column for column in columns if sum(column in each for each in TABLES.values()) == 1}
    for table, columns in TABLES.items()
}
"""The columns by which a table is known: no other has them."""


def table_of(file: str, headings: Collection[str]) -> str | None:
    """The table that a file holds; None where it is none of them.

    Its columns say so: half of those that no other table has. The name of a file alone speaks for a needed table only,
    so that one whose columns were lost is not passed over.
    """
    known = {table: len(marks & set(headings)) for table, marks in _MARKS.items()}
    best = max(known, key=lambda table: known[table] / len(_MARKS[table]))
    if known[best] * 2 >= len(_MARKS[best]):
        return best
    named = named_table(file)
    return named if named in NEEDED else None


def named_table(file: str) -> str | None:
    """The table that a file's name speaks of, in any case: ``SSDA903_Header 2026.CSV`` is the Header."""
    name = file.lower().replace("_", "").replace(" ", "")
    found = [table for table in FILE_NAMES if FILE_NAMES[table] in name]
    return max(found, key=lambda table: len(FILE_NAMES[table]), default=None)


def wanting(table: str, headings: Collection[str]) -> list[str]:
    """The columns without which a table cannot be read, and that a file does not have."""
    return [column for column, each in TABLES[table].items() if not each.absent and column not in headings]
