"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.spaces.models import Invite, Joining, Space
from amends_web.spaces.queries import others


def space_for(person: Person, space_id: UUID) -> Space:
    """Return the space if this person is in it now.

    A space that does not exist, one of other people, one that was left, and one that nobody let them into yet look
    the same.
    """
    space = (
        Space.objects.select_related("box").filter(pk=space_id, members__person=person, members__left_at=None).first()
    )
    if space is None:
        raise Http404
    return space


def invite_for(person: Person, invite_id: UUID) -> Invite:
    """Return an invite to whoever made it, as long as they are in the space."""
    invite = (
        Invite.objects.select_related("box", "space__box")
        .filter(pk=invite_id, asked_by=person, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if invite is None:
        raise Http404
    return invite


def joining_for_asker(person: Person, joining_id: UUID) -> Joining:
    """Return a joining, waiting or let in, to whoever asked: only they decide whether the door opens."""
    joining = (
        Joining.objects.select_related("person", "invite__box", "invite__space__box")
        .filter(
            pk=joining_id,
            invite__asked_by=person,
            invite__space__members__person=person,
            invite__space__members__left_at=None,
        )
        .first()
    )
    if joining is None:
        raise Http404
    return joining


def my_joining(person: Person, joining_id: UUID) -> Joining:
    """Return one's own joining, waiting or let in."""
    joining = (
        Joining.objects.select_related("invite__asked_by", "invite__space__box")
        .filter(pk=joining_id, person=person)
        .first()
    )
    if joining is None:
        raise Http404
    return joining


def other_member_for(person: Person, space_id: UUID, other_id: UUID) -> Person:
    """Return somebody else of a space that this person is in, as its page names them."""
    space = space_for(person, space_id)
    other = next((other for other in others(space, person) if other.pk == other_id), None)
    if other is None:
        raise Http404
    return other
