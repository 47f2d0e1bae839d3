"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from amends_web.accounts.models import Person
from amends_web.shell.exports import Section
from amends_web.support.models import PutAway
from amends_web.support.signs import put_away_by
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    rows = [
        {"space": space, "put_away_on": day} for row in put_away_by(person) for space, day in row.words(keyring).items()
    ]
    return Section(name="put_away", title="Suggestions you put away", rows=rows)


def erase(person: Person, _keyring: Keyring) -> None:
    PutAway.objects.filter(person=person).delete()
