"""All the children of the desk."""

from __future__ import annotations

from ui.screens.children.page import ChildrenPage
from ui.screens.children.presenter import ChildrenPresenter
from ui.shell.frame import Frame


def build(frame: Frame) -> ChildrenPage:
    """The page and its presenter, joined."""
    page = ChildrenPage(frame)
    presenter = ChildrenPresenter(page, frame.link)
    page.filter_typed.connect(presenter.filter_typed)
    page.people_chosen.connect(presenter.people_chosen)
    frame.link.changed.connect(presenter.on_changed)
    page.keep(presenter)
    presenter.refresh()
    return page
