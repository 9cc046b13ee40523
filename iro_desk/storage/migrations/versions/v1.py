"""Where every desk begins that was made before steps were counted: nothing to do."""

from __future__ import annotations

revision = "1"
down_revision = None


def upgrade() -> None:
    """Nothing."""
