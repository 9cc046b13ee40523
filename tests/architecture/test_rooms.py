"""The house rules that a machine can hold: how long a room may be, what may be named where, who may know of whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell.screens import SCREENS

ROOT = Path(__file__).parents[2]
OURS = ("iro_desk", "ui", "resources", "bench", "tests", "docs")
FILES = [ROOT / "dev.py", *(path for part in OURS for path in sorted((ROOT / part).rglob("*.py")))]
LONGEST = {"main_window.py": 200}


def named(path: Path) -> str:
    """How a file is called in a test's name."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_room_is_too_long(path: Path) -> None:
    """A file is read whole, or it is two."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST.get(path.name, 450)


def test_the_core_lives_without_qt() -> None:
    """Every module of the core is imported where there is no Qt at all."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / "iro_desk").rglob("*.py"))
        if path.stem not in {"__init__", "__main__", "env"}
    ]
    script = f"import sys; sys.modules['PySide6'] = None\nfor name in {modules!r}: __import__(name)"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def test_the_locked_window_loads_nothing_of_the_store() -> None:
    """What opens a desk is loaded when one is opened, behind the window."""
    slow = ("sqlalchemy", "sqlcipher3", "cryptography", "pyrage", "icalendar", "cattrs")
    script = f"import sys, ui.app\nfound = [name for name in {slow!r} if name in sys.modules]\nassert not found, found"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def test_the_command_line_loads_no_qt() -> None:
    """A command starts without the window."""
    script = "import sys, iro_desk.cli\nassert not [name for name in sys.modules if name.startswith('PySide6')]"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


@pytest.mark.parametrize("path", [each for each in FILES if "tests" not in each.parts], ids=named)
def test_nothing_is_ever_written_in_clear(path: Path) -> None:
    """ATTACH without a key, and sqlcipher_export, write plain text; neither has a place here."""
    text = path.read_text(encoding="utf-8")
    attach = r"\bATTACH\b(?!\s*[=,)])"
    assert not re.search(rf"{attach}|sqlcipher_export|temp_store\s*=\s*(1|FILE)|cipher_memory_security", text)


def test_the_task_runner_needs_the_standard_library_alone() -> None:
    """It runs before anything is installed."""
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.key)
def test_every_screen_has_its_parts_and_its_tests(screen: object) -> None:
    """A page, a presenter, and a test of the presenter."""
    key = screen.key  # type: ignore[attr-defined]
    assert (ROOT / "ui" / "screens" / key / "page.py").exists()
    assert (ROOT / "ui" / "screens" / key / "presenter.py").exists()
    assert (ROOT / "tests" / "ui" / "screens" / key / "test_presenter.py").exists()


PAGES = [each for each in FILES if each.is_relative_to(ROOT / "ui" / "screens")]
WORDED = {"presenter.py", "views.py"}
"""Where answers are put into words: what varies is a sentence of theirs."""


@pytest.mark.parametrize("path", [each for each in PAGES if each.name not in WORDED], ids=named)
def test_a_page_has_no_sentence_of_its_own(path: Path) -> None:
    """They stand in ``ui/kit/words.py``, so that the same is said the same way everywhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in explained]
    sentences = [each.value for each in said if re.search(r"[a-z]{2,} [a-z]{2,}", str(each.value))]
    assert sentences == []


@pytest.mark.parametrize("path", [each for each in FILES if "ui" in each.parts], ids=named)
def test_no_qt_object_lives_in_a_module(path: Path) -> None:
    """Windows and signals belong to somebody; a module owns nothing that moves."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        called = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
        assert not re.fullmatch(r"Q[A-Z]\w+|Theme|DeskLink", called)


@pytest.mark.parametrize("path", [each for each in FILES if each.parts[len(ROOT.parts)] == "ui"], ids=named)
def test_rich_text_stands_only_where_every_word_is_ours(path: Path) -> None:
    """A label that guesses at HTML can load a file; only kit's own parts make labels."""
    text = path.read_text(encoding="utf-8")
    if path.name != "parts.py":
        assert not re.search(r"\bQLabel\(|RichText|AutoText|\.exec\(\)", text.replace("app.exec()", ""))


def test_no_path_of_a_machine_stands_in_the_tree() -> None:
    """What works here works elsewhere."""
    listed = subprocess.run(["git", "ls-files"], check=True, cwd=ROOT, capture_output=True, text=True).stdout.split()
    for name in listed:
        if name.endswith((".py", ".md", ".toml", ".spec", ".qss", ".lock", "run")):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert not re.search(r"/(home|root|Users|opt|work)/\w", text), name
