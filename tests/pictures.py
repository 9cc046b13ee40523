"""Pictures of the real window for the README and for looking at: ``python -m tests.pictures [FOLDER]``."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from iro_desk.bootstrap import make_desk, make_practice_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from ui.app import Window
from ui.kit.ask import AskThePerson
from ui.kit.theme import LARGEST, Scheme, Theme, load_fonts

DEFAULT = Path(__file__).parents[1] / "docs" / "pictures"
INVENTED_PASSPHRASE = "green kettle sings at dawn"


def wait_until(there: Callable[[], bool], patience: int = 20_000) -> None:
    """Let the window live until something is there. TimeoutError when it never is."""
    loop = QEventLoop()
    late = QTimer(singleShot=True, interval=patience)
    late.timeout.connect(loop.quit)
    late.start()
    watch = QTimer(interval=20)
    watch.timeout.connect(lambda: loop.quit() if there() else None)
    watch.start()
    loop.exec()
    if not there():
        raise TimeoutError("the window never showed it")


def ready(window: Window) -> bool:
    """Whether Today stands."""
    page = window.workplace.pages["today"] if window.workplace else None
    return bool(page and getattr(page, "_view", None))


class Camera:
    """Takes pictures of the window as it is shown to a person."""

    def __init__(self, out: Path, scratch: Path) -> None:
        self._out, self._scratch = out, scratch
        out.mkdir(parents=True, exist_ok=True)
        self._app = QApplication.instance() or QApplication([])
        load_fonts()

    def take(self, name: str, window: Window) -> None:
        """Write a picture of the window."""
        QApplication.processEvents()
        wait_until(lambda: True)
        window.grab().save(str(self._out / f"{name}.png"))

    def shots(self, folder: Path, passphrase: str, scheme: Scheme, percent: int, names: tuple[str, str]) -> None:
        """The locked desk and Today, in one look."""
        if not isinstance(self._app, QApplication):
            raise TypeError("no application for widgets")
        settings = QSettings(str(self._scratch / "machine.ini"), QSettings.Format.IniFormat)
        theme = Theme(self._app, scheme=scheme, percent=percent)
        window = Window(theme, settings, AskThePerson())
        window.show_desk(folder)
        window.resize(1280, 800)
        window.show()
        if names[0]:
            self.take(names[0], window)
        window.unlock.unlock.emit(passphrase)
        wait_until(lambda: ready(window))
        self.take(names[1], window)
        window.close()
        window.deleteLater()


def main(out: Path) -> int:
    """Take them all."""
    with tempfile.TemporaryDirectory() as scratch:
        camera = Camera(out, Path(scratch))
        practice = Path(scratch) / "practice"
        make_practice_desk(practice)
        looks = {
            "light": (Scheme.LIGHT, 100),
            "dark": (Scheme.DARK, 100),
            "contrast": (Scheme.CONTRAST_DARK, 100),
            "200": (Scheme.LIGHT, LARGEST),
        }
        for name, (scheme, percent) in looks.items():
            camera.shots(practice, PRACTICE_PASSPHRASE, scheme, percent, (f"unlock-{name}", f"today-{name}"))
        empty = Path(scratch) / "empty"
        make_desk(empty, INVENTED_PASSPHRASE, "Frances Adeyemi")
        camera.shots(empty, INVENTED_PASSPHRASE, Scheme.LIGHT, 100, ("", "today-empty"))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT))
