"""What is altered by somebody who has the key is found by the check: the journal is signed, all else is made of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iro_desk.storage.keys import DeskKey
from tests.breaking.damage import Kept, asked, found, make_kept, under_the_key


@pytest.fixture(scope="module")
def kept(made_once: tuple[Path, DeskKey], tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A desk to be damaged."""
    return make_kept(made_once, tmp_path_factory.mktemp("damage"))


UNDER_THE_KEY = {
    "UPDATE found SET words = 'zzz'": "search",
    "UPDATE found SET kind = 'child' WHERE kind = 'contact'": "search",
    "DELETE FROM found": "search",
    "DELETE FROM found_words_data WHERE id > 10": "database",
    "DELETE FROM found_words_docsize": "search",
    "UPDATE found_words_config SET v = 0": "database",
    "UPDATE attachment SET content = x'00'": "attachment",
    "DELETE FROM attachment": "attachment",
    "UPDATE contact SET note = 'x'": "fold",
    "DELETE FROM contact": "fold",
    "UPDATE contact SET disputed = 1": "fold",
    "UPDATE child SET heads = '{}'": "fold",
    "UPDATE child SET heads = 'garbage'": "database",
    "UPDATE setting SET value = '00' || substr(value, 3) WHERE name = 'device_key'": "device",
    "UPDATE setting SET value = 'aa' WHERE name = 'device'": "device",
    "UPDATE \"order\" SET name = 'X'": "order",
    "UPDATE \"order\" SET signature = x'00'": "order",
    'UPDATE "order" SET place = -place': "order",
    'DELETE FROM "order" WHERE place = (SELECT max(place) FROM "order")': "order",
    "UPDATE event SET place = -place": "stream",
    "UPDATE event SET number = number + 1000": "event",
    "DROP TABLE access": "database",
    "DROP TABLE draft": "database",
    "DROP INDEX event_by_record": "database",
    "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END": "database",
}


@pytest.mark.parametrize("statement", UNDER_THE_KEY)
def test_what_is_altered_under_the_key_is_found(kept: Kept, tmp_path: Path, statement: str) -> None:
    """By somebody who can open the file: every table but the drafts is bound to the journal, which is signed."""
    folder = kept.copy(tmp_path / "desk")
    under_the_key(folder, kept.key, statement)
    assert UNDER_THE_KEY[statement] in {each.kind for each in found(folder, kept.key)}


EVENT_MUTATIONS = {
    "altered": 'UPDATE event SET body = replace(body, \'"at":"2\', \'"at":"3\') WHERE place = {place}',
    "deleted": "DELETE FROM event WHERE place = {place}",
    "moved": "UPDATE event SET place = place + 100000 WHERE place = {place}",
}


@pytest.mark.parametrize("mutation", EVENT_MUTATIONS)
def test_every_single_event_is_guarded(kept: Kept, tmp_path: Path, mutation: str) -> None:
    """Altered, deleted or moved: the check names an event, a stream or an order; the last of a stream may move."""
    places = [int(str(place)) for (place,) in asked(kept.folder, kept.key, "SELECT place FROM event")]
    last = "SELECT max(place) FROM event GROUP BY child, device"
    free = {int(str(place)) for (place,) in asked(kept.folder, kept.key, last)} if mutation == "moved" else set()
    assert len(places) > 10
    for place in places:
        folder = kept.copy(tmp_path / f"desk-{place}")
        under_the_key(folder, kept.key, EVENT_MUTATIONS[mutation].format(place=place))
        kinds = {each.kind for each in found(folder, kept.key)}
        assert place in free or kinds & {"event", "stream", "order", "fold"}, place
        shutil.rmtree(folder)
