"""Photographs made for tests: what a phone writes beside the picture, each with words to search for."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage

from iro_desk.exchange.attachments import Attachment, read_attachment

SENTINELS = (
    b"SENTINEL-description",
    b"SENTINEL-gps-method",
    b"SENTINEL-maker-note",
    b"SENTINEL-thumbnail",
    b"SENTINEL-xmp",
    b"SENTINEL-iptc",
    b"SENTINEL-comment",
    b"SENTINEL-motion",
)
LATITUDE = struct.pack(">6I", 52, 1, 37, 1, 4711, 100)
"""Degrees, minutes and seconds as EXIF keeps them."""
ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 2, 3, 4, 5, 7
RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 200, 40)
CORNERS = (RED, GREEN, BLUE, YELLOW)
"""Of the upright picture: top left, top right, bottom left, bottom right."""
WIDE, HIGH = 96, 48
Entry = tuple[int, int, int, bytes]


def upright() -> Image.Image:
    """Four fields of colour, wider than high, so that any turn shows."""
    picture = Image.new("RGB", (WIDE, HIGH))
    for number, colour in enumerate(CORNERS):
        picture.paste(colour, ((number % 2) * WIDE // 2, (number // 2) * HIGH // 2, WIDE, HIGH))
    return picture


ROWS_AND_COLUMNS = {1: "TL", 2: "TR", 3: "BR", 4: "BL", 5: "LT", 6: "RT", 7: "RB", 8: "LB"}
"""Exif 3.0, 4.6.5, Orientation: the side of the scene where row 0 lies, and the side where column 0 lies."""


def lying(orientation: int) -> Image.Image:
    """The upright picture as a camera keeps it that was held so, made from the words of the standard."""
    scene = upright()
    rows, columns = tuple(ROWS_AND_COLUMNS[orientation])
    size = (WIDE, HIGH) if rows in "TB" else (HIGH, WIDE)
    kept = Image.new("RGB", size)
    for row in range(size[1]):
        for column in range(size[0]):
            along = {rows: row, columns: column}
            x = along["L"] if "L" in along else WIDE - 1 - along["R"]
            y = along["T"] if "T" in along else HIGH - 1 - along["B"]
            kept.putpixel((column, row), scene.getpixel((x, y)))  # type: ignore[arg-type]
    return kept


def bytes_of(picture: Image.Image, form: str, **more: object) -> bytes:
    """The picture as a file."""
    kept = io.BytesIO()
    picture.save(kept, form, **more)
    return kept.getvalue()


def exif(orientation: int = 1, thumbnail: bytes = b"") -> bytes:
    """A camera's EXIF by hand (TIFF 6.0, big-endian): words, orientation, maker note, place and thumbnail."""
    order = (
        (0x010E, ASCII, 21, b"SENTINEL-description\0"),
        (0x0112, SHORT, 1, struct.pack(">HH", orientation, 0)),
    )
    maker = ((0x927C, UNDEFINED, 19, b"SENTINEL-maker-note"),)
    place = (
        (0x0001, ASCII, 2, b"N\0\0\0"),
        (0x0002, RATIONAL, 3, LATITUDE),
        (0x001B, UNDEFINED, 19, b"SENTINEL-gps-method"),
    )
    first = 8 + _length(order, links=2)
    second = first + _length(maker)
    third = second + _length(place)
    small = (
        (0x0201, LONG, 1, struct.pack(">I", third + _length(((0, LONG, 1, b"0000"),) * 2))),
        (0x0202, LONG, 1, struct.pack(">I", len(thumbnail))),
    )
    links = ((0x8769, LONG, 1, struct.pack(">I", first)), (0x8825, LONG, 1, struct.pack(">I", second)))
    blocks = (
        _directory(8, (*order, *links), third),
        _directory(first, maker),
        _directory(second, place),
        _directory(third, small),
    )
    return b"MM\0*" + struct.pack(">I", 8) + b"".join(blocks) + thumbnail


def _length(entries: tuple[Entry, ...], links: int = 0) -> int:
    """Bytes of a directory with the values that stand behind it."""
    return 6 + 12 * (len(entries) + links) + sum(len(value) for *_, value in entries if len(value) > 4)


def _directory(start: int, entries: tuple[Entry, ...], following: int = 0) -> bytes:
    table, behind = struct.pack(">H", len(entries)), b""
    first = start + 6 + 12 * len(entries)
    for tag, kind, count, value in entries:
        inside = value if len(value) <= 4 else struct.pack(">I", first + len(behind))
        behind += value if len(value) > 4 else b""
        table += struct.pack(">HHI", tag, kind, count) + inside.ljust(4, b"\0")
    return table + struct.pack(">I", following) + behind


def phone_photograph(orientation: int = 1) -> bytes:
    """A JPEG with everything that a phone and a picture editor may leave in it."""
    plain = bytes_of(lying(orientation), "JPEG", quality=95, subsampling=0)
    thumbnail = bytes_of(upright().resize((16, 8)), "JPEG", comment=b"SENTINEL-thumbnail")
    parts = (
        (0xE1, b"Exif\0\0" + exif(orientation, thumbnail)),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SENTINEL-xmp</x:xmpmeta>"),
        (0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x11\x1c\x02\x78\0\x0dSENTINEL-iptc"),
        (0xFE, b"SENTINEL-comment"),
    )
    segments = b"".join(b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body for mark, body in parts)
    return plain[:2] + segments + plain[2:] + b"\0\0\0\x18ftypmp42SENTINEL-motion"


def jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of every segment of a JPEG, the scan left out; what follows the end comes as marker 0."""
    place = 2
    while content[place + 1] != 0xD9:
        mark, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        yield mark, content[place + 4 : place + 2 + length]
        place += 2 + length
        if mark == 0xDA:
            while content[place] != 0xFF or content[place + 1] in {0, *range(0xD0, 0xD8)}:
                place += 1
    if content[place + 2 :]:
        yield 0, content[place + 2 :]


def png_chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and body of every chunk of a PNG; what follows the end comes without a name."""
    place = 8
    name = ""
    while place < len(content) and name != "IEND":
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8].decode()
        yield name, content[place + 8 : place + 8 + length]
        place += 12 + length
    if content[place:]:
        yield "", content[place:]


def read(path: Path, content: bytes) -> Attachment:
    """Write these bytes and attach them."""
    path.write_bytes(content)
    return read_attachment(path)


def corners(content: bytes) -> list[tuple[int, ...]]:
    """The colour in the middle of each quarter, as Qt reads it: top left, top right, bottom left, bottom right."""
    image = QImage.fromData(content)
    places = [(x * image.width() // 4, y * image.height() // 4) for y in (1, 3) for x in (1, 3)]
    return [image.pixelColor(x, y).getRgb()[:3] for x, y in places]  # type: ignore[index]


def near(found: list[tuple[int, ...]], wanted: tuple[tuple[int, ...], ...], by: int = 12) -> bool:
    """Whether colours are the same to the eye."""
    pairs = zip(found, wanted, strict=True)
    return all(abs(a - b) <= by for one, other in pairs for a, b in zip(one, other, strict=True))
