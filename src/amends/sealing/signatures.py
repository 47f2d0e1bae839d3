"""Signatures on grants, consents and agreements.

Without them a member who can write to the database could forge the other's yes, since both hold the space's key.
"""

from __future__ import annotations

from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

from amends.sealing.values import place_bytes


def is_signed_by(verify_key: bytes, signature: bytes, *statement: object) -> bool:
    """Say whether `Seed.sign` of this key's owner made this signature over exactly this statement."""
    try:
        VerifyKey(verify_key).verify(place_bytes(*statement), bytes(signature))
    except (CryptoError, ValueError, TypeError):
        return False
    return True
