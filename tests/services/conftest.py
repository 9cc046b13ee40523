"""Small extracts, written as they are needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

COLUMNS = {
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
    "reviews": "CHILD,DOB,REVIEW,REVIEW_CODE",
    "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
    "dolo": "CHILD,DOB,DOLO_START,DOLO_END",
    "swepisodes": "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON",
}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small extract: rows of header, episodes and reviews, and of what may stand beside."""

    def write(
        header: list[str], episodes: list[str], reviews: list[str], name: str = "extract", **beside: list[str]
    ) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        for file, rows in {"header": header, "episodes": episodes, "reviews": reviews, **beside}.items():
            (place / f"{file}.csv").write_text("\r\n".join([COLUMNS[file], *rows, ""]), encoding="utf-8")
        return place

    return write
