"""Which moves and what feeling a message has, once the talk around it is weighed with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from amends.moves.context import ROW, WIDTH, Talk, chances, scores_of
from amends.moves.rules import SENSES
from amends.moves.values import Feeling, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from amends.moves.rules import Rules, Sense
    from amends.moves.values import Spoken

    Numbers = NDArray[np.float64]
    Truths = NDArray[np.bool_]

OUT_OF_QUESTION = -2.5  # log odds from the words alone; below, no talk around them makes it a move
FEELING_REACH = 1.5  # log odds; a feeling that the words put so far behind the first is not weighed on
TOGETHER = 1_000  # messages decided at once: enough to be fast, and few enough that a long history needs no memory

MOVES, FEELINGS = tuple(Move), tuple(Feeling)
OF_MOVES, OF_FEELINGS = slice(len(MOVES)), slice(len(MOVES), WIDTH)


class Decided(NamedTuple):
    """The moves of a message with how sure each is, in the order of the moves, and its feeling."""

    moves: list[tuple[Move, float]]
    feeling: Feeling
    feeling_confidence: float


def decided(spoken: Sequence[Spoken], *, rules: Rules) -> Iterator[Decided]:
    """Decide on each message in turn."""
    talk = talk_of(spoken, rules=rules)
    weights, bias, listed = laid_out(rules.senses, width=ROW)
    for first in range(0, len(spoken), TOGETHER):
        some = spoken[first : first + TOGETHER]
        scores = talk.scores[first : first + TOGETHER]
        # Row by row: one product of them all sets threads to work, which wait for each other longer than they help.
        around = (talk.rows(first, first + len(some))[:, np.newaxis] @ weights)[:, 0]
        sure = chances(around + bias)
        least, never = patterns_say(some, rules=rules)
        considered = ((scores[:, OF_MOVES] >= OUT_OF_QUESTION) | (least > 0)) & ~never
        sure_moves = np.maximum(sure[:, OF_MOVES], least)
        moves = moves_in(sure_moves, where=considered & (sure_moves >= listed))
        feelings = _feelings(scores[:, OF_FEELINGS], sure[:, OF_FEELINGS], considered)
        for its_moves, (feeling, confidence) in zip(moves, feelings, strict=True):
            yield Decided(its_moves, feeling, confidence)


def talk_of(spoken: Sequence[Spoken], *, rules: Rules) -> Talk:
    """Return the talk, with what is usual by the rules."""
    return Talk(spoken, usual=chances(scores_of([rules.bias])[0]))


def laid_out(senses: Sequence[Sense], *, width: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return the weights as (width, senses), the bias of each sense, and from where on each move is listed."""
    weights = np.zeros((width, len(senses)))
    for at, sense in enumerate(senses):
        weights[list(sense.weights), at] = list(sense.weights.values())
    bias = np.array([sense.bias for sense in senses])
    return weights, bias, np.array([sense.listed for sense in senses[OF_MOVES]])


def patterns_say(spoken: Sequence[Spoken], *, rules: Rules) -> tuple[Numbers, Truths]:
    """Return by message and move the least confidence that a pattern gives, and where one speaks against it."""
    least, never = np.zeros((len(spoken), len(MOVES))), np.zeros((len(spoken), len(MOVES)), dtype=bool)
    for place, one in enumerate(spoken):
        for number, _, _ in one.weighed.found:
            pattern = rules.patterns[number]
            at = SENSES.index(pattern.move)
            if pattern.never:
                never[place, at] = True
            elif pattern.sure > least[place, at]:
                least[place, at] = pattern.sure
    return least, never


def moves_in(sure: Numbers, *, where: Truths) -> list[list[tuple[Move, float]]]:
    """Return for each message the moves that it has, with how sure they are, to three places."""
    moves: list[list[tuple[Move, float]]] = [[] for _ in sure]
    for (place, at), confidence in zip(np.argwhere(where).tolist(), sure[where].round(3).tolist(), strict=True):
        moves[place].append((MOVES[at], confidence))
    return moves


def _feelings(scores: Numbers, sure: Numbers, considered: Truths) -> Iterator[tuple[Feeling, float]]:
    """Choose among the feelings that the words put near the first.

    Where there is but one, and no move is considered, the words alone say how sure it is.
    """
    near = scores >= scores.max(axis=1, keepdims=True) - FEELING_REACH
    chosen = np.where(near, sure, -1.0).argmax(axis=1)
    by_words = ~considered.any(axis=1, keepdims=True) & (near.sum(axis=1, keepdims=True) == 1)
    confidence = np.where(by_words, chances(scores), sure)[np.arange(len(chosen)), chosen].round(3)
    yield from zip(map(FEELINGS.__getitem__, chosen.tolist()), confidence.tolist(), strict=True)
