"""Where the talk turned bad and stayed so for a while."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from amends.moves import HURTING, Feeling, MarkedMessage, chance
from amends.reading.answers import LIKELY_IN_CONTEXT, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation
    from amends.reading.course import Tone

NEAR = 6  # messages before, and after, in which the talk has to have been better, and to stay worse
STAYS = 10  # messages from it on in which it has to stay worse
LONGER = (60, 200)  # messages; past each, one more of these has to hurt, as chance alone piles up in a long chat
LEAST_TENSION = 0.3  # of a message that can be where it turned
MOST = 2  # places that are named
LEAST_OF_SECOND = 0.3  # confidence of a second place, once there is a first
NOT_TURNED = -8.0  # log odds before the first message
AROUND = 2  # messages before and after that belong to the stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """The talk turned with `message`; people are shown the stretch `first` to `last`, never that one."""

    message: int
    first: int
    last: int
    confidence: float


def turning_points_of(
    conversation: Conversation, marked: Sequence[MarkedMessage], tone: Tone, *, words: Mapping[str, Any]
) -> tuple[TurningPoint, ...]:
    """Return where the talk turned, the likeliest place first, and at most `MOST` of them; none where it never did.

    Their stretches have no message in common.
    """
    least = 1 + sum(len(marked) > length for length in LONGER)
    scores = {n: weigh(signs, words["weights"]) for n, signs in turning_signs(marked, tone, least=least)}
    found: list[TurningPoint] = []
    for n in sorted(scores, key=lambda place: (-scores[place], place)):
        confidence = chance(scores[n] + words["lift"])
        if confidence < (words["least"] if not found else LEAST_OF_SECOND) or len(found) == MOST:
            break
        if any(other.first <= n <= other.last for other in found):
            continue
        first, last = stretch_around(conversation, n)
        if all(last < other.first or other.last < first for other in found):
            found.append(TurningPoint(message=n, first=first, last=last, confidence=round(confidence, 3)))
    return tuple(found)


def turning_point_of(
    conversation: Conversation, marked: Sequence[MarkedMessage], tone: Tone, *, words: Mapping[str, Any]
) -> TurningPoint | None:
    """Return the likeliest place where the talk turned, or None where it never did."""
    return next(iter(turning_points_of(conversation, marked, tone, words=words)), None)


def turning_signs(marked: Sequence[MarkedMessage], tone: Tone, *, least: int = 0) -> list[tuple[int, dict[str, float]]]:
    """Name, for every message that can be where it turned, what speaks for it.

    Of the message and those in which the talk has to stay worse, at least `least` hurt.
    """
    tension = tone.tension
    sums = [0.0, *accumulate(tension)]
    hurting = [0, *accumulate(tone.hurts)]
    signs = []
    for n, one in enumerate(marked):
        likely = one.in_context is not None and one.in_context.turning_point >= LIKELY_IN_CONTEXT
        stays = hurting[min(n + 1 + STAYS, len(marked))] - hurting[n] >= least
        if not stays or (tension[n] < LEAST_TENSION and not likely):
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
                    **{f"does {mark.move}": mark.confidence for mark in one.marks if mark.move in HURTING},
                    **_in_context(marked, n),
                },
            )
        )
    return signs


def _in_context(marked: Sequence[MarkedMessage], n: int) -> dict[str, float]:
    """Name what a careful pass says: that it turns here, and whether it has by now, and had by the message before."""
    now, before = marked[n].in_context, marked[n - 1].in_context if n else None
    if now is None:
        return {}
    return {
        "turns in context": now.turning_point,
        "turned in context": now.turned,
        "turned before in context": before.turned if before else NOT_TURNED,
    }


def stretch_around(conversation: Conversation, n: int) -> tuple[int, int]:
    """Return first and last message of the stretch around `n`, so wide that two people speak in it."""
    messages = conversation.messages
    first, last = max(0, n - AROUND), min(len(messages) - 1, n + AROUND)
    speakers = {message.speaker for message in messages[first : last + 1]} - {None}
    while len(speakers) < 2 and (first > 0 or last < len(messages) - 1):
        first, last = max(0, first - 1), min(len(messages) - 1, last + 1)
        speakers |= {messages[first].speaker, messages[last].speaker} - {None}
    return first, last
