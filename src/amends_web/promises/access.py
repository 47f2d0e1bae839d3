"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.promises.models import Promise
from amends_web.promises.queries import promise_rows


def promise_for(person: Person, promise_id: UUID) -> Promise:
    """Return a promise to its maker and to whom it was made, as long as they are in its space."""
    row = promise_rows(person, pk=promise_id).first()
    if row is None:
        raise Http404
    return row


def own_promise_for(person: Person, promise_id: UUID) -> Promise:
    """Return a promise that this person made: nobody else changes it."""
    row = promise_for(person, promise_id)
    if row.maker_id != person.pk:
        raise Http404
    return row


def received_promise_for(person: Person, promise_id: UUID) -> Promise:
    """Return a promise that was made to this person."""
    row = promise_for(person, promise_id)
    if row.maker_id == person.pk:
        raise Http404
    return row
