"""The diary as an iCalendar file: all-day events that move, and do not double, when the file is read again."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from iro_desk.services.diary import DiaryDays


def calendar_file(diary: DiaryDays, desk: str, moment: datetime) -> bytes:
    """The file: a stable UID and a growing SEQUENCE an event, DATE values, the day after as the end (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//IRO Desk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in diary.days:
        event = Event()
        event.add("uid", f"{each.uid}@{desk}.iro-desk")
        event.add("sequence", diary.revision)
        event.add("dtstamp", moment)
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("summary", each.summary)
        event.add("description", each.description)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
