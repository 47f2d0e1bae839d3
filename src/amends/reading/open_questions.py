"""Sincere questions that nobody answered by the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.moves import Move

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation
    from amends.moves import MarkedMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """The question in `message` has no answer."""

    message: int
    confidence: float


def open_questions_of(
    conversation: Conversation, marked: Sequence[MarkedMessage], *, words: Mapping[str, Any]
) -> tuple[OpenQuestion, ...]:
    """Return the questions after which nobody else wrote."""
    found = []
    last_by_other: dict[str, int] = {}
    for message in conversation.messages:
        if message.speaker is not None:
            last_by_other[message.speaker] = message.n
    for message, one in zip(conversation.messages, marked, strict=True):
        asks = "?" in message.text or Move.CLARIFYING_QUESTION in one.moves
        later = any(last > message.n for who, last in last_by_other.items() if who != message.speaker)
        if message.speaker is not None and asks and not later:
            found.append(OpenQuestion(message=message.n, confidence=float(words["unanswered"])))
    return tuple(found)
