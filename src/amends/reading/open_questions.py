"""Sincere questions that nobody answered by the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, Any

from amends.moves import Feeling, MarkedMessage, Move, chance
from amends.reading.answers import (
    LIKELY_IN_CONTEXT,
    Answer,
    begins_plainly,
    signs_of,
    stems_shared,
    strongest,
    tense_parts,
    weigh,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation, Message
    from amends.reading.course import Tone

LOOKED_AT = 500  # characters of a question
SHORT = 4  # words of a question, at most
TINY = 3  # words of an answer, at most
LONG = 20  # words of an answer
LONG_AFTER = 5.0  # in the logarithm of hours and one: some six days
TURNS_BACK = 5  # messages after the answer's first in which the one who asked may say something to it
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")
_WHO = re.compile(r"\bwho(?:m|se|'?s)?\b")
_WHEN = re.compile(r"\b(?:when|what time|which day|what day|how (?:many|much|long|old|far|late))\b")
_YES_OR_NO = re.compile(
    r"\W*(?:(?!wh|how)\w+,?\s+)?(?:is|are|am|was|were|do|does|did|don't|didn't|doesn't|have|has|had|can|could|will|would|shall"
    r"|should|may|isn't|aren't|wasn't|won't|can't|any|anyone|anybody)\b"
)
_SERVED = re.compile(
    r"\W*(?:ok|okay|k|thanks|thank|ta|cheers|great|good|grand|perfect|lovely|right|fine|ah|oh|aw|haha|lol|nice"
    r"|brilliant|deal|done|fair|yes|yeah|noted)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """The question in `message` has no answer."""

    message: int
    confidence: float


def open_questions_of(
    conversation: Conversation,
    marked: Sequence[MarkedMessage],
    answers: Sequence[Answer],
    tone: Tone,
    *,
    words: Mapping[str, Any],
) -> tuple[OpenQuestion, ...]:
    """Return the questions that stayed open, in order."""
    found = []
    for n in asked_in(conversation, marked, tone):
        signs = question_signs(conversation.messages[n], marked[n], answers[n], conversation, marked, tone)
        confidence = chance(weigh(signs, words["weights"]))
        if confidence >= words["least"]:
            found.append(OpenQuestion(message=n, confidence=round(confidence, 3)))
    return tuple(found)


def asked_in(conversation: Conversation, marked: Sequence[MarkedMessage], tone: Tone) -> list[int]:
    """Return the messages of which it is asked whether they stayed open.

    The fast pass looks at tense parts alone, as it takes too much in a calm one for a question to which nothing came.
    """
    return [
        one.n
        for message, one, tense in zip(conversation.messages, marked, tense_parts(tone), strict=True)
        if (tense or one.in_context) and asks(message, one)
    ]


def asks(message: Message, one: MarkedMessage) -> bool:
    """Tell whether a message asks something without an edge to it."""
    if message.speaker is None or one.hurts:
        return False
    likely = one.in_context is not None and one.in_context.open_question >= LIKELY_IN_CONTEXT
    return likely or "?" in message.text or Move.CLARIFYING_QUESTION in one.moves


def question_signs(
    message: Message,
    one: MarkedMessage,
    answer: Answer,
    conversation: Conversation,
    marked: Sequence[MarkedMessage],
    tone: Tone,
) -> dict[str, float]:
    """Name what tells whether this question stayed open."""
    return {
        **signs_of(message.n, answer, conversation, marked, tone),
        "asks to understand": strongest(one.marks, {Move.CLARIFYING_QUESTION}),
        "asks for peace": strongest(one.marks, {Move.REPAIR_ATTEMPT}),
        "ends asking": float(message.text.rstrip().endswith("?")),
        "asks in fear": float(one.feeling is Feeling.FEAR),
        "asks in hurt": float(one.feeling is Feeling.HURT),
        "asks in joy": float(one.feeling is Feeling.JOY),
        **({"open in context": one.in_context.open_question} if one.in_context else {}),
        **(_closer_signs(message, answer, conversation, marked) if one.in_context else {}),
    }


def _closer_signs(
    message: Message, answer: Answer, conversation: Conversation, marked: Sequence[MarkedMessage]
) -> dict[str, float]:
    """Name what a careful pass looks at besides: what is asked for, and whether the answer is one to it."""
    asked = _asked_in(message.text)
    yes_or_no = _YES_OR_NO.match(asked) is not None
    signs = {
        "asks who": float(_WHO.search(asked) is not None),
        "asks when": float(_WHEN.search(asked) is not None),
        "asks yes or no": float(yes_or_no),
        "asks in a word": float(len(asked.split()) <= SHORT),
        "asks with a mark": float("?" in asked),
    }
    if not answer.messages:
        return signs
    first = conversation.messages[answer.messages[0]]
    in_context = marked[first.n].in_context
    words = len(first.text[:LOOKED_AT].split())
    marks = [mark for at in answer.messages for mark in marked[at].marks]
    back = _turns_back(message, first, conversation)
    return {
        **signs,
        "missed after it in context": in_context.missed_bid if in_context else 0.0,
        "late answer": _lateness(message, first),
        "first answer shares words": min(1.0, stems_shared(asked, first.text) / 2),
        "first answer long": min(1.0, words / LONG),
        "first answer in a word": float(words <= TINY),
        "first answer in hurt": float(marked[first.n].feeling is Feeling.HURT),
        "answer wards off": strongest(marks, {Move.DEFENSIVENESS}),
        "yes to no such question": float(not yes_or_no and begins_plainly(first.text)),
        "asker served": float(back is not None and _SERVED.match(_plain(back.text)) is not None),
        "asker silent": float(back is None),
    }


def _asked_in(text: str) -> str:
    """Return the last sentence that asks, else all of it."""
    looked_at = _plain(text)
    return next((one for one in reversed(_SENTENCE.findall(looked_at)) if "?" in one), looked_at).strip()


def _plain(text: str) -> str:
    return text[:LOOKED_AT].lower().replace("’", "'")


def _lateness(message: Message, answer: Message) -> float:
    if not message.at or not answer.at:
        return 0.0
    hours = max(0.0, (answer.at - message.at).total_seconds()) / 3600
    return min(1.0, log1p(hours) / LONG_AFTER)


def _turns_back(message: Message, first: Message, conversation: Conversation) -> Message | None:
    """Return what the one who asked says next, where that is soon."""
    soon = conversation.messages[first.n + 1 : first.n + 1 + TURNS_BACK]
    return next((one for one in soon if one.speaker == message.speaker), None)
