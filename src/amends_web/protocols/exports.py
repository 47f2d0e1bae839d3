"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from amends_web.accounts.models import Person
from amends_web.protocols.models import Acceptance, Note, Protocol, Version
from amends_web.protocols.queries import ShownProtocol, own_notes, protocols_in
from amends_web.shell.exports import Section
from amends_web.spaces.queries import spaces_of
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return what was agreed in the spaces that a person is in, version by version, and what they wrote down."""
    rows: list[dict[str, Any]] = []
    for space in spaces_of(person):
        for protocol in protocols_in(space, person, keyring):
            rows += _versions(protocol)
    rows += [
        {"what": "a note", "on": note.row.kept_on.isoformat(), "for_all": note.is_shared, **_plain(note.words)}
        for note in own_notes(person, keyring)
    ]
    return Section(name="protocols", title="How we talk", rows=rows)


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out this person's notes, their yes, and what nobody else said yes to; the rest is the others' as well."""
    Note.objects.filter(person=person).delete()
    Acceptance.objects.filter(person=person).delete()
    Version.objects.filter(acceptances=None).delete()
    Version.objects.filter(proposed_by=person).update(proposed_by=None)
    Protocol.objects.filter(Q(versions=None)).delete()


def _versions(protocol: ShownProtocol) -> list[dict[str, Any]]:
    return [
        {
            "what": "how we talk",
            "number": version.number,
            "proposed_on": version.row.proposed_on.isoformat(),
            "proposed_by": version.proposed_by,
            "holds": version.is_live,
            "ended_on": version.row.ended_on.isoformat() if version.row.ended_on else "",
            "words": version.words,
        }
        for version in protocol.versions
    ]


def _plain(words: dict[str, str]) -> dict[str, str]:
    return {name: words[name] for name in ("title", "ask", "words")}
