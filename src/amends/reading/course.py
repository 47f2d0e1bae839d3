"""How tense and how warm the talk was, stretch by stretch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

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


class Tone(NamedTuple):
    """What each message was like; several questions ask for it, so it is worked out once."""

    tension: tuple[float, ...]
    warmth: tuple[float, ...]
    hurts: tuple[bool, ...]


def tone_of(marked: Sequence[MarkedMessage]) -> Tone:
    """Return the tone of every message."""
    return Tone(
        tension=tuple(map(tension_in, marked)),
        warmth=tuple(map(warmth_in, marked)),
        hurts=tuple(one.hurts for one in marked),
    )


def course_of(tone: Tone) -> tuple[CoursePoint, ...]:
    """Return at most `MOST_POINTS` points, which together cover every message once."""
    messages = len(tone.tension)
    width = max(LEAST_WIDTH, -(-messages // MOST_POINTS))
    tension = [0.0, *accumulate(tone.tension)]
    warmth = [0.0, *accumulate(tone.warmth)]
    points = []
    for first in range(0, messages, width):
        last = min(first + width, messages) - 1
        low, high = max(0, first - REACH), min(messages, last + 1 + REACH)
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
    return max([felt, *[mark.confidence for mark in one.marks if mark.move in HURTING]]) if one.marks else felt


def warmth_in(one: MarkedMessage) -> float:
    """Return how warm one message is, from 0 to 1."""
    felt = _WARM.get(one.feeling, 0.0) * one.feeling_confidence
    return max([felt, *[mark.confidence for mark in one.marks if mark.move not in HURTING]]) if one.marks else felt
