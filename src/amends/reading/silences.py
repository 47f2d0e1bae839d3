"""Where nobody wrote for much longer than was usual in this talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amends.conversation import Conversation

LEAST = timedelta(hours=6)  # longer than a workday's meetings, or than most nights' sleep before an answer
TIMES_USUAL = 8
MOST = 30  # the longest ones are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nobody wrote for `length` between the messages `after` and `before`."""

    after: int
    before: int
    length: timedelta
    confidence: float


def silences_of(conversation: Conversation) -> tuple[Silence, ...]:
    """Return the longest silences, in order. A talk whose messages have no time has none."""
    gaps = _gaps(conversation)
    if not gaps:
        return ()
    least = max(LEAST, timedelta(seconds=TIMES_USUAL * median(length.total_seconds() for _, _, length in gaps)))
    longest = sorted((gap for gap in gaps if gap[2] >= least), key=lambda gap: gap[2], reverse=True)[:MOST]
    return tuple(
        Silence(after=after, before=before, length=length, confidence=_confidence(length, least))
        for after, before, length in sorted(longest)
    )


def _gaps(conversation: Conversation) -> list[tuple[int, int, timedelta]]:
    spoken = [message for message in conversation.messages if message.speaker is not None]
    return [
        (one.n, other.n, other.at - one.at)
        for one, other in pairwise(spoken)
        if one.at is not None and other.at is not None
    ]


def _confidence(length: timedelta, least: timedelta) -> float:
    return min(0.95, 0.5 + 0.1 * (length / least))
