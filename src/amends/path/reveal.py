"""When what people shared blind opens, and for whom.

Each decides without knowing what the others wrote, or whether they wrote at all; then all of it opens at once, so that
nobody tailors their words and nobody goes first (PRODUCT, moonshot 2).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from amends.errors import NotYet

Who = TypeVar("Who", bound=Hashable)

# A reveal to oneself is none.
FEWEST = 2


def opens(*, members: frozenset[Who], shares: Mapping[Who, frozenset[Who]]) -> bool:
    """Say whether everybody here has shared with everybody here.

    `shares` maps whoever has shared to the people they knew they were sharing with. Somebody who came later was not
    among them: a share that does not name them keeps the reveal closed until it is given again, or taken back.
    """
    return len(members) >= FEWEST and all(_reaches(who, members, shares) for who in members)


def must_share_again(*, who: Who, members: frozenset[Who], shares: Mapping[Who, frozenset[Who]]) -> bool:
    """Say whether somebody has come since this person shared. Tells nothing of what the others did."""
    return who in shares and not _reaches(who, members, shares)


def check_may_share(*, members: frozenset[Who], is_open: bool) -> None:
    """Raise NotYet where there is nobody to share with, or where the reveal was already."""
    if len(members) < FEWEST:
        raise NotYet(step="share", missing="somebody else is here")
    if is_open:
        raise NotYet(step="share", missing="a new breakdown is begun")


def check_may_take_back(*, is_open: bool) -> None:
    """Raise NotYet once the others may have read it."""
    if is_open:
        raise NotYet(step="take back", missing="nobody has read it")


def _reaches(who: Who, members: frozenset[Who], shares: Mapping[Who, frozenset[Who]]) -> bool:
    return who in shares and members - {who} <= shares[who]
