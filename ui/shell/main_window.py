"""The open desk's window: a screen, the notices above it, the sidebar beside it. It knows nothing of any screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from iro_desk.clock import SystemClock
from iro_desk.errors import DeskError
from iro_desk.services.ports import Clock
from ui.desk_link import DeskLink
from ui.kit import words
from ui.kit.ask import Ask
from ui.kit.parts import Words
from ui.kit.theme import STEP, Theme, Type
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind, Notices
from ui.shell.pages import Pages
from ui.shell.screens import CHILD, SCREENS, UNDER
from ui.shell.search_panel import SearchPanel
from ui.shell.searching import SearchPresenter
from ui.shell.sidebar import Sidebar
from ui.shell.top_bar import TopBar
from ui.shell.trail import Spot, Trail
from ui.shell.undoing import UndoPresenter

if TYPE_CHECKING:
    from ui.screens.child.page import ChildPage

FOLDS_UNDER = 1100


class Workplace(QWidget):
    """Everything that is seen of an open desk.

    Signals:
        lock: the officer wants the desk locked.
        built: a page was built; carries its key and the page.
    """

    lock = Signal()
    built = Signal(str, object)

    def __init__(  # noqa: PLR0913 - what an open desk's window is made of
        self, link: DeskLink, theme: Theme, ask: Ask, officer: str, standing: str, *, clock: Clock | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme = theme
        clock = clock or SystemClock()
        self.notices = Notices(theme)
        frame = Frame(link, theme, self.notices, ask, self.open_child, self.go, clock)
        self._stack = QStackedWidget()
        self._trail = Trail()
        self.sidebar = Sidebar(SCREENS, officer, theme)
        self.pages = Pages(frame, self._take_in)
        self.bar = TopBar(theme, self.notices, self._zoom)
        self._lay_out(standing)
        self.panel = SearchPanel(theme, self, self.bar.field)
        self._search = SearchPresenter(self.panel, link, clock)
        self._undo = UndoPresenter(self.bar, link, clock)
        self._connect(link)
        self._connect_bar()
        self._connect_keys()
        self._undo.refresh()
        self.go(SCREENS[0].key)

    @property
    def child(self) -> ChildPage:
        """The page of one child, built when it is first asked for."""
        return cast("ChildPage", self.pages[CHILD])

    def go(self, key: str) -> None:
        """Show a screen."""
        if self._trail.go(Spot(key)):
            self._show(Spot(key))

    def open_child(self, child: str) -> None:
        """Show the page of a child, given the number that the child is shown by."""
        if self._trail.go(Spot(CHILD, child)):
            self._show(Spot(CHILD, child))

    def flush_drafts(self, then: Callable[[], object]) -> None:
        """Keep now all that is typed and not saved; ``then`` is called when that is done, or could not be."""
        self.pages.flush_drafts(then)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar where there is little room for words."""
        super().resizeEvent(event)
        self.panel.close_results()
        self._fold()

    def _show(self, spot: Spot) -> None:
        self.notices.clear()
        if spot.child:
            self.child.open_child(spot.child)
        self._stack.setCurrentWidget(self.pages[spot.screen])
        self.sidebar.places[UNDER.get(spot.screen, spot.screen)].setChecked(True)
        back, forward = self._trail.can_go
        self.bar.show_way(back=back, forward=forward)
        if spot.child:
            self.child.setFocus(Qt.FocusReason.OtherFocusReason)

    def _walk(self, walk: Callable[[], Spot | None]) -> None:
        spot = walk()
        if spot:
            self._show(spot)

    def _take_in(self, key: str, page: Page) -> None:
        """A page was built: it has its place, and its count stands in the sidebar."""
        self._stack.addWidget(page)
        if key in self.sidebar.places:
            page.counted.connect(self.sidebar.places[key].set_count)
        self.built.emit(key, page)

    def _lay_out(self, standing: str) -> None:
        over = QVBoxLayout()
        over.setContentsMargins(32, 4, 28, 4)
        over.setSpacing(4)
        where = Words(standing, self._theme, Type.SMALL, tone="third", wrap=True)
        where.setVisible(bool(standing))
        over.addWidget(where)
        over.addWidget(self.notices)
        sheet = QVBoxLayout()
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.setSpacing(0)
        sheet.addWidget(self.bar)
        sheet.addLayout(over)
        sheet.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(sheet, 1)

    def _connect(self, link: DeskLink) -> None:
        self.sidebar.chosen.connect(self.go)
        self.sidebar.lock.connect(self.lock)
        link.failed.connect(self._say_failure)
        link.changed.connect(self._undo.on_changed)
        self._theme.changed.connect(self._fold)
        self.pages[SCREENS[0].key].ready.connect(self.pages.build_next, Qt.ConnectionType.QueuedConnection)

    def _connect_bar(self) -> None:
        bar, field = self.bar, self.bar.field
        bar.back.connect(partial(self._walk, self._trail.back))
        bar.forward.connect(partial(self._walk, self._trail.forward))
        bar.undo.connect(self._undo.undo)
        bar.redo.connect(self._undo.redo)
        field.textEdited.connect(self._search.typed)
        field.entered.connect(self._entered)
        field.given_up.connect(self._search.given_up)
        self.panel.chosen.connect(self._open_found)

    def _connect_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+L": self.lock.emit,
            "Ctrl+K": self.bar.field.go,
            "Ctrl+Z": self._undo.undo,
            "Ctrl+Shift+Z": self._undo.redo,
            "Ctrl+Y": self._undo.redo,
            "Alt+Left": partial(self._walk, self._trail.back),
            "Alt+Right": partial(self._walk, self._trail.forward),
        }
        keys |= {each: partial(self._zoom, by) for each, by in (("Ctrl++", STEP), ("Ctrl+=", STEP), ("Ctrl+-", -STEP))}
        keys |= {f"Alt+{number}": partial(self.go, each.key) for number, each in enumerate(SCREENS, start=1)}
        for each, act in keys.items():
            QShortcut(QKeySequence(each), self, act)

    def _entered(self) -> None:
        if self.panel.in_hand():
            self.panel.list.open_current()
        else:
            self._search.entered()

    def _open_found(self, child: str) -> None:
        self.bar.field.leave()
        self.open_child(child)

    def _say_failure(self, fault: Exception) -> None:
        self.notices.show_notice(fault.words if isinstance(fault, DeskError) else words.SORRY, Kind.WRONG)

    def _zoom(self, by: int) -> None:
        self._theme.set_percent(self._theme.percent + by)

    def _fold(self) -> None:
        self.sidebar.set_rail(rail=self._theme.large_text or self.width() < FOLDS_UNDER)
