"""Steps towards the other that were passed over or batted away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amends.moves import HEALING, HURTING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amends.conversation import Conversation
    from amends.moves import MarkedMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedBid:
    """The step in `message` that the message `passed_over_by` did not take up; None where none came."""

    message: int
    passed_over_by: int | None
    confidence: float


def missed_bids_of(conversation: Conversation, marked: Sequence[MarkedMessage]) -> tuple[MissedBid, ...]:
    """Return the healing moves whose next answer holds a hurting move."""
    found = []
    answer: dict[str, int] = {}
    for message, one in zip(reversed(conversation.messages), reversed(marked), strict=True):
        if message.speaker is None:
            continue
        others = [n for who, n in answer.items() if who != message.speaker]
        answer[message.speaker] = message.n
        healing = [mark.confidence for mark in one.marks if mark.move in HEALING]
        if healing and others and marked[min(others)].moves & HURTING:
            found.append(MissedBid(message=message.n, passed_over_by=min(others), confidence=max(healing) * 0.7))
    return tuple(reversed(found))
