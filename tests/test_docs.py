"""The documents tell of the program as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.__main__ import the_law
from iro_desk import cli
from iro_desk.reference.law import rule_books
from ui.shell.screens import SCREENS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def text(path: Path) -> str:
    """A page."""
    return path.read_text(encoding="utf-8")


def test_the_law_page_is_current() -> None:
    """Made again, it is the same; every rule stands in it with its source."""
    page = text(DOCS / "the-law.md")
    assert page == the_law()
    for book in rule_books():
        told = [(each.words, each.source) for each in book.rule] + [(each.words, each.source) for each in book.earlier]
        assert all(words in page and source in page for words, source in told)


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_every_command_is_told_of(command: str) -> None:
    """In the user guide, with an example."""
    assert f"iro-desk {command}" in re.sub(r"--desk \S+ ", "", text(DOCS / "user-guide" / "command-line.md"))


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.key)
def test_every_screen_is_told_of(screen: object) -> None:
    """By its word in the sidebar."""
    assert f"## {screen.words}" in text(DOCS / "user-guide" / "window.md")  # type: ignore[attr-defined]


def test_the_readme_fits_one_screen_and_its_links_lead_somewhere() -> None:
    """Sixty lines at most, and no picture or page that is not there."""
    readme = text(ROOT / "README.md")
    assert len(readme.splitlines()) <= 60
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        assert (ROOT / target).exists(), target


def test_every_room_of_the_core_is_on_the_map() -> None:
    """architecture.md names every folder of the core and of the windows."""
    page = text(DOCS / "architecture.md")
    for top in ("iro_desk", "ui"):
        for folder in (
            each
            for each in (ROOT / top).rglob("*")
            if each.is_dir() and list(each.glob("*.py")) and each.name != "versions"
        ):
            assert f"`{folder.relative_to(ROOT).as_posix()}" in page, folder
