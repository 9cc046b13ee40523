"""The list of children, without Qt."""

from __future__ import annotations

from pathlib import Path

from iro_desk.domain.extracts import RefusedRow
from iro_desk.errors import Refused, Unavailable
from iro_desk.services.children import ChildName, Children
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.people import PeopleTaken, TakePeople
from tests.ui.conftest import FakeLink
from ui.kit import words
from ui.screens.children.presenter import ChildrenPresenter, PageView


def name(child: str, full: str = "", age: int | None = 10) -> ChildName:
    """A child of the list."""
    return ChildName(child=child, name=full, initials="", age=age)


CHILDREN = (name("000001", "Dilan Kaya"), name("000002", "Zofia Wiśniewska", None), name("000003"), name("~abc"))


class FakePage:
    """Keeps what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[PageView] = []
        self.said: list[str] = []
        self.troubles: list[str] = []

    def say(self, sentence: str) -> None:
        """Keep it."""
        self.said.append(sentence)

    def show_view(self, view: PageView) -> None:
        """Keep it."""
        self.shown.append(view)

    def say_trouble(self, sentence: str) -> None:
        """Keep it."""
        self.troubles.append(sentence)


def test_a_child_is_shown_by_name_or_else_by_number() -> None:
    """And never by an id of the desk's own."""
    page = FakePage()
    ChildrenPresenter(page, FakeLink({Children: CHILDREN})).refresh()
    (shown,) = page.shown
    assert [(each.title, each.number, each.age) for each in shown.lines] == [
        ("Dilan Kaya", "000001", "10"),
        ("Zofia Wiśniewska", "000002", ""),
        ("000003", "", "10"),
        (words.NO_NAME, "", "10"),
    ]
    assert shown.lines[0].spoken == "Dilan Kaya, number 000001, 10 years"


def test_the_filter_finds_by_every_word_typed() -> None:
    """Without accents or capitals, by name or number; it asks the desk nothing, and a change keeps it."""
    page, link = FakePage(), FakeLink({Children: CHILDREN})
    presenter = ChildrenPresenter(page, link)
    presenter.refresh()
    for typed, found in (("wisniewska ZO", ["000002"]), ("0003", ["000003"]), ("kaya zofia", []), ("", 4)):
        presenter.filter_typed(typed)
        shown = page.shown[-1]
        assert (len(shown.lines) if found == 4 else [each.child for each in shown.lines]) == found
        assert shown.nothing == (words.NO_MATCH.format(typed) if found == [] else "")
    assert len(link.sent) == 1
    presenter.filter_typed("kaya")
    presenter.on_changed(frozenset({Topic.CONTACTS}), None)
    presenter.on_changed(frozenset({Topic.CHILDREN}), None)
    assert (len(link.sent), len(page.shown[-1].lines)) == (2, 1)


def test_a_refusal_is_said() -> None:
    """In the desk's words."""
    page = FakePage()
    ChildrenPresenter(page, FakeLink({Children: Unavailable("The file is gone.")})).refresh()
    assert page.troubles == ["The file is gone."]


def test_a_people_file_says_what_came_of_it() -> None:
    """And which rows were refused, with their place; a file that cannot be read is refused in a sentence."""
    row = RefusedRow(file="people.csv", line=3, column="Number", value="7", reason="No child has the number 7.")
    taken = PeopleTaken(
        file="people.csv",
        dry_run=False,
        columns={"first_name": "Forename"},
        not_read=(),
        taken=2,
        changed=1,
        refused=(row,),
        typed_here=(),
        not_on_desk=(),
        warnings=(),
    )
    page = FakePage()
    link = FakeLink({TakePeople: Outcome(result=taken, order="o", topics=frozenset({Topic.CHILDREN}))})
    ChildrenPresenter(page, link).people_chosen(Path("people.csv"))
    assert page.said == [f"{taken.words} people.csv, line 3: No child has the number 7."]
    assert link.sent == [TakePeople(file=Path("people.csv"))]
    ChildrenPresenter(page, FakeLink({TakePeople: Refused("It has no numbers.")})).people_chosen(Path("x.csv"))
    assert page.troubles == ["It has no numbers."]
