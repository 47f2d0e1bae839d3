"""What home and the pages of a space and a breakdown lead on to. Quiet: no count, no red dot, nothing of what waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.path.own_it import Kind
from amends.path.pace import Pace
from amends.path.places import Place
from amends_web.accounts.models import Person
from amends_web.acknowledgements.queries import Thread, looks_from_day, own_paces, pace_of, threads, waits_for_answer
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.queries import today_for
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others
from amends_web.vault.requests import UnlockedRequest

# Before what one has begun oneself, after the map.
_ORDER = 12


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield, for a day, that words of somebody are there, and again where they remind; never of what is told back."""
    here: dict[str, Any] = {
        "acknowledgement__recipient": request.user,
        "acknowledgement__breakdown__space__members__person": request.user,
        "acknowledgement__breakdown__space__members__left_at": None,
    }
    found = [thread for thread in threads(request.user, request.keyring, **here) if waits_for_answer(thread.events)]
    if not found:
        return
    pace_by_space = own_paces(request.user, request.keyring)
    for thread in found:
        pace = pace_by_space.get(thread.acknowledgement.breakdown.space_id, Pace())
        if _is_shown(thread, pace, request.user):
            yield _step(thread)


def breakdown_panels(request: UnlockedRequest, breakdown: Breakdown) -> Iterator[Panel]:
    pace = pace_of(request.user, breakdown.space, request.keyring)
    for thread in threads(request.user, request.keyring, acknowledgement__breakdown=breakdown):
        row = thread.acknowledgement
        if row.recipient_id != request.user.pk:
            continue
        if looks_from_day(thread.events, pace=pace, reader=request.user) is None:
            url = reverse("acknowledgements:from", args=[breakdown.pk, row.author_id])
            title = _("Something from %(name)s") % {"name": row.author.name}
            yield Panel(title=title, text=_("Whenever you like, or not at all."), url=url)
    yield Panel(
        title=_("Own it"),
        text=_("What was yours, what was not. For yourself first."),
        url=reverse("acknowledgements:own", args=[breakdown.pk]),
        minutes=3,
    )


def space_panels(request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    if others(space, request.user):
        yield Panel(
            title=_("Your pace"),
            text=_("A day before which nothing reaches you, and days between steps."),
            url=reverse("acknowledgements:pace", args=[space.pk]),
            minutes=1,
            place=Place.OWN_IT,
        )


def reached(request: UnlockedRequest, space: Space) -> Iterator[Place]:
    """Yield "own it" once words went between the only two people here: both of them know it."""
    between = threads(request.user, request.keyring, acknowledgement__breakdown__space=space)
    has_gone = any(event.kind == Kind.SENT for thread in between for event in thread.events)
    if has_gone and len(others(space, request.user)) == 1:
        yield Place.OWN_IT


def _is_shown(thread: Thread, pace: Pace, reader: Person) -> bool:
    if looks_from_day(thread.events, pace=pace, reader=reader) is not None:
        return False
    zone = reader.zone
    last = next(event for event in reversed(thread.events) if event.kind in (Kind.SENT, Kind.NUDGE))
    since = max(filter(None, (last.at.astimezone(zone).date(), pace.not_before)))
    return (today_for(reader) - since).days <= 1


def _step(thread: Thread) -> Step:
    row = thread.acknowledgement
    return Step(
        title=_("There is something from %(name)s") % {"name": row.author.name},
        hint=_("Whenever you like, or not at all."),
        url=reverse("acknowledgements:from", args=[row.breakdown_id, row.author_id]),
        minutes=3,
        order=_ORDER,
    )
