"""WhatsApp exports: Android and iOS, and lines copied out of WhatsApp Web.

The text is read twice. The survey finds the layout of the heads, the order of day and month and where names end, from
the whole file; the reading then makes messages. Whatever is no head belongs to the message before it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from amends.chats.dates import Clock, DateOrder, decide_order, has_unlikely_years
from amends.chats.formats.heads import Heads, Layout, find_head, may_start_a_head
from amends.chats.formats.notices import Body, Notices
from amends.chats.formats.phrases import without_marks
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import LONGEST_NAME, Names, NameSurvey, clean_name
from amends.chats.said import tell
from amends.collecting import uncollected
from amends.conversation import Conversation, MessageType, message_of
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import TypeAlias

    from amends.chats.files.text import TextFile
    from amends.chats.said import Said
    from amends.conversation import Message

    _Begun: TypeAlias = tuple[datetime, str, int]  # a message's time, what follows its head, and the first ": " in that

_LATE = timedelta(minutes=1)  # a message may arrive a little after it was sent
_LONGER_PASTE = 50  # times the chat that it was pasted into; beyond, it is the chat
_BLANKS_IN_SENTENCE = 4  # of the app, more likely than in a name that hardly occurs
_HEAD_STARTS = frozenset("[0123456789")
_PADDED = re.compile(r"(?<!\d)0\d(?!\d)")
_NUMBERS = re.compile(r"\d+")
_SINGLE = re.compile(r"(?<!\d)\d(?!\d)")
# How grave an entry of a log is, and the time at which an appointment ends.
_NOBODY = re.compile(r"\d{1,2}[:.]\d{2} .*|(?:.*\W)?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)")
_UNKNOWN_CLOCK = re.compile(r"\S[^\d]{0,30} [-–—] \S")  # "hodź. - Anna": a word of half a day that is not known


class _Seen:
    """What the survey saw of one layout."""

    def __init__(self, layout: Layout, number: int, *, head: str) -> None:
        self.layout = layout
        self.heads = Heads(layout, marked=without_marks(head[2:]) != head[2:])
        self.first_line = number
        self.count = 0
        self.dates: list[str] = []  # each change of the date, as it stands there
        self.last_date = ""
        self.names = NameSurvey()

    @property
    def spoken(self) -> int:
        """How many of its lines have an author."""
        return sum(self.names.firsts.values())

    @property
    def has_unknown_clock(self) -> bool:
        """Say whether most names begin with a word and a dash, which belong to the time; then no time is certain."""
        odd = sum(count for name, count in self.names.firsts.items() if _UNKNOWN_CLOCK.match(name))
        return self.layout.bare and not self.layout.marker and 2 * odd > self.spoken

    @property
    def is_no_talk(self) -> bool:
        """Say whether most of its names are what stands in a program's log or in a calendar."""
        nobody = sum(count for name, count in self.names.firsts.items() if _NOBODY.fullmatch(name))
        return 2 * nobody > self.spoken

    def padding(self) -> str | None:
        """Return which form of one-digit numbers the dates have: "0", "", or None where both occur about equally."""
        padded = sum(_PADDED.search(date) is not None for date in self.dates)
        single = sum(_SINGLE.search(date) is not None for date in self.dates)
        return None if padded == single else "0" if padded > single else ""


class Survey:
    """What the whole file tells about its layout. `lines` is how many lines it has, blank ones left out."""

    def __init__(self, stream: Iterable[str]) -> None:
        self.layouts: dict[Layout, _Seen] = {}
        self.lines = 0
        self.first_line = 0
        self._look(stream)

    def _look(self, stream: Iterable[str]) -> None:
        seen: _Seen | None = None
        for number, line in enumerate(stream, 1):
            match = seen.heads.match(line) if seen is not None else None
            if seen is not None and match is not None:
                date, end = match["date"], match.end()
            elif line.isspace():
                continue
            elif may_start_a_head(line) and (found := find_head(line)) is not None:
                layout, head = found
                seen = self.layouts.get(layout)
                if seen is None:
                    seen = self.layouts[layout] = _Seen(layout, number, head=line[: head.end])
                date, end = head.date, head.end
            else:
                self.lines += 1
                continue
            if not self.lines:
                self.first_line = number
            self.lines += 1
            seen.count += 1
            if seen.last_date != date:
                seen.last_date = date
                seen.dates.append(date)
            seen.names.see(line, end)

    @property
    def main(self) -> _Seen | None:
        """The layout of the file, or None where it is no such chat."""
        chats = [seen for seen in self.layouts.values() if self._is_a_chat(seen)]
        if not chats:
            return None
        most = max(chats, key=lambda seen: seen.count)
        first = min(chats, key=lambda seen: seen.first_line)
        # An export begins with a head, so a longer chat that is pasted into a short one is told by that.
        begins = first.first_line == self.first_line and first.count * _LONGER_PASTE >= most.count
        return first if begins and (first.count > 1 or most.count < 3) else most

    def _is_a_chat(self, seen: _Seen) -> bool:
        begins = seen.first_line == self.first_line
        if seen.layout.bare:
            return seen.spoken >= 1 and (2 * seen.spoken >= self.lines or (begins and seen.spoken > 1))
        return seen.spoken >= 1 or (begins and not seen.layout.bracket)

    def has_other_layouts(self, main: _Seen) -> bool:
        """Say whether other lines look like the start of a message, too."""
        others = (seen for seen in self.layouts.values() if seen is not main)
        return any(seen.spoken or not seen.layout.bare for seen in others)


class _Builder:
    """Makes messages of heads and their lines."""

    def __init__(self, names: Names, *, app_lines_have_authors: bool, app_lines_are_marked: bool) -> None:
        self.messages: list[Message] = []
        self.doubts: set[str] = set()
        self._names = names
        self._notices = Notices(
            with_authors=app_lines_have_authors, marked=app_lines_are_marked, typed_by=names.typed.__contains__
        )
        self._may_be_notice = self._notices.may_be
        self._knows_language = False
        self._has_unknown_lines = False
        self._speakers: dict[str, str] = {}

    @property
    def language_doubts(self) -> set[str]:
        """Say a doubt where nothing that the app wrote is known: then other lines of it may stand as a person's."""
        return {"unknown_notice"} if self._has_unknown_lines and not self._knows_language else set()

    def add(self, at: datetime, rest: str, colon: int, more: list[str]) -> None:
        """Add the message that begins with `rest` (what follows the head) and goes on with the lines `more`.

        `colon` is where the first ": " stands in `rest`, -1 where there is none.
        """
        words = rest[colon + 2 :]
        speaker = self._speakers.get(rest[:colon]) if colon >= 0 else None
        if speaker is None:
            found = self._author(rest)
            if found is None:
                self._add_notice(at, "\n".join([rest, *more]))
                return
            speaker, words = found
        text = "\n".join([words, *more]) if more else words
        if (
            self._may_be_notice(words)
            or words.startswith(speaker)
            or (more and (text[-1] == ">" or "\u200e" in more[-1]))
        ):
            self._add_special(at, speaker, text)
        elif colon >= 0 or more or words.strip("."):
            messages = self.messages
            if not text:
                self.doubts.add("empty_messages")
            messages.append(message_of(len(messages), at, speaker, text))
        else:
            self._append(at, speaker, Body(MessageType.VIEW_ONCE, ""))

    def _author(self, rest: str) -> tuple[str, str] | None:
        """Find the author of a line; names that need no second look are remembered."""
        split = self._names.split(rest)
        if split is None:
            return None
        name, words = split
        speaker = clean_name(name)
        first = rest.partition(": ")[0]
        if not speaker:
            return None
        if self._names.rare(first):
            alike = self._notices.may_be_of_the_app(first)
            if self._notices.is_of_the_app(rest) or (alike and ": " not in rest):
                return None
            if alike or first.count(" ") >= _BLANKS_IN_SENTENCE or self._names.has_a_third:
                self.doubts.add("author_colon")
        if first in self._names.unsure:
            self.doubts.add("author_colon")
        elif first == name and not self._names.is_shorter(name):
            self._speakers[name] = speaker
        return speaker, words

    def _add_notice(self, at: datetime, line: str) -> None:
        kind = MessageType.CALL if self._notices.is_call(line) else MessageType.SYSTEM
        if not self._knows_language:
            self._has_unknown_lines = True
            self._knows_language = self._notices.knows(line)
        self._append(at, None, Body(kind, line.lstrip("\u200e")))

    def _add_special(self, at: datetime, speaker: str, text: str) -> None:
        body = self._notices.read(text, speaker=speaker)
        if body.doubt:
            self.doubts.add(body.doubt)
        elif body.type is not MessageType.TEXT:
            self._knows_language = True
        self._append(at, None if body.type is MessageType.SYSTEM else speaker, body)

    def _append(self, at: datetime, speaker: str | None, body: Body) -> None:
        self.messages.append(message_of(len(self.messages), at, speaker, body.text, body.type, edited=body.edited))


class _PastedLines:
    """Tells a head of the file from a head in a chat that was pasted into a message.

    `until` is the time of a message that begins with a pasted head, `last` that of the message before.
    """

    def __init__(self, main: _Seen) -> None:
        self._heads = main.heads
        self._padding = main.padding()
        self.until: datetime | None = None
        self.last: datetime | None = None
        self.doubts: set[str] = set()

    def holds(self, date: str, at: datetime) -> bool:
        """Say whether this head lies in a pasted chat: it is of another time than its place, and the signs fit."""
        if self.until is not None and at < self.until:
            self.doubts.add("pasted_chat")
            return True
        self.until = None
        if self.last is not None and at < self.last and self._is_written_otherwise(date):
            self.doubts.add("mixed_layouts")
            return True
        if self.last is not None and self.last - at > _LATE:
            self.doubts.add("times_run_back")
        return False

    def look_into(self, words: str, at: datetime) -> None:
        """Take note where a message begins with a head of its own."""
        if self._heads.find(words) is not None:
            self.until = at

    def _is_written_otherwise(self, date: str) -> bool:
        if self._padding is None:
            return False
        other = _SINGLE if self._padding == "0" else _PADDED
        return other.search(date) is not None


@uncollected()
def read_whatsapp(file: TextFile, said: Said, *, survey: Survey, title: str = "") -> Imported:
    """Read an export that was surveyed; `title` is the chat's, where the file's name tells it.

    Raises UnreadableExport where the text is none, UndecidedDateOrder where the file fits more than one order.
    """
    main = survey.main
    if main is None or main.has_unknown_clock or main.is_no_talk:
        raise UnreadableExport(reason="unknown")
    order = decide_order(main.dates, layout=main.layout, asked=said.date_order)
    reading = _Reading(main, said, order=order, title=title)
    reading.read(file.stream())
    doubts = reading.doubts | ({"mixed_layouts"} if survey.has_other_layouts(main) else set())
    doubts |= {"like_a_log"} if main.layout.like_a_log else set()
    doubts |= {"unlikely_years"} if has_unlikely_years(main.dates, order.order) else set()
    return reading.result(doubts=doubts | file.doubts, bad_lines=file.bad_lines)


class _Reading:
    """The second time through the file."""

    def __init__(self, main: _Seen, said: Said, *, order: DateOrder, title: str) -> None:
        self._heads = main.heads
        self._order = order
        self._clock = Clock(order=order.order, timezone=said.timezone)
        self._names = main.names.firsts
        self._builder = _Builder(
            main.names.decide(title),
            app_lines_have_authors=main.layout.has_seconds,
            app_lines_are_marked=main.names.marked,
        )
        self._pasted = _PastedLines(main)
        self._unread = Unread()
        self._title = title
        self._progress = said.progress
        self._doubts: set[str] = set()

    @property
    def doubts(self) -> set[str]:
        zone = set() if self._clock.timezone is not None else {"no_timezone"}
        told = self._builder.doubts | self._builder.language_doubts
        return zone | told | self._doubts | self._order.doubts | self._clock.doubts | self._pasted.doubts

    def read(self, stream: Iterator[str]) -> None:
        """Make the messages."""
        add, head_of, messages = self._builder.add, self._head_of, self._builder.messages
        began: _Begun | None = None
        more: list[str] = []
        for number, whole_line in enumerate(stream, 1):
            line = whole_line.rstrip("\r\n")
            found = head_of(line, number)
            if found is not None:
                if began is not None:
                    add(*began, more)
                    tell(self._progress, len(messages))
                began = found
                if more:
                    more = []
            elif began is not None:
                more.append(line)
            elif line.strip():
                self._unread.add(number)
        if began is not None and not whole_line.endswith(("\n", "\r")):
            began = self._without_cut_end(began, more, number)
        if began is not None:
            add(*began, _without_blank_end(more))

    def _without_cut_end(self, began: _Begun, more: list[str], number: int) -> _Begun | None:
        """Take off a last line that breaks off within its head or its name, and count it as not read."""
        if more:
            if not self._heads.are_begun_by(more[-1]):
                return began
            if more[-1].startswith("[") or len(_NUMBERS.findall(more[-1])) > 2:
                more.pop()
                self._unread.add(number)
            else:  # a person may end with a number
                self._doubts.add("mixed_layouts")
            return began
        rest = began[1]
        if ": " in rest or not any(f"{name}: ".startswith(rest) for name in self._names):
            return began
        self._unread.add(number)
        return None

    def _head_of(self, line: str, number: int) -> _Begun | None:
        """Return what `_Builder.add` takes, where a message of this chat begins."""
        heads = self._heads
        match = heads.match(line)
        if match is not None:
            date, time, marker = heads.parts(match)
            end = match.end()
        else:
            head = heads.find(line)
            if head is None:
                return None
            date, time, marker, end = head
        at = self._clock.read(date, time, marker)
        if at is None:
            self._doubts.add("mixed_layouts")
            self._unread.add(number)
            return None
        pasted = self._pasted
        if (pasted.until is not None or pasted.last is None or at < pasted.last) and pasted.holds(date, at):
            return None
        pasted.last = at
        rest = line[end:]
        colon = rest.find(": ")
        if rest[colon + 2 : colon + 3] in _HEAD_STARTS and 0 <= colon <= LONGEST_NAME - 2:
            pasted.look_into(rest[colon + 2 : colon + 80], at)
        return at, rest, colon

    def result(self, *, doubts: set[str], bad_lines: tuple[int, ...]) -> Imported:
        """Join everything, with the report."""
        messages = self._builder.messages
        for number in bad_lines:
            self._unread.add(number)
        people = speakers_of(messages)
        if not people:  # lines of the app alone, or notes with dates
            raise UnreadableExport(reason="no_messages")
        if len(people) == 1:
            doubts = doubts | {"one_speaker"}
        conversation = Conversation(
            source="pasted" if self._heads.layout.copied else "whatsapp",
            people=people,
            messages=tuple(messages),
            title=self._title,
        )
        return imported(
            conversation,
            unread=self._unread,
            doubts=doubts,
            date_order=self._order.order,
        )


def _without_blank_end(lines: list[str]) -> list[str]:
    """Leave out the blank lines at the end of the file, which are nobody's words."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
