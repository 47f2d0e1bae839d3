"""A conversation: frozen values, whatever app it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from datetime import datetime


class MessageType(StrEnum):
    """What an entry of an export is; most are plain messages."""

    TEXT = "text"
    SYSTEM = "system"
    MEDIA = "media"
    DELETED = "deleted"
    CALL = "call"
    REACTION = "reaction"
    VIEW_ONCE = "view_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One entry of a conversation, as it was sent.

    `n` counts from 0 without gaps. `at` has an offset where the export or the person gave one; otherwise it
    is the wall clock of the exporting phone (no tzinfo); within one conversation either all or none have an
    offset. `at` is None where the source has no time (pasted lines). `speaker` is None for a line of the app
    itself. `text` keeps its line breaks and may be empty (a photo, a deleted message).
    """

    n: int
    at: datetime | None
    speaker: str | None
    text: str
    type: MessageType = MessageType.TEXT
    edited: bool = False


class Draft:
    """A message before its place is known.

    A frozen dataclass sets each field through a call; a draft's are set directly, and then it becomes a message where
    it lies: that takes a fifth of the time, and a long chat is not held twice.
    """

    __slots__ = Message.__slots__
    n: int
    at: datetime | None
    speaker: str | None
    text: str
    type: MessageType
    edited: bool

    def becomes(self, n: int) -> Message:
        """Turn it into the message at place `n`; it is a draft no more."""
        draft: Any = self
        draft.n = n
        draft.__class__ = Message
        return cast("Message", draft)


def message_of(
    n: int,
    at: datetime | None,
    speaker: str | None,
    text: str,
    type: MessageType = MessageType.TEXT,  # noqa: A002
    *,
    edited: bool = False,
) -> Message:
    """Return `Message(n=n, …)` by a draft, for exports of a million of them."""
    draft: Any = Draft()
    draft.n = n
    draft.at = at
    draft.speaker = speaker
    draft.text = text
    draft.type = type
    draft.edited = edited
    draft.__class__ = Message
    return cast("Message", draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Messages in the order of the export, between `people` (in the order in which they first spoke).

    `source` names the format ("whatsapp", "pasted"; docs/json.md has them all); `title` the chat, where the export or
    its file name tells; `kind` is the relation where it is known.
    """

    source: str
    people: tuple[str, ...]
    messages: tuple[Message, ...]
    id: str = ""
    title: str = ""
    kind: str = ""
