"""Pictures written anew: upright, in common colours, without a word of where they were taken, and never half."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from PySide6.QtGui import QImage

from iro_desk.errors import DeskError, Refused
from iro_desk.exchange.attachments import JPEG, PNG
from iro_desk.exchange.pictures import LONGEST_SIDE
from tests.exchange import photographs
from tests.exchange.photographs import CORNERS, HIGH, LATITUDE, SENTINELS, WIDE, bytes_of, corners, near, read, upright


def test_nothing_of_the_place_or_the_camera_is_kept(at: Path) -> None:
    """All that a phone writes beside the picture is found in its file, and none of it in what is kept."""
    source = photographs.phone_photograph()
    assert [word for word in (*SENTINELS, LATITUDE) if word not in source] == []
    with Image.open(io.BytesIO(source)) as image:
        place = image.getexif().get_ifd(0x8825)
    assert [float(part) for part in place[2]] == [52, 37, 47.11]
    kept = read(at, source)
    assert kept.kind == JPEG
    assert [word for word in (*SENTINELS, LATITUDE, b"Exif", b"SENTINEL") if word in kept.content] == []
    with Image.open(io.BytesIO(kept.content)) as image:
        assert dict(image.getexif()) == {}


def test_a_kept_photograph_holds_the_picture_alone(at: Path) -> None:
    """Tables, frame and scan: no application or comment segment, nothing after the end, colour in full (4:4:4)."""
    source = photographs.phone_photograph()
    assert {0xE1, 0xED, 0xFE, 0} <= {mark for mark, _ in photographs.jpeg_segments(source)}
    found = dict(photographs.jpeg_segments(read(at, source).content))
    assert set(found) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
    assert found[0xE0].startswith(b"JFIF\0")
    assert len(found[0xE0]) == 14
    assert [found[0xC0][7 + 3 * component] for component in range(3)] == [0x11] * 3


def test_a_png_holds_the_picture_alone(at: Path) -> None:
    """Words, time, profile, EXIF and XMP of a PNG are gone, and what follows its end."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SENTINEL-text")
    words.add_text("Author", "SENTINEL-packed", zip=True)
    words.add_itxt("XML:com.adobe.xmp", "SENTINEL-xmp")
    words.add(b"tIME", b"\x07\xea\x0a\x1f\x0c\0\0", after_idat=True)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = bytes_of(upright(), "PNG", pnginfo=words, exif=photographs.exif(), icc_profile=profile) + b"SENTINEL-after"
    named = {name for name, _ in photographs.png_chunks(source)}
    assert {"tEXt", "zTXt", "iTXt", "tIME", "eXIf", "iCCP", ""} <= named
    kept = read(at, source)
    assert kept.kind == PNG
    assert {name for name, _ in photographs.png_chunks(kept.content)} == {"IHDR", "IDAT", "IEND"}
    assert b"SENTINEL" not in kept.content
    assert corners(kept.content) == list(CORNERS)


@pytest.mark.parametrize("form", ["WEBP", "TIFF", "GIF"])
def test_other_pictures_lose_their_words_too(at: Path, form: str) -> None:
    """Each format's own places for words are left behind."""
    places: dict[str, dict[str, object]] = {
        "WEBP": {"lossless": True, "exif": b"Exif\0\0" + photographs.exif(), "xmp": b"<x>SENTINEL-xmp</x>"},
        "TIFF": {"description": "SENTINEL-description", "tiffinfo": {700: b"SENTINEL-xmp", 33723: b"SENTINEL-iptc"}},
        "GIF": {"comment": b"SENTINEL-comment"},
    }
    source = bytes_of(upright(), form, **places[form])
    assert b"SENTINEL" in source
    kept = read(at, source)
    assert kept.kind == (PNG if form == "GIF" else JPEG)
    assert b"SENTINEL" not in kept.content
    assert near(corners(kept.content), CORNERS)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright(at: Path, orientation: int) -> None:
    """However the camera was held, the picture looks as the scene did, to a reader that knows no orientation."""
    source = photographs.phone_photograph(orientation)
    assert near(raw_corners(source), CORNERS) == (orientation == 1)
    kept = read(at, source).content
    image = QImage.fromData(kept)
    assert (image.width(), image.height()) == (WIDE, HIGH)
    assert near(corners(kept), CORNERS)


def raw_corners(content: bytes) -> list[tuple[int, ...]]:
    """The colours as they lie in a file, orientation unread; size does not matter here."""
    with Image.open(io.BytesIO(content)) as image:
        places = [(x * image.width // 4, y * image.height // 4) for y in (1, 3) for x in (1, 3)]
        return [image.convert("RGB").getpixel(place) for place in places]  # type: ignore[misc]


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF"])
def test_other_pictures_stand_upright_too(at: Path, form: str) -> None:
    """Orientation counts once in every format that can say it."""
    turned = Image.Exif()
    turned[0x0112] = 6
    kept = read(at, bytes_of(photographs.lying(6), form, exif=turned)).content
    assert near(corners(kept), CORNERS, by=40)


def test_a_spoilt_exif_does_not_cost_the_picture(at: Path) -> None:
    """A sound photograph with a broken header is kept, as it lies."""
    source = bytes_of(upright(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 40, subsampling=0)
    assert near(corners(read(at, source).content), CORNERS)


def test_a_phones_second_picture_is_left_out(at: Path) -> None:
    """Of a photograph with more behind it (MPO) the first is kept."""
    source = bytes_of(upright(), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    assert b"MPF\0" in source
    kept = read(at, source)
    assert kept.kind == JPEG
    assert b"MPF\0" not in kept.content
    assert near(corners(kept.content), CORNERS, by=60)


def test_the_same_file_has_the_same_hash(at: Path) -> None:
    """Attached twice, a file is one content; another picture is another."""
    first, again = read(at, photographs.phone_photograph()), read(at.with_name("other"), photographs.phone_photograph())
    assert (first.hash, first.content) == (again.hash, again.content)
    assert first.hash == hashlib.sha256(first.content).hexdigest()
    assert first.size == len(first.content)
    assert read(at, bytes_of(Image.new("RGB", (WIDE, HIGH)), "JPEG")).hash != first.hash


def test_a_large_picture_is_brought_down(at: Path) -> None:
    """The longest side is 4,096 points, and the other in proportion."""
    kept = read(at, bytes_of(Image.new("RGB", (6000, 300), CORNERS[0]), "JPEG"))
    image = QImage.fromData(kept.content)
    assert (image.width(), image.height()) == (LONGEST_SIDE, 205)
    small = QImage.fromData(read(at, bytes_of(upright(), "JPEG")).content)
    assert (small.width(), small.height()) == (WIDE, HIGH)


def bomb(side: int) -> bytes:
    """A PNG that says it has so many points a side, and packs them into little."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (1 + (side + 7) // 8) * side, 9)
    chunks = (b"IHDR" + head, b"IDAT" + rows, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in chunks
    )


@pytest.mark.parametrize("side", [8_100, 10_000, 20_000])
def test_a_decompression_bomb_is_refused(at: Path, side: int) -> None:
    """More points than are opened is a "no" in a sentence, below and above the numbers at which Pillow warns."""
    assert len(bomb(side)) < 100_000
    with pytest.raises(Refused, match="more than 64 million points"):
        read(at, bomb(side))
    assert read(at, bomb(1_000)).kind == PNG


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_is_kept(at: Path, form: str) -> None:
    """One picture is kept, and it is the first."""
    frames = [Image.new("RGB", (WIDE, HIGH), colour) for colour in CORNERS[1:]]
    source = bytes_of(upright(), form, save_all=True, append_images=frames)
    with Image.open(io.BytesIO(source)) as image:
        assert image.n_frames == 4  # type: ignore[attr-defined]
    kept = read(at, source)
    with Image.open(io.BytesIO(kept.content)) as image:
        assert getattr(image, "n_frames", 1) == 1
    assert near(corners(kept.content), CORNERS)


def test_print_colours_are_kept_as_seen(at: Path) -> None:
    """A CMYK photograph becomes an ordinary one."""
    source = bytes_of(Image.new("CMYK", (32, 32), (0, 255, 255, 0)), "JPEG")
    assert near(corners(read(at, source).content), ((255, 0, 0),) * 4, by=30)


def test_a_profile_is_turned_into_the_common_one(at: Path) -> None:
    """What a profile says of the colours is carried out, and the profile left behind."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    wrong = bytes_of(upright(), "PNG", icc_profile=profile)
    assert corners(read(at, wrong).content) == list(CORNERS)
    swapped = swapped_profile()
    kept = read(at, bytes_of(Image.new("RGB", (8, 8), (250, 0, 0)), "PNG", icc_profile=swapped)).content
    assert near(corners(kept), ((0, 250, 0),) * 4, by=30)
    assert b"iCCP" not in kept


def swapped_profile() -> bytes:
    """The common profile with red and green changed about."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_become_eight(at: Path, form: str) -> None:
    """A deep grey is the same grey in fewer steps, neither black nor white."""
    deep = Image.new("I;16", (32, 32), 0x8000)
    assert near(corners(read(at, bytes_of(deep, form)).content), ((128, 128, 128),) * 4, by=2)


def test_what_is_see_through_stays_so(at: Path) -> None:
    """A palette with a see-through colour keeps it as PNG; a photograph format shows white there."""
    picture = Image.new("P", (WIDE, HIGH), 1)
    picture.putpalette([0, 0, 0, *CORNERS[0]])
    picture.paste(0, (WIDE // 2, 0, WIDE, HIGH))
    kept = QImage.fromData(read(at, bytes_of(picture, "PNG", transparency=0)).content)
    assert [kept.pixelColor(x, 20).alpha() for x in (20, 80)] == [255, 0]
    photograph = read(at, bytes_of(picture.convert("RGB"), "WEBP", lossless=True))
    clear = Image.new("RGBA", (WIDE, HIGH), (10, 20, 30, 0))
    flat = read(at, bytes_of(clear, "WEBP", lossless=True, exact=True))
    assert (photograph.kind, flat.kind) == (JPEG, JPEG)
    assert near(corners(flat.content), ((255, 255, 255),) * 4)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_a_picture_that_is_not_whole_is_refused(at: Path, form: str) -> None:
    """Half a file, or a file with its middle spoilt beyond reading, is a "no" and no half picture."""
    noise = Image.frombytes("RGB", (64, 64), bytes((each * 7919) % 251 for each in range(64 * 64 * 3)))
    whole = bytes_of(noise, form, **({"lossless": True} if form == "WEBP" else {}))
    assert read(at, whole).size
    for spoilt in (whole[: len(whole) // 2], whole[:16], whole[:12] + b"\xaa" * (len(whole) - 12)):
        with pytest.raises(Refused, match="damaged or not whole"):
            read(at, spoilt)


def test_no_picture_made_to_do_harm_escapes_as_a_bug(at: Path) -> None:
    """A thousand spoilt files, each with a byte in a hundred changed, are kept or refused, and warn of nothing."""
    sources = [photographs.phone_photograph(6), *(bytes_of(upright(), form) for form in ("PNG", "WEBP", "TIFF", "GIF"))]
    refused = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for round_ in range(1_000):
            spoilt = bytearray(sources[round_ % len(sources)])
            for step in range(1 + len(spoilt) // 100):
                spoilt[8 + (round_ * 7919 + step * 104_729) % (len(spoilt) - 8)] = (round_ * 31 + step * 17) % 256
            try:
                read(at, bytes(spoilt))
            except DeskError:
                refused += 1
    assert refused > 100


def test_pages_are_not_lost(at: Path) -> None:
    """A scan of several pages is refused with what to do, and one page is kept."""
    page = Image.new("1", (64, 64), 1)
    assert read(at, bytes_of(page, "TIFF", compression="group4")).kind == JPEG
    with pytest.raises(Refused, match="has 2 pages and a picture is one; save it as PDF"):
        read(at, bytes_of(page, "TIFF", save_all=True, append_images=[page]))


def test_a_raw_file_is_not_taken_for_its_small_copy(at: Path) -> None:
    """Where a file's first picture is a reduced one, the photograph itself stands elsewhere."""
    with pytest.raises(Refused, match="raw file"):
        read(at, bytes_of(upright(), "TIFF", tiffinfo={254: 1}))
