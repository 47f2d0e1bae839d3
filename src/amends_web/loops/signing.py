"""What makes a wording its author's own: all of the space can open the box, only the author can sign."""

from __future__ import annotations

from typing import Any

from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.loops.models import Wording
from amends_web.spaces.blind import canonical
from amends_web.vault.keyring import Keyring


def sign(keyring: Keyring, row: Wording, words: dict[str, Any]) -> bytes:
    return keyring.sign(*_statement(row, words))


def opened(row: Wording, keyring: Keyring) -> dict[str, Any]:
    """Return the words of a wording; raises Tampered where its author did not sign exactly these, at this place."""
    words = row.words(keyring)
    # One's own key is the seed's; the database's may be swapped.
    key = keyring.seed.verify_key if row.by_id == keyring.person_id else bytes(row.by.verify_key)
    if not is_signed_by(key, bytes(row.signature), *_statement(row, words)):
        raise Tampered
    return words


def _statement(row: Wording, words: dict[str, Any]) -> tuple[object, ...]:
    return ("wording", row.loop_id, row.arrow, row.number, row.by_id, canonical(words))
