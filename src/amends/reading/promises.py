"""What somebody said they would do, and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from amends.moves import Move
from amends.reading.due import when_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amends.conversation import Conversation, Message
    from amends.moves import Mark, MarkedMessage

LEAST = 0.5  # confidence of a promise that is listed
AFTERTHOUGHT = 4  # words of a sentence that only adds when: "I'll call him. Tomorrow."
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFound:
    """`who` promised what stands in `text[quote_start:quote_end]` of `message`: one sentence or more.

    `when` is the time that its words name, as they stand, or empty; `due` the day that this means, the last of it
    where it means several. A `when` without `due` could mean more than one day ("next Friday"), or none ("soon").
    """

    message: int
    who: str
    quote_start: int
    quote_end: int
    when: str
    due: date | None
    confidence: float


def promises_of(
    conversation: Conversation, marked: Sequence[MarkedMessage], *, language: str
) -> tuple[PromiseFound, ...]:
    """Return the promises, in order."""
    return tuple(
        _promise(message, mark, who=message.speaker, language=language)
        for message, one in zip(conversation.messages, marked, strict=True)
        for mark in one.marks
        # "I'll never speak to you again, you idiot" is none.
        if mark.move is Move.PROMISE and mark.confidence >= LEAST and message.speaker is not None and not one.hurts
    )


def _promise(message: Message, mark: Mark, *, who: str, language: str) -> PromiseFound:
    start, end = _sentences_at(message.text, mark.start, mark.end)
    when = when_in(message.text[start:end], at=message.at, language=language)
    return PromiseFound(
        message=message.n,
        who=who,
        quote_start=start,
        quote_end=end,
        when=when.words,
        due=when.day,
        confidence=mark.confidence,
    )


def _sentences_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences stand that these words are in, with one behind them that only adds a few words."""
    spans = [sentence.span() for sentence in _SENTENCE.finditer(text)]
    inside = [place for place, (first, last) in enumerate(spans) if first < end and start < last]
    if not inside:
        return start, end
    if inside[-1] + 1 < len(spans):
        behind = text[slice(*spans[inside[-1] + 1])]
        inside += [inside[-1] + 1] if len(behind.split()) <= AFTERTHOUGHT else []
    whole = text[spans[inside[0]][0] : spans[inside[-1]][1]]
    first = spans[inside[0]][0] + len(whole) - len(whole.lstrip())
    return first, first + len(whole.strip())
