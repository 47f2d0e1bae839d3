"""A box's key, and the grants that give it to people.

A grant is the key of one version of one box, sealed to one person's public key and bound to all three: moved to
another box, version or person, it is refused.

A box of some of a space's people lies within the space's box: it takes both keys to open what is written there, so
whoever left, and has no newer key of the space, has none of it either.
"""

from __future__ import annotations

import hmac
import secrets

from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

from amends.errors import Tampered
from amends.sealing.seeds import Seed, derived_key
from amends.sealing.values import FORMAT, place_bytes

_KEY_SIZE = 32


def new_box_key() -> bytes:
    return secrets.token_bytes(_KEY_SIZE)


def seal_grant(box_key: bytes, *, public_key: bytes, box: object, version: int, person: object) -> bytes:
    """Seal a box key to a person; needs the public key only, so it works with everybody locked out."""
    bound = place_bytes("grant", box, version, person)
    return FORMAT + SealedBox(PublicKey(public_key)).encrypt(bound + box_key)


def open_grant(sealed: bytes, *, seed: Seed, box: object, version: int, person: object) -> bytes:
    """Return the box key; raises Tampered where the grant was changed or moved."""
    if sealed[:1] != FORMAT:
        raise Tampered
    try:
        opened = SealedBox(seed.sealing_key).decrypt(bytes(sealed[1:]))
    except (CryptoError, ValueError):
        raise Tampered from None
    bound, box_key = opened[:-_KEY_SIZE], opened[-_KEY_SIZE:]
    if not hmac.compare_digest(bound, place_bytes("grant", box, version, person)):
        raise Tampered
    return box_key


def key_within(box_key: bytes, space_key: bytes) -> bytes:
    """Return the key of what some of a space's people write to each other, of their box's key and the space's."""
    return derived_key("within", box_key + space_key)
