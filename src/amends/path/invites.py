"""What an invite is: for whom there is room, how long a door stays open, what opens it."""

from __future__ import annotations

from datetime import datetime, timedelta

VALID_FOR = timedelta(hours=72)
MOST_MEMBERS = 12

# Crockford's base 32: no letter in it looks like another.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_READ_AS = str.maketrans("oil", "011")
_TOKEN_LETTERS = 26
TOKEN_BYTES = 17


def token_from(raw: bytes) -> str:
    """Return the token that stands for the first 130 of 136 random bits (TOKEN_BYTES)."""
    if len(raw) != TOKEN_BYTES:
        raise ValueError("a token is made of TOKEN_BYTES bytes")
    number = int.from_bytes(raw, "big") >> (8 * TOKEN_BYTES - 5 * _TOKEN_LETTERS)
    return "".join(_LETTERS[number >> (5 * place) & 31] for place in reversed(range(_TOKEN_LETTERS)))


def read_token(text: str) -> str | None:
    """Return a token as it was made, whatever capitals, spaces or dashes came in; None where it can't be one."""
    letters = "".join(text.casefold().replace("-", " ").split()).translate(_READ_AS)
    if len(letters) != _TOKEN_LETTERS or not set(letters) <= set(_LETTERS):
        return None
    return letters


def read_typed_words(text: str) -> str | None:
    """Return six words in the one form that is compared: letters alone; None where there are none.

    Spaces, dashes and commas go, since "drop-down" may be typed as two words; no two sets of six words that are ever
    made on one copy are the same but for their gaps.
    """
    letters = "".join(letter for letter in text.casefold() if letter.isalnum())
    return letters or None


def is_open(*, expires_at: datetime, now: datetime) -> bool:
    return now < expires_at


def has_room(*, members: int, invited: int = 0) -> bool:
    """Return whether one more may be asked into a space, given who is in it and for whom a door is open."""
    return members + invited < MOST_MEMBERS
