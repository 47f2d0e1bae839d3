"""Telegram Desktop's web pages of a chat: `messages.html`, `messages2.html` and so on, 1,000 messages each."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from amends.chats.files.html import Box, Leaf, Page, plain
from amends.chats.files.text import TextFile
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.people import DELETED_ACCOUNT
from amends.chats.said import tell
from amends.chats.titles import chosen_title, unique_titles
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from amends.chats.files.container import Member
    from amends.chats.said import Said

_START = 64 * 1024
_LEAVES = ("userpic_wrap", "date", "from_name", "media_wrap", "text", "details", "pagination")
_PAGE = re.compile(rb'class="page_body chat_page"|class="history"')
_MESSAGE = re.compile(rb'<div class="message (?:default|service)\b')
_TITLE = re.compile(r'title="(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: ([^"]*))?"')
_OFFSET = re.compile(r"(?:UTC|GMT)(?:([+-])(\d\d?)(?::(\d\d))?)?")
_CHANGING_CLOCKS = (
    *("America/Adak", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago"),
    *("America/New_York", "America/Halifax", "America/Santiago", "America/St_Johns", "America/Miquelon"),
    *("America/Nuuk", "Atlantic/Azores", "Europe/London", "Europe/Berlin", "Europe/Athens", "Australia/Adelaide"),
    *("Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham"),
)
# The pages mark the day, and an empty chat, by services of their own: their numbers are just below zero. Those of a
# group that became a supergroup are below -900,000,000.
_OF_THE_PAGE = re.compile(r'id="message-\d{1,6}"')
# The tag of a message, and the number in it, which is all that is sure to be left where the tag is damaged.
_NUMBER = 'id="message'
_USUAL_TAG = re.compile(r'<div class="message [a-z ]+" id="message-?\d+">')
_TAG_OR_NUMBER = re.compile(
    r'(<div class ?="(?>(?:[^"<> ]+ )*?message(?=[ "]))(?>[^<>]*?id="message)[^<>]*+>)|id="message(?=\d)'
)
_DAMAGED = '<div class="message damaged">'
_DISC = re.compile(r'"userpic userpic(\d)"')  # who has no picture has a disc, in one of eight colours
_CALL = re.compile(r'<div class="media [^"<>]*\bmedia_call\b')
_STATUS = re.compile(r'<div class="status[^<>]*>([^<]*)<')
_POLL = '<div class="media_poll">'
_QUESTION = re.compile(r'<div class="question[^<>]*>((?:[^<]++|<(?!/div>))*+)')
_VIA_BOT = re.compile(r" via @\w{1,64}\Z")
_LINK = re.compile(r'href="(?:[^"<>]*/)?([^"<>/]+)"')
_PART = re.compile(r"(\d{0,9})\.html?\Z", re.IGNORECASE)


def is_telegram_page(file: TextFile) -> bool:
    """Say whether a text is a page of a chat."""
    return _is_page(next(file.blocks(), "")[:_START].encode())


def read_telegram_page(file: TextFile, said: Said) -> Imported:
    """Read a chat out of one page, as `read_telegram_pages` does."""
    chat = _Chat(said)
    chat.read(file, name="")
    return chat.result()


def is_telegram_pages(members: tuple[Member, ...]) -> bool:
    """Say whether files hold pages of chats, and not the same chats in JSON, which says more."""
    names = {PurePosixPath(member.name).name for member in members}
    return "result.json" not in names and any(map(_is_page_file, members))


def read_telegram_pages(members: tuple[Member, ...], said: Said) -> Imported:
    """Read a chat out of its pages.

    Times have the offset of the export, or are in the person's zone; those of older exports name no offset and are
    taken as they stand there. The offset is that of winter, all year, so only a zone makes summer sure. A line of the
    app itself has no time. Raises UndecidedChat where the pages are of several chats. The numbers of unread lines count
    within each page.
    """
    folders: dict[str, list[Member]] = {}
    for member in members:
        if _is_page_file(member):
            folders.setdefault(str(PurePosixPath(member.name).parent), []).append(member)
    chats = [sorted(pages, key=_place) for pages in folders.values()]
    titles = unique_titles(_title(TextFile(pages[0].open)) for pages in chats)
    pages = dict(zip(titles, chats, strict=True))[chosen_title(titles, said.chat)]
    chat = _Chat(said)
    for page in pages:
        chat.read(TextFile(page.open), name=PurePosixPath(page.name).name)
    return chat.result()


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
    return _title_in(next(Page(boxes=("message",), leaves=("text",)).boxes(file.blocks())))


def _title_in(before: Box) -> str:
    return _name(next((leaf.text for leaf in before.leaves if leaf.name == "text"), ""))


class _Chat:
    """One chat as it is read."""

    def __init__(self, said: Said) -> None:
        self._told = said
        self._title = ""
        self._messages: list[Message] = []
        self._unread = Unread()
        self._doubts: set[str] = set()
        self._speaker = ""
        self._source = ""  # whose words were passed on, where they were
        self._discs: dict[str, str] = {}
        self._pages: set[str] = set()
        self._linked: set[str] = set()

    def read(self, file: TextFile, *, name: str) -> None:
        """Read through the page of a name, "" where that is not known."""
        self._pages.add(name)
        self._speaker = self._source = ""
        page = Page(boxes=("message",), leaves=_LEAVES)
        for box in page.boxes(_with_damaged(file.blocks())):
            if not box.name:
                self._title = self._title or _title_in(box)
            elif _OF_THE_PAGE.search(box.tag) is None:
                self._add(box)
            self._linked.update(_pages_linked_in(box))
        if not page.is_whole:
            self._doubts.add("cut_off")
        self._doubts |= file.doubts
        for number in file.bad_lines:
            self._unread.add(number)

    def _add(self, box: Box) -> None:
        # The first counts: a forwarded message holds the name and the time of the earlier one as well.
        leaves = {leaf.name: leaf for leaf in reversed(box.leaves)}
        if box.tag == _DAMAGED:
            self._unread.add(box.line)
            self._see_name_in_damaged(leaves)
            return
        try:
            message = self._service(leaves) if "service" in box.tag else self._message(box, leaves)
        except (KeyError, ValueError):
            self._unread.add(box.line)
            return
        self._messages.append(message)
        tell(self._told.progress, len(self._messages))

    def _service(self, leaves: dict[str, Leaf]) -> Message:
        text = leaves["details"].text
        return Message(n=len(self._messages), at=None, speaker=None, text=text, type=MessageType.SYSTEM)

    def _message(self, box: Box, leaves: dict[str, Leaf]) -> Message:
        # First who spoke, whether or not the rest can be read: the next message may go on without a name.
        names = [_name_in(leaf) for leaf in box.leaves if leaf.name == "from_name"]
        if "joined" not in box.tag:
            self._speaker, *names = names or [""]
            self._source = ""
            self._see_disc(box.leaves)
        # What was passed on names whose it is, and goes on as it began.
        self._source = names[0] if names else self._source
        if not self._speaker:
            raise ValueError("a message that goes on after nobody's")
        at = _time(leaves["date"].tag)
        text = leaves["text"].text if "text" in leaves else ""
        kind = MessageType.MEDIA if self._source not in {"", self._speaker} else MessageType.TEXT
        if "media_wrap" in leaves:
            text, kind = _with_media(leaves["media_wrap"].source, text)
        return Message(n=len(self._messages), at=at, speaker=self._speaker, text=text, type=kind)

    def _see_name_in_damaged(self, leaves: dict[str, Leaf]) -> None:
        """Note who spoke: only who begins to speak has a picture; another name may be whose words were passed on."""
        if "from_name" in leaves:
            self._speaker = _name_in(leaves["from_name"]) if "userpic_wrap" in leaves else ""
            self._source = ""

    def _see_disc(self, leaves: list[Leaf]) -> None:
        """Note where two people of one name have discs of two colours; the sender's stands before all else."""
        disc = _DISC.search(leaves[0].source) if leaves and leaves[0].name == "userpic_wrap" else None
        if disc is not None and self._discs.setdefault(self._speaker, disc[1]) != disc[1]:
            self._doubts.add("one_name")

    def result(self) -> Imported:
        """Return the conversation and its report."""
        times = [message.at for message in self._messages if message.at is not None]
        if not times:
            raise UnreadableExport(reason="unknown" if self._unread.count else "no_messages")
        zone = self._told.timezone
        if any(at.tzinfo is None for at in times):
            self._doubts |= {"local_times"} | ({"no_timezone"} if zone is None else set())
            self._messages = [replace(one, at=one.at and one.at.replace(tzinfo=zone)) for one in self._messages]
        elif zone is not None:
            on_its_clock = {at.utcoffset() for at in times} == {_winter_offset(zone, times[-1].year)}
            self._messages = [
                replace(one, at=one.at and (one.at.replace(tzinfo=zone) if on_its_clock else one.at.astimezone(zone)))
                for one in self._messages
            ]
        elif _may_be_summer(times):
            self._doubts.add("winter_offset")
        if not self._linked <= self._pages:
            self._doubts.add("parts_missing")
        if any(not message.text and message.type is MessageType.TEXT for message in self._messages):
            self._doubts.add("empty_messages")
        conversation = Conversation(
            source="telegram",
            people=speakers_of(self._messages),
            messages=tuple(self._messages),
            title=self._title,
        )
        return imported(conversation, unread=self._unread, doubts=self._doubts)


def _with_damaged(blocks: Iterator[str]) -> Iterator[str]:
    """Put a tag before the number of a message whose own is damaged, lest it goes under in the message before."""
    for block in blocks:
        if block.count(_NUMBER) == len(_USUAL_TAG.findall(block)):
            yield block
        else:
            yield _TAG_OR_NUMBER.sub(lambda found: found[1] or f"{_DAMAGED}{found[0]}", block)


def _with_media(source: str, text: str) -> tuple[str, MessageType]:
    """Return the text and the kind of a message with this media."""
    if _CALL.search(source) is not None:
        status = _STATUS.search(source)
        return f"phone call: {plain(status[1]).strip()}" if status is not None else "phone call", MessageType.CALL
    if _POLL in source:
        question = _QUESTION.search(source)
        asked = plain(question[1]).strip() if question is not None else ""
        return "\n".join(filter(None, (asked, text))), MessageType.TEXT
    return text, MessageType.MEDIA


def _pages_linked_in(box: Box) -> Iterator[str]:
    """Give the names of the pages before and after, which a page links to."""
    for leaf in box.leaves:
        link = _LINK.search(leaf.tag) if leaf.name == "pagination" else None
        if link is not None:
            yield link[1]


def _time(tag: str) -> datetime:
    match = _TITLE.search(tag)
    if match is None:
        raise ValueError("a day and a time are expected here")
    day, month, year, time, offset = match.groups()
    return datetime.fromisoformat(f"{year}-{month}-{day}T{time}{_offset(offset)}")


@lru_cache(maxsize=16)
def _offset(written: str | None) -> str:
    """Return the offset in "UTC+01:00", "GMT+1" or "GMT"; "" where none is named, or a zone by a name of its own."""
    match = _OFFSET.fullmatch((written or "").strip())
    if match is None:
        return ""
    sign, hours, minutes = match.groups(default="")
    return f"{sign or '+'}{hours or '0':0>2}:{minutes or '00'}"


def _winter_offset(zone: tzinfo, year: int) -> timedelta:
    """Return the smaller of the offsets that a zone has in a year: summer puts the clock on.

    It is what Telegram writes beside every time, whatever the clock: pages that name it were written in that zone, and
    their clock is right as it stands.
    """
    return min(datetime(year, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))


@cache
def changing_clocks() -> tuple[ZoneInfo, ...]:
    """Return zones whose clock is put on in summer: at least one for each offset of winter that any of them has."""
    return tuple(map(ZoneInfo, _CHANGING_CLOCKS))


def _may_be_summer(times: list[datetime]) -> bool:
    """Say whether clocks may have been put on at one of these times while the same offset stands beside them all."""
    days = {at.date(): at for at in times}.values()
    offsets = {at.utcoffset() for at in times}
    if len(offsets) > 1:
        return False
    zones = (zone for zone in changing_clocks() if {_winter_offset(zone, times[-1].year)} == offsets)
    return any(at.replace(tzinfo=zone).utcoffset() not in offsets for zone in zones for at in days)


def _name_in(leaf: Leaf) -> str:
    """Return a name without the bot by which, and the time at which, its message came."""
    return _name(_VIA_BOT.sub("", plain(leaf.source.partition("<span")[0]).strip()).strip())


def _name(name: str) -> str:
    return DELETED_ACCOUNT if name == "Deleted Account" else name
