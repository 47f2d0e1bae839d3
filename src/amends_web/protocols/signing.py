"""What makes a yes to a version, and a note, somebody's own: their signature, sealed beside the words.

Everybody in the space opens its box, so each of them could seal other words into it; only one's own hand can sign them.
"""

from __future__ import annotations

import json
from typing import Any

from amends.errors import NoGrant, Tampered
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.protocols.models import Acceptance, Note, Version
from amends_web.vault.keyring import Keyring

# The sentences stand in templates/protocols/propose.html and protocol.html; whoever changes what they mean raises this.
VERSION = "1"


def acceptance_statement(version: Version, words: dict[str, Any]) -> tuple[object, ...]:
    """Return what somebody signs who accepts a version: all its words, its place, and what it keeps.

    The space is part of the place: what two agreed on as friends does not hold where they work together.
    """
    place = (version.protocol.space_id, version.protocol_id, version.pk, version.number, version.keeps)
    return ("protocol accepted", VERSION, *place, _canonical(words))


def note_statement(note: Note, words: dict[str, Any]) -> tuple[object, ...]:
    said = {name: words[name] for name in ("title", "ask", "words")}
    return ("protocol note", VERSION, note.space_id, note.pk, _canonical(said))


def opened(row: Version | Acceptance | Note, keyring: Keyring) -> dict[str, Any]:
    """Return the words of a row; one that was put where this person has no grant counts as changed."""
    try:
        return row.words(keyring)
    except NoGrant:
        raise Tampered from None


def check_acceptance(acceptance: Acceptance, version: Version, words: dict[str, Any], keyring: Keyring) -> None:
    """Raise Tampered where this person did not sign a yes to exactly these words."""
    _check(acceptance.person, opened(acceptance, keyring), acceptance_statement(version, words), keyring)


def check_note(note: Note, words: dict[str, Any], keyring: Keyring) -> None:
    """Raise Tampered where the note is not as its writer signed it."""
    _check(note.person, words, note_statement(note, words), keyring)


def _check(person: Person, sealed: dict[str, Any], statement: tuple[object, ...], keyring: Keyring) -> None:
    # One's own key is the seed's; the database's may be swapped.
    key = keyring.seed.verify_key if person.pk == keyring.person_id else bytes(person.verify_key)
    if not is_signed_by(key, bytes.fromhex(sealed["signature"]), *statement):
        raise Tampered


def _canonical(words: dict[str, Any]) -> str:
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
