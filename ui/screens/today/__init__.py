"""Today: one page tells the day."""

from __future__ import annotations

from ui.screens.today.page import TodayPage
from ui.screens.today.presenter import TodayPresenter
from ui.shell.frame import Frame
from ui.shell.proving import Proving


def build(frame: Frame) -> TodayPage:
    """The page and its presenter, joined."""
    page = TodayPage(frame)
    presenter = TodayPresenter(page, frame.link)
    proving = Proving(page.proof, frame.link, presenter.sheet_proved)
    page.take_extract.connect(lambda folder: presenter.extract_chosen(folder, first=proving.begin))
    page.proof.given.connect(proving.words_given)
    page.proof.lost.connect(proving.sheet_lost)
    page.proof.sheet.taken.connect(proving.sheet_taken)
    page.proof.seen.connect(proving.begin)
    page.timeline.connect(presenter.timeline_wanted)
    page.all_coming.connect(presenter.show_all_coming)
    frame.link.changed.connect(presenter.on_changed)
    page.keep(presenter, proving)
    presenter.refresh()
    return page
