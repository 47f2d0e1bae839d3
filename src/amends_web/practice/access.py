"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.practice.models import Together


def together_for(person: Person, together_id: UUID) -> Together:
    """Return a card that is done together to whoever is in its space."""
    row = (
        Together.objects.select_related("box", "space__box")
        .filter(pk=together_id, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if row is None:
        raise Http404
    return row


def begun_together_for(person: Person, together_id: UUID) -> Together:
    """Return such a card to whoever may put it away: the one who began it, or anybody once they are gone."""
    row = together_for(person, together_id)
    if row.begun_by_id not in {None, person.pk}:
        raise Http404
    return row
