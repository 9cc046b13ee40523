"""The first order of every desk: whose it is, and the device that signs for it."""

from __future__ import annotations

from dataclasses import dataclass

from iro_desk.domain.events import Change
from iro_desk.services.messages import Order
from iro_desk.services.ports import Clock, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class MakeDesk(Order[None]):
    """Begin a desk for an officer."""

    desk: str
    officer: str
    kind: str
    """``iro`` or ``practice``."""
    device: str
    public_key: str


def make_desk(order: MakeDesk, work: UnitOfWork, *, clock: Clock) -> None:
    """Carry out ``MakeDesk``."""
    made = {"officer": order.officer, "kind": order.kind, "made_on": clock.today().isoformat()}
    work.change(
        [
            Change(child=None, record="device", record_id=order.device, set={"public_key": order.public_key}),
            Change(child=None, record="desk", record_id=order.desk, set=made),
        ]
    )
