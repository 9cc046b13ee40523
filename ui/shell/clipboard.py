"""What is copied out of an open desk: cleared after half a minute, and kept out of the system's clipboard history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

KEPT_FOR = 30_000
KEEP_OUT = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
}
"""How Windows, KDE and the pasteboard programs of the Mac are told to keep no history of it."""


class ClipboardWatch(QObject):
    """Minds what this program puts on the clipboard; what others put there is theirs."""

    def __init__(
        self, clipboard: QClipboard, parent: QObject | None = None, ours: Callable[[], bool] | None = None
    ) -> None:
        super().__init__(parent)
        self._ours = ours or clipboard.ownsClipboard
        self._clipboard = clipboard
        self._marking = False
        self._timer = QTimer(self, interval=KEPT_FOR, singleShot=True)
        self._timer.timeout.connect(self.clear_ours)
        clipboard.dataChanged.connect(self._look)

    def clear(self) -> None:
        """Clear it, whoever filled it: at a lock nothing may stay."""
        self._timer.stop()
        self._clipboard.clear()

    def clear_ours(self) -> None:
        """Clear what this program put there, if it is still there."""
        if self._ours():
            self._clipboard.clear()

    def _look(self) -> None:
        if self._marking or not self._ours() or not self._clipboard.text():
            return
        marked = QMimeData()
        marked.setText(self._clipboard.text())
        for form, content in KEEP_OUT.items():
            marked.setData(form, content)
        self._marking = True
        try:
            self._clipboard.setMimeData(marked)
        finally:
            self._marking = False
        self._timer.start()
