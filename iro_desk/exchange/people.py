"""A people file: a table of names and of the people round each child, whatever its columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from iro_desk.domain.extracts import RefusedRow
from iro_desk.domain.people import FACTS, FIELDS, LEFT_OUT, NUMBER, Columns, PeopleFile, PersonRow, Remembered
from iro_desk.errors import Refused
from iro_desk.exchange.cells import Fault, shown, value_of
from iro_desk.exchange.csv_text import Sheet, content_of, open_sheet
from iro_desk.exchange.rows import in_width, on_one_line
from iro_desk.exchange.tables import NUMBER as NUMBER_FIELD
from iro_desk.exchange.tables import Field

GUESSES: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        NUMBER: "CHILD CHILDID CHILDNO CHILDNUMBER CHILDSID CHILDSNUMBER CHILDREF CHILDREFERENCE CHILDUNIQUEID "
        "UNIQUECHILDID PERSONID PERSONNO PERSONNUMBER CLIENTID CLIENTNO CLIENTNUMBER CASENUMBER CASEID MOSAICID "
        "LIQUIDLOGICID LCSID CAREFIRSTID SSDA903ID NUMBER ID",
        "first_name": "FORENAME FORENAMES FIRSTNAME FIRSTNAMES GIVENNAME GIVENNAMES CHILDFORENAME CHILDFIRSTNAME "
        "CHILDSFIRSTNAME CHILDSFORENAME",
        "last_name": "SURNAME LASTNAME FAMILYNAME CHILDSURNAME CHILDLASTNAME CHILDSLASTNAME CHILDSSURNAME",
        "known_as": "PREFERREDNAME PREFERREDFORENAME PREFERREDFIRSTNAME KNOWNAS LIKESTOBECALLED CALLED",
        "team": "TEAM TEAMNAME ALLOCATEDTEAM RESPONSIBLETEAM CASETEAM SOCIALWORKTEAM SOCIALWORKERTEAM",
        "social_worker": "SOCIALWORKER SOCIALWORKERNAME ALLOCATEDSOCIALWORKER ALLOCATEDWORKER ALLOCATEDWORKERNAME "
        "KEYWORKER KEYWORKERNAME CASEWORKER SW SWNAME",
        "iro": "IRO IRONAME REVIEWINGOFFICER REVIEWINGOFFICERNAME INDEPENDENTREVIEWINGOFFICER ALLOCATEDIRO",
        "sibling_group": "SIBLINGGROUP SIBLINGGROUPID SIBLINGGROUPNO SIBLINGGROUPNUMBER SIBLINGS SIBLINGID SIBGROUP "
        "FAMILYGROUP FAMILYGROUPID",
        "school": "SCHOOL SCHOOLNAME CURRENTSCHOOL EDUCATIONPROVIDER EDUCATIONESTABLISHMENT EDUCATIONSETTING "
        "PLACEOFEDUCATION",
    }.items()
}
"""By field: what case systems and people call its column, in capitals, without spaces and signs."""
NOTHING = frozenset({"-", "N/A", "NA"})
"""What stands in a cell that says nothing."""


def read_people(path: Path, given: Columns, remembered: Remembered) -> PeopleFile:
    """Read a people file. Bad rows are told under ``refused``.

    ``given`` says which column is which; of the others, how a file with the same headings was read before, or what
    they are called. Refused whole where the file cannot be read, or which column is which cannot be known.
    """
    sheet = open_sheet(path.name, content_of(path))
    columns = _columns(sheet, given, remembered)
    places = [
        (sheet.headings.index(heading), sheet.written[sheet.headings.index(heading)], _field(name))
        for name, heading in columns.items()
        if heading != LEFT_OUT
    ]
    rows, refused = _rows(sheet, places)
    read = {place for place, _, _ in places}
    return PeopleFile(
        file=sheet.file,
        headings=frozenset(filter(None, sheet.headings)),
        columns=columns,
        written={wanted.name: heading for _, heading, wanted in places},
        not_read=tuple(each for place, each in enumerate(sheet.written) if each and place not in read),
        rows=rows,
        refused=refused,
    )


def _field(name: str) -> Field:
    return NUMBER_FIELD if name == NUMBER else Field(name=name)


def _columns(sheet: Sheet, given: Columns, remembered: Remembered) -> Columns:
    """Which column is which: what is given before what is remembered, and that before what can be guessed."""
    said = {name: _heading(sheet, name, heading) for name, heading in given.items()}
    before = remembered.get(frozenset(filter(None, sheet.headings)))
    taken = set(said.values()) - {LEFT_OUT}
    found = {**(before or _guessed(sheet, said, taken)), **said}
    found = {name: each for name, each in found.items() if name in said or each not in taken}
    if found.get(NUMBER, LEFT_OUT) == LEFT_OUT:
        raise Refused(
            f"{sheet.file} has no column that is known as the child's number; say which it is: "
            f"--column {NUMBER}=HEADING.",
            field="column",
        )
    twice = [each for each, count in Counter(found.values()).items() if count > 1 and each != LEFT_OUT]
    if twice:
        raise Refused(f"The column {shown(twice[0])} cannot be two things at once; name it once.", field="column")
    for heading in found.values():
        if sheet.headings.count(heading) > 1:
            raise Refused(
                f"{sheet.file} has two columns called {shown(heading)}; rename one in the file, and take it again.",
                field="column",
            )
    return {name: found[name] for name in FIELDS if name in found}


def _heading(sheet: Sheet, name: str, heading: str) -> str:
    if name not in FIELDS:
        raise Refused(f"A people file has no {shown(name)}; a column is one of {', '.join(FIELDS)}.", field="column")
    wanted = heading.strip().upper()
    if wanted != LEFT_OUT and wanted not in filter(None, sheet.headings):
        raise Refused(f"{sheet.file} has no column called {shown(heading)}.", field="column")
    return wanted


def _guessed(sheet: Sheet, said: Columns, taken: Iterable[str]) -> Columns:
    """The columns by what they are called. Refused where two may be the same."""
    found: dict[str, str] = {}
    for name, known in GUESSES.items():
        like = [
            each for each in dict.fromkeys(sheet.headings) if each not in taken and re.sub(r"[\W_]", "", each) in known
        ]
        if len(like) > 1 and name not in said:
            raise Refused(
                f"In {sheet.file} both {shown(like[0])} and {shown(like[1])} may be the {FIELDS[name]}; say which: "
                f'--column {name}="{shown(like[0])}".',
                field="column",
            )
        if like:
            found[name] = like[0]
    return found


Places = list[tuple[int, str, Field]]


def _rows(sheet: Sheet, places: Places) -> tuple[tuple[PersonRow, ...], tuple[RefusedRow, ...]]:
    good: dict[str, list[PersonRow]] = {}
    refused: list[RefusedRow] = []
    for line, cells in in_width(sheet):
        on_one_line(sheet, line, cells, places)
        try:
            row = _row(sheet, line, cells, places)
            good.setdefault(row.number, []).append(row)
        except Fault as fault:
            refused.append(_refused(sheet, line, fault))
    kept: list[PersonRow] = []
    written = {wanted.name: heading for _, heading, wanted in places}
    for number, rows in good.items():
        name = next((name for name in FACTS if len({row.values[name] for row in rows if name in row.values}) > 1), None)
        if name is None:
            values = {field: value for row in rows for field, value in row.values.items()}
            kept.append(PersonRow(line=rows[0].line, number=number, values=values))
            continue
        lines = ", ".join(str(row.line) for row in rows)
        for row in rows:
            reason = f"The file says different things of child {number}, in lines {lines}."
            refused.append(_refused(sheet, row.line, Fault(written[name], shown(row.values.get(name, "")), reason)))
    return tuple(kept), tuple(sorted(refused, key=lambda each: each.line))


def _row(sheet: Sheet, line: int, cells: list[str], places: Places) -> PersonRow:
    if len(cells) != len(sheet.headings):
        words = f"The row has {len(cells)} values where the file has {len(sheet.headings)} columns."
        raise Fault("", "", words)
    values = {wanted.name: _value(heading, wanted, cells[place]) for place, heading, wanted in places}
    number = values.pop(NUMBER)
    return PersonRow(line=line, number=number, values={name: value for name, value in values.items() if value})


def _value(heading: str, wanted: Field, cell: str) -> str:
    if wanted.name != NUMBER and cell.strip().upper() in NOTHING:
        return ""
    found = value_of(heading, wanted, " ".join(cell.split()) if wanted.name != NUMBER else cell, {})
    return found if isinstance(found, str) else ""


def _refused(sheet: Sheet, line: int, fault: Fault) -> RefusedRow:
    return RefusedRow(file=sheet.file, line=line, column=fault.column, value=fault.value, reason=fault.reason)
