"""Signal's chats as sigtop writes them out of the database of Signal Desktop: its formats `text` and `json`.

Its third, `text-short`, is read with the other lines of Signal (`signal_text`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain, islice, pairwise, takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import Values, clean
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.files.container import Member
    from amends.chats.files.text import TextFile
    from amends.chats.imported import Imported
    from amends.chats.said import Said

OWN_NAME = "You"
_START = 64 * 1024
_TITLE = "Conversation: "
_FIELD = re.compile(r"(Conversation|From|To|Type|Sent|Received|Attachment|Reaction|Edited|Version): (.*)")
_TIME = re.compile(r"[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) (?!-0000)([+-]\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# What stands behind a name to tell people apart: a number, an id, a user name, or that it is a group.
_DETAIL = re.compile(r" \((?:\+?\d{4,20}|(?:PNI:)?[0-9a-fA-F-]{36}|group|\w{1,40}\.\d{2,20})\)$")
_UNKNOWN = "Unknown"  # who has no name, number or id, whoever it is
_EARLIEST = 10**12  # in milliseconds, 2001; Signal is younger
_OBJECT = "\ufffc"  # stands in the words where somebody is mentioned


def is_sigtop_text(file: TextFile) -> bool:
    """Say whether a text begins with the name of a conversation and the fields of a message.

    The first versions named the conversation with each message again.
    """
    lines = [*islice(file.lines(), 4), *[""] * 4]
    if lines[1].startswith("Type: "):
        return lines[0].startswith(_TITLE) and lines[2].startswith(("From: ", "To: ", "Sent: ", "Received: "))
    return lines[0].startswith(_TITLE) and not lines[1] and _begins_message("", lines[2], lines[3])


def read_sigtop_text(file: TextFile, said: Said) -> Imported:
    """Read a chat. Times have the offset of the computer that exported it, or are in the person's zone."""
    timeline = Timeline(progress=said.progress)
    people = People()
    title = _without_detail(next(file.lines()).removeprefix(_TITLE))
    for number, lines in _blocks(file):
        try:
            entry = _entry_of_text(lines, people, said)
            timeline.add(entry)
            if entry.speaker == _UNKNOWN:
                timeline.doubts.add("unknown_speaker")
        except (ValueError, KeyError, TypeError, IndexError, OverflowError):
            timeline.unread.add(number)
    for number in file.bad_lines:
        timeline.unread.add(number)
    timeline.doubts |= file.doubts | people.doubts
    return timeline.result(source="signal", title=title)


def _begins_message(before: str, line: str, after: str) -> bool:
    """Say whether a line is the first field of a message; those that no one sent lack "From"."""
    if before:
        return False
    return (line.startswith(("From: ", _TITLE)) and after.startswith("Type: ")) or (
        line.startswith("Type: ") and after.startswith(("Sent: ", "Received: "))
    )


def _blocks(file: TextFile) -> Iterator[tuple[int, list[str]]]:
    """Give the lines of each message with the number of the first."""
    block: list[str] = []
    began = 0
    before = ""
    for number, (line, after) in enumerate(pairwise(chain(file.lines(), [""])), 1):
        if _begins_message(before, line, after):
            if block and began:
                yield began, block
            block, began = [], number
        block.append(line)
        before = line
    if began:
        yield began, block


def _entry_of_text(lines: list[str], people: People, said: Said) -> Entry:
    fields, rest = _fields(lines)
    kind = fields["Type"]
    at = _time_of_text(fields["Sent"] if "Sent" in fields else fields["Received"])
    if said.timezone is not None:
        at = at.astimezone(said.timezone)
    edited = "Edited" in fields
    has_media = "Attachment" in fields
    if edited:
        newest, rest = _fields(_newest_version(rest))
        has_media = "Attachment" in newest
    text = _body(rest)
    sender = fields.get("From") or (OWN_NAME if kind == "outgoing" else None)
    speaker = people.name(sender, _without_detail(sender)) if sender is not None else None
    if kind == "call-history":
        return Entry(at, speaker, text, MessageType.CALL)
    if kind not in {"incoming", "outgoing"}:
        return Entry(at, None, text or kind.replace("-", " "), MessageType.SYSTEM)
    if speaker is None:
        raise ValueError("a message that nobody sent")
    return Entry(at, speaker, text, MessageType.MEDIA if has_media else MessageType.TEXT, edited=edited)


def _time_of_text(written: str) -> datetime:
    """Read "Mon, 5 Mar 2024 18:05:00 +0100"."""
    parts = _TIME.fullmatch(written)
    if parts is None:
        raise ValueError("a time with its offset is expected here")
    return datetime.fromisoformat(f"{parts[3]}-{_MONTHS.index(parts[2]) + 1:02}-{parts[1]:0>2}T{parts[4]}{parts[5]}")


def _fields(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Part the fields at the start from what follows."""
    found = list(takewhile(lambda match: match is not None, map(_FIELD.fullmatch, lines)))
    return {match[1]: match[2] for match in found if match is not None}, lines[len(found) :]


def _newest_version(lines: list[str]) -> list[str]:
    """Return the first of the versions of an edited message, which stand one below the other behind "|"."""
    first, *others = [line[2:] for line in lines if line.startswith("|")]
    number = int(first.removeprefix("Version: "))
    end = f"Version: {number - 1}"
    ends_at = next((place for place, line in enumerate(others) if line == end and not others[place - 1]), len(others))
    return [first, *others[:ends_at]]


def _body(lines: list[str]) -> str:
    """Return the words, without the message that they answer, which stands before them behind ">"."""
    if [line[:8] for line in lines[1:3]] == ["> From: ", "> Sent: "]:
        lines = lines[1 + sum(1 for _ in takewhile(lambda line: line.startswith(">"), lines[1:])) :]
    return "\n".join(lines).strip("\n")


def _without_detail(name: str) -> str:
    return _DETAIL.sub("", name)


def is_sigtop_json(member: Member) -> bool:
    """Say whether JSON is a list of messages as Signal Desktop keeps them."""
    start = member.open().read(_START).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    keys = set(re.findall(r'"(\w+)"\s*:', start))
    return start.startswith("[") and {"conversationId", "type", "sent_at"} <= keys


def read_sigtop_json(member: Member, said: Said) -> Imported:
    """Read a chat. Times are in the person's zone, or in UTC where it is not known.

    People have no names in such a file, only a number or an id; in the name of the file stands that of one.
    """
    chat = _Chat(said, file_name=member.name)
    values = Values(member.open())
    chat.timeline.take_list(values, chat.entry)
    chat.timeline.doubts |= values.doubts
    chat.timeline.doubts |= chat.people.doubts
    return chat.timeline.result(source="signal", title=chat.title)


class _Chat:
    """One chat of JSON as it is read."""

    def __init__(self, said: Said, *, file_name: str) -> None:
        self.timeline = Timeline(progress=said.progress)
        self.people = People()
        stem = PurePosixPath(file_name).name.removesuffix(".json")
        self.title = _without_detail(stem)
        self._detail = stem.removeprefix(self.title).strip(" ()").lower()
        self._zone = said.timezone or UTC

    def entry(self, entry: dict[str, Any]) -> Entry:
        """Read one message, of which Signal Desktop keeps those of the chat in the same list."""
        kind = entry["type"]
        at = self._time(entry["sent_at"] if entry.get("sent_at") is not None else entry["timestamp"])
        if kind == "call-history":
            return Entry(at, None, "call", MessageType.CALL)
        if kind not in {"incoming", "outgoing"}:
            return Entry(at, None, kind.replace("-", " "), MessageType.SYSTEM)
        speaker = self.people.name("", OWN_NAME) if kind == "outgoing" else self._sender(entry)
        return self._said(entry, at, speaker)

    def _said(self, entry: dict[str, Any], at: datetime, speaker: str) -> Entry:
        if entry.get("deletedForEveryone"):
            return Entry(at, speaker, "", MessageType.DELETED)
        if entry.get("isViewOnce"):
            return Entry(at, speaker, "", MessageType.VIEW_ONCE)
        text = _with_mentions(entry)
        has_media = any(entry.get(key) for key in ("attachments", "sticker", "contact"))
        return Entry(
            at,
            speaker,
            text,
            MessageType.MEDIA if has_media else MessageType.TEXT,
            edited=bool(entry.get("editHistory")),
        )

    def _sender(self, entry: dict[str, Any]) -> str:
        ids = [entry.get(key) for key in ("sourceServiceId", "sourceUuid", "source")]
        known = [one for one in ids if isinstance(one, str) and one]
        if not known:
            raise ValueError("a message that nobody sent")
        shown = self.title if self._detail and self._detail in map(str.lower, known) else known[-1]
        return self.people.name(known[0], shown)

    def _time(self, milliseconds: object) -> datetime:
        if not isinstance(milliseconds, int) or milliseconds < _EARLIEST:
            raise ValueError("a time in milliseconds is expected here")
        seconds, rest = divmod(milliseconds, 1000)
        return datetime.fromtimestamp(seconds, tz=self._zone).replace(microsecond=rest * 1000)


def _with_mentions(entry: dict[str, Any]) -> str:
    """Return the words, with the names of people who are mentioned where they are kept."""
    text = clean(entry.get("body") or "")
    if _OBJECT not in text:
        return text
    mentions = [span for span in entry.get("bodyRanges") or [] if "mentionAci" in span or "mentionUuid" in span]
    names = iter(clean(span.get("replacementText") or "") for span in sorted(mentions, key=lambda span: span["start"]))
    return "".join(f"@{next(names, '')}" if sign == _OBJECT else sign for sign in text)
