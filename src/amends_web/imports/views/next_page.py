from __future__ import annotations

from django.urls import reverse

from amends_web.imports.models import Import


def next_url(row: Import) -> str:
    """Return the page that a conversation goes on with."""
    page = {
        Import.State.ASKS_ORDER: "imports:date_order",
        Import.State.ASKS_CHAT: "imports:chat",
        Import.State.ASKS_ME: "imports:me",
        Import.State.READY: "imports:import",
    }
    return reverse(page[Import.State(row.state)], args=[row.pk])


def number_in(text: str | None, *, default: int, least: int, most: int) -> int:
    """Return a number out of an address; whatever is not one is the default."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 9:
        return default
    return min(max(int(text), least), most)
