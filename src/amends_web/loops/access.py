"""The only way to a row of this area. Not there, not yours, and not open yet are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.loops.models import Loop, Share, Wording


def loop_for(person: Person, loop_id: UUID) -> Loop:
    """Return the loop if this person is in its space now."""
    loop = (
        Loop.objects.select_related("box", "space__box")
        .filter(pk=loop_id, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if loop is None:
        raise Http404
    return loop


def open_loop_for(person: Person, loop_id: UUID) -> Loop:
    """Return a loop that opened to this person: they are one of those who shared."""
    loop = loop_for(person, loop_id)
    if loop.revealed_at is None or not Share.objects.filter(loop=loop, person=person).exists():
        raise Http404
    return loop


def arrow_for(person: Person, loop_id: UUID, arrow_id: UUID) -> Loop:
    """Return a loop that opened to this person, and that has this arrow, in the ring or taken out."""
    loop = open_loop_for(person, loop_id)
    if not Wording.objects.filter(loop=loop, arrow=arrow_id).exists():
        raise Http404
    return loop
