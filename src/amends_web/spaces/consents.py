"""What a person agrees to here, and the signature that says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.spaces.models import Consent, Space
from amends_web.vault.keyring import Keyring

# The sentences stand in templates/spaces/asked.html and confirm.html; whoever changes what they mean raises this.
VERSION = "1"
# I come in; I read who runs this copy and what that means.
COME_IN = "come in"
# I let this person in; our safety words match.
LET_IN = "let in"


def new_consent(purpose: str, *, run_by: str, at: datetime, about: str = "") -> dict[str, str]:
    """Return what is signed and kept. `about` is the id of the person whom it concerns, where there is one."""
    return {
        "purpose": purpose,
        "version": VERSION,
        "run_by": run_by,
        "given_at": at.isoformat(),
        "about": about,
    }


def sign_consent(keyring: Keyring, consent: dict[str, str], *, space: Space) -> bytes:
    return keyring.sign(*_statement(consent, space, keyring.person_id))


def keep_consent(
    keyring: Keyring, consent: dict[str, str], *, space: Space, person: Person, signature: bytes
) -> Consent:
    """Write a signed consent into the space's box; raises Tampered where `person` did not sign it."""
    if not is_signed_by(bytes(person.verify_key), signature, *_statement(consent, space, person.pk)):
        raise Tampered
    row = Consent(box=space.box, space=space, person=person, signature=signature)
    row.put(keyring, consent)
    row.save(force_insert=True)
    return row


def is_signed(consent: Consent, words: dict[str, Any]) -> bool:
    """Say whether the person whose consent this is signed exactly these words."""
    statement = _statement(words, consent.space, consent.person_id)
    return is_signed_by(bytes(consent.person.verify_key), bytes(consent.signature), *statement)


def _statement(consent: dict[str, Any], space: Space, person_id: object) -> tuple[object, ...]:
    parts = (consent[field] for field in ("purpose", "version", "run_by", "given_at", "about"))
    return ("consent", space.pk, person_id, *parts)
