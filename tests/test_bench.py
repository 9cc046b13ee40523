"""The benchmark measures what it says: from the process's first moment, of nobody's settings, and keeps its page."""

from __future__ import annotations

import re
import socket
import sys
import time
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import peers, windows
from bench.measuring import Figure
from bench.windows import TELL, DidNotStart, nobodys, told

ROOT = Path(__file__).parents[1]


def run(script: str, home: Path) -> tuple[float, float]:
    """Run a script as a measured process."""
    return told(sys.executable, script, [], home=home)


def test_a_bare_window_tells_its_start_and_its_memory(tmp_path: Path) -> None:
    """Start counts from before the process to the drawn window, memory in megabytes of its own."""
    before = time.perf_counter()
    seconds, megabytes = windows.bare(tmp_path)
    assert 0.02 < seconds < time.perf_counter() - before - 0.5
    assert 5 < megabytes < 500


def test_a_window_that_is_never_drawn_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a painted window there is no figure."""
    monkeypatch.setattr(windows, "PATIENCE", 4)
    monkeypatch.setattr(windows, "BARE", windows.BARE.replace("window.show()", ""))
    with pytest.raises(DidNotStart, match="no window within 4 seconds"):
        windows.bare(tmp_path)


def test_a_window_without_a_caret_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn is not enough: the field must have the focus."""
    monkeypatch.setattr(windows, "PATIENCE", 4)
    monkeypatch.setattr(windows, "BARE", windows.BARE.replace("field.setFocus()", "field.setEnabled(False)"))
    with pytest.raises(DidNotStart, match="no window within 4 seconds"):
        windows.bare(tmp_path)


def test_what_is_loaded_too_early_is_named(tmp_path: Path) -> None:
    """A figure is not told when a library stands loaded that must not be."""
    check = f"{TELL}\nnone_of(('json',))\ntell(0)"
    assert run(check, tmp_path)[0] == 0
    with pytest.raises(DidNotStart, match="loaded too early: json"):
        run(f"import json\n{check}", tmp_path)


def test_helper_processes_are_counted(tmp_path: Path) -> None:
    """Memory of what a program starts is its memory too."""
    hold = "import time; block = bytearray(b'x' * 2**26); print(flush=True); time.sleep(60)"
    helper = f"import subprocess\nsubprocess.Popen([sys.executable, '-c', {hold!r}], stdout=-1).stdout.readline()"
    alone = run(f"{TELL}\nimport subprocess\ntell(0)", tmp_path)[1]
    assert 60 < run(f"{TELL}\n{helper}\ntell(0)", tmp_path)[1] - alone < 120


def test_a_fault_is_told_without_folders(tmp_path: Path) -> None:
    """The last words of what did not start, and no path of this machine."""
    with pytest.raises(DidNotStart) as no:
        run("import sys; sys.exit('no such file: /somewhere/of/mine/settings.db')", tmp_path)
    assert str(no.value) == "no such file: settings.db"


def test_measured_programs_are_nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting, bus or folder of the person who measures reaches the program."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/bus")
    monkeypatch.setenv("HOME", "/mine")
    found = nobodys(tmp_path)
    assert "DBUS_SESSION_BUS_ADDRESS" not in found
    for name in ("HOME", "APPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "TMPDIR"):
        assert Path(found[name]).parent == tmp_path
        assert Path(found[name]).is_dir()


def test_peers_have_no_network(tmp_path: Path) -> None:
    """A measured peer reaches its own machine and nothing beyond."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        near = f"import socket\nsocket.create_connection({server.getsockname()!r}).close()\n"
        assert run(f"{TELL}{peers.ALONE}{near}tell(0)", tmp_path)[0] == 0
    for far in ("socket.create_connection(('192.0.2.1', 80))", "socket.getaddrinfo('example.org', 80)"):
        with pytest.raises(DidNotStart, match="there is no network here"):
            run(f"{TELL}{peers.ALONE}import socket\n{far}\ntell(0)", tmp_path)


def test_a_peer_that_does_not_start_is_left_out_with_its_reason(tmp_path: Path) -> None:
    """Its line says why, and the others are measured all the same."""
    missing = peers.Peer(name="None such", package="vorta", module="none_such", window="Window", start="")
    line = peers._peer(missing, sys.executable, tmp_path / "home", (1.0, 1.0))
    assert re.fullmatch(r"\| None such [\d.]+ \| does not start here: ModuleNotFoundError: .+ \| \| \| \|", line)


def test_the_peers_lock_is_hashed_and_names_no_index() -> None:
    """Every peer stands in the lock, every line with its hashes, and no address anywhere."""
    lock = peers.LOCK.read_text(encoding="utf-8")
    assert all(peers.version(each.package, lock) for each in peers.PEERS)
    with pytest.raises(ValueError, match="does not stand in the lock"):
        peers.version("none-such", lock)
    wanted = re.split(r"\n(?=\S)", lock.strip())
    assert all(re.match(r"[\w.\-]+==", each) and "--hash=sha256:" in each for each in wanted)
    assert not re.search(r"://|--(extra-)?index|--find-links", lock)


def test_each_part_of_the_page_is_kept_by_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain run leaves what stands beside other programs as it was, and the other way about."""
    page = tmp_path / "benchmark.md"
    page.write_text("old\n", encoding="utf-8")
    monkeypatch.setattr(bench, "PAGE", page)
    found = [Figure("Start", "s", 3, 2, limit=1.6), Figure("Memory", "MB", 30, 20, limit=1.4)]
    monkeypatch.setattr(bench, "figures", lambda: found)
    monkeypatch.setattr(peers, "table", lambda python: f"\nmeasured by {python}\n")
    assert bench.main(["--peers", "theirs"]) == 0
    assert page.read_text(encoding="utf-8") == "old\n\n## Beside other programs\n\nmeasured by theirs\n"
    assert bench.main([]) == 1
    first, second = bench.parts(page.read_text(encoding="utf-8"))
    assert first.splitlines()[-2:] == [
        "| Start | 3 s | 2 s | 1.50 times | 1.6 times | met |",
        "| Memory | 30 MB | 20 MB | 1.50 times | 1.4 times | **missed** |",
    ]
    assert second == "\nmeasured by theirs\n"
    found.pop()
    assert bench.main([]) == 0
