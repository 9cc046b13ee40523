"""A seeded mix of orders through the one door, each said before and after it is done; run in forks of a warm process.

The tests that break things need hundreds of real processes. Starting Python and importing the store takes half a
second, so one process imports everything once, opens nothing, and forks a worker for each break.
"""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, Self

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.clock import StandingClock
from iro_desk.desk import Desk
from iro_desk.errors import Refused, Unavailable, WrongPassphrase
from iro_desk.mending import restore
from iro_desk.services.children import ChildPage, ChildPageView, Children, NameChild
from iro_desk.services.contacting import ContactKind, CorrectContact, RecordContact, WithdrawContact
from iro_desk.services.drafting import KeepDraft
from iro_desk.services.exchanging import TakeExtract
from iro_desk.services.messages import Order
from iro_desk.storage import database, desk_folder
from iro_desk.storage.desk_folder import DeskFolder
from iro_desk.storage.guesses import FREE
from iro_desk.storage.keys import DeskKey, KeyFile
from tests.conftest import CHEAP, OTHER_PASSPHRASE, PASSPHRASE
from tests.sample import PRACTICE_DAY

ROOT = Path(__file__).parents[2]
LONGEST_REQUEST = 1 << 16
CLOCK = StandingClock(PRACTICE_DAY)
STATE = "XDG_STATE_HOME"
WORDS = ("kettle", "rain", "rivers", "window", "nobody", "hurried", "garden", "supper", "bicycle", "quietly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a worker is to do."""

    root: str
    """A folder that stands for the machine: the desk in ``desk``, what the machine remembers in ``state``."""
    key: str = field(repr=False)
    extracts: Sequence[str]
    seed: int
    orders: int
    """How many steps it takes; it then closes the desk and ends."""
    steps: Mapping[str, int]
    """How often each step comes up, against the others."""
    script: Sequence[str] = ()
    """The steps one by one, in place of a mix."""
    pragmas: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Settings in place of the program's own: for controls that must lose."""
    key_files: Sequence[str] = ()
    """Contents, in hex, that the step ``key file`` writes in turn."""
    beside: str = ""
    """What the folders are called in which other desks are made, in place of a name by chance."""

    @property
    def desk(self) -> Path:
        """The desk's folder."""
        return Path(self.root) / "desk"


@contextmanager
def machine(root: Path) -> Iterator[None]:
    """Let the program remember what it remembers of desks under this root."""
    before = os.environ.get(STATE)
    os.environ[STATE] = str(root / "state")
    try:
        yield
    finally:
        if before is None:
            del os.environ[STATE]
        else:
            os.environ[STATE] = before


class Officer:
    """Works at a desk: says what comes, does it, says what came of it."""

    def __init__(self, session: Session, say: Callable[[Mapping[str, Any]], None]) -> None:
        self.session = session
        self.chance = random.Random(session.seed)  # noqa: S311 - a mix, not secrets
        self.say = say
        self.written = 0
        self.key = DeskKey(bytes.fromhex(session.key))
        self.desk = self._open()

    def work(self) -> None:
        """Take the session's steps, whatever the disk says, and close."""
        names, weights = list(self.session.steps), list(self.session.steps.values())
        for step in self.session.script or self.chance.choices(names, weights, k=self.session.orders):
            try:
                STEPS[step](self)
            except (Refused, Unavailable) as no:
                self.say({"no": step, "unavailable": isinstance(no, Unavailable), "words": no.words})
        self.desk.close()
        self.say({"closed": True})

    def do(self, order: Order[Any], **effect: object) -> None:
        """Give an order, and say its id once it is done. ``effect`` is what it does to drafts."""
        name = type(order).__name__
        self.say({"will": name, **effect})
        self.say({"did": name, "order": self.desk.do(order).order})

    def child(self) -> ChildPageView:
        """A child on the desk, taken at random; children come first."""
        children = self.desk.ask(Children())
        if not children:
            take_extract(self)
            children = self.desk.ask(Children())
        return self.desk.ask(ChildPage(child=self.chance.choice(children).child))

    def words(self, most: int = 40) -> str:
        """Something to write down."""
        return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(1, most)))

    def new_folder(self) -> Path:
        """Where another desk will be: where nothing was begun yet."""
        root, number = Path(self.session.root), 1
        while any((root / f"another-{number}{ending}").exists() for ending in ("", ".part")):
            number += 1
        return root / f"another-{number}"

    def reopen(self) -> None:
        """Close the desk and open it again."""
        self.desk.close()
        self.desk = self._open()

    def _open(self) -> Desk:
        """Open the desk; a fault that passes is met by trying once more."""
        try:
            return open_desk(self.session.desk, self.key, CLOCK)
        except Unavailable as no:
            self.say({"no": "open", "unavailable": isinstance(no, Unavailable), "words": no.words})
            return open_desk(self.session.desk, self.key, CLOCK)


def take_extract(officer: Officer) -> None:
    """Take in one of the small extracts."""
    officer.do(TakeExtract(folder=Path(officer.chance.choice(officer.session.extracts))))


def name_child(officer: Officer) -> None:
    """Name a child, which does away with the draft of the names."""
    child = officer.child()
    order = NameChild(child=child.child, first_name=officer.words(1), last_name=officer.words(1))
    officer.do(order, forgets=[child.id, "names"])


def record_contact(officer: Officer) -> None:
    """Record a contact, which does away with the draft of one."""
    child = officer.child()
    order = RecordContact(child=child.child, **_contact(officer))
    officer.do(order, forgets=[child.id, "contact"])


def correct_contact(officer: Officer) -> None:
    """Mend a contact of a child that has one."""
    child = officer.child()
    if child.contacts:
        contact = officer.chance.choice(child.contacts).id
        officer.do(CorrectContact(id=contact, **_contact(officer)), forgets=[child.id, f"contact:{contact}"])


def withdraw_contact(officer: Officer) -> None:
    """Withdraw a contact of a child that has one."""
    child = officer.child()
    if child.contacts:
        contact = officer.chance.choice(child.contacts).id
        officer.do(WithdrawContact(id=contact), forgets=[child.id, f"contact:{contact}"])


def keep_draft(officer: Officer) -> None:
    """Type something and do not save it."""
    child = officer.child()
    forms = ["names", "contact", *(f"contact:{each.id}" for each in child.contacts[:2])]
    form, values = officer.chance.choice(forms), {officer.words(1): officer.words()}
    officer.do(KeepDraft(child=child.child, form=form, values=values), draft=[child.id, form, values])


def undo(officer: Officer) -> None:
    """Undo the newest order."""
    officer.say({"will": "undo"})
    officer.say({"did": "undo", "order": officer.desk.undo().order})


def undo_and_redo(officer: Officer) -> None:
    """Undo the newest order and do it again."""
    undo(officer)
    officer.say({"will": "redo"})
    officer.say({"did": "redo", "order": officer.desk.redo().order})


def back_up(officer: Officer) -> None:
    """Make a backup, which the desk has verified when it says so."""
    officer.say({"will": "back up"})
    made = officer.desk.back_up()
    officer.say({"did": "back up", "order": None, "backup": made.folder.name, "verified": made.verified})


def write_key_file(officer: Officer) -> None:
    """Write the next key file, as a new passphrase does."""
    officer.written += 1
    turn = officer.written % len(officer.session.key_files)
    officer.say({"will": "key file", "key_file": turn})
    content = KeyFile.from_bytes(bytes.fromhex(officer.session.key_files[turn]))
    DeskFolder(officer.session.desk).write_key_file(content)
    officer.say({"did": "key file", "order": None})


def restore_backup(officer: Officer) -> None:
    """Make a backup, if there is none, and restore it into a new folder."""
    if not officer.desk.safekeeping.backups():
        back_up(officer)
    folder = officer.new_folder()
    officer.say({"will": "restore"})
    restore(officer.desk.safekeeping.backups()[0].path, folder, officer.key, clock=CLOCK)
    officer.say({"did": "restore", "order": None, "desk": [folder.name, None]})


def make_another(officer: Officer) -> None:
    """Make a new desk."""
    folder = officer.new_folder()
    officer.say({"will": "make"})
    recovery_key = make_desk(folder, PASSPHRASE, "Frances Adeyemi", clock=CLOCK, cost=CHEAP)
    officer.say({"did": "make", "order": None, "desk": [folder.name, recovery_key]})


def guess(officer: Officer) -> None:
    """Close the desk, and try wrong passphrases until even the right one has to wait."""
    officer.desk.close()
    officer.say({"will": "guess"})
    for _ in range(FREE):
        with suppress(WrongPassphrase):
            open_desk(officer.session.desk, OTHER_PASSPHRASE, CLOCK)
            raise AssertionError("a wrong passphrase opened the desk")
    try:
        open_desk(officer.session.desk, PASSPHRASE, CLOCK)
    except Unavailable as no:
        if not no.words.startswith("That was too many"):
            raise
    else:
        raise AssertionError("the next guess did not have to wait")
    officer.desk = officer._open()
    officer.say({"did": "guess", "order": None})


STEPS: dict[str, Callable[[Officer], None]] = {
    "import": take_extract,
    "name": name_child,
    "contact": record_contact,
    "correct": correct_contact,
    "withdraw": withdraw_contact,
    "draft": keep_draft,
    "undo": undo,
    "undo and redo": undo_and_redo,
    "back up": back_up,
    "key file": write_key_file,
    "restore": restore_backup,
    "make": make_another,
    "reopen": Officer.reopen,
    "guess": guess,
}
MIXED = {
    "import": 3,
    "name": 3,
    "contact": 8,
    "correct": 3,
    "withdraw": 1,
    "draft": 6,
    "undo": 4,
    "undo and redo": 3,
    "back up": 1,
    "reopen": 1,
}
"""The mix of an officer's day."""


def _contact(officer: Officer) -> dict[str, Any]:
    day = PRACTICE_DAY - timedelta(days=officer.chance.randrange(300))
    attach = (
        (Path(officer.chance.choice(officer.session.extracts)) / "header.csv",) if officer.chance.random() < 0.2 else ()
    )
    kind = officer.chance.choice(list(ContactKind))
    return {"on": day, "kind": kind, "note": officer.words(), "attach": attach}


class Worker:
    """A process that works at a desk, and the lines that it says."""

    def __init__(self, warm: WarmProcess, pid: int, lines: int, go: int) -> None:
        self.pid = pid
        self._warm = warm
        self._lines = os.fdopen(lines, "rb")
        self._go = go

    @property
    def says(self) -> str:
        """The name that Linux has for the pipe it speaks on."""
        return str(Path(f"/proc/self/fd/{self._lines.fileno()}").readlink())

    def go(self) -> None:
        """Let it begin."""
        os.write(self._go, b"g")
        os.close(self._go)

    def line(self) -> dict[str, Any] | None:
        """The next line; None where it has ended."""
        line = self._lines.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def kill(self) -> None:
        """End it at once, as ``kill -9`` does."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def rest(self) -> Iterator[dict[str, Any]]:
        """The lines still to come, until it has ended and is gone."""
        while (line := self.line()) is not None:
            yield line
        self._lines.close()
        self._warm.wait_for(self.pid)


class WarmProcess:
    """Has everything imported, has worked one session, has nothing open; forks a worker when asked. For a ``with``."""

    def __init__(self, rehearsal: Session) -> None:
        self._rehearsal = rehearsal

    def __enter__(self) -> Self:
        ours, theirs = socket.socketpair()
        self._channel = ours
        with theirs:
            words = [sys.executable, "-m", "tests.breaking.workload", str(theirs.fileno())]
            self._process = subprocess.Popen(words, cwd=ROOT, pass_fds=[theirs.fileno()])
        self._channel.sendall(json.dumps({"rehearse": asdict(self._rehearsal)}).encode())
        self._channel.recv(64)
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()
        self._process.wait()

    def start(self, session: Session) -> Worker:
        """A worker for this session, waiting for its ``go``."""
        lines, say = os.pipe()
        wait, go = os.pipe()
        socket.send_fds(self._channel, [json.dumps({"start": asdict(session)}).encode()], [say, wait])
        os.close(say)
        os.close(wait)
        return Worker(self, int(self._channel.recv(64)), lines, go)

    def wait_for(self, pid: int) -> None:
        """Until this worker is gone, with all that it had open."""
        self._channel.sendall(json.dumps({"wait": pid}).encode())
        self._channel.recv(64)


def serve(channel: socket.socket) -> None:
    """Rehearse once, fork workers and wait for them, one request after another, until the other end is closed."""
    while True:
        words, handles, _, _ = socket.recv_fds(channel, LONGEST_REQUEST, 2)
        if not words:
            return
        request = json.loads(words)
        if "rehearse" in request:
            session = Session(**request["rehearse"])
            with machine(Path(session.root)):
                Officer(session, lambda _: None).work()
            gc.freeze()
            channel.sendall(b"ready")
            continue
        if "wait" in request:
            os.waitpid(request["wait"], 0)
            channel.sendall(b"gone")
            continue
        pid = os.fork()
        if not pid:
            channel.close()
            _work(Session(**request["start"]), *handles)
        for handle in handles:
            os.close(handle)
        channel.sendall(str(pid).encode())


def _work(session: Session, say: int, wait: int) -> NoReturn:
    """A worker's whole life."""
    try:
        os.read(wait, 1)
        database.PRAGMAS.update({name: (value, expected) for name, (value, expected) in session.pragmas.items()})
        if session.beside:
            desk_folder.__dict__["secrets"] = SimpleNamespace(token_hex=lambda _: session.beside)
        with machine(Path(session.root)):
            Officer(session, lambda line: _say(say, line)).work()
    except Unavailable as no:
        _say(say, {"ended": True, "unavailable": isinstance(no, Unavailable), "words": no.words})
    except BaseException:  # noqa: BLE001 - whatever it was, the test is told
        _say(say, {"bug": traceback.format_exc()})
    os._exit(0)


def _say(handle: int, line: Mapping[str, Any]) -> None:
    os.write(handle, json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
