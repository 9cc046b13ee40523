"""The toolkit does not wear Python out: a guard against a fault that was met (decision 0010)."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLabel

CALLS = 1000


def test_calls_that_return_nothing_take_no_reference_from_none(qapp: QApplication) -> None:
    """Where None can be used up, a program that calls often enough is aborted in mid-word."""
    assert qapp
    label = QLabel("x")
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("y")
    assert abs(sys.getrefcount(None) - before) < CALLS / 10
