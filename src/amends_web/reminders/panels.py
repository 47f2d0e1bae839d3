"""What home shows of what is due: a neutral line, seen by its owner alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from amends.content.reminders import reminder_words
from amends_web.reminders import queries
from amends_web.reminders.models import Reminder
from amends_web.shell.panels import Step
from amends_web.vault.requests import UnlockedRequest

# How the keys begin of what another area tells of itself, in words, past the lock; a break does, from below.
_told_by_areas: set[str] = {"pause:"}
# After a break and whoever waits at a door, before anything that was begun.
_ORDER = 9


def leave_to_area(name: str) -> None:
    """Leave what is due about "<name>:…" to the area that planned it: its own line on home says more."""
    _told_by_areas.add(f"{name}:")


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield one line for each kind that is due; the page of what is due tells the rest."""
    words = reminder_words()
    shown: dict[str, Reminder] = {}
    for reminder in queries.due_reminders(request.user, now=timezone.now()):
        if not reminder.about.startswith(tuple(_told_by_areas)):
            shown.setdefault(reminder.kind, reminder)
    for kind in shown:
        title = words.sentences[kind]
        yield Step(title=title, hint=words.hint, url=reverse("reminders:due"), minutes=1, order=_ORDER)
