"""The theme: colours by what they are for, type by its name, and the one style sheet made of both."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from resources import FOLDER

FAMILY = "Atkinson Hyperlegible Next"
SMALLEST, LARGEST, STEP = 100, 200, 25
LARGE_TEXT = 150
"""From this size of text on, side columns and pictures give way to words."""


class Scheme(StrEnum):
    """The four sets of colours."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST_DARK = "contrast-dark"
    CONTRAST_LIGHT = "contrast-light"


class Tokens(NamedTuple):
    """Each colour by what it is for (look.md, section 2)."""

    ground: str
    page: str
    raised: str
    haze: str
    shade: str
    sunk: str
    line: str
    edge: str
    ink: str
    ink2: str
    ink3: str
    sea: str
    seadeep: str
    seasoft: str
    onsea: str
    band: str
    bandbest: str
    hatch: str
    straw: str
    strawmark: str
    strawsoft: str
    brick: str
    bricksoft: str
    moss: str
    mosssoft: str


class Type(StrEnum):
    """The sizes of type, by name."""

    PAGE = "page"
    PAGE_LIGHT = "page light"
    SECTION = "section"
    BODY = "body"
    NAME = "name"
    CELL = "cell"
    SMALL = "small"
    SMALL_STRONG = "small strong"
    LABEL = "label"
    CAPTION = "caption"


TYPE = {
    Type.PAGE: (21.0, QFont.Weight.DemiBold),
    Type.PAGE_LIGHT: (21.0, QFont.Weight.Light),
    Type.SECTION: (13.0, QFont.Weight.DemiBold),
    Type.BODY: (11.0, QFont.Weight.Normal),
    Type.NAME: (11.0, QFont.Weight.DemiBold),
    Type.CELL: (10.5, QFont.Weight.Normal),
    Type.SMALL: (10.0, QFont.Weight.Normal),
    Type.SMALL_STRONG: (10.0, QFont.Weight.DemiBold),
    Type.LABEL: (9.5, QFont.Weight.Normal),
    Type.CAPTION: (9.0, QFont.Weight.Normal),
}
"""Points and weight."""


@cache
def tokens_of(scheme: Scheme) -> Tokens:
    """The colours of a scheme, from its file."""
    text = (FOLDER / "theme" / f"{scheme.value}.toml").read_text(encoding="utf-8")
    return Tokens(**tomllib.loads(text))


A_MOMENT = 40
"""Milliseconds after which what the caret need not wait for is done: fewer than an eye notices."""
FIRST = ("Regular", "SemiBold")
"""The cuts of the face that the locked window is set in."""


def load_fonts() -> None:
    """Make the bundled face known to Qt: what the locked window needs now, and the rest once it stands."""
    faces = [each for each in (FOLDER / "fonts").iterdir() if each.name.endswith(".ttf")]
    rest = [each for each in faces if not each.name.removesuffix(".ttf").endswith(FIRST)]
    for each in faces:
        if each not in rest:
            QFontDatabase.addApplicationFontFromData(each.read_bytes())
    QTimer.singleShot(A_MOMENT, lambda: [QFontDatabase.addApplicationFontFromData(each.read_bytes()) for each in rest])


class Theme(QObject):
    """The look in force: it follows the system's scheme and contrast, and the officer's size of text.

    Signals:
        changed: colours or sizes moved; paint again.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, *, scheme: Scheme | None = None, percent: int = SMALLEST, dressed: bool = True
    ) -> None:
        super().__init__(app)
        self._dressed = dressed
        self._app = app
        self._fixed = scheme
        self._percent = percent
        hints = app.styleHints()
        self.scheme = scheme or self._systems()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._apply()

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return tokens_of(self.scheme)

    @property
    def percent(self) -> int:
        """The size of text, 100 to 200."""
        return self._percent

    @property
    def chosen(self) -> Scheme | None:
        """The scheme that the officer chose; none where the system's is followed."""
        return self._fixed

    @property
    def large_text(self) -> bool:
        """Whether text is so large that a page has one column."""
        return self._percent >= LARGE_TEXT

    @property
    def outlined(self) -> bool:
        """Whether soft fills give way to outlines: both sets of high contrast."""
        return self.scheme in {Scheme.CONTRAST_DARK, Scheme.CONTRAST_LIGHT}

    def color(self, name: str) -> QColor:
        """A token as a painter's colour."""
        return QColor(getattr(self.tokens, name))

    def font(self, name: Type, *, tabular: bool = False) -> QFont:
        """A size of type by its name; ``tabular`` where figures stand under each other."""
        points, weight = TYPE[name]
        font = QFont(FAMILY)
        font.setPointSizeF(points * self._percent / 100)
        font.setWeight(weight)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def px(self, pixels: float) -> int:
        """A measure that grows with the text."""
        return round(pixels * self._percent / 100)

    def set_percent(self, percent: int) -> None:
        """Set the size of text, within its limits."""
        self._percent = max(SMALLEST, min(LARGEST, percent))
        self._apply()

    def set_scheme(self, scheme: Scheme | None) -> None:
        """Use this scheme whatever the system says; none to follow the system."""
        self._fixed = scheme
        self._follow()

    def _systems(self) -> Scheme:
        hints = self._app.styleHints()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return Scheme.CONTRAST_DARK if dark else Scheme.CONTRAST_LIGHT
        return Scheme.DARK if dark else Scheme.LIGHT

    def _follow(self, *_: object) -> None:
        self.scheme = self._fixed or self._systems()
        self._apply()

    def _apply(self) -> None:
        self._app.setPalette(self._palette())
        self._app.setFont(self.font(Type.BODY))
        if self._dressed:
            self._app.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def dress(self) -> None:
        """Dress a window that was made without the style sheet: once, and not each part as it is put into another."""
        self._dressed = True
        self._app.setStyleSheet(self._style_sheet())

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for part, token in (
            (role.Window, "page"),
            (role.Base, "raised"),
            (role.AlternateBase, "shade"),
            (role.Button, "raised"),
            (role.WindowText, "ink"),
            (role.Text, "ink"),
            (role.ButtonText, "ink"),
            (role.PlaceholderText, "ink3"),
            (role.Highlight, "sea"),
            (role.HighlightedText, "onsea"),
            (role.Link, "sea"),
            (role.Accent, "sea"),
            (role.ToolTipBase, "raised"),
            (role.ToolTipText, "ink"),
        ):
            palette.setColor(part, self.color(token))
        return palette

    def _style_sheet(self) -> str:
        text = (FOLDER / "theme" / "window.qss").read_text(encoding="utf-8")
        for name in sorted(Tokens._fields, key=len, reverse=True):
            text = text.replace(f"@{name}", getattr(self.tokens, name))
        for kind, (points, _) in sorted(TYPE.items(), key=lambda each: len(each[0]), reverse=True):
            text = text.replace(f"@pt-{kind.value.replace(' ', '-')}", f"{points * self._percent / 100:g}pt")
        return text
