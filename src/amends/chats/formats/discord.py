"""Discord, as DiscordChatExporter writes a channel to JSON."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import Values, clean, keys_at_start
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from amends.chats.files.container import Member
    from amends.chats.imported import Imported
    from amends.chats.said import Said

# What a person or a bot said; a number is a type that the exporter had no word for (20 and 23 answer a command, and
# 19 is an answer in versions that did not know them yet).
_SAID = {"Default", "Reply", "19", "20", "23", "ChatInputCommand", "ContextMenuCommand"}
_BOOSTED = "boosted the server"
_BY_NUMBER = dict.fromkeys(("8", "9", "10", "11"), _BOOSTED) | {
    "12": "followed a channel",
    "18": "started a thread",
    "21": "thread starter message",
    "24": "a rule of the server held a message back",
    "46": "poll result",
}
_TYPE = re.compile(r"[A-Z][A-Za-z]{1,60}|\d{1,3}")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_discord(member: Member) -> bool:
    """Say whether JSON is a channel of Discord, by its first keys."""
    keys = set(keys_at_start(member.open()))
    return {"guild", "channel", "messages"} <= keys and bool({"author", "messageCount"} & keys)


def read_discord(member: Member, said: Said) -> Imported:
    """Read a channel, out of all its parts.

    Times have the offset of the export, or are in the person's zone where it is given.
    """
    channel = _Channel(timezone=said.timezone, progress=said.progress)
    for part in (member.open, *member.more):
        channel.read(Values(part()))
    return channel.result()


class _Channel:
    """One channel as it is read."""

    def __init__(self, *, timezone: tzinfo | None, progress: Callable[[int], None] | None) -> None:
        self._timezone = timezone
        self._timeline = Timeline(progress=progress)
        self._people = People()
        self._guild: dict[str, Any] = {}
        self._channel: dict[str, Any] = {}
        self._found = 0
        self._told = 0

    def read(self, values: Values) -> None:
        """Read through the file."""
        for key in values.keys():  # noqa: SIM118
            if key == "messages" and values.window.peek() == "[":
                self._timeline.take_list(values, self._entry)
            elif key == "guild" and values.window.peek() == "{":
                self._guild = values.value()
            elif key == "channel" and values.window.peek() == "{":
                self._channel = values.value()
            elif key == "messageCount" and values.window.peek().isdigit():
                told = values.value()
                self._told += told if isinstance(told, int) else 0
            else:
                values.skip()
        self._timeline.doubts |= values.doubts

    def result(self) -> Imported:
        """Return the conversation and its report."""
        self._timeline.doubts |= self._people.doubts
        if self._told and self._told != self._found:
            self._timeline.doubts.add("missing_messages")
        return self._timeline.result(source="discord", title=self._title())

    def _title(self) -> str:
        guild, channel = (clean(str(place.get("name") or "")) for place in (self._guild, self._channel))
        is_direct = str(self._guild.get("id", "0")) == "0"
        return channel if is_direct or not guild else f"{guild}, {channel}"

    def _entry(self, entry: dict[str, Any]) -> Entry:
        self._found += 1
        at = self._time(entry["timestamp"])
        speaker = self._speaker(entry["author"])
        text = clean(entry["content"])
        kind = entry["type"]
        edited = entry.get("timestampEdited") is not None
        if kind in _SAID:
            said = self._said(entry, at, speaker, text)
            said.edited = edited
            return said
        if _TYPE.fullmatch(kind) is None:
            raise ValueError("a type of entry that is not known")
        text = text or _BY_NUMBER.get(kind) or (f"entry of type {kind}" if kind.isdigit() else _words(kind))
        if kind == "Call":
            return Entry(at, speaker, text, MessageType.CALL)
        return Entry(at, None, f"{speaker}: {text}", MessageType.SYSTEM)

    def _speaker(self, author: dict[str, Any]) -> str:
        if author.get("isBot") is True:
            # Those whom a webhook speaks for have one id and a name each, and the nickname of the first of them.
            return self._people.name(f"{author.get('id')} {author.get('name')}", author.get("name"))
        return self._people.name(author.get("id"), author.get("nickname") or author.get("name"))

    def _said(self, entry: dict[str, Any], at: datetime, speaker: str, text: str) -> Entry:
        forwarded = entry.get("forwardedMessage")
        if isinstance(forwarded, dict):
            return Entry(at, speaker, text or clean(forwarded.get("content") or ""), MessageType.MEDIA)
        if entry.get("attachments") or entry.get("stickers") or (not text and entry.get("embeds")):
            return Entry(at, speaker, text, MessageType.MEDIA)
        return Entry(at, speaker, text)

    def _time(self, written: str) -> datetime:
        at = datetime.fromisoformat(written)
        if at.tzinfo is None:
            raise ValueError("a time with its offset is expected here")
        return at if self._timezone is None else at.astimezone(self._timezone)


def _words(kind: str) -> str:
    return _CAPITAL.sub(" ", kind).lower()
