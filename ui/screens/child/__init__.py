"""One child: names, contacts, and what became of both."""

from __future__ import annotations

from ui.kit.draft_timer import DraftTimer
from ui.screens.child.open_questions import OpenQuestions
from ui.screens.child.page import ChildPage
from ui.screens.child.presenter import ChildPresenter
from ui.shell.frame import Frame


def build(frame: Frame) -> ChildPage:
    """The page and its presenter, joined."""
    page = ChildPage(frame, lambda typed: presenter.understood(typed))  # noqa: PLW0108 - the presenter comes after
    timer = DraftTimer(page, lambda: presenter.keep_all())  # noqa: PLW0108 - the presenter comes after
    presenter = ChildPresenter(page, frame.link, frame.clock, timer.wake)
    questions = OpenQuestions(page, frame.link)
    page.typed.connect(presenter.typed)
    page.left.connect(presenter.keep_all)
    page.save.connect(presenter.save)
    page.put_aside.connect(presenter.put_aside)
    page.closed.connect(presenter.close_form)
    page.mend.connect(presenter.mend)
    page.withdraw.connect(presenter.withdraw)
    page.change_names.connect(presenter.change_names)
    page.history.connect(presenter.history_wanted)
    page.copy.connect(presenter.save_copy)
    page.settle.connect(presenter.settle)
    page.answered.connect(questions.answer)
    page.record_review.connect(presenter.record_review)
    page.meet_again.connect(presenter.meet_again)
    page.take_back.connect(questions.take_back)
    page.opened.connect(presenter.open)
    page.opened.connect(questions.open)
    page.flush.connect(presenter.keep_all)
    frame.link.changed.connect(presenter.on_changed)
    frame.link.changed.connect(questions.on_changed)
    page.keep(presenter, questions, timer)
    return page
