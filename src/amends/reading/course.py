"""How tense and how warm the talk was, stretch by stretch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from amends.moves import HURTING, Feeling, MarkedMessage

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_POINTS = 60
LEAST_WIDTH = 3  # messages in a point: a course shows stretches, never what one message did
REACH = 2  # messages on either side that a point also looks at, so that one line does not make a spike
_TENSE = {Feeling.ANGER: 0.5, Feeling.HURT: 0.35}
_WARM = {Feeling.AFFECTION: 0.6, Feeling.JOY: 0.4}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePoint:
    """The messages `first` to `last`, both counted in; `tension` and `warmth` are from 0 to 1."""

    first: int
    last: int
    tension: float
    warmth: float


def course_of(marked: Sequence[MarkedMessage]) -> tuple[CoursePoint, ...]:
    """Return at most `MOST_POINTS` points, which together cover every message once."""
    width = max(LEAST_WIDTH, -(-len(marked) // MOST_POINTS))
    tension = [0.0, *accumulate(tension_in(one) for one in marked)]
    warmth = [0.0, *accumulate(warmth_in(one) for one in marked)]
    points = []
    for first in range(0, len(marked), width):
        last = min(first + width, len(marked)) - 1
        low, high = max(0, first - REACH), min(len(marked), last + 1 + REACH)
        points.append(
            CoursePoint(
                first=first,
                last=last,
                tension=min(1.0, (tension[high] - tension[low]) / (high - low)),
                warmth=min(1.0, (warmth[high] - warmth[low]) / (high - low)),
            )
        )
    return tuple(points)


def tension_in(one: MarkedMessage) -> float:
    """Return how tense one message is, from 0 to 1."""
    felt = _TENSE.get(one.feeling, 0.0) * one.feeling_confidence
    return max([felt, *(mark.confidence for mark in one.marks if mark.move in HURTING)]) if one.marks else felt


def warmth_in(one: MarkedMessage) -> float:
    """Return how warm one message is, from 0 to 1."""
    felt = _WARM.get(one.feeling, 0.0) * one.feeling_confidence
    return max([felt, *(mark.confidence for mark in one.marks if mark.move not in HURTING)]) if one.marks else felt
