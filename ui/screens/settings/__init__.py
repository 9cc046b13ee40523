"""This desk: its lock, its passphrase and sheet, its backups, and what was looked at."""

from __future__ import annotations

from ui.screens.settings.page import SettingsPage
from ui.screens.settings.presenter import SettingsPresenter
from ui.shell.frame import Frame
from ui.shell.proving import Proving


def build(frame: Frame) -> SettingsPage:
    """The page and its presenter, joined."""
    page = SettingsPage(frame)
    presenter = SettingsPresenter(page, frame.link, frame.clock)
    proving = Proving(page.proof, frame.link, presenter.proved)
    page.minutes_wanted.connect(presenter.set_minutes)
    page.passphrase_wanted.connect(presenter.change_passphrase)
    page.backup_wanted.connect(presenter.back_up)
    page.restore_wanted.connect(presenter.restore)
    page.check_wanted.connect(presenter.check)
    page.copy_given.connect(presenter.join)
    page.proof_wanted.connect(proving.begin)
    page.sheet_wanted.connect(proving.sheet_lost)
    page.proof.given.connect(proving.words_given)
    page.proof.lost.connect(proving.sheet_lost)
    page.proof.sheet.taken.connect(proving.sheet_taken)
    page.proof.seen.connect(proving.begin)
    page.proof.left.connect(presenter.refresh)
    page.shown.connect(presenter.refresh)
    frame.link.changed.connect(presenter.on_changed)
    page.keep(presenter, proving)
    return page
