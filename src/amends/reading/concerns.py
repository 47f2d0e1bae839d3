"""What may have been at stake for each person: a question to ask, never an answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from amends.conversation import Conversation

MOST = 2
_WORDLY = re.compile(r"\w")


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
    said = [message for message in conversation.messages if message.speaker == who]
    texts = [message.text.lower() for message in said]
    together = "\n".join(texts)
    ends = list(accumulate(len(text) + 1 for text in texts))
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for need, cues in words.items():
        places = _places_of(cues, together)
        if places:
            counts[need] = len(places)
            first[need] = said[bisect_right(ends, places[0])].n
    return tuple(
        Concern(need=need, message=first[need], confidence=min(0.6, 0.3 + 0.1 * count))
        for need, count in counts.most_common(MOST)
    )


def _places_of(cues: Sequence[str], text: str) -> list[int]:
    """Return where the cues stand at the start of a word ("lie" is in Ellie, and in believe); no two of them overlap.

    A plain search for one cue after the other goes through a long history many times as fast as a pattern of them all.
    """
    found = sorted((place, order) for order, cue in enumerate(cues) for place in _starts_of(cue, text))
    places: list[int] = []
    end = 0
    for place, order in found:
        if place >= end:
            places.append(place)
            end = place + len(cues[order])
    return places


def _starts_of(cue: str, text: str) -> Iterator[int]:
    place = text.find(cue)
    while place >= 0:
        if not (place and _WORDLY.match(text, place - 1)):
            yield place
        place = text.find(cue, place + 1)
