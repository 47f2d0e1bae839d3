"""A calendar of what somebody is reminded of: times, and one neutral title for all of them.

Plain entries with times in UTC, no rules and no zones: what comes again was worked out on the clock of its place
already, every calendar program takes them (RFC 5545), and an entry that falls away is simply not there the next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from amends.content.reminders import reminder_words
from amends.path.checkin import SOON
from amends_web.reminders.models import Feed, Reminder
from amends_web.reminders.queries import planned_reminders

# Programs look again by themselves at their own pace; some follow this wish.
_LOOK_AGAIN = timedelta(hours=6)
# The evening before a promise, and the end of a break, are no time that anybody would put into a calendar.
_KINDS = (
    Reminder.Kind.CHECKIN_SOON,
    Reminder.Kind.PROMISE_ASKS,
    Reminder.Kind.LOOK_BACK,
    Reminder.Kind.OWN_REMINDER,
)
_LASTS = {Reminder.Kind.CHECKIN_SOON: timedelta(minutes=30)}
_LASTS_ELSE = timedelta(minutes=15)


def calendar_of(feed: Feed, *, now: datetime) -> bytes:
    """Return what a calendar program gets: from a month ago to a year ahead, in the order of time."""
    calendar = Calendar()
    calendar.add("prodid", "-//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", reminder_words().titles[feed.title])
    calendar.add("refresh-interval", _LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    for event in _events(feed, now=now):
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(feed: Feed, *, now: datetime) -> Iterator[Event]:
    rows = planned_reminders(
        feed.person, kinds=_KINDS, after=now - timedelta(days=31), before=now + timedelta(days=366)
    )
    for reminder in rows:
        starts_at = reminder.due_at + (SOON if reminder.kind == Reminder.Kind.CHECKIN_SOON else timedelta(0))
        event = Event()
        event.add("uid", _uid(feed, reminder))
        # When the entry was made; the same every time, or the file would change with every look at it.
        event.add("dtstamp", feed.made_at.replace(microsecond=0))
        event.add("dtstart", starts_at.astimezone(UTC).replace(microsecond=0))
        event.add("duration", _LASTS.get(Reminder.Kind(reminder.kind), _LASTS_ELSE))
        event.add("summary", reminder_words().titles[feed.title])
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE")
        yield event


def _uid(feed: Feed, reminder: Reminder) -> str:
    """Return a name that stays with the entry when it is moved, and leads back to nothing."""
    key = bytes(feed.secret_hash)
    return hashlib.blake2b(f"{reminder.pk}".encode(), digest_size=16, key=key, person=b"amends.uid").hexdigest()
