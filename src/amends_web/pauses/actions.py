"""Taking a break, naming another return, coming back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.shortcuts import get_object_or_404

from amends.path import pause as rule
from amends_web.accounts.models import Person
from amends_web.pauses.models import Pause
from amends_web.pauses.queries import running_pause, value_of
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring


def take_pause(*, keyring: Keyring, person: Person, space: Space, back_at: datetime, now: datetime) -> Pause:
    """Begin a break that everybody in the space sees at once; one that runs already is returned as it is.

    Raises Refused ("return") where `back_at` is not between 20 minutes and 24 hours away, nor tomorrow evening in the
    zone of `now`, which is the person's own.
    """
    pause = rule.begin(back_at=back_at, now=now)
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        running = running_pause(person, space)
        if running is not None and rule.is_running(value_of(running, keyring), now=now):
            return running
        # One whose time has come ends with the new one.
        Pause.objects.filter(person=person, space=space, ended_at=None).update(ended_at=now)
        row = Pause(box=space.box, space=space, person=person, back_at=pause.back_at)
        row.put(keyring, {"began_at": now.isoformat(), "moved": pause.moved, "sentence": ""})
        row.save(force_insert=True)
    return row


def move_return(*, keyring: Keyring, pause: Pause, back_at: datetime, now: datetime) -> None:
    """Name another return; raises Refused ("new time", "return") for one that is not new, NotYet after the end.

    `now` is in the person's own zone, as for take_pause.
    """
    with transaction.atomic():
        pause = _locked(pause)
        moved = rule.move(value_of(pause, keyring), back_at=back_at, now=now)
        pause.back_at = moved.back_at
        pause.put(keyring, pause.words(keyring) | {"moved": moved.moved})
        pause.save(update_fields=["back_at", "key_version", "sealed"])


def come_back(*, keyring: Keyring, pause: Pause, sentence: str, now: datetime) -> None:
    """End one's own break, with a sentence to begin with, or ""."""
    with transaction.atomic():
        pause = _locked(pause)
        if pause.ended_at is not None:
            return
        pause.ended_at = rule.end(value_of(pause, keyring), now=now).ended_at
        pause.put(keyring, pause.words(keyring) | {"sentence": " ".join(sentence.split())})
        pause.save(update_fields=["ended_at", "key_version", "sealed"])


def _locked(pause: Pause) -> Pause:
    locked: Pause = get_object_or_404(Pause.objects.select_for_update(of=("self",)), pk=pause.pk)
    locked.box, locked.space = pause.box, pause.space
    return locked
