"""What people share blind: each signs theirs, nothing of it shows, then all of it opens at once (decision 7).

An area that has a reveal keeps a `Revealable`, for what it is about, and a `BlindShare` of each who shared.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from amends.errors import Refused, Tampered
from amends.path.reveal import must_share_again, opens
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, members_of
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import is_id

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What every share holds beside its author's own words.
SHARED = {"audience": [is_id], "nonce": str}


class Revealable(SealedRow):
    """What is shared about; `revealed_at` is when all of it opened."""

    revealed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class BlindShare(SealedRow):
    """What one person shared, in the space's box: their own words beside `SHARED`.

    `commitment` is the BLAKE2b hash of these words, and `signature` the person's own over it: nobody, not even with
    the database in their hands, can change it unseen. The nonce keeps short answers from being guessed by the hash.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    commitment = models.BinaryField(max_length=32)
    signature = models.BinaryField()

    class Meta:
        abstract = True

    @property
    @abstractmethod
    def subject_id(self) -> UUID:
        """The id of the `Revealable` that it is about."""

    @property
    def shared_in(self) -> str:
        return self._meta.label_lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one person stands with a reveal. Nothing here depends on what the others did before it opened."""

    others: list[Person]
    has_shared: bool
    must_share_again: bool
    is_revealed: bool
    may_see: bool


def standing_of(
    revealable: Revealable, space: Space, shares: Iterable[BlindShare], person: Person, keyring: Keyring
) -> Standing:
    here = members(space)
    reached = audiences(shares, keyring)
    ids = frozenset(member.person_id for member in here)
    is_revealed = revealable.revealed_at is not None
    return Standing(
        others=[member.person for member in here if member.person_id != person.pk],
        has_shared=person.pk in reached,
        must_share_again=not is_revealed and must_share_again(who=person.pk, members=ids, shares=reached),
        is_revealed=is_revealed,
        may_see=is_revealed and person.pk in reached,
    )


def audiences(shares: Iterable[BlindShare], keyring: Keyring) -> dict[UUID, frozenset[UUID]]:
    """Map whoever has shared to those they knew they were sharing with.

    A share that is not what its author signed reaches nobody: it opens nothing, and they are asked to share again.
    """
    return {share.person_id: _audience(share, keyring) for share in shares}


def waiting_to_be_shared_again(own: Iterable[tuple[UUID, BlindShare]], keyring: Keyring) -> set[UUID]:
    """Return what is to be shared again, as somebody has come since: the ids of what these shares are about.

    `own` are one person's own shares of what has not opened, each with the id of its space. Nothing of it depends on
    what the others did.
    """
    shares = list(own)
    here = members_of(space for space, _ in shares)
    return {
        share.subject_id
        for space, share in shares
        if must_share_again(who=share.person_id, members=here[space], shares=audiences([share], keyring))
    }


def is_ready(space: Space, shares: Iterable[BlindShare], keyring: Keyring) -> bool:
    """Say whether everybody has shared with everybody.

    A person who left without telling is still waited for, so that a reveal never gives their leaving away; but what
    they had shared counts no more.
    """
    here = members(space)
    gone = {member.person_id for member in here if member.left_at is not None}
    reached = {who: audience for who, audience in audiences(shares, keyring).items() if who not in gone}
    return opens(members=frozenset(member.person_id for member in here), shares=reached)


def save_share(share: BlindShare, keyring: Keyring, words: Mapping[str, Any], *, audience: Collection[UUID]) -> None:
    """Sign and save what somebody shares with those of the audience."""
    sealed = {**words, "audience": sorted(map(str, audience)), "nonce": secrets.token_hex(32)}
    share.put(keyring, sealed)
    share.commitment = commitment_of(sealed)
    share.signature = keyring.sign(*share_statement(share))
    share.save(force_insert=True)


def open_locked_if_ready(revealable: Revealable, space: Space, shares: QuerySet[Any], keyring: Keyring) -> None:
    """Open a reveal whose row the caller has locked, where everybody has shared. `shares` are all of it."""
    if revealable.revealed_at is not None or not is_ready(space, shares, keyring):
        return
    revealable.revealed_at = timezone.now()
    revealable.save(update_fields=["revealed_at"])
    # Somebody who left before it opened never saw the others' words; theirs are not shown either.
    shares.exclude(person__in=[member.person_id for member in members(space)]).delete()


def open_share(share: BlindShare, keyring: Keyring) -> dict[str, Any]:
    """Return the words of a share; raises Tampered where its author did not sign exactly these."""
    words = share.words(keyring)
    if commitment_of(words) != bytes(share.commitment):
        raise Tampered
    if not is_signed_by(bytes(share.person.verify_key), bytes(share.signature), *share_statement(share)):
        raise Tampered
    return words


def check_audience(*, members: Collection[UUID], person: UUID, shown: Collection[str]) -> None:
    """Raise Refused ("somebody came in") where words would reach somebody whom their page did not name.

    `shown` are the ids that the page sent along. Who opens the door to whom is not asked of everybody, and words can
    take an hour to write.
    """
    if not {str(who) for who in members if who != person} <= set(shown):
        raise Refused(rule="somebody came in")


def share_statement(share: BlindShare) -> tuple[object, ...]:
    """Return what whoever shares signs: also in which area, as what was shared in one says nothing in another."""
    return ("share", share.shared_in, share.subject_id, share.person_id, bytes(share.commitment))


def commitment_of(words: Mapping[str, Any]) -> bytes:
    return hashlib.blake2b(canonical(words), digest_size=32).digest()


def digest(words: Mapping[str, Any]) -> str:
    """Return what ties a preview to the share that follows it: other words have another digest."""
    return hashlib.blake2b(canonical(words), digest_size=16).hexdigest()


def canonical(words: Mapping[str, Any]) -> bytes:
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _audience(share: BlindShare, keyring: Keyring) -> frozenset[UUID]:
    try:
        return frozenset(UUID(who) for who in open_share(share, keyring)["audience"])
    except Tampered:
        return frozenset()
