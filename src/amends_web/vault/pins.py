"""Whose keys are really theirs: what two people confirmed to each other, kept where the host can't write it.

A pin lies in one's own private box. It is made when two people have compared their safety words, and looked at at
each unlock and before each grant. A person's keys never change here, not even by a recovery, so keys that differ
from the pin were swapped by somebody who can write to the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model

from amends.content import load_lines
from amends.errors import SwappedKeys
from amends.sealing import safety_words
from amends_web.vault.models import Box, Pin
from amends_web.vault.queries import private_box

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring


def pin_person(keyring: Keyring, private_box: Box, person: Person) -> None:
    """Remember a person's keys as the true ones; raises SwappedKeys where others were confirmed before."""
    pinned = _pinned(keyring, private_box).get(person.pk)
    if pinned is None:
        row = Pin(box=private_box)
        public_key, verify_key = _keys(person)
        row.put(keyring, {"person": str(person.pk), "public_key": public_key, "verify_key": verify_key})
        row.save(force_insert=True)
    elif pinned != _keys(person):
        raise SwappedKeys


def is_pinned(keyring: Keyring, person: Person, other: Person) -> bool:
    """Say whether `person`, whose keyring it is, confirmed the other's keys before."""
    return other.pk in _pinned(keyring, private_box(person))


def not_pinned(keyring: Keyring, person: Person, others: list[Person]) -> list[Person]:
    """Return those with whom `person`, whose keyring it is, has not compared safety words yet."""
    pinned = _pinned(keyring, private_box(person)) if others else {}
    return [other for other in others if other.pk not in pinned]


def is_swapped(keyring: Keyring, other: Person) -> bool:
    """Say whether the other's keys differ from those that the keyring's owner confirmed, if they did."""
    box = Box.objects.filter(owner=keyring.person_id, kind=Box.Kind.PRIVATE).first()
    if box is None or other.pk == keyring.person_id:
        return False
    return _pinned(keyring, box).get(other.pk, _keys(other)) != _keys(other)


def swapped_people(keyring: Keyring, person: Person) -> list[Person]:
    """Return everybody whose keys are not those that `person` confirmed; themselves, where their own row was changed.

    Somebody who deleted their account since is not in it.
    """
    pinned = _pinned(keyring, private_box(person))
    pinned[person.pk] = (keyring.seed.public_key.hex(), keyring.seed.verify_key.hex())
    people = get_user_model().objects.filter(pk__in=pinned).order_by("name")
    return [other for other in people if pinned[other.pk] != _keys(other)]


def pins_of(keyring: Keyring, person: Person) -> list[dict[str, str]]:
    """Return whom `person` confirmed, by name, with their public keys: for the person's own export."""
    pinned = _pinned(keyring, private_box(person))
    people = get_user_model().objects.filter(pk__in=pinned).order_by("name")
    return [
        {"name": other.name, "public_key": pinned[other.pk][0], "verify_key": pinned[other.pk][1]} for other in people
    ]


def safety_words_with(person: Person, other: Person) -> str:
    """Return the five words that both of them see, if both see the same keys."""
    keys = [bytes(one.public_key) + bytes(one.verify_key) for one in (person, other)]
    return safety_words(load_lines("passphrase_words"), *keys)


def _pinned(keyring: Keyring, box: Box) -> dict[UUID, tuple[str, str]]:
    rows = [row.words(keyring) for row in Pin.objects.filter(box=box)]
    return {UUID(row["person"]): (row["public_key"], row["verify_key"]) for row in rows}


def _keys(person: Person) -> tuple[str, str]:
    return bytes(person.public_key).hex(), bytes(person.verify_key).hex()
