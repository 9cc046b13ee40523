"""The page of this desk: a part a matter, one under the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from iro_desk.glance import glance
from ui.kit import words
from ui.kit.choices import ChoiceField
from ui.kit.fields import LineField
from ui.kit.parts import Heading, Words, button, clear, hairline, in_a_row
from ui.kit.passphrases import NewPassphrase, PassphraseField
from ui.kit.theme import LARGEST, SMALLEST, STEP, Type
from ui.screens.settings.presenter import SeenLine
from ui.shell.frame import Frame, Page
from ui.shell.notices import Kind
from ui.shell.proof import ProofPanel
from ui.shell.rescue import BackupList

if TYPE_CHECKING:
    from iro_desk.closed import Backup
    from iro_desk.desk import Finding

WIDEST = 720


class SettingsPage(Page):
    """This desk.

    Signals:
        minutes_wanted: carries what was typed.
        passphrase_wanted: carries the passphrase in force and the new one.
        backup_wanted: carries the folder, or nothing for the desk's own place.
        restore_wanted: carries the backup's folder and the new one.
        check_wanted, proof_wanted, sheet_wanted: the officer wants it.
        copy_given: carries the folder of another copy of the desk.
        lock_after: the desk locks after so many minutes from now on.
        scheme: carries the name of the colours chosen; nothing for the system's.
        shown: the page comes into sight.
        trouble: a check found what stops the desk; carries the findings.
    """

    minutes_wanted = Signal(str)
    passphrase_wanted = Signal(str, str)
    backup_wanted = Signal(object)
    restore_wanted = Signal(Path, Path)
    check_wanted = Signal()
    proof_wanted = Signal()
    sheet_wanted = Signal()
    copy_given = Signal(Path)
    lock_after = Signal(int)
    scheme = Signal(str)
    shown = Signal()
    trouble = Signal(object)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        from iro_desk.closed import generate_passphrase  # noqa: PLC0415 - loaded with the desk

        self.setObjectName("page")
        self._frame, self._theme = frame, frame.theme
        folder = frame.link.folder
        self._practice = folder is not None and glance(folder).practice
        self.minutes = LineField(words.LOCK_AFTER, self._theme, hint=words.LOCK_AFTER_HELP)
        self.old = PassphraseField(words.OLD_PASSPHRASE, self._theme)
        self.new = NewPassphrase(self._theme, generate_passphrase)
        self.proof = ProofPanel(self._theme, frame.ask)
        self._sheet = Words("", self._theme, tone="second", wrap=True)
        self._prove = button(words.SHOW_SHEET, self._theme, self.proof_wanted.emit, kind="outlined")
        self._backups = BackupList(self._theme, words.RESTORE_THIS)
        self._seen = QGridLayout()
        self._acts: list[QWidget] = []
        self._column = QVBoxLayout()
        self._lay_out(folder)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is shown whenever the page comes into sight."""
        super().showEvent(event)
        self.shown.emit()

    def show_minutes(self, minutes: int) -> None:
        """Show after how long the desk locks, and tell the lock of it."""
        self.minutes.set_text(str(minutes))
        self.minutes.say_trouble("")
        self.lock_after.emit(minutes)

    def show_sheet_standing(self, *, proved: bool) -> None:
        """Show whether the recovery sheet was shown."""
        self._sheet.setText(words.PROVED if proved else words.NOT_PROVED)
        self._prove.setVisible(not proved)

    def show_backups(self, backups: Sequence[Backup], today: date) -> None:
        """Show these."""
        self._backups.show_backups(backups, today)

    def show_seen(self, lines: Sequence[SeenLine]) -> None:
        """Show what was looked at, newest first."""
        clear(self._seen)
        if not lines:
            self._seen.addWidget(Words(words.NOTHING_SEEN, self._theme, tone="second"), 0, 0)
        for row, line in enumerate(lines):
            self._seen.addWidget(Words(line.when, self._theme, Type.CELL, tone="second"), row, 0)
            self._seen.addWidget(Words(line.what, self._theme, Type.CELL, wrap=True), row, 1)
        self._seen.setColumnStretch(1, 1)

    def say_wrong(self, field: str, sentence: str) -> None:
        """Say what is wrong with a field."""
        found = {"minutes": self.minutes, "old": self.old, "new": self.new.first}[field]
        found.say_trouble(sentence)
        found.setFocus()

    def clear_passphrases(self) -> None:
        """Keep nothing of what was typed in the fields for a passphrase."""
        self.old.set_text("")
        self.old.say_trouble("")
        self.new.clear()

    def show_busy(self, sentence: str) -> None:
        """Say what is going on, or nothing any more."""
        for each in self._acts:
            each.setEnabled(not sentence)
        if sentence:
            self._frame.notices.show_notice(sentence)

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._frame.notices.show_notice(sentence)

    def say_trouble(self, sentence: str) -> None:
        """Say what could not be done."""
        self._frame.notices.show_notice(sentence, Kind.WRONG)

    def show_trouble(self, findings: Sequence[Finding]) -> None:
        """Show the desk's rescue: it takes in nothing until it is mended."""
        self.trouble.emit(findings)

    def _lay_out(self, folder: Path | None) -> None:
        sheet = QWidget()
        sheet.setObjectName("page")
        inside = QWidget()
        inside.setMaximumWidth(self._theme.px(WIDEST))
        row = QHBoxLayout(sheet)
        row.setContentsMargins(32, 6, 28, 28)
        row.addWidget(inside, 1)
        row.addStretch()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(Words(words.THIS_DESK, self._theme, Type.PAGE))
        if folder:
            self._column.addWidget(Words(str(folder), self._theme, Type.SMALL, tone="second", wrap=True))
        self._locking()
        self._looks()
        self._passphrase()
        self._recovery()
        self._keeping()
        self._column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _locking(self) -> None:
        self._part(words.LOCKING_PART)
        self._column.addWidget(self.minutes)
        self.minutes.control.setMaximumWidth(self._theme.px(120))
        self.minutes.control.returnPressed.connect(self._set_minutes)
        self._row(self._act(words.SET, self._set_minutes))

    def _looks(self) -> None:
        self._part(words.LOOKS)
        sizes = [(str(percent), f"{percent} %") for percent in range(SMALLEST, LARGEST + 1, STEP)]
        size = self._choice(words.TEXT_SIZE, sizes, str(self._theme.percent))
        size.typed.connect(lambda percent: self._theme.set_percent(int(percent)))
        self._theme.changed.connect(lambda: size.set_text(str(self._theme.percent)))
        now = self._theme.chosen
        colours = self._choice(words.COLOURS, list(words.SCHEMES.items()), now.value if now else "")
        colours.typed.connect(self.scheme)

    def _choice(self, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> ChoiceField:
        made = ChoiceField(label, self._theme, choices=choices)
        made.set_text(chosen)
        made.control.setMaximumWidth(self._theme.px(280))
        self._column.addWidget(made)
        return made

    def _passphrase(self) -> None:
        self._part(words.PASSPHRASE_PART)
        if self._practice:
            self._column.addWidget(Words(words.PRACTICE_KEEPS, self._theme, tone="second", wrap=True))
            return
        for each in (self.old, self.new):
            each.setMaximumWidth(self._theme.px(420))
            self._column.addWidget(each)
        self._row(self._act(words.CHANGE_PASSPHRASE, self._change_passphrase))

    def _recovery(self) -> None:
        self._part(words.SHEET_PART)
        if self._practice:
            self._column.addWidget(Words(words.PRACTICE_NO_SHEET, self._theme, tone="second", wrap=True))
            return
        self._column.addWidget(self._sheet)
        self._column.addWidget(self.proof)
        self._row(self._prove, self._act(words.RENEW, self.sheet_wanted.emit))
        self._column.addWidget(Words(words.RENEW_WORDS, self._theme, Type.SMALL, tone="second", wrap=True))

    def _keeping(self) -> None:
        self._part(words.BACKUPS)
        self._column.addWidget(self._backups)
        self._backups.chosen.connect(self._restore)
        self._acts.append(self._backups)
        self._row(
            self._act(words.BACKUP_NOW, lambda: self.backup_wanted.emit(None)),
            self._act(words.BACKUP_ELSEWHERE, self._back_up_elsewhere),
        )
        self._part(words.CHECK_DESK)
        self._column.addWidget(Words(words.CHECK_WORDS, self._theme, tone="second", wrap=True))
        self._row(self._act(words.CHECK_DESK, self.check_wanted.emit))
        self._part(words.ANOTHER_COPY)
        self._column.addWidget(Words(words.ANOTHER_COPY_WORDS, self._theme, tone="second", wrap=True))
        self._row(self._act(words.JOIN, self._join))
        self._part(words.SEEN_PART)
        self._seen.setHorizontalSpacing(20)
        self._column.addLayout(self._seen)

    def _part(self, title: str) -> None:
        self._column.addSpacing(self._theme.px(18))
        self._column.addWidget(Heading(title, self._theme))
        self._column.addWidget(hairline())
        self._column.addSpacing(4)

    def _act(self, text: str, act: Callable[[], object]) -> QWidget:
        made = button(text, self._theme, act, kind="outlined")
        self._acts.append(made)
        return made

    def _row(self, *acts: QWidget) -> None:
        self._column.addLayout(in_a_row(*acts))

    def _set_minutes(self) -> None:
        self.minutes_wanted.emit(self.minutes.text())

    def _change_passphrase(self) -> None:
        self.old.say_trouble("")
        new = self.new.taken()
        if new:
            self.passphrase_wanted.emit(self.old.text(), new)

    def _back_up_elsewhere(self) -> None:
        folder = self._frame.ask.folder(self, words.CHOOSE_SECOND)
        if folder:
            self.backup_wanted.emit(folder)

    def _restore(self, backup: Path) -> None:
        into = self._frame.ask.folder(self, words.RESTORE_INTO)
        if into:
            self.restore_wanted.emit(backup, into)

    def _join(self) -> None:
        folder = self._frame.ask.folder(self, words.CHOOSE_OTHER_COPY)
        if folder:
            self.copy_given.emit(folder)
