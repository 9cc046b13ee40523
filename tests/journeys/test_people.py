"""The people round a child, typed in the real window: kept while typed, shown, warned of, undone; then a file comes."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from iro_desk.bootstrap import open_desk
from iro_desk.glance import PRACTICE_PASSPHRASE
from iro_desk.practice import PRACTICE_OFFICER
from iro_desk.services.children import ChildPage, NameChild
from iro_desk.services.people import TakePeople
from tests.journeys.conftest import Show, Unlock, opened, press, seen, settled
from tests.ui.conftest import ScriptedPerson
from ui.kit import words

CHILD, SISTER = "350212", "008784"
PATIENCE = 20_000


def test_people_are_typed_and_a_file_does_not_overwrite_them(
    show: Show, unlock: Unlock, practice: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """A draft outlives the window; saved, it stands against the file, which fills in the rest."""
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        desk.do(NameChild(child=SISTER, first_name="Mina", last_name="Kaya", sibling_group="Kaya", iro="Tom Reed"))
    window = show(practice)
    page = opened(qtbot, unlock(window, PRACTICE_PASSPHRASE), CHILD)
    press(page, words.GIVE_NAMES)
    assert page.names
    qtbot.keyClicks(page.names.fields["first_name"].control, "Dilan")
    qtbot.keyClicks(page.names.fields["sibling_group"].control, "kaya")
    window.close()

    window = show(practice, ScriptedPerson(None))
    workplace = unlock(window, PRACTICE_PASSPHRASE)
    page = opened(qtbot, workplace, CHILD)
    qtbot.waitUntil(lambda: page.names is not None, timeout=PATIENCE)
    assert page.names
    form = page.names
    qtbot.waitUntil(lambda: form.fields["sibling_group"].text() == "kaya", timeout=PATIENCE)
    qtbot.keyClicks(form.fields["social_worker"].control, "Ann Other")
    press(form, words.SAVE_NAMES)
    qtbot.waitUntil(lambda: "Ann Other" in seen(page), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Brothers and sisters with different IROs" in seen(page), timeout=PATIENCE)
    assert f"Mina Kaya (Tom Reed), Dilan ({PRACTICE_OFFICER})" in seen(page)
    workplace.bar.undo.emit()
    qtbot.waitUntil(lambda: "Ann Other" not in seen(page), timeout=PATIENCE)
    assert "different IROs" not in seen(page)
    workplace.bar.redo.emit()
    qtbot.waitUntil(lambda: "Ann Other" in seen(page), timeout=PATIENCE)
    settled(qtbot, window)
    window.close()

    file = tmp_path / "people.csv"
    file.write_text(f"Child ID,Key worker,Team\n{CHILD},Bo Else,North\n", encoding="utf-8")
    with open_desk(practice, PRACTICE_PASSPHRASE) as desk:
        taken = desk.do(TakePeople(file=file)).result
        assert [(each.field, each.typed, each.file_says) for each in taken.typed_here] == [
            ("social_worker", "Ann Other", "Bo Else")
        ]
        told = desk.ask(ChildPage(child=CHILD))
        assert (told.name, told.social_worker, told.team) == ("Dilan", "Ann Other", "North")
