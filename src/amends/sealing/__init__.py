"""Boxes, grants, seeds, signatures, recovery keys: one mechanism, the box.

    passphrase ──Argon2id──▶ key ──wraps──▶ SEED ◀──wraps── recovery key (printed)
    SEED ──▶ sealing pair, signing pair
    box key (a version each) ──sealed to each member's public key──▶ grant
    box key of some of a space's people + the space's box key ──BLAKE2b──▶ key of what they write to each other
    words ──XChaCha20-Poly1305 under the box key, bound to their place──▶ sealed value

Nothing here knows a database. Every sealed value starts with a format byte and opens for ever
(tests/amends/sealing/frozen.json).
"""

from amends.sealing.boxes import key_within, new_box_key, open_grant, seal_grant
from amends.sealing.passphrases import (
    check_own_passphrase,
    new_invite_words,
    new_passphrase,
    safety_words,
)
from amends.sealing.recovery import new_recovery_key, recovery_secret, unwrap_with_recovery, wrap_with_recovery
from amends.sealing.seeds import Cost, Seed, new_salt, new_seed, unwrap_seed, wrap_seed
from amends.sealing.sessions import new_token, token_hash, unwrap_with_token, wrap_with_token
from amends.sealing.signatures import is_signed_by
from amends.sealing.streams import SealedReader, SealedWriter
from amends.sealing.values import open_value, seal_value

__all__ = [
    "Cost",
    "SealedReader",
    "SealedWriter",
    "Seed",
    "check_own_passphrase",
    "is_signed_by",
    "key_within",
    "new_box_key",
    "new_invite_words",
    "new_passphrase",
    "new_recovery_key",
    "new_salt",
    "new_seed",
    "new_token",
    "open_grant",
    "open_value",
    "recovery_secret",
    "safety_words",
    "seal_grant",
    "seal_value",
    "token_hash",
    "unwrap_seed",
    "unwrap_with_recovery",
    "unwrap_with_token",
    "wrap_seed",
    "wrap_with_recovery",
    "wrap_with_token",
]
