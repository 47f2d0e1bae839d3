"""The rows of a table of messages, and the conversation that they are."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.formats.column_times import Times, read_times
from amends.chats.formats.columns import Columns, column_words
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import clean_name
from amends.chats.said import tell
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from amends.chats.said import Said

OWN_NAME = "Me"


class Row(NamedTuple):
    """One row, by what its cells mean; `line` is the line of the file on which it begins."""

    line: int
    time: str
    speaker: str
    text: str
    chat: str = ""
    direction: str = ""


def talk_of(
    rows: Iterable[Row],
    columns: Columns,
    said: Said,
    *,
    unread: Unread,
    doubts: set[str],
    source: str = "table",
    title: str = "",
) -> Imported:
    """Return the conversation that rows are; those whose time can't be read are added to `unread`."""
    kept: list[Row] = []
    for row in rows:
        kept.append(row)
        tell(said.progress, len(kept))
    if not kept:
        raise UnreadableExport(reason="unknown" if unread.count else "no_messages")
    chat = _chat_of(kept, said)
    kept = [row for row in kept if row.chat == chat] if chat else kept
    kept = _with_own_name(kept) if columns.direction is not None else kept
    times = read_times([row.time for row in kept], said) if columns.time is not None else None
    messages = _messages(kept, times, unread=unread)
    if not messages:
        raise UnreadableExport(reason="unknown")
    people = speakers_of(messages)
    doubts |= _doubts(messages, people=people) | (times.doubts if times is not None else set())
    conversation = Conversation(source=source, people=people, messages=tuple(messages), title=title or chat)
    return imported(
        conversation, unread=unread, doubts=doubts, date_order=times.date_order if times is not None else None
    )


def _chat_of(rows: list[Row], said: Said) -> str:
    """Return the one chat of a table, "" where it tells none; raise UndecidedChat where it holds several."""
    chats = tuple(dict.fromkeys(row.chat for row in rows))
    if len(chats) > 1 and said.chat not in chats:
        raise UndecidedChat(chats=chats)
    return next((chat for chat in chats if len(chats) == 1 or chat == said.chat), "")


def _with_own_name(rows: list[Row]) -> list[Row]:
    """Name those who wrote what went out, where their rows name nobody, or the other person as all rows do."""
    words = column_words()
    incoming, outgoing = words["incoming"] | words["no"], words["outgoing"] | words["yes"]
    others = {row.speaker for row in rows if row.direction.strip().casefold() in incoming} | {""}
    return [
        row._replace(speaker=OWN_NAME)
        if row.speaker in others and row.direction.strip().casefold() in outgoing
        else row
        for row in rows
    ]


def _messages(rows: list[Row], times: Times | None, *, unread: Unread) -> list[Message]:
    """Make messages of rows, in the order of time; a table of the newest first is turned round before."""
    names = {shown: clean_name(shown) or None for shown in {row.speaker for row in rows}}
    if times is None:
        return [_message(n, row, None, speaker=names[row.speaker]) for n, row in enumerate(rows)]
    timed: list[tuple[datetime, Row]] = []
    for at, row in zip(times.at, rows, strict=True):
        if at is None:
            unread.add(row.line)
        else:
            timed.append((at, row))
    if timed and timed[0][0] > timed[-1][0]:
        timed.reverse()
    timed.sort(key=itemgetter(0))
    return [_message(n, row, at, speaker=names[row.speaker]) for n, (at, row) in enumerate(timed)]


def _message(n: int, row: Row, at: datetime | None, *, speaker: str | None) -> Message:
    kind = MessageType.TEXT if speaker is not None else MessageType.SYSTEM
    return Message(n=n, at=at, speaker=speaker, text=row.text.replace("\r\n", "\n").replace("\r", "\n"), type=kind)


def _doubts(messages: list[Message], *, people: tuple[str, ...]) -> set[str]:
    doubts = set()
    if messages[0].at is None:
        doubts.add("no_times")
    elif messages[0].at.tzinfo is None:
        doubts.add("no_timezone")
    if any(message.speaker is None for message in messages):
        doubts.add("nameless_rows")
    if any(not message.text and message.type is MessageType.TEXT for message in messages):
        doubts.add("empty_messages")
    if len(people) == 1:
        doubts.add("one_speaker")
    return doubts
