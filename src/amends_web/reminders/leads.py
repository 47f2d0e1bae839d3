"""Where a reminder leads: an area names the page of what it plans about, by the name that its keys begin with."""

from __future__ import annotations

from contextlib import suppress

from django.urls import NoReverseMatch, reverse

from amends_web.reminders.models import Reminder

_pages: dict[str, str] = {}


def register_page(name: str, view: str) -> None:
    """Lead what is about "<name>:<id>…" to the page of that id; the page itself looks at who may see it."""
    _pages[name] = view


def page_of(reminder: Reminder) -> str:
    """Return the address of what it is about; else of its space, or home."""
    name, of, *_ = reminder.about.split(":")
    if name in _pages:
        with suppress(NoReverseMatch):
            return reverse(_pages[name], args=[of])
    return reverse("spaces:space", args=[reminder.space_id]) if reminder.space_id else reverse("home:home")
