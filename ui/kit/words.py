"""The sentences of the windows, in one place: British, short, and saying what to do next."""

from __future__ import annotations

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
TAKE_EXTRACT = "Take in an extract…"
TAKING = "Reading the extract…"
WHOLE_TIMELINE = "Whole timeline"
HIDE_TIMELINE = "Close the timeline"
EMPTY_TITLE = "No children yet"
EMPTY_WORDS = (
    "Take in an extract of your case system: the folder with the header, episodes and reviews tables of the return. "
    "Every review date is then worked out here, with its reason."
)
CALM_TITLE = "Nothing needs you today."
SORRY = "Something went wrong in the program itself; nothing was lost."


def day(day: date, today: date) -> str:
    """``Thu 26 Nov``, with the year when it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}{year}"


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

NEW_CONTACT, CONTACTS = "New contact", "Contacts"
DAY, KIND, NOTE, FILES = "Day", "With whom, and how", "Note", "Files"
DAY_HINT = "today, mon, 12 mar or 12/3/2026"
CHOOSE_KIND = "Choose"
ATTACH = "Attach files…"
CHOOSE_FILES = "Choose files to attach"
SAVE_COPY = "Save a copy…"
CHOOSE_COPY = "Choose where the copy goes"
COPY_SAVED = "A copy is saved. It lies outside the desk now, in clear."
SAVE_CONTACT, SAVE_NAMES, SAVE = "Save contact", "Save names", "Save"
MEND, WITHDRAW, HISTORY, HIDE_HISTORY, CLOSE = "Mend", "Withdraw", "History", "Hide history", "Close"
WHAT_WAS_DONE, HISTORY_OF_CHILD = "What was done", "History of the child"
NO_CONTACTS = "No contacts yet. The first one is typed above."
NAMES = "Names"
FIRST_NAME, LAST_NAME, KNOWN_AS = "First name", "Last name", "Likes to be called"
CHANGE_NAMES, GIVE_NAMES = "Change names", "Give a name"
KEPT = "Kept as you type"
NOT_KEPT = "What you type is not kept: {}"
NOT_SAVED = "Not saved yet"
NOT_SAVED_YET = "Not saved yet: typed {}"
PUT_ASIDE = "Put aside"
SAY_KIND = "Choose with whom it was, and how."
TWO_VALUES = "Two values stand"
TWO_VALUES_WORDS = "Two copies of this desk said different things. Choose one; the other stays in the history."
KEEP_THIS = "Keep this one"
CARRIED = "Files it carries"
TAKE_AWAY, GIVE_BACK, GOES_AWAY = "Take away", "Keep it", "is taken away when you save"
NOTHING_THERE = "nothing"

FIND = "Find a child, or words in a note"
FOUND_NOTHING = "Nothing on this desk has “{}” in it."
FOUND = "What was found"
BACK, FORWARD = "Back", "Forward"
UNDO, REDO = "Undo: {}", "Redo: {}"
SAVED_AT = "Saved {}"

FIELDS = {
    "on": DAY,
    "kind": "Kind",
    "note": NOTE,
    "attachments": FILES,
    "first_name": FIRST_NAME,
    "last_name": LAST_NAME,
    "known_as": KNOWN_AS,
    "born": "Birthday",
    "number": NUMBER,
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "upn": "Pupil number",
    "mother": "Is a mother",
    "mother_since": "A mother since",
    "uasc_until": "Unaccompanied until",
    "withdrawn": "Withdrawn",
}
"""Fields of records, in an officer's words."""


def size(octets: int) -> str:
    """How large a file is: ``12 kB``, ``3.4 MB``."""
    if octets >= MEGA:
        return f"{octets / MEGA:.1f} MB"
    return f"{max(1, round(octets / KILO))} kB"


def moment(at: datetime, today: date) -> str:
    """``Mon 23 Nov at 16:40``, in the time of the clock on the wall."""
    return f"{day(at.date(), today)} at {at:%H:%M}"
