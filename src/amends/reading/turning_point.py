"""Where the talk turned bad and stayed so for a while."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from amends.moves import HURTING, Feeling, MarkedMessage, Move, chance
from amends.reading.answers import strongest, weigh
from amends.reading.course import tension_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation

NEAR = 6  # messages before, and after, in which the talk has to have been better, and to stay worse
STAYS = 10  # messages from it on in which it has to stay worse
LONGER = (60, 200)  # messages; past each, one more of these has to hurt, as chance alone piles up in a long chat
LEAST_TENSION = 0.3  # of a message that can be where it turned
AROUND = 2  # messages before and after that belong to the stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """The talk turned with `message`; people are shown the stretch `first` to `last`, never that one."""

    message: int
    first: int
    last: int
    confidence: float


def turning_point_of(
    conversation: Conversation, marked: Sequence[MarkedMessage], *, words: Mapping[str, Any]
) -> TurningPoint | None:
    """Return where the talk turned, or None where it never did."""
    least = 1 + sum(len(marked) > length for length in LONGER)
    hurting = [0, *accumulate(one.hurts for one in marked)]
    scores = {
        n: weigh(signs, words["weights"])
        for n, signs in turning_signs(marked)
        if hurting[min(n + 1 + STAYS, len(marked))] - hurting[n] >= least
    }
    if not scores:
        return None
    n = max(scores, key=lambda place: (scores[place], -place))
    confidence = chance(scores[n] + words["lift"])
    if confidence < words["least"]:
        return None
    first, last = stretch_around(conversation, n)
    return TurningPoint(message=n, first=first, last=last, confidence=round(confidence, 3))


def turning_signs(marked: Sequence[MarkedMessage]) -> list[tuple[int, dict[str, float]]]:
    """Name, for every message that can be where it turned, what speaks for it."""
    tension = [tension_in(one) for one in marked]
    sums = [0.0, *accumulate(tension)]
    hurting = [0, *accumulate(one.hurts for one in marked)]
    signs = []
    for n, one in enumerate(marked):
        if tension[n] < LEAST_TENSION:
            continue
        before, end = max(0, n - NEAR), min(len(marked), n + 1 + NEAR)
        signs.append(
            (
                n,
                {
                    "tension": tension[n],
                    "tension before": (sums[n] - sums[before]) / NEAR,
                    "tension after": (sums[end] - sums[n + 1]) / NEAR,
                    "tension earlier": min(1.0, sums[n] / 3),
                    "hurting earlier": min(1.0, hurting[n] / 3),
                    "first that hurts": float(hurting[n] == 0 and hurting[n + 1] == 1),
                    "hurting after": (hurting[end] - hurting[n + 1]) / NEAR,
                    "anger": float(one.feeling is Feeling.ANGER),
                    **{f"does {move}": strongest(one, {move}) for move in Move if move in HURTING},
                },
            )
        )
    return signs


def stretch_around(conversation: Conversation, n: int) -> tuple[int, int]:
    """Return first and last message of the stretch around `n`, so wide that two people speak in it."""
    messages = conversation.messages
    first, last = max(0, n - AROUND), min(len(messages) - 1, n + AROUND)
    speakers = {message.speaker for message in messages[first : last + 1]} - {None}
    while len(speakers) < 2 and (first > 0 or last < len(messages) - 1):
        first, last = max(0, first - 1), min(len(messages) - 1, last + 1)
        speakers |= {messages[first].speaker, messages[last].speaker} - {None}
    return first, last
