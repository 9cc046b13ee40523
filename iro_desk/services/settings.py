"""The desk's own settings: they lie in the encrypted file, and go where the desk goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from iro_desk.errors import Refused
from iro_desk.services.messages import Order, Question
from iro_desk.services.ports import UnitOfWork
from iro_desk.settings import SETTINGS, Home


@dataclass(frozen=True, kw_only=True)
class Settings(Question[Mapping[str, int]]):
    """What are the desk's settings, by name?"""


@dataclass(frozen=True, kw_only=True)
class SetSetting(Order[int]):
    """Set one of the desk's settings. It is not in the journal, and moves no topic."""

    words: ClassVar = "setting"
    undoable: ClassVar = False

    name: str
    value: int


def settings(_: Settings, work: UnitOfWork) -> Mapping[str, int]:
    """Answer ``Settings``."""
    return {each.name: each.of(work.setting(each.name)) for each in SETTINGS.values() if each.home is Home.DESK}


def set_setting(order: SetSetting, work: UnitOfWork) -> int:
    """Carry out ``SetSetting``. Refused outside the setting's limits."""
    declared = SETTINGS.get(order.name)
    if declared is None or declared.home is not Home.DESK:
        raise ValueError(f"the desk has no setting {order.name}")
    if not declared.least <= order.value <= declared.most:
        raise Refused(f"Type a number from {declared.least} to {declared.most}.", field=order.name)
    work.keep_setting(order.name, str(order.value))
    return order.value
