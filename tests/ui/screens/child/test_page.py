"""The child's page, offscreen: what the hand that types sees, and what it never loses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from iro_desk.domain.people import Kind
from iro_desk.errors import Refused
from iro_desk.services.children import ChildPage as AskChild
from iro_desk.services.contacting import RecordContact
from iro_desk.services.drafting import DraftKept, DraftOf, ForgetDraft, KeepDraft
from iro_desk.services.history import DisputeLine, FieldChange, History, HistoryLine, Settle, StandingLine
from iro_desk.services.messages import Outcome, Topic
from iro_desk.services.warning import Concerned, WarningLine
from tests.ui.conftest import HeldLink, ScriptedPerson
from tests.ui.screens.child.test_presenter import AT, CLOCK, answers, draft, view
from ui.kit import words
from ui.kit.draft_timer import DraftTimer
from ui.kit.parts import Words
from ui.kit.theme import LARGEST, Theme
from ui.screens.child.open_questions import OpenQuestions
from ui.screens.child.page import ChildPage
from ui.screens.child.presenter import ChildPresenter
from ui.shell.frame import Frame
from ui.shell.notices import Notices

CONTROL = Qt.KeyboardModifier.ControlModifier


class Shown:
    """A page with its presenter, on a desk that answers when told to."""

    def __init__(self, qtbot: QtBot, theme: Theme, person: ScriptedPerson, given: dict[type, Any]) -> None:
        self.holder = QWidget()
        self.holder.resize(1084, 740)
        self.notices = Notices(theme)
        self.notices.setParent(self.holder)
        self.link = HeldLink({**answers(), **given})
        frame = Frame(self.link, theme, self.notices, person, clock=CLOCK)  # type: ignore[arg-type]
        self.page = ChildPage(frame, lambda typed: self.presenter.understood(typed))  # noqa: PLW0108 - it comes after
        self.page.setParent(self.holder)
        self.page.resize(1084, 740)
        self.timer = DraftTimer(self.page, lambda: self.presenter.keep_all())  # noqa: PLW0108 - it comes after
        self.presenter = ChildPresenter(self.page, self.link, CLOCK, self.timer.wake)
        self.questions = OpenQuestions(self.page, self.link)
        for signal, act in (
            (self.page.typed, self.presenter.typed),
            (self.page.left, self.presenter.keep_all),
            (self.page.save, self.presenter.save),
            (self.page.put_aside, self.presenter.put_aside),
            (self.page.closed, self.presenter.close_form),
            (self.page.mend, self.presenter.mend),
            (self.page.change_names, self.presenter.change_names),
            (self.page.history, self.presenter.history_wanted),
            (self.page.settle, self.presenter.settle),
            (self.page.record_review, self.presenter.record_review),
            (self.page.meet_again, self.presenter.meet_again),
            (self.page.answered, self.questions.answer),
            (self.page.take_back, self.questions.take_back),
            (self.page.opened, self.presenter.open),
            (self.page.opened, self.questions.open),
        ):
            signal.connect(act)
        qtbot.addWidget(self.holder)
        self.holder.show()
        qtbot.waitExposed(self.holder)
        self.holder.activateWindow()
        self.page.open_child("000001")
        self.link.answer_all()

    @property
    def note(self) -> QPlainTextEdit:
        """Where the note of a new contact is typed."""
        edit = self.page.contact.fields["note"].control
        assert isinstance(edit, QPlainTextEdit)
        return edit

    def texts(self) -> list[str]:
        """All words in sight."""
        QApplication.processEvents()
        return [each.text() for each in self.page.findChildren(Words) if each.isVisibleTo(self.page)]

    def sent(self, kind: type) -> list[Any]:
        """The orders or questions of this kind."""
        return [each for each in self.link.sent if isinstance(each, kind)]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    """Dilan's page, with one contact."""
    return Shown(qtbot, theme, ScriptedPerson(None), {})


def test_a_contact_is_typed_and_saved_by_keyboard(shown: Shown, qtbot: QtBot) -> None:
    """The kind by its first letters, and Ctrl+Enter; what came of it is said, and the form is empty."""
    box = shown.page.contact.fields["kind"].control
    assert isinstance(box, QComboBox)
    qtbot.keyClicks(box, "car")
    qtbot.keyClicks(shown.note, "All is well.")
    shown.note.setFocus()
    qtbot.keyClick(shown.note, Qt.Key.Key_Return, CONTROL)
    shown.link.answer_all()
    (order,) = shown.sent(RecordContact)
    assert (order.kind.value, order.note, order.on) == ("carer", "All is well.", CLOCK.today())
    assert shown.notices.words() == "Contact saved."
    assert (shown.note.toPlainText(), shown.page.contact.fields["on"].text()) == ("", "today")


def test_of_two_open_forms_ctrl_enter_saves_the_one_in_hand(shown: Shown, qtbot: QtBot) -> None:
    """The key is not torn between them."""
    shown.link.answers[DraftOf] = lambda question: DraftKept(child="000001", form=question.form, values={})
    shown.page.change_names.emit()
    shown.link.answer_all()
    saved: list[str] = []
    shown.page.save.connect(lambda form, _: saved.append(form))
    shown.note.setFocus()
    qtbot.keyClick(shown.note, Qt.Key.Key_Enter, CONTROL)
    assert shown.page.names
    first = shown.page.names.fields["first_name"].control
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return, CONTROL)
    assert saved == ["contact", "names"]


def test_a_refusal_stands_beside_its_field(shown: Shown, qtbot: QtBot) -> None:
    """The text stays, the focus goes there, and the words go when they are no longer true."""
    shown.link.answers[RecordContact] = Refused("Type a sentence.", field="note")
    shown.page.contact.fields["kind"].set_text("carer")
    qtbot.keyClicks(shown.note, "All")
    shown.page.contact.save.emit()
    shown.link.answer_all()
    field = shown.page.contact.fields["note"]
    assert (field.trouble(), field.text()) == ("Type a sentence.", "All")
    assert shown.page.focusWidget() is shown.note
    assert shown.note.accessibleDescription() == "Type a sentence."
    qtbot.keyClicks(shown.note, " is well.")
    assert field.trouble() == ""


def test_a_bad_day_is_told_beside_it_and_a_good_one_is_said_back(shown: Shown) -> None:
    """As it was understood, before anything is saved."""
    day = shown.page.contact.fields["on"]
    assert isinstance(day.control, QLineEdit)
    day.control.setText("12/3")
    assert "Thu 12 Mar" in shown.texts()
    day.control.setText("31/2")
    shown.page.contact.save.emit()
    assert day.trouble() == "February has 28 days. Type 28/2."
    assert shown.sent(RecordContact) == []


def test_a_change_that_arrives_disturbs_no_hand(shown: Shown, qtbot: QtBot) -> None:
    """Text, cursor, and a form that mends stay as they are, while the list shows what is new."""
    shown.link.answers[DraftOf] = lambda question: DraftKept(child="000001", form=question.form, values={})
    shown.page.mend.emit("c1")
    shown.link.answer_all()
    mending = shown.page.cards["c1"].form
    assert mending
    qtbot.keyClicks(mending.fields["note"].control, " Very.")
    shown.note.setFocus()
    qtbot.keyClicks(shown.note, "He misses the dog")
    for _ in range(3):
        qtbot.keyClick(shown.note, Qt.Key.Key_Left)
    place = shown.note.textCursor().position()
    shown.link.answers[AskChild] = view(first_name="Dil", name="Dil Kaya")
    shown.presenter.on_changed(frozenset({Topic.CHILDREN}), None)
    shown.link.answer_all()
    assert "Dil Kaya" in shown.texts()
    assert (shown.note.toPlainText(), shown.note.textCursor().position()) == ("He misses the dog", place)
    assert shown.page.focusWidget() is shown.note
    assert shown.page.cards["c1"].form is mending
    assert "Very." in mending.fields["note"].text()


def test_what_is_typed_keeps_itself(shown: Shown, qtbot: QtBot) -> None:
    """By the timer, and at once when the field is left; the form says so."""
    shown.timer.setInterval(10)
    qtbot.keyClicks(shown.note, "He")
    qtbot.waitUntil(lambda: len(shown.sent(KeepDraft)) == 1)
    shown.timer.setInterval(1_000_000)
    qtbot.keyClicks(shown.note, " misses")
    shown.note.setFocus()
    shown.page.setFocus()
    qtbot.waitUntil(lambda: len(shown.sent(KeepDraft)) == 2)
    assert shown.sent(KeepDraft)[-1].values["note"] == "He misses"
    shown.link.answer_all()
    assert shown.page.contact.state() == words.KEPT


def test_what_cannot_be_kept_is_said(shown: Shown, qtbot: QtBot) -> None:
    """Beside the form, in the words of the fault."""
    shown.link.answers[KeepDraft] = Refused("The disk is full.")
    qtbot.keyClicks(shown.note, "He")
    shown.presenter.keep_all()
    shown.link.answer_all()
    assert shown.page.contact.state() == "What you type is not kept: The disk is full."


def test_another_child_shows_nothing_of_the_one_before(shown: Shown, qtbot: QtBot) -> None:
    """Not for a moment: before any answer the page is empty of her, and after it too."""
    qtbot.keyClicks(shown.note, "typed for A")
    shown.page.change_names.emit()
    shown.page.open_child("000002")
    held = " ".join(
        [
            *shown.texts(),
            shown.note.toPlainText(),
            *(each.text() for each in shown.page.findChildren(QLineEdit) if each.isVisible()),
        ]
    )
    assert "typed for A" not in held
    assert "Dilan" not in held
    assert "Settled." not in held
    shown.link.answer_all()
    assert shown.note.toPlainText() == ""
    assert shown.sent(KeepDraft)[-1].child == "000001"


def test_a_draft_comes_back_and_can_be_put_aside(qtbot: QtBot, theme: Theme) -> None:
    """The field's own undo gives back what was put aside, and then it is kept again."""
    shown = Shown(qtbot, theme, ScriptedPerson(None), draft("000001", "He misses"))
    assert shown.note.toPlainText() == "He misses"
    assert shown.page.contact.state().startswith("Not saved yet: typed Mon 23 Nov")
    shown.page.contact.put_aside.emit()
    shown.link.answer_all()
    assert (shown.note.toPlainText(), len(shown.sent(ForgetDraft))) == ("", 1)
    qtbot.keyClick(shown.note, Qt.Key.Key_Z, CONTROL)
    shown.presenter.keep_all()
    assert shown.note.toPlainText() == "He misses"
    assert shown.sent(KeepDraft)[-1].values["note"] == "He misses"


def test_files_are_attached_by_dialog_and_by_drop(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    """Each once; one can be taken away again; dropped words are no file."""
    letter, photo = tmp_path / "letter.pdf", tmp_path / "photo.png"
    shown = Shown(qtbot, theme, ScriptedPerson(None, (letter,)), {})
    files = shown.page.contact.fields["attach"]
    assert isinstance(files.control, QPushButton)
    files.control.click()
    files.control.click()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(photo))])
    assert not shown.note.canInsertFromMimeData(dropped)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copy, dropped, left, none)
    shown.page.contact.dragEnterEvent(entered)
    shown.page.contact.dropEvent(QDropEvent(QPointF(5, 5), copy, dropped, left, none))
    assert entered.isAccepted()
    assert files.text() == f"{letter}\n{photo}"
    away = next(each for each in files.findChildren(QPushButton) if each.accessibleName() == "Take away: letter.pdf")
    away.click()
    assert files.text() == str(photo)


def test_history_opens_in_place_and_closes(shown: Shown) -> None:
    """Under the contact it is of."""
    line = HistoryLine(
        child=None,
        event="e",
        order="o",
        words="contact",
        who="Ada",
        at=AT,
        changes=(FieldChange(name="note", was=None, now="Old"),),
    )
    shown.link.answers[History] = (line,)
    act = shown.page.cards["c1"].acts[words.HISTORY]
    act.click()
    shown.link.answer_all()
    assert "Note: “Old”" in shown.texts()
    assert act.text() == words.HIDE_HISTORY
    act.click()
    assert "Note: “Old”" not in shown.texts()


def test_a_choice_between_two_values(qtbot: QtBot, theme: Theme) -> None:
    """Both stand side by side, and a press keeps one."""
    values = tuple(StandingLine(event=each, who=each, at=AT, value=f"{each}'s words") for each in ("Ada", "Ben"))
    dispute = DisputeLine(kind="contact", id="c1", field="note", values=values)
    settled = Outcome(result="Chosen.", order="o", topics=frozenset())
    shown = Shown(qtbot, theme, ScriptedPerson(None), {AskChild: view(disputes=(dispute,)), Settle: settled})
    keep = [each for each in shown.page.findChildren(QPushButton) if each.text() == words.KEEP_THIS]
    keep[1].click()
    shown.link.answer_all()
    assert [each.event for each in shown.sent(Settle)] == ["Ben"]
    assert shown.notices.words() == "Chosen."


def test_a_child_without_name_or_contacts(qtbot: QtBot, theme: Theme) -> None:
    """The number stands for the name, and the page says what to do first."""
    bare = view(contacts=(), name="", first_name="", last_name="", age=None, born=None)
    shown = Shown(qtbot, theme, ScriptedPerson(None), {AskChild: bare})
    assert {"000001", words.NO_CONTACTS} <= set(shown.texts())
    assert words.GIVE_NAMES in [each.text() for each in shown.page.findChildren(QPushButton)]


def test_the_people_are_shown_and_what_is_amiss_with_them(qtbot: QtBot, theme: Theme) -> None:
    """Each under its label; a warning under the title, gone with the next child."""
    line = WarningLine(
        kind=Kind.SIBLINGS,
        children=(
            Concerned(child="000001", name="Dilan Kaya", iro="Tom Reed"),
            Concerned(child="000002", name="Mina Kaya", iro="Una Bell"),
        ),
    )
    given = view(team="North", school="Hill School", warnings=(line,))
    shown = Shown(qtbot, theme, ScriptedPerson(None), {AskChild: given})
    texts = shown.texts()
    warned = "Brothers and sisters with different IROs: Dilan Kaya (Tom Reed), Mina Kaya (Una Bell)."
    assert any(each.startswith(warned) for each in texts)
    assert texts.index(words.TEAM) + 1 == texts.index("North")
    assert {words.SCHOOL, "Hill School"} <= set(texts)
    assert words.SOCIAL_WORKER not in texts
    shown.page.clear()
    assert not any(each.startswith(warned) for each in shown.texts())


def test_names_are_plain_text(qtbot: QtBot, theme: Theme) -> None:
    """What looks like a page's markup is shown as it was typed."""
    shown = Shown(qtbot, theme, ScriptedPerson(None), {AskChild: view(name="<b>Dil</b>")})
    title = next(each for each in shown.page.findChildren(Words) if each.text() == "<b>Dil</b>")
    assert title.textFormat() is Qt.TextFormat.PlainText


def test_two_hundred_per_cent_fits(shown: Shown, theme: Theme, qtbot: QtBot) -> None:
    """One column; nothing is wider than the page, and the note of a contact is whole."""
    theme.set_percent(LARGEST)
    note = next(each for each in shown.page.findChildren(Words) if each.text() == "Settled.")
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    sheet = shown.page._scroll.widget()
    assert sheet is not None
    assert sheet.minimumSizeHint().width() <= 1084
    assert shown.page.minimumSizeHint().width() <= 1084


def test_every_control_has_a_name(shown: Shown) -> None:
    """A screen reader meets nothing nameless, and knows one contact's buttons from another's."""
    for kind in (QPushButton, QLineEdit, QPlainTextEdit, QComboBox):
        for each in shown.page.findChildren(kind):
            assert each.accessibleName(), each
    assert shown.page.cards["c1"].acts[words.MEND].accessibleName() == "Mend: School, Fri 13 Nov"
