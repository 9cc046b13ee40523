"""Today's presenter, without Qt: what the desk says becomes words, and gestures become orders."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from iro_desk.domain.extracts import RefusedRow, Remark
from iro_desk.domain.timetable import State
from iro_desk.errors import Refused
from iro_desk.services.caseload import ChildExplained, DueRow, Explain, PeriodView
from iro_desk.services.diary import ExtractLine, Section, Today, TodayLine, TodayView
from iro_desk.services.exchanging import ExtractTaken, TakeExtract
from iro_desk.services.messages import Outcome, Topic
from tests.ui.conftest import FakeLink
from ui.screens.today.presenter import PageView, TodayPresenter, page_view

DAY = date(2026, 11, 23)


def line(
    section: Section, due: date | None, left: int | None = None, child: str = "000123", name: str = ""
) -> TodayLine:
    """A line of Today."""
    return TodayLine(
        id=f"review-{child}",
        child=child,
        name=name,
        age=7,
        what="First review",
        section=section,
        due=due,
        counted_from=date(2026, 10, 29),
        working_days=left,
        unknown="" if section is not Section.NOT_KNOWN else "Adoption: a timetable of its own",
        explanation="Because.",
    )


def view(*lines: TodayLine) -> TodayView:
    """What the desk answers."""
    return TodayView(
        today=DAY,
        officer="Frances Adeyemi",
        practice=False,
        children=len(lines),
        lines=lines,
        extracts=(ExtractLine(year="2026-27", to=date(2026, 10, 31), children=112),),
    )


class FakePage:
    """Keeps what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[PageView] = []
        self.timelines: dict[str, Sequence[str]] = {}
        self.busy: list[bool] = []
        self.so_far: list[str] = []
        self.said: list[str] = []
        self.looks: list[bool] = []
        self.troubles: list[str] = []

    def show_view(self, view: PageView) -> None:
        """Keep it."""
        self.shown.append(view)

    def show_timeline(self, line: str, sentences: Sequence[str]) -> None:
        """Keep it."""
        self.timelines[line] = sentences

    def show_taking(self, *, busy: bool) -> None:
        """Keep it."""
        self.busy.append(busy)

    def show_taken_so_far(self, sentence: str) -> None:
        """Keep it."""
        self.so_far.append(sentence)

    def say(self, sentence: str) -> None:
        """Keep it."""
        self.said.append(sentence)

    def say_taken(self, sentence: str, *, look: bool) -> None:
        """Keep it, and whether a look was offered."""
        self.said.append(sentence)
        self.looks.append(look)

    def say_trouble(self, sentence: str) -> None:
        """Keep it."""
        self.troubles.append(sentence)


def words_of(given: TodayView) -> list[str]:
    """When each line is due, in words."""
    return [each.when for part in page_view(given, all_coming=True).parts for each in part.lines]


def sentence_of(given: TodayView) -> str:
    """The sentence that opens the page."""
    return "".join(text for text, _ in page_view(given, all_coming=False).sentence)


def test_each_line_says_when_it_is_due() -> None:
    """In words, with the year only when it is another one."""
    assert words_of(
        view(
            line(Section.OVERDUE, date(2026, 11, 20), -1),
            line(Section.AT_RISK, DAY, 0),
            line(Section.AT_RISK, date(2026, 11, 26), 3),
            line(Section.AT_RISK, date(2026, 11, 29), 1),
            line(Section.NOT_KNOWN, None),
            line(Section.NOT_KNOWN, date(2027, 1, 4), 27),
            line(Section.COMING, date(2027, 2, 26), 60),
        )
    ) == [
        "Was due Fri 20 Nov, 3 days ago",
        "Due today",
        "Due Thu 26 Nov, in 3 working days",
        "Due Sun 29 Nov, in 1 working day",
        "Adoption: a timetable of its own",
        "Mon 4 Jan 2027 at the earliest. Adoption: a timetable of its own",
        "Due Fri 26 Feb 2027, in 60 working days",
    ]


def test_the_page_opens_with_a_sentence() -> None:
    """What matters first; nothing is said of what is in order."""
    overdue, risk = line(Section.OVERDUE, date(2026, 11, 20), -1), line(Section.AT_RISK, DAY, 0)
    unknown, coming = line(Section.NOT_KNOWN, None), line(Section.COMING, date(2027, 2, 26), 60)
    assert sentence_of(view(overdue, risk, risk, unknown)) == "One overdue, two at risk, one not known."
    assert sentence_of(view(risk)) == "Nothing is overdue. One at risk."
    assert sentence_of(view(coming)) == "Nothing is overdue. "


def test_every_number_leads_to_the_list_that_makes_it() -> None:
    """The link, the heading's count and the lines agree."""
    given = view(line(Section.AT_RISK, DAY, 0), line(Section.AT_RISK, DAY, 0), line(Section.NOT_KNOWN, None))
    shown = page_view(given, all_coming=False)
    links = [to for _, to in shown.sentence if to]
    assert links == [part.section.value for part in shown.parts] == ["at risk", "not known"]
    assert [(part.count, len(part.lines)) for part in shown.parts] == [(2, 2), (1, 1)]


def test_coming_shows_the_first_and_the_rest_when_asked() -> None:
    """The rest is one press away, and says how far it reaches."""
    page = FakePage()
    lines = [line(Section.COMING, date(2027, 1, day), 30, child=f"{day:06}") for day in range(1, 13)]
    presenter = TodayPresenter(page, FakeLink({Today: view(*lines)}))
    presenter.refresh()
    presenter.show_all_coming()
    first, every = (each.parts[0] for each in page.shown)
    assert (first.count, len(first.lines), first.more) == (12, 8, "Four more, to Tue 12 Jan 2027")
    assert (every.count, len(every.lines), every.more) == (12, 12, "")


def test_a_new_desk_and_a_calm_day_are_told_apart() -> None:
    """Nothing known is not the same as nothing due."""
    assert page_view(replace(view(), extracts=()), all_coming=False).empty
    calm = page_view(view(line(Section.COMING, date(2027, 2, 26), 60)), all_coming=False)
    assert (calm.empty, calm.calm, calm.closing) == (False, True, "In order: 1 child, the next due Fri 26 Feb 2027.")


def test_a_line_is_spoken_whole() -> None:
    """A screen reader hears state, child, what, when and why."""
    (part,) = page_view(view(line(Section.AT_RISK, date(2026, 11, 26), 3)), all_coming=False).parts
    assert part.lines[0].spoken == "At risk: 000123, 7, first review. Due Thu 26 Nov, in 3 working days. Because."


def test_the_months_ahead_are_counted() -> None:
    """Six months from today's, over the turn of the year; what is past is not ahead."""
    given = view(
        line(Section.OVERDUE, date(2026, 11, 20), -1),
        line(Section.COMING, date(2026, 12, 1), 6),
        line(Section.COMING, date(2027, 5, 31), 99),
    )
    months = page_view(given, all_coming=False).months
    assert [(each.title, each.count) for each in months] == [
        ("November", 0),
        ("December", 1),
        ("January", 0),
        ("February", 0),
        ("March", 0),
        ("April", 0),
        ("May", 1),
    ]


def test_a_change_elsewhere_asks_again() -> None:
    """Where it concerns the page, and only then."""
    page = FakePage()
    presenter = TodayPresenter(page, FakeLink({Today: view()}))
    presenter.on_changed(frozenset({Topic.DESK}), None)
    assert page.shown == []
    presenter.on_changed(frozenset({Topic.DIARY}), None)
    assert len(page.shown) == 1


def taken(refused: tuple[RefusedRow, ...] = (), remarks: tuple[Remark, ...] = ()) -> Outcome[ExtractTaken]:
    """The outcome of taking in an extract."""
    result = ExtractTaken(
        id="x",
        year=2026,
        to=DAY,
        dry_run=False,
        taken={"children": 1},
        changed=2,
        unchanged=0,
        withdrawn=0,
        to_look_at=0,
        asked=0,
        remarks=remarks,
        unplaced=0,
        refused=refused,
        left_out=(),
    )
    return Outcome(result=result, order="o", topics=frozenset())


def test_taking_in_an_extract_says_what_came_of_it() -> None:
    """Done or refused, in a sentence, and the button is free again."""
    page = FakePage()
    row = RefusedRow(file="reviews.csv", line=2, column="REVIEW", value="x", reason="“x” is not a day.")
    link = FakeLink({TakeExtract: taken((row,))})
    TodayPresenter(page, link).extract_chosen(Path("extract"))
    assert page.busy == [True, False]
    (said,) = page.said
    assert said.startswith(
        "2026-27, to Mon 23 Nov 2026: 1 child, 2 records new or changed taken in. 1 row was refused."
    )
    assert said.endswith("reviews.csv, line 2: “x” is not a day.")
    assert link.sent == [TakeExtract(folder=Path("extract"))]


def test_a_look_is_offered_where_there_is_something_to_look_at() -> None:
    """At what is to be acknowledged; not otherwise."""
    for number, offered in ((0, False), (2, True)):
        page, outcome = FakePage(), taken()
        outcome = replace(outcome, result=replace(outcome.result, to_look_at=number))
        TodayPresenter(page, FakeLink({TakeExtract: outcome})).extract_chosen(Path("extract"))
        assert page.looks == [offered]


def test_of_many_things_to_be_told_a_few_are() -> None:
    """And how many more there are."""
    page = FakePage()
    remark = Remark(file="header.csv", line=2, column="DOB", value="x", words="A day is not known.")
    TodayPresenter(page, FakeLink({TakeExtract: taken(remarks=(remark,) * 5)})).extract_chosen(Path("extract"))
    (said,) = page.said
    assert said.count("A day is not known.") == 3
    assert said.endswith("2 more are told by the command line, with --dry-run.")


def test_a_refusal_and_a_bug_are_said() -> None:
    """The desk's own words; for a bug, that nothing was lost."""
    page = FakePage()
    for fault in (Refused("There is no .csv file there."), RuntimeError("a child's name")):
        TodayPresenter(page, FakeLink({TakeExtract: fault})).extract_chosen(Path("extract"))
    assert page.troubles[0] == "There is no .csv file there."
    assert "child's name" not in page.troubles[1]
    assert page.busy[-1] is False


def test_a_timeline_is_told_in_sentences() -> None:
    """Each care period, then its deadlines with their reasons."""
    page = FakePage()
    row: Any = DueRow(
        id="r",
        child="000123",
        duty="review",
        rule="R1",
        due=DAY,
        window_from=None,
        counted_from=DAY,
        source="",
        explanation="Due by today.",
        state=State.DUE,
        held=None,
    )
    period = PeriodView(start=date(2026, 10, 29), end=None, start_known=False, reviews=(), deadlines=(row,))
    life = ChildExplained(child="000123", periods=(period,), not_known=(), beside=())
    TodayPresenter(page, FakeLink({Explain: life})).timeline_wanted("line", "000123")
    assert page.timelines == {"line": ("Care period 1: since Thu 29 Oct 2026 or earlier.", "Due by today.")}


def test_an_import_tells_how_far_it_has_come() -> None:
    """The order carries what the bridge gives for it, and each step is said in words."""
    page, link = FakePage(), FakeLink({TakeExtract: taken()})
    TodayPresenter(page, link).extract_chosen(Path("extract"))
    (order,) = link.sent
    for done in (0.0, 0.4, 1.0):
        order.progress(done)
    assert page.so_far == ["Reading the extract…", "Taking the extract in: 40 %", "Taking the extract in: 100 %"]


def test_the_presenter_needs_no_qt() -> None:
    """It is imported where there is none."""
    script = (
        "import sys; sys.modules['PySide6'] = None\n"
        "import importlib.util as find\n"
        "spec = find.spec_from_file_location('presenter', 'ui/screens/today/presenter.py')\n"
        "module = find.module_from_spec(spec); sys.modules['presenter'] = module; spec.loader.exec_module(module)\n"
    )
    root = Path(__file__).parents[4]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=root)


def test_a_child_with_a_name_is_called_by_it() -> None:
    """The number stands in where the desk has none."""
    shown = page_view(
        view(
            line(Section.OVERDUE, date(2026, 11, 20), name="Layla Hassan"),
            line(Section.OVERDUE, date(2026, 11, 21)),
        ),
        all_coming=False,
    )
    assert [each.title for part in shown.parts for each in part.lines] == ["Layla Hassan, 7", "000123, 7"]
