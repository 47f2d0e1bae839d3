"""What stands around a message in its talk, as one row of numbers that the weights of a sense are laid on."""

from __future__ import annotations

from itertools import accumulate
from math import exp, log1p
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from amends.moves.rules import SENSES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WIDTH = len(SENSES)
NEAR = 6  # messages before, and as many after
STEADY = 3  # usual messages that every mean is taken with, so that a talk of two lines is no storm
WIDE = 20  # messages on either side: the tone of this part of the talk
SIGNS = ("first", "last", "place", "gap", "same before", "same after", "length", "other asked")
BLOCKS = ("own", "other before", "other after", "before", "after", "around")
"""The row holds a block of one number a sense for each of these, and then the `SIGNS`."""

_LEAST_SCORE = -30.0  # below, a chance is nothing, and the exponential would overflow


class Weighed(NamedTuple):
    """What the words of a message point to by themselves, for each sense: log odds, and the same between 0 and 1.

    `found` holds the patterns in it as (number, start, end); `length` is in words.
    """

    scores: tuple[float, ...]
    chances: tuple[float, ...]
    found: tuple[tuple[int, int, int], ...]
    asks: bool
    length: int


class Spoken(NamedTuple):
    """One message that somebody wrote."""

    speaker: str
    at: datetime | None
    weighed: Weighed


class Talk:
    """The messages of a talk, ready to be asked for what stands around each of them."""

    def __init__(self, spoken: Sequence[Spoken], *, usual: Sequence[float]) -> None:
        """Take the messages, and the `usual` chances, which stand in where a talk is short."""
        self._spoken = spoken
        self._usual = usual
        self._steady = [STEADY * one for one in usual]
        self._sums = list(accumulate((one.weighed.chances for one in spoken), _added, initial=(0.0,) * WIDTH))
        self._before = _others(range(len(spoken)), spoken)
        self._after = _others(range(len(spoken) - 1, -1, -1), spoken)

    def weighed(self, place: int) -> Weighed:
        """Return what the words of the message at `place` point to by themselves."""
        return self._spoken[place].weighed

    def surroundings(self, place: int) -> list[float]:
        """Return the row for the message at `place`."""
        spoken, last = self._spoken, len(self._spoken) - 1
        one, before, after = spoken[place], self._before[place], self._after[place]
        return [
            *one.weighed.scores,
            *(spoken[before].weighed.chances if before is not None else self._usual),
            *(spoken[after].weighed.chances if after is not None else self._usual),
            *self._mean(place - NEAR, place),
            *self._mean(place + 1, place + 1 + NEAR),
            *self._mean(place - WIDE, place + 1 + WIDE),
            float(place == 0),
            float(place == last),
            min(place, WIDE) / WIDE,
            self._gap(place),
            float(place > 0 and spoken[place - 1].speaker == one.speaker),
            float(place < last and spoken[place + 1].speaker == one.speaker),
            log1p(one.weighed.length),
            float(before is not None and spoken[before].weighed.asks),
        ]

    def _mean(self, first: int, end: int) -> Sequence[float]:
        first, end = max(first, 0), min(end, len(self._spoken))
        if end <= first:
            return self._usual
        share = 1 / (end - first + STEADY)
        rows = zip(self._sums[end], self._sums[first], self._steady, strict=True)
        return [(until - before + steady) * share for until, before, steady in rows]

    def _gap(self, place: int) -> float:
        now, then = self._spoken[place].at, self._spoken[place - 1].at if place else None
        return log1p(max(0.0, (now - then).total_seconds())) if now and then else 0.0


def chance(score: float) -> float:
    """Return log odds as a number between 0 and 1."""
    return 1 / (1 + exp(-score if score > _LEAST_SCORE else -_LEAST_SCORE))


def chances(scores: Sequence[float]) -> tuple[float, ...]:
    """Return `chance` of each score of the words."""
    return tuple(map(_KNOWN.__getitem__, scores))


class _Chances(dict[float, float]):
    """The chances worked out so far: scores of words are whole hundredths, so that the same ones recur."""

    def __missing__(self, score: float) -> float:
        self[score] = worked_out = chance(score)
        return worked_out


_KNOWN = _Chances()


def _added(sums: Sequence[float], of_one: Sequence[float]) -> tuple[float, ...]:
    return tuple(map(add, sums, of_one))


def _others(places: range, spoken: Sequence[Spoken]) -> list[int | None]:
    """Return for each message the nearest one by somebody else, in the direction opposite to `places`."""
    nearest: list[int | None] = [None] * len(spoken)
    previous: int | None = None
    for place in places:
        if previous is not None:
            same = spoken[previous].speaker == spoken[place].speaker
            nearest[place] = nearest[previous] if same else previous
        previous = place
    return nearest
