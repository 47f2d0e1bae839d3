"""A small net over what the words and the encoder say of a message and of those beside it.

A sum of weights can't weigh one sign by another, such as what was said by what came just before. What learns from the
odds that others give is called stacking (Wolpert 1992).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from amends.moves.context import WIDE, WIDTH, chances
from amends.moves.values import InContext, Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

FURTHEST = 6.0  # spreads from the middle; a sign counts no further
OUTCOMES = 4  # the last of what the encoder says of the whole talk: the outcomes, of which there is one
ENCODED = WIDTH + len(InContext._fields)
BESIDE = 8  # messages that stand beside each


class Net(NamedTuple):
    """Weights of two layers: (signs, inner), (inner, senses). Several nets side by side are one that is wider."""

    middle: Numbers
    spread: Numbers
    inner: Numbers
    inner_bias: Numbers
    outer: Numbers
    outer_bias: Numbers

    def chances(self, signs: Numbers) -> Numbers:
        """Return how sure each sense is, of shape (messages, senses); the feelings of a message add up to one."""
        within = np.clip((signs - self.middle) / self.spread, -FURTHEST, FURTHEST)
        odds = np.maximum(within @ self.inner + self.inner_bias, 0) @ self.outer + self.outer_bias
        return np.hstack([chances(odds[:, : len(Move)]), shares(odds[:, len(Move) :])])


def signs_of(rows: Numbers, speakers: Sequence[str]) -> Numbers:
    """Return what the net weighs of each message, for rows of the careful pass (amends.moves.careful).

    Behind the row stand the chances that the words give it, and those that the encoder gives it, the two messages
    before and after it, the last and the next of the same and of another speaker, and this part of the talk.
    """
    encoded = rows[:, -ENCODED:]
    moves, feelings = encoded[:, : len(Move)], encoded[:, len(Move) : WIDTH]
    course, outcomes = encoded[:, WIDTH:-OUTCOMES], encoded[:, -OUTCOMES:]
    sure = np.hstack([chances(moves), shares(feelings), chances(course), shares(outcomes)])
    # The last row is nothing: there a message that would stand before the first, or after the last, is looked for.
    beside = np.vstack([sure, np.zeros(ENCODED)])[_beside(speakers)]
    return np.hstack([rows, sure, chances(rows[:, :WIDTH]), beside.reshape(len(rows), BESIDE * ENCODED), _around(sure)])


def shares(odds: Numbers) -> Numbers:
    """Return log odds of which one is right as numbers that add up to one."""
    raised = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _beside(speakers: Sequence[str]) -> Places:
    """Return the places of the messages beside each, of shape (messages, BESIDE); -1 where there is none."""
    count = len(speakers)
    places = np.arange(count)
    near = [np.where((places + step >= 0) & (places + step < count), places + step, -1) for step in (-1, 1, -2, 2)]
    same_after, other_after = _last_of(speakers[::-1])
    after = [np.where(one >= 0, count - 1 - one, -1)[::-1] for one in (same_after, other_after)]
    same_before, other_before = _last_of(speakers)
    return np.stack([*near, same_before, after[0], other_before, after[1]], axis=1)


def _last_of(speakers: Sequence[str]) -> tuple[Places, Places]:
    """Return for each message the last one before it of the same speaker, and of any other; -1 where there is none."""
    last: dict[str, int] = {}
    same, other = np.full(len(speakers), -1), np.full(len(speakers), -1)
    for place, speaker in enumerate(speakers):
        same[place] = last.get(speaker, -1)
        # Where the same one spoke just before, whoever was before that is before this one, too.
        if place:
            other[place] = other[place - 1] if speakers[place - 1] == speaker else place - 1
        last[speaker] = place
    return same, other


def _around(sure: Numbers) -> Numbers:
    sums = np.vstack([np.zeros(ENCODED), sure.cumsum(0)])
    places = np.arange(len(sure))
    first, end = np.maximum(places - WIDE, 0), np.minimum(places + 1 + WIDE, len(sure))
    return np.asarray((sums[end] - sums[first]) / (end - first)[:, np.newaxis])


@lru_cache(1)
def net_of(language: str = "en") -> Net:
    """Load the net of a language, once in a process."""
    with (files("amends.content") / language / "net.npz").open("rb") as file, np.load(file) as arrays:
        return Net(**{name: arrays[name].astype(np.float64) for name in Net._fields})
