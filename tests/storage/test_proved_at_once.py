"""A recovery key is tried before anybody relies on it: one that does not open its desk is never given as if it did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from iro_desk import mending
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.errors import Unavailable, WrongPassphrase
from iro_desk.services.recovering import Recovery
from iro_desk.storage import backup, keys
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.keys import DeskKey
from iro_desk.storage.label import Label
from tests.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE
from tests.sample import PRACTICE_DAY

CLOCK = StandingClock(PRACTICE_DAY)
MadeSlot = Callable[[Label, DeskKey], tuple[bytes, str]]
SOUND: MadeSlot = keys._recovery_slot


def to_another_sheet(label: Label, key: DeskKey) -> tuple[bytes, str]:
    """A slot that the recovery key given with it does not open."""
    return SOUND(label, key)[0], SOUND(label, key)[1]


def of_another_key(label: Label, _: DeskKey) -> tuple[bytes, str]:
    """A slot that opens, and holds the key of nothing."""
    return SOUND(label, DeskKey.random())


def under_another_label(label: Label, key: DeskKey) -> tuple[bytes, str]:
    """A slot that opens, and is bound to another desk."""
    return SOUND(Label(desk="e" * 32, officer=label.officer), key)


def cut_short(label: Label, key: DeskKey) -> tuple[bytes, str]:
    """A slot of which the end is lost."""
    slot, recovery_key = SOUND(label, key)
    return slot[:-20], recovery_key


BROKEN = [to_another_sheet, of_another_key, under_another_label, cut_short]


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    """A desk of this test's own, and its recovery key."""
    folder = tmp_path / "desk"
    return folder, make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP)


@pytest.mark.parametrize("slot", BROKEN)
def test_a_new_desk_whose_recovery_key_does_not_open_it_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slot: MadeSlot
) -> None:
    """It is said in a sentence, nobody gets the key, and a sound one can be made there: the control."""
    given = list[str]()
    place = tmp_path / "place" / "desk"
    with monkeypatch.context() as patch:
        patch.setattr(keys, "_recovery_slot", slot)
        with pytest.raises(Unavailable) as no:
            make_desk(place, PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP, deliver=given.append)
    assert no.value.words.endswith(".")
    assert not isinstance(no.value, WrongPassphrase)
    assert not place.parent.exists()
    assert given == []
    recovery_key = make_desk(place, PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP)
    assert DeskFolder(place).read_key_file().recover(recovery_key)


@pytest.mark.parametrize("slot", BROKEN)
def test_a_new_sheet_that_does_not_open_the_desk_leaves_the_old_one_in_force(
    made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, slot: MadeSlot
) -> None:
    """It is said in a sentence, and given to nobody; key file, check words and journal are as they were."""
    folder, old = made
    before, given = (folder / "desk.key").read_bytes(), list[str]()
    with open_desk(folder, PASSPHRASE, CLOCK) as desk:
        asked, events = desk.ask(Recovery()), desk.safekeeping.holds().events
        with monkeypatch.context() as patch:
            patch.setattr(keys, "_recovery_slot", slot)
            with pytest.raises(Unavailable) as no:
                mending.renew_recovery_key(desk, folder, given.append)
        assert no.value.words.endswith(".")
        assert not isinstance(no.value, WrongPassphrase)
        assert given == []
        assert (desk.ask(Recovery()), desk.safekeeping.holds().events) == (asked, events)
        assert backup.existing(folder / "backups") == []
    assert (folder / "desk.key").read_bytes() == before
    mending.recover(folder, old, OTHER_PASSPHRASE, clock=CLOCK)


def test_a_sound_new_sheet_replaces_the_old_one(made: tuple[Path, str]) -> None:
    """The control: unbroken, the same order gives a sheet that opens the desk, and the old one does not."""
    folder, old = made
    with open_desk(folder, PASSPHRASE, CLOCK) as desk:
        new = mending.renew_recovery_key(desk, folder)
    assert DeskFolder(folder).read_key_file().recover(new)
    with pytest.raises(WrongPassphrase):
        DeskFolder(folder).read_key_file().recover(old)
