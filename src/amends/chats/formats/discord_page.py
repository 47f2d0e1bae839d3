"""Discord, as DiscordChatExporter writes a channel to a web page, since it gives each message its number there (2019).

A number of Discord tells the time of its message to the thousandth of a second.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.files.html import MAX_LEAF, plain
from amends.chats.files.json_values import clean
from amends.chats.formats.discord_text import COUNT, kind_of, number_in, title_of
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.conversation import MessageType
from amends.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amends.chats.files.text import TextFile
    from amends.chats.imported import Imported
    from amends.chats.said import Said

# Newer pages are written without quotes where a value needs none.
_NUMBER = re.compile(r'data-message-id="?(\d{15,20})\b')
_LONGEST_TAG = 400  # characters
_GROUP = "chatlog__message-group"
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)  # of the numbers: thousandths of a second since, times 2 to the 22nd
_PREAMBLE = re.compile(r'<div class="?preamble__entry"?>([^<]*)<')
_OWN_NOTICES = "chatlog__system-notification"  # which older pages write like words
_AUTHOR = re.compile(
    r'<span class="?chatlog__(?:author|author-name|system-notification-author)"?(?=[\s>])([^<>]*)>([^<]*)<'
)
_PERSON = re.compile(r'\bdata-user-id="?(\d+)')
_NOTICE = re.compile(r'<span class="?chatlog__system-notification-content"?>')
_CALL = "started a call"
_AFTER_NOTICE = re.compile(r'<span class="?chatlog__system-notification-timestamp\b')
_CONTENT = re.compile(r'<div class="?chatlog__(?:forwarded-)?content(?=[\s">])[^<>]*>')
_EDITED = re.compile(r'<span class="?chatlog__edited-timestamp\b[^<>]*>[^<]*</span>')
_MEDIA = re.compile(r'<div class="?chatlog__(?:attachment|sticker|forwarded)(?=[\s">])')
_EMBED = re.compile(r'<div class="?chatlog__embed(?=[\s">])')
_POLL = re.compile(r'<div class="?chatlog__poll-question"?>([^<]*)<')
_POSTAMBLE = re.compile(r'<div class="?postamble__entry"?>([^<]*)<')
_DIV = re.compile(r"<(/?)div\b")
_PICTURE = re.compile(r'<img\b(?=[^<>]*>)[^<>]*?\balt=(?:"([^"<>]*)"|([^\s"<>]*))[^<>]*>')
_SIGN_OF_SERVER = re.compile(r"\w{2,64}", re.ASCII)  # any other sign is one of Unicode
_QUOTE = re.compile(
    r'<div class="?(?:chatlog__markdown-quote|quote)"?>(?:<div class="?chatlog__markdown-quote-border"?></div>'
    r'<div class="?chatlog__markdown-quote-content"?>)?'
)
_CODE = re.compile(r'\n?<(?:code|div) class="(?=[^"<>]*\bpre--multiline\b)[^"<>]*">([^<]*)</(?:code|div)>\n?')
_COMMENT = re.compile(r"<!--/?wmm:ignore-->")
_LINE_ENDS = re.compile(r"</(?:li|h[1-6])>")
_BLANKS = re.compile(r"\s+")


class _Piece(NamedTuple):
    """A stretch of a page from the number of a message to that of the next, with the number of its line."""

    line: int
    number: str
    source: str


def is_discord_page(file: TextFile) -> bool:
    """Say whether a text is a page of a channel."""
    start = next(file.blocks(), "")
    return start.lstrip()[:1] == "<" and _GROUP in start and _NUMBER.search(start) is not None


def read_discord_page(file: TextFile, said: Said) -> Imported:
    """Read a channel. Times are in the person's zone, or in UTC where it is not known."""
    page = _Page(said)
    last = ""
    for piece in _pieces(file.blocks()):
        page.see(piece)
        last = piece.source
    page.see_postamble(last)
    return page.result(file)


def _pieces(blocks: Iterable[str]) -> Iterator[_Piece]:
    """Give the stretches of a page one after another; the first, without a number, stands before all messages."""
    line, number, rest, search_from = 1, "", "", 0
    for block in blocks:
        rest += block
        at = 0
        for begin in _NUMBER.finditer(rest, search_from):
            near = max(at, begin.start() - _LONGEST_TAG)
            if rest.rfind("<", near, begin.start()) > rest.rfind(">", near, begin.start()):  # in a tag, not in words
                yield _Piece(line, number, rest[at : begin.start()])
                line += rest.count("\n", at, begin.start())
                number, at, search_from = begin[1], begin.start(), 1
        rest = rest[at:]
        if len(rest) > MAX_LEAF:
            raise TooLarge(limit=MAX_LEAF)
    yield _Piece(line, number, rest)


class _Page:
    """One page as it is read."""

    def __init__(self, said: Said) -> None:
        self._zone = said.timezone or UTC
        self._timeline = Timeline(progress=said.progress)
        self._people = People()
        self._has_own_notices = False
        self._title = ""
        self._speaker: str | None = None
        self._told: int | None = None
        self._messages = 0

    def see(self, piece: _Piece) -> None:
        """Take a message, or what stands before all, with the beginning of the group that comes next."""
        group = piece.source.rfind(_GROUP)
        if piece.number:
            self._see_message(piece, end=group if group >= 0 else len(piece.source))
        else:
            self._has_own_notices = _OWN_NOTICES in piece.source
            entries = [_words(entry) for entry in _PREAMBLE.findall(piece.source)]
            self._title = title_of(*(*entries, "", "")[:2])
        if group >= 0:  # in older pages, a group begins with who speaks
            self._speaker = self._person(_AUTHOR.search(piece.source, group))

    def _see_message(self, piece: _Piece, *, end: int) -> None:
        self._speaker = self._person(_AUTHOR.search(piece.source, 0, end)) or self._speaker
        self._messages += 1
        if self._speaker is None:
            self._timeline.unread.add(piece.line)
        else:
            self._timeline.add(self._entry(piece, self._speaker))

    def _person(self, author: re.Match[str] | None) -> str | None:
        if author is None:
            return None
        name = _words(author[2])
        person = _PERSON.search(author[1])
        # Those whom a webhook speaks for have one id and a name each.
        return self._people.name(f"{person[1]} {name}" if person is not None else None, name)

    def see_postamble(self, last: str) -> None:
        """Take what stands after the messages, at the end of the last one."""
        counts = (COUNT.fullmatch(_words(entry)) for entry in _POSTAMBLE.findall(last))
        self._told = next((number_in(count[1]) for count in counts if count is not None), None)
        if not last.rstrip().endswith("</html>"):
            self._timeline.doubts.add("cut_off")

    def result(self, file: TextFile) -> Imported:
        """Return the conversation and its report."""
        for number in file.bad_lines:
            self._timeline.unread.add(number)
        self._timeline.doubts |= file.doubts | self._people.doubts
        if self._told is not None and self._told != self._messages:
            self._timeline.doubts.add("missing_messages")
        return self._timeline.result(source="discord", title=self._title)

    def _entry(self, piece: _Piece, speaker: str) -> Entry:
        at = (_EPOCH + timedelta(milliseconds=int(piece.number) >> 22)).astimezone(self._zone)
        source = piece.source
        notice = _NOTICE.search(source)
        if notice is not None:
            after = _AFTER_NOTICE.search(source, notice.end())
            text = _words(source[notice.end() : after.start() if after is not None else None])
            kind = MessageType.CALL if text.startswith(_CALL) else MessageType.SYSTEM
            return _entry(at, speaker, text, kind)
        text = _text(source)
        kind = MessageType.TEXT if self._has_own_notices else kind_of(text)
        if _MEDIA.search(source) is not None or (not text and _EMBED.search(source) is not None):
            kind = MessageType.MEDIA
        entry = _entry(at, speaker, text, kind)
        entry.edited = _EDITED.search(source) is not None
        return entry


def _entry(at: datetime, speaker: str, text: str, kind: MessageType) -> Entry:
    if kind is MessageType.SYSTEM:
        return Entry(at, None, f"{speaker}: {text}", kind)
    return Entry(at, speaker, text, kind)


def _text(source: str) -> str:
    """Return the words of a message: its own, or else those that it passes on, or the question of its poll."""
    poll = _POLL.search(source)
    for content in islice(_CONTENT.finditer(source), 2):
        text = _plain(_EDITED.sub("", _up_to_end(source, content.end())))
        if text:
            return text
    return _words(poll[1]) if poll is not None else ""


def _up_to_end(source: str, begin: int) -> str:
    """Return what stands in the `div` whose first tag ends at a place."""
    depth = 1
    for tag in _DIV.finditer(source, begin):
        depth += -1 if tag[1] else 1
        if not depth:
            return source[begin : tag.start()]
    return source[begin:]


def _plain(source: str) -> str:
    """Return the text of words, in which marks stand for what the page draws: quotes, lists and signs."""
    source = _PICTURE.sub(_sign, _COMMENT.sub("", source))
    source = _LINE_ENDS.sub("\n", _CODE.sub(r"\n\1\n", source)).replace("<li>", "- ")
    first, *quotes = _QUOTE.split(source)
    parts = [plain(first)]
    for quote in quotes:
        quoted, _, after = quote.partition("</div>")
        lines = plain(quoted).strip("\n").split("\n")
        parts += ["".join(f"> {line}\n" for line in lines), plain(after.removeprefix("</div>"))]
    return clean("".join(parts)).strip()


def _sign(picture: re.Match[str]) -> str:
    sign = picture[1] or picture[2] or ""
    return f":{sign}:" if _SIGN_OF_SERVER.fullmatch(sign) else sign


def _words(source: str) -> str:
    """Return a text of one line."""
    return _BLANKS.sub(" ", plain(source)).strip()
