"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.pauses.models import Pause


def pause_for(person: Person, pause_id: UUID) -> Pause:
    """Return a break to everybody who is in its space now: it is told to all of them."""
    pause = (
        Pause.objects.select_related("box", "person", "space__box")
        .filter(pk=pause_id, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if pause is None:
        raise Http404
    return pause


def own_pause_for(person: Person, pause_id: UUID) -> Pause:
    """Return one's own break: nobody moves or ends another's."""
    pause = pause_for(person, pause_id)
    if pause.person_id != person.pk:
        raise Http404
    return pause
