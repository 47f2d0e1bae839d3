"""A seed: the 32 bytes that a person's passphrase opens, and the two key pairs that come of it."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from amends.errors import Tampered, WrongPassphrase
from amends.sealing.values import open_value, place_bytes, seal_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess of a passphrase costs: `mebibytes` of memory, `passes` over it (Argon2id, RFC 9106)."""

    mebibytes: int
    passes: int

    @property
    def is_enough(self) -> bool:
        """Not below 64 MiB × 3: a stored cost under it was tampered with (a downgrade), and is refused."""
        return self.mebibytes >= 64 and self.passes >= 3


# 1,024 MiB·passes, five times the default of the common password managers; 0.5 to 0.8 s on one slow core.
STANDARD_COST = Cost(mebibytes=128, passes=8)
SMALL_MACHINE_COST = Cost(mebibytes=64, passes=16)


class Seed:
    """An opened seed. It lives as long as a request does, and is never stored or logged."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def __repr__(self) -> str:
        return "Seed(…)"

    @cached_property
    def sealing_key(self) -> PrivateKey:
        return PrivateKey(derived_key("x25519", self._raw))

    @cached_property
    def signing_key(self) -> SigningKey:
        return SigningKey(derived_key("ed25519", self._raw))

    @property
    def public_key(self) -> bytes:
        """What others seal grants to."""
        return bytes(self.sealing_key.public_key)

    @property
    def verify_key(self) -> bytes:
        """What others check signatures with."""
        return bytes(self.signing_key.verify_key)

    def sign(self, *statement: object) -> bytes:
        """Sign a statement (64 bytes, Ed25519); `is_signed_by` checks it."""
        return self.signing_key.sign(place_bytes(*statement)).signature

    def wrapped(self, key: bytes, *place: object) -> bytes:
        """Return this seed, sealed under a key."""
        return seal_value(key, self._raw, *place)


def new_seed() -> Seed:
    return Seed(secrets.token_bytes(32))


def new_salt() -> bytes:
    return secrets.token_bytes(16)


def wrap_seed(seed: Seed, *, secret: str, salt: bytes, cost: Cost, person: object, pepper: bytes = b"") -> bytes:
    """Wrap a seed under a passphrase.

    `pepper` is a secret that lies outside the database: with it, a stolen database alone can't be guessed at.
    """
    return seed.wrapped(_passphrase_key(secret, salt=salt, cost=cost, pepper=pepper), "passphrase", person)


def unwrap_seed(wrapped: bytes, *, secret: str, salt: bytes, cost: Cost, person: object, pepper: bytes = b"") -> Seed:
    """Open a seed with a passphrase; the tag of the cipher is the check. Raises WrongPassphrase."""
    try:
        key = _passphrase_key(secret, salt=salt, cost=cost, pepper=pepper)
        return Seed(open_value(key, wrapped, "passphrase", person))
    except Tampered:
        raise WrongPassphrase from None


def derived_key(label: str, secret: bytes) -> bytes:
    """Return 32 bytes for one use, from a secret of at most 64 bytes (keyed BLAKE2b)."""
    return blake2b(key=secret, person=label.encode(), digest_size=32).digest()


def _passphrase_key(secret: str, *, salt: bytes, cost: Cost, pepper: bytes) -> bytes:
    # NFKC and single spaces: the same words typed on another keyboard, or with a double space, are the same.
    typed = " ".join(unicodedata.normalize("NFKC", secret).split()).encode()
    key = crypto_pwhash_alg(32, typed, salt, cost.passes, cost.mebibytes * 1024**2, crypto_pwhash_ALG_ARGON2ID13)
    return blake2b(key, key=pepper, person=b"pepper", digest_size=32).digest() if pepper else bytes(key)
