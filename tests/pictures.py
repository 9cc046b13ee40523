"""Pictures of the real window for the README and for looking at: ``python -m tests.pictures [FOLDER]``."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from iro_desk.bootstrap import make_desk, open_desk
from iro_desk.closed import sheet_of
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import Children, NameChild
from iro_desk.services.contacting import ContactKind, RecordContact
from tests.sample import PRACTICE_DAY, make_sample_desk
from ui.app import Window
from ui.kit.ask import AskThePerson
from ui.kit.theme import LARGEST, Scheme, Theme, load_fonts
from ui.kit.words import LOCKS_SOON
from ui.shell.screens import SCREENS
from ui.shell.why import Why

DEFAULT = Path(__file__).parents[1] / "docs" / "pictures"
KEPT = ("unlock-light", "today-light", "today-dark", "child")
"""Those that the README shows."""
INVENTED_PASSPHRASE = "green kettle sings at dawn"
CAST = (
    "Amelia Brooks",
    "Dilan Kaya",
    "Ethan O’Connor",
    "Layla Hassan",
    "Noah Fletcher",
    "Priya Nair",
    "Callum Doyle",
    "Minh Tran",
)
IN_SIGHT = "Dilan Kaya"
SAID = (
    (40, ContactKind.SCHOOL, "Settled in Year 6, and reads to the little ones on Fridays."),
    (18, ContactKind.CHILD_SEEN, "Seen alone. He misses the dog, and would like to be asked before the meeting."),
    (3, ContactKind.SOCIAL_WORKER, "Lucy has asked Mrs Doran for a photograph of the dog; it comes on Friday."),
)


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


def settle(window: Window) -> None:
    """Let everything be answered that was asked, and what those answers asked."""
    done: list[object] = []
    for number in range(1, 5):
        window.link.run(lambda: None, owner=window, then=done.append, failed=done.append)
        wait_until(partial(_so_many, done, number))


def _so_many(done: list[object], number: int) -> bool:
    return len(done) == number


class Camera:
    """Takes pictures of the window as it is shown to a person."""

    def __init__(self, out: Path, scratch: Path) -> None:
        self._out, self._scratch = out, scratch
        out.mkdir(parents=True, exist_ok=True)
        self._app = QApplication.instance() or QApplication([])
        load_fonts()

    def look(self, scheme: Scheme, percent: int) -> Theme:
        """A look to take pictures in."""
        if not isinstance(self._app, QApplication):
            raise TypeError("no application for widgets")
        return Theme(self._app, scheme=scheme, percent=percent)

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

    def places(self, folder: Path, scheme: Scheme, percent: int, look: str) -> None:
        """Every place of the sidebar, in one look."""
        if not isinstance(self._app, QApplication):
            raise TypeError("no application for widgets")
        settings = QSettings(str(self._scratch / "machine.ini"), QSettings.Format.IniFormat)
        window = Window(Theme(self._app, scheme=scheme, percent=percent), settings, AskThePerson())
        window.show_desk(folder)
        window.show()
        window.unlock.unlock.emit(PRACTICE_PASSPHRASE)
        wait_until(lambda: ready(window))
        for screen in SCREENS:
            if window.workplace is None:
                raise TypeError("no desk is open")
            window.workplace.go(screen.key)
            settle(window)
            self.take(f"place-{screen.key}-{look}", window)
        window.close()
        window.deleteLater()

    def children(self, folder: Path, scheme: Scheme, percent: int, names: dict[str, str]) -> None:
        """The children, one of them, and a search, in one look; ``names`` says what each picture is called."""
        if not isinstance(self._app, QApplication):
            raise TypeError("no application for widgets")
        settings = QSettings(str(self._scratch / "machine.ini"), QSettings.Format.IniFormat)
        window = Window(Theme(self._app, scheme=scheme, percent=percent), settings, AskThePerson())
        window.show_desk(folder)
        window.show()
        window.unlock.unlock.emit(PRACTICE_PASSPHRASE)
        wait_until(lambda: ready(window))
        place = window.workplace
        if place is None:
            raise TypeError("no desk is open")
        listed = place.pages["children"]
        place.go("children")
        wait_until(lambda: bool(getattr(listed, "_view", None)))
        if "children" in names:
            self.take(names["children"], window)
        lines = listed.list.lines.lines  # type: ignore[attr-defined]
        place.open_child(next(each.child for each in lines if each.title == IN_SIGHT))
        wait_until(lambda: bool(place.child.cards))
        self.take(names["child"], window)
        if "search" in names:
            place.bar.field.go()
            place.bar.field.setText("dog")
            place.bar.field.textEdited.emit("dog")
            place.bar.field.entered.emit()
            wait_until(place.panel.in_hand)
            self.take(names["search"], window)
        window.close()
        window.deleteLater()


def fill(folder: Path) -> None:
    """Name some of the practice desk's children, and write of one."""
    with open_desk(folder, PRACTICE_PASSPHRASE) as desk:
        listed = desk.ask(Children())
        for each, name in zip(listed, CAST, strict=False):
            first, last = name.split()
            desk.do(NameChild(child=each.child, first_name=first, last_name=last))
        child = next(each.child for each in desk.ask(Children()) if each.name == IN_SIGHT)
        for days, kind, note in SAID:
            desk.do(RecordContact(child=child, on=PRACTICE_DAY - timedelta(days=days), kind=kind, note=note))


def before(camera: Camera, folder: Path, key: str, theme: Theme, look: str) -> None:
    """What stands before a desk and keeps it: making one, its sheet, the lock with its reason, settings, cover."""
    window = Window(theme, QSettings(str(folder.parent / "machine.ini"), QSettings.Format.IniFormat), AskThePerson())
    window.resize(1280, 800)
    window.show_desk(None)
    window.show()
    camera.take(f"welcome-{look}", window)
    window.entrance.show_making()
    camera.take(f"new-desk-{look}", window)
    window.entrance._show_sheet(sheet_of("Frances Adeyemi", key), folder)
    camera.take(f"sheet-{look}", window)
    window.show_desk(folder)
    window.entrance.show_forgotten()
    camera.take(f"forgotten-{look}", window)
    window.show_desk(folder, Why.SLEEP)
    camera.take(f"lock-{look}", window)
    window.unlock.unlock.emit(INVENTED_PASSPHRASE)
    wait_until(lambda: ready(window))
    if window.workplace and window.office:
        window.workplace.go("settings")
        wait_until(lambda: True)
        camera.take(f"settings-{look}", window)
        window.office.warning.say(LOCKS_SOON.format("45 seconds"))
        camera.take(f"locks-soon-{look}", window)
        window.office.cover.fall()
        camera.take(f"cover-{look}", window)
    window.close()
    window.deleteLater()


def main(out: Path) -> int:
    """Take them all."""
    with tempfile.TemporaryDirectory() as scratch:
        camera = Camera(out, Path(scratch))
        practice = Path(scratch) / "practice"
        make_sample_desk(practice)
        looks = {
            "light": (Scheme.LIGHT, 100),
            "dark": (Scheme.DARK, 100),
            "contrast": (Scheme.CONTRAST_DARK, 100),
            "200": (Scheme.LIGHT, LARGEST),
        }
        for name, (scheme, percent) in looks.items():
            camera.shots(practice, PRACTICE_PASSPHRASE, scheme, percent, (f"unlock-{name}", f"today-{name}"))
        fill(practice)
        for name, (scheme, percent) in looks.items():
            camera.places(practice, scheme, percent, name)
        whole = {"children": "children", "child": "child", "search": "search"}
        camera.children(practice, Scheme.LIGHT, 100, whole)
        camera.children(practice, Scheme.DARK, 100, {"child": "child-dark"})
        camera.children(practice, Scheme.LIGHT, LARGEST, {"child": "child-200"})
        empty = Path(scratch) / "empty"
        key = make_desk(empty, INVENTED_PASSPHRASE, "Frances Adeyemi")
        camera.shots(empty, INVENTED_PASSPHRASE, Scheme.LIGHT, 100, ("", "today-empty"))
        for name, (scheme, percent) in looks.items():
            before(camera, empty, key, camera.look(scheme, percent), name)
    return 0


def keep() -> int:
    """Take them all, and keep those that the README and the guide show."""
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
        for name in KEPT:
            shutil.copy(Path(scratch) / f"{name}.png", DEFAULT / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) if len(sys.argv) > 1 else keep())
