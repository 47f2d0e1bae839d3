"""What one person keeps here for themselves: pulses, answers after a step, topics for next time, drafts.

    {"pulses":   [{"id", "at", "space", "when", "answers": {item: answer}}, …],
     "feedback": [{"id", "at", "space", "kind", "about", "heard", "fair", "change", "wish"}, …],
     "about_amends": [{"id", "at", "text"}, …],
     "topics":   [{"id", "space", "text"}, …],
     "drafts":   {check-in: {part: words}},
     "asked":    [the time that one was asked about once, …],
     "declined": [the time of others that one said no to, …],
     "put_away": {space: when the word on getting help was put away}}

The oldest stand first. Ids of spaces and steps may outlive them; the answers stay their owner's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from amends_web.accounts.models import Person
from amends_web.rhythm.models import OwnRhythm
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box

Own = dict[str, Any]

# Lists whose entries have an id each.
ENTRIES = ("pulses", "feedback", "about_amends", "topics")


def own_of(person: Person, keyring: Keyring) -> Own:
    """Return what a person keeps here; every list is there, if empty."""
    row = OwnRhythm.objects.select_related("box").filter(person=person).first()
    return _whole(row.words(keyring) if row else {})


def change_own(person: Person, keyring: Keyring, change: Callable[[Own], None]) -> None:
    """Let `change` write into what a person keeps here, and seal it again."""
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        row = OwnRhythm.objects.select_related("box").filter(person=person).first()
        row = row or OwnRhythm(box=private_box(person), person=person)
        own = _whole(row.words(keyring) if row.sealed else {})
        change(own)
        row.put(keyring, own)
        row.save()


def keep_entry(person: Person, keyring: Keyring, name: str, entry: dict[str, Any]) -> None:
    """Keep one more in a list; the id of an entry is the key of its form, so that one that is sent twice counts once.

    A row of shell.submissions would tell whoever runs the copy that, and when, this person kept something here.
    """

    def change(own: Own) -> None:
        if all(one["id"] != entry["id"] for one in own[name]):
            own[name].append(entry)

    change_own(person, keyring, change)


def _whole(own: Own) -> Own:
    return {name: [] for name in (*ENTRIES, "asked", "declined")} | {"drafts": {}, "put_away": {}} | own
