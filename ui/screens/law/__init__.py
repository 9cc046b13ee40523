"""The law in use: its edition, when it was last checked, the council's policy, every rule with its source."""

from __future__ import annotations

from ui.screens.law.page import LawPage
from ui.screens.law.presenter import LawPresenter
from ui.shell.frame import Frame


def build(frame: Frame) -> LawPage:
    """The page and its presenter, joined."""
    page = LawPage(frame)
    presenter = LawPresenter(page, frame.link)
    page.policy_chosen.connect(presenter.adopt)
    page.drop_wanted.connect(presenter.drop)
    frame.link.changed.connect(presenter.on_changed)
    page.shown.connect(presenter.refresh)
    page.keep(presenter)
    return page
