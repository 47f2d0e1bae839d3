"""Telegram Desktop's web pages of a chat: `messages.html`, `messages2.html` and so on, 1,000 messages each."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.html import Element, elements
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.people import DELETED_ACCOUNT
from amends.chats.text import TextFile
from amends.chats.titles import chosen_title, unique_titles
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from amends.chats.container import Member
    from amends.chats.said import Said

PROGRESS_EVERY = 5_000
_START = 64 * 1024
# Who has no picture has a disc, in one of eight colours.
_DISCS = tuple(f"userpic{n}" for n in range(1, 9))
_BOXES = ("message", "media_wrap", "media_call", "media_poll", *_DISCS)
_LEAVES = ("date", "from_name", "text", "question", "status", "signature", "details")
_PAGE = re.compile(rb'class="page_body chat_page"|class="history"')
_MESSAGE = re.compile(rb'<div class="message (?:default|service)\b')
_TITLE = re.compile(r'title="(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?"')
# The pages mark the day, and an empty chat, by services of their own: their numbers are below zero.
_OF_THE_PAGE = 'id="message-'
_VIA_BOT = re.compile(r" via @\w{1,64}\Z")
_PART = re.compile(r"(\d{0,9})\.html?\Z", re.IGNORECASE)


class _Said(NamedTuple):
    """A message before it is known whether all times have an offset."""

    at: datetime | None
    speaker: str | None
    text: str
    type: MessageType


def is_telegram_page(file: TextFile) -> bool:
    """Say whether a text is a page of a chat."""
    return _is_page(next(file.blocks(), "")[:_START].encode())


def read_telegram_page(file: TextFile, said: Said) -> Imported:
    """Read a chat out of one page, as `read_telegram_pages` does."""
    return _read((file,), said)


def is_telegram_pages(members: tuple[Member, ...]) -> bool:
    """Say whether files hold pages of chats, and not the same chats in JSON, which says more."""
    names = {PurePosixPath(member.name).name for member in members}
    return "result.json" not in names and any(map(_is_page_file, members))


def read_telegram_pages(members: tuple[Member, ...], said: Said) -> Imported:
    """Read a chat out of its pages.

    Times have the offset of the export, or are in the person's zone; those of older exports name no offset and are
    taken as they stand there. A line of the app itself has no time. Raises UndecidedChat where the pages are of
    several chats. The numbers of unread lines count within each page.
    """
    folders: dict[str, list[Member]] = {}
    for member in members:
        if _is_page_file(member):
            folders.setdefault(str(PurePosixPath(member.name).parent), []).append(member)
    chats = [sorted(pages, key=_place) for pages in folders.values()]
    titles = unique_titles(_title(TextFile(pages[0].open)) for pages in chats)
    pages = dict(zip(titles, chats, strict=True))[chosen_title(titles, said.chat)]
    return _read((TextFile(page.open) for page in pages), said)


def _is_page_file(member: Member) -> bool:
    path = PurePosixPath(member.name)
    is_named_so = path.suffix.lower() in {".html", ".htm"} and "__MACOSX" not in path.parts
    return is_named_so and _is_page(member.open().read(_START))


def _is_page(start: bytes) -> bool:
    return _PAGE.search(start) is not None and _MESSAGE.search(start) is not None


def _place(page: Member) -> int:
    number = _PART.search(page.name)
    return int(number[1]) if number is not None and number[1] else 1


def _title(file: TextFile) -> str:
    """Return the title of the chat, which stands before its messages."""
    first = next(iter(elements(file.blocks(), boxes=("message",), leaves=("text",))), None)
    return _name(first.text) if first is not None else ""


def _read(files: Iterable[TextFile], said: Said) -> Imported:
    chat = _Chat(said)
    for file in files:
        chat.read(file)
    return chat.result()


class _Chat:
    """One chat as it is read."""

    def __init__(self, said: Said) -> None:
        self._told = said
        self._title = ""
        self._said: list[_Said] = []
        self._unread = Unread()
        self._doubts: set[str] = set()
        self._speaker: str | None = None
        self._discs: dict[str, str] = {}

    def read(self, file: TextFile) -> None:
        """Read through one page."""
        self._speaker = None
        message: Element | None = None
        seen: dict[str, Element] = {}
        for element in elements(file.blocks(), boxes=_BOXES, leaves=_LEAVES):
            if element.name == "message":
                self._add(message, seen)
                message, seen = element, {}
            else:
                # The first counts: a forwarded message holds the name and the time of the earlier one as well.
                seen.setdefault(element.name, element)
        self._add(message, seen)
        for number in file.bad_lines:
            self._doubts.add("bad_bytes")
            self._unread.add(number)

    def _add(self, message: Element | None, seen: dict[str, Element]) -> None:
        if message is None:
            self._title = self._title or _name(_text(seen, "text"))
            return
        if _OF_THE_PAGE in message.tag:
            return
        try:
            self._said.append(self._read(message, seen))
        except (KeyError, ValueError):
            self._unread.add(message.line)
            return
        if self._told.progress is not None and not len(self._said) % PROGRESS_EVERY:
            self._told.progress(len(self._said))

    def _read(self, message: Element, seen: dict[str, Element]) -> _Said:
        if "service" in message.tag:
            return _Said(None, None, _text(seen, "details"), MessageType.SYSTEM)
        at = _time(seen["date"].tag)
        if "joined" not in message.tag:
            self._speaker = _name(_VIA_BOT.sub("", _text(seen, "from_name")))
            # The sender's disc stands before all else; that of a forwarded message stands after the time.
            disc = next(iter(seen))
            if disc in _DISCS and self._discs.setdefault(self._speaker, disc) != disc:
                self._doubts.add("one_name")
        if not self._speaker:
            raise ValueError("a message that goes on after nobody's")
        return _Said(at, self._speaker, *self._content(seen))

    def _content(self, seen: dict[str, Element]) -> tuple[str, MessageType]:
        text = _text(seen, "text")
        if "media_call" in seen:
            return f"phone call: {_text(seen, 'status')}", MessageType.CALL
        if "media_poll" in seen:
            return text or _text(seen, "question"), MessageType.TEXT
        if "media_wrap" in seen:
            return text, MessageType.MEDIA
        if not text:
            self._doubts.add("empty_messages")
        return text, MessageType.TEXT

    def result(self) -> Imported:
        """Return the conversation and its report."""
        if not any(one.at is not None for one in self._said):
            raise UnreadableExport(reason="unknown" if self._unread.count else "no_messages")
        zone = self._told.timezone
        local = any(one.at is not None and one.at.tzinfo is None for one in self._said)
        if local:
            self._doubts |= {"local_times"} | ({"no_timezone"} if zone is None else set())
        messages = [
            Message(n=n, at=_placed(one.at, zone, local=local), speaker=one.speaker, text=one.text, type=one.type)
            for n, one in enumerate(self._said)
        ]
        conversation = Conversation(
            source="telegram", people=speakers_of(messages), messages=tuple(messages), title=self._title
        )
        return imported(conversation, unread=self._unread, doubts=self._doubts)


def _time(tag: str) -> datetime:
    match = _TITLE.search(tag)
    if match is None:
        raise ValueError("a day and a time are expected here")
    day, month, year, time, offset = match.groups()
    return datetime.fromisoformat(f"{year}-{month}-{day}T{time}{offset or ''}")


def _placed(at: datetime | None, zone: tzinfo | None, *, local: bool) -> datetime | None:
    if at is None or (zone is None and not local):
        return at
    return at.replace(tzinfo=zone) if local else at.astimezone(zone)


def _text(seen: dict[str, Element], name: str) -> str:
    return seen[name].text if name in seen else ""


def _name(name: str) -> str:
    return DELETED_ACCOUNT if name == "Deleted Account" else name
