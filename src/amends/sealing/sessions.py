"""An unlocked session: the browser holds a token, the database only its hash and the seed sealed under it."""

from __future__ import annotations

import secrets
from hashlib import sha256

from amends.sealing.seeds import Seed, derived_key
from amends.sealing.values import open_value


def new_token() -> str:
    """Return 32 random bytes as text for a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Return what the database keeps; the token is random, so a plain hash can't be guessed back."""
    return sha256(token.encode()).digest()


def wrap_with_token(seed: Seed, token: str, *, person: object) -> bytes:
    return seed.wrapped(_key(token), "session", person)


def unwrap_with_token(wrapped: bytes, token: str, *, person: object) -> Seed:
    """Raises Tampered where the token does not fit."""
    return Seed(open_value(_key(token), wrapped, "session", person))


def _key(token: str) -> bytes:
    # Hashed first: BLAKE2b takes keys of at most 64 bytes, and a cookie may hold anything.
    return derived_key("session", sha256(b"amends session " + token.encode()).digest())
