"""A theme, a link that answers from a script, and a person who answers from a script."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
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

    def __init__(self, chosen: Path | None) -> None:
        self.chosen = chosen
        self.asked: list[str] = []

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """The folder that the script says."""
        assert parent
        self.asked.append(title)
        return self.chosen


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
