"""One child: answers become words, what is typed keeps itself, gestures become orders. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from iro_desk.errors import DeskError, Refused
from iro_desk.services.access import NoteAccess
from iro_desk.services.children import ChildPage, ChildPageView, OpenChild
from iro_desk.services.contacting import FORM, AttachmentContent, OpenAttachment, WithdrawContact
from iro_desk.services.drafting import DraftLine, Drafts
from iro_desk.services.history import History, HistoryLine, Settle
from iro_desk.services.messages import Order, Outcome, Topic
from iro_desk.services.ports import Clock
from iro_desk.services.reviewing import FORM as REVIEW
from iro_desk.services.reviewing import MEETING
from ui.kit import drafting, words
from ui.kit.copies import write_copy
from ui.kit.days import NotADay, as_typed, read_day
from ui.kit.drafting import Drafting, Fields
from ui.screens.child.orders import DAYS, MENDING, NAMES, order_of
from ui.screens.child.views import (
    ContactView,
    FileView,
    HistoryView,
    PageView,
    ReviewView,
    history_views,
    local,
    page_view,
)

EMPTY: Fields = {"on": "today", "kind": "", "note": "", "attach": ""}
"""What a form for a new contact begins with."""
EMPTY_REVIEW: Fields = {"held": "today", "code": "", "adjourned": "", "earlier": "", "outside": "", "place": ""}
EMPTY_MEETING: Fields = {"on": "today", "adjourned": ""}
LISTENS_FOR = {Topic.CHILDREN, Topic.CONTACTS, Topic.DESK, Topic.REVIEWS}


class Page(Protocol):
    """What the presenter needs of its page."""

    def clear(self) -> None:
        """Take everything of the child before out of sight."""
        ...

    def show_view(self, view: PageView) -> None:
        """Show this; no field that is open is touched."""
        ...

    def open_form(self, form: str, values: Fields) -> None:
        """Open a form with these values, unless it is open."""
        ...

    def close_form(self, form: str) -> None:
        """Take a form out of sight."""
        ...

    def fill(self, form: str, values: Fields) -> None:
        """Put these into fields of a form that is open."""
        ...

    def replace_undoably(self, form: str, values: Fields) -> None:
        """Put these in so that a field's own undo gives back what stood there."""
        ...

    def say_state(self, form: str, sentence: str, *, wrong: bool = False, aside: bool = False) -> None:
        """Say what is kept of a form."""
        ...

    def say_field(self, form: str, field: str, sentence: str) -> bool:
        """Say what is wrong beside a field; whether the form has it."""
        ...

    def set_busy(self, form: str, *, busy: bool) -> None:
        """The form is being saved, or no longer."""
        ...

    def show_history(self, kind: str, id: str, lines: tuple[HistoryView, ...]) -> None:
        """Show a record's history in its place."""
        ...

    def where_to_save(self, name: str) -> Path | None:
        """Ask where a copy goes."""
        ...

    def say(self, sentence: str) -> None:
        """Say what was done."""
        ...

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        ...


class Link(drafting.Link, Protocol):
    """What the presenter needs of the bridge to the desk."""

    def run(self, work: Callable[[], Any], *, owner: Any, then: Any, failed: Any) -> None:  # noqa: ANN401 - the bridge's own
        """Run something on the lane."""
        ...


class ChildPresenter:
    """Between the desk and the page of one child."""

    def __init__(self, page: Page, link: Link, clock: Clock, wake: Callable[[], object]) -> None:
        self._page, self._link, self._clock, self._wake = page, link, clock, wake
        self._child: str | None = None
        self._view: PageView | None = None
        self._forms: dict[str, Drafting] = {}
        self._saving: set[str] = set()
        self._began: dict[str, Fields] = {}

    @property
    def child(self) -> str | None:
        """The child in sight; None before the first."""
        return self._child

    def open(self, child: str) -> None:
        """Open a child: what is typed of the one before is kept, and nothing of theirs stays in sight."""
        for each in self._forms.values():
            each.end()
        self._child, self._view, self._forms, self._saving = child, None, {}, set()
        self._page.clear()
        self._open_form(FORM, EMPTY)
        self._link.do(OpenChild(child=child), owner=self._page, then=lambda _: None, failed=self._failed)
        self.refresh()
        self._link.ask(Drafts(), owner=self._page, then=lambda lines: self._recover(child, lines), failed=self._failed)

    def refresh(self) -> None:
        """Ask what the desk keeps of the child in sight."""
        if self._child:
            self._link.ask(ChildPage(child=self._child), owner=self._page, then=self._show, failed=self._failed)

    def on_changed(self, topics: frozenset[Topic], initiator: object) -> None:  # noqa: ARG002 - no field follows a refresh
        """Something moved: ask again where it concerns the page."""
        if topics & LISTENS_FOR:
            self.refresh()

    def typed(self, form: str, name: str, text: str) -> None:
        """A field was typed in: it keeps itself, and with it the day it is of, which would be another tomorrow."""
        kept = self._forms.get(form)
        if kept is None:
            return
        values = {name: self._lasting(text) if name in DAYS else text}
        of = next((each for each in DAYS if self._began[form].get(each) == "today"), None)
        if of and of not in kept.touched:
            values.setdefault(of, as_typed(self._clock.today()))
        kept.typed(values)

    def keep_all(self, then: Callable[[], object] = lambda: None) -> None:
        """Keep at once whatever is not kept yet; ``then`` is called when all is done, or could not be."""
        left = [each for each in self._forms.values() if each.waiting]
        waited = len(left)
        if not left:
            then()

        def one_less() -> None:
            nonlocal waited
            waited -= 1
            if not waited:
                then()

        for each in left:
            each.keep(one_less)

    def understood(self, typed: str) -> str:
        """The day that was typed, said back; nothing where it is none."""
        try:
            found = read_day(typed, self._clock.today())
        except NotADay:
            return ""
        return words.day(found, self._clock.today())

    def save(self, form: str, values: Fields) -> None:
        """Save a form. What is wrong is said beside its field, and the draft stays."""
        kept = self._forms.get(form)
        order = self._order(form, values) if kept and form not in self._saving else None
        if order is None or kept is None:
            return
        self._saving.add(form)
        kept.keep()
        self._page.set_busy(form, busy=True)
        self._link.do(
            order,
            owner=self._page,
            then=lambda outcome: self._saved(kept, outcome),
            failed=lambda fault: self._not_saved(kept, fault),
        )

    def mend(self, contact: str) -> None:
        """Open a contact to be mended, with what was typed of it before and not saved."""
        line = self._contact(contact)
        if line and self._open_form(f"{MENDING}{contact}", line.values):
            self._recover_form(f"{MENDING}{contact}", "")

    def change_names(self) -> None:
        """Open the names."""
        if self._view and self._open_form(NAMES, self._view.names):
            self._recover_form(NAMES, "")

    def record_review(self) -> None:
        """Open the form for a review, with what was typed before and not saved."""
        if self._open_form(REVIEW, EMPTY_REVIEW):
            self._recover_form(REVIEW, "")

    def meet_again(self, review: str) -> None:
        """Open the form for the further meeting of a review."""
        form = f"{MEETING}{review}"
        if self._open_meeting(form):
            self._recover_form(form, "")

    def close_form(self, form: str) -> None:
        """Close a form; what is typed in it stays kept."""
        kept = self._forms.pop(form, None)
        if kept:
            kept.end()
        self._page.close_form(form)

    def put_aside(self, form: str) -> None:
        """Destroy what is typed in a form; only the fields' own undo gives it back."""
        kept = self._forms.get(form)
        if kept is None:
            return
        kept.forget()
        self._page.replace_undoably(form, self._beginning(form))
        self._page.say_state(form, words.KEPT)

    def withdraw(self, contact: str) -> None:
        """Take a contact out of sight; an undo brings it back."""
        self._do(WithdrawContact(id=contact), lambda outcome: self._page.say(outcome.result.words))

    def settle(self, kind: str, id: str, field: str, event: str) -> None:
        """Choose one of the values that stand in a field."""
        order = Settle(kind=kind, id=id, field=field, event=event)
        self._do(order, lambda outcome: self._page.say(outcome.result))

    def history_wanted(self, kind: str, id: str) -> None:
        """Tell what became of a record."""
        child = self._child

        def came(lines: tuple[HistoryLine, ...]) -> None:
            if child == self._child:
                self._page.show_history(kind, id, history_views(lines, self._clock.today()))

        self._link.ask(History(kind=kind, id=id), owner=self._page, then=came, failed=self._failed)

    def save_copy(self, contact: str, file: FileView) -> None:
        """Save a copy of an attachment where the officer chooses; it is noted first, and not by its name."""
        where = self._page.where_to_save(file.name)
        if where is None:
            return
        note = NoteAccess(what="exported", detail=f"A file of a contact: {file.kind}, {file.size}")
        question = OpenAttachment(contact=contact, hash=file.hash)

        def noted(_: object) -> None:
            self._link.ask(question, owner=self._page, then=write, failed=self._failed)

        def write(found: AttachmentContent) -> None:
            def work() -> None:
                write_copy(where, found.content)

            said = lambda _: self._page.say(words.COPY_SAVED)  # noqa: E731 - said once
            self._link.run(work, owner=self._page, then=said, failed=self._failed)

        self._do(note, noted)

    def _order(self, form: str, values: Fields) -> Order[Any] | None:
        if self._child is None:
            return None
        try:
            return order_of(form, values, child=self._child, began=self._began.get(form, {}), today=self._clock.today())
        except Refused as no:
            self._page.say_field(form, no.field or "", no.words)
            return None

    def _saved(self, kept: Drafting, outcome: Outcome[Any]) -> None:
        result = outcome.result
        self._page.say(result if isinstance(result, str) else result.words)
        if self._forms.get(kept.form) is not kept:
            return
        kept.rest()
        self._saving.discard(kept.form)
        self._page.set_busy(kept.form, busy=False)
        if kept.form == FORM:
            self._page.fill(FORM, EMPTY)
            self._page.say_field(FORM, "", "")
            self._page.say_state(FORM, words.KEPT)
        else:
            self.close_form(kept.form)

    def _not_saved(self, kept: Drafting, fault: Exception) -> None:
        if self._forms.get(kept.form) is not kept:
            self._failed(fault)
            return
        self._saving.discard(kept.form)
        self._page.set_busy(kept.form, busy=False)
        field = (fault.field or "attach") if isinstance(fault, DeskError) else ""
        if not (field and self._page.say_field(kept.form, field, _words(fault))):
            self._failed(fault)

    def _show(self, view: ChildPageView) -> None:
        if view.child != self._child:
            return
        self._view = page_view(view, self._clock.today())
        for form in [each for each in self._forms if each.startswith(MEETING)]:
            review = self._review(form.removeprefix(MEETING))
            if form not in self._saving and not (review and review.adjourned):
                self.close_form(form)
        self._page.show_view(self._view)

    def _recover(self, child: str, lines: tuple[DraftLine, ...]) -> None:
        """Forms of this child with something typed and not saved come back, and say when it was typed."""
        if child != self._child:
            return
        for line in lines:
            if line.child == child and self._may_come_back(line.form):
                self._recover_form(line.form, words.moment(local(line.at), self._clock.today()))

    def _may_come_back(self, form: str) -> bool:
        if form in {FORM, *self._forms}:
            return True
        if form == NAMES and self._view:
            return self._open_form(NAMES, self._view.names)
        if form == REVIEW:
            return self._open_form(REVIEW, EMPTY_REVIEW)
        if form.startswith(MEETING):
            return self._open_meeting(form)
        line = self._contact(form.removeprefix(MENDING)) if form.startswith(MENDING) else None
        return line is not None and self._open_form(form, line.values)

    def _recover_form(self, form: str, typed: str) -> None:
        def came(values: Fields) -> None:
            if values:
                self._page.fill(form, values)
                said = words.NOT_SAVED_YET.format(typed) if typed else words.NOT_SAVED
                self._page.say_state(form, said, aside=True)

        self._forms[form].recover(came, self._failed)

    def _open_form(self, form: str, values: Fields) -> bool:
        """Open a form and begin to keep it; whether it was closed before."""
        if form in self._forms or self._child is None:
            return False
        kept = Drafting(
            self._link,
            self._page,
            child=self._child,
            form=form,
            wake=self._wake,
            told=lambda fault: self._told(kept, fault),
        )
        self._forms[form], self._began[form] = kept, values
        self._page.open_form(form, values)
        self._page.say_state(form, words.KEPT)
        return True

    def _open_meeting(self, form: str) -> bool:
        """Open the form for a further meeting; not where that review is not adjourned, or is gone."""
        review = self._review(form.removeprefix(MEETING))
        if review is None or not review.adjourned:
            return False
        return self._open_form(form, {**EMPTY_MEETING, "held": review.held})

    def _told(self, kept: Drafting, fault: Exception | None) -> None:
        if self._forms.get(kept.form) is not kept:
            self._page.say_trouble(words.NOT_KEPT.format(_words(fault)) if fault else words.SORRY)
        elif fault:
            self._page.say_state(kept.form, words.NOT_KEPT.format(_words(fault)), wrong=True, aside=True)
        elif kept.touched:
            self._page.say_state(kept.form, words.KEPT, aside=True)

    def _beginning(self, form: str) -> Fields:
        if form == FORM:
            return EMPTY
        if form == NAMES and self._view:
            return self._view.names
        if form == REVIEW:
            return EMPTY_REVIEW
        if form.startswith(MEETING):
            return EMPTY_MEETING
        line = self._contact(form.removeprefix(MENDING))
        return line.values if line else {}

    def _review(self, review: str) -> ReviewView | None:
        return next((each for each in self._view.reviews if each.id == review), None) if self._view else None

    def _contact(self, contact: str) -> ContactView | None:
        return next((each for each in self._view.contacts if each.id == contact), None) if self._view else None

    def _lasting(self, typed: str) -> str:
        """The day as it would be typed on any other day; what is no day stays as it is."""
        try:
            return as_typed(read_day(typed, self._clock.today()))
        except NotADay:
            return typed

    def _do(self, order: Order[Any], then: Callable[[Outcome[Any]], object]) -> None:
        self._link.do(order, owner=self._page, then=then, failed=self._failed)

    def _failed(self, fault: Exception) -> None:
        self._page.say_trouble(_words(fault))


def _words(fault: Exception | None) -> str:
    return fault.words if isinstance(fault, DeskError) else words.SORRY
