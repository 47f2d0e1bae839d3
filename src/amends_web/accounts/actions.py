"""Making an account, opening it, changing its keys, deleting it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from amends.sealing import Seed, new_recovery_key, new_salt, new_seed, recovery_secret
from amends_web.accounts import derivation
from amends_web.accounts.models import Person, SecurityEvent, sign_in_name
from amends_web.vault.actions import create_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box
from amends_web.vault.queries import private_box
from amends_web.vault.sessions import open_session


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A person who was just made; `recovery_key` is shown once and kept nowhere."""

    person: Person
    keyring: Keyring
    recovery_key: str


def create_person(*, name: str, passphrase: str, time_zone: str = "UTC", is_demo: bool = False) -> NewAccount:
    """Make a person with a seed, a private box, and a recovery key; the name must be free."""
    seed = new_seed()
    recovery_key = new_recovery_key()
    cost = settings.DERIVATION_COST
    person = Person(
        name=" ".join(name.split()),
        sign_in_name=sign_in_name(name),
        salt=new_salt(),
        cost_mebibytes=cost.mebibytes,
        cost_passes=cost.passes,
        public_key=seed.public_key,
        verify_key=seed.verify_key,
        time_zone=time_zone,
        is_demo=is_demo,
    )
    # Outside the transaction: it takes half a second, and nobody else could write meanwhile.
    person.wrapped_by_passphrase = derivation.wrap(
        seed, passphrase=passphrase, salt=person.salt, cost=cost, person=person
    )
    person.wrapped_by_recovery = seed.wrapped(recovery_secret(recovery_key), "recovery", person.pk)
    keyring = Keyring(person_id=person.pk, seed=seed)
    with transaction.atomic():
        person.save(force_insert=True)
        create_box(keyring, kind=Box.Kind.PRIVATE, owner=person)
    return NewAccount(person=person, keyring=keyring, recovery_key=recovery_key)


def sign_in(request: HttpRequest, *, person: Person, seed: Seed) -> Keyring:
    """Sign somebody in on this browser, whose seed is open."""
    login(request, person, backend="amends_web.accounts.backends.SeedBackend")
    open_session(request, person=person, seed=seed)
    return Keyring(person_id=person.pk, seed=seed)


def note_event(*, person: Person, keyring: Keyring, event: str, browser: str = "") -> None:
    """Write into the person's own list of what happened to their account; nobody else ever sees it."""
    row = SecurityEvent(person=person, box=private_box(person), noted_on=timezone.localdate())
    row.put(keyring, {"event": event, "browser": browser, "at": timezone.now().isoformat()})
    row.save()
