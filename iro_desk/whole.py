"""Doing a thing whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def whole(*, or_else: Callable[[], object]) -> Iterator[None]:
    """Where anything goes wrong inside, ``or_else`` undoes what was begun, and the fault goes on its way."""
    try:
        yield
    except BaseException:  # a stop by the keyboard leaves nothing half done either
        or_else()
        raise
