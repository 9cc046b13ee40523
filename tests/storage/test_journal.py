"""The journal is the truth: every way of tampering with it is found, and the tables are its fold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from iro_desk.bootstrap import open_desk
from iro_desk.domain.canonical import canonical
from iro_desk.domain.events import NOTHING, Change, Event, Folded, fold
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.diary import Today
from iro_desk.services.exchanging import TakeExtract
from iro_desk.storage.database import Database
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.tables import RECORDS
from tests.sample import SAMPLE


@pytest.fixture
def database(practice: Path) -> Iterator[Database]:
    """The practice desk's database, opened beneath the desk."""
    opened = Database.open(practice / "desk.db", DeskFolder(practice).read_key_file().unlock(PRACTICE_PASSPHRASE))
    yield opened
    opened.close()


def found(practice: Path) -> set[str]:
    """The kinds of finding of ``check``."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        return {each.kind for each in desk.check()}


ONE = "(SELECT id FROM event WHERE record = 'review' ORDER BY id LIMIT 1)"
TAMPERINGS = {
    "a word of an event changed": (f"UPDATE event SET body = replace(body, 'PN', 'XX') WHERE id = {ONE}", "event"),
    "an event read as no event": (f"UPDATE event SET body = '[]' WHERE id = {ONE}", "event"),
    "an event moved to another child": (
        f"UPDATE event SET child = (SELECT max(id) FROM child), number = 99999 WHERE id = {ONE}",
        "event",
    ),
    "an event taken out": (f"DELETE FROM event WHERE id = {ONE}", "order"),
    "a whole order's signature changed": ('UPDATE "order" SET signature = zeroblob(64)', "order"),
    "an order renamed": ("UPDATE \"order\" SET name = 'Nothing' WHERE name = 'TakeExtract'", "order"),
    "an order taken out": ("DELETE FROM \"order\" WHERE name = 'MakeDesk'", "order"),
    "a folded value changed": ("UPDATE review SET held = '2020-01-01' WHERE id = (SELECT max(id) FROM review)", "fold"),
    "a folded row taken out": ("DELETE FROM review WHERE id = (SELECT max(id) FROM review)", "fold"),
    "a folded row put in": (
        "INSERT INTO review (id, heads, withdrawn, disputed, held) VALUES ('made-up', '{}', 0, 0, '2026-01-01')",
        "fold",
    ),
}


def test_an_untouched_desk_is_whole(practice: Path) -> None:
    """The control: nothing is found where nothing is wrong."""
    assert found(practice) == set()


@pytest.mark.parametrize(("statement", "kind"), list(TAMPERINGS.values()), ids=list(TAMPERINGS))
def test_tampering_is_found(practice: Path, database: Database, statement: str, kind: str) -> None:
    """Whoever holds the key and edits the tables is noticed."""
    with closing(database._engine.raw_connection()) as raw:
        raw.cursor().execute("PRAGMA foreign_keys = OFF")
        assert raw.cursor().execute(statement).rowcount > 0
    database.close()
    assert kind in found(practice)


def test_a_stream_with_its_end_cut_off_is_found(practice: Path, database: Database) -> None:
    """The last event of a stream has no successor to miss it; its order's signature does."""
    with database.transaction() as connection:
        cut = "DELETE FROM event WHERE id = (SELECT id FROM event WHERE child IS NOT NULL ORDER BY number DESC LIMIT 1)"
        connection.execute(text(cut))
    database.close()
    assert "order" in found(practice)


def test_the_tables_can_be_folded_again(practice: Path, database: Database) -> None:
    """A desk whose folded tables have another shape folds its journal again, to the same tables."""

    def everything(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
        return {
            kind: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{kind}" ORDER BY id'))]
            for kind in RECORDS
        }

    with database.transaction() as connection:
        before = everything(connection)
        connection.execute(text("DELETE FROM review"))
        connection.execute(text("UPDATE setting SET value = '0' WHERE name = 'fold_shape'"))
    database.close()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        assert desk.check() == ()
        assert desk.ask(Today()).children > 0
    again = Database.open(practice / "desk.db", DeskFolder(practice).read_key_file().unlock(PRACTICE_PASSPHRASE))
    with again.transaction() as connection:
        assert everything(connection) == before
    again.close()


def test_one_order_is_one_signature_and_one_event_a_record(practice: Path, database: Database) -> None:
    """Three extracts and the making of the desk: four orders, whatever they touched."""
    with database.transaction() as connection:
        orders = connection.execute(text('SELECT name, events FROM "order" ORDER BY rowid')).all()
        records = connection.execute(text('SELECT count(*), count(DISTINCT record_id || "order") FROM event')).one()
    assert [row.name for row in orders] == ["MakeDesk", "TakeExtract", "TakeExtract", "TakeExtract"]
    assert records[0] == records[1]
    assert practice.exists()


def test_an_unchanged_order_writes_nothing(practice: Path, database: Database) -> None:
    """Not an event, not an order."""
    count = 'SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM "order")'
    with database.transaction() as connection:
        before = connection.execute(text(count)).one()
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
    with database.transaction() as connection:
        assert connection.execute(text(count)).one() == before


VALUES = st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5)
FIELDS = st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1)


def made(number: int, change: Change, state: Folded, device: str = "d") -> Event:
    """An event that has seen ``state``."""
    return Event(
        child="c",
        device=device,
        number=number,
        prev="",
        order="o",
        order_name="Test",
        record=change.record,
        record_id=change.record_id,
        set=change.set,
        seen=state.seen_by(change.set),
        at="",
    )


def change(values: dict[str, object]) -> Change:
    """A change of the one record."""
    return Change(child="c", record="r", record_id="1", set=values)  # type: ignore[arg-type]


@given(st.lists(FIELDS, max_size=8))
def test_events_of_one_device_never_conflict(steps: list[dict[str, object]]) -> None:
    """Each sees the ones before it: the last value of each field stands, and it alone."""
    state = NOTHING
    events: dict[str, Event] = {}
    expected: dict[str, object] = {}
    for number, values in enumerate(steps, start=1):
        event = made(number, change(values), state)
        events[event.id] = event
        expected |= values
        state = fold(events)
    assert state.values == expected
    assert state.conflicts == {}


@given(steps=st.lists(st.tuples(st.sampled_from("AB"), FIELDS), max_size=8), shuffle=st.randoms(use_true_random=False))
def test_the_fold_is_a_function_of_the_set(steps: list[tuple[str, dict[str, object]]], shuffle: object) -> None:
    """Two devices that never met: in any order the same state, and no value that nobody replaced is lost."""
    own: dict[str, dict[str, Event]] = {"A": {}, "B": {}}
    last: dict[tuple[str, str], object] = {}
    for number, (device, values) in enumerate(steps, start=1):
        event = made(number, change(values), fold(own[device]), device)
        own[device][event.id] = event
        last |= {(device, name): value for name, value in values.items()}
    union = list((own["A"] | own["B"]).items())
    state = fold(dict(union))
    shuffle.shuffle(union)  # type: ignore[attr-defined]
    assert fold(dict(union)) == state
    for name, heads in state.heads.items():
        standing = {(own["A"] | own["B"])[each].device for each in heads}
        assert standing == {device for device, field in last if field == name}
    seen_both = made(99, change(dict.fromkeys(state.values, "settled")), state, "A")
    settled = fold(dict(union) | {seen_both.id: seen_both})
    assert settled.conflicts == {}
    assert set(settled.values.values()) <= {"settled"}


@given(FIELDS)
def test_an_event_is_its_canonical_text(values: dict[str, object]) -> None:
    """Read back from its text it is the same event, with the same id."""
    event = made(1, change(values), NOTHING)
    assert Event.from_body(event.body()) == event
    assert Event.from_body(event.body()).id == event.id


@pytest.mark.parametrize("body", ["[]", "{}", "1", '{"shape": 1}'])
def test_other_texts_are_no_events(body: str) -> None:
    """And are refused as such."""
    with pytest.raises(ValueError, match="not an event"):
        Event.from_body(body)


def test_an_event_of_a_later_shape_is_refused() -> None:
    """Rather than read by a program that does not know all of it."""
    event = made(1, change({"a": 1}), NOTHING)
    later = event.body().replace('"shape":1', '"shape":2')
    with pytest.raises(ValueError, match="later program"):
        Event.from_body(later)


def test_canonical_text_has_no_floats_that_are_no_numbers() -> None:
    """NaN and infinity have no place in JSON."""
    for value in ("nan", "inf"):
        with pytest.raises(ValueError, match="Out of range"):
            canonical({"a": float(value)})
