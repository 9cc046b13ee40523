"""The circuit: every order with what carries it out, every question with what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from iro_desk.desk import Handler
from iro_desk.domain.extracts import Extract
from iro_desk.domain.law import Law
from iro_desk.domain.policy import Policy
from iro_desk.domain.timetable import KEPT
from iro_desk.exchange import ssda903
from iro_desk.exchange.attachments import read_attachment
from iro_desk.exchange.people import read_people
from iro_desk.reference.codes import ssda903_codes
from iro_desk.reference.policy import read_policy, text_of
from iro_desk.services import (
    access,
    asking,
    caseload,
    children,
    choosing,
    contacting,
    diary,
    drafting,
    exchanging,
    finding,
    history,
    making,
    numbering,
    people,
    policies,
    recovering,
    returning,
    reviewing,
    settings,
    status_changes,
    undoing,
    warning,
)
from iro_desk.services.messages import Order, OrderWords
from iro_desk.services.ports import Clock

ORDERS: tuple[type[Order[Any]], ...] = (
    making.MakeDesk,
    making.AddDevice,
    exchanging.TakeExtract,
    status_changes.Acknowledge,
    reviewing.RecordReview,
    reviewing.MeetAgain,
    reviewing.WithdrawReview,
    asking.Answer,
    numbering.ChangeNumber,
    numbering.Merge,
    numbering.Split,
    policies.AdoptPolicy,
    policies.DropPolicy,
    people.TakePeople,
    choosing.ChooseCaseload,
    choosing.ChangeCaseload,
    choosing.KeepEveryChild,
    children.NameChild,
    children.OpenChild,
    contacting.RecordContact,
    contacting.CorrectContact,
    contacting.WithdrawContact,
    drafting.KeepDraft,
    drafting.ForgetDraft,
    history.Settle,
    access.NoteAccess,
    recovering.ProveRecovery,
    recovering.DropCheckWords,
    recovering.RenewRecovery,
    settings.SetSetting,
    undoing.Undo,
    undoing.Redo,
)
ORDER_WORDS: OrderWords = {each.__name__: each.words for each in ORDERS}
"""By the name under which the journal keeps an order: what it is called."""
NEVER_UNDONE = frozenset(each.__name__ for each in ORDERS if not each.undoable)
"""The orders that no undo reaches."""


def handlers(law: Law, clock: Clock, *, closed: bool) -> Mapping[type, Handler]:
    """By kind of order: what carries it out. A ``closed`` desk takes in no extract that it does not hold already."""
    read = partial(caseload.read_caseload, law=law, clock=clock)
    look = partial(status_changes.found_by, clock=clock, read=read)
    taking: dict[str, Any] = {"read_extract": _read_extract, "closed": closed, "look": look}
    attaching: dict[str, Any] = {"clock": clock, "read_attachment": read_attachment}
    found: dict[type, Handler] = {
        making.MakeDesk: partial(making.make_desk, clock=clock),
        making.AddDevice: making.add_device,
        status_changes.Acknowledge: partial(status_changes.acknowledge, clock=clock),
        exchanging.TakeExtract: partial(exchanging.take_extract, **taking),
        children.NameChild: children.name_child,
        children.OpenChild: children.open_child,
        contacting.RecordContact: partial(contacting.record_contact, **attaching),
        contacting.CorrectContact: partial(contacting.correct_contact, **attaching),
        contacting.WithdrawContact: contacting.withdraw_contact,
        drafting.KeepDraft: drafting.keep_draft,
        drafting.ForgetDraft: drafting.forget_draft,
        history.Settle: history.settle,
        access.NoteAccess: access.note_access,
        recovering.ProveRecovery: partial(recovering.prove_recovery, clock=clock),
        recovering.DropCheckWords: recovering.drop_check_words,
        recovering.RenewRecovery: recovering.renew_recovery,
        settings.SetSetting: settings.set_setting,
    }
    by_law: dict[type, Callable[..., Any]] = {
        reviewing.RecordReview: reviewing.record_review,
        reviewing.MeetAgain: reviewing.meet_again,
        reviewing.WithdrawReview: reviewing.withdraw_review,
        asking.Answer: asking.answer,
    }
    found |= {order: partial(handler, law=law, clock=clock) for order, handler in by_law.items()}
    found |= {
        policies.AdoptPolicy: partial(policies.adopt_policy, read_policy=partial(_read_policy, law), clock=clock),
        policies.DropPolicy: policies.drop_policy,
        numbering.ChangeNumber: numbering.change_number,
        numbering.Merge: numbering.merge,
        numbering.Split: numbering.split,
    }
    found |= {
        people.TakePeople: partial(people.take_people, read_people=read_people, clock=clock),
        choosing.ChooseCaseload: partial(choosing.choose_caseload, read_people=read_people, clock=clock),
        choosing.ChangeCaseload: partial(choosing.change_caseload, clock=clock),
        choosing.KeepEveryChild: partial(choosing.keep_every_child, clock=clock),
    }
    both: dict[str, Any] = {"names": ORDER_WORDS, "never": NEVER_UNDONE}
    return found | {undoing.Undo: partial(undoing.undo, **both), undoing.Redo: partial(undoing.redo, **both)}


def answers(law: Law, clock: Clock) -> Mapping[type, Handler]:
    """By kind of question: what answers it."""
    of_law: dict[type, Callable[..., Any]] = {
        diary.Today: diary.today,
        diary.Due: diary.due,
        diary.Diary: diary.diary,
        caseload.Explain: caseload.explain,
        caseload.WhatIf: caseload.what_if,
        returning.ReviewsReturn: returning.reviews_return,
        asking.Asks: asking.asks,
    }
    found: dict[type, Handler] = {
        children.Children: partial(children.children, clock=clock),
        children.ChildPage: partial(children.child_page, law=law, clock=clock, ways=_ways),
        choosing.CaseloadChoice: partial(choosing.caseload_choice, clock=clock),
        warning.CaseloadWarnings: partial(warning.caseload_warnings_of, clock=clock),
        contacting.OpenAttachment: contacting.open_attachment,
        exchanging.Extracts: exchanging.extracts,
        status_changes.StatusChanges: partial(status_changes.status_changes, codes=_code_words),
        drafting.DraftOf: drafting.draft_of,
        drafting.Drafts: drafting.drafts,
        finding.Search: finding.search,
        history.History: partial(history.history, names=ORDER_WORDS),
        history.Disputes: history.disputes,
        access.Accesses: access.accesses,
        recovering.Recovery: recovering.recovery,
        settings.Settings: settings.settings,
        policies.LawInUse: partial(policies.law_in_use, law=law, kept=KEPT),
        undoing.WhatCanBeUndone: partial(undoing.what_can_be_undone, names=ORDER_WORDS, never=NEVER_UNDONE),
    }
    return found | {question: partial(answer, law=law, clock=clock) for question, answer in of_law.items()}


def _read_extract(folder: Path, extracted: date | None) -> Extract:
    return ssda903.read_extract(folder, ssda903_codes(), extracted)


@cache
def _code_words() -> Mapping[str, str]:
    """What the codes of a status change mean; no code is in two of these lists."""
    lists = ssda903_codes()
    return {
        code: each.words
        for name in ("legal_status", "placement", "ended", "missing", "worker_reason")
        for code, each in lists[name].items()
    }


@cache
def _ways() -> Mapping[str, str]:
    """How a child can take part in a review, by code."""
    return {code: each.words for code, each in ssda903_codes()["code"].items()}


def _read_policy(law: Law, file: Path) -> Policy:
    return read_policy(file.name, text_of(file), law)
