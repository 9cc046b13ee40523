"""The list of children, without Qt."""

from __future__ import annotations

from iro_desk.errors import Unavailable
from iro_desk.services.children import ChildName, Children
from iro_desk.services.messages import Topic
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
        self.troubles: list[str] = []

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
