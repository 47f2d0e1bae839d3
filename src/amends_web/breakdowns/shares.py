"""What makes a share its author's own: the hash of its words, and their signature over it."""

from __future__ import annotations

import hashlib
from typing import Any

from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.breakdowns.models import Share
from amends_web.breakdowns.parts import canonical
from amends_web.vault.keyring import Keyring


def commitment_of(words: dict[str, Any]) -> bytes:
    return hashlib.blake2b(canonical(words), digest_size=32).digest()


def share_statement(share: Share) -> tuple[object, ...]:
    """Return what whoever shares signs."""
    return ("share", share.breakdown_id, share.person_id, bytes(share.commitment))


def open_share(share: Share, keyring: Keyring) -> dict[str, Any]:
    """Return the words of a share; raises Tampered where its author did not sign exactly these."""
    words = share.words(keyring)
    if commitment_of(words) != bytes(share.commitment):
        raise Tampered
    if not is_signed_by(bytes(share.person.verify_key), bytes(share.signature), *share_statement(share)):
        raise Tampered
    return words
