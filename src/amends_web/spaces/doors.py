"""What an invite's two secrets open, and how: the token of the link, and six words for whoever has to type.

    invite key ──wrapped under the token──▶ key_by_token      what the guest reads ──under the invite key──▶ for_guest
               └─wrapped under the words──▶ key_by_typed      a guest's consent ────under the invite key──▶ consent

The database looks a secret up by its SHA-256, and holds nothing from which a secret or the key could be had. A secret
travels in a form's body and then in a cookie that scripts can't read, never in an address.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b, sha256
from typing import Any
from uuid import UUID

from django.db.models import Q

from amends.content import load_lines
from amends.errors import Tampered
from amends.path.invites import TOKEN_BYTES, is_open, read_typed_words, token_from
from amends.sealing import new_invite_words, open_value, seal_value
from amends_web.spaces.models import Invite


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """`typed` is shown to people with its spaces; `read_typed_words` of it is what opens."""

    token: str
    typed: str

    def __repr__(self) -> str:
        return "Secrets(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedInvite:
    """An invite as its opener may see it. `used_hash` is that of the secret: an invite is closed only while it fits."""

    invite: Invite
    key: bytes
    used_hash: bytes
    asker: str
    relation: str
    message: str

    def __repr__(self) -> str:
        return f"OpenedInvite({self.invite.pk})"


def new_secrets() -> Secrets:
    return Secrets(
        token=token_from(secrets.token_bytes(TOKEN_BYTES)), typed=new_invite_words(load_lines("passphrase_words"))
    )


def fill_door(invite: Invite, *, key: bytes, chosen: Secrets, for_guest: dict[str, str]) -> None:
    """Set the columns that the secrets open; the caller saves the invite."""
    typed = read_typed_words(chosen.typed) or ""
    invite.token_hash = secret_hash(chosen.token)
    invite.typed_hash = secret_hash(typed)
    invite.key_by_token = seal_value(_wrapping_key(chosen.token), key, "invite", invite.pk, "token")
    invite.key_by_typed = seal_value(_wrapping_key(typed), key, "invite", invite.pk, "typed")
    invite.for_guest = seal_value(key, json.dumps(for_guest).encode(), "invite", invite.pk, "guest")


def opened_invite(secret: str, *, now: datetime) -> OpenedInvite | None:
    """Return what a secret opens; None for a wrong one, a used one, one that was taken back, one past its time."""
    used_hash = secret_hash(secret)
    invite = (
        Invite.objects.select_related("space__box", "asked_by")
        .filter(Q(token_hash=used_hash) | Q(typed_hash=used_hash))
        .first()
    )
    if invite is None or not is_open(expires_at=invite.expires_at, now=now):
        return None
    is_token = bytes(invite.token_hash) == used_hash
    wrapped, place = (invite.key_by_token, "token") if is_token else (invite.key_by_typed, "typed")
    try:
        key = open_value(_wrapping_key(secret), bytes(wrapped), "invite", invite.pk, place)
        words = json.loads(open_value(key, bytes(invite.for_guest), "invite", invite.pk, "guest"))
    except Tampered:
        # To whoever opens it, a door that somebody tampered with is a door that does not open.
        return None
    return OpenedInvite(invite=invite, key=key, used_hash=used_hash, **words)


def secret_hash(secret: str) -> bytes:
    """Return what is looked up; 130 and 77 random bits can't be guessed back from it."""
    return sha256(b"amends invite " + secret.encode()).digest()


def seal_consent(key: bytes, consent: dict[str, str], *, joining_id: UUID) -> bytes:
    return seal_value(key, json.dumps(consent).encode(), "joining", joining_id, "consent")


def open_consent(key: bytes, sealed: bytes, *, joining_id: UUID) -> dict[str, Any]:
    """Raises Tampered for a consent that was not written by somebody who had the invite."""
    opened: dict[str, Any] = json.loads(open_value(key, sealed, "joining", joining_id, "consent"))
    return opened


def _wrapping_key(secret: str) -> bytes:
    return blake2b(secret.encode(), person=b"amends invite", digest_size=32).digest()
