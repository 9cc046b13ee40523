"""What a note no longer says stands nowhere in the search index either: FTS5's ``secure-delete`` is on.

The journal keeps it, as it keeps everything; the index is to hold nothing that no record says.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.services.children import Children, NameChild
from iro_desk.services.contacting import ContactKind, CorrectContact, RecordContact, WithdrawContact
from iro_desk.services.finding import Search
from tests.breaking.damage import asked, under_the_key
from tests.conftest import Made
from tests.sample import PRACTICE_DAY

CLOCK = StandingClock(PRACTICE_DAY)
WORD, OTHER = "zyxwomat", "qvixotry"
"""No word of the desk begins as they do: terms are written without the letters that they share with the one before."""
SHADOWS = ("found_words_data", "found_words_idx", "found_words_docsize", "found_words_config")
KIND = ContactKind.CARER
OFF = "INSERT INTO found_words (found_words, rank) VALUES ('secure-delete', 0)"


def standing(desk: Made, word: str) -> list[str]:
    """The shadow tables in which this word, or its first six letters, stand; the index keeps prefixes to that length.

    They are read through the key, as whoever has it reads them.
    """
    part = word[2:6].encode()
    return [
        name
        for name in SHADOWS
        for row in asked(*desk, f"SELECT * FROM {name}")
        for each in row
        if part in (each if isinstance(each, bytes) else str(each).encode())
    ]


def mended(desk: Desk, child: str, contact: str) -> None:
    """The note says something else."""
    desk.do(CorrectContact(id=contact, on=PRACTICE_DAY, kind=KIND, note=f"Rang the carer about {OTHER}."))


def withdrawn(desk: Desk, child: str, contact: str) -> None:
    """The contact is out of sight."""
    desk.do(WithdrawContact(id=contact))


def undone(desk: Desk, child: str, contact: str) -> None:
    """The contact was never meant."""
    desk.undo()


def renamed(desk: Desk, child: str, contact: str) -> None:
    """The word was a name, too, and neither is left."""
    desk.do(NameChild(child=child, first_name=WORD, last_name=""))
    desk.do(NameChild(child=child, first_name="Ada", last_name=""))
    desk.do(WithdrawContact(id=contact))


WAYS = [mended, withdrawn, undone, renamed]


def written_and_taken_back(desk: Made, way: Callable[[Desk, str, str], None]) -> None:
    """Write the word into a note among others, find it in the index, and take it back."""
    with open_desk(*desk, CLOCK) as opened:
        child = opened.ask(Children())[0].child
        for note in ("Rang the school.", f"Rang about {WORD}.", "Rang the surgery."):
            last = opened.do(RecordContact(child=child, on=PRACTICE_DAY, kind=KIND, note=note)).result
            if WORD in note:
                contact = last.id
        if way is undone:
            opened.undo()
    assert "found_words_data" in standing(desk, WORD)
    with open_desk(*desk, CLOCK) as opened:
        way(opened, child, contact)
        assert opened.ask(Search(typed=WORD)) == ()
        assert opened.check() == ()


@pytest.mark.parametrize("way", WAYS)
def test_a_word_taken_back_leaves_the_index(kept: Made, way: Callable[[Desk, str, str], None]) -> None:
    """Mended, withdrawn, undone or renamed: in no row of any of the index's tables; what came instead is there."""
    written_and_taken_back(kept, way)
    assert standing(kept, WORD) == []
    assert bool(standing(kept, OTHER)) == (way is mended)


@pytest.mark.parametrize("way", WAYS)
def test_without_secure_delete_it_would_stay(kept: Made, way: Callable[[Desk, str, str], None]) -> None:
    """The control: with the setting off the same word is found by nobody, and stands there all the same."""
    under_the_key(*kept, OFF)
    written_and_taken_back(kept, way)
    assert "found_words_data" in standing(kept, WORD)
