"""What came back after a message: the next words of anybody else, until the one who wrote it speaks again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from amends.moves import HEALING, HURTING, Feeling, MarkedMessage, Move
from amends.reading.course import tension_in, warmth_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation

LONGEST = 4  # messages of an answer that are looked at
PART = 20  # messages before and after that are one part of a talk
LEAST_TENSION = 0.5  # summed over a part
LAST = 5  # messages that count as the end of the talk
AHEAD = 6  # messages after the answer's first
_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN = re.compile(r"\W*(?:yes|yeah|yep|yea|no|nope|nah|ok|okay|sure|i|because|cos|thank|thanks)\b", re.IGNORECASE)
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


def tense_parts(marked: Sequence[MarkedMessage]) -> list[bool]:
    """Tell for each message whether anything around it is tense: in a calm part nobody is passed over."""
    sums = [0.0, *accumulate(map(tension_in, marked))]
    last = len(marked)
    return [sums[min(n + 1 + PART, last)] - sums[max(n - PART, 0)] >= LEAST_TENSION for n in range(len(marked))]


def signs_of(n: int, answer: Answer, conversation: Conversation, marked: Sequence[MarkedMessage]) -> dict[str, float]:
    """Name what speaks for or against its having been taken up, each from 0 to about 1."""
    came = [marked[at] for at in answer.messages]
    first = came[0] if came else None
    words = [set(_WORD.findall(conversation.messages[at].text[:500].lower())) for at in (n, *answer.messages)]
    ahead = marked[first.n + 1 : first.n + 1 + AHEAD] if first else ()
    return {
        "no answer": float(not came),
        "answer hurts": max((strongest(one, HURTING) for one in came), default=0.0),
        "first answer hurts": strongest(first, HURTING) if first else 0.0,
        "answer shuts": max((strongest(one, {Move.STONEWALLING}) for one in came), default=0.0),
        "answer heals": max((strongest(one, HEALING) for one in came), default=0.0),
        "answer takes up": max((strongest(one, _TAKING_UP) for one in came), default=0.0),
        "answer warm": max((float(one.feeling in {Feeling.JOY, Feeling.AFFECTION}) for one in came), default=0.0),
        "answer angry": max((float(one.feeling is Feeling.ANGER) for one in came), default=0.0),
        "answer flat": float(bool(first) and not any(one.marks for one in came)),
        "answer short": float(bool(came) and sum(map(len, words[1:])) <= 2),
        "shared words": min(1.0, len(words[0] & set().union(*words[1:])) / 2),
        "tension after": sum(map(tension_in, ahead)) / AHEAD,
        "warmth after": sum(map(warmth_in, ahead)) / AHEAD,
        "tension at the end": sum(map(tension_in, marked[-LAST:])) / LAST,
        "warmth at the end": sum(map(warmth_in, marked[-LAST:])) / LAST,
        "asks again": float(bool(came) and "?" in conversation.messages[came[0].n].text),
        "answers yes or no": float(bool(came) and _PLAIN.match(conversation.messages[came[0].n].text) is not None),
        "near the end": max(0.0, 1 - (len(marked) - 1 - n) / 8),
    }


def strongest(one: MarkedMessage, moves: frozenset[Move] | set[Move]) -> float:
    """Return the highest confidence among these moves in one message."""
    return max((mark.confidence for mark in one.marks if mark.move in moves), default=0.0)


def weigh(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the log odds that the signs add up to; `weights` also holds "base"."""
    return weights["base"] + sum(weights.get(name, 0.0) * value for name, value in signs.items())
