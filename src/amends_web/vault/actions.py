"""Boxes are made, shared, and locked against those who left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.db.models.fields.reverse_related import ForeignObjectRel

from amends.errors import SwappedKeys
from amends.sealing import new_box_key, seal_grant
from amends_web.vault.keyring import grant_statement
from amends_web.vault.models import Box, Grant
from amends_web.vault.pins import is_swapped

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring


def create_box(keyring: Keyring, *, kind: Box.Kind, owner: Person) -> Box:
    """Make a box that opens to its maker alone. A private one has its owner's id: the keyring takes no other as one."""
    box = Box(kind=kind, owner=None if kind == Box.Kind.SPACE else owner)
    if kind == Box.Kind.PRIVATE:
        box.id = owner.pk
    with transaction.atomic():
        box.save()
        keyring.add(_give(keyring, box=box, version=box.version, key=new_box_key(), person=owner))
    return box


def create_box_within(keyring: Keyring, *, space_box: Box, owner: Person, to: Iterable[Person]) -> Box:
    """Make a box of a person's that some others of a space open too, as long as they are in the space.

    Raises SwappedKeys as `share_box` does.
    """
    box = Box(kind=Box.Kind.PAIR, owner=owner, within=space_box)
    with transaction.atomic():
        box.save()
        keyring.add(_give(keyring, box=box, version=box.version, key=new_box_key(), person=owner))
        for other in to:
            share_box(keyring, box=box, person=other)
    return box


def share_box(keyring: Keyring, *, box: Box, person: Person) -> None:
    """Let a person open a box: every version that the giver can open, so also what was written before.

    Raises SwappedKeys where the person's keys are not those that the giver confirmed with them.
    """
    if is_swapped(keyring, person):
        raise SwappedKeys
    with transaction.atomic():
        for version in keyring.versions(box.id):
            _give(keyring, box=box, version=version, key=keyring.box_key(box.id, version), person=person)


def remove_from_box(keyring: Keyring, *, box: Box, person: Person) -> None:
    """Take a person's grants away, and make a new key for those who stay.

    `keyring` is that of whoever does it (the leaver, or a member who stays), and signs the new grants. Somebody whose
    keys were swapped gets none: leaving must not wait for them, and the new key must not go to whoever swapped theirs.
    """
    with transaction.atomic():
        Grant.objects.filter(box=box, person=person).delete()
        Box.objects.filter(pk=box.pk).update(version=F("version") + 1)
        box.refresh_from_db(fields=["version"])
        key = new_box_key()
        staying = Grant.objects.filter(box=box).select_related("person")
        for member in {grant.person for grant in staying if not is_swapped(keyring, grant.person)}:
            _give(keyring, box=box, version=box.version, key=key, person=member)


def delete_box(*, box: Box) -> None:
    """Delete a box and, with it, every row that lies in it: without a grant none of it ever opens again."""
    box.delete()


def delete_empty_boxes() -> None:
    """Delete the boxes between people in which nothing lies any more, as what lay there went with its space.

    Asks every kind of row that there is, so that no area has to remember to say what it keeps.
    """
    empty = Box.objects.filter(kind__in=[Box.Kind.PAIR, Box.Kind.REQUEST])
    for field in Box._meta.get_fields(include_hidden=True):  # noqa: SLF001  (how Django tells what a model has)
        if isinstance(field, ForeignObjectRel) and field.related_model not in (Box, Grant):
            rows = field.related_model.objects  # type: ignore[attr-defined]
            empty = empty.exclude(pk__in=rows.values(field.field.name))
    empty.delete()


def _give(keyring: Keyring, *, box: Box, version: int, key: bytes, person: Person) -> Grant:
    sealed = seal_grant(key, public_key=bytes(person.public_key), box=box.id, version=version, person=person.pk)
    grant, _ = Grant.objects.get_or_create(
        box=box,
        version=version,
        person=person,
        defaults={
            "sealed": sealed,
            "given_by": keyring.person_id,
            "giver_verify_key": keyring.seed.verify_key,
            "signature": keyring.sign(*grant_statement(box.id, version, person.pk, sealed)),
        },
    )
    return grant
