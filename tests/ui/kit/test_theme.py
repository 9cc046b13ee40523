"""The theme: contrast measured from the table itself, and every token and icon that is named exists."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.kit import icons
from ui.kit.theme import FAMILY, LARGEST, SMALLEST, TYPE, Scheme, Theme, Type, tokens_of

UI = Path(__file__).parents[3] / "ui"
WORDS, OUTLINE = 4.5, 3.0
PAIRS = [
    *((ink, ground, WORDS) for ink in ("ink",) for ground in ("page", "haze", "bandbest")),
    *((ink, ground, WORDS) for ink in ("ink2",) for ground in ("page", "ground", "band")),
    *((ink, ground, WORDS) for ink in ("ink3",) for ground in ("page", "ground", "haze")),
    *(("sea", ground, WORDS) for ground in ("page", "haze", "seasoft")),
    *(("onsea", ground, WORDS) for ground in ("sea", "seadeep")),
    *(("straw", ground, WORDS) for ground in ("page", "haze")),
    *(("brick", ground, WORDS) for ground in ("page", "raised")),
    ("moss", "page", WORDS),
    ("strawmark", "page", OUTLINE),
    ("strawmark", "band", OUTLINE),
    ("edge", "page", OUTLINE),
    ("edge", "raised", OUTLINE),
]


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2.2 has it."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(("mark", "ground", "least"), PAIRS)
def test_contrast(scheme: Scheme, mark: str, ground: str, least: float) -> None:
    """4.5 for words, 3 for marks and outlines, in every scheme."""
    tokens = tokens_of(scheme)
    dark, light = sorted((luminance(getattr(tokens, mark)), luminance(getattr(tokens, ground))))
    assert (light + 0.05) / (dark + 0.05) >= least


def test_the_style_sheet_names_only_tokens_that_exist(theme: Theme, qapp: QApplication) -> None:
    """Nothing is left with its @ unfilled."""
    sheet = re.sub(r"/\*.*?\*/", "", qapp.styleSheet(), flags=re.DOTALL)
    assert theme.tokens.sea in sheet
    assert "@" not in sheet


def test_the_bundled_face_is_the_one_shown(theme: Theme) -> None:
    """Every size of type is drawn by the bundled face, extended Latin by the same; figures stand under each other."""
    for kind in TYPE:
        assert QFontInfo(theme.font(kind)).family() == FAMILY
    metrics = QFontMetricsF(theme.font(Type.BODY))
    assert all(metrics.inFontUcs4(ord(letter)) for letter in "śŵœğ–’…")
    tabular = QFontMetricsF(theme.font(Type.CELL, tabular=True))
    assert tabular.horizontalAdvance("111") == tabular.horizontalAdvance("888")


@pytest.mark.usefixtures("theme")
def test_every_weight_is_a_style_of_the_one_family(qtbot: QtBot) -> None:
    """Otherwise a heading is shown in the plain face, and nothing says so."""
    styles = {"Light", "Regular", "Italic", "Medium", "SemiBold", "Bold"}
    qtbot.waitUntil(lambda: styles <= set(QFontDatabase.styles(FAMILY)))


@pytest.mark.parametrize("face", sorted((UI.parent / "resources" / "fonts").glob("*.ttf")), ids=lambda face: face.stem)
def test_no_letter_has_two_signs(face: Path) -> None:
    """A sign that stands for a letter by a rule of the face alone is lost to whoever copies from a printed page."""
    rules = [each for lookup in TTFont(face)["GSUB"].table.LookupList.Lookup for each in lookup.SubTable]
    assert not [
        name for each in rules if each.LookupType == 1 for name, sign in each.mapping.items() if sign == f"{name}.1"
    ]


def test_text_grows_and_stops(theme: Theme) -> None:
    """From 100 to 200 per cent, everything with it."""
    theme.set_percent(999)
    assert (theme.percent, theme.large_text, theme.px(10)) == (LARGEST, True, 20)
    assert theme.font(Type.BODY).pointSizeF() == 22
    theme.set_percent(0)
    assert (theme.percent, theme.large_text) == (SMALLEST, False)


def test_every_icon_that_is_named_is_bundled(theme: Theme) -> None:
    """And every one that is bundled is named: nothing is shipped for nothing."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    bundled = {each.name.removesuffix(".svg") for each in files("resources").joinpath("icons").iterdir()}
    for name in sorted(each for each in bundled if not each.startswith("LICENSE")):
        assert f'"{name.removesuffix("-bold")}"' in text, name
        assert not icons.pixmap(name, 18, theme.tokens.sea).isNull()
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", 18, theme.tokens.sea)
