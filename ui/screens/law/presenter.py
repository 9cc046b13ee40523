"""The law in words: which edition, how sure of each rule, and what the council has of its own. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from iro_desk.errors import DeskError
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.policies import AdoptPolicy, DropPolicy, LawInUse, LawView, RuleLine
from ui.kit import words

NOT_SURE = {"U": words.NOT_CONFIRMED, "C-part": words.PART_READ, "C-local": words.RESTATED}
"""What is said of a rule whose own text was not read whole."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule, in words."""

    title: str
    period: str
    source: str
    sure: str
    """How sure it is; nothing where the text was read."""
    unconfirmed: bool
    local: str
    """What the council has in its place; nothing where it has nothing."""


@dataclass(frozen=True, slots=True)
class PageView:
    """All that the page shows."""

    edition: str
    checked: str
    policy: str
    has_policy: bool
    sentences: tuple[str, ...]
    kept: tuple[RuleView, ...]
    earlier: tuple[str, ...]
    silent: tuple[RuleView, ...]


class Page(Protocol):
    """What the presenter needs of its page."""

    def show_view(self, view: PageView) -> None:
        """Show this."""
        ...

    def say(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        ...


class Link(Protocol):
    """What the presenter needs of the bridge to the desk."""

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Ask the desk."""
        ...

    def do(self, order: Any, *, owner: Any, then: Any, failed: Any = None) -> None:  # noqa: ANN401 - the bridge's own
        """Have an order carried out."""
        ...


class LawPresenter:
    """Between the desk and the page of the law."""

    def __init__(self, page: Page, link: Link) -> None:
        self._page, self._link = page, link
        self._asked = False

    def refresh(self) -> None:
        """Ask which law is in use."""
        self._asked = True
        self._link.ask(LawInUse(), owner=self._page, then=self._show, failed=self._failed)

    def on_changed(self, topics: frozenset[Topic], initiator: object) -> None:  # noqa: ARG002 - nothing is typed here
        """Something moved: ask again where it concerns the law, and the page was ever in sight."""
        if self._asked and Topic.DESK in topics:
            self.refresh()

    def adopt(self, file: Path) -> None:
        """The officer gives a council's policy file."""
        self._do(AdoptPolicy(file=file))

    def drop(self) -> None:
        """The officer wants the law alone."""
        self._do(DropPolicy())

    def _do(self, order: AdoptPolicy | DropPolicy) -> None:
        self._link.do(order, owner=self._page, then=self._done, failed=self._failed)

    def _done(self, outcome: Outcome[str]) -> None:
        self._page.say(outcome.result)

    def _show(self, view: LawView) -> None:
        self._page.show_view(page_view(view))

    def _failed(self, fault: Exception) -> None:
        self._page.say_trouble(fault.words if isinstance(fault, DeskError) else words.SORRY)


def page_view(view: LawView) -> PageView:
    """The desk's answer in words."""
    policy = view.policy
    districts = ""
    if policy and policy.home_districts:
        districts = words.HOME_DISTRICTS.format(", ".join(policy.home_districts))
    return PageView(
        edition=words.EDITION.format(edition=view.edition, day=words.whole_day(view.in_force_from)),
        checked=words.LAST_CHECKED.format(words.whole_day(view.last_checked)),
        policy=words.POLICY_IN_USE.format(
            council=policy.council, edition=policy.edition, day=words.whole_day(policy.adopted_on)
        )
        if policy
        else words.NO_POLICY,
        has_policy=policy is not None,
        sentences=tuple(
            each
            for each in (
                view.series,
                districts,
                words.SHORT_BREAKS_ARE.format(view.short_breaks),
                words.HOLIDAYS_KNOWN.format(view.holidays_from.year, view.holidays_to.year - 1),
            )
            if each
        ),
        kept=tuple(_rule(each) for each in view.rules if each.kept),
        earlier=tuple(f"{each.words}. {each.source}." for each in view.earlier),
        silent=tuple(_rule(each) for each in view.rules if not each.kept),
    )


def _rule(rule: RuleLine) -> RuleView:
    return RuleView(
        title=f"{rule.words} ({rule.id})",
        period=f"{rule.period[:1].upper()}{rule.period[1:]}.{f' {rule.note}' if rule.note else ''}",
        source=rule.source,
        sure=NOT_SURE.get(rule.status, ""),
        unconfirmed=rule.status == "U",
        local=words.HERE_IT_IS.format(rule.local) if rule.local else "",
    )
