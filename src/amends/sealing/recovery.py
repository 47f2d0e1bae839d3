"""The recovery key: printed once, the second way to one's seed.

36 characters in groups of four: 160 random bits and a check of 20, in Crockford's base 32, which has no I, L, O, U.
"""

from __future__ import annotations

import secrets
from hashlib import blake2b

from amends.errors import BadRecoveryKey, Tampered
from amends.sealing.seeds import Seed, derived_key
from amends.sealing.values import open_value

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_SECRET_LETTERS = 32
_CHECK_LETTERS = 4


def new_recovery_key() -> str:
    raw = secrets.token_bytes(20)
    letters = _encoded(int.from_bytes(raw, "big"), _SECRET_LETTERS) + _encoded(_check(raw), _CHECK_LETTERS)
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def recovery_secret(typed: str) -> bytes:
    """Return the key that a typed recovery key stands for; raises BadRecoveryKey at any typing mistake."""
    letters = "".join(typed.upper().replace("-", " ").split()).translate(_READ_AS)
    if len(letters) != _SECRET_LETTERS + _CHECK_LETTERS:
        raise BadRecoveryKey(reason="length")
    if not set(letters) <= set(_LETTERS):
        raise BadRecoveryKey(reason="letters")
    raw = _decoded(letters[:_SECRET_LETTERS]).to_bytes(20, "big")
    if _decoded(letters[_SECRET_LETTERS:]) != _check(raw):
        raise BadRecoveryKey(reason="typing")
    return derived_key("recovery", raw)


def wrap_with_recovery(seed: Seed, recovery_key: str, *, person: object) -> bytes:
    return seed.wrapped(recovery_secret(recovery_key), "recovery", person)


def unwrap_with_recovery(wrapped: bytes, typed: str, *, person: object) -> Seed:
    """Open a seed with a typed recovery key; raises BadRecoveryKey, with the reason "other" for another one's key."""
    try:
        return Seed(open_value(recovery_secret(typed), wrapped, "recovery", person))
    except Tampered:
        raise BadRecoveryKey(reason="other") from None


def _check(raw: bytes) -> int:
    return int.from_bytes(blake2b(raw, digest_size=3).digest(), "big") >> 4


def _encoded(number: int, letters: int) -> str:
    return "".join(_LETTERS[number >> (5 * place) & 31] for place in reversed(range(letters)))


def _decoded(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    return number
