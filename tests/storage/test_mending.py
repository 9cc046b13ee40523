"""A new passphrase, a new recovery key, a desk recovered by its sheet: each noted, each proved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iro_desk import mending
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.desk import Desk
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.reference.passphrases import check_words
from iro_desk.services.access import Accesses
from iro_desk.services.recovering import ProveRecovery, Recovery
from iro_desk.storage.desk_folder import DeskFolder
from tests.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE, Made
from tests.sample import PRACTICE_DAY


def test_a_new_passphrase_leaves_the_old_one_dead(tmp_path: Path) -> None:
    """At once, and a backup of the new key file lies there to heal from."""
    folder = tmp_path / "desk"
    recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk:
        with pytest.raises(WrongPassphrase):
            mending.change_passphrase(desk, folder, OTHER_PASSPHRASE, OTHER_PASSPHRASE, cost=CHEAP)
        with pytest.raises(Refused, match="at least 15 letters"):
            mending.change_passphrase(desk, folder, PASSPHRASE, "short", cost=CHEAP)
        mending.change_passphrase(desk, folder, PASSPHRASE, OTHER_PASSPHRASE, cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        open_desk(folder, PASSPHRASE)
    (folder / "desk.key").write_bytes(b"{}")
    with open_desk(folder, OTHER_PASSPHRASE) as desk:
        assert desk.healed
        assert [each.words for each in desk.ask(Accesses())][:1] == ["Put the key file back from a backup"]
    assert DeskFolder(folder).read_key_file().recover(recovery_key)


def test_a_forgotten_passphrase_is_recovered_by_the_sheet_alone(tmp_path: Path) -> None:
    """It is noted; the old passphrase is dead; another recovery key opens nothing."""
    folder = tmp_path / "desk"
    recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    stranger = make_desk(tmp_path / "other", PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with pytest.raises(WrongPassphrase, match="recovery key"):
        mending.recover(folder, stranger, OTHER_PASSPHRASE)
    mending.recover(folder, recovery_key.lower(), OTHER_PASSPHRASE)
    with open_desk(folder, OTHER_PASSPHRASE) as desk:
        assert [each.words for each in desk.ask(Accesses())] == ["Opened by the recovery key"]
    with pytest.raises(WrongPassphrase):
        open_desk(folder, PASSPHRASE)


def test_a_new_recovery_key_replaces_the_old_sheet(tmp_path: Path) -> None:
    """The old key opens the desk no more, and the desk asks for words of the new sheet."""
    folder = tmp_path / "desk"
    old = make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk:
        prove(desk, old)
        assert desk.ask(Recovery()).proved
        new = mending.renew_recovery_key(desk, folder)
        assert not desk.ask(Recovery()).proved
        with pytest.raises(Refused, match="Word 1 is not the one"):
            prove(desk, old)
        prove(desk, new)
    with pytest.raises(WrongPassphrase):
        mending.recover(folder, old, OTHER_PASSPHRASE)
    mending.recover(folder, new, OTHER_PASSPHRASE)


def prove(desk: Desk, recovery_key: str) -> None:
    """Give three of the sheet's words."""
    words = check_words(recovery_key)
    desk.do(ProveRecovery(given={1: words[0], 3: words[2].upper(), 6: f" {words[5]} "}))


@pytest.mark.parametrize("given", [{}, {1: "x"}, {7: "a", 8: "b", 9: "c"}])
def test_three_words_of_the_sheet_are_wanted(tmp_path: Path, given: dict[int, str]) -> None:
    """Fewer, or numbers that no sheet has, prove nothing."""
    folder = tmp_path / "desk"
    make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk, pytest.raises(Refused, match="Type 3 of the check words"):
        desk.do(ProveRecovery(given=given))


def test_a_practice_desk_has_no_sheet_to_show(practice: Path) -> None:
    """Nobody is asked for one there."""
    with open_desk(practice, "only invented children live here") as desk:
        assert desk.ask(Recovery()).proved


def test_guesses_are_counted_over_openings(kept: Made, opened: Callable[[date], Desk]) -> None:
    """Five wrong ones, and the right one has to wait as well; the recovery key has not."""
    folder, _ = kept
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            open_desk(folder, OTHER_PASSPHRASE)
    with pytest.raises(Unavailable, match="too many wrong passphrases; wait 30 seconds"):
        open_desk(folder, PASSPHRASE)
    opened(PRACTICE_DAY).close()


def test_a_sheet_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    """The old sheet still opens the desk; a new desk is not made at all."""

    def full(_: str) -> None:
        raise Unavailable("No room for the sheet.")

    folder = tmp_path / "desk"
    old = make_desk(folder, PASSPHRASE, "Frances Adeyemi", cost=CHEAP)
    with open_desk(folder, PASSPHRASE) as desk, pytest.raises(Unavailable, match="No room"):
        mending.renew_recovery_key(desk, folder, full)
    assert DeskFolder(folder).read_key_file().recover(old)
    with pytest.raises(Unavailable, match="No room"):
        make_desk(tmp_path / "other", PASSPHRASE, "Frances Adeyemi", cost=CHEAP, deliver=full)
    assert not (tmp_path / "other").exists()
