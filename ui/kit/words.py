"""The sentences of the windows, in one place: British, short, and saying what to do next."""

from __future__ import annotations

from datetime import date

from iro_desk.glance import PRACTICE_PASSPHRASE

APP = "IRO Desk"
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
