"""What stands around a message in its talk, as one row of numbers that the weights of a sense are laid on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from amends.moves.odds import LEAST_SCORE
from amends.moves.rows import HUNDREDTHS, in_bytes
from amends.moves.rules import SENSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from amends.moves.values import Spoken

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

WIDTH = len(SENSES)
NEAR = 6  # messages before, and as many after
STEADY = 3  # usual messages that every mean is taken with, so that a talk of two lines is no storm
WIDE = 20  # messages on either side: the tone of this part of the talk
SIGNS = ("first", "last", "place", "gap", "same before", "same after", "length", "other asked")
BLOCKS = ("own", "other before", "other after", "before", "after", "around")
"""A row holds a block of one number a sense for each of these, and then the `SIGNS`."""

ROW = len(BLOCKS) * WIDTH + len(SIGNS)


class Talk:
    """The messages of a talk, ready to be asked for what stands around each of them.

    `scores` are what the words of each point to by themselves: log odds, of shape (messages, senses).
    """

    def __init__(self, spoken: Sequence[Spoken], *, usual: Numbers) -> None:
        """Take the messages, and the `usual` chances, which stand in where a talk is short."""
        self.scores = scores_of(one.weighed.row for one in spoken)
        self._usual = usual
        own = chances(self.scores)
        # The usual row comes last, where both a message before the first and one after the last are looked for.
        self._chances = np.vstack([own, self._usual])
        self._sums = np.vstack([np.zeros(WIDTH), own.cumsum(0)])
        self._before, self._after = _others([one.speaker for one in spoken])
        self._signs = self._signs_of(spoken)

    def rows(self, first: int, end: int) -> Numbers:
        """Return the rows for the messages from `first` on and before `end`, of shape (messages, ROW)."""
        places = np.arange(first, end)
        return np.hstack(
            [
                self.scores[first:end],
                self._chances[self._before[first:end]],
                self._chances[self._after[first:end]],
                self._mean(places - NEAR, places),
                self._mean(places + 1, places + 1 + NEAR),
                self._mean(places - WIDE, places + 1 + WIDE),
                self._signs[first:end],
            ]
        )

    def _mean(self, first: Places, end: Places) -> Numbers:
        first, end = np.maximum(first, 0), np.minimum(end, len(self.scores))
        first = np.minimum(first, end)
        sums = self._sums[end] - self._sums[first] + STEADY * self._usual
        return np.asarray(sums / (end - first + STEADY)[:, np.newaxis])

    def _signs_of(self, spoken: Sequence[Spoken]) -> Numbers:
        places = np.arange(len(spoken))
        same = np.array([one.speaker == other.speaker for one, other in pairwise(spoken)], dtype=float)
        edge = np.zeros(1 if spoken else 0)
        asks = np.array([*(one.weighed.asks for one in spoken), False], dtype=float)
        return np.column_stack(
            [
                places == 0,
                places == len(spoken) - 1,
                np.minimum(places, WIDE) / WIDE,
                np.log1p([*edge, *map(_gap, pairwise(spoken))]),
                np.concatenate([edge, same]),
                np.concatenate([same, edge]),
                np.log1p([one.weighed.length for one in spoken]),
                asks[self._before],
            ]
        )


def scores_of(rows: Iterable[int]) -> Numbers:
    """Return the log odds in packed rows (amends.moves.rows), of shape (rows, senses)."""
    fields = b"".join([in_bytes(row, width=WIDTH) for row in rows])
    return np.frombuffer(fields, dtype="<i4").reshape(-1, WIDTH) / HUNDREDTHS


def chances(scores: Numbers) -> Numbers:
    """Return log odds as numbers between 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-np.maximum(scores, LEAST_SCORE))))


def _gap(two: tuple[Spoken, Spoken]) -> float:
    then, now = two[0].at, two[1].at
    return max(0.0, (now - then).total_seconds()) if now and then else 0.0


def _others(speakers: Sequence[str]) -> tuple[Places, Places]:
    """Return for each message the nearest one by somebody else before it and after it.

    Where there is none it is -1 and the number of messages.
    """
    begins = [place for place, (one, other) in enumerate(pairwise(speakers), start=1) if one != other]
    firsts, ends = np.array([0, *begins]), np.array([*begins, len(speakers)])
    lengths = ends - firsts  # of each run of one speaker
    return np.repeat(firsts - 1, lengths), np.repeat(ends, lengths)
