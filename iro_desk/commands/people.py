"""The commands that take in who is round the children, and choose whose are kept."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from iro_desk import telling
from iro_desk.commands.common import Answer, Usage, open_desk, progress
from iro_desk.domain.extracts import RefusedRow
from iro_desk.services.choosing import (
    CaseloadChoice,
    ChangeCaseload,
    ChoiceView,
    ChooseCaseload,
    Chosen,
    KeepEveryChild,
)
from iro_desk.services.messages import Order
from iro_desk.services.people import PeopleTaken, TakePeople
from iro_desk.services.warning import WarningLine


def people(given: argparse.Namespace) -> Answer:
    """Take in names, teams, social workers, IROs, sibling groups and schools."""
    progress(f"Reading {given.file} ...")
    order = TakePeople(file=given.file, columns=_columns(given.column), dry_run=given.dry_run)
    with open_desk(given) as desk:
        taken = desk.do(order).result
    return _people_document(taken), _people_words(taken)


def caseload(given: argparse.Namespace) -> Answer:
    """Choose whose children are kept, or show whose are."""
    order = _order(given)
    with open_desk(given) as desk:
        if order is None:
            view = desk.ask(CaseloadChoice())
            return _view_document(view), _view_words(view)
        chosen = desk.do(order).result
    return _chosen_document(chosen), _chosen_words(chosen)


def _order(given: argparse.Namespace) -> Order[Chosen] | None:
    """What the command wants done; None where it only asks. Usage where it wants two things at once."""
    wishes = [given.file is not None, bool(given.add or given.remove), given.all]
    if sum(wishes) > 1:
        raise Usage("Say one thing: a file, numbers to add and remove, or --all.", field="file")
    if given.file is None and (given.iro or given.column or given.dry_run):
        raise Usage("Say which file to choose from: caseload FILE.", field="file")
    if given.file is not None:
        columns = _columns(given.column)
        return ChooseCaseload(file=given.file, iro=given.iro or "", columns=columns, dry_run=given.dry_run)
    if given.add or given.remove:
        return ChangeCaseload(add=tuple(given.add or ()), remove=tuple(given.remove or ()))
    return KeepEveryChild() if given.all else None


def _columns(given: Iterable[str] | None) -> dict[str, str]:
    """The columns that were named: ``FIELD=HEADING`` each. Usage where one is not."""
    found = {}
    for each in given or ():
        name, sign, heading = each.partition("=")
        if not sign or not heading.strip():
            raise Usage(f"“{each}” does not say which column: --column FIELD=HEADING.", field="column")
        found[name.strip()] = heading
    return found


def _people_document(taken: PeopleTaken) -> dict[str, Any]:
    return {
        "file": taken.file,
        "dry_run": taken.dry_run,
        "columns": dict(taken.columns),
        "not_read": list(taken.not_read),
        "taken": taken.taken,
        "changed": taken.changed,
        "unchanged": taken.taken - taken.changed,
        "refused": telling.refused_document(taken.refused),
        "typed_here": [
            {"child": each.child, "field": each.field, "typed": each.typed, "file_says": each.file_says}
            for each in taken.typed_here
        ],
        "not_on_desk": list(taken.not_on_desk),
        "warnings": _warnings(taken.warnings),
    }


def _people_words(taken: PeopleTaken) -> str:
    lines = [taken.words, *_refused(taken.refused), *(f"  {each.words}" for each in taken.typed_here)]
    if taken.not_on_desk:
        lines.append(f"  Not on this desk: {', '.join(taken.not_on_desk)}")
    return "\n".join([*lines, *_warned(taken.warnings)])


def _view_document(view: ChoiceView) -> dict[str, Any]:
    return {
        "chosen": None if view.chosen is None else list(view.chosen),
        "iro": view.iro,
        "not_on_desk": list(view.not_on_desk),
        "no_longer_chosen": list(view.no_longer_chosen),
        "warnings": _warnings(view.warnings),
    }


def _view_words(view: ChoiceView) -> str:
    if view.chosen is None:
        return "\n".join(["Nobody was chosen; every child of an extract is kept.", *_warned(view.warnings)])
    whose = f" of {view.iro}" if view.iro else ""
    lines = [f"{len(view.chosen)} chosen{whose}:", *(f"  {each}" for each in view.chosen)]
    return "\n".join([*lines, *_elsewhere(view), *_warned(view.warnings)])


def _chosen_document(chosen: Chosen) -> dict[str, Any]:
    return {
        **_view_document(chosen.view),
        "dry_run": chosen.dry_run,
        "added": list(chosen.added),
        "removed": list(chosen.removed),
        "columns": dict(chosen.columns),
        "not_read": list(chosen.not_read),
        "refused": telling.refused_document(chosen.refused),
    }


def _chosen_words(chosen: Chosen) -> str:
    return "\n".join(
        [chosen.words, *_refused(chosen.refused), *_elsewhere(chosen.view), *_warned(chosen.view.warnings)]
    )


def _elsewhere(view: ChoiceView) -> list[str]:
    lines = [f"  Not on this desk yet: {', '.join(view.not_on_desk)}"] if view.not_on_desk else []
    left = view.no_longer_chosen
    return lines + ([f"  On this desk and not chosen, kept until handed over: {', '.join(left)}"] if left else [])


def _refused(refused: Iterable[RefusedRow]) -> list[str]:
    return [f"  {each.file}, line {each.line}, {each.column}: {each.reason}" for each in refused]


def _warned(warnings: Iterable[WarningLine]) -> list[str]:
    return [f"  Look: {each.words}" for each in warnings]


def _warnings(warnings: Iterable[WarningLine]) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind.value,
            "children": [{"child": one.child, "iro": one.iro or None} for one in each.children],
            "words": each.words,
        }
        for each in warnings
    ]
