"""What one thought beside what was felt, over time, as a picture: a ring and a dot, joined where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.path.floor import Verdict
from amends_web.listening.queries import Compared

# The newest; more would be too fine to see on a phone. Fewer than three are read faster than they are looked at.
MOST, FEWEST = 24, 3
_STEP = 28
_HEIGHTS = {Verdict.GOT_IT: 14, Verdict.MOSTLY: 44, Verdict.NOT_YET: 74}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Where one reflection stands, in the picture's own units: further to the right is later, higher is more."""

    x: int
    thought: int
    felt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    width: int
    pairs: tuple[Pair, ...]


def picture_of(compared: Sequence[Compared]) -> Picture | None:
    """Return the picture of the newest, or None where there is too little to see."""
    if len(compared) < FEWEST:
        return None
    newest = compared[-MOST:]
    pairs = tuple(
        Pair(x=_STEP // 2 + _STEP * place, thought=_HEIGHTS[one.thought], felt=_HEIGHTS[one.felt])
        for place, one in enumerate(newest)
    )
    # As wide as a phone, so that few do not look like much.
    return Picture(width=max(_STEP * len(newest), 12 * _STEP), pairs=pairs)
