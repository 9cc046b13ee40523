"""What the tests of attachments share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """A file to be written and attached; its name says nothing."""
    return tmp_path / "found"
