"""``iro-desk``: with a command, the command line; with none, the window; ``--lock`` is the window after a lock."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ui.shell.why import Why


def main(argv: Sequence[str] | None = None) -> int:
    """Hand over to the command line before Qt is imported, or open the window; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--self-test"]:
        from ui import self_test  # noqa: PLC0415 - Qt is loaded only where a window is wanted

        return self_test.main()
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--desk", type=Path)
    parser.add_argument("--as-at", type=date.fromisoformat)
    parser.add_argument("--lock", action="store_true")
    parser.add_argument("--why", choices=[each.value for each in Why])
    try:
        given, rest = parser.parse_known_args(words)
    except argparse.ArgumentError:
        given, rest = argparse.Namespace(), words
    if rest or given == argparse.Namespace():
        from iro_desk import cli  # noqa: PLC0415 - the command line never loads Qt, nor the window the commands

        return cli.main(words)
    gc.disable()  # loading makes much and leaves no rubbish; the window collects by a timer of its own
    from ui import app  # noqa: PLC0415

    why = Why(given.why or Why.KEY) if given.lock else None
    return app.run(given.desk, given.as_at, why=why)


if __name__ == "__main__":
    sys.exit(main())
