"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.summaries.models import Summary


def summary_for(person: Person, summary_id: UUID) -> Summary:
    """Return a summary to whom it is between, as long as they are in its space."""
    found = (
        Summary.objects.select_related("space__box")
        .filter(pk=summary_id, people=person, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if found is None:
        raise Http404
    return found
