"""What the breaking tests share: a warm process to fork, small extracts to take in."""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.keys import DeskKey
from tests.breaking.workload import MIXED, Session, WarmProcess
from tests.conftest import CHEAP
from tests.sample import SAMPLE, YEARS


@pytest.fixture(scope="session")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Folders of small extracts: a few children of the sample each, in every year of it."""
    folder = tmp_path_factory.mktemp("extracts")
    return tuple(
        str(_cut(SAMPLE / year, folder / f"{year}-{first}", first, first + 3)) for year in YEARS for first in (0, 2, 4)
    )


@pytest.fixture(scope="session")
def session(made_once: tuple[Path, DeskKey], extracts: tuple[str, ...]) -> Session:
    """A day's work at that desk, on no machine yet."""
    return Session(root="", key=made_once[1].secret.hex(), extracts=extracts, seed=0, orders=12, steps=MIXED)


@pytest.fixture(scope="session")
def warm(
    made_once: tuple[Path, DeskKey], session: Session, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WarmProcess]:
    """A process with everything imported, to be forked."""
    root = tmp_path_factory.mktemp("rehearsal")
    shutil.copytree(made_once[0], root / "desk")
    with WarmProcess(replace(session, root=str(root), orders=30)) as process:
        yield process


@pytest.fixture(scope="session")
def working(
    made_once: tuple[Path, DeskKey], warm: WarmProcess, session: Session, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, DeskKey]:
    """A desk with a few children and a contact, to be copied, and its key."""
    root = tmp_path_factory.mktemp("working")
    shutil.copytree(made_once[0], root / "desk")
    worker = warm.start(replace(session, root=str(root), script=("import", "contact")))
    worker.go()
    assert [*worker.rest()][-1] == {"closed": True}
    return root / "desk", made_once[1]


@pytest.fixture(scope="session")
def key_files(made_once: tuple[Path, DeskKey]) -> tuple[str, str]:
    """That desk's key file, and one for another passphrase, in hex."""
    old = DeskFolder(made_once[0]).read_key_file()
    new = old.with_passphrase(made_once[1], "grey heron waits by the weir", CHEAP)
    return old.to_bytes().hex(), new.to_bytes().hex()


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A folder for what is written and thrown away at once; in memory where the machine has such a place."""
    memory = Path("/dev/shm")  # noqa: S108 - not a temporary file of the program
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def strace() -> str:
    """The program that records and breaks system calls, which Linux must have."""
    if sys.platform != "linux":
        pytest.skip("strace is a Linux program; the same loops on other systems want another recorder")
    found = shutil.which("strace")
    assert found, "Install strace: python3 dev.py test does so as root, and otherwise prints the line to type."
    return found


def _cut(year: Path, into: Path, first: int, last: int) -> Path:
    """The year's tables with these children alone, counted as its header lists them."""
    into.mkdir()
    with (year / "header.csv").open(encoding="utf-8", newline="") as file:
        children = {row[0] for row in list(csv.reader(file))[1:][first:last]}
    for table in year.glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        with (into / table.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *(row for row in rows if row[0] in children)])
    return into
