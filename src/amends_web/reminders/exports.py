"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from amends_web.accounts.models import Person
from amends_web.reminders.models import Reminder
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
