"""What is attached: known by its content, and kept as it is or refused in a sentence."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from iro_desk.errors import Refused, Unavailable
from iro_desk.exchange import attachments
from iro_desk.exchange.attachments import DOCX, JPEG, ODT, PDF, TEXT, own_name, read_attachment
from tests.exchange import photographs
from tests.exchange.photographs import bytes_of, read, upright

ROOT = Path(__file__).parents[2]


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP of these."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return kept.getvalue()


WORD = {"[Content_Types].xml": f"<Types><Override ContentType='{DOCX}.main+xml'/></Types>".encode()} | {
    "word/document.xml": b"<w:document/>"
}
OPEN = {"mimetype": ODT.encode(), "META-INF/manifest.xml": b"<manifest/>", "content.xml": b"<office/>"}
LETTER = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (LETTER, PDF),
        (archive(WORD), DOCX),
        (archive(OPEN), ODT),
        ("Visited at home; Mum was well.\r\nNext: 3 März\t✓\f".encode(), TEXT),
        (b"\xef\xbb\xbfwith its mark", TEXT),
    ],
)
def test_documents_pass_as_they_are(at: Path, content: bytes, kind: str) -> None:
    """A document is known by its content and not touched."""
    kept = read(at, content)
    assert (kept.kind, kept.content) == (kind, content)


PROGRAM = "is of a kind that is not kept; the desk keeps photographs"
LOCKED = "is locked with a password of its own"
MACROS = "has macros in it"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\0\x03\0\0\0", PROGRAM),
        (b"\x7fELF\x02\x01\x01\0", PROGRAM),
        (b"#!/bin/sh\necho no\n", PROGRAM),
        (b"<html><script>alert(1)</script></html>", PROGRAM),
        (b"\n<?xml version='1.0'?><svg/>", PROGRAM),
        (b"{\\rtf1\\ansi letter}", PROGRAM),
        (archive({"a.txt": b"packed"}), PROGRAM),
        (b"\x1f\x8b\x08\0packed", PROGRAM),
        (b"7z\xbc\xaf\x27\x1c\0\x04", PROGRAM),
        (b"ID3\x04\0\0sound", PROGRAM),
        (b"\0\0\0\x18ftypmp42video", PROGRAM),
        (b"age-encryption.org/v1\n-> X25519", PROGRAM),
        (b"-----BEGIN PGP MESSAGE-----\n", PROGRAM),
        ("as Windows once wrote it: é".encode("cp1252"), PROGRAM),
        ("in another alphabet".encode("utf-16"), PROGRAM),
        (b" \n\t ", PROGRAM),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old letter", PROGRAM),
        (bytes_of(upright(), "BMP"), PROGRAM),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is a HEIC photograph.*save it as JPEG"),
        (LETTER.replace(b"/Root", b"/Encrypt 5 0 R /Root"), LOCKED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (archive(OPEN | {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), LOCKED),
        (archive(WORD | {"word/vbaProject.bin": b"\0"}), MACROS),
        (archive(OPEN | {"Basic/Standard/Module1.xml": b"Sub"}), MACROS),
        (archive(WORD)[:-30], "damaged or not whole"),
    ],
)
def test_everything_else_is_refused_in_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    """Programs, archives, sound, video and what is locked are refused, whatever the name says."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(Refused, match=words) as no:
        read_attachment(path)
    assert no.value.words.startswith("photo.jpg ")
    assert re.fullmatch(r"[^\n]+[^.]\.", no.value.words)


def test_a_locked_archive_is_refused(at: Path) -> None:
    """A ZIP whose members need a password is told as locked."""
    spoilt = bytearray(archive(WORD))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        spoilt[spoilt.index(mark) + place] |= 1
    with pytest.raises(Refused, match=LOCKED):
        read(at, bytes(spoilt))


def test_a_name_decides_nothing(tmp_path: Path) -> None:
    """A photograph called a letter is a photograph, and is written out under the ending of its kind."""
    path = tmp_path / "letter.docx"
    kept = read(path, bytes_of(upright(), "WEBP"))
    assert (kept.name, kept.kind, kept.file_name) == ("letter.docx", JPEG, "letter.jpg")
    assert read(tmp_path / "Photo.JPEG", bytes_of(upright(), "JPEG")).file_name == "Photo.JPEG"
    assert read(tmp_path / "run.bat", b"only words").file_name == "run.txt"
    assert read(tmp_path / "bare", LETTER).file_name == "bare.pdf"
    assert read(tmp_path / ".pdf", LETTER).file_name == ".pdf.pdf"
    assert read(tmp_path / "Mr. Adeyemi on 3.5", b"only words").file_name == "Mr. Adeyemi on 3.5.txt"


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("C:\\Users\\f.adeyemi\\photo.jpg", "photo.jpg"),
        ("/visits/may/photo.jpg", "photo.jpg"),
        ("pho\nto\x07\u202egpj.exe", "photogpj.exe"),
        ("\udcffletter.pdf", "letter.pdf"),
        ("Zoe\u0308.txt", "Zoë.txt"),
        ("\u200b", "unnamed"),
        ("x" * 200 + ".jpeg", "x" * 115 + ".jpeg"),
        ("y" * 300, "y" * 120),
    ],
)
def test_a_name_is_its_own_and_plain(found: str, name: str) -> None:
    """Folders, control characters and turned-about letters are left out; a long name keeps its ending."""
    assert own_name(Path(found)) == name


def test_what_is_not_a_file_with_something_in_it(tmp_path: Path) -> None:
    """A folder, an empty file, a pipe and a missing file are each told apart."""
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(Refused, match=r"empty\.pdf is empty"):
        read_attachment(tmp_path / "empty.pdf")
    with pytest.raises(Refused, match="is a folder; attach the files in it"):
        read_attachment(tmp_path)
    with pytest.raises(Unavailable, match=r"There is no file gone\.pdf"):
        read_attachment(tmp_path / "gone.pdf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(Refused, match="pipe is not a file that can be kept"):
            read_attachment(tmp_path / "pipe")


def test_a_file_that_may_not_be_opened(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system will not open is a matter of the world, told in a sentence."""
    at.write_bytes(LETTER)

    def closed(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(Unavailable, match="found cannot be read"):
        read_attachment(at)


def test_what_is_found_and_what_is_kept_have_caps(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over 20 MB is not read, over 10 MB is not kept; the cap itself still is."""
    assert (attachments.MOST_FOUND, attachments.MOST_KEPT) == (20_000_000, 10_000_000)
    with pytest.raises(Refused, match="over 20 MB, the most that is read"):
        read(at, b"a" * 20_000_001)
    with pytest.raises(Refused, match="comes to 20 MB and 10 MB is the most that is kept"):
        read(at, b"a" * 20_000_000)
    assert read(at, b"a" * 10_000_000).size == 10_000_000
    monkeypatch.setattr(attachments, "MOST_KEPT", 500)
    with pytest.raises(Refused, match="most that is kept"):
        read(at, photographs.phone_photograph())


def test_nothing_of_a_file_shows_in_a_trace(at: Path) -> None:
    """Neither name nor content stands in what an attachment says of itself."""
    told = repr(read(at, b"Amira Khan lives here"))
    assert "found" not in told
    assert "Amira" not in told


def test_pillow_is_loaded_with_the_first_picture() -> None:
    """A letter is attached without it, and a photograph needs it."""
    script = (
        "import sys, pathlib, tempfile\n"
        "from iro_desk.exchange.attachments import read_attachment\n"
        "path = pathlib.Path(tempfile.mkdtemp()) / 'a'\n"
        "path.write_bytes(b'words'); read_attachment(path)\n"
        "assert 'PIL' not in sys.modules\n"
        "path.write_bytes(bytes.fromhex(sys.argv[1])); read_attachment(path)\n"
        "assert 'PIL' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script, bytes_of(upright(), "PNG").hex()], check=True, cwd=ROOT)
