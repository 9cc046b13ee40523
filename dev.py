"""One word a task: ``python3 dev.py run``, ``test``, ``lint``, ``bench``, ``soak``, ``build``, ``docs`` and more.

Standard library only. The first use makes ``.venv`` and installs the hashed lock; on Debian, as root, it also installs
the system libraries that Qt needs and the programs that the tests need, and otherwise prints the line to type.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PRACTICE = ROOT / ".practice"
WINDOWS = os.name == "nt"
SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What Qt loads at run time on Linux, and Debian's package for each."""
PROGRAMS = {"strace": "strace", "age": "age", "pdftotext": "poppler-utils", "dbus-daemon": "dbus"}
"""What the tests start on Linux, and Debian's package for each: what breaks a disk, what opens a recovery
slot, what reads a printed page, and what carries the system's signals."""


def main(words: Sequence[str]) -> int:
    """Do one task; its exit code."""
    if not words or words[0] not in TASKS:
        print(f"python3 dev.py TASK, where TASK is one of: {', '.join(TASKS)}")
        return 2
    prepare()
    return TASKS[words[0]](list(words[1:]))


def run(_: list[str]) -> int:
    """Make or reuse the practice desk, say what is due, write the diary file, open the window if there is a screen."""
    desk = PRACTICE / "desk"
    if (not desk.exists() or iro("--desk", str(desk), "check")) and (code := make_practice_desk(desk)):
        return code
    for command in (["due"], ["diary", "--ics", str(PRACTICE / "diary.ics")]):
        if code := iro("--desk", str(desk), *command):
            return code
    if not has_screen():
        print("There is no screen here, so no window opens; the rest is done.")
        return 0
    return iro("--desk", str(desk))


def make_practice_desk(desk: Path) -> int:
    """A new practice desk, in its place only when it is whole."""
    beside = desk.with_name("desk.part")
    for folder in (desk, beside):
        shutil.rmtree(folder, ignore_errors=True)
    code = iro("demo", str(beside))
    if not code:
        beside.replace(desk)
    return code


def test(words: list[str]) -> int:
    """Everything CI runs: the checks, then all tests but the long loops. Words are handed on to pytest."""
    return lint([]) or pytest("-n", "2", "-m", "not soak", *words)


def lint(_: list[str]) -> int:
    """Formatting, lint, types, import contracts, data files; all of them, whatever the first one finds."""
    checks = (
        ("-m", "ruff", "format", "--check", "--quiet", "."),
        ("-m", "ruff", "check", "--quiet", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
        ("-m", "iro_desk.reference"),
    )
    return max(python(*check) for check in checks)


def bench(words: list[str]) -> int:
    """The benchmark, kept in docs/benchmark.md; with --peers other programs beside ours, from a venv of their own."""
    if words != ["--peers"]:
        return python("-m", "bench", *words)
    venv = ROOT / ".venv-peers"
    install(venv, ROOT / "requirements-peers.lock")
    return python("-m", "bench", "--peers", str(python_of(venv)))


def soak(words: list[str]) -> int:
    """The long loops, before an issue is resolved."""
    return pytest("-n", "2", "-m", "soak", *words)


def build(_: list[str]) -> int:
    """The built program, which must pass its own test."""
    if code := python("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "build_installer.spec"):
        return code
    program = ROOT / "dist" / "iro-desk" / ("iro-desk.exe" if WINDOWS else "iro-desk")
    return shell([str(program), "--self-test"])


def docs(_: list[str]) -> int:
    """The generated pages and the pictures of the README."""
    return python("-m", "docs") or python("-m", "tests.pictures")


def validate(_: list[str]) -> int:
    """The exported Reviews table against the sector's published rule set, in a venv of its own."""
    venv = ROOT / ".venv-validator"
    install(venv, ROOT / "requirements-validator.lock")
    return shell([str(python_of(venv)), str(ROOT / "tests" / "validator" / "check_reviews.py"), str(python_of(VENV))])


def lock(_: list[str]) -> int:
    """Make the locks again, with the newest versions that pyproject.toml allows."""
    compiled = (
        "pip",
        "compile",
        "--upgrade",
        "--quiet",
        "--generate-hashes",
        "--universal",
        "--python-version",
        "3.11",
    )
    plain = ("--no-emit-index-url", "--no-header", "--no-annotate")
    wanted = (
        ("pyproject.toml", "-o", "requirements.lock"),
        ("pyproject.toml", "--extra", "dev", "-o", "requirements-dev.lock"),
        ("requirements-peers.in", "-o", "requirements-peers.lock"),
    )
    return next((code for each in wanted if (code := python("-m", "uv", *compiled, *plain, *each))), 0)


TASKS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "soak": soak,
    "build": build,
    "docs": docs,
    "validate": validate,
    "lock": lock,
}


def prepare() -> None:
    """Have the virtual environment, and the system libraries and programs that everything needs."""
    install(VENV, ROOT / "requirements-dev.lock")
    if sys.platform == "linux":
        missing = [package for library, package in SYSTEM_LIBRARIES.items() if not loads(library)]
        missing += [package for program, package in PROGRAMS.items() if not shutil.which(program)]
        system_packages(missing, needed=False)


def install(venv: Path, lock_file: Path) -> None:
    """Make a virtual environment and install a hashed lock into it, unless that very lock is there already."""
    wanted = hashlib.sha256(lock_file.read_bytes()).hexdigest()
    stamp = venv / "installed-lock"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    print(f"Installing {lock_file.name} into {venv.name} ...", file=sys.stderr)
    if not python_of(venv).exists():
        make_venv(venv)
    wheels = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        str(lock_file),
    ]
    subprocess.run([str(python_of(venv)), *wheels], check=True)
    stamp.write_text(wanted, encoding="ascii")


def make_venv(venv: Path) -> None:
    """A new virtual environment, with Debian's package for it where that is missing."""
    if subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False, capture_output=True).returncode:
        shutil.rmtree(venv, ignore_errors=True)
        system_packages(["python3-venv"], needed=True)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)


def system_packages(packages: Sequence[str], *, needed: bool) -> None:
    """Install Debian packages as root, or print the line that does."""
    if not packages:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
        done = subprocess.run(line, check=False, env=quiet, stdout=subprocess.DEVNULL)
        if done.returncode == 0:
            return
    print(f"The program needs system packages that are not here. Type: sudo {' '.join(line)}", file=sys.stderr)
    if needed:
        raise SystemExit(3)


def loads(library: str) -> bool:
    """Whether the system has this library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_screen() -> bool:
    """Whether a window can be shown."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if WINDOWS else "bin/python")


def iro(*words: str) -> int:
    """Run the program."""
    return python("-m", "ui", *words)


def pytest(*words: str) -> int:
    """Run tests without a screen."""
    return python("-m", "pytest", "-q", *words, QT_QPA_PLATFORM="offscreen")


def python(*words: str, **more: str) -> int:
    """Run the project's Python in the project's folder."""
    return shell([str(python_of(VENV)), *words], **more)


def shell(words: Sequence[str], **more: str) -> int:
    """Run a command in the project's folder; its exit code."""
    return subprocess.run(words, check=False, cwd=ROOT, env={**os.environ, **more}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
