"""Sincere questions that nobody answered by the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.moves import Feeling, MarkedMessage, Move, chance
from amends.reading.answers import LIKELY_IN_CONTEXT, Answer, signs_of, strongest, tense_parts, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation, Message
    from amends.reading.course import Tone


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
    tense = tense_parts(tone)
    for message, one, answer in zip(conversation.messages, marked, answers, strict=True):
        if not tense[one.n] or not asks(message, one):
            continue
        signs = question_signs(message, one, answer, conversation, marked, tone)
        confidence = chance(weigh(signs, words["weights"]))
        if confidence >= words["least"]:
            found.append(OpenQuestion(message=message.n, confidence=round(confidence, 3)))
    return tuple(found)


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
    }
