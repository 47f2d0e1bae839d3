"""Conversations as lines of the Breakdowns format: plain ones, and labelled ones for measuring the engine.

A labelled line names everybody's moves. It is for whoever brings a corpus; no page and no export is made of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amends.conversation import MessageType
from amends.reports.reading_json import dumped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from amends.chats import ImportReport
    from amends.conversation import Conversation, Message
    from amends.moves import MarkedMessage
    from amends.reading import Reading


def breakdowns_line(conversation: Conversation, report: ImportReport, *, name: str) -> Iterator[str]:
    """Yield the conversation without labels piece by piece: one line of JSON that ends with a line break.

    `name` stands as its id where it has none. Seconds are written where any message has them.
    """
    timespec = "minutes" if _whole_minutes(conversation) else "seconds"
    first = {"id": conversation.id or name, "source": conversation.source}
    kind = {"kind": conversation.kind} if conversation.kind else {}
    yield dumped({**first, **kind, "people": list(conversation.people)}).removesuffix("}") + ', "messages": ['
    for message in conversation.messages:
        yield (", " if message.n else "") + dumped(_message(message, timespec))
    last: dict[str, Any] = {"unread_lines": list(report.unread_lines), "doubts": list(report.doubts)}
    if report.unread_count > len(report.unread_lines):
        last["unread_count"] = report.unread_count
    yield "], " + dumped(last).removeprefix("{") + "\n"


def as_labelled_line(line: Mapping[str, Any], conversation: Conversation, reading: Reading) -> str:
    """Return `line`, which `conversation` was read from, with labels; labels that it had are replaced."""
    messages = [{**entry, **message_labels(one)} for entry, one in zip(line["messages"], reading.marked, strict=True)]
    return f"{dumped({**line, 'messages': messages, **conversation_labels(conversation, reading)})}\n"


def message_labels(one: MarkedMessage) -> dict[str, Any]:
    return {"moves": sorted(one.moves), "feeling": one.feeling.value}


def conversation_labels(conversation: Conversation, reading: Reading) -> dict[str, Any]:
    turned = reading.turning_point
    return {
        "turning_point": None if turned is None else turned.message,
        "outcome": reading.outcome.value,
        "missed_bids": [bid.message for bid in reading.missed_bids],
        "open_questions": [question.message for question in reading.open_questions],
        "concerns": {who: [concern.need for concern in reading.concerns.get(who, ())] for who in conversation.people},
    }


def _whole_minutes(conversation: Conversation) -> bool:
    return all(
        message.at is None or (message.at.second == 0 and message.at.microsecond == 0)
        for message in conversation.messages
    )


def _message(message: Message, timespec: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "n": message.n,
        "from": message.speaker,
        "at": _at(message.at, timespec),
        "text": message.text,
    }
    if message.type is not MessageType.TEXT:
        entry["type"] = message.type.value
    return entry


def _at(at: datetime | None, timespec: str) -> str | None:
    return None if at is None else at.isoformat(timespec=timespec)
