"""Conversations in the Breakdowns format: one JSON object a line, as `amends convert` writes them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import clean
from amends.chats.files.text import TextFile
from amends.chats.imported import Imported, Unread, imported
from amends.chats.titles import chosen_title, unique_titles
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amends.chats.files.container import Member
    from amends.chats.said import Said


def is_breakdowns(member: Member) -> bool:
    """Say whether JSON looks like a conversation in the Breakdowns format."""
    start = member.open().read(64 * 1024)
    return b'"messages"' in start and (b'"people"' in start or b'"n"' in start)


def read_breakdown(member: Member, said: Said) -> Imported:
    """Read one conversation; raises UndecidedChat where there are several and none of them is picked by its id."""
    conversations = dict(every_breakdown(member, said))
    return conversations[chosen_title(conversations, said.chat)]


def every_breakdown(member: Member, _: Said) -> Iterator[tuple[str, Imported]]:
    """Yield every conversation with the name that picks it."""
    conversations = list(read_breakdowns(TextFile(member.open).stream()))
    for title, one in zip(unique_titles(one.id for one in conversations), conversations, strict=True):
        yield title, imported(one, unread=Unread(), doubts=set())


def read_breakdowns(lines: Iterable[str]) -> Iterator[Conversation]:
    """Read each line as a conversation; labels in it are left out, blank lines are passed over.

    Raises UnreadableExport with the number of the line that is not in the format.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _conversation(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise UnreadableExport(reason="bad_json", line_number=number) from None


def _conversation(data: Any) -> Conversation:
    messages = tuple(_message(entry, n) for n, entry in enumerate(_list(data["messages"])))
    if len({message.at.tzinfo is None for message in messages if message.at is not None}) > 1:
        raise ValueError("some times have an offset, others none")
    spoken = (message.speaker for message in messages if message.speaker is not None)
    people = dict.fromkeys([*map(_text, _list(data.get("people") or [])), *spoken])
    return Conversation(
        source=_text(data.get("source") or "breakdowns"),
        people=tuple(people),
        messages=messages,
        id=_text(data.get("id") or ""),
        title=_text(data.get("title") or ""),
        kind=_text(data.get("kind") or ""),
    )


def _message(entry: Any, n: int) -> Message:
    if entry["n"] != n:
        raise ValueError("messages are numbered from 0 without gaps")
    at, speaker = entry.get("at"), entry.get("from")
    return Message(
        n=n,
        at=None if at is None else datetime.fromisoformat(_text(at)),
        speaker=None if speaker is None else _text(speaker),
        text=_text(entry["text"]),
        type=MessageType(entry.get("type") or ("text" if speaker is not None else "system")),
        edited=entry.get("edited") is True,
    )


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is expected here")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected here")
    return clean(value)
