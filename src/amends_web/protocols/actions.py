"""Proposing, accepting, setting aside and retiring how people talk; writing something down at a step."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from amends.errors import Refused, Tampered
from amends.path import protocol as rule
from amends_web.accounts.models import Person
from amends_web.pauses.queries import check_open
from amends_web.protocols.models import Acceptance, Note, Protocol, Version
from amends_web.protocols.queries import ShownVersion, people_here, rule_versions, shown_protocol
from amends_web.protocols.signing import acceptance_statement, note_statement
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring
from amends_web.vault.queries import private_box


def propose(*, keyring: Keyring, person: Person, space: Space, words: dict[str, Any], now: datetime) -> Protocol:
    """Propose how people in a space talk; to propose it is to accept it. Raises NotYet during a break."""
    check_open(space, keyring, now=now)
    with transaction.atomic():
        protocol = Protocol.objects.create(space=space)
        _add_version(keyring, person, protocol, words)
    return protocol


def change(
    *, keyring: Keyring, person: Person, protocol: Protocol, words: dict[str, Any], after: int, now: datetime
) -> None:
    """Propose other words for a protocol; what is live stays so until all accepted them.

    `after` is the number of the newest version that this person saw. Raises Refused ("the newest version") where there
    is a newer one, and NotYet during a break.
    """
    check_open(protocol.space, keyring, now=now)
    with transaction.atomic():
        _lock(protocol)
        if rule_versions(protocol)[-1].number != after:
            raise Refused(rule="the newest version")
        _add_version(keyring, person, protocol, words)


def accept(*, keyring: Keyring, person: Person, protocol: Protocol, number: int, shown: str, now: datetime) -> None:
    """Sign a yes to exactly the words that were shown; a repeat changes nothing.

    Raises Refused ("a version that stands") where another took its place or it was ended, Tampered where the words are
    not those that were shown, and NotYet during a break.
    """
    check_open(protocol.space, keyring, now=now)
    with transaction.atomic():
        _lock(protocol)
        rule.check_may_accept(rule_versions(protocol), people_here(protocol.space), number)
        version = _version(protocol, person, keyring, number)
        if version.shown != shown:
            raise Tampered
        _sign(keyring, person, version.row, version.words)


def set_aside(*, protocol: Protocol, number: int, now: datetime) -> None:
    """Take a change that waits away; what was live stays so. Raises Refused ("a version that waits")."""
    with transaction.atomic():
        _lock(protocol)
        rule.check_may_set_aside(rule_versions(protocol), people_here(protocol.space), number)
        Version.objects.filter(protocol=protocol, number=number).update(ended_on=timezone.localdate(now))


def retire(*, protocol: Protocol, now: datetime) -> None:
    """End a protocol at once, with whatever waits of it: anybody can, also during a break. A repeat changes nothing."""
    with transaction.atomic():
        _lock(protocol)
        Version.objects.filter(protocol=protocol, ended_on=None).update(ended_on=timezone.localdate(now))


def keep_note(
    *, keyring: Keyring, person: Person, space: Space, key: UUID, words: dict[str, str], is_shared: bool, now: datetime
) -> None:
    """Keep what was written down at a step, for oneself or for all here; for all, NotYet is raised during a break.

    `key` is that of its form, which counts once: a row of forms would tell who kept something for themselves.
    """
    if is_shared:
        check_open(space, keyring, now=now)
    with transaction.atomic():
        if Note.objects.filter(pk=key).exists():
            return
        note = Note(pk=key, box=space.box if is_shared else private_box(person), space=space, person=person)
        note.put(keyring, words | {"signature": keyring.sign(*note_statement(note, words)).hex()})
        note.save(force_insert=True)


def delete_note(*, note: Note) -> None:
    note.delete()


def forget_yes(person: Person, space: Space, _keyring: Keyring) -> None:
    """Take out what somebody who comes back had accepted before they left, as spaces.returning asks.

    What they proposed then stays for the others, as what somebody proposed whose account is gone.
    """
    Version.objects.filter(protocol__space=space, proposed_by=person).update(proposed_by=None)
    Acceptance.objects.filter(version__protocol__space=space, person=person).delete()


def _add_version(keyring: Keyring, person: Person, protocol: Protocol, words: dict[str, Any]) -> None:
    space = protocol.space
    ruled = rule.next_version(rule_versions(protocol), people_here(space), by=str(person.pk))
    version = Version(box=space.box, protocol=protocol, number=ruled.number, keeps=ruled.keeps, proposed_by=person)
    version.put(keyring, words)
    version.save(force_insert=True)
    _sign(keyring, person, version, words)


def _sign(keyring: Keyring, person: Person, version: Version, words: dict[str, Any]) -> None:
    if Acceptance.objects.filter(version=version, person=person).exists():
        return
    acceptance = Acceptance(box=version.protocol.space.box, version=version, person=person)
    acceptance.put(keyring, {"signature": keyring.sign(*acceptance_statement(version, words)).hex()})
    acceptance.save(force_insert=True)


def _version(protocol: Protocol, person: Person, keyring: Keyring, number: int) -> ShownVersion:
    shown = shown_protocol(protocol, person, keyring)
    return next(version for version in shown.versions if version.number == number)


def _lock(protocol: Protocol) -> None:
    """Let what two people do to one protocol wait for each other."""
    Protocol.objects.select_for_update().only("pk").get(pk=protocol.pk)
