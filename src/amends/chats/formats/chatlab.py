"""ChatLab's format, which several exporters write: JSON, or a header, members and messages on lines of JSON."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import Broken, Values, clean, keys_at_start
from amends.chats.files.text import TextFile
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.conversation import MessageType

if TYPE_CHECKING:
    from amends.chats.files.container import Member
    from amends.chats.imported import Imported
    from amends.chats.said import Said

# By the numbers of the format: text and links, money, answers, anything else; what is shared or passed on is others'.
_TYPES = (
    dict.fromkeys((0, 7, 20, 21, 25, 99), MessageType.TEXT)
    | dict.fromkeys((1, 2, 3, 4, 5, 8, 24, 26, 27), MessageType.MEDIA)
    | {22: MessageType.SYSTEM, 23: MessageType.CALL, 80: MessageType.SYSTEM, 81: MessageType.DELETED}
)
_PLACEHOLDER = re.compile(r"\s*\[[^\[\]\n]{1,20}\]\s*")  # "[图片]", where a picture was
_LATEST = 10**11  # in seconds; a larger number is in another unit


def is_chatlab(member: Member) -> bool:
    """Say whether JSON is in ChatLab's format, by its first keys."""
    return {"chatlab", "meta"} <= set(keys_at_start(member.open()))


def read_chatlab(member: Member, said: Said) -> Imported:
    """Read a chat. Times are in the person's zone, or in UTC where it is not known."""
    chat = _Chat(said)
    if "_type" in keys_at_start(member.open()):
        chat.read_lines(TextFile(member.open))
    else:
        chat.read_object(Values(member.open()))
    return chat.result()


class _Chat:
    """One chat as it is read."""

    def __init__(self, said: Said) -> None:
        self._zone = said.timezone or UTC
        self._timeline = Timeline(progress=said.progress)
        self._people = People()
        self._names: dict[str, str] = {}
        self._title = ""

    def read_object(self, values: Values) -> None:
        """Read through the one object of a JSON file."""
        for key in values.keys():  # noqa: SIM118
            if key == "messages" and values.window.peek() == "[":
                self._timeline.take_list(values, self._entry)
            elif key == "members" and values.window.peek() == "[":
                self._see_members(values)
            elif key == "meta" and values.window.peek() == "{":
                self._see_meta(values.value())
            else:
                values.skip()
        self._timeline.doubts |= values.doubts

    def read_lines(self, file: TextFile) -> None:
        """Read through a file of lines."""
        self._timeline.take_lines(file, self._line)

    def result(self) -> Imported:
        """Return the conversation and its report."""
        self._timeline.doubts |= self._people.doubts
        return self._timeline.result(source="chatlab", title=self._title)

    def _line(self, line: dict[str, Any]) -> Entry | None:
        kind = line["_type"]
        if kind == "message":
            return self._entry(line)
        if kind == "member":
            self._see_member(line)
        elif kind == "header":
            self._see_meta(line["meta"])
        else:
            raise ValueError("a type of line that is not known")
        return None

    def _see_meta(self, meta: dict[str, Any]) -> None:
        name = meta.get("name")
        self._title = clean(name) if isinstance(name, str) else ""

    def _see_members(self, values: Values) -> None:
        """Take the members one by one: their pictures are in the file."""
        for _ in values.items():
            with suppress(Broken):
                self._see_member(values.value())

    def _see_member(self, member: object) -> None:
        """Learn what a member is called; one who is told wrongly is called as the messages say."""
        if isinstance(member, dict) and isinstance(member.get("platformId"), str):
            self._names[member["platformId"]] = member.get("groupNickname") or member.get("accountName") or ""

    def _entry(self, entry: dict[str, Any]) -> Entry:
        at = self._time(entry["timestamp"])
        person = entry["sender"]
        shown = self._names.get(person) or entry.get("groupNickname") or entry.get("accountName")
        speaker = self._people.name(person, shown or person)
        text = clean(entry.get("content") or "")
        kind = _TYPES[entry["type"]]
        if kind is MessageType.SYSTEM:
            return Entry(at, None, text, kind)
        if kind is MessageType.DELETED or (kind is MessageType.MEDIA and _PLACEHOLDER.fullmatch(text)):
            text = ""
        return Entry(at, speaker, text, kind)

    def _time(self, seconds: object) -> datetime:
        if not isinstance(seconds, int) or not 0 < seconds < _LATEST:
            raise ValueError("a time in seconds is expected here")
        return datetime.fromtimestamp(seconds, tz=self._zone)
