"""Where the talk turned bad and stayed so for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amends.reading.course import tension_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amends.conversation import Conversation
    from amends.moves import MarkedMessage

AHEAD = 6  # messages after it in which the talk has to stay worse
LEAST_AHEAD = 0.8  # of summed tension in them
SURE = 0.5  # tension from which a message can be where it turned


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """The talk turned with `message`; people are shown the stretch `first` to `last`, never that one."""

    message: int
    first: int
    last: int
    confidence: float


def turning_point_of(conversation: Conversation, marked: Sequence[MarkedMessage]) -> TurningPoint | None:
    """Return the first message that is tense and stays followed by tension, or None where there is none."""
    tension = [tension_in(one) for one in marked]
    for n, level in enumerate(tension):
        ahead = sum(tension[n + 1 : n + 1 + AHEAD])
        if level >= SURE and ahead >= LEAST_AHEAD:
            first, last = stretch_around(conversation, n)
            return TurningPoint(message=n, first=first, last=last, confidence=min(0.9, level * 0.9))
    return None


def stretch_around(conversation: Conversation, n: int) -> tuple[int, int]:
    """Return first and last message of the stretch around `n`, so wide that two people speak in it."""
    messages = conversation.messages
    first, last = max(0, n - 2), min(len(messages) - 1, n + 2)
    while first > 0 and _one_voice(conversation, first, last):
        first -= 1
    while last < len(messages) - 1 and _one_voice(conversation, first, last):
        last += 1
    return first, last


def _one_voice(conversation: Conversation, first: int, last: int) -> bool:
    return len({message.speaker for message in conversation.messages[first : last + 1]} - {None}) < 2
