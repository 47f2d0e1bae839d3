"""How people agree on a protocol: it is live once everybody in the space accepted exactly the same words of it.

What is changed is a new version, and needs everybody again; the one that was live stays so until then. Anybody can end
a protocol at once, without a reason. Whoever comes into the space is asked too; until they accept, it waits for them.

Nothing here is remembered beside the versions themselves: what is live follows from who accepted what, and who is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.errors import Refused

# One person alone agrees on nothing.
FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One wording. `keeps` is the number of the version that stays live until this one is; 0 where there was none."""

    number: int
    keeps: int
    accepted_by: frozenset[str]
    is_ended: bool = False


def live(versions: Sequence[Version], members: frozenset[str]) -> Version | None:
    """Return the version that holds now. `versions` are those of one protocol, in the order of their numbers."""
    return next((version for version in standing(versions, members) if _is_accepted(version, members)), None)


def standing(versions: Sequence[Version], members: frozenset[str]) -> list[Version]:
    """Return the versions that can be accepted, or are live: the newest, and the one that it keeps; newest first.

    The kept one has had its time once everybody who accepted it, and is still here, accepted the newest.
    """
    if not versions:
        return []
    newest = versions[-1]
    kept = next((version for version in versions if version.number == newest.keeps), None)
    if kept and not newest.is_ended and kept.accepted_by & members <= newest.accepted_by:
        kept = None
    return [version for version in (newest, kept) if version and not version.is_ended]


def waits_for(version: Version, members: frozenset[str]) -> frozenset[str]:
    """Return who has not accepted a version; nobody has to."""
    return members - version.accepted_by


def next_version(versions: Sequence[Version], members: frozenset[str], *, by: str) -> Version:
    """Return the version that somebody proposes now; to propose it is to accept it."""
    held = live(versions, members)
    number = versions[-1].number + 1 if versions else 1
    return Version(number=number, keeps=held.number if held else 0, accepted_by=frozenset({by}))


def check_may_accept(versions: Sequence[Version], members: frozenset[str], number: int) -> None:
    """Raise Refused ("a version that stands") where another one took its place, or it was ended."""
    if number not in {version.number for version in standing(versions, members)}:
        raise Refused(rule="a version that stands")


def check_may_set_aside(versions: Sequence[Version], members: frozenset[str], number: int) -> None:
    """Raise Refused ("a version that waits") where the newest is not this one, or is live already."""
    held = live(versions, members)
    if not versions or versions[-1].number != number or versions[-1].is_ended or (held and held.number == number):
        raise Refused(rule="a version that waits")


def _is_accepted(version: Version, members: frozenset[str]) -> bool:
    return len(members) >= FEWEST and members <= version.accepted_by
