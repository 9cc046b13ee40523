"""What an officer brings to the desk before the program touches it: files full of sentinels, which are her own."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.breaking.sentinels import SENTINELS as S

PASSPHRASES = ("first", "second", "third", "wrong")
HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
EPISODES = (
    *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE"),
    *("HOME_POST", "PL_POST", "URN"),
)
REVIEWS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")
PEOPLE = ("Child ID", "Forename", "Team", "Social worker", "IRO", "Siblings", "School")
BORN = "26/08/2016"
DESCRIPTION, MAKER, GPS_IFD, GPS_METHOD = 0x010E, 0x010F, 0x8825, 0x001B


def bring(folder: Path) -> None:
    """Passphrase files, extracts, and letters and pictures to attach."""
    folder.mkdir()
    for number, each in enumerate(PASSPHRASES, start=1):
        (folder / f"{each}.txt").write_text(S[f"passphrase {number}"] + "\n", encoding="utf-8")
    _extract(folder / "extract")
    _extract(folder / "broken", legal_status=S["refused value 1"], code=S["refused value 2"])
    _people(folder / "people.csv")
    _attachments(folder)
    window = folder / S["folder of the window 1"]
    window.mkdir()
    (window / "letter.txt").write_text(S["letter 1"], encoding="utf-8")


def attachments(folder: Path) -> tuple[Path, ...]:
    """The files to attach."""
    return tuple(sorted(each for each in folder.iterdir() if each.name.startswith("attach")))


def _extract(folder: Path, legal_status: str = "C2", code: str = "PN2") -> None:
    folder.mkdir()
    one, two = S["number 1"], S["number 2"]
    placed = ("13/09/2024", "S", legal_status, "N1", "U4", "PR4", "", "", "")
    _table(
        folder / "header.csv",
        HEADER,
        (one, "F", BORN, "WBRI", S["pupil number 1"], "0", ""),
        (two, "M", BORN, "WBRI", "UN1", "", ""),
    )
    _table(
        folder / "episodes.csv",
        EPISODES,
        (one, *placed, S["postcode 1"], S["postcode 2"], S["home's number 1"]),
        (two, "13/09/2024", "S", "C2", "N1", "U4", "PR4", "", "", "", S["postcode 1"], "", ""),
    )
    _table(
        folder / "reviews.csv",
        REVIEWS,
        (one, BORN, "08/10/2024", "PN6"),
        (one, BORN, "02/06/2026", "PN1"),
        (two, BORN, "02/06/2026", code),
    )


def _people(path: Path) -> None:
    people = [S[f"person {number}"] for number in range(1, 6)]
    _table(path, PEOPLE, (S["number 1"], S["name 6"], *people), (S["number 2"], "", "", "", "", "", ""))


def _table(path: Path, *rows: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _attachments(folder: Path) -> None:
    (folder / f"attach {S['file name 1']}.txt").write_text(f"Dear {S['letter 1']}, {S['note 6']}", encoding="utf-8")
    types = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'  # noqa: E501
    word = _zip({"[Content_Types].xml": types, "word/document.xml": f"<w:t>{S['letter 2']}</w:t>"})
    (folder / f"attach {S['file name 2']}.docx").write_bytes(word)
    manifest = {"META-INF/manifest.xml": "<manifest/>", "content.xml": f"<text:p>{S['letter 3']}</text:p>"}
    odt = _zip({"mimetype": "application/vnd.oasis.opendocument.text", **manifest})
    (folder / "attach 3.odt").write_bytes(odt)
    (folder / "attach 4.pdf").write_bytes(f"%PDF-1.4\n({S['letter 4']}) Tj\n%%EOF\n".encode())
    picture = Image.new("RGB", (64, 32), (200, 30, 30))
    exif = Image.Exif()
    exif[DESCRIPTION], exif[MAKER] = S["place in a photograph 1"], S["place in a photograph 2"]
    exif.get_ifd(GPS_IFD)[GPS_METHOD] = S["place in a photograph 3"].encode()
    photograph = folder / f"attach {S['file name 3']}.jpg"
    picture.save(photograph, "JPEG", exif=exif, comment=S["place in a photograph 4"].encode())
    info = PngInfo()
    info.add_text("Comment", S["letter 5"], zip=True)
    picture.save(folder / f"attach {S['file name 4']}.png", "PNG", pnginfo=info)


def _zip(members: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()
