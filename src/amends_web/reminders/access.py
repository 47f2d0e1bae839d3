"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends.sealing import token_hash
from amends_web.accounts.models import Person
from amends_web.reminders.models import Channel, Feed, Reminder
from amends_web.reminders.queries import standing


def reminder_for(person: Person, reminder_id: UUID) -> Reminder:
    reminder = standing().filter(pk=reminder_id, person=person).first()
    if reminder is None:
        raise Http404
    return reminder


def channel_for(person: Person, channel_id: UUID) -> Channel:
    channel = Channel.objects.filter(pk=channel_id, person=person).first()
    if channel is None:
        raise Http404
    return channel


def feed_for(secret: str) -> Feed:
    """Return the feed of whoever this secret belongs to: a calendar program has nothing else to show."""
    feed = Feed.objects.select_related("person").filter(secret_hash=token_hash(secret)).first()
    if feed is None:
        raise Http404
    return feed
