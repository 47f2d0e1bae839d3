"""One's own pulses over time, as a picture: a band from the least to the most of what one answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.path.pulse import ANSWERS, Answer, Pulse, band

# The newest; more would be too fine to see on a phone. Fewer than three are read faster than they are looked at.
MOST, FEWEST = 24, 3
_STEP, _ROW, _EDGE = 28, 20, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`points` go along the upper edge of the band and back along the lower one; `spans` are its single times."""

    width: int
    height: int
    points: str
    spans: tuple[tuple[int, int, int], ...]
    lines: tuple[int, ...]


def picture_of(pulses: Sequence[Pulse]) -> Picture | None:
    """Return the picture of the newest, or None where there is too little to see."""
    if len(pulses) < FEWEST:
        return None
    spans = tuple(
        (_STEP // 2 + _STEP * place, _y(span.high), _y(span.low)) for place, span in enumerate(band(pulses[-MOST:]))
    )
    edge = [f"{x},{high}" for x, high, _low in spans] + [f"{x},{low}" for x, _high, low in reversed(spans)]
    return Picture(
        # As wide as a phone, so that few do not look like much.
        width=max(_STEP * len(spans), 12 * _STEP),
        height=_y(ANSWERS[0]) + _EDGE,
        points=" ".join(edge),
        spans=spans,
        lines=tuple(_y(answer) for answer in ANSWERS),
    )


def _y(answer: Answer) -> int:
    return _EDGE + _ROW * (len(ANSWERS) - 1 - ANSWERS.index(answer))
