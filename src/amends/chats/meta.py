"""Messenger and Instagram: the JSON of "Download your information", and the download of encrypted chats.

The first writes every text as UTF-8 read as Latin-1, save where it does not, newest message first, and cuts a chat
into files of 10,000 messages. The second writes clean text, oldest first, one file a chat, with other keys.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from amends.chats.container import Member
from amends.chats.json_values import Values, clean, keys_at_start
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from amends.chats.container import Member
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_EARLIEST = 10**11  # in milliseconds, 1973; a smaller number is not in milliseconds
_MEDIA_KEYS = ("photos", "videos", "audio_files", "files", "gifs", "sticker")
_TYPES = {"Generic", "Share", "Call", "Subscribe", "Unsubscribe"}
_CLEAN_TYPES = {"text", "link", "media", "placeholder"}
_PART = re.compile(r"message_\d{1,6}\.json")
_C1 = re.compile("[\x80-\x9f]")
# English only: what the app says in other languages is not known for certain and stays as words of the person.
_REACTION = re.compile(r"Liked a message|Reacted \S{1,20} to your message")
_NOTICE = re.compile(
    r"(?:named the group |created the group\b|left the group\b|changed the (?:chat theme|group photo|theme) ?|"
    r"set the (?:emoji|nickname) |set (?:your|his own|her own|their own) nickname |(?:added|removed) .+ (?:to|from) "
    r"the group\b)"
)
_EDITED = " (edited)"


def is_meta(stream: BinaryIO) -> bool:
    """Say whether JSON is a chat of Messenger or Instagram, by its first keys."""
    keys = set(keys_at_start(stream))
    return "messages" in keys and any(
        signs <= keys
        for signs in (
            {"sender_name", "timestamp_ms"},
            {"participants", "thread_path"},
            {"senderName", "timestamp"},
            {"participants", "threadName"},
        )
    )


def read_meta(member: Member, said: Said) -> Imported:
    """Read a chat out of its files, in whatever order. Times are in the person's zone, or in UTC where it is not given.

    The numbers of unread lines count within each file.
    """
    thread = _Thread(timezone=said.timezone or UTC, progress=said.progress)
    for part in (member.open, *member.more):
        thread.read(Values(part()))
    return thread.result()


def joined(members: list[Member]) -> list[Member]:
    """Join the files `message_1.json`, `message_2.json` and so on that a chat was cut into, by their folder."""
    threads: dict[str, list[Member]] = {}
    for member in members:
        path = PurePosixPath(member.name)
        is_part = _PART.fullmatch(path.name) is not None and is_meta(member.open())
        threads.setdefault(f"{path.parent}" if is_part else member.name, []).append(member)
    return [
        Member(name=name, open=first.open, more=tuple(part.open for part in rest))
        for name, (first, *rest) in threads.items()
    ]


def repaired(text: str) -> str:
    """Return text that was written as UTF-8 and read as Latin-1; what was not comes back as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return clean(text)


class _Thread:
    """One chat as it is read."""

    def __init__(self, *, timezone: tzinfo, progress: Callable[[int], None] | None) -> None:
        self._timezone = timezone
        self._timeline = Timeline(progress=progress)
        self._people = People()
        self._title = ""

    def read(self, values: Values) -> None:
        """Read through one file of the chat."""
        for key in values.keys():  # noqa: SIM118
            if key == "messages" and values.window.peek() == "[":
                self._timeline.take_list(values, self._entry)
            elif key == "participants" and values.window.peek() == "[":
                self._see(values.value())
            elif key in {"title", "threadName"} and values.window.peek() == '"':
                title = values.value()
                self._title = self._text(title) if key == "title" else clean(title)
            else:
                values.skip()
        if values.repaired:
            self._timeline.doubts.add("repaired_json")

    def result(self) -> Imported:
        """Return the conversation and its report."""
        return self._timeline.result(source="meta", title=self._title)

    def _see(self, participants: list[Any]) -> None:
        """Note where two people of the chat have one name, as nothing else tells them apart."""
        names = [person.get("name") if isinstance(person, dict) else person for person in participants]
        known = [name for name in names if isinstance(name, str)]
        if len(known) > len(set(known)):
            self._timeline.doubts.add("one_name")

    def _entry(self, entry: dict[str, Any]) -> Entry:
        if "senderName" in entry:
            return self._clean_entry(entry)
        at = self._time(entry["timestamp_ms"])
        speaker = self._people.name(None, self._text(entry["sender_name"]))
        text = self._text(entry.get("content") or "")
        if entry.get("type", "Generic") not in _TYPES:
            raise ValueError("a type of entry that is not known")
        kind = _kind(entry, speaker, text)
        if kind is MessageType.SYSTEM:
            return Entry(at, None, text, kind)
        if kind is MessageType.DELETED:
            return Entry(at, speaker, "", kind)
        if kind is MessageType.MEDIA and (not text or text == f"{speaker} sent an attachment."):
            text = _link(entry)
        if text.endswith(_EDITED):
            self._timeline.doubts.add("edited_copies")
            return Entry(at, speaker, text.removesuffix(_EDITED), kind, edited=True)
        return Entry(at, speaker, text, kind)

    def _clean_entry(self, entry: dict[str, Any]) -> Entry:
        """Read an entry of an encrypted chat."""
        at = self._time(entry["timestamp"])
        speaker = self._people.name(None, entry["senderName"])
        text = clean(entry.get("text") or "")
        kind = entry["type"]
        if kind not in _CLEAN_TYPES:
            raise ValueError("a type of entry that is not known")
        if entry.get("isUnsent") or (kind == "placeholder" and _is_unsent(speaker, text)):
            return Entry(at, speaker, "", MessageType.DELETED)
        if kind == "placeholder":
            return Entry(at, None, text, MessageType.SYSTEM)
        if kind == "media" or entry.get("media"):
            return Entry(at, speaker, text, MessageType.MEDIA)
        return Entry(at, speaker, text)

    def _time(self, milliseconds: object) -> datetime:
        if not isinstance(milliseconds, int) or milliseconds < _EARLIEST:
            raise ValueError("a time in milliseconds is expected here")
        seconds, rest = divmod(milliseconds, 1000)
        return datetime.fromtimestamp(seconds, tz=self._timezone).replace(microsecond=rest * 1000)

    def _text(self, written: str) -> str:
        text = repaired(written)
        if text == written and _C1.search(text):
            self._timeline.doubts.add("garbled_text")
        return text


def _kind(entry: dict[str, Any], speaker: str, text: str) -> MessageType:
    kind = entry.get("type", "Generic")
    if entry.get("is_unsent") or (_is_unsent(speaker, text) and not _has_media(entry)):
        return MessageType.DELETED
    if kind == "Call" or "call_duration" in entry:
        return MessageType.CALL
    if kind in {"Subscribe", "Unsubscribe"} or _is_notice(speaker, text):
        return MessageType.SYSTEM
    if _has_media(entry):
        return MessageType.MEDIA
    if "share" in entry and (not text or text == f"{speaker} sent an attachment."):
        return MessageType.MEDIA
    return MessageType.REACTION if _REACTION.fullmatch(text.strip()) else MessageType.TEXT


def _has_media(entry: dict[str, Any]) -> bool:
    return any(entry.get(key) for key in _MEDIA_KEYS)


def _is_unsent(speaker: str, text: str) -> bool:
    return text.rstrip(".") in {f"{speaker} unsent a message", "User unsent a message", "You unsent a message"}


def _is_notice(speaker: str, text: str) -> bool:
    before = f"{speaker} "
    return text.startswith(before) and _NOTICE.match(text, len(before)) is not None


def _link(entry: dict[str, Any]) -> str:
    share = entry.get("share")
    link = share.get("link", "") if isinstance(share, dict) else ""
    return repaired(link)
