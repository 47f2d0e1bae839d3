"""Signal's chats as text, made out of its own database: signal-export's `chat.md` and sigtop's `text-short`."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import clean_name
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.said import Said
    from amends.chats.text import TextFile

PROGRESS_EVERY = 5_000
_LINES_LOOKED_AT = 2_000
_AUTHOR = r"(?P<author>[^:\u200e\n]{1,100}):(?: (?P<words>.*))?$"
_MARKDOWN = re.compile(rf"\[(?P<at>\d{{4}}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?)\] {_AUTHOR}")
_SHORT = re.compile(rf"(?P<at>\d{{4}}-\d\d-\d\d \d\d:\d\d) {_AUTHOR}")
# Who made the export; WhatsApp, whose lines may look the same, writes that person's name.
_OWN = {_MARKDOWN: "Me", _SHORT: "You"}
_REACTIONS = re.compile(r" ?\(- [^()\n]{1,500} -\)$")
_ATTACHMENT = re.compile(r"!?\[[^\]\n]{0,200}\]\(\.?/?media/[^)\n]{1,400}\)")
_EDITED = "[edited] "


def is_signal_text(file: TextFile) -> bool:
    """Say whether a text begins with a line of one of the two programs, and the own words are marked as theirs."""
    return _form_of(file) is not None


def _form_of(file: TextFile) -> re.Pattern[str] | None:
    lines = [line.rstrip() for line in islice(file.lines(), _LINES_LOOKED_AT)]
    first = next((line for line in lines if line), "")
    for form, own in _OWN.items():
        heads = (match for line in lines if (match := form.match(line)))
        if form.match(first) and any(match["author"] == own for match in heads):
            return form
    return None


def read_signal_text(file: TextFile, said: Said) -> Imported:
    """Read a chat. Times are the wall clock of the exporting computer, in the person's zone where it is given."""
    form = _form_of(file)
    if form is None:
        raise UnreadableExport(reason="unknown")
    unread = Unread()
    messages: list[Message] = []
    earlier: set[str] = set()
    for at, author, lines in _entries(file, form=form, unread=unread):
        text, kind, edited = _content(lines, form=form, earlier=earlier)
        earlier.add(text)
        message = Message(
            n=len(messages), at=at.replace(tzinfo=said.timezone), speaker=author, text=text, type=kind, edited=edited
        )
        messages.append(message)
        if said.progress is not None and not len(messages) % PROGRESS_EVERY:
            said.progress(len(messages))
    for number in file.bad_lines:
        unread.add(number)
    if not messages:
        raise UnreadableExport(reason="no_messages")
    doubts = {"bad_bytes"} if file.bad_lines else set()
    if said.timezone is None:
        doubts.add("no_timezone")
    if any(not message.text and message.type is MessageType.TEXT for message in messages):
        doubts.add("empty_messages")
    if len(speakers_of(messages)) == 1:
        doubts.add("one_speaker")
    conversation = Conversation(source="signal", people=speakers_of(messages), messages=tuple(messages))
    return imported(conversation, unread=unread, doubts=doubts, date_order="ymd")


def _entries(file: TextFile, *, form: re.Pattern[str], unread: Unread) -> Iterator[tuple[datetime, str, list[str]]]:
    entry: tuple[datetime, str, list[str]] | None = None
    for number, line in enumerate(file.lines(), 1):
        head = _head(line, form=form)
        if head is not None:
            if entry is not None:
                yield entry
            entry = head
        elif entry is not None:
            entry[2].append(line)
        elif line.strip():
            unread.add(number)
    if entry is not None:
        yield entry


def _head(line: str, *, form: re.Pattern[str]) -> tuple[datetime, str, list[str]] | None:
    match = form.match(line)
    author = clean_name(match["author"]) if match is not None else ""
    if match is None or not author:
        return None
    try:
        at = datetime.fromisoformat(match["at"].replace(",", ""))
    except ValueError:
        return None
    return at, author, [match["words"] or ""]


def _content(lines: list[str], *, form: re.Pattern[str], earlier: set[str]) -> tuple[str, MessageType, bool]:
    if form is _SHORT:
        text = "\n".join(lines).rstrip()
        return text.removeprefix(_EDITED), MessageType.TEXT, text.startswith(_EDITED)
    # Markdown ends a line with two blanks.
    lines = [line.rstrip() for line in "\n".join(lines).strip().split("\n")]
    lines[-1] = _REACTIONS.sub("", lines[-1])
    text = "\n".join(_without_quote(lines, earlier=earlier)).strip()
    caption = _ATTACHMENT.sub("", text)
    return caption.strip(), MessageType.TEXT if caption == text else MessageType.MEDIA, False


def _without_quote(lines: list[str], *, earlier: set[str]) -> list[str]:
    """Leave out what is answered; what nobody said before is no quote of this chat, and stays."""
    end = next((place for place, line in enumerate(lines) if not line.startswith(">")), len(lines))
    quoted = "\n".join(line[1:].removeprefix(" ") for line in lines[:end]).strip()
    return lines[end:] if end and quoted in earlier else lines
