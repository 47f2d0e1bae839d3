"""Steps towards the other that were passed over or batted away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.moves import Feeling, MarkedMessage, chance
from amends.reading.answers import LIKELY_IN_CONTEXT, Answer, signs_of, tense_parts, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation
    from amends.reading.course import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedBid:
    """The step in `message` that the message `passed_over_by` did not take up; None where none came."""

    message: int
    passed_over_by: int | None
    confidence: float


def missed_bids_of(
    conversation: Conversation,
    marked: Sequence[MarkedMessage],
    answers: Sequence[Answer],
    tone: Tone,
    *,
    words: Mapping[str, Any],
) -> tuple[MissedBid, ...]:
    """Return the bids that were missed, in order."""
    found = []
    for n in bids_in(marked, tone):
        one, answer = marked[n], answers[n]
        confidence = chance(weigh(bid_signs(one, answer, conversation, marked, tone), words["weights"]))
        if confidence >= words["least"]:
            by = answer.messages[0] if answer.messages else None
            found.append(MissedBid(message=n, passed_over_by=by, confidence=round(confidence, 3)))
    return tuple(found)


def bids_in(marked: Sequence[MarkedMessage], tone: Tone) -> list[int]:
    """Return the messages of which it is asked whether they were missed: those with a step in a tense part."""
    return [one.n for one, tense in zip(marked, tense_parts(tone), strict=True) if tense and is_bid(one)]


def is_bid(one: MarkedMessage) -> bool:
    """Tell whether a message holds a step towards the other, in which nothing hurts."""
    if one.hurts:
        return False
    return bool(one.marks) or (one.in_context is not None and one.in_context.missed_bid >= LIKELY_IN_CONTEXT)


def bid_signs(
    one: MarkedMessage, answer: Answer, conversation: Conversation, marked: Sequence[MarkedMessage], tone: Tone
) -> dict[str, float]:
    """Name what tells whether this bid was missed."""
    return {
        **signs_of(one.n, answer, conversation, marked, tone),
        **{f"bid {mark.move}": mark.confidence for mark in one.marks},
        "bid of fear": float(one.feeling is Feeling.FEAR),
        "bid of hurt": float(one.feeling is Feeling.HURT),
        "bid of shame": float(one.feeling is Feeling.SHAME),
        "bid of affection": float(one.feeling is Feeling.AFFECTION),
        **({"missed in context": one.in_context.missed_bid} if one.in_context else {}),
    }
