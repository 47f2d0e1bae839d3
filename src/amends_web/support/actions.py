"""Putting a suggestion away."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.support.models import PutAway
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box


def put_away(*, keyring: Keyring, person: Person, space: Space, today: date) -> None:
    """Leave this person alone with it for a season; nobody else is told, and theirs stays."""
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        # Whoever writes to the database could lay a row into a box that others open: it goes into one's own.
        own = private_box(person)
        row = PutAway.objects.filter(person=person).first() or PutAway(person=person)
        days = row.words(keyring) if row.box_id == own.pk else {}
        row.box = own
        row.put(keyring, days | {str(space.pk): today.isoformat()})
        row.save()
