"""One's own rows; another person's, and those that are not there, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from amends_web.accounts.models import FirstStep, Person
from amends_web.vault.models import UnlockedSession


def first_step_for(person: Person, step_id: UUID) -> FirstStep:
    step = FirstStep.objects.filter(pk=step_id, person=person).first()
    if step is None:
        raise Http404
    return step


def session_for(person: Person, mark: str) -> UnlockedSession:
    """Return one's own session by its mark, the hex form of its token's hash."""
    try:
        token_hash = bytes.fromhex(mark)
    except ValueError:
        raise Http404 from None
    session = UnlockedSession.objects.filter(pk=token_hash, person=person).first()
    if session is None:
        raise Http404
    return session
