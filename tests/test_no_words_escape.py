"""No word of a child gets out by the side doors: reprs, errors, logs, settings, window titles, names of files."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import traceback
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

import iro_desk.domain
import iro_desk.services
from iro_desk import trouble
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.domain import events
from iro_desk.domain.dates import Period
from iro_desk.errors import Refused
from iro_desk.services.access import Accesses
from iro_desk.services.caseload import Explain
from iro_desk.services.children import ChildPage, Children, NameChild
from iro_desk.services.choosing import CaseloadChoice, ChooseCaseload
from iro_desk.services.contacting import ContactKind, CorrectContact, OpenAttachment, RecordContact, WithdrawContact
from iro_desk.services.diary import Diary, Due, Today
from iro_desk.services.drafting import DraftOf, Drafts, KeepDraft
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.finding import Search as SearchQuestion
from iro_desk.services.history import Disputes, History
from iro_desk.services.messages import Order, Question
from iro_desk.services.people import TakePeople
from iro_desk.services.recovering import ProveRecovery, RenewRecovery
from iro_desk.services.returning import ReviewsReturn
from iro_desk.services.undoing import WhatCanBeUndone
from iro_desk.services.warning import CaseloadWarnings
from iro_desk.storage.tables import event
from tests.breaking.given import attachments, bring
from tests.breaking.sentinels import SENTINELS as S
from tests.breaking.sentinels import Search
from tests.conftest import PASSPHRASE
from tests.sample import PRACTICE_DAY
from ui.app import Window
from ui.kit.ask import AskThePerson
from ui.kit.parts import Sentence
from ui.kit.theme import Scheme, Theme, load_fonts
from ui.kit.words import APP

SEARCH = Search({name: word for name, word in S.items() if not name.startswith("number")})
"""Numbers are how children are told apart where no name may be seen; everything else of theirs is looked for."""
ONE = S["number 1"]

BY_NAME = frozenset({
    "id", "ids", "extract", "child", "record_id", "order", "event", "device", "desk", "contact",
    "carrier", "prev", "seen", "heads", "public_key", "hash", "drop", "fingerprint", "uid", "number", "kind",
    "record", "form", "field", "column", "file", "at", "rule", "duty", "source", "status", "edition", "year",
    "holidays", "order_name", "officer", "who", "initials", "began", "ended", "legal_status", "placement", "code",
    "taken", "unknown",
})  # fmt: skip
"""Ids and hashes, kinds and codes, days and counts, officers, initials: fields of any message that may be shown."""
BY_PLACE = frozenset({
    "access.AccessLine.detail", "access.AccessLine.words", "access.NoteAccess.detail", "access.NoteAccess.what",
    "caseload.ChildExplained.not_known", "caseload.DueRow.explanation", "contacting.ContactSaved.words",
    "diary.DiaryDay.description", "diary.DiaryDay.summary", "diary.TodayLine.explanation", "diary.TodayLine.what",
    "returning.ReturnLeftOut.reason", "exchanging._Tally.counts", "extracts.Extract.doubtful",
    "extracts.Extract.incomplete", "extracts.WorkerTime.reason", "reviews.Review.perhaps",
    "extracts.LeftOut.reason", "extracts.RefusedRow.reason", "taking.TakenIn.children", "taking.TakenIn.doubtful",
    "numbering.Merge.into", "children.Child.former_numbers", "sentinel.Between.spoken_of",
    "taking.TakenIn.tables", "taking.Word.speaks_of", "settings.SetSetting.name",
    "reviewing.RecordReview.earlier", "policies.EarlierLine.words", "policies.EarlierLine.status_words",
    "law.Earlier.words", "policies.LawView.series", "policies.LawView.short_breaks", "policies.PolicyLine.council",
    "policies.PolicyLine.home_districts", "policies.RuleLine.local", "policies.RuleLine.note",
    "policies.RuleLine.period", "policies.RuleLine.status_words", "policies.RuleLine.words",
    "policy.Policy.council", "policy.Policy.home_districts",
    "history.FieldChange.name", "history.HistoryLine.words", "adoption.Placing.returned", "law.Rule.note",
    "law.Rule.words", "undoing.CanUndo.redo",
    "undoing.CanUndo.undo", "undoing.Done.name", "undoing.GivenBack.words", "undoing.Inverse.changes",
    "people.CaseloadWarning.children", "undoing.Stacks.of", "undoing._Record.of", "making.AddDevice.because",
})  # fmt: skip
"""Sentences that the program makes of days, rules and initials; numbers; names of fields and orders. What a row of an
extract was refused for may quote the row; ``test_what_a_desk_says_of_itself`` sees to it that no answer shows that.
"""


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """What an officer brings."""
    bring(tmp_path / "given")
    return tmp_path / "given"


@pytest.fixture
def lived(desk: Desk, given: Path) -> Desk:
    """A desk with every kind of word in it."""
    for order in _orders(given):
        desk.do(order)
    return desk


def _orders(given: Path) -> Iterator[Order[Any]]:
    yield TakeExtract(folder=given / "extract")
    yield ChooseCaseload(file=given / "people.csv")
    yield TakePeople(file=given / "people.csv")
    yield NameChild(child=ONE, first_name=S["name 1"], last_name=S["name 2"], known_as=S["name 3"])
    yield NameChild(child=ONE, first_name=S["name 4"], last_name=S["name 5"])
    kind = ContactKind.CARER
    yield RecordContact(child=ONE, on=PRACTICE_DAY, kind=kind, note=S["note 1"], attach=attachments(given))
    yield RecordContact(child=ONE, on=PRACTICE_DAY, kind=kind, note=S["note with umlauts 1"])
    yield KeepDraft(child=ONE, form="contact", values={"note": S["draft 1"]})


class _Nothing:
    """Stands for a part that is a message itself, and is looked at by itself."""

    def __repr__(self) -> str:
        return "·"


def _filled(hint: Any, word: str) -> Any:
    """A value of this type with the word wherever one fits."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    made = [_filled(each, word) for each in parts if each is not ...]
    if origin in {typing.Union, types.UnionType}:
        return next((each for each in made if word in repr(each)), made[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {word if parts[0] is str else 1: made[-1]}
    if made:
        return tuple(made)
    plain: dict[type, Any] = {str: word, bytes: word.encode(), Path: Path(word)}
    if isinstance(hint, typing.ForwardRef):
        return word
    return plain.get(hint, _Nothing()) if isinstance(hint, type) else _Nothing()


def _shown(message: type) -> tuple[set[str], set[str]]:
    """The fields of a message with room for words: those that its repr shows, and those that it hides."""
    hints = typing.get_type_hints(message, localns={"Value": events.Value})
    made: Any = object.__new__(message)
    words = {each.name: f"word-of-{each.name}." for each in dataclasses.fields(cast("Any", message))}
    for name, word in words.items():
        object.__setattr__(made, name, _filled(hints[name], word))
    told = repr(made)
    with_room = {name for name, word in words.items() if word in repr(getattr(made, name))}
    shown = {name for name in with_room if words[name] in told}
    return shown, with_room - shown


def _messages() -> Iterator[tuple[str, type]]:
    for package in (iro_desk.services, iro_desk.domain):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for each in vars(module).values():
                if isinstance(each, type) and dataclasses.is_dataclass(each) and each.__module__ == found.name:
                    yield f"{found.name.rpartition('.')[2]}.{each.__name__}", each


def test_the_repr_of_a_message_shows_no_field_that_may_hold_a_word() -> None:
    """Every field with room for words, of every order, question, view and record, is hidden or known to be harmless."""
    shown = {f"{place}.{field}" for place, message in _messages() for field in _shown(message)[0]}
    hidden = {f"{place}.{field}" for place, message in _messages() for field in _shown(message)[1]}
    assert {each for each in shown if each.rpartition(".")[2] not in BY_NAME} == BY_PLACE
    assert {each.rpartition(".")[2] for each in shown} >= BY_NAME, "a name on the list that no message has"
    assert {"children.NameChild.first_name", "contacting.RecordContact.note", "finding.Search.typed"} <= hidden


def test_a_field_that_is_not_hidden_is_seen() -> None:
    """The control: the walk sees a note that is not hidden, however deep in lists and unions it stands."""

    @dataclasses.dataclass(frozen=True)
    class Careless:
        note: str
        notes: tuple[Mapping[str, str | None], ...]
        kept: str = dataclasses.field(repr=False)
        number: int = 3

    Careless.__annotations__ = {"note": str, "notes": tuple[Mapping[str, str | None], ...], "kept": str, "number": int}
    assert _shown(Careless) == ({"note", "notes"}, {"kept"})


def test_what_a_desk_says_of_itself(desk: Desk, given: Path) -> None:
    """The repr of every order given, of what came of it, and of every answer, holds no word of a child."""
    said: list[tuple[object, object]] = [(order, desk.do(order)) for order in _orders(given)]
    broken = TakeExtract(folder=given / "broken", dry_run=True)
    said.append((broken, desk.do(broken)))
    page = desk.ask(ChildPage(child=ONE))
    contact = next(each for each in page.contacts if each.attachments)
    letter = next(each for each in contact.attachments if each.kind == "application/pdf")
    mended = CorrectContact(id=contact.id, on=PRACTICE_DAY, kind=contact.kind, note=S["note 2"], attach=())
    said.append((mended, desk.do(mended)))
    said += [(question, desk.ask(question)) for question in _questions(contact.id, letter.hash)]
    said.append((RenewRecovery(check_words=(S["name 6"],)), ProveRecovery(given={1: S["name 6"]})))
    said.append((desk.undo(), WithdrawContact(id=contact.id)))
    for order, answer in said:
        found = SEARCH(repr(order).encode() + repr(answer).encode())
        assert not found, (type(order).__name__, {each.sentinel for each in found})
    words = {each.sentinel for _, answer in said for each in SEARCH(repr(_plain(answer)).encode())}
    assert {"name 1", "name 4", "note 1", "note 2", "draft 1", "letter 4", "file name 1", "person 5"} <= words, (
        "they were there"
    )


def _questions(contact: str, attachment: str) -> list[Question[Any]]:
    return [
        Children(),
        ChildPage(child=ONE),
        History(kind="child", id=ONE),
        History(kind="contact", id=contact),
        OpenAttachment(contact=contact, hash=attachment),
        Disputes(child=ONE),
        SearchQuestion(typed=S["note 1"]),
        SearchQuestion(typed=S["name 4"], best=True),
        DraftOf(child=ONE, form="contact"),
        Drafts(),
        Accesses(),
        Explain(child=ONE),
        Today(),
        Due(met=True),
        Diary(period=Period(date(2026, 1, 1), date(2028, 1, 1))),
        ReviewsReturn(year=2026),
        WhatCanBeUndone(),
        CaseloadChoice(),
        CaseloadWarnings(),
    ]


def _plain(answer: Any) -> Any:
    """What an answer holds, hidden or not."""
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return {each.name: _plain(getattr(answer, each.name)) for each in dataclasses.fields(answer)}
    return [_plain(each) for each in answer] if isinstance(answer, tuple) else answer


def test_a_refusal_says_nothing_of_what_was_typed(lived: Desk) -> None:
    """The sentence, its repr and the traceback of a refused order hold no name and no word of a note."""
    kind, tomorrow = ContactKind.CARER, PRACTICE_DAY + timedelta(days=1)
    orders: list[Order[Any]] = [
        NameChild(child=ONE, first_name=S["name 1"] * 10, last_name=S["name 2"]),
        RecordContact(child=ONE, on=tomorrow, kind=kind, note=S["note 1"]),
        RecordContact(child=ONE, on=PRACTICE_DAY, kind=kind, note=S["note 1"] * 2000),
        CorrectContact(id="none", on=PRACTICE_DAY, kind=kind, note=S["note 1"]),
        ProveRecovery(given={1: S["name 1"], 2: S["name 2"], 3: S["name 3"]}),
    ]
    for order in orders:
        with pytest.raises(Refused) as no:
            lived.do(order)
        said = [str(no.value), repr(no.value), no.value.words, *traceback.format_exception(no.value)]
        assert not SEARCH("\n".join(said).encode()), type(order).__name__


def _wrong_rows(connection: Connection) -> Iterator[Any]:
    """Statements that fail with words in their parameters."""
    row = {"id": S["note 1"], "device": S["name 1"], "number": 1, "order": "o", "record": "contact", "record_id": "r"}
    yield lambda: connection.execute(event.insert(), [row | {"body": S["note 2"]}, row | {"body": S["note 3"]}])
    yield lambda: connection.execute(event.insert(), {**row, "id": "another", "body": None, "child": S["name 2"]})
    yield lambda: connection.execute(text("SELECT * FROM nowhere WHERE x = :x"), {"x": S["note 1"]})
    yield lambda: connection.execute(text("SELECT :x"), {"x": object(), "y": S["note 1"]})


@pytest.mark.parametrize("number", range(4))
def test_an_error_of_the_database_hides_what_was_written(lived: Desk, number: int) -> None:
    """Rows that break a rule, statements without a table, values of no type: the error tells none of their words."""
    with pytest.raises((DBAPIError, StatementError)) as fault, lived._parts.database.transaction() as connection:
        list(_wrong_rows(connection))[number]()
    told = "\n".join([str(fault.value), repr(fault.value), *traceback.format_exception(fault.value)])
    assert not SEARCH(told.encode())


def test_without_hiding_an_error_would_tell() -> None:
    """The control: an engine that hides no parameters gives the words away."""
    with create_engine("sqlite://").begin() as connection:
        event.create(connection)
        wrong = next(_wrong_rows(connection))
        with pytest.raises(IntegrityError) as fault:
            wrong()
    assert SEARCH(str(fault.value).encode())


def test_the_log_of_bugs_says_where_and_never_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages, causes, notes and the values of variables are left out; the control is Python's own telling."""
    monkeypatch.setattr(trouble, "log_path", lambda: tmp_path / "logs" / "trouble.log")
    word = S["what a bug held 1"]

    def fail() -> None:
        cause = KeyError(word)
        cause.add_note(word)
        raise ValueError(f"{word} {S['name 1']}") from cause

    with pytest.raises(ValueError, match=word) as bug:
        fail()
    said = trouble.note(bug.value, StandingClock(PRACTICE_DAY))
    assert SEARCH("\n".join(traceback.format_exception(bug.value)).encode())
    logged = (tmp_path / "logs" / "trouble.log").read_bytes()
    assert b"ValueError" in logged
    assert Path(__file__).name.encode() in logged
    assert not SEARCH(logged + said.encode())


FILES = re.compile(
    r"desk\.(db|db-journal|key|lock)|spare-room"
    r"|backups/\d{6}/(desk\.db|desk\.key|about\.json|How to open this\.txt)"
)


def test_the_files_of_a_desk_have_names_of_their_own(lived: Desk, tmp_path: Path) -> None:
    """In a desk's folder and its backups every file has one of a few fixed names, and none holds a word in clear."""
    lived.back_up()
    lived.back_up(tmp_path / "second")
    folder = tmp_path / "desk"
    files = {str(each.relative_to(folder)): each for each in folder.rglob("*") if each.is_file()}
    assert "backups/000001/desk.db" in files
    strangers = [name for name in files if not FILES.fullmatch(name.replace("\\", "/"))]
    assert not strangers
    for each in [*files.values(), *(each for each in (tmp_path / "second").rglob("*") if each.is_file())]:
        assert not SEARCH(each.read_bytes(), each.name)
    assert any(SEARCH(each.read_bytes()) for each in (tmp_path / "given").iterdir() if each.is_file())


def test_the_window_tells_no_name_in_titles_and_settings(lived: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    """With a child's page open every title is the program's name, and the settings file knows a folder and sizes."""
    lived.close()
    load_fonts()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = QSettings(str(tmp_path / "machine.ini"), QSettings.Format.IniFormat)
    window = Window(Theme(app, scheme=Scheme.LIGHT), settings, AskThePerson(), PRACTICE_DAY)
    qtbot.addWidget(window)
    window.show_desk(tmp_path / "desk")
    window.show()
    window.unlock.unlock.emit(PASSPHRASE)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    place = window.workplace
    assert place is not None
    place.open_child(ONE)
    qtbot.waitUntil(lambda: S["name 4"] in place.child.accessibleName(), timeout=20_000)
    titles = {each.windowTitle() for each in QApplication.topLevelWidgets()}
    rich = {type(each) for each in place.findChildren(QLabel) if each.textFormat() is not Qt.TextFormat.PlainText}
    window.close()
    settings.sync()
    assert titles <= {"", APP}
    assert rich <= {Sentence}, "a label would take a name for HTML; a Sentence escapes what it is given"
    assert set(settings.allKeys()) <= {"last_desk", "text_size", "scheme"}
    assert not SEARCH((tmp_path / "machine.ini").read_bytes())


FORBIDDEN = {
    "writes plain text": r"sqlcipher_export|ATTACH\s+(DATABASE|[?:'{])",
    "tells every statement with its values": r"set_trace_callback|echo\s*=\s*(True|.debug)|echo_pool",
    "puts the key into an address": r"pysqlcipher://|sqlite://.*@",
    "tells the values of variables": r"capture_locals\s*=\s*True|faulthandler|cgitb",
    "keeps lists of files": r"addRecentDocument|QSettings\(\)|recentFiles",
}
"""What neither the core nor the windows may use, and what for."""


def test_nothing_in_the_program_tells_keys_or_rows() -> None:
    """No line of the program exports in clear, traces statements, or keeps lists of what was opened."""
    root = Path(__file__).parents[1]
    sources = [each for room in ("iro_desk", "ui") for each in sorted((root / room).rglob("*.py"))]
    assert len(sources) > 80
    for path in sources:
        content = path.read_text(encoding="utf-8")
        for why, pattern in FORBIDDEN.items():
            assert not re.search(pattern, content), f"{path.relative_to(root)} {why}"


@pytest.mark.parametrize(
    "line",
    [
        "connection.execute(\"ATTACH DATABASE ? AS plain KEY ''\")",
        'connection.execute("SELECT sqlcipher_export(plain)")',
        "connection.set_trace_callback(print)",
        'create_engine("sqlite://", echo=True)',
        'create_engine("sqlite+pysqlcipher://:key@/desk.db")',
        "traceback.TracebackException(*found, capture_locals=True)",
    ],
)
def test_a_line_that_tells_is_noticed(line: str) -> None:
    """The control: each of these is forbidden."""
    assert any(re.search(pattern, line) for pattern in FORBIDDEN.values())
