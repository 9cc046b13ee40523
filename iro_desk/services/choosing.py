"""Whose children are kept: the officer chooses, and of all others an extract leaves nothing on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from iro_desk.domain.canonical import digest
from iro_desk.domain.events import WITHDRAWN, Change, Record, Value, Values
from iro_desk.domain.extracts import Extract, ExtractedChild, RefusedRow
from iro_desk.domain.naming import shown_by
from iro_desk.domain.people import NUMBER, Columns, PeopleFile, likely_number, same_officer
from iro_desk.errors import Refused
from iro_desk.services.finding import by_number
from iro_desk.services.messages import Order, Question
from iro_desk.services.people import ReadPeople, children_words, columns_words, open_people, rows_words, sort_out
from iro_desk.services.ports import Clock, UnitOfWork
from iro_desk.services.warning import CHOICE, CHOSEN, WarningLine, chosen_numbers, is_chosen, warning_lines

MARK = 6
"""How many letters of a hash are kept of the number of somebody else's child: enough to see that it is not new."""
MOST_IROS = 10
NOBODY = "That would leave nobody. To keep every child of an extract again: caseload --all."
NOT_CHOSEN = "No children were chosen yet, so that every child of an extract is kept. Choose first: caseload FILE."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """Whose children are kept, by number."""

    chosen: tuple[str, ...] | None = field(repr=False)
    """None where nobody was chosen, and every child of an extract is kept."""
    iro: str | None = field(default=None, repr=False)
    """Whose children they are, where they were chosen by IRO."""
    not_on_desk: tuple[str, ...] = field(default=(), repr=False)
    """Those chosen of whom no extract has told yet."""
    no_longer_chosen: tuple[str, ...] = field(default=(), repr=False)
    """Those on the desk who are not chosen: they stay until they are handed over."""
    warnings: tuple[WarningLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What came of a choice."""

    view: ChoiceView
    added: tuple[str, ...] = field(repr=False)
    removed: tuple[str, ...] = field(repr=False)
    dry_run: bool = False
    columns: Columns = field(default_factory=dict, repr=False)
    not_read: tuple[str, ...] = field(default=(), repr=False)
    refused: tuple[RefusedRow, ...] = field(default=(), repr=False)

    @property
    def words(self) -> str:
        """The outcome in a few sentences."""
        return " ".join(filter(None, [self._done, *self._read, self._stay]))

    @property
    def _done(self) -> str:
        if self.view.chosen is None:
            return "Every child of an extract is kept again."
        count, moved = children_words(len(self.view.chosen)), f"{len(self.added)} added, {len(self.removed)} taken away"
        if self.dry_run:
            return f"{count} would be chosen: {moved}; nothing was changed."
        return f"{count} chosen: {moved}." if self.added or self.removed else f"{count} chosen, as before."

    @property
    def _read(self) -> list[str]:
        said = [columns_words(self.columns, self.not_read)] if self.columns else []
        return said + ([f"{rows_words(len(self.refused))} refused."] if self.refused else [])

    @property
    def _stay(self) -> str:
        left, waiting = self.view.no_longer_chosen, self.view.not_on_desk
        said = [f"{children_words(len(left))} on this desk not chosen: kept until handed over."] if left else []
        said += [f"{children_words(len(waiting))} chosen not on this desk: the next extract brings them."] * bool(
            waiting
        )
        return " ".join(said)


@dataclass(frozen=True, kw_only=True)
class ChooseCaseload(Order[Chosen]):
    """Choose whose children are kept: those in a file, or those of one IRO in it."""

    words: ClassVar = "choice of children"

    file: Path = field(repr=False)
    iro: str = field(default="", repr=False)
    columns: Columns = field(default_factory=dict, repr=False)
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeCaseload(Order[Chosen]):
    """Add children to the choice, and take others out of it, by number."""

    words: ClassVar = "choice of children"

    add: tuple[str, ...] = field(default=(), repr=False)
    remove: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class KeepEveryChild(Order[Chosen]):
    """Give the choice up: every child of an extract is kept again."""

    words: ClassVar = "choice of children"


@dataclass(frozen=True, kw_only=True)
class CaseloadChoice(Question[ChoiceView]):
    """Whose children are kept?"""


def caseload_choice(_: CaseloadChoice, work: UnitOfWork, *, clock: Clock) -> ChoiceView:
    """Answer ``CaseloadChoice``."""
    return _view(work, chosen_numbers(work), _iro(work), clock)


def choose_caseload(order: ChooseCaseload, work: UnitOfWork, *, read_people: ReadPeople, clock: Clock) -> Chosen:
    """Carry out ``ChooseCaseload``. Refused where the file names nobody, or nobody of this IRO."""
    people = open_people(order.file, order.columns, work, read_people)
    on_desk = frozenset(by_number(work))
    new = {each.number for each in people.rows if not likely_number(each.number, on_desk)}
    sorted_out = sort_out(people, on_desk | new)
    numbers = {each.number: each.values.get("iro", "") for each in sorted_out.rows}
    wanted = _of_iro(people, numbers, order.iro) if order.iro else frozenset(numbers)
    if not wanted:
        raise Refused(f"{people.file} names no child; nothing was chosen.", field="file")
    values: Values = {
        "iro": order.iro or None,
        "chosen_on": clock.today().isoformat(),
        "others": list[Value](sorted(_mark(each) for each in numbers.keys() - wanted)),
    }
    added, removed = _choose(work, wanted, values)
    result = Chosen(
        view=_view(work, wanted, order.iro or None, clock),
        added=added,
        removed=removed,
        dry_run=order.dry_run,
        columns=people.written,
        not_read=people.not_read,
        refused=sorted_out.refused,
    )
    if order.dry_run:
        work.forget()
    return result


def change_caseload(order: ChangeCaseload, work: UnitOfWork, *, clock: Clock) -> Chosen:
    """Carry out ``ChangeCaseload``. Refused where nobody was chosen, a number is unknown, or nobody would be left."""
    before = chosen_numbers(work)
    if before is None:
        raise Refused(NOT_CHOSEN, field="add" if order.add else "remove")
    for number in order.remove:
        if number not in before:
            raise Refused(f"{number} is not among the children who were chosen.", field="remove")
    on_desk = frozenset(by_number(work))
    for number in order.add:
        if number not in on_desk and (likely := likely_number(number, on_desk | before)):
            raise Refused(f"{number} is likely meant for {' or '.join(likely)}: zeros before it count.", field="add")
    wanted = (before | frozenset(order.add)) - frozenset(order.remove)
    if not wanted:
        raise Refused(NOBODY, field="remove")
    added, removed = _choose(work, wanted)
    return Chosen(view=_view(work, wanted, _iro(work), clock), added=added, removed=removed)


def keep_every_child(_: KeepEveryChild, work: UnitOfWork, *, clock: Clock) -> Chosen:
    """Carry out ``KeepEveryChild``."""
    gone = [each for kind in (CHOICE, CHOSEN) for each in work.records(kind)]
    work.change(_withdrawn(each) for each in gone)
    removed = tuple(sorted({str(each.values["number"]) for each in gone if each.kind == CHOSEN}))
    return Chosen(view=_view(work, None, None, clock), added=(), removed=removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """The children of an extract of whom nothing is kept."""

    count: int = 0
    newcomers: tuple[str, ...] = field(default=(), repr=False)
    """The numbers of those among them who are looked after now, and were in no list and no extract before."""
    no_longer_chosen: int = 0
    """How many on the desk are not chosen; they stay, and extracts tell of them, until they are handed over."""
    marks: tuple[str, ...] = field(default=(), repr=False)
    """What is kept of the others' numbers."""

    @property
    def words(self) -> str:
        """What is said of them; nothing where there are none."""
        said = []
        if self.count:
            was = "1 child of others was" if self.count == 1 else f"{self.count} children of others were"
            said.append(f"{was} not kept.")
        if self.newcomers:
            new = f"{children_words(len(self.newcomers))} new and in nobody's list: {', '.join(self.newcomers)}."
            said.append(f"{new} One who is yours is added by: caseload --add NUMBER, and the extract taken in again.")
        if self.no_longer_chosen:
            said.append(f"{children_words(self.no_longer_chosen)} on this desk not chosen: kept until handed over.")
        return "".join(f" {each}" for each in said)

    def kept(self, extract: str) -> tuple[Change, ...]:
        """What is kept of them with the record of their extract: marks of their numbers, and no more."""
        if not self.marks:
            return ()
        values: Values = {"others": list[Value](self.marks)}
        return (Change(child=None, record="extract", record_id=extract, set=values),)


def only_chosen(extract: Extract, work: UnitOfWork) -> tuple[Extract, Others | None]:
    """An extract without the children who are neither chosen nor on the desk; the whole of it where nobody was."""
    chosen = chosen_numbers(work)
    if chosen is None:
        return extract, None
    mine = chosen | frozenset(by_number(work))
    theirs = [each for each in extract.children if each.number not in mine]
    others = Others(
        count=len(theirs),
        newcomers=_newcomers(theirs, extract, work),
        no_longer_chosen=len(_not_chosen(work, chosen)),
        marks=tuple(sorted({_mark(each.number) for each in theirs})),
    )
    return _of_these(extract, mine), others


def _of_these(extract: Extract, numbers: frozenset[str]) -> Extract:
    """What an extract tells of these children."""
    kept = replace(
        extract,
        children=tuple(each for each in extract.children if each.number in numbers),
        missing=tuple(each for each in extract.missing if each.number in numbers),
        liberty_orders=tuple(each for each in extract.liberty_orders if each.number in numbers),
        social_workers=tuple(each for each in extract.social_workers if each.number in numbers),
    )
    counted = {
        "children": len(kept.children),
        "episodes": sum(len(each.episodes) for each in kept.children),
        "reviews": sum(len(each.reviews) for each in kept.children),
        "uasc": sum(each.child.get("uasc_until") is not None for each in kept.children),
        "missing": len(kept.missing),
        "dolo": len(kept.liberty_orders),
        "social_workers": len(kept.social_workers),
    }
    return replace(kept, taken={table: counted[table] for table in extract.taken})


def _not_chosen(work: UnitOfWork, chosen: frozenset[str]) -> tuple[str, ...]:
    """Those on the desk who are not in a choice, by the number they are shown by."""
    return tuple(
        sorted(shown_by(each.values, each.id) for each in work.records("child") if not is_chosen(each, chosen))
    )


def _newcomers(theirs: Iterable[ExtractedChild], extract: Extract, work: UnitOfWork) -> tuple[str, ...]:
    """Those who are looked after, and of whom no list and no extract before has told.

    Before the first extract, and without a list that names the children of others, nobody can be told from the rest; an
    extract that is older than another has nobody new.
    """
    taken_in, choices = work.records("extract"), work.records(CHOICE)
    known = {str(mark) for each in (*taken_in, *choices) for mark in _marks(each)}
    newest = max((str(each.values["to"]) for each in taken_in), default="")
    if not (taken_in or known) or extract.to.isoformat() < newest:
        return ()
    return tuple(sorted(each.number for each in theirs if _mark(each.number) not in known and _in_care(each)))


def _in_care(told: ExtractedChild) -> bool:
    return any(each.get("end") is None for each in told.episodes) or told.doubtful


def _marks(record: Record) -> list[Value]:
    marks = record.values["others"]
    return marks if isinstance(marks, list) else []


def _mark(number: str) -> str:
    return digest(number)[:MARK]


def _of_iro(people: PeopleFile, numbers: dict[str, str], iro: str) -> frozenset[str]:
    """The numbers of the children of one IRO. Refused where the file tells of no IRO, or of this one nothing."""
    if "iro" not in people.written:
        raise Refused(
            f"{people.file} has no column that is known as the IRO; say which it is: --column iro=HEADING.", field="iro"
        )
    found = frozenset(number for number, name in numbers.items() if same_officer(name, iro))
    if not found:
        names = sorted({name for name in numbers.values() if name})
        more = f" and {len(names) - MOST_IROS} more" if len(names) > MOST_IROS else ""
        raise Refused(
            f"In {people.file} no child has the IRO {iro}; it names {', '.join(names[:MOST_IROS]) or 'none'}{more}.",
            field="iro",
        )
    return found


def _choose(
    work: UnitOfWork, wanted: frozenset[str], values: Values | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Want these numbers to be chosen, and no others; those that are new, and those that go.

    Each number is a record of its own, so that two copies of a desk that choose apart come together without a dispute.
    """
    before = {each.id: str(each.values["number"]) for each in work.records(CHOSEN)}
    gone = [each for each in work.records(CHOSEN) if str(each.values["number"]) not in wanted]
    new = sorted(wanted - set(before.values()))
    work.change(_withdrawn(each) for each in gone)
    work.change(Change(child=None, record=CHOSEN, record_id=work.new_id(), set={NUMBER: each}) for each in new)
    if values is not None and not _same_choice(work, values):
        work.change(_withdrawn(each) for each in work.records(CHOICE))
        work.change([Change(child=None, record=CHOICE, record_id=work.new_id(), set=values)])
    return tuple(new), tuple(sorted({str(each.values["number"]) for each in gone}))


def _same_choice(work: UnitOfWork, values: Values) -> bool:
    """Whether the choice that stands says the same, whichever day it was made on."""
    return any(
        all(each.values[name] == value for name, value in values.items() if name != "chosen_on")
        for each in work.records(CHOICE)
    )


def _withdrawn(record: Record) -> Change:
    return Change(child=record.child, record=record.kind, record_id=record.id, set={WITHDRAWN: True})


def _iro(work: UnitOfWork) -> str | None:
    return next((str(each.values["iro"]) for each in work.records(CHOICE) if each.values["iro"]), None)


def _view(work: UnitOfWork, chosen: frozenset[str] | None, iro: str | None, clock: Clock) -> ChoiceView:
    lines = warning_lines(work, clock.today(), mine=lambda child: is_chosen(child, chosen))
    if chosen is None:
        return ChoiceView(chosen=None, warnings=lines)
    on_desk = frozenset(by_number(work))
    return ChoiceView(
        chosen=tuple(sorted(chosen)),
        iro=iro,
        not_on_desk=tuple(sorted(chosen - on_desk)),
        no_longer_chosen=_not_chosen(work, chosen),
        warnings=lines,
    )
