"""People files and what is typed by hand, on a real desk: what lands, what stands, what is told, and the warnings."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.errors import Refused
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.mending import restore
from iro_desk.services.children import ChildPage, ChildPageView, Children, NameChild
from iro_desk.services.drafting import DraftOf, KeepDraft
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.finding import Search
from iro_desk.services.history import Disputes, History, Settle
from iro_desk.services.numbering import ChangeNumber
from iro_desk.services.people import PeopleTaken, TakePeople
from iro_desk.services.warning import CaseloadWarnings
from iro_desk.storage.keys import DeskKey
from tests.breaking.given import EPISODES, HEADER, REVIEWS
from tests.conftest import Made
from tests.exchange.garbling import garbled, whole_file

ONE, TWO, THREE = "000123", "000124", "000125"
HEADINGS = "Child ID,Forename,Surname,Preferred name,Team,Key worker,IRO,Siblings,School"
TODAY = date(2026, 10, 31)


def extract(folder: Path, *children: tuple[str, str, str, str], left: tuple[str, ...] = ()) -> Path:
    """A folder of looked-after children: number, birthday, whether a mother, and her baby's birthday."""
    folder.mkdir(exist_ok=True)
    tables = {"header": [",".join(HEADER)], "episodes": [",".join(EPISODES)], "reviews": [",".join(REVIEWS)]}
    for number, born, mother, baby in children:
        out = "01/07/2026,E4B" if number in left else ","
        tables["header"].append(f"{number},F,{born},WBRI,,{mother},{baby}")
        tables["episodes"].append(f"{number},06/05/2026,S,V2,N1,U6,PR1,{out},,NG1 1AA,NG2 2BB,")
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\r\n".join([*rows, ""]), encoding="utf-8")
    return folder


@pytest.fixture
def held(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with three children."""
    plain = ("01/02/2015", "0", "")
    folder = extract(tmp_path / "extract", (ONE, *plain), (TWO, *plain), (THREE, *plain))
    desk.do(TakeExtract(folder=folder, extracted=TODAY))
    return desk


@pytest.fixture
def people(tmp_path: Path) -> Callable[..., Path]:
    """Writes a people file."""

    def write(*rows: str, headings: str = HEADINGS, name: str = "people.csv") -> Path:
        (tmp_path / name).write_text("\r\n".join([headings, *rows, ""]), encoding="utf-8")
        return tmp_path / name

    return write


def take(desk: Desk, file: Path, **more: object) -> PeopleTaken:
    """Take in a people file."""
    return desk.do(TakePeople(file=file, **more)).result  # type: ignore[arg-type]


def page(desk: Desk, child: str = ONE) -> ChildPageView:
    """A child's page."""
    return desk.ask(ChildPage(child=child))


DILAN = f"{ONE},Dilan,Kaya,Dil,North,Ann Other,Tom Reed,G1,Hill School"


def test_good_rows_land_together_and_bad_ones_are_told(held: Desk, people: Callable[..., Path]) -> None:
    """With file, line, column, value and reason; a child who is not on the desk by number."""
    taken = take(held, people(DILAN, "124,Mina,Kaya,,,,,,", "999999,X,Y,,,,,,", ",No,Number,,,,,,"))
    told = page(held)
    assert (told.name, told.initials) == ("Dilan Kaya (Dil)", "D.K.")
    assert (told.team, told.social_worker, told.iro) == ("North", "Ann Other", "Tom Reed")
    assert (told.sibling_group, told.school) == ("G1", "Hill School")
    lost, blank = taken.refused
    assert (lost.file, lost.line, lost.column, lost.value) == ("people.csv", 3, "Child ID", "124")
    assert "000124 is likely meant" in lost.reason
    assert (blank.line, blank.column) == (5, "Child ID")
    assert taken.not_on_desk == ("999999",)
    assert (taken.taken, taken.changed) == (1, 1)
    assert "Surname is read as last name" in taken.words
    assert page(held, TWO).name == ""
    assert len(held.ask(Children())) == 3
    assert held.ask(Search(typed="Kaya"))[0].child == ONE
    assert held.check() == ()


def test_the_same_file_twice_changes_nothing(held: Desk, people: Callable[..., Path]) -> None:
    """Not even an order."""
    file = people(DILAN)
    take(held, file)
    again = held.do(TakePeople(file=file))
    assert (again.order, again.result.changed) == (None, 0)
    assert "nothing in it is new" in again.result.words


def test_a_blank_cell_changes_nothing(held: Desk, people: Callable[..., Path]) -> None:
    """Neither a name typed by hand nor one out of a file."""
    take(held, people(DILAN))
    held.do(NameChild(child=TWO, first_name="Mina", last_name="Kaya"))
    take(held, people(f"{ONE},,,,South,,,,", f"{TWO},,,,South,,,,"))
    assert (page(held).name, page(held).team) == ("Dilan Kaya (Dil)", "South")
    assert (page(held, TWO).name, page(held, TWO).team) == ("Mina Kaya", "South")


def test_what_was_typed_by_hand_stands_and_is_told(held: Desk, people: Callable[..., Path]) -> None:
    """The rest of the row lands; a field that was cleared by hand stays clear; a file's own word gives way."""
    take(held, people(DILAN))
    held.do(NameChild(child=ONE, first_name="Dylan", last_name="Kaya", known_as="", iro="Tom Reed"))
    taken = take(held, people(f"{ONE},Dilan,Kaya,Dil,South,Ann Other,Una Bell,G1,Hill School"))
    assert [(each.child, each.field, each.typed, each.file_says) for each in taken.typed_here] == [
        (ONE, "first_name", "Dylan", "Dilan"),
        (ONE, "known_as", "", "Dil"),
    ]
    assert "typed here: nothing; the file says: Dil" in taken.typed_here[1].words
    told = page(held)
    assert (told.name, told.team, told.iro) == ("Dylan Kaya", "South", "Una Bell")
    assert taken.changed == 1


def test_it_is_undone_and_done_again_whole(held: Desk, people: Callable[..., Path]) -> None:
    """Like any order; the columns that were remembered with it go and come too."""
    odd = people(f"{ONE},Kaya", headings="Child ID,Nm")
    take(held, odd, columns={"last_name": "nm"})
    held.undo()
    assert page(held).name == ""
    with pytest.raises(Refused, match="no column is known but the child's number"):
        take(held, odd)
    held.redo()
    assert page(held).name == "Kaya"
    assert take(held, odd).changed == 0


def test_a_mapping_is_remembered(held: Desk, people: Callable[..., Path]) -> None:
    """The next file with these headings needs none; one with others has its own."""
    take(held, people(f"{ONE},Kaya,x", headings="Ref,Nm,Surname"), columns={"number": "Ref", "last_name": "Nm"})
    taken = take(held, people(f"y,{TWO},Rana", headings="Surname,Ref,Nm"))
    assert taken.columns == {"number": "Ref", "last_name": "Nm"}
    assert taken.not_read == ("Surname",)
    assert page(held, TWO).name == "Rana"
    with pytest.raises(Refused, match="no column that is known"):
        take(held, people(f"{THREE},Rana", headings="Ref,Nm"))


def test_a_rehearsal_changes_nothing(held: Desk, people: Callable[..., Path]) -> None:
    """And remembers nothing, but tells all."""
    outcome = held.do(TakePeople(file=people(DILAN), dry_run=True))
    assert (outcome.order, outcome.result.changed) == (None, 1)
    assert "would change; nothing was changed" in outcome.result.words
    assert page(held).name == ""


def test_a_file_that_is_refused_leaves_nothing(held: Desk, people: Callable[..., Path]) -> None:
    """A bad line in the middle of a file that cannot be read on: no row of it lands."""
    with pytest.raises(Refused, match="quotation mark"):
        take(held, people(DILAN, f'{TWO},"Mina,Kaya,,,,,,', f"{THREE},Rosa,Bell,,,,,,"))
    assert [each.name for each in held.ask(Children())] == ["", "", ""]


def test_a_child_is_found_under_every_number(held: Desk, people: Callable[..., Path]) -> None:
    """Also the one they had before; under two of them in one file, neither row is taken."""
    held.do(ChangeNumber(child=ONE, number="900123"))
    assert take(held, people(DILAN)).changed == 1
    assert page(held, "900123").team == "North"
    taken = take(held, people(f"{ONE},,,,East,,,,", f"{TWO},,,,East,,,,", "900123,,,,West,,,,"))
    assert [(each.line, each.value) for each in taken.refused] == [(2, ONE), (4, "900123")]
    assert "under several numbers, in lines 2, 4" in taken.refused[0].reason
    assert (page(held, "900123").team, page(held, TWO).team) == ("North", "East")


def test_a_garbled_file_lands_as_it_is_told_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    """150 of them: a refusal leaves the journal as it was, and an outcome counts just what moved."""
    numbers = [f"{number:06}" for number in range(12)]
    folder = extract(tmp_path / "extract", *((each, "01/02/2015", "0", "") for each in numbers))
    desk.do(TakeExtract(folder=folder, extracted=TODAY))
    chance = random.Random(9)  # noqa: S311 - the same garbling every time
    file = tmp_path / "people.csv"
    landed = refused = 0
    for _ in range(150):
        file.write_bytes(garbled(whole_file(), chance))
        before = _facts(desk)
        try:
            outcome = desk.do(TakePeople(file=file))
        except Refused:
            refused += 1
            assert _facts(desk) == before
            continue
        moved = [each for each, facts in _facts(desk).items() if facts != before[each]]
        assert outcome.result.changed == len(moved)
        landed += bool(moved)
        if outcome.order:
            desk.undo()
        assert _facts(desk) == before
    assert min(landed, refused) > 10
    assert desk.check() == ()


def _facts(desk: Desk) -> dict[str, tuple[object, ...]]:
    """What is kept of each child's names and people, by number."""
    columns = "first_name, last_name, known_as, team, social_worker, iro, sibling_group, school"
    with desk._parts.database.reading() as connection:
        rows = connection.execute(text(f"SELECT number, {columns} FROM child")).all()
    return {row[0]: tuple(row[1:]) for row in rows}


def test_a_draft_stays(held: Desk, people: Callable[..., Path]) -> None:
    """What is being typed waits as it was, and what is saved of it is by hand."""
    held.do(KeepDraft(child=ONE, form="names", values={"team": "East"}))
    take(held, people(DILAN))
    assert held.ask(DraftOf(child=ONE, form="names")).values == {"team": "East"}
    held.do(NameChild(child=ONE, first_name="Dilan", last_name="Kaya", known_as="Dil", team="East"))
    assert held.ask(DraftOf(child=ONE, form="names")).values == {}
    assert [each.field for each in take(held, people(DILAN)).typed_here] == ["team"]
    assert page(held).team == "East"


def test_history_says_what_the_file_was_for(held: Desk, people: Callable[..., Path]) -> None:
    """The order by its words, each field from what to what."""
    take(held, people(DILAN))
    line = held.ask(History(kind="child", id=ONE))[-1]
    assert line.words == "people taken in"
    assert {each.name: each.now for each in line.changes}["team"] == "North"


def test_names_and_people_typed_by_hand(held: Desk) -> None:
    """What is not given stays; a name cannot be wiped; without a name, the people alone may be typed."""
    held.do(NameChild(child=ONE, first_name="", last_name="", team="  North   West "))
    assert (page(held).name, page(held).team) == ("", "North West")
    held.do(NameChild(child=ONE, first_name="Dilan", last_name="Kaya", school="Hill School"))
    assert (page(held).team, page(held).school) == ("North West", "Hill School")
    for wrong, field in (
        ({"first_name": "", "last_name": "", "team": "x"}, "first_name"),
        ({"first_name": "Dilan", "last_name": "Kaya", "school": "x" * 101}, "school"),
    ):
        with pytest.raises(Refused) as no:
            held.do(NameChild(child=ONE, **wrong))
        assert no.value.field == field
    with pytest.raises(Refused, match="Type a first name"):
        held.do(NameChild(child=TWO, first_name="", last_name="", team=" "))


def test_two_children_alike_are_told_apart_in_the_list(held: Desk, people: Callable[..., Path]) -> None:
    """By the last two digits of the number; on the child's page too."""
    take(held, people(DILAN, f"{TWO},Dora,King,,,,,,"))
    assert {each.child: each.initials for each in held.ask(Children())} == {
        ONE: "D.K. 23",
        TWO: "D.K. 24",
        THREE: "0125",
    }
    assert page(held).initials == "D.K. 23"


def test_a_file_settles_no_dispute(folder_and_key: Made, tmp_path: Path, people: Callable[..., Path]) -> None:
    """Where two copies of the desk say different things, a person chooses, and no file."""
    folder, key = folder_and_key
    with _open(folder, key) as desk:
        plain = ("01/02/2015", "0", "")
        desk.do(TakeExtract(folder=extract(tmp_path / "extract", (ONE, *plain)), extracted=TODAY))
        desk.do(NameChild(child=ONE, first_name="Dilan", last_name="Kaya", team="North"))
    with _open(folder, key) as desk:
        copy = desk.back_up().folder
    other = tmp_path / "other"
    restore(copy, other, key, clock=StandingClock(TODAY))
    for place, team in ((folder, "East"), (other, "West")):
        with _open(place, key) as desk:
            desk.do(NameChild(child=ONE, first_name="Dilan", last_name="Kaya", team=team))
    with _open(folder, key) as desk:
        assert desk.join(other).disputed == 1
        taken = take(desk, people(DILAN))
        assert [each.field for each in taken.typed_here] == ["team"]
        (dispute,) = desk.ask(Disputes(child=ONE))
        event = next(each.event for each in dispute.values if each.value == "West")
        desk.do(Settle(kind="child", id=dispute.id, field="team", event=event))
        assert [each.typed for each in take(desk, people(DILAN)).typed_here] == ["West"]


def _open(folder: Path, key: DeskKey) -> Desk:
    return open_desk(folder, key, StandingClock(TODAY))


MOTHER, BABY = "000200", "000201"


@pytest.fixture
def family(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with a mother, her baby, and two brothers."""
    folder = extract(
        tmp_path / "family",
        (MOTHER, "01/02/2009", "1", "03/03/2026"),
        (BABY, "03/03/2026", "0", ""),
        (ONE, "01/02/2015", "0", ""),
        (TWO, "01/02/2016", "0", ""),
    )
    desk.do(TakeExtract(folder=folder, extracted=TODAY))
    return desk


def test_a_mother_and_her_baby_with_one_iro(family: Desk, people: Callable[..., Path]) -> None:
    """On an officer's own desk both are hers where no IRO is named; another IRO for one of them ends it."""
    (warning,) = family.ask(CaseloadWarnings())
    assert [(each.child, each.iro) for each in warning.children] == [
        (MOTHER, "Frances Adeyemi"),
        (BABY, "Frances Adeyemi"),
    ]
    assert "A mother and her baby may not have one IRO" in warning.words
    assert page(family, BABY).warnings == page(family, MOTHER).warnings == (warning,)
    assert page(family, ONE).warnings == ()
    assert family.ask(CaseloadWarnings(child=ONE)) == ()
    taken = take(family, people(f"{BABY},,,,,,Tom Reed,,"))
    assert taken.warnings == family.ask(CaseloadWarnings()) == ()
    taken = take(family, people(f'{MOTHER},,,,,,"Reed, Tom",,'))
    assert [each.kind for each in taken.warnings] == ["mother and baby"]


def test_siblings_with_different_iros(family: Desk, people: Callable[..., Path]) -> None:
    """Warned in the outcome that makes it so, also of a rehearsal, with whose each is."""
    file = people(f"{ONE},,,,,,,G7,", f"{TWO},,,,,,Tom Reed,g7,", f"{BABY},,,,,,Una Bell,,")
    rehearsed = take(family, file, dry_run=True)
    assert [each.kind for each in family.ask(CaseloadWarnings())] == ["mother and baby"]
    taken = take(family, file)
    assert rehearsed.warnings == taken.warnings
    (warning,) = taken.warnings
    assert f"{ONE} (Frances Adeyemi), {TWO} (Tom Reed)" in warning.words
    assert family.ask(CaseloadWarnings(child=TWO)) == (warning,)
    family.undo()
    assert [each.kind for each in family.ask(CaseloadWarnings())] == ["mother and baby"]


def test_nobody_is_warned_of_a_child_who_left_care(desk: Desk, tmp_path: Path) -> None:
    """A baby who was adopted or went home has no IRO."""
    both = ((MOTHER, "01/02/2009", "1", "03/03/2026"), (BABY, "03/03/2026", "0", ""))
    desk.do(TakeExtract(folder=extract(tmp_path / "a", *both, left=(BABY,)), extracted=TODAY))
    assert desk.ask(CaseloadWarnings()) == ()


def test_a_practice_desk_takes_people_in(practice: Path, people: Callable[..., Path]) -> None:
    """Names may be tried out where no foreign extract may."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert take(desk, people("350212,Dilan,Kaya,,,,,,")).changed == 1
