"""What many tests need: the law, the sample, and desks that open without the cost of a real passphrase."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from iro_desk import cli
from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.domain.law import Law
from iro_desk.reference.law import law_on
from iro_desk.storage import keys
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.keys import Cost, DeskKey
from tests.sample import PRACTICE_DAY, make_sample_desk

DATA = Path(__file__).parent / "data"
PASSPHRASE = "green kettle sings at dawn"
OTHER_PASSPHRASE = "a brown teapot waits for rain"
CHEAP = Cost(passes=2, memory=64 * 1024, lanes=1)
"""The floor: a desk may not be made for less."""
Made = tuple[Path, DeskKey]
"""A desk's folder, and its key."""


HOMES = ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


@pytest.fixture(scope="session", autouse=True)
def _not_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the state, the logs or the settings of the machine it runs on."""
    home = tmp_path_factory.mktemp("machine")
    with pytest.MonkeyPatch.context() as patch:
        for name in HOMES:
            patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture(autouse=True)
def _a_machine_that_has_seen_no_desk(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests copy one desk many times over: each test's machine has seen none of them, and is no witness."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the program makes of passphrases is made at the floor's cost."""
    monkeypatch.setattr(keys.new_key_file, "__defaults__", (CHEAP,))
    monkeypatch.setattr(keys.KeyFile.with_passphrase, "__defaults__", (CHEAP,))


@pytest.fixture
def iro(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command with --json: exit code, document, stderr."""

    def run(*words: object) -> tuple[int, Any, str]:
        code = cli.main(["--json", *map(str, words)])
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    return run


@pytest.fixture(scope="session")
def law() -> Law:
    """The law in force on the sample's last day."""
    return law_on(PRACTICE_DAY)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DeskKey]:
    """An empty desk, to be copied, and its key."""
    folder = tmp_path_factory.mktemp("made") / "desk"
    recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=StandingClock(PRACTICE_DAY), cost=CHEAP)
    return folder, DeskFolder(folder).read_key_file().recover(recovery_key)


@pytest.fixture
def folder_and_key(made_once: tuple[Path, DeskKey], tmp_path: Path) -> tuple[Path, DeskKey]:
    """A copy of an empty desk, and its key."""
    folder = tmp_path / "desk"
    shutil.copytree(made_once[0], folder)
    return folder, made_once[1]


@pytest.fixture
def desk(folder_and_key: tuple[Path, DeskKey]) -> Iterator[Desk]:
    """An empty desk, open, standing on the sample's last day."""
    folder, key = folder_and_key
    with open_desk(folder, key, StandingClock(PRACTICE_DAY)) as opened:
        yield opened


@pytest.fixture
def opened(folder_and_key: tuple[Path, DeskKey]) -> Callable[[date], Desk]:
    """Opens the test's desk on a day of one's choice; close it before the next."""
    folder, key = folder_and_key
    return lambda day: open_desk(folder, key, StandingClock(day))


@pytest.fixture(scope="session")
def practice_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice desk of the sample, to be copied."""
    folder = tmp_path_factory.mktemp("practice") / "desk"
    make_sample_desk(folder, CHEAP)
    return folder


@pytest.fixture
def practice(practice_once: Path, tmp_path: Path) -> Path:
    """A copy of the practice desk."""
    folder = tmp_path / "practice"
    shutil.copytree(practice_once, folder)
    return folder


settings.register_profile("ours", deadline=None)
settings.load_profile("ours")
