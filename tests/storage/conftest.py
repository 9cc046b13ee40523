"""A desk with something on it, for what has to keep it."""

from __future__ import annotations

import pytest

from iro_desk.bootstrap import open_desk
from iro_desk.clock import StandingClock
from iro_desk.services.children import Children
from iro_desk.services.contacting import ContactKind, RecordContact
from iro_desk.services.drafting import KeepDraft
from iro_desk.services.exchanging import TakeExtract
from tests.conftest import Made
from tests.sample import PRACTICE_DAY, SAMPLE


@pytest.fixture
def kept(folder_and_key: Made) -> Made:
    """A desk that holds children, a contact and a draft."""
    folder, key = folder_and_key
    with open_desk(folder, key, StandingClock(PRACTICE_DAY)) as desk:
        desk.do(TakeExtract(folder=SAMPLE / "2025-26"))
        child = desk.ask(Children())[0].child
        desk.do(RecordContact(child=child, on=PRACTICE_DAY, kind=ContactKind.CARER, note="Rang the carer."))
        desk.do(KeepDraft(child=child, form="contact", values={"note": "half"}))
    return folder, key
