"""A theme, a link that answers from a script, and a person who answers from a script."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.theme import Scheme, Theme, load_fonts


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """No arguments of the test runner's reach Qt."""
    return ["iro-desk"]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme at its plain size."""
    load_fonts()
    made = Theme(qapp, scheme=Scheme.LIGHT)
    yield made
    made.deleteLater()
    qapp.processEvents()
    gc.collect()


class ScriptedPerson:
    """Answers every question that stops the program with the folder given."""

    def __init__(self, chosen: Path | None, files: tuple[Path, ...] = ()) -> None:
        self.chosen, self.chosen_files = chosen, files
        self.asked: list[str] = []

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """The folder that the script says."""
        assert parent
        self.asked.append(title)
        return self.chosen

    def files(self, parent: QWidget, title: str) -> tuple[Path, ...]:
        """The files that the script says."""
        assert parent
        self.asked.append(title)
        return self.chosen_files

    def save_as(self, parent: QWidget, title: str, name: str) -> Path | None:
        """A place in the folder that the script says, under the name to begin with."""
        assert parent
        self.asked.append(title)
        return self.chosen / name if self.chosen else None

    def printer(self, parent: QWidget, then: Callable[[QPrinter], object]) -> None:
        """A printer whose paper is the file ``printed.pdf`` in the folder that the script says."""
        assert parent
        self.asked.append("printer")
        if self.chosen:
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self.chosen / "printed.pdf"))
            then(printer)


class FakeLink:
    """Answers at once, from a table of questions and orders by their type; an exception is a failure."""

    def __init__(self, answers: dict[type, Any]) -> None:
        self.answers = answers
        self.sent: list[Any] = []

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:
        """Answer."""
        assert owner
        self.sent.append(question)
        answer = self.answers[type(question)]
        if isinstance(answer, Exception):
            failed(answer)
        else:
            then(answer)

    do = ask

    def reporter(self, *, owner: Any, then: Any, finishes: bool = False) -> Any:
        """Whoever is to be told; of work that is finished whatever comes."""
        assert owner
        assert finishes
        return then

    def run(self, work: Any, *, owner: Any, then: Any, failed: Any) -> None:
        """Do it at once."""
        assert owner
        try:
            done = work()
        except Exception as fault:  # noqa: BLE001 - as the bridge does
            failed(fault)
        else:
            then(done)


class HeldLink(FakeLink):
    """Answers when told to, in the order of one's choice."""

    def __init__(self, answers: dict[type, Any]) -> None:
        super().__init__(answers)
        self.held: list[tuple[Any, Any, Any]] = []

    def ask(self, question: Any, *, owner: Any, then: Any, failed: Any = None) -> None:
        """Hold the question."""
        assert owner
        self.sent.append(question)
        self.held.append((question, then, failed))

    do = ask

    def answer(self, kind: type, place: int = 0) -> None:
        """Answer one of the held questions of this kind, the oldest first; a callable answer is given the question."""
        held = [each for each in self.held if isinstance(each[0], kind)][place]
        self.held.remove(held)
        question, then, failed = held
        given = self.answers[kind]
        given = given(question) if callable(given) else given
        if isinstance(given, Exception):
            failed(given)
        else:
            then(given)

    def answer_all(self) -> None:
        """Answer all that is held, and what that asks."""
        while self.held:
            self.answer(type(self.held[0][0]))
