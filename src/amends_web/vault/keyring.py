"""A person's opened keys, for as long as one request."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from amends.errors import NoGrant, Tampered
from amends.sealing import is_signed_by, key_within, open_grant
from amends_web.vault.models import Box, Grant

if TYPE_CHECKING:
    from amends.sealing import Seed


class Keyring:
    """Opens boxes for one person. One query, at the first box, whatever the number of boxes."""

    def __init__(self, *, person_id: UUID, seed: Seed) -> None:
        self.person_id = person_id
        self.seed = seed
        self._opened: dict[tuple[UUID, int], bytes] = {}

    def __repr__(self) -> str:
        return f"Keyring({self.person_id})"

    def box_key(self, box_id: UUID, version: int) -> bytes:
        """Return the key of a box's rows; raises NoGrant where this person has none, Tampered for a forged grant.

        Within a space's box, one of some of its people has but one key of its own: its versions are those of the space.
        """
        own = self._grants.get((box_id, 1))
        if version > 1 and own is not None and own.box.within_id is not None:
            return key_within(self._granted(box_id, 1), self._granted(own.box.within_id, version - 1))
        return self._granted(box_id, version)

    def versions(self, box_id: UUID) -> list[int]:
        """Return the versions of a box's key that this person holds."""
        return sorted(version for granted_box, version in self._grants if granted_box == box_id)

    def add(self, grant: Grant) -> None:
        """Take in a grant that was made in this request."""
        self._grants[grant.box_id, grant.version] = grant

    def sign(self, *statement: object) -> bytes:
        return self.seed.sign(*statement)

    @cached_property
    def _grants(self) -> dict[tuple[UUID, int], Grant]:
        mine = Grant.objects.filter(person=self.person_id).select_related("box__owner")
        return {(grant.box_id, grant.version): grant for grant in mine}

    def _granted(self, box_id: UUID, version: int) -> bytes:
        key = self._opened.get((box_id, version))
        if key is None:
            key = self._opened[box_id, version] = self._open(box_id, version)
        return key

    def _open(self, box_id: UUID, version: int) -> bytes:
        grant = self._grants.get((box_id, version)) or self._made_since(box_id, version)
        if grant is None:
            raise NoGrant
        statement = grant_statement(box_id, version, self.person_id, bytes(grant.sealed))
        if not is_signed_by(bytes(grant.giver_verify_key), bytes(grant.signature), *statement):
            raise Tampered
        # What a box is called is not sealed. One that others open too, and that somebody calls private, would get all
        # that its owner keeps for themself from then on; no grant leads into another box under the owner's id.
        if grant.box.kind == Box.Kind.PRIVATE and box_id != self.person_id:
            raise Tampered
        # Anybody can seal a key to a public key: into somebody's box, only its owner's grants lead. Otherwise whoever
        # writes to the database could plant a key that they know, and read what is written from then on, or speak as
        # if they were the owner. One's own key is the seed's; the database's may be swapped.
        owner = grant.box.owner
        if owner is not None:
            signer = self.seed.verify_key if owner.pk == self.person_id else bytes(owner.verify_key)
            if bytes(grant.giver_verify_key) != signer:
                raise Tampered
        return open_grant(bytes(grant.sealed), seed=self.seed, box=box_id, version=version, person=self.person_id)

    def _made_since(self, box_id: UUID, version: int) -> Grant | None:
        """Look for the grant of a version that is newer than this keyring: somebody left while its request went on."""
        held = self.versions(box_id)
        if not held or version < held[-1]:
            return None
        made = Grant.objects.filter(person=self.person_id, box=box_id, version=version).select_related("box__owner")
        for grant in made:
            self.add(grant)
        return self._grants.get((box_id, version))


def grant_statement(box_id: UUID, version: int, person_id: UUID, sealed: bytes) -> tuple[object, ...]:
    """Return what the giver of a grant signs."""
    return ("grant", box_id, version, person_id, sealed)
