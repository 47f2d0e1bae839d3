"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from amends_web.accounts.models import Person
from amends_web.reminders.models import Channel, Feed, Reminder, Wishes
from amends_web.reminders.notices import address_of
from amends_web.reminders.queries import channels_of, feed_of, wishes_of
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect(person: Person, _keyring: Keyring) -> Section:
    rows = [
        {"kind": row.kind, "due_at": row.due_at.isoformat(), "put_away": row.put_away_at is not None}
        for row in Reminder.objects.filter(person=person).order_by("due_at", "pk")
    ]
    return Section(name="reminders", title="What you were reminded of", rows=rows)


def erase(person: Person, _keyring: Keyring) -> None:
    Reminder.objects.filter(person=person).delete()


def collect_ways(person: Person, _keyring: Keyring) -> Section:
    """Return how somebody is told; of a chat or a browser only what kind it is, as its address opens it."""
    wishes = wishes_of(person)
    rows: list[dict[str, Any]] = [
        {
            "nothing_is_sent_from": wishes.quiet_from.isoformat("minutes"),
            "until": wishes.quiet_until.isoformat("minutes"),
            "words": wishes.notice,
            "not_told_of": wishes.left_out.split(),
            "has_calendar_address": feed_of(person) is not None,
        }
    ]
    rows += [
        {
            "way": channel.kind,
            "address": address_of(channel) if channel.kind == Channel.Kind.MAIL else "",
            "since": channel.made_on.isoformat(),
            "is_used": channel.is_on and channel.confirmed_at is not None,
        }
        for channel in channels_of(person)
    ]
    return Section(name="ways", title="How you are told", rows=rows)


def erase_ways(person: Person, _keyring: Keyring) -> None:
    for model in (Channel, Feed, Wishes):
        model.objects.filter(person=person).delete()
