"""Signal's chats as signal-export writes them to `data.json`: a message on each line."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_lines import value_on_line
from amends.chats.files.json_values import clean
from amends.chats.files.text import TextFile
from amends.chats.formats.signal_text import NOBODY, UNKNOWN_SPEAKER
from amends.chats.timeline import Entry, Timeline
from amends.conversation import MessageType

if TYPE_CHECKING:
    from amends.chats.files.container import Member
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_START = 64 * 1024
_KEYS = {"date", "sender", "body", "quote", "sticker", "reactions", "attachments"}
_BLANKS_AT_ENDS = re.compile(r"[ \t]+$", re.MULTILINE)  # which Markdown wants


def is_signal_export(member: Member) -> bool:
    """Say whether the first line of JSON is a message with the keys of signal-export."""
    first = member.open().read(_START).decode("utf-8", errors="replace").lstrip("\ufeff").partition("\n")[0]
    value = value_on_line(first)
    return isinstance(value, dict) and value.keys() >= _KEYS


def read_signal_export(member: Member, said: Said) -> Imported:
    """Read a chat. Times are the wall clock of the exporting computer, in the person's zone where it is known."""
    timeline = Timeline(progress=said.progress)
    timeline.take_lines(TextFile(member.open), lambda line: _entry(line, said, doubts=timeline.doubts))
    if said.timezone is None:
        timeline.doubts.add("no_timezone")
    return timeline.result(source="signal", title="")


def _entry(line: dict[str, Any], said: Said, *, doubts: set[str]) -> Entry:
    at = datetime.fromisoformat(line["date"])
    if at.tzinfo is not None:
        raise ValueError("a time of the wall clock is expected here")
    at = at.replace(tzinfo=said.timezone)
    sender = clean(line["sender"]).strip()
    speaker = None if sender in {"", NOBODY} else sender
    text = _BLANKS_AT_ENDS.sub("", clean(line["body"])).strip("\n")
    if line.get("deleted"):
        return Entry(at, speaker, "", MessageType.DELETED)
    if line.get("call"):
        return Entry(at, speaker, text, MessageType.CALL)
    kind = MessageType.MEDIA if line["attachments"] or line["sticker"] else MessageType.TEXT
    if speaker is None:
        if not text and kind is MessageType.TEXT:
            return Entry(at, None, "", MessageType.SYSTEM)
        doubts.add("unknown_speaker")
        speaker = UNKNOWN_SPEAKER
    return Entry(at, speaker, text, kind, edited=bool(line.get("edits")))
