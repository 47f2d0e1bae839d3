"""What came back after a message: the next words of anybody else, until the one who wrote it speaks again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from amends.moves import HEALING, HURTING, Feeling, Mark, MarkedMessage, Move

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from amends.conversation import Conversation
    from amends.reading.course import Tone

LONGEST = 4  # messages of an answer that are looked at
PART = 20  # messages before and after that are one part of a talk
LEAST_TENSION = 0.5  # summed over a part
LAST = 5  # messages that count as the end of the talk
LIKELY_IN_CONTEXT = -2.0  # log odds of a careful pass from which it is worth asking
AHEAD = 6  # messages after the answer's first
STEM = 5  # letters
_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN = re.compile(r"\W*(?:yes|yeah|yep|yea|no|nope|nah|ok|okay|sure|i|because|cos|thank|thanks)\b", re.IGNORECASE)
_SHUTTING = frozenset({Move.STONEWALLING})
_WARM = frozenset({Feeling.JOY, Feeling.AFFECTION})
_TAKING_UP = frozenset({Move.VALIDATION, Move.REFLECTION, Move.APPRECIATION, Move.OWNERSHIP, Move.REMORSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The messages that answer one; empty where nobody else wrote after it."""

    messages: tuple[int, ...]


def answers_in(conversation: Conversation) -> tuple[Answer, ...]:
    """Return the answer to each message, in one pass from the end."""
    after = Answer(messages=())  # what followed the run of one speaker that is being walked back over
    answers = [after] * len(conversation.messages)
    later: list[int] = []  # that run
    speaker: str | None = None
    for message in reversed(conversation.messages):
        if message.speaker is None:
            continue
        if message.speaker != speaker:
            after = Answer(messages=tuple(later))
            later, speaker = [], message.speaker
        answers[message.n] = after
        later = [message.n, *later[: LONGEST - 1]]
    return tuple(answers)


def tense_parts(tone: Tone) -> list[bool]:
    """Tell for each message whether anything around it is tense: in a calm part nobody is passed over."""
    sums = [0.0, *accumulate(tone.tension)]
    last = len(tone.tension)
    return [sums[min(n + 1 + PART, last)] - sums[max(n - PART, 0)] >= LEAST_TENSION for n in range(last)]


def signs_of(
    n: int, answer: Answer, conversation: Conversation, marked: Sequence[MarkedMessage], tone: Tone
) -> dict[str, float]:
    """Name what speaks for or against its having been taken up, each from 0 to about 1."""
    signs = {
        "tension at the end": sum(tone.tension[-LAST:]) / LAST,
        "warmth at the end": sum(tone.warmth[-LAST:]) / LAST,
        "near the end": max(0.0, 1 - (len(marked) - 1 - n) / 8),
    }
    if not answer.messages:
        return {"no answer": 1.0, **signs}
    first, came = answer.messages[0], [marked[at] for at in answer.messages]
    marks = [mark for one in came for mark in one.marks]
    felt = {one.feeling for one in came}
    names = _names_in(conversation.people)
    said, *answered = [_words_in(conversation.messages[at].text) - names for at in (n, *answer.messages)]
    ahead = slice(first + 1, first + 1 + AHEAD)
    return {
        "answer hurts": strongest(marks, HURTING),
        "first answer hurts": strongest(marked[first].marks, HURTING),
        "answer shuts": strongest(marks, _SHUTTING),
        "answer heals": strongest(marks, HEALING),
        "answer takes up": strongest(marks, _TAKING_UP),
        "answer warm": float(not felt.isdisjoint(_WARM)),
        "answer angry": float(Feeling.ANGER in felt),
        "answer flat": float(not marks),
        "answer short": float(sum(map(len, answered)) <= 2),
        "shared words": min(1.0, len(said & set().union(*answered)) / 2),
        "tension after": sum(tone.tension[ahead]) / AHEAD,
        "warmth after": sum(tone.warmth[ahead]) / AHEAD,
        "asks again": float("?" in conversation.messages[first].text),
        "answers yes or no": float(begins_plainly(conversation.messages[first].text)),
        **signs,
    }


def begins_plainly(text: str) -> bool:
    """Tell whether it begins as a straight answer does: yes, no, because."""
    return _PLAIN.match(text) is not None


def stems_shared(one: str, other: str) -> int:
    """Count the words that two texts share by how they begin, as "calling" and "called" do."""
    return len({word[:STEM] for word in _words_in(one)} & {word[:STEM] for word in _words_in(other)})


def _words_in(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text[:500].lower()))


@lru_cache(maxsize=8)
def _names_in(people: tuple[str, ...]) -> frozenset[str]:
    """Return the words of names, which take nothing up: a long name must not count for more than a short one."""
    return frozenset().union(*map(_words_in, people))


def strongest(marks: Iterable[Mark], moves: AbstractSet[Move]) -> float:
    """Return the highest confidence among these moves."""
    return max([mark.confidence for mark in marks if mark.move in moves], default=0.0)


def weigh(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the log odds that the signs add up to; `weights` also holds "base"."""
    return weights["base"] + sum([weights.get(name, 0.0) * value for name, value in signs.items() if value])
