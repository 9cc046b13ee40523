"""The commands about reviews that the officer knows of, and about the law that they are counted by."""

from __future__ import annotations

import argparse

from iro_desk import telling
from iro_desk.commands.common import Answer, Usage, open_desk
from iro_desk.services.asking import Answer as AnswerAsked
from iro_desk.services.asking import Asks, Choice
from iro_desk.services.policies import AdoptPolicy, DropPolicy, LawInUse
from iro_desk.services.reviewing import MeetAgain, RecordReview, WithdrawReview


def review(given: argparse.Namespace) -> Answer:
    """A review that was held, recorded here, met again, or taken back."""
    order: RecordReview | MeetAgain | WithdrawReview
    if given.met_again and given.take_back:
        raise Usage("A review is recorded, met again or taken back: say one of them.", field="take_back")
    if given.take_back:
        order = WithdrawReview(child=given.child, held=given.held)
    elif given.met_again:
        order = MeetAgain(child=given.child, held=given.held, on=given.met_again, completed=not given.adjourned)
    else:
        order = RecordReview(
            child=given.child,
            held=given.held,
            code=given.code,
            adjourned=given.adjourned,
            place=given.place,
            earlier=given.earlier,
            outside=given.outside,
        )
    with open_desk(given) as desk:
        words = desk.do(order).result
    return {"child": given.child, "held": given.held, "words": words}, words


def asks(given: argparse.Namespace) -> Answer:
    """What the files leave open that the officer can answer; one of them answered."""
    with open_desk(given) as desk:
        if given.answer:
            asked, choice = given.answer
            if choice not in set(Choice):
                raise Usage(f"An answer is one of: {', '.join(Choice)}.", field="answer")
            words = desk.do(AnswerAsked(id=asked, choice=Choice(choice))).result
            return {"id": asked, "answer": choice, "words": words}, words
        found = desk.ask(Asks())
    return [telling.asked_document(each) for each in found], telling.asked_words(found)


def law(given: argparse.Namespace) -> Answer:
    """The law in use, its edition, the day it was last checked, and the council's policy."""
    with open_desk(given) as desk:
        view = desk.ask(LawInUse())
    return telling.law_document(view), telling.law_words(view)


def policy(given: argparse.Namespace) -> Answer:
    """A council's policy file taken in, or dropped."""
    if bool(given.file) == given.drop:
        raise Usage("Say which policy file, or --drop.", field="file")
    with open_desk(given) as desk:
        words = desk.do(DropPolicy() if given.drop else AdoptPolicy(file=given.file)).result
    return {"words": words}, words
