"""Reads TOML into frozen values: unknown keys refused, and every fault of a file told at once, each with its place."""

from __future__ import annotations

import tomllib
from datetime import date
from enum import Enum
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import cattrs
from cattrs import Converter, ForbiddenExtraKeysError, transform_error
from cattrs.v import format_exception

from iro_desk.domain.dates import Span
from iro_desk.errors import Refused

T = TypeVar("T")


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(Span, lambda text, _: Span.parse(_exactly(str, text)))
    converter.register_structure_hook(date, lambda day, _: _exactly(date, day))
    converter.register_structure_hook(str, _exact)
    converter.register_structure_hook(int, _exact)
    return converter


def _exactly(kind: type[T], value: object) -> T:
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not a {kind.__name__}")
    return value


def _exact(value: object, kind: Any) -> Any:  # noqa: ANN401 - cattrs hands over whatever the file holds
    """A word or a number as it is written; a member of an enumeration by its value."""
    return kind(_exactly(str, value)) if issubclass(kind, Enum) else _exactly(kind, value)


def _words(fault: BaseException, kind: type | None) -> str:
    return format_exception(fault, kind) if isinstance(fault, KeyError | ForbiddenExtraKeysError) else str(fault)


def read(source: Traversable, kind: type[T]) -> T:
    """The file's content as ``kind``. Refused, naming the file and every fault in it."""
    try:
        text = source.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise Refused(f"{source.name} cannot be read: {fault}") from fault
    return parse(source.name, text, kind)


def parse(name: str, text: str, kind: type[T]) -> T:
    """This TOML as ``kind``. Refused, naming the file and every fault in it."""
    try:
        return _converter().structure(tomllib.loads(text), kind)
    except tomllib.TOMLDecodeError as fault:
        raise Refused(f"{name} cannot be read: {fault}") from fault
    except (cattrs.BaseValidationError, ValueError) as faults:
        raise Refused(
            f"{name} is not in order: {'; '.join(transform_error(faults, format_exception=_words))}"
        ) from faults
