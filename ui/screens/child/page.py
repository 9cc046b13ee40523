"""The page of one child: what is typed at the left with the contacts under it, the names at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from iro_desk.services.contacting import FORM
from ui.kit import words
from ui.kit.fields import Warned
from ui.kit.marks import Mark
from ui.kit.parts import Heading, Words, button, clear, hairline
from ui.kit.theme import Type
from ui.screens.child.cards import ContactCard, DisputeCard, HistoryBox
from ui.screens.child.forms import ContactForm, Form, NamesForm
from ui.screens.child.orders import MENDING, NAMES
from ui.screens.child.review_parts import AskedPart, ReviewsPart, is_of_reviews
from ui.screens.child.views import KINDS, AskedView, FileView, HistoryView, PageView
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind

TWO_COLUMNS_FROM = 900
AT_FIRST = 20
"""How many contacts are shown before the rest is asked for."""


class ChildPage(Page):
    """One child.

    Signals:
        typed: a field of a form was typed in; carries the form, the field and the text.
        left: the officer left a field.
        save: a form is to be saved; carries the form and its values.
        put_aside: what is typed in a form is to be destroyed.
        closed: a form is to be closed.
        mend, withdraw: a contact is to be mended, or taken back; carries its id.
        change_names: the names are to be typed.
        history: a record's history is wanted; carries its kind and id.
        copy: a copy of a file is wanted; carries the contact and the FileView.
        settle: a value was chosen; carries kind, id, field and event.
        answered: something that was asked is answered; carries it and the answer.
        record_review: a review is to be typed.
        meet_again: a further meeting is to be typed; carries the review's id.
        take_back: a review is taken back; carries its day, ISO 8601.
        opened: a child is to be shown; carries the number that the child is shown by.
        flush: all that is typed is to be kept now; carries what to call when that is done.
    """

    typed = Signal(str, str, str)
    left = Signal()
    save = Signal(str, object)
    put_aside = Signal(str)
    closed = Signal(str)
    mend = Signal(str)
    withdraw = Signal(str)
    change_names = Signal()
    history = Signal(str, str)
    copy = Signal(str, object)
    settle = Signal(str, str, str, str)
    answered = Signal(str, str)
    record_review = Signal()
    meet_again = Signal(str)
    take_back = Signal(str)
    opened = Signal(str)
    flush = Signal(object)

    def __init__(self, frame: Frame, understood: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._frame, self._theme, self._understood = frame, frame.theme, understood
        self._view: PageView | None = None
        self._all = False
        self.cards: dict[str, ContactCard] = {}
        self.names: NamesForm | None = None
        self._build()
        self._theme.changed.connect(self._redraw)

    def open_child(self, child: str) -> None:
        """Show a child, given the number that the child is shown by."""
        self.opened.emit(child)

    def flush_drafts(self, then: Callable[[], object]) -> None:
        """Keep now all that is typed; ``then`` is called when that is done, or could not be."""
        self.flush.emit(then)

    def clear(self) -> None:
        """Take everything of the child before out of sight, at once."""
        self._view, self._all = None, False
        self.close_form(NAMES)
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        for part in (self._title, self._light, self._facts):
            part.setText("")
        for column in (self._warnings, self._disputes, self._list, self._shown_names):
            clear(column)
        self.asked.show_asked(())
        self.reviews.clear()
        self._past.close_lines()
        self.contact.set_busy(busy=False)
        self.contact.say_trouble("", "")
        self._scroll.verticalScrollBar().setValue(0)

    def show_view(self, view: PageView) -> None:
        """Show what the desk keeps now; a form that is open is not touched."""
        self._view = view
        self._title.setText(view.title)
        self.setAccessibleName(view.title)
        self._light.setText(view.light)
        self._facts.setText(view.facts)
        self._facts.setVisible(bool(view.facts))
        self._show_warnings(view)
        self._show_disputes(view)
        self.reviews.show_view(view)
        self._show_names(view)
        self._show_contacts(view)
        self.ready.emit()

    def show_asked(self, asked: tuple[AskedView, ...]) -> None:
        """Show what the files leave open about the child."""
        if self.asked.show_asked(asked):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_beside(self, sentences: tuple[str, ...]) -> None:
        """Show where what was recorded here and what an extract says differ."""
        self.reviews.show_beside(sentences)

    def open_form(self, form: str, values: Mapping[str, str]) -> None:
        """Open a form with these values."""
        if form == FORM:
            self.contact.fill(values)
            return
        if is_of_reviews(form):
            self._connect(form, self.reviews.open_form(form, values))
            return
        if form == NAMES:
            self.names = NamesForm(self._theme)
            made: Form = self.names
            self._names_place.addWidget(made)
            made.show()
            self._names_shown.hide()
        else:
            contact = form.removeprefix(MENDING)
            if contact not in self.cards:
                self._show_all()
            card = self.cards[contact]
            made = self._contact_form([(each.hash, each.name) for each in card.view.files], mending=True)
            card.open_form(made)
        made.fill(values)
        self._connect(form, made)
        if isinstance(made, NamesForm):
            made.fields["first_name"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self, form: str) -> None:
        """Take a form out of sight."""
        self.reviews.close_form(form)
        if form == NAMES and self.names:
            self.names.hide()
            self.names.deleteLater()
            self.names = None
            self._names_shown.show()
        elif form.startswith(MENDING) and (card := self.cards.get(form.removeprefix(MENDING))):
            card.close_form()

    def fill(self, form: str, values: Mapping[str, str]) -> None:
        """Put these into fields of a form that is open."""
        if found := self.form(form):
            found.fill(values)

    def replace_undoably(self, form: str, values: Mapping[str, str]) -> None:
        """Put these in so that a field's own undo gives back what stood there."""
        if found := self.form(form):
            found.replace_undoably({name: text for name, text in values.items() if name in found.fields})

    def say_state(self, form: str, sentence: str, *, wrong: bool = False, aside: bool = False) -> None:
        """Say what is kept of a form."""
        if found := self.form(form):
            found.say_state(sentence, wrong=wrong, aside=aside)

    def say_field(self, form: str, field: str, sentence: str) -> bool:
        """Say what is wrong beside a field; whether the form has it."""
        found = self.form(form)
        return found is not None and found.say_trouble(field, sentence)

    def set_busy(self, form: str, *, busy: bool) -> None:
        """The form is being saved, or no longer."""
        if found := self.form(form):
            found.set_busy(busy=busy)

    def show_history(self, kind: str, id: str, lines: tuple[HistoryView, ...]) -> None:
        """Show a record's history in its place."""
        card = self.cards.get(id)
        place = self._past if kind == "child" else card.past if card else None
        if place:
            place.show_lines(lines)

    def where_to_save(self, name: str) -> Path | None:
        """Ask where a copy goes."""
        return self._frame.ask.save_as(self, words.CHOOSE_COPY, name)

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._frame.notices.show_notice(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        self._frame.notices.show_notice(sentence, Kind.WRONG)

    def form(self, form: str) -> Form | None:
        """The form of this key; None where it is not open."""
        if form == FORM:
            return self.contact
        if form == NAMES:
            return self.names
        if is_of_reviews(form):
            return self.reviews.form(form)
        card = self.cards.get(form.removeprefix(MENDING))
        return card.form if card else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where there is no room for two."""
        super().resizeEvent(event)
        self._arrange()

    def _build(self) -> None:
        theme = self._theme
        self._title = Words("", theme, Type.PAGE, wrap=False)
        self._light = Words("", theme, Type.PAGE_LIGHT)
        self._facts = Words("", theme, Type.SMALL, tone="second", wrap=True)
        self._warnings, self._disputes, self._list = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._shown_names = QVBoxLayout()
        self.asked = AskedPart(theme)
        self.asked.answered.connect(self.answered)
        self.reviews = ReviewsPart(theme, self._understood)
        self.reviews.record.connect(self.record_review)
        self.reviews.meet.connect(self.meet_again)
        self.reviews.take_back.connect(self.take_back)
        self.contact = self._contact_form((), mending=False)
        self._connect(FORM, self.contact)
        title = QHBoxLayout()
        title.setSpacing(theme.px(10))
        title.addWidget(self._title)
        title.addWidget(self._light)
        title.addStretch()
        sheet = QWidget()
        sheet.setObjectName("page")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(32, 6, 28, 28)
        column.setSpacing(theme.px(4))
        column.addLayout(title)
        column.addWidget(self._facts)
        column.addLayout(self._warnings)
        column.addSpacing(theme.px(12))
        both = QWidget()  # a layout within a layout keeps its old height when the scroll area asks
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(40)
        self._columns.addWidget(self._left(), 1)
        self._columns.addWidget(self._right(), 0)
        column.addWidget(both)
        column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self._disputes, self._list):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(0)
        column.addLayout(self._disputes)
        column.addWidget(self.asked)
        column.addWidget(self.reviews)
        column.addWidget(Heading(words.NEW_CONTACT, self._theme))
        column.addWidget(hairline())
        column.addSpacing(self._theme.px(12))
        column.addWidget(self.contact)
        column.addSpacing(self._theme.px(24))
        column.addLayout(self._list)
        column.addStretch()
        return left

    def _right(self) -> QWidget:
        theme = self._theme
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Heading(words.NAMES, theme))
        column.addWidget(hairline())
        column.addSpacing(theme.px(10))
        self._names_shown = QWidget()
        self._shown_names.setContentsMargins(0, 0, 0, 0)
        self._shown_names.setSpacing(theme.px(2))
        shown = QVBoxLayout(self._names_shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(theme.px(8))
        shown.addLayout(self._shown_names)
        self._change = button(words.CHANGE_NAMES, theme, self.change_names.emit)
        shown.addWidget(self._change)
        self._names_place = QVBoxLayout()
        self._names_place.addWidget(self._names_shown)
        column.addLayout(self._names_place)
        column.addSpacing(theme.px(20))
        column.addWidget(Heading(words.WHAT_WAS_DONE, theme))
        column.addWidget(hairline())
        column.addSpacing(theme.px(8))
        ask = button(words.HISTORY, theme, lambda: None)
        ask.setAccessibleName(words.HISTORY_OF_CHILD)
        self._past = HistoryBox(theme, ask)
        self._past.wanted.connect(lambda: self.history.emit("child", self._view.child if self._view else ""))
        column.addWidget(ask)
        column.addWidget(self._past)
        column.addStretch()
        return self._side

    def _contact_form(self, carried: list[tuple[str, str]] | tuple[()], *, mending: bool) -> ContactForm:
        def choose() -> tuple[Path, ...]:
            return self._frame.ask.files(self, words.CHOOSE_FILES)

        return ContactForm(
            self._theme, kinds=KINDS, understood=self._understood, choose=choose, carried=carried, mending=mending
        )

    def _connect(self, form: str, made: Form) -> None:
        made.typed.connect(partial(self.typed.emit, form))
        made.left.connect(self.left)
        made.save.connect(lambda: self.save.emit(form, made.values()))
        made.put_aside.connect(partial(self.put_aside.emit, form))
        made.closed.connect(partial(self.closed.emit, form))

    def _show_warnings(self, view: PageView) -> None:
        clear(self._warnings)
        for each in view.warnings:
            warned = Warned(self._theme, Mark.AT_RISK)
            self._warnings.addWidget(warned)
            warned.say(each)

    def _show_disputes(self, view: PageView) -> None:
        clear(self._disputes)
        if not view.disputes:
            return
        self._disputes.addWidget(Heading(words.TWO_VALUES, self._theme, count=len(view.disputes)))
        self._disputes.addWidget(hairline())
        self._disputes.addWidget(Words(words.TWO_VALUES_WORDS, self._theme, Type.SMALL, tone="second", wrap=True))
        for each in view.disputes:
            card = DisputeCard(each, self._theme)
            card.chosen.connect(partial(self.settle.emit, each.kind, each.id, each.field))
            self._disputes.addWidget(card)

    def _show_names(self, view: PageView) -> None:
        clear(self._shown_names)
        for name, text in view.names.items():
            if text:
                self._shown_names.addSpacing(self._theme.px(6) if self._shown_names.count() else 0)
                self._shown_names.addWidget(Words(words.FIELDS[name], self._theme, Type.CAPTION, tone="third"))
                self._shown_names.addWidget(Words(text, self._theme, Type.NAME, wrap=True))
        self._change.setText(words.CHANGE_NAMES if view.named else words.GIVE_NAMES)
        self._change.setAccessibleName(self._change.text())

    def _show_contacts(self, view: PageView) -> None:
        """Cards that stay keep their forms; the others go or come."""
        shown = view.contacts if self._all else view.contacts[:AT_FIRST]
        old, self.cards = self.cards, {}
        held = QApplication.focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        for each in shown:
            card = old.pop(each.id, None) or self._card(each.id, ContactCard(each, self._theme))
            card.show_view(each)
            self.cards[each.id] = card
        for card in self.cards.values():
            self._list.removeWidget(card)  # taken out as an item, it would keep its old height for ever
        clear(self._list)
        self._list.addWidget(Heading(words.CONTACTS, self._theme, count=len(view.contacts) or None))
        for card in self.cards.values():
            self._list.addWidget(card)
        if not shown:
            self._list.addWidget(hairline())
            self._list.addSpacing(self._theme.px(10))
            self._list.addWidget(Words(words.NO_CONTACTS, self._theme, tone="second", wrap=True))
        if len(shown) < len(view.contacts):
            rest = words.count(len(view.contacts) - len(shown), first=True)
            self._list.addWidget(button(f"{rest} more", self._theme, self._show_all))
        if inside and held is not None and not held.isVisibleTo(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, contact: str, card: ContactCard) -> ContactCard:
        card.mend.connect(partial(self.mend.emit, contact))
        card.withdraw.connect(partial(self.withdraw.emit, contact))
        card.history.connect(partial(self.history.emit, "contact", contact))
        card.copy.connect(partial(self._copy, contact))
        return card

    def _copy(self, contact: str, file: FileView) -> None:
        self.copy.emit(contact, file)

    def _show_all(self) -> None:
        self._all = True
        if self._view:
            self._show_contacts(self._view)

    def _arrange(self) -> None:
        two = self.width() >= TWO_COLUMNS_FROM and not self._theme.large_text
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom)
        self._side.setFixedWidth(self._theme.px(288)) if two else self._side.setMinimumWidth(0)
        if not two:
            self._side.setMaximumWidth(16_777_215)

    def _redraw(self) -> None:
        self._arrange()
        if self._view:
            self.show_view(self._view)
