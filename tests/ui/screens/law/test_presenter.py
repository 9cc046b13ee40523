"""The page of the law, in words: edition, last check, how sure each rule is, and the council's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from iro_desk.errors import Refused
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.policies import AdoptPolicy, DropPolicy, EarlierLine, LawInUse, LawView, PolicyLine, RuleLine
from tests.ui.conftest import FakeLink
from ui.screens.law.presenter import LawPresenter, PageView, page_view

RULE = RuleLine(
    id="R1",
    words="First review",
    period="20 working days from becoming looked after",
    source="SI 2010/959 reg. 33(1)",
    status="C",
    status_words="",
    note="",
    kept=True,
    local="",
)
LAW = LawView(
    edition="England 1",
    in_force_from=date(2011, 4, 1),
    last_checked=date(2026, 11, 24),
    rules=(RULE, replace(RULE, id="ADJ", status="U", note="Once.", kept=False, local="15 working days (Standards 2)")),
    earlier=(EarlierLine(id="iro-asks", words="The IRO asks for one", source="reg. 33(3)(a)", status_words=""),),
    short_breaks="17 days a stay; reg. 48",
    holidays_from=date(2000, 1, 1),
    holidays_to=date(2029, 1, 1),
    series="A review in several meetings is in time when the first of them is.",
    policy=None,
)
POLICY = PolicyLine(council="Example", edition="3", adopted_on=date(2026, 11, 25), home_districts=("BN", "TN34"))


class FakePage:
    """Keeps what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[PageView] = []
        self.said: list[str] = []
        self.troubles: list[str] = []

    def show_view(self, view: PageView) -> None:
        """Keep it."""
        self.shown.append(view)

    def say(self, sentence: str) -> None:
        """Keep it."""
        self.said.append(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Keep it."""
        self.troubles.append(sentence)


def test_the_law_in_words() -> None:
    """Each rule where it belongs; what is not confirmed says so."""
    view = page_view(LAW)
    assert view.edition == "England 1, in force since Fri 1 Apr 2011."
    assert view.checked.startswith("Last checked against its sources on Tue 24 Nov 2026.")
    assert (view.policy, view.has_policy) == ("No council’s policy is in use: the law alone.", False)
    assert view.earlier == ("The IRO asks for one. reg. 33(3)(a).",)
    (kept,), (silent,) = view.kept, view.silent
    assert (kept.title, kept.period) == (
        "First review (R1)",
        "20 working days from becoming looked after.",
    )
    assert (kept.sure, kept.unconfirmed, kept.local) == ("", False, "")
    assert (silent.sure, silent.unconfirmed) == ("Not confirmed yet against the text itself.", True)
    assert silent.period.endswith("looked after. Once.")
    assert silent.local == "Here: 15 working days (Standards 2)."


def test_a_council_s_policy_in_words() -> None:
    """Whose, which edition, since when, and which postcodes are at home."""
    view = page_view(replace(LAW, policy=POLICY))
    assert view.policy == "Council’s policy: Example, edition 3, in use since Wed 25 Nov 2026."
    assert "At home are the postcodes of BN, TN34." in view.sentences


def test_a_policy_is_taken_in_and_dropped() -> None:
    """Each says what it did; what cannot be done is said; a change elsewhere asks again."""
    page = FakePage()
    done: Any = Outcome(result="In use.", order="o", topics=frozenset({Topic.DESK}))
    link = FakeLink({LawInUse: LAW, AdoptPolicy: done, DropPolicy: Refused("There is nothing to drop.")})
    presenter = LawPresenter(page, link)
    presenter.adopt(Path("policy.toml"))
    presenter.drop()
    presenter.on_changed(frozenset({Topic.CHILDREN}), None)
    assert (page.said, page.troubles, page.shown) == (["In use."], ["There is nothing to drop."], [])
    presenter.on_changed(frozenset({Topic.DESK}), None)
    assert page.shown == []
    presenter.refresh()
    presenter.on_changed(frozenset({Topic.DESK}), None)
    assert page.shown == [page_view(LAW)] * 2
    assert link.sent == [AdoptPolicy(file=Path("policy.toml")), DropPolicy(), LawInUse(), LawInUse()]
