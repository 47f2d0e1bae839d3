"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q
from django.http import Http404

from amends.content.protocols import Template, templates
from amends_web.accounts.models import Person
from amends_web.protocols.models import Note, Protocol
from amends_web.spaces.models import Space
from amends_web.vault.models import Box


def protocol_for(person: Person, protocol_id: UUID) -> Protocol:
    """Return a protocol to whoever is in its space now."""
    row = (
        Protocol.objects.select_related("space__box")
        .filter(pk=protocol_id, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if row is None:
        raise Http404
    return row


def own_note_for(person: Person, note_id: UUID) -> Note:
    """Return a note to whoever wrote it, as long as they are in the space."""
    row = (
        Note.objects.select_related("box", "space__box")
        .filter(in_its_box(), pk=note_id, person=person)
        .filter(space__members__person=person, space__members__left_at=None)
        .first()
    )
    if row is None:
        raise Http404
    return row


def in_its_box() -> Q:
    """Return the condition that a note lies where its writer put it: in their private box, or in the space's."""
    return Q(box=F("space__box")) | Q(box__owner=F("person"), box__kind=Box.Kind.PRIVATE)


def template_for(space: Space, name: str) -> Template:
    """Return a protocol of the library, where it is one for how these people stand to each other."""
    template = templates().get(name)
    if template is None or space.relation not in template.relations:
        raise Http404
    return template
