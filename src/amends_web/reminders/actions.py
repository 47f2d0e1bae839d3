"""Planning what is due, and taking it away again. Other areas call these two: `remind` and `forget`."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from amends_web.accounts.models import Person
from amends_web.reminders.models import Delivery, Reminder
from amends_web.spaces.models import Space

# A name and ids: whatever else stood in it would lie open.
_OPAQUE = re.compile(r"[a-z_]+(?::[A-Za-z0-9_.-]+)+")


def remind(*, person: Person, kind: str, at: datetime, about: str, space: Space | None = None) -> None:
    """Plan one reminder of somebody, or move it where the same (person, kind, about) stands for another time.

    `kind` is one of Reminder.Kind; `about` is an opaque key such as "promise:<uuid>:due", never words. The same call
    again changes nothing, also where the reminder was shown, sent or put away meanwhile. With a `space` it leads there,
    and ends when the person leaves it. Raises ValueError for another kind, a key that could be words, a naive time.
    """
    if kind not in Reminder.Kind.values or not _OPAQUE.fullmatch(about) or at.utcoffset() is None:
        raise ValueError("a reminder has a known kind, an opaque key and a time with its zone")
    with transaction.atomic():
        row, is_new = Reminder.objects.select_for_update().get_or_create(
            person=person, kind=kind, about=about, defaults={"due_at": at, "space": space}
        )
        if not is_new and row.due_at != at:
            row.due_at, row.put_away_at = at, None
            row.save(update_fields=["due_at", "put_away_at"])
            row.deliveries.filter(state=Delivery.State.WAITING).delete()


def forget(*, about_prefix: str, person: Person | None = None) -> None:
    """Take away, for one person or for all, what is planned about the things whose key begins so: "promise:<uuid>"."""
    if not _OPAQUE.fullmatch(about_prefix.rstrip(":")):
        raise ValueError("the key of one thing, not of all")
    of_one = {"person": person} if person else {}
    Reminder.objects.filter(about__startswith=about_prefix, **of_one).delete()


def put_away(*, reminder: Reminder, now: datetime) -> None:
    """Show it no more, and send it by no channel that has not yet."""
    with transaction.atomic():
        Reminder.objects.filter(pk=reminder.pk, put_away_at=None).update(put_away_at=now)
        Delivery.objects.filter(reminder=reminder, state=Delivery.State.WAITING).delete()
