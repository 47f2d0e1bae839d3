"""iMessage, as imessage-exporter writes a chat to a web page: what its text files hold, in boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from amends.chats.files.html import Leaf, Page, plain
from amends.chats.formats.imessage import head_of, imported_chat
from amends.chats.imported import Imported, Unread
from amends.chats.names import LONGEST_NAME, clean_name
from amends.chats.said import tell
from amends.conversation import Message, MessageType

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from amends.chats.files.text import TextFile
    from amends.chats.said import Said

_START = 256 * 1024  # the page begins with its styles
_BOXES = ("message", "message_part", "replies")
_LEAVES = (
    *("timestamp", "sender", "subject", "bubble", "translated", "edited", "unsent", "attachment", "sticker"),
    *("attachment_error", "app", "app_error", "shareplay", "shared_location", "announcement", "tapbacks", "reactions"),
)
_MEDIA = {"attachment", "sticker", "attachment_error", "app", "app_error"}
_OF_THE_APP = {"shareplay", "shared_location", "announcement"}
_LINK = re.compile(r'<a href="(https?://[^"<>\s]{1,4000})"')
_TRANSCRIPTION = re.compile(r'<span class="transcription">\s*(?:Transcription: )?([^<>]*)')
_PAGE = re.compile(
    r'<div class ?="announcement">\s*<p>\s*<span class="timestamp">|'
    r'<div class="message"(?:,? id="[^"<>]{0,100}")?>\s*<div class="(?:sent [^"<>]{1,20}|received)">'
)


@dataclass(slots=True)
class _Block:
    """A message or an announcement, and what was found in it. `depth` counts the boxes of the page around it."""

    line: int
    depth: int
    is_under_another: bool
    at: datetime | None = None
    speaker: str | None = None
    words: list[str] = field(default_factory=list)
    found: set[str] = field(default_factory=set)

    def key(self) -> tuple[datetime | None, str | None, tuple[str, ...]]:
        """Return what a reply and its copy under the answered message have in common."""
        return self.at, self.speaker, tuple(self.words)

    def take(self, leaf: Leaf) -> None:
        """Take in what stands in a leaf."""
        self.found.add(leaf.name)
        if leaf.name in {"timestamp", "announcement"} and self.at is None:
            head = head_of(" ".join(leaf.text.split()))
            if head is not None:
                self.at = head.at
                self.words += [head.announcement] if head.announcement else []
        elif leaf.name == "sender" and self.speaker is None:
            name = clean_name(leaf.text)
            self.speaker = name if 0 < len(name) <= LONGEST_NAME else None
        elif leaf.name == "translated":
            # What was sent; before it stands what the reader's own device made of it.
            self.words[-1:] = [plain(leaf.source)]
        else:
            self.words += _words(leaf)

    def kind(self) -> MessageType:
        """Return what kind of entry it is."""
        if self.found & _OF_THE_APP:
            return MessageType.SYSTEM
        if self.found & _MEDIA:
            return MessageType.MEDIA
        return MessageType.DELETED if "unsent" in self.found and not self.words else MessageType.TEXT


def is_imessage_page(file: TextFile) -> bool:
    """Say whether a text is a web page of imessage-exporter."""
    return _PAGE.search(next(file.blocks(), "")[:_START]) is not None


def read_imessage_page(file: TextFile, said: Said) -> Imported:
    """Read a chat. Times are the wall clock of the exporting computer, in the person's zone where it is given."""
    unread = Unread()
    page = Page(boxes=_BOXES, leaves=_LEAVES)
    blocks = _blocks(page, file)
    in_place = {block.key() for block in blocks if not block.is_under_another}
    messages: list[Message] = []
    for block in blocks:
        if block.is_under_another and block.key() in in_place:
            continue  # a reply stands under what it answers, and once more at its own place
        message = _message(block, n=len(messages), timezone=said.timezone)
        if message is None:
            unread.add(block.line)
            continue
        messages.append(message)
        tell(said.progress, len(messages))
    return imported_chat(messages, file=file, unread=unread, said=said, doubts=set() if page.is_whole else {"cut_off"})


def _blocks(page: Page, file: TextFile) -> list[_Block]:
    blocks: list[_Block] = []
    within: list[_Block] = []
    for box in page.boxes(file.blocks()):
        # Under a part of a message stand the replies to it, and after them its next part.
        while within and within[-1].depth >= box.depth:
            within.pop()
        if box.name == "message":
            blocks.append(_Block(line=box.line, depth=box.depth, is_under_another=bool(within)))
            within.append(blocks[-1])
        for leaf in box.leaves:
            if leaf.name == "announcement":
                blocks.append(_Block(line=leaf.line, depth=0, is_under_another=False))
                blocks[-1].take(leaf)
            elif within:
                within[-1].take(leaf)
    return blocks


def _words(leaf: Leaf) -> list[str]:
    if leaf.name == "bubble":
        return [plain(leaf.source)]
    if leaf.name == "edited":
        # A row for each wording, the newest last: when, and the words.
        return [plain(leaf.source.rpartition("<td>")[2]).strip()]
    if leaf.name in {"subject", "shareplay", "shared_location"}:
        return [leaf.text]
    if leaf.name in {"app", "attachment"}:
        found = (_LINK if leaf.name == "app" else _TRANSCRIPTION).search(leaf.source)
        return [plain(found[1])] if found is not None else []
    return []


def _message(block: _Block, *, n: int, timezone: tzinfo | None) -> Message | None:
    kind = block.kind()
    if block.at is None or (block.speaker is None and "announcement" not in block.found):
        return None
    text = "\n".join(block.words)
    if kind is MessageType.SYSTEM and block.speaker is not None:
        text = f"{block.speaker}: {text}"
    return Message(
        n=n,
        at=block.at.replace(tzinfo=timezone),
        speaker=None if kind is MessageType.SYSTEM else block.speaker,
        text=text,
        type=kind,
        edited="edited" in block.found,
    )
