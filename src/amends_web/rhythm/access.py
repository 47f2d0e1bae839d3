"""The only way to a row of this area. Not there, and not yours, are the same answer."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.http import Http404

from amends_web.accounts.models import Person
from amends_web.rhythm.models import CheckIn, Plan
from amends_web.rhythm.own import ENTRIES, own_of
from amends_web.vault.keyring import Keyring


def plan_for(person: Person, plan_id: UUID) -> Plan:
    """Return a time that was proposed, or agreed on, to whoever is in its space."""
    plan = (
        Plan.objects.select_related("box", "space__box")
        .filter(pk=plan_id, space__members__person=person, space__members__left_at=None)
        .first()
    )
    if plan is None:
        raise Http404
    return plan


def check_in_for(person: Person, check_in_id: UUID, keyring: Keyring) -> CheckIn:
    """Return a check-in that has begun, to whoever is in it and in its space.

    For whoever came later, or came back, and for whoever said that it goes without them, it is not there.
    """
    row = (
        CheckIn.objects.select_related("box", "space__box")
        .filter(
            pk=check_in_id,
            space__members__person=person,
            space__members__left_at=None,
            space__members__joined_at__lte=F("made_at"),
        )
        .first()
    )
    if row is None:
        raise Http404
    words = row.words(keyring)
    who = str(person.pk)
    if not words["how"] or who not in words["people"] or who in words["without"]:
        raise Http404
    return row


def own_entry_for(person: Person, entry_id: UUID, keyring: Keyring) -> str:
    """Return the id of a pulse, an answer or a topic, to whoever keeps it."""
    own = own_of(person, keyring)
    if all(entry["id"] != str(entry_id) for name in ENTRIES for entry in own[name]):
        raise Http404
    return str(entry_id)
