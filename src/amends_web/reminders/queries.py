from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from amends_web.accounts.models import Person
from amends_web.reminders.models import Channel, Feed, Reminder, Wishes

# What nobody took up falls away by itself: no pile grows, and nothing is ever overdue.
SHOWN_FOR = timedelta(days=7)


def due_reminders(person: Person, *, now: datetime) -> list[Reminder]:
    """Return what is shown to somebody now, the first due first."""
    rows = standing().filter(person=person, due_at__lte=now, due_at__gt=now - SHOWN_FOR, put_away_at=None)
    return list(rows.order_by("due_at", "pk"))


def planned_reminders(person: Person, *, kinds: Collection[str], after: datetime, before: datetime) -> list[Reminder]:
    """Return what is planned for somebody in that time, the first due first, put away or not."""
    rows = standing().filter(person=person, kind__in=kinds, due_at__gte=after, due_at__lt=before)
    return list(rows.order_by("due_at", "pk"))


def standing() -> QuerySet[Reminder]:
    """Return the reminders that still lead somewhere: not those of a space that the person has left."""
    inside = Q(space__members__person=F("person"), space__members__left_at=None)
    return Reminder.objects.filter(Q(space=None) | inside)


def wishes_of(person: Person) -> Wishes:
    """Return what somebody chose, or what holds for whoever chose nothing."""
    return Wishes.objects.filter(pk=person.pk).first() or Wishes(person=person)


def feed_of(person: Person) -> Feed | None:
    return Feed.objects.select_related("box").filter(person=person).first()


def channels_of(person: Person) -> list[Channel]:
    return list(Channel.objects.filter(person=person).order_by("made_on", "pk"))
