"""Today: one page tells the day."""

from __future__ import annotations

from ui.screens.today.page import TodayPage
from ui.screens.today.presenter import TodayPresenter
from ui.shell.frame import Frame


def build(frame: Frame) -> TodayPage:
    """The page and its presenter, joined."""
    page = TodayPage(frame)
    presenter = TodayPresenter(page, frame.link)
    page.take_extract.connect(presenter.extract_chosen)
    page.timeline.connect(presenter.timeline_wanted)
    page.all_coming.connect(presenter.show_all_coming)
    frame.link.changed.connect(presenter.on_changed)
    page.keep(presenter)
    presenter.refresh()
    return page
