"""The bridge: answers come on the window's thread, to those who are still there, and failures to those who asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from iro_desk.errors import Damaged, DiskFull, Refused
from iro_desk.services.messages import Order, Outcome, Question, Topic
from ui.desk_link import DeskLink

Opened = Callable[["FakeDesk"], QObject]


class Which(Question[int]):
    """A question."""


class Move(Order[str]):
    """An order."""


class FakeDesk:
    """A desk that notes on which thread it is used."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.threads: list[object] = []
        self.closed = False

    def ask(self, question: Question[Any]) -> int:
        """Answer, or fail."""
        assert question
        self.threads.append(QThread.currentThread())
        if self.fault:
            raise self.fault
        return 42

    def do(self, order: Order[Any]) -> Outcome[str]:
        """Do something that moves a topic."""
        assert order
        return Outcome(result="moved", order="o", topics=frozenset({Topic.DIARY}))

    def close(self) -> None:
        """Note it."""
        self.closed = True


@pytest.fixture
def link(qapp: QApplication) -> Iterator[DeskLink]:
    """A link; closed at the end, whatever happened."""
    made = DeskLink(qapp)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def opened(link: DeskLink, qtbot: QtBot) -> Callable[[FakeDesk], QObject]:
    """Opens a fake desk; the owner of later questions."""

    def open_it(desk: FakeDesk) -> QObject:
        owner = QObject(link)
        news: list[object] = []
        link.open(lambda: desk, owner=owner, then=news.append, failed=news.append)
        qtbot.waitUntil(lambda: news == [desk])
        return owner

    return open_it


def test_answers_arrive_on_the_windows_thread(
    link: DeskLink, opened: Callable[[FakeDesk], QObject], qtbot: QtBot
) -> None:
    """The desk worked on the lane; the answer came to the window."""
    desk = FakeDesk()
    owner = opened(desk)
    got: list[tuple[int, object]] = []
    link.ask(Which(), owner=owner, then=lambda answer: got.append((answer, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, link.thread())]
    assert desk.threads[0] is not link.thread()


def test_an_owner_that_has_gone_is_not_called(
    link: DeskLink, opened: Callable[[FakeDesk], QObject], qtbot: QtBot
) -> None:
    """A closed page hears nothing, and nothing crashes."""
    owner = opened(FakeDesk())
    gone = QObject()
    got: list[int] = []
    after: list[int] = []
    link.ask(Which(), owner=gone, then=got.append)
    delete(gone)
    link.ask(Which(), owner=owner, then=after.append)
    qtbot.waitUntil(lambda: bool(after))
    assert got == []


def test_a_change_is_announced_with_who_made_it(
    link: DeskLink, opened: Callable[[FakeDesk], QObject], qtbot: QtBot
) -> None:
    """The one who asked is told first; then everyone hears the topics."""
    owner = opened(FakeDesk())
    heard: list[object] = []
    link.changed.connect(lambda topics, initiator: heard.append((topics, initiator)))
    link.do(Move(), owner=owner, then=lambda outcome: heard.append(outcome.result))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["moved", (frozenset({Topic.DIARY}), owner)]


def test_a_failure_reaches_whoever_asked(link: DeskLink, opened: Opened, qtbot: QtBot) -> None:
    """And where nobody takes it, the window."""
    owner = opened(FakeDesk(Refused("No.")))
    mine: list[Exception] = []
    everyones: list[Exception] = []
    link.failed.connect(everyones.append)
    link.ask(Which(), owner=owner, then=print, failed=mine.append)
    link.ask(Which(), owner=owner, then=print)
    qtbot.waitUntil(lambda: bool(mine and everyones))
    assert [str(each) for each in (*mine, *everyones)] == ["No.", "No."]


def test_closing_waits_and_closes_the_desk(link: DeskLink, opened: Callable[[FakeDesk], QObject]) -> None:
    """Nothing is left half done on the lane."""
    desk = FakeDesk()
    opened(desk)
    link.close()
    assert desk.closed


def test_long_work_runs_beside_and_tells_how_far_it_is(
    link: DeskLink, opened: Callable[[FakeDesk], QObject], qtbot: QtBot
) -> None:
    """It does not hold up a question, and what it reports reaches the window's thread."""
    owner = opened(FakeDesk())
    told: list[float] = []
    got: list[object] = []
    done: list[object] = []
    report = link.reporter(owner=owner, then=told.append)

    def long(_: object) -> str:
        report(0.5)
        for _wait in range(2000):
            if got:
                return "looked through"
            QThread.msleep(5)
        return "was held up"

    link.use(long, owner=owner, then=done.append, beside=True)
    link.ask(Which(), owner=owner, then=got.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert (done, got, told) == (["looked through"], [42], [0.5])


def test_closing_gives_long_reading_up(link: DeskLink, opened: Callable[[FakeDesk], QObject], qtbot: QtBot) -> None:
    """A desk is closed as soon as what reads it hears of it; nobody is told of an end that was none."""
    desk = FakeDesk()
    owner = opened(desk)
    began: list[bool] = []
    ended: list[object] = []
    report = link.reporter(owner=owner, then=print)

    def for_ever(_: object) -> None:
        began.append(True)
        while True:
            report(0.5)

    link.use(for_ever, owner=owner, then=ended.append, failed=ended.append, beside=True)
    qtbot.waitUntil(lambda: bool(began))
    link.close()
    assert desk.closed
    assert ended == []


def test_closing_finishes_an_order_that_tells_how_far_it_is(
    link: DeskLink, opened: Callable[[FakeDesk], QObject], qtbot: QtBot
) -> None:
    """What was sent before is done, whole, and the desk is closed after it; nobody is told any more."""
    desk = FakeDesk()
    owner = opened(desk)
    told: list[float] = []
    steps: list[str] = []
    report = link.reporter(owner=owner, then=told.append, finishes=True)

    def long() -> None:
        steps.append("began")
        while not link._closing:
            QThread.msleep(5)
        report(0.5)
        steps.append("closed already" if desk.closed else "done")

    link.run(long, owner=owner, then=told.append, failed=told.append)
    qtbot.waitUntil(lambda: bool(steps))
    link.close()
    QApplication.processEvents()
    assert (steps, desk.closed, told) == (["began", "done"], True, [])


@pytest.mark.parametrize(
    ("fault", "signal"), [(DiskFull("No room."), "full"), (Damaged("Not whole."), "damaged"), (Refused("No."), "")]
)
def test_a_full_disk_and_damage_are_told_to_the_window(
    link: DeskLink, opened: Callable[[FakeDesk], QObject], qtbot: QtBot, fault: Exception, signal: str
) -> None:
    """Whoever asked is told first; a plain refusal is told to nobody else."""
    owner = opened(FakeDesk(fault))
    heard: list[str] = []
    link.full.connect(lambda: heard.append("full"))
    link.damaged.connect(lambda _: heard.append("damaged"))
    link.ask(Which(), owner=owner, then=print, failed=lambda no: heard.append(str(no)))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [str(fault), *([signal] if signal else [])]
