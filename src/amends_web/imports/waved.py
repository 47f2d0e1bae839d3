"""What a person waved away, so that it is never shown to them again: in this import, and if it is brought anew.

In an import a claim is known by its key, which holds the number of its message. Beside that a digest of the line lies
in the person's private box: it finds the line again in another import, and tells nothing of it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from amends_web.imports.readings import Claim

_TO_THE_MINUTE = len("2025-03-14T18:05")
# A place where it may have turned is waved away with all its lines: another reading may put it a line further on.
_PLACES = ("stretch", "or_here")


def is_waved(claim: Claim, waved: Collection[str]) -> bool:
    return not keys_of(claim).isdisjoint(waved)


def keys_of(claim: Claim) -> set[str]:
    """Return what stands for a claim among those of its import that were waved away."""
    if claim.kind in _PLACES:
        return {f"stretch:{n}" for n in claim.lines}
    return {claim.key}


def digests_of(claim: Claim, lines: Mapping[str, Sequence[Any]]) -> set[str]:
    """Return what stands for a claim wherever its lines are; `lines` as `readings.stored` keeps them."""
    cited = claim.lines if claim.kind in _PLACES else claim.lines[:1]
    kind = "stretch" if claim.kind in _PLACES else claim.kind
    which = claim.detail.get("move") or claim.detail.get("need") or ""
    return {_digest(kind, which, lines[str(n)]) for n in cited}


def waved_before(claims: Iterable[Claim], lines: Mapping[str, Sequence[Any]], digests: Collection[str]) -> set[str]:
    """Return the keys of those claims that were waved away in another import."""
    return {key for claim in claims if not digests_of(claim, lines).isdisjoint(digests) for key in keys_of(claim)}


def _digest(kind: str, which: str, line: Sequence[Any]) -> str:
    at, _, text = line[:3]
    # Which name somebody has in an export is not the same in all.
    said = "\0".join([kind, which, (at or "")[:_TO_THE_MINUTE], text])
    return blake2b(said.encode(), digest_size=12).hexdigest()
