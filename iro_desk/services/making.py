"""The first order of every desk: whose it is, and the device that signs for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iro_desk.domain.events import Change
from iro_desk.services.access import seen
from iro_desk.services.messages import Order
from iro_desk.services.ports import Clock, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class MakeDesk(Order[None]):
    """Begin a desk for an officer."""

    words: ClassVar = "desk made"
    undoable: ClassVar = False

    desk: str
    officer: str
    kind: str
    """``iro`` or ``practice``."""
    device: str
    public_key: str


@dataclass(frozen=True, kw_only=True)
class AddDevice(Order[None]):
    """Let another device sign for this desk: a copy that works on beside the one it was made of."""

    words: ClassVar = "copy gone on with"
    undoable: ClassVar = False

    device: str
    public_key: str
    because: str
    """``restored`` from a backup, or ``accepted`` although it is older than what the machine has seen."""


def make_desk(order: MakeDesk, work: UnitOfWork, *, clock: Clock) -> None:
    """Carry out ``MakeDesk``."""
    made = {"officer": order.officer, "kind": order.kind, "made_on": clock.today().isoformat()}
    work.change(
        [
            _device(order.device, order.public_key, order.officer),
            Change(child=None, record="desk", record_id=order.desk, set=dict(made)),
        ]
    )


def add_device(order: AddDevice, work: UnitOfWork) -> None:
    """Carry out ``AddDevice``, which the new device signs itself.

    The one it was copied from may have gone on meanwhile: a word in its stream here would be another's place there.
    """
    officer = str(work.records("desk")[0].values["officer"])
    work.change([_device(order.device, order.public_key, officer), seen(work, order.because)])


def _device(device: str, public_key: str, officer: str) -> Change:
    return Change(child=None, record="device", record_id=device, set={"public_key": public_key, "officer": officer})
