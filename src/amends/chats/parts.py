"""A chat that a program cut into files, of names that tell: "ben.json", "ben [part 2].json" (DiscordChatExporter)."""

from __future__ import annotations

import re
from itertools import chain
from operator import attrgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from amends.chats.files.container import Member
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.conversation import Conversation, message_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART = re.compile(r" \[part (\d{1,6})\](?=\.\w{1,5}\Z)")
_FILES = "_Files"  # ends the name of the folder of what was sent in the chat of that name


def is_of(file: str, names: frozenset[str]) -> bool:
    """Say whether a file was sent in one of the chats of these names, so that it is none itself."""
    return any(
        str(folder).endswith(_FILES) and str(folder).removesuffix(_FILES) in names
        for folder in PurePosixPath(file).parents
    )


def with_parts(chats: Sequence[Member]) -> list[Member]:
    """Put the parts of each chat together, where all up to the last are there; otherwise each stays by itself."""
    named: dict[str, dict[int, Member]] = {}
    for chat in chats:
        part = _PART.search(chat.name)
        named.setdefault(_PART.sub("", chat.name), {})[int(part[1]) if part is not None else 1] = chat
    joined: list[Member] = []
    for parts in named.values():
        first, *more = (parts[number] for number in sorted(parts))
        if max(parts) == len(parts):
            joined.append(Member(name=first.name, open=first.open, more=tuple(part.open for part in more)))
        else:
            joined += [first, *more]
    return joined


def together(parts: Sequence[Imported]) -> Imported:
    """Return the parts of a chat as one, in the order of time. The numbers of unread lines count within each part."""
    ordered = sorted((part for part in parts if part.report.first_at is not None), key=attrgetter("report.first_at"))
    messages = tuple(
        message_of(n, one.at, one.speaker, one.text, one.type, edited=one.edited)
        for n, one in enumerate(chain.from_iterable(part.conversation.messages for part in ordered))
    )
    unread = Unread()
    for part in parts:
        for number in part.report.unread_lines:
            unread.add(number)
    unread.count = sum(part.report.unread_count for part in parts)
    first = parts[0]
    conversation = Conversation(
        source=first.conversation.source,
        people=speakers_of(messages),
        messages=messages,
        title=first.conversation.title,
    )
    doubts = {doubt for part in parts for doubt in part.report.doubts}
    return imported(conversation, unread=unread, doubts=doubts, date_order=first.report.date_order)
