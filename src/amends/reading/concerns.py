"""What may have been at stake for each person: a question to ask, never an answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amends.conversation import Conversation

MOST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A need that a person's own words point to, by its name in the guideline ("respect", "honesty", …).

    `message` is the first that points to it.
    """

    need: str
    message: int
    confidence: float


def concerns_of(conversation: Conversation, *, words: Mapping[str, Any]) -> Mapping[str, tuple[Concern, ...]]:
    """Return at most `MOST` needs for each person, the surest first."""
    return MappingProxyType({who: _concerns(conversation, who, words=words) for who in conversation.people})


def _concerns(conversation: Conversation, who: str, *, words: Mapping[str, Any]) -> tuple[Concern, ...]:
    said = [(message.n, message.text.lower()) for message in conversation.messages if message.speaker == who]
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for need, cues in words.items():
        # At the start of a word: "lie" is in Ellie, and in believe.
        any_of = re.compile(rf"\b(?:{'|'.join(map(re.escape, cues))})")
        for n, text in said:
            count = len(any_of.findall(text))
            if count:
                counts[need] += count
                first.setdefault(need, n)
    return tuple(
        Concern(need=need, message=first[need], confidence=min(0.6, 0.3 + 0.1 * count))
        for need, count in counts.most_common(MOST)
    )
