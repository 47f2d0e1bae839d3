"""What this area puts into a person's own export, and takes out when they delete their account."""

from __future__ import annotations

from django.utils.translation import gettext

from amends.drafts import reasons_of_marks
from amends_web.accounts.models import FirstStep, KnownDevice, PendingRecoveryKey, Person, SecurityEvent, WavedMarks
from amends_web.accounts.queries import events_of, first_steps_of, waved_rules
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect_account(person: Person, _keyring: Keyring) -> Section:
    """The account itself. Of the keys only the public halves: an export must not open anything."""
    row = {
        "name": person.name,
        "joined_on": person.joined_on,
        "time_zone": person.time_zone,
        "lock_after_minutes": person.idle_minutes,
        "public_key": bytes(person.public_key).hex(),
        "verify_key": bytes(person.verify_key).hex(),
        "known_devices_since": [device.known_since for device in person.known_devices.order_by("known_since")],
    }
    return Section(name="account", title=gettext("Your account"), rows=[row])


def erase_account(person: Person, _keyring: Keyring) -> None:
    PendingRecoveryKey.objects.filter(person=person).delete()
    KnownDevice.objects.filter(person=person).delete()


def collect_first_steps(person: Person, keyring: Keyring) -> Section:
    rows = [{"kept_on": step.kept_on, "text": step.text} for step in first_steps_of(person, keyring)]
    return Section(name="first_steps", title=gettext("First steps that you kept"), rows=rows)


def erase_first_steps(person: Person, _keyring: Keyring) -> None:
    FirstStep.objects.filter(person=person).delete()


def collect_waved_marks(person: Person, keyring: Keyring) -> Section:
    reasons = reasons_of_marks()
    rows = [{"mark": rule, "reason": reasons.get(rule, "")} for rule in sorted(waved_rules(person, keyring))]
    return Section(name="waved_marks", title=gettext("Marks on drafts that you waved away"), rows=rows)


def erase_waved_marks(person: Person, _keyring: Keyring) -> None:
    WavedMarks.objects.filter(person=person).delete()


def collect_events(person: Person, keyring: Keyring) -> Section:
    rows = [
        {"at": happened.at, "what": str(happened.event.label), "browser": happened.browser}
        for happened in events_of(person, keyring)
    ]
    return Section(name="events", title=gettext("What happened to your account"), rows=rows)


def erase_events(person: Person, _keyring: Keyring) -> None:
    SecurityEvent.objects.filter(person=person).delete()
