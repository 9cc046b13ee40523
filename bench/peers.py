"""Other programs beside ours: start and memory, where they run; for the eye, and without a limit."""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.windows import TELL, TODAY, UNLOCK, DidNotStart, a_practice_desk, bare, ours, told

LOCK = Path(__file__).parents[1] / "requirements-peers.lock"
RUNS = 5
HEAD = f"""
Made by `python3 dev.py bench --peers`: from the start of the process to the main window drawn, and memory of its own,
with its helper processes, half a second later. The middle of {RUNS} starts after a first one, without screen, network
or anybody's settings. *Times* is against a bare window of the program's own toolkit. Ours starts to the unlock page
with the caret in its field, and rests on Today. Memory shared with another open Qt program counts for neither: close
them.

| program | start | times | memory | times |
| --- | --- | --- | --- | --- |
"""
ALONE = """
import sys
HERE = ("127.0.0.1", "::1", "localhost", "", None)
def alone(event, told):
    address = told[:1] if event == "socket.getaddrinfo" else told[1] if event == "socket.connect" else None
    if isinstance(address, tuple) and address[0] not in HERE:
        raise ConnectionRefusedError("there is no network here")
sys.addaudithook(alone)
"""
"""Refuses a process its network, and leaves it its own machine."""
WATCH = f"""{TELL}{ALONE}
import importlib
from PyQt6.QtCore import QTimer
def watch(module, window):
    once_drawn(getattr(importlib.import_module(module), window), QTimer, lambda: True, lambda: at_rest(QTimer))
"""
"""For a peer that is measured: its main window is waited for."""
ANKI_PROFILE = f"""{TELL}
import anki.lang
from aqt.profiles import ProfileManager
anki.lang.set_lang("en")
people = ProfileManager(ProfileManager.get_created_base_folder(None))
people.setupMeta()
people.meta.update(defaultLang="en_US", firstRun=False, check_for_updates=False, check_for_addon_updates=False)
people.create("Invented")
people.load("Invented")
people.save()
tell(0)
"""
"""A first start asks for a language and a name; this has answered."""
Told = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another program: what it is called, where its main window lives, and how it is started."""

    name: str
    package: str
    module: str
    window: str
    start: str
    prepare: str = ""

    def measure(self, python: str, home: Path) -> Told:
        """Seconds and megabytes of one start."""
        script = f"{WATCH}\nwatch({self.module!r}, {self.window!r})\n{self.start}"
        return told(python, script, [], home=home, cwd=home, QTWEBENGINE_DISABLE_SANDBOX="1")

    def ready(self, python: str, home: Path) -> None:
        """Do beforehand what its first start would ask a person for, and start it once."""
        if self.prepare:
            told(python, self.prepare, [], home=home, cwd=home)
        self.measure(python, home)


PEERS = (
    Peer(
        name="Anki",
        package="aqt",
        module="aqt.main",
        window="AnkiQt",
        start="sys.argv += ['-p', 'Invented', '-l', 'en']\nimport aqt\naqt.run()",
        prepare=ANKI_PROFILE,
    ),
    Peer(
        name="novelWriter",
        package="novelwriter",
        module="novelwriter.guimain",
        window="GuiMain",
        start="import novelwriter\nnovelwriter.main()",
    ),
    Peer(
        name="Vorta",
        package="vorta",
        module="vorta.application",
        window="MainWindow",
        start="from vorta.__main__ import main\nmain()",
    ),
)


def table(python: str) -> str:
    """Ours, the bare windows and the peers; ``python`` is the interpreter that has the peers."""
    with a_practice_desk() as desk:
        home = desk.parent
        plain = _middle(lambda: bare(home))
        other = _middle(lambda: bare(home, python, "PyQt6"))
        rows = [
            row("IRO Desk", _ours(desk), plain),
            row("A bare window, PySide6", plain, plain),
            row("A bare window, PyQt6", other, other),
            *(_peer(each, python, home / each.package, other) for each in PEERS),
        ]
    return HEAD + "\n".join(rows) + "\n"


def row(name: str, found: Told, plain: Told) -> str:
    """A line of the table."""
    (seconds, megabytes), (plain_seconds, plain_megabytes) = found, plain
    return (
        f"| {name} | {seconds:.3g} s | {seconds / plain_seconds:.2f} "
        f"| {megabytes:.3g} MB | {megabytes / plain_megabytes:.2f} |"
    )


def absent(name: str, why: str) -> str:
    """The line of a program that does not start here."""
    return f"| {name} | does not start here: {why.replace('|', '/')} | | | |"


def version(package: str, lock: str) -> str:
    """The version that a lock names; ValueError where it names none."""
    found = re.search(rf"^{re.escape(package)}==([^\s;]+)", lock, re.MULTILINE)
    if not found:
        raise ValueError(f"{package} does not stand in the lock")
    return found[1]


def _ours(desk: Path) -> Told:
    """Start to the unlock page, and memory on Today."""
    return _middle(lambda: (ours(UNLOCK, desk)[0], ours(TODAY, desk)[1]))


def _peer(peer: Peer, python: str, home: Path, plain: Told) -> str:
    name = f"{peer.name} {version(peer.package, LOCK.read_text(encoding='utf-8'))}"
    home.mkdir()
    try:
        peer.ready(python, home)
        return row(name, _middle(lambda: peer.measure(python, home)), plain)
    except DidNotStart as no:
        print(f"{name} does not start here: {no}", file=sys.stderr)
        return absent(name, str(no))


def _middle(measure: Callable[[], Told]) -> Told:
    """The median of each over several runs."""
    runs = [measure() for _ in range(RUNS)]
    return statistics.median(each[0] for each in runs), statistics.median(each[1] for each in runs)
