"""The only way to a row of this area. Not there, not yours, and not open yet are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share


def breakdown_for(person: Person, breakdown_id: UUID) -> Breakdown:
    """Return the breakdown if this person is in its space now."""
    breakdown = (
        Breakdown.objects.select_related("box", "space__box")
        .filter(pk=breakdown_id, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if breakdown is None:
        raise Http404
    return breakdown


def revealed_for(person: Person, breakdown_id: UUID) -> Breakdown:
    """Return a breakdown whose map this person may see.

    It opened, and they are one of those who shared: whoever came later was promised nothing, and neither were those
    who shared before they came.
    """
    breakdown = breakdown_for(person, breakdown_id)
    if breakdown.revealed_at is None or not Share.objects.filter(breakdown=breakdown, person=person).exists():
        raise Http404
    return breakdown


def others_share_for(person: Person, breakdown: Breakdown, share_id: UUID) -> Share:
    """Return what somebody else shared, from a breakdown that `revealed_for` gave."""
    share = Share.objects.select_related("box").filter(pk=share_id, breakdown=breakdown).exclude(person=person).first()
    if share is None:
        raise Http404
    return share
