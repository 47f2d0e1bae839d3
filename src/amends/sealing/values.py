"""A sealed value: words that open only with their key, and only in their own place.

    value = 0x01 ‖ nonce (24 bytes) ‖ XChaCha20-Poly1305(key, padded words, associated data = place)

`place` names where the value lies (model, box, key version, row, field): a value that is moved to another row, or
a row that is moved to another box, no longer opens.
"""

from __future__ import annotations

import struct

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from amends.errors import Tampered

FORMAT = b"\x01"

# Above this size the step grows with the value, so that padding costs at most two fifths and sizes still say little.
_STEP = 64
_STEPS_UP_TO = 4096


def seal_value(key: bytes, words: bytes, *place: object) -> bytes:
    """Seal `words` under a 32-byte key, bound to `place`."""
    return FORMAT + bytes(Aead(key).encrypt(_padded(words), place_bytes(*place)))


def open_value(key: bytes, sealed: bytes, *place: object) -> bytes:
    """Open what `seal_value` made; raises Tampered for a changed or moved value, or a wrong key."""
    if sealed[:1] != FORMAT:
        raise Tampered
    try:
        padded = Aead(key).decrypt(bytes(sealed[1:]), place_bytes(*place))
    except (CryptoError, ValueError):
        raise Tampered from None
    return _unpadded(padded)


def place_bytes(*parts: object) -> bytes:
    """Return the parts as bytes that no other list of parts gives: each with its length before it."""
    encoded = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(struct.pack(">I", len(part)) + part for part in encoded)


def _padded(words: bytes) -> bytes:
    return (words + b"\x80").ljust(_padded_size(len(words) + 1), b"\0")


def _padded_size(size: int) -> int:
    if size <= _STEPS_UP_TO:
        return -(-size // _STEP) * _STEP
    bound = float(_STEPS_UP_TO)
    while bound < size:
        bound *= 2**0.5
    return int(bound) + 1


def _unpadded(padded: bytes) -> bytes:
    words, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise Tampered
    return words
