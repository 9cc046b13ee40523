"""Checks every data file: ``python -m iro_desk.reference``; each fault with its place."""

from __future__ import annotations

import sys

from iro_desk.errors import Refused
from iro_desk.reference.codes import ssda903_codes
from iro_desk.reference.law import rule_books, working_days


def main() -> int:
    """Read everything that ``resources/`` says; 1 where something is not in order."""
    faults = []
    for read in (rule_books, working_days, ssda903_codes):
        try:
            read()
        except Refused as fault:
            faults.append(fault.words)
    for each in faults:
        sys.stderr.write(f"{each}\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
