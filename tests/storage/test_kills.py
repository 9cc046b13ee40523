"""A killed program loses nothing that it had called done, and leaves nothing half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from iro_desk.storage.keys import DeskKey
from tests.storage.kills import kill_at_random


def test_a_kill_during_an_import_leaves_all_of_it_or_nothing(made_once: tuple[Path, DeskKey], tmp_path: Path) -> None:
    """Twelve moments at random, of which some hit before the end."""
    assert kill_at_random(made_once, tmp_path, 12, seed=903) > 0


@pytest.mark.soak
def test_many_kills(made_once: tuple[Path, DeskKey], tmp_path: Path) -> None:
    """Three hundred of them."""
    assert kill_at_random(made_once, tmp_path, 300, seed=1989) > 30
