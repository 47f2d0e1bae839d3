"""What makes a yes, words in a round, and a receipt somebody's own: their signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.listening.models import Receipt, Said, Seat
from amends_web.vault.keyring import Keyring

# The sentences stand in templates/listening/asked.html; whoever changes what they mean raises this.
VERSION = "1"


def yes_statement(seat: Seat, yes_at: str) -> tuple[object, ...]:
    """Return what whoever says yes to a round signs."""
    return ("round", VERSION, seat.of_id, seat.number, seat.person_id, yes_at)


def is_own_yes(seat: Seat, yes_at: str) -> bool:
    person = seat.person
    return person is None or is_signed_by(bytes(person.verify_key), bytes(seat.signature), *yes_statement(seat, yes_at))


def hash_of(words: Mapping[str, Any]) -> bytes:
    """Return the hash of words in a round; their nonce keeps short ones from being guessed by it."""
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=32).digest()


def said_statement(said: Said, words: Mapping[str, Any]) -> tuple[object, ...]:
    return ("said", said.of_id, said.number, said.person_id, hash_of(words))


def receipt_statement(receipt: Receipt, words: Mapping[str, Any]) -> tuple[object, ...]:
    return ("receipt", receipt.of_id, receipt.person_id, hash_of(words))


def open_said(said: Said, keyring: Keyring) -> dict[str, Any]:
    """Return what was said; raises Tampered where whoever said it did not sign exactly these words."""
    words = said.words(keyring)
    if not is_signed_by(bytes(said.person.verify_key), bytes(said.signature), *said_statement(said, words)):
        raise Tampered
    return words


def open_receipt(receipt: Receipt, keyring: Keyring) -> dict[str, Any]:
    """Return a receipt; raises Tampered where its speaker did not sign exactly this."""
    words = receipt.words(keyring)
    person = receipt.person
    if not is_signed_by(bytes(person.verify_key), bytes(receipt.signature), *receipt_statement(receipt, words)):
        raise Tampered
    return words
