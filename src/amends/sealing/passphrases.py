"""Words to open with, words to compare, words to type.

Five words of a list of 7,776 are 64.6 bits: at the standard cost, some 10⁸ years of one large GPU.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import blake2b

from amends.errors import PassphraseRefused

LEAST_OWN_LENGTH = 15
MOST_LENGTH = 256


def new_passphrase(words: Sequence[str]) -> str:
    return " ".join(secrets.choice(words) for _ in range(5))


def new_invite_words(words: Sequence[str]) -> str:
    """Six words (77 bits) that open an invite where a link can't be opened."""
    return " ".join(secrets.choice(words) for _ in range(6))


def safety_words(words: Sequence[str], one: bytes, other: bytes) -> str:
    """Return five words that both people see, whoever looks, if both see the same two public keys."""
    low, high = sorted((one, other))
    number = int.from_bytes(blake2b(low + high, person=b"safety words", digest_size=16).digest(), "big")
    chosen = []
    for _ in range(5):
        number, place = divmod(number, len(words))
        chosen.append(words[place])
    return " ".join(chosen)


def check_own_passphrase(passphrase: str, *, common: frozenset[str]) -> None:
    """Raise PassphraseRefused for one's own choice that is too easy to guess; any characters are welcome.

    `common` holds passwords that many people use, in lower case.
    """
    bare = " ".join(passphrase.split())
    if len(bare) < LEAST_OWN_LENGTH:
        raise PassphraseRefused(reason="short")
    if len(bare) > MOST_LENGTH:
        raise PassphraseRefused(reason="long")
    if len(set(bare.casefold())) < 6:
        raise PassphraseRefused(reason="repeats")
    if bare.casefold() in common or _is_a_repeat(bare.casefold()):
        raise PassphraseRefused(reason="common")


def _is_a_repeat(text: str) -> bool:
    """Say whether it is one short piece over and over ("passwordpassword")."""
    return text in (text + text)[1:-1]
