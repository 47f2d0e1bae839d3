"""The only way to a row of this area. Not there, and not yours, are the same answer.

What goes to others is there for its author and for those it is for, as long as they are in its space. It has to lie in
a box of the author: a box of anybody else's would not tell that it is from them.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.openness.models import Agreement, Note, Plan, SharedThings
from amends_web.openness.queries import agreements_of, in_space, kept_by, notes_of, things_shown_to


def agreement_for(person: Person, agreement_id: UUID) -> Agreement:
    """Return a list to its maker and to those it is for, with its entries."""
    row = agreements_of(person).select_related("space__box").filter(pk=agreement_id).first()
    if row is None:
        raise Http404
    return row


def own_agreement_for(person: Person, agreement_id: UUID) -> Agreement:
    """Return a list that this person makes: nobody else writes in it."""
    row = agreement_for(person, agreement_id)
    if row.maker_id != person.pk:
        raise Http404
    return row


def received_agreement_for(person: Person, agreement_id: UUID) -> Agreement:
    """Return a list that is for this person."""
    row = agreement_for(person, agreement_id)
    if row.maker_id == person.pk:
        raise Http404
    return row


def note_for(person: Person, note_id: UUID) -> Note:
    """Return a note to whoever wrote it and to those it went to."""
    row = notes_of(person).select_related("space__box").filter(pk=note_id).first()
    if row is None:
        raise Http404
    return row


def own_note_for(person: Person, note_id: UUID) -> Note:
    row = note_for(person, note_id)
    if row.author_id != person.pk:
        raise Http404
    return row


def things_for(person: Person, things_id: UUID) -> SharedThings:
    """Return what lands with somebody else, to those whom they showed it."""
    row = things_shown_to(person).select_related("space__box").filter(pk=things_id).first()
    if row is None:
        raise Http404
    return row


def plan_for(person: Person, plan_id: UUID) -> Plan:
    """Return one's own reminder."""
    row = kept_by(Plan.objects, person).select_related("space__box").filter(pk=plan_id, **in_space(person)).first()
    if row is None:
        raise Http404
    return row
