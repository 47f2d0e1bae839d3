"""Making an account, opening it, changing its keys, deleting it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from amends.errors import AmendsError, BadRecoveryKey, WrongPassphrase
from amends.sealing import (
    Cost,
    Seed,
    new_recovery_key,
    new_salt,
    new_seed,
    recovery_secret,
    unwrap_with_recovery,
    wrap_with_recovery,
)
from amends_web.accounts import derivation
from amends_web.accounts.attempts import RECOVERY_TRIES_PER_HOUR, forget_tries, take_turn, take_turn_of_the_hour
from amends_web.accounts.events import Event
from amends_web.accounts.models import FirstStep, PendingRecoveryKey, Person, SecurityEvent, WavedMarks, sign_in_name
from amends_web.accounts.queries import waved_rules
from amends_web.shell.exports import erase_all
from amends_web.vault.actions import create_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box, UnlockedSession
from amends_web.vault.queries import private_box
from amends_web.vault.sessions import open_session

_EVENTS_KEPT_FOR = timedelta(days=365)
# The floor of `Cost.is_enough`.
_LEAST_COST = Cost(mebibytes=64, passes=3)


class NameTaken(AmendsError):
    """Somebody on this copy signs in with that name already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A person who was just made; `recovery_key` is shown once and kept nowhere in plain."""

    person: Person
    keyring: Keyring
    recovery_key: str


def prepare_account(*, name: str, passphrase: str, time_zone: str, is_demo: bool = False) -> NewAccount:
    """Make the keys of a new account and save nothing: the derivation takes half a second, too long for a lock."""
    seed = new_seed()
    recovery_key = new_recovery_key()
    # Nobody knows or guesses the random passphrase of a made-up person; a dear derivation guards nothing there.
    cost = min(settings.DERIVATION_COST, _LEAST_COST, key=_work) if is_demo else settings.DERIVATION_COST
    salt = new_salt()
    person = Person(
        name=" ".join(name.split()),
        # Made-up people have the same names again and again, and take none from anybody real.
        sign_in_name=secrets.token_hex(16) if is_demo else sign_in_name(name),
        salt=salt,
        cost_mebibytes=cost.mebibytes,
        cost_passes=cost.passes,
        public_key=seed.public_key,
        verify_key=seed.verify_key,
        time_zone=time_zone,
        is_demo=is_demo,
    )
    person.wrapped_by_passphrase = derivation.wrap(seed, passphrase=passphrase, salt=salt, cost=cost, person=person)
    person.wrapped_by_recovery = wrap_with_recovery(seed, recovery_key, person=person.pk)
    return NewAccount(person=person, keyring=Keyring(person_id=person.pk, seed=seed), recovery_key=recovery_key)


def save_account(account: NewAccount) -> None:
    with transaction.atomic():
        if Person.objects.filter(sign_in_name=account.person.sign_in_name).exists():
            raise NameTaken
        account.person.save(force_insert=True)
        create_box(account.keyring, kind=Box.Kind.PRIVATE, owner=account.person)


def open_account(*, name: str, passphrase: str, attempt: bytes) -> tuple[Person, Seed]:
    """Open somebody's seed; raises TooSoon, and WrongPassphrase for a wrong name as well, after the same time."""
    take_turn(attempt)
    person = Person.objects.filter(sign_in_name=sign_in_name(name)).first()
    if person is None:
        derivation.spend(passphrase)
        raise WrongPassphrase
    seed = derivation.unwrap(person, passphrase=passphrase)
    forget_tries(attempt)
    if _work(person.cost) < _work(settings.DERIVATION_COST):
        _wrap_anew(person, seed=seed, passphrase=passphrase)
    return person, seed


def open_by_recovery(*, name: str, recovery_key: str, attempt: bytes) -> tuple[Person, Seed]:
    """Open somebody's seed with their recovery key; raises TooSoon and BadRecoveryKey.

    A slip in typing is found before anything is looked up, and costs no try.
    """
    recovery_secret(recovery_key)
    take_turn_of_the_hour(attempt, most=RECOVERY_TRIES_PER_HOUR)
    person = Person.objects.filter(sign_in_name=sign_in_name(name)).first()
    if person is None:
        raise BadRecoveryKey(reason="other")
    return person, unwrap_with_recovery(bytes(person.wrapped_by_recovery), recovery_key, person=person.pk)


def sign_in(request: HttpRequest, *, person: Person, seed: Seed) -> Keyring:
    """Sign somebody in on this browser, whose seed is open."""
    login(request, person, backend="amends_web.accounts.backends.SeedBackend")
    open_session(request, person=person, seed=seed)
    return Keyring(person_id=person.pk, seed=seed)


def change_passphrase(*, person: Person, seed: Seed, passphrase: str) -> None:
    """Wrap the seed under a new passphrase. It ends every session, as those carry a mark of the old wrap."""
    _wrap_anew(person, seed=seed, passphrase=passphrase)
    UnlockedSession.objects.filter(person=person).delete()


def renew_recovery_key(*, person: Person, keyring: Keyring) -> None:
    """Make a new recovery key, which ends the old one at once, and keep it sealed until it is typed back."""
    recovery_key = new_recovery_key()
    with transaction.atomic():
        person.wrapped_by_recovery = wrap_with_recovery(keyring.seed, recovery_key, person=person.pk)
        person.recovery_checked = False
        person.save(update_fields=["wrapped_by_recovery", "recovery_checked"])
        keep_recovery_key(person=person, keyring=keyring, recovery_key=recovery_key)


def keep_recovery_key(*, person: Person, keyring: Keyring, recovery_key: str) -> None:
    """Seal a recovery key into the private box, so that it can be shown until it is typed back."""
    with transaction.atomic():
        PendingRecoveryKey.objects.filter(person=person).delete()
        row = PendingRecoveryKey(person=person, box=private_box(person))
        row.put(keyring, {"key": recovery_key})
        row.save(force_insert=True)


def confirm_recovery_key(*, person: Person, typed: str) -> None:
    """Take a recovery key that was typed back, and forget it; raises BadRecoveryKey."""
    unwrap_with_recovery(bytes(person.wrapped_by_recovery), typed, person=person.pk)
    with transaction.atomic():
        PendingRecoveryKey.objects.filter(person=person).delete()
        person.recovery_checked = True
        person.save(update_fields=["recovery_checked"])


def rename_person(*, person: Person, name: str) -> None:
    """Change the name that others see and that one signs in with; raises NameTaken."""
    signs_in_as = person.sign_in_name if person.is_demo else sign_in_name(name)
    with transaction.atomic():
        if Person.objects.filter(sign_in_name=signs_in_as).exclude(pk=person.pk).exists():
            raise NameTaken
        person.name = " ".join(name.split())
        person.sign_in_name = signs_in_as
        person.save(update_fields=["name", "sign_in_name"])


def change_settings(*, person: Person, time_zone: str, idle_minutes: int) -> None:
    person.time_zone = time_zone
    person.idle_minutes = idle_minutes
    person.save(update_fields=["time_zone", "idle_minutes"])


def end_session(session: UnlockedSession) -> None:
    """Lock another browser: it asks for the passphrase from its next page on."""
    session.delete()


def keep_first_step(*, person: Person, keyring: Keyring, key: UUID, text: str) -> None:
    """Keep what somebody wrote before they had an account; `key` is that of its form, which counts once."""
    with transaction.atomic():
        if FirstStep.objects.filter(pk=key).exists():
            return
        row = FirstStep(pk=key, person=person, box=private_box(person))
        row.put(keyring, {"text": text})
        row.save(force_insert=True)


def delete_first_step(step: FirstStep) -> None:
    step.delete()


def wave_mark_away(*, person: Person, keyring: Keyring, rule: str) -> None:
    """Keep that this person never wants a kind of mark on their drafts again."""
    with transaction.atomic():
        _keep_waved(person, keyring, waved_rules(person, keyring) | {rule})


def mark_again(*, person: Person, keyring: Keyring, rule: str) -> None:
    with transaction.atomic():
        _keep_waved(person, keyring, waved_rules(person, keyring) - {rule})


def _keep_waved(person: Person, keyring: Keyring, rules: frozenset[str]) -> None:
    WavedMarks.objects.filter(person=person).delete()
    if rules:
        row = WavedMarks(person=person, box=private_box(person))
        row.put(keyring, {"rules": sorted(rules)})
        row.save(force_insert=True)


def note_event(*, person: Person, keyring: Keyring, event: str, browser: str = "") -> None:
    """Write into the person's own list of what happened to their account; nobody else ever sees it."""
    today = timezone.localdate()
    with transaction.atomic():
        row = SecurityEvent(person=person, box=private_box(person), noted_on=today)
        row.put(keyring, {"event": Event(event).value, "browser": browser, "at": timezone.now().isoformat()})
        row.save(force_insert=True)
        SecurityEvent.objects.filter(person=person, noted_on__lt=today - _EVENTS_KEPT_FOR).delete()


def delete_account(*, person: Person, keyring: Keyring) -> None:
    """Delete a person: what only they could open is gone, what they shared stays with "former member" under it."""
    with transaction.atomic():
        erase_all(person, keyring)
        person.delete()


def _wrap_anew(person: Person, *, seed: Seed, passphrase: str) -> None:
    cost = settings.DERIVATION_COST
    salt = person.salt = new_salt()
    person.cost_mebibytes, person.cost_passes = cost.mebibytes, cost.passes
    person.wrapped_by_passphrase = derivation.wrap(seed, passphrase=passphrase, salt=salt, cost=cost, person=person)
    person.save(update_fields=["salt", "cost_mebibytes", "cost_passes", "wrapped_by_passphrase"])


def _work(cost: Cost) -> int:
    return cost.mebibytes * cost.passes
