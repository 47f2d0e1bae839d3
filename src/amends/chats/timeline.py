"""The entries of an export whose times are known, put in the order of time."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_lines import values_on_lines
from amends.chats.files.json_values import clean
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.said import tell
from amends.conversation import Conversation, Draft, MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from amends.chats.files.json_values import Values
    from amends.chats.files.text import TextFile

_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError)


class Entry(Draft):
    """An entry of an export before its place is known; `at` has an offset."""

    __slots__ = ()
    at: datetime

    def __init__(
        self,
        at: datetime,
        speaker: str | None,
        text: str,
        type: MessageType = MessageType.TEXT,  # noqa: A002
        *,
        edited: bool = False,
    ) -> None:
        self.at = at
        self.speaker = speaker
        self.text = text
        self.type = type
        self.edited = edited


class Timeline:
    """Gathers the entries of one chat, out of one file or several."""

    def __init__(self, *, progress: Callable[[int], None] | None) -> None:
        self.unread = Unread()
        self.doubts: set[str] = set()
        self._entries: list[Entry] = []
        self._progress = progress

    def take_list(self, values: Values, read: Callable[[dict[str, Any]], Entry]) -> None:
        """Take a list of messages, newest or oldest first; what `read` fails at is counted as not read."""
        found: list[Entry] = []
        before = len(self._entries)
        for value in values.each(broken=self.unread.add):
            try:
                found.append(read(value))
            except _MALFORMED:
                self.unread.add(values.window.line_began())
                continue
            tell(self._progress, before + len(found))
        if found and found[0].at > found[-1].at:
            found.reverse()
        self._entries += found

    def take_lines(self, file: TextFile, read: Callable[[dict[str, Any]], Entry | None]) -> None:
        """Take a file of one JSON value a line; for a line that is no message `read` returns None."""
        before = len(self._entries)
        for number, value in values_on_lines(file):
            try:
                entry = read(value)
            except _MALFORMED:
                self.unread.add(number)
                continue
            if entry is not None:
                self.add(entry)
        for number in file.bad_lines:
            self.unread.add(number)
        self.doubts |= file.doubts
        found = self._entries[before:]
        if found and found[0].at > found[-1].at:
            self._entries[before:] = reversed(found)

    def add(self, entry: Entry) -> None:
        """Add an entry of a source that is no list in JSON."""
        self._entries.append(entry)
        tell(self._progress, len(self._entries))

    def texts(self) -> set[str]:
        """Return what was said so far."""
        return {entry.text for entry in self._entries}

    def result(self, *, source: str, title: str, date_order: str | None = None) -> Imported:
        """Return the conversation; raise UnreadableExport where there is no message."""
        if not self._entries:
            reason = "bad_json" if "cut_off" in self.doubts else "unknown" if self.unread.count else "no_messages"
            raise UnreadableExport(reason=reason)
        # The sort is stable: what was sent in the same moment stays as it stood.
        self._entries.sort(key=attrgetter("at"))
        for entry in self._entries:
            entry.text = clean(entry.text)
        messages = tuple(entry.becomes(n) for n, entry in enumerate(self._entries))
        self._entries = []
        if any(not message.text and message.type is MessageType.TEXT for message in messages):
            self.doubts.add("empty_messages")
        conversation = Conversation(source=source, people=speakers_of(messages), messages=messages, title=title)
        return imported(conversation, unread=self.unread, doubts=self.doubts, date_order=date_order)
