"""What somebody said they would do, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from amends.moves import Move

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.conversation import Conversation, Message
    from amends.moves import MarkedMessage

LEAST = 0.5  # confidence of a promise that is listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFound:
    """`who` promised in `text[quote_start:quote_end]` of `message`; `due` where the words name a day."""

    message: int
    who: str
    quote_start: int
    quote_end: int
    due: date | None
    confidence: float


def promises_of(
    conversation: Conversation, marked: Sequence[MarkedMessage], *, words: Mapping[str, Any]
) -> tuple[PromiseFound, ...]:
    """Return the promises, in order."""
    return tuple(
        PromiseFound(
            message=message.n,
            who=message.speaker,
            quote_start=mark.start,
            quote_end=mark.end,
            due=due_in(message, words=words),
            confidence=mark.confidence,
        )
        for message, one in zip(conversation.messages, marked, strict=True)
        for mark in one.marks
        if mark.move is Move.PROMISE and mark.confidence >= LEAST and message.speaker is not None
    )


def due_in(message: Message, *, words: Mapping[str, Any]) -> date | None:
    """Return the day that the message names, counted from the day it was sent: "tomorrow", "on Friday"."""
    if message.at is None:
        return None
    text = f" {message.text.lower()} "
    sent = message.at.date()
    for phrase, days in words["days"].items():
        if phrase in text:
            return sent + timedelta(days=days)
    for number, name in enumerate(words["weekdays"]):
        if f" {name}" in text:
            return sent + timedelta(days=(number - sent.weekday() - 1) % 7 + 1)
    return None
