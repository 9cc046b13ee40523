"""What extracts changed in the children's lives, to be read and acknowledged."""

from __future__ import annotations

from ui.screens.changed.page import ChangedPage
from ui.screens.changed.presenter import ChangedPresenter
from ui.shell.frame import Frame


def build(frame: Frame) -> ChangedPage:
    """The page and its presenter, joined."""
    page = ChangedPage(frame)
    presenter = ChangedPresenter(page, frame.link, frame.clock)
    page.acknowledge.connect(presenter.acknowledge)
    page.extract_chosen.connect(presenter.extract_chosen)
    frame.link.changed.connect(presenter.on_changed)
    page.keep(presenter)
    presenter.refresh()
    return page
