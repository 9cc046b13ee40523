"""A check runs beside the officer's work, and finds nothing where nothing is wrong."""

from __future__ import annotations

import threading
from pathlib import Path

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.services.children import Children, NameChild
from iro_desk.storage.findings import Finding
from tests.sample import PRACTICE_DAY


def test_orders_pass_while_a_desk_is_checked(practice: Path) -> None:
    """Names are given all the while; each lands, and no check takes a half-seen moment for damage."""
    with open_desk(practice, PRACTICE_PASSPHRASE, StandingClock(PRACTICE_DAY)) as desk:
        children = [each.child for each in desk.ask(Children())]
        found: list[tuple[Finding, ...]] = []
        beside = threading.Thread(target=lambda: found.extend(desk.check() for _ in range(2)))
        beside.start()
        given = 0
        while beside.is_alive():
            desk.do(NameChild(child=children[given % len(children)], first_name=f"Name {given}", last_name="Given"))
            given += 1
        beside.join()
        assert found == [()] * 2
        assert given > 4
        assert len(desk.ask(Children())) == len(children)
        assert desk.check() == ()
