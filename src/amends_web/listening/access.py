"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.listening.models import Round


def round_for(person: Person, round_id: UUID) -> Round:
    """Return a round to whoever has a seat in it, as long as they are in its space."""
    found = (
        Round.objects.select_related("box", "space__box", "asked_by")
        .filter(pk=round_id, seats__person=person, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if found is None:
        raise Http404
    return found
