"""What a person's own export holds of their spaces, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.shell.exports import Section
from amends_web.spaces.actions import leave_space
from amends_web.spaces.consents import is_signed
from amends_web.spaces.models import Consent, Member, Space
from amends_web.spaces.queries import members, spaces_of
from amends_web.vault.keyring import Keyring


def collect_spaces(person: Person, keyring: Keyring) -> Section:
    return Section(
        name="spaces", title="Your spaces", rows=[_space(space, person, keyring) for space in spaces_of(person)]
    )


def collect_consents(person: Person, keyring: Keyring) -> Section:
    """Everything that was agreed to in the person's spaces, by whom, and whether the signature holds."""
    rows = Consent.objects.select_related("box", "person", "space").filter(space__in=spaces_of(person))
    return Section(name="consents", title="What was agreed to", rows=[_consent(row, keyring) for row in rows])


def leave_all_spaces(person: Person, keyring: Keyring) -> None:
    """The account goes: leave every space, without an announcement of one's own."""
    for space in spaces_of(person):
        leave_space(keyring=keyring, person=person, space=space, is_told=False, now=timezone.now())


def forget_consents(person: Person, _keyring: Keyring) -> None:
    Consent.objects.filter(person=person).delete()


def _space(space: Space, person: Person, keyring: Keyring) -> dict[str, Any]:
    joined = Member.objects.get(space=space, person=person, left_at=None).joined_at
    return {
        "name": space.words(keyring)["name"],
        "relation": space.relation,
        "you_joined_at": joined.isoformat(),
        "people": [member.person.name for member in members(space)],
    }


def _consent(row: Consent, keyring: Keyring) -> dict[str, Any]:
    words = row.words(keyring)
    return words | {
        "by": row.person.name,
        "signature": bytes(row.signature).hex(),
        "verify_key": bytes(row.person.verify_key).hex(),
        "is_signed": is_signed(row, words),
    }
