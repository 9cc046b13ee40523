"""The sentences of the windows, in one place: British, short, and saying what to do next."""

from __future__ import annotations

import math
from datetime import date, datetime

from iro_desk.glance import PRACTICE_PASSPHRASE

APP = "IRO Desk"
KILO, MEGA = 1_000, 1_000_000
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

LOCKED = "Locked"
NO_DESK = "Welcome"
NO_DESK_WORDS = "There is no desk here yet. Try the program on a practice desk, or open one that you have."
PASSPHRASE = "Passphrase"
UNLOCK = "Unlock"
UNLOCKING = "Unlocking…"
SHOW_PASSPHRASE = "Show what I type"
CAPS_LOCK = "Caps Lock is on"
ANOTHER_DESK = "Another desk"
OPEN_DESK = "Open a desk…"
MAKE_PRACTICE = "Make a practice desk…"
MAKING = "Making a practice desk…"
CHOOSE_DESK = "Choose the folder of a desk"
CHOOSE_EMPTY = "Choose an empty folder for the practice desk"
CHOOSE_EXTRACT = "Choose the folder that holds the return's tables"
STAYS_HERE = "Nothing here leaves this laptop unless you send it."
PRACTICE_NOTE = f"A practice desk. Its passphrase is “{PRACTICE_PASSPHRASE}”."
USE_IT = "Use it"
LOCK = "Lock"
LOCKING = "Locking…"
LARGER, SMALLER = "Larger text", "Smaller text"

TODAY = "Today"
OVERDUE, AT_RISK, NOT_KNOWN, COMING = "Overdue", "At risk", "Not known", "Coming"
FROM_CASE_SYSTEM = "From the case system"
AHEAD = "Six months ahead"
REVIEWS_DUE = "reviews due"
TAKE_EXTRACT = "Take in an extract…"
TAKING, TAKING_IN = "Reading the extract…", "Taking the extract in: {} %"
WHOLE_TIMELINE = "Whole timeline"
HIDE_TIMELINE = "Close the timeline"
EMPTY_TITLE = "No children yet"
EMPTY_WORDS = (
    "Take in an extract of your case system: the folder with the header, episodes and reviews tables of the return. "
    "Every review date is then worked out here, with its reason."
)
CALM_TITLE = "Nothing needs you today."
AND_MORE = "{count} more are told by the command line, with --dry-run."
A_FEW = 3
PEOPLE_FILE = "Names from a file…"
CHOOSE_PEOPLE = "Choose the file of names, teams and schools"
SORRY = "Something went wrong in the program itself; nothing was lost."

MINUTE = 60

FORGOTTEN = "I have forgotten it"
MAKE_OWN = "Make a desk of mine…"
KEY_FILE_DAMAGED = "The key file of this desk is damaged. It is put back from a backup when you unlock."
KEY_FILE_HEALED = "The key file was damaged. It was put back from a backup, and the desk is whole."
TOO_MANY = "That was too many wrong passphrases. The field opens again in"
REBUILDING = "Working the desk's tables out anew:"

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
MAKING_A_DESK = "Making the desk…"

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
LOCKING_PART, LOOKS, PASSPHRASE_PART, SHEET_PART = "Locking", "Text and colours", "Passphrase", "Recovery sheet"
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
CHOOSE_OTHER_COPY = "Choose the folder of the other copy"
JOINING = "Taking in the other copy…"
NOTHING_NEW = "Nothing in it was new."
SEEN_PART = "Opened, exported, recovered"
NOTHING_SEEN = "Nothing yet."


def whole_day(day: date) -> str:
    """``Thu 26 Nov 2026``, with its year whatever year it is."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def day(day: date, today: date) -> str:
    """``Thu 26 Nov``, with the year when it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}{year}"


def plain_day(day: date) -> str:
    """``31 October 2026``, in a sentence."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def count(number: int, *, first: bool = False) -> str:
    """``two``, ``14``; with a capital where it opens a sentence."""
    words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return words.capitalize() if first else words


def many(number: int, one: str, more: str | None = None) -> str:
    """``1 child``, ``3 children``."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def working_days(left: int) -> str:
    """How far off a due day is: ``today``, ``in 3 working days``, ``12 working days ago``."""
    if left == 0:
        return "today or before the next working day"
    if left > 0:
        return f"in {many(left, 'working day')}"
    return f"{many(-left, 'working day')} ago"


CHILDREN = "Children"
FILTER = "Filter by name or number"
NO_MATCH = "No child matches “{}”."
NAME, NUMBER, AGE = "Name", "Number", "Age"
NO_NAME = "No name yet"
NO_CHILDREN = (
    "Take in an extract of your case system on Today; every child in it then stands here, to be named and opened."
)
OPEN_CHILD = "Open"

CHANGED = "Changed"
WHICH_CHANGES, NOT_ACKNOWLEDGED = "Which changes", "Not acknowledged"
EXTRACT_TO = "Extract of {}, to {}"
TO_ACKNOWLEDGE, ACKNOWLEDGED, NEWS = "To acknowledge", "Acknowledged", "News"
NEWS_ASKS_NOTHING = "asks nothing of you"
ACKNOWLEDGE, ACKNOWLEDGE_ALL = "Acknowledge", "Acknowledge all {} shown"
CHANGE_KEYS = "A acknowledges, Enter opens the child"
ACKNOWLEDGED_ON = "Acknowledged {}"
LOOK_AT_CHANGES = "Look"
NOTHING_CHANGED = "Nothing to acknowledge"
NOTHING_CHANGED_SINCE = (
    "Nothing has changed since the extract to {}. When you take in the next one, what it changed in a child’s life "
    "stands here until you have read it."
)
NOTHING_TO_COMPARE = (
    "Take in an extract of your case system on Today. The first has nothing to be compared with; what each later one "
    "changed in a child’s life stands here until you have read it."
)
CHANGED_NOTHING = "This extract changed nothing"
CHANGED_NOTHING_WORDS = (
    "It is so, too, with the first extract of a desk, which has nothing to be compared with, and with an older one "
    "that only fills in the past."
)

NEW_CONTACT, CONTACTS = "New contact", "Contacts"
DAY, KIND, NOTE, FILES = "Day", "With whom, and how", "Note", "Files"
DAY_HINT = "today, mon, 12 mar or 12/3/2026"
CHOOSE_KIND = "Choose"
ATTACH = "Attach files…"
CHOOSE_FILES = "Choose files to attach"
SAVE_COPY = "Save a copy…"
CHOOSE_COPY = "Choose where the copy goes"
COPY_SAVED = "A copy is saved. It lies outside the desk now, in clear."
SAVE_CONTACT, SAVE_NAMES, SAVE = "Save contact", "Save names and people", "Save"
MEND, WITHDRAW, HISTORY, HIDE_HISTORY, CLOSE = "Mend", "Withdraw", "History", "Hide history", "Close"
WHAT_WAS_DONE, HISTORY_OF_CHILD = "What was done", "History of the child"
NO_CONTACTS = "No contacts yet. The first one is typed above."
NAMES = "Names and people"
FIRST_NAME, LAST_NAME, KNOWN_AS = "First name", "Last name", "Likes to be called"
TEAM, SOCIAL_WORKER, IRO, SIBLING_GROUP, SCHOOL = "Team", "Social worker", "IRO", "Sibling group", "School"
CHANGE_NAMES, GIVE_NAMES = "Change names and people", "Give a name"
MOTHER_AND_BABY = "{0} is a mother, and {1} was born on the day her baby was. Both have the IRO {2}; they may not."
DIFFERENT_IROS = "Brothers and sisters with different IROs: {}. They normally share one."
IRO_NOT_KNOWN = "IRO not known"
KEPT = "Kept as you type"
NOT_KEPT = "What you type is not kept: {}"
NOT_SAVED = "Not saved yet"
NOT_SAVED_YET = "Not saved yet: typed {}"
PUT_ASIDE = "Put aside"
SAY_KIND = "Choose with whom it was, and how."
TWO_VALUES = "Two values stand"
TWO_VALUES_WORDS = "Two copies of this desk said different things. Choose one; the other stays in the history."
KEEP_THIS = "Keep this one"
LEFT_OPEN = "What the files leave open"
LEFT_OPEN_WORDS = "You are asked once; an undo takes an answer back."
REVIEWS = "Reviews recorded here"
NO_REVIEWS = "A review held since the last extract counts as soon as it is recorded."
RECORD_REVIEW, SAVE_REVIEW = "Record a review", "Save review"
FURTHER_MEETING, SAVE_MEETING = "Record the further meeting", "Save meeting"
TAKE_BACK = "Take back"
HELD_ON, TOOK_PART, NOT_KNOWN_YET = "Day it was held", "How the child took part", "Not known yet"
ENDED, COMPLETED, ADJOURNED = "How it ended", "Completed", "Adjourned, to be completed at another meeting"
ADJOURNED_AGAIN = "Adjourned again"
HELD_EARLIER_FOR, IN_ITS_TURN = "Held earlier than its limit because", "It was held in its turn"
THE_NEXT, COUNTS_FROM_IT, STANDS_OUTSIDE = (
    "The next review",
    "Is counted from this one",
    "Is counted as if this one had not been held",
)
REVIEW_OUTSIDE = "It stands outside the sequence."
WHICH_ONE, NOT_SAID = "Which review it was", "Not said"
MEETING_DAY = "Day of the further meeting"
REVIEW_ADJOURNED = "Adjourned: it is to be completed at another meeting."
REVIEW_MET_AGAIN = "Met again on {}."
TOOK_PART_NOT_KNOWN = "How the child took part is not known yet."
CARRIED = "Files it carries"
TAKE_AWAY, GIVE_BACK, GOES_AWAY = "Take away", "Keep it", "is taken away when you save"
NOTHING_THERE = "nothing"
OUT_OF_SIGHT, IN_SIGHT = "Taken out of sight", "In sight"

FIND = "Find a child, or words in a note"
FOUND_NOTHING = "Nothing on this desk has “{}” in it."
FOUND = "What was found"
BACK, FORWARD = "Back", "Forward"
UNDO, REDO = "Undo: {}", "Redo: {}"
SAVED_AT = "Saved {}"

THE_LAW = "The law"
EDITION = "{edition}, in force since {day}."
LAST_CHECKED = "Last checked against its sources on {}. Nothing here is legal advice."
POLICY_IN_USE = "Council’s policy: {council}, edition {edition}, in use since {day}."
NO_POLICY = "No council’s policy is in use: the law alone."
TAKE_POLICY, DROP_POLICY = "Take in a council’s policy…", "Go by the law alone"
CHOOSE_POLICY = "Choose the council’s policy file"
HOME_DISTRICTS = "At home are the postcodes of {}."
SHORT_BREAKS_ARE = "Short breaks: {}."
HOLIDAYS_KNOWN = "Bank holidays are known from {} to the end of {}; a count that goes past says so."
RULES_KEPT = "Worked out for every child"
RULES_SILENT = "In the file, and silent"
RULES_SILENT_WORDS = "They count from what nobody records here yet; no child has a deadline by them."
HELD_EARLIER = "A review is held earlier when"
NOT_CONFIRMED = "Not confirmed yet against the text itself."
PART_READ = "Part of the text was read."
RESTATED = "Read in a council’s procedure that restates it."
HERE_IT_IS = "Here: {}."

FIELDS = {
    "on": DAY,
    "kind": "Kind",
    "note": NOTE,
    "attachments": FILES,
    "first_name": FIRST_NAME,
    "last_name": LAST_NAME,
    "known_as": KNOWN_AS,
    "team": TEAM,
    "social_worker": SOCIAL_WORKER,
    "iro": IRO,
    "sibling_group": SIBLING_GROUP,
    "school": SCHOOL,
    "born": "Birthday",
    "number": NUMBER,
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "upn": "Pupil number",
    "mother": "Is a mother",
    "mother_since": "A mother since",
    "uasc_until": "Unaccompanied until",
    "withdrawn": "Withdrawal",
    "held": HELD_ON,
    "code": TOOK_PART,
    "adjourned": "Adjourned",
    "met_again": "Further meetings",
    "place": WHICH_ONE,
    "earlier": HELD_EARLIER_FOR,
    "outside": "Outside the sequence",
    "recorded_on": "Recorded here on",
    "told": "Day in the extract",
    "told_code": "How the child took part, in the extract",
    "perhaps": "May be the same review as",
}
"""Fields of records, in an officer's words."""


def a_few(told: list[str]) -> list[str]:
    """The first few of them, and how many more there are: the command line tells them all."""
    more = len(told) - A_FEW
    return told[:A_FEW] + ([AND_MORE.format(count=more)] if more > 0 else [])


def size(octets: int) -> str:
    """How large a file is: ``12 kB``, ``3.4 MB``."""
    if octets >= MEGA:
        return f"{octets / MEGA:.1f} MB"
    return f"{max(1, round(octets / KILO))} kB"


def moment(at: datetime, today: date) -> str:
    """``Mon 23 Nov at 16:40``, in the time of the clock on the wall."""
    return f"{day(at.date(), today)} at {at:%H:%M}"


def span(seconds: int) -> str:
    """A short stretch of time: ``45 seconds``, ``3 minutes``."""
    if seconds > 2 * MINUTE:
        return f"{math.ceil(seconds / MINUTE)} minutes"
    return f"{seconds} seconds" if seconds != 1 else "1 second"
