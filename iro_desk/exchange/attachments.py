"""What is attached to a record: a file known by its content, a picture written anew so that only the picture stays."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from iro_desk.errors import Refused, Unavailable

MEGABYTE = 1_000_000
MOST_FOUND = 20 * MEGABYTE
MOST_KEPT = 10 * MEGABYTE
LONGEST_NAME = 120
ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
MANIFEST_CAP = MEGABYTE
PDF_MARK_WITHIN = 1024

JPEG, PNG, PDF, TEXT = "image/jpeg", "image/png", "application/pdf", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ENDINGS = {
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    PDF: (".pdf",),
    DOCX: (".docx",),
    ODT: (".odt",),
    TEXT: (".txt",),
}
TAKEN = "photographs (JPEG, PNG, WebP, TIFF, GIF), PDF, Word (.docx), OpenDocument text (.odt) and plain text (UTF-8)"

PICTURES = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), "TIFF"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
)
HEIC = re.compile(rb".{4}ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_IN_OLE = "EncryptedPackage".encode("utf-16-le")
LOCKED_PDF = re.compile(rb"/Encrypt\s*(<<|\d+\s+\d+\s+R)")
LOCKED_ZIP = 0x1
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
NOT_PLAIN = re.compile(
    rb"#!|\{\\rtf|%!PS|<\?xml|<!doctype|<html|<svg|<script|age-encryption\.org/|-----BEGIN (AGE ENCRYPTED|PGP MESSAGE)",
    re.IGNORECASE,
)
"""How programs, marked-up pages and encrypted files begin that happen to be written in letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file as it is kept: the content decides its kind and its hash, the name is only what people call it."""

    name: str = field(repr=False)
    """Its own name, without folders or unseen characters, at most 120 characters."""
    kind: str
    """The media type, found in the content."""
    content: bytes = field(repr=False)
    hash: str
    """SHA-256 of the content, in hex."""

    @property
    def size(self) -> int:
        """Bytes kept."""
        return len(self.content)

    @property
    def file_name(self) -> str:
        """What to call it when it is written out: its name, with the ending of its kind and no other."""
        stem, found = _parted(self.name)
        fits = ENDINGS[self.kind]
        return self.name if stem and found.lower() in fits else f"{stem or self.name}{fits[0]}"


def read_attachment(path: Path) -> Attachment:
    """Read a file that is to be kept. Refused when it is of a kind or size that is not; Unavailable when unreadable."""
    name = own_name(path)
    kind, content = _kept(_found(path, name), name)
    if len(content) > MOST_KEPT:
        raise Refused(
            f"{name} comes to {_megabytes(len(content))} and {_megabytes(MOST_KEPT)} is the most that is kept;"
            " save it smaller and attach that."
        )
    return Attachment(name=name, kind=kind, content=content, hash=hashlib.sha256(content).hexdigest())


def own_name(path: Path) -> str:
    """A file's name without folders or unseen characters; a long one is cut before its ending."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", path.name)[-1])
    seen = "".join(
        each for each in last if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    seen = seen.strip() or "unnamed"
    stem, ending = _parted(seen)
    return stem[: LONGEST_NAME - len(ending)] + ending


def _parted(name: str) -> tuple[str, str]:
    """What stands before the ending, and the ending with its dot, if it has one."""
    ending = ENDING.search(name)
    return (name[: ending.start()], ending[0]) if ending else (name, "")


def _found(path: Path, name: str) -> bytes:
    """The bytes of a plain file within the cap."""
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise Refused(f"{name} is a folder; attach the files in it one by one.")
        if not stat.S_ISREG(facts.st_mode):
            raise Refused(f"{name} is not a file that can be kept; the desk keeps {TAKEN}.")
        with path.open("rb") as file:
            found = file.read(MOST_FOUND + 1)
    except FileNotFoundError:
        raise Unavailable(f"There is no file {name} any more; choose it again where it lies now.") from None
    except (OSError, ValueError):
        raise Unavailable(
            f"{name} cannot be read; look whether you may open it, and whether its disk is there."
        ) from None
    if not found:
        raise Refused(f"{name} is empty; there is nothing in it to keep.")
    if len(found) > MOST_FOUND:
        raise Refused(
            f"{name} is over {_megabytes(MOST_FOUND)}, the most that is read; save it smaller and attach that."
        )
    return found


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.3g} MB"


def _kept(found: bytes, name: str) -> tuple[str, bytes]:
    """Media type and bytes to keep; a picture is drawn anew, a document passes as it is."""
    for mark, form in PICTURES:
        if mark.match(found):
            return _picture(found, form, name)
    if HEIC.match(found):
        raise Refused(
            f"{name} is a HEIC photograph, which other programs may not open; save it as JPEG and attach that."
        )
    for is_it, kind in DOCUMENTS:
        if is_it(found, name):
            return kind, found
    if found.startswith(OLE) and LOCKED_IN_OLE in found:
        raise _locked(name)
    raise Refused(f"{name} is of a kind that is not kept; the desk keeps {TAKEN}.")


def _picture(found: bytes, form: str, name: str) -> tuple[str, bytes]:
    from iro_desk.exchange.pictures import drawn_anew  # noqa: PLC0415 - Pillow is loaded with the first picture

    as_png = form in {"PNG", "GIF"}
    try:
        return PNG if as_png else JPEG, drawn_anew(found, form, name, as_png=as_png)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a picture made to do harm raises what it likes
        raise _damaged(name) from None


def _damaged(name: str) -> Refused:
    return Refused(f"{name} is damaged or not whole, and cannot be read; open it, save it again and attach that.")


def _locked(name: str) -> Refused:
    return Refused(f"{name} is locked with a password of its own; save it without one and attach that.")


def _is_pdf(found: bytes, name: str) -> bool:
    if b"%PDF-" not in found[:PDF_MARK_WITHIN]:
        return False
    if LOCKED_PDF.search(found):
        raise _locked(name)
    return True


def _is_docx(found: bytes, name: str) -> bool:
    members = _members(found, name)
    if "word/document.xml" not in members:
        return False
    _refuse_programs(members, name)
    return f"{DOCX}.main+xml".encode() in _member(found, "[Content_Types].xml", name)


def _is_odt(found: bytes, name: str) -> bool:
    members = _members(found, name)
    if "mimetype" not in members or _member(found, "mimetype", name).strip() != ODT.encode():
        return False
    _refuse_programs(members, name)
    if b"encryption-data" in _member(found, "META-INF/manifest.xml", name):
        raise _locked(name)
    return "content.xml" in members


def _is_text(found: bytes, _: str) -> bool:
    text = found.removeprefix(b"\xef\xbb\xbf")
    if NOT_TEXT.search(text) or NOT_PLAIN.match(text.lstrip()):
        return False
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip())


DOCUMENTS: tuple[tuple[Callable[[bytes, str], bool], str], ...] = (
    (_is_pdf, PDF),
    (_is_docx, DOCX),
    (_is_odt, ODT),
    (_is_text, TEXT),
)


def _members(found: bytes, name: str) -> frozenset[str]:
    """The names in a ZIP; none where it is no ZIP."""
    if not found.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(found)) as archive:
            if any(each.flag_bits & LOCKED_ZIP for each in archive.infolist()):
                raise _locked(name)
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _damaged(name) from None


def _member(found: bytes, member: str, name: str) -> bytes:
    """A ZIP's member, never more than a megabyte of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(found)) as archive, archive.open(member) as file:
            return file.read(MANIFEST_CAP)
    except Exception:  # noqa: BLE001 - whatever a spoilt archive raises, the answer is the same
        raise _damaged(name) from None


def _refuse_programs(members: frozenset[str], name: str) -> None:
    if any(each.endswith("vbaProject.bin") or each.startswith(("Basic/", "Scripts/")) for each in members):
        raise Refused(f"{name} has macros in it, which are programs; save it without them and attach that.")
