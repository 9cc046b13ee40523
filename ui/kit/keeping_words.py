# ruff: noqa: S105 - words about passphrases are not passphrases
"""What the windows say of keeping a desk: making it, its recovery sheet, its lock, its rescue, its backups."""

from __future__ import annotations

import math

MINUTE = 60

FORGOTTEN = "I have forgotten it"
MAKE_OWN = "Make a desk of mine…"
KEY_FILE_DAMAGED = "The key file of this desk is damaged. It is put back from a backup when you unlock."
KEY_FILE_HEALED = "The key file was damaged. It was put back from a backup, and the desk is whole."
TOO_MANY = "That was too many wrong passphrases. The field opens again in"
REBUILDING = "Working the desk's tables out anew:"
BACK = "Back"

NEW_PASSPHRASE = "New passphrase"
PASSPHRASE_AGAIN = "The same again"
PASSPHRASE_HELP = "At least 15 letters. Five or six words do well; spaces count."
TYPE_PASSPHRASE = "Type a passphrase of at least 15 letters."
NOT_THE_SAME = "The two are not the same. Type it again."
SUGGEST, SUGGEST_ANOTHER = "Suggest one", "Suggest another"
SUGGESTION_HELP = "Six words drawn by chance. Write them down or learn them, then type them in both fields."

OWN_DESK = "A desk of your own"
OWN_DESK_WORDS = (
    "One folder holds it, encrypted. Only your passphrase opens it, and the recovery key that is made next."
)
WHERE = "Folder"
CHOOSE = "Choose…"
CHOOSE_PLACE = "Choose an empty folder for the desk"
OFFICER = "Your name"
OFFICER_HELP = "It stands on the locked desk, so that you know whose it is."
TYPE_NAME = "Type your name."
MAKE = "Make this desk"
MAKING = "Making the desk…"

SHEET = "Your recovery sheet"
SHEET_WORDS = (
    "When the passphrase is forgotten, this key opens the desk, and nothing else does. It is shown this once and kept "
    "nowhere. Whoever holds it can open the desk: keep it away from the laptop."
)
KEY = "Recovery key"
CHECK = "Check words"
CHECK_HELP = "They show that the key was copied right, and open nothing. Three of them are asked for before you begin."
SAVE_SHEET, PRINT_SHEET = "Save the sheet…", "Print…"
CHOOSE_SHEET = "Save the recovery sheet, not on this laptop if you can"
SHEET_NAME = "IRO Desk recovery sheet.txt"
SHEET_SAVED = "The sheet is saved. Move it off this laptop."
SHEET_PRINTED = "The sheet was sent to the printer."
SHEET_DONE = "I have it, go on"

LOST_PASSPHRASE = "Open by the recovery key"
LOST_WORDS = (
    "Type or paste the key of your recovery sheet, and choose a new passphrase. The old one opens the desk no more."
)
KEY_HELP = "It begins with AGE-SECRET-KEY. Spaces, and capitals or not, are of no importance."
TYPE_KEY = "Type the recovery key of the sheet."
FROM_FILE = "From a file…"
CHOOSE_SHEET_FILE = "Choose the saved recovery sheet"
OPEN_BY_KEY = "Open the desk"

PROOF = "Have your recovery sheet at hand"
PROOF_WORDS = (
    "Before the first extract comes in: type three of its check words, so that we both know the sheet is there."
)
PROOF_WORD = "Check word {}"
PROVE = "These are the words"
LOST_SHEET = "I have lost the sheet"

TROUBLE = "This desk needs a look"
TROUBLE_WORDS = (
    "Nothing is written to it any more, so that nothing gets worse. What can be read can still be looked at."
)
SHUT = "This desk cannot be opened"
SHUT_WORDS = "Nothing was changed. A backup can be restored into a new folder; this one stays as it is."
LOOK = "Look at what can be read"
GO_ON = "Go on with this copy"
GO_ON_WORDS = "Only if you know why it is older, for instance because you put it back yourself. It is noted."
RESTORE = "Restore a backup…"
ELSEWHERE = "From another place…"
TRY_AGAIN = "Try again"
WHAT_IS_WRONG = "What is wrong"
NOTING = "Noting it…"
WENT_ON = "The desk goes on with this copy; that is noted."
RESTORED = (
    "Restored into {folder}: {events} events, {children} children, checked from end to end. Lock this desk, and open "
    "that one with “Another desk” and the passphrase of its day."
)
READ_ONLY = "Nothing is written to this desk until it is mended."

BACKUPS = "Backups"
NO_BACKUPS = "There is no backup here yet. One is made at every lock."
NOT_VERIFIED = "not verified yet"
RESTORE_INTO = "Choose a new, empty folder for the restored desk"
CHOOSE_BACKUPS = "Choose a backup, or a folder of backups"
RESTORE_THIS = "Restore this one"
RESTORING = "Restoring, and checking it from end to end…"
PASSPHRASE_THEN = "Passphrase of that time"
PASSPHRASE_THEN_HELP = "The one in force when the backup was made, or the recovery key of then."

LOCKS_SOON = "The desk locks in {}. Any key or movement keeps it open."
FREE_ROOM = "Free 16 MB"
ROOM_MADE = "{} MB were given back. Finish what you are at and save it again, then free some space."
NO_ROOM_LEFT = "The spare room was given back before. Free some space on the disk, then save again."
DISK_FULL = "The disk is full: nothing of this was saved, everything before it is."

THIS_DESK = "This desk"
LOCKING, LOOKS, PASSPHRASE, SHEET_PART = "Locking", "Text and colours", "Passphrase", "Recovery sheet"
LOCK_AFTER = "Minutes without a key press or a movement"
LOCK_AFTER_HELP = "From 1 to 60. A line warns a minute before. Ctrl L locks at once."
SET = "Set"
LOCK_SET = "The desk now locks after {}."
TYPE_NUMBER = "Type a number from {} to {}."
TEXT_SIZE, COLOURS = "Size of text", "Colours"
AS_SYSTEM = "As the system has it"
SCHEMES = {
    "": AS_SYSTEM,
    "light": "Light",
    "dark": "Dark",
    "contrast-light": "High contrast, light",
    "contrast-dark": "High contrast, dark",
}
OLD_PASSPHRASE = "Passphrase now in force"
TYPE_OLD = "Type the passphrase that opens this desk now."
CHANGE_PASSPHRASE = "Change the passphrase"
CHANGING = "Changing it…"
PASSPHRASE_CHANGED = "The desk has its new passphrase. Backups made before keep the one they had."
PRACTICE_NO_SHEET = "A practice desk needs no sheet: anybody may open it."
SHOW_SHEET = "Show that I have it"
PRACTICE_KEEPS = "A practice desk keeps the passphrase that is written on its door."
PROVED, NOT_PROVED = (
    "You have shown that you hold the sheet in force.",
    "You have not shown yet that you hold the sheet.",
)
RENEW = "Make a new recovery key…"
RENEW_WORDS = "The old sheet opens this desk no more; in older backups it still does."
BACKUP_NOW, BACKUP_ELSEWHERE = "Make one now", "To another place…"
CHOOSE_SECOND = "Choose a folder for the backup, on a stick or a share"
BACKING_UP = "Making a backup…"
BACKED_UP = "A backup is made and verified: {}."
CHECK_DESK = "Check this desk"
CHECK_WORDS = "Reads all of it: the file, the history with its signatures, the tables made of it."
CHECKING = "Checking: {} %"
WHOLE = "The desk is whole: file, history, signatures and tables agree."
ANOTHER_COPY = "Another copy of this desk"
ANOTHER_COPY_WORDS = (
    "A restored backup, or the folder of this desk from another laptop: whatever it holds and this one does not is "
    "taken in. Where both said different things, both are kept until you choose."
)
JOIN = "Take in another copy…"
CHOOSE_COPY = "Choose the folder of the other copy"
JOINING = "Taking in the other copy…"
NOTHING_NEW = "Nothing in it was new."
SEEN_PART = "Opened, exported, recovered"
NOTHING_SEEN = "Nothing yet."


def span(seconds: int) -> str:
    """A short stretch of time: ``45 seconds``, ``3 minutes``."""
    if seconds > 2 * MINUTE:
        return f"{math.ceil(seconds / MINUTE)} minutes"
    return f"{seconds} seconds" if seconds != 1 else "1 second"
