"""What the law, the codes and the look are, in files; read only, and each with its source."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where the files lie. The window reads its look here; the core asks importlib, which costs more to load."""
