"""What is copied out of an open desk does not stay."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ui.shell.clipboard import KEEP_OUT, KEPT_FOR, ClipboardWatch


def test_a_copy_is_kept_out_of_history_and_cleared(qapp: QApplication) -> None:
    """It is marked as it is made, and goes after half a minute; at a lock it goes at once."""
    clipboard = qapp.clipboard()
    clipboard.clear()
    watch = ClipboardWatch(clipboard, ours=lambda: True)  # a platform without a screen never says so
    clipboard.setText("a note")
    assert clipboard.text() == "a note"
    assert set(KEEP_OUT) <= set(clipboard.mimeData().formats())
    assert watch._timer.isActive()
    assert watch._timer.interval() == KEPT_FOR == 30_000
    watch._timer.timeout.emit()
    assert clipboard.text() == ""
    clipboard.setText("another")
    watch.clear()
    assert clipboard.text() == ""
    clipboard.dataChanged.disconnect(watch._look)
