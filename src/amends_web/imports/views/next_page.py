from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from amends_web.imports.actions import take_seat
from amends_web.imports.bringing import is_seated, knows_everybody
from amends_web.imports.models import Import

if TYPE_CHECKING:
    from amends_web.imports.progress import Progress
    from amends_web.vault.requests import UnlockedRequest


def next_url(row: Import) -> str:
    """Return the page that a conversation goes on with."""
    page = {
        Import.State.ASKS: "imports:questions",
        Import.State.ASKS_ME: "imports:me",
        Import.State.READY: "imports:import",
    }
    return reverse(page[Import.State(row.state)], args=[row.pk])


def url_after_adding(request: UnlockedRequest, row: Import, *, progress: Progress) -> str:
    """Return the page that a conversation goes on with after more of it came; read it anew where the seat is known."""
    row.refresh_from_db()
    words = row.words(request.keyring)
    if row.state != Import.State.ASKS_ME or not is_seated(row) or not knows_everybody(words):
        return next_url(row)
    take_seat(row=row, keyring=request.keyring, me=words["me"], progress=progress)
    return next_url(row) + "?added=1"


def number_in(text: str | None, *, default: int, least: int, most: int) -> int:
    """Return a number out of an address; whatever is not one is the default."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 9:
        return default
    return min(max(int(text), least), most)
