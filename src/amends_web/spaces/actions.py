"""Making a space, letting people in, leaving."""

from __future__ import annotations

from django.db import transaction

from amends_web.accounts.models import Person
from amends_web.spaces.models import Member, Space
from amends_web.vault.actions import create_box, share_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box


def create_space(*, keyring: Keyring, person: Person, relation: str, name: str) -> Space:
    """Make a space with its maker alone in it."""
    with transaction.atomic():
        box = create_box(keyring, kind=Box.Kind.SPACE, owner=person)
        space = Space(box=box, relation=relation, is_demo=person.is_demo)
        space.put(keyring, {"name": " ".join(name.split())})
        space.save(force_insert=True)
        Member.objects.create(space=space, person=person)
    return space


def add_member(*, keyring: Keyring, space: Space, person: Person) -> Member:
    """Put somebody into a space: from here on they open all that lies in it. `keyring` is a member's."""
    with transaction.atomic():
        share_box(keyring, box=space.box, person=person)
        member, _ = Member.objects.get_or_create(space=space, person=person, left_at=None)
    return member
