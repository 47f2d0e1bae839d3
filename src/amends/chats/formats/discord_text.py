"""Discord, as DiscordChatExporter writes a channel to plain text and to a table (CSV).

What somebody did ("Pinned a message.") stands there as if it were said; these sentences, which the program writes in
English only, are taken for what they are. Neither tells which messages were edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.files.json_values import clean
from amends.chats.formats.column_times import is_time, read_times
from amends.chats.formats.table import form_of, rows_of
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.people import People
from amends.chats.said import tell
from amends.chats.titles import chosen_title
from amends.conversation import Conversation, MessageType, message_of
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from datetime import datetime

    from amends.chats.files.text import TextFile
    from amends.chats.formats.column_times import Times
    from amends.chats.said import Said
    from amends.conversation import Message

_LINES_LOOKED_AT = 2_000
_COLUMNS = ("Author", "Date", "Content", "Attachments")
_ID = "AuthorID"
_RULE = "=" * 62  # above and below what stands before the messages, and the count of them after
COUNT = re.compile(r"Exported (\d[^a-zA-Z]{0,30}) message\(s\)")  # with the separators of any country: "1.234"
_NAME = r"\S.{0,150}"
_HEAD = re.compile(rf"\[([^\[\]]{{4,60}})\] ({_NAME})")
_LONGEST_NUMBER = 30  # characters
_PINNED = " (pinned)"
# The parts of a date: all those of a file have numbers, words and signs at the same places.
_NUMBER, _WORD = r"\d+", r"[^\d\s/.:,\[\]-]+"
_PARTS = re.compile(rf"({_NUMBER})|({_WORD})|[\s/.:,-]")
_SECTION = re.compile(r"\n\n\{(Attachments?|Embed|Stickers|Reactions|Forwarded Message)\}(?=\n|\Z)")
_FORWARDED = re.compile(r"\n\n\{Forwarded Message\}\n((?:(?!Originally sent: )[^\n]*(?:\n|\Z))*)")
_MEDIA = {"Attachment", "Attachments", "Stickers", "Forwarded Message"}
_CALL = re.compile(r"Started a call that lasted [\d.,'\u2019\s-]{1,20} minutes\.")
_NOTICE = re.compile(
    r"(?:Added .{1,100} to the group|Added a recipient|Removed .{1,100} from the group|Removed a recipient"
    r"|Left the group|Changed the channel icon|Changed the channel name|Pinned a message|Started a thread"
    r"|Joined the server)\.|Changed the channel name: .{1,100}"
)
_NO_TIME = timedelta()
_LATE = timedelta(hours=1)  # by which a wall clock goes back once a year
_KEYS = {"Guild", "Channel", "Topic", "After", "Before", "Messages", "Range"}
_CATEGORIES = ("Private / ", "Group / ")  # of direct messages, in older versions


class _Row(NamedTuple):
    """A message before its place is known."""

    at: datetime
    speaker: str
    text: str
    type: MessageType


class _Cells(NamedTuple):
    """A row of a table."""

    line: int
    id: str
    author: str
    date: str
    content: str
    attachments: str


@dataclass(slots=True)
class _Entry:
    """A message of a text: its first line, and what stands below."""

    line: int
    head: str
    date: str
    name: str
    below: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """What one run of the program wrote, `told` how many messages it says these are."""

    title: str | None = None
    told: int | None = None
    entries: list[_Entry] = field(default_factory=list)

    @property
    def is_cut_off(self) -> bool:
        """Say whether the end is missing; up to 2019 there was none, and one blank line between messages."""
        if self.title is None or self.told is not None:
            return False
        *others, last = [entry.below for entry in self.entries] or [[]]
        return not _is_blank(last[-1:]) or any(_is_blank(below[-2:-1]) for below in others)


def is_discord_text(file: TextFile) -> bool:
    """Say whether a text is a channel, or a stretch out of one that holds more than words."""
    lines = [line.rstrip() for line in islice(file.lines(), _LINES_LOOKED_AT)]
    begin = next((place for place, line in enumerate(lines) if line), 0)
    if lines[begin] == _RULE:
        return any(first.startswith("Guild:") and after.startswith("Channel:") for first, after in pairwise(lines[:9]))
    head = _HEAD.fullmatch(lines[begin])
    if head is None or not is_time(head[1]):
        return False
    return any(
        (not before and _SECTION.fullmatch(f"\n\n{line}"))
        or (before == _RULE and COUNT.fullmatch(line))
        or (line.endswith(_PINNED) and _HEAD.fullmatch(line))
        for before, line in pairwise(lines)
    )


def read_discord_text(file: TextFile, said: Said) -> Imported:
    """Read a channel. Times are the wall clock of the exporting computer, in the person's zone where it is given.

    Raises UndecidedChat where channels were put into one file, and UndecidedDateOrder as `decide_order` does.
    """
    unread = Unread()
    channels: dict[str, list[_Part]] = {}
    for part in _parts(file, unread=unread):
        channels.setdefault(part.title or "", []).append(part)
    title = chosen_title(channels, said.chat)
    parts = channels[title]
    doubts = set(file.doubts)
    if any(part.is_cut_off for part in parts):
        doubts.add("cut_off")
    times = read_times([entry.date for part in parts for entry in part.entries], said)
    people = People()
    rows = [_row_of_entry(at, entry, people) for at, entry in _in_time(parts, times, unread=unread, doubts=doubts)]
    for number in file.bad_lines:
        unread.add(number)
    return _result(rows, times, said, title=title, unread=unread, doubts=doubts | people.doubts)


def is_discord_table(file: TextFile) -> bool:
    """Say whether a text is a channel as a table."""
    form = file.once(form_of)
    return form is not None and set(form.names) >= set(_COLUMNS)


def read_discord_table(file: TextFile, said: Said) -> Imported:
    """Read a channel out of a table. Times that name no offset are in the person's zone, where it is given.

    Raises UndecidedDateOrder as `decide_order` does.
    """
    form = file.once(form_of)
    if form is None:
        raise UnreadableExport(reason="unknown")
    pick = itemgetter(*map(form.names.index, _COLUMNS))
    ids = form.names.index(_ID) if _ID in form.names else None
    unread = Unread()
    cells = [
        _Cells(number, "" if ids is None else row[ids], *pick(row))
        for number, row in rows_of(file, form, unread=unread)
    ]
    times = read_times([row.date for row in cells], said)
    people = People()
    rows: list[_Row] = []
    for at, row in zip(times.at, cells, strict=True):
        if at is None:
            unread.add(row.line)
        else:
            rows.append(_row_of_cells(at, row, people))
    doubts = set(file.doubts) | people.doubts
    if rows and rows[0].at > rows[-1].at:
        rows.reverse()
    if any(before.at - after.at > _LATE for before, after in pairwise(rows)):
        doubts.add("times_run_back")
    for number in file.bad_lines:
        unread.add(number)
    return _result(rows, times, said, title="", unread=unread, doubts=doubts)


def kind_of(text: str) -> MessageType:
    """Tell what somebody did from what somebody said, by the sentences of the program."""
    if _CALL.fullmatch(text) is not None:
        return MessageType.CALL
    return MessageType.SYSTEM if _NOTICE.fullmatch(text) is not None else MessageType.TEXT


def number_in(written: str) -> int | None:
    """Return a count of messages, None where there is none."""
    digits = "".join(filter(str.isdecimal, written[:_LONGEST_NUMBER]))
    return int(digits) if digits else None


def _heads_like(date: str) -> re.Pattern[str]:
    """Return the pattern of the first lines of messages, whose dates are written as this one is."""
    parts = (_NUMBER if part[1] else _WORD if part[2] else re.escape(part[0]) for part in _PARTS.finditer(date))
    return re.compile(rf"\[({''.join(parts)})\] ({_NAME})")


def _parts(file: TextFile, *, unread: Unread) -> list[_Part]:
    """Return what each run of the program wrote into a file: all but always one."""
    walk = _Walk(unread)
    for number, (line, after) in enumerate(pairwise(chain(file.lines(), [""])), 1):
        walk.see(number, line, after)
    walk.end()
    return [part for part in walk.parts if part.title is not None or part.entries]


class _Walk:
    """A walk through a text. A message begins below a blank line, with a date that is written as the first one is."""

    def __init__(self, unread: Unread) -> None:
        self.parts = [_Part()]
        self._unread = unread
        self._heads: re.Pattern[str] | None = None
        self._entry: _Entry | None = None
        self._preamble: dict[str, str] | None = None
        self._loose: list[int] = []  # lines that belong to it only if its end is found: the topic may have several
        self._is_below_blank = True

    def see(self, number: int, line: str, after: str) -> None:
        """Take the next line; `after` is the one below it."""
        is_below_blank, self._is_below_blank = self._is_below_blank, not line.strip()
        head = self._head(line.rstrip()) if is_below_blank and line.startswith("[") else None
        if head is not None:
            self._begin_entry(number, line, head)
        elif line.startswith(_RULE) and line.rstrip() == _RULE and self._is_of_the_program(after):
            self._is_below_blank = True
        elif self._preamble is not None:
            key, _, value = line.partition(":")
            self._preamble.setdefault(key, value.strip())
            if key not in _KEYS and line.strip():
                self._loose.append(number)
        elif self._entry is not None:
            self._entry.below.append(line)
        elif line.strip() and COUNT.fullmatch(line.rstrip()) is None:
            self._unread.add(number)

    def end(self) -> None:
        """End what was begun."""
        if self._preamble is not None:
            told = self._preamble.get("Messages", "")  # in the oldest version
            title = title_of(self._preamble.get("Guild", ""), self._preamble.get("Channel", ""))
            self.parts.append(_Part(title, number_in(told)))
        for number in self._loose:
            self._unread.add(number)
        self._loose = []
        self._preamble = self._entry = None

    def _head(self, line: str) -> re.Match[str] | None:
        if self._heads is not None:
            return self._heads.fullmatch(line)
        head = _HEAD.fullmatch(line)
        if head is None or not is_time(head[1]):
            return None
        self._heads = _heads_like(head[1])
        return head

    def _begin_entry(self, number: int, line: str, head: re.Match[str]) -> None:
        self.end()
        date, name = head.groups()
        self._entry = _Entry(number, line, date, name.removesuffix(_PINNED))
        self.parts[-1].entries.append(self._entry)

    def _is_of_the_program(self, after: str) -> bool:
        """Say whether a line like a rule is one, and end what stands above it."""
        count = COUNT.fullmatch(after.rstrip())
        if self._entry is not None and count is None and not after.startswith("Guild:"):
            return False
        if self._preamble is not None:
            self._loose = []
        self.end()
        if count is not None:
            self.parts[-1].told = number_in(count[1])
        elif after.startswith("Guild:"):
            self._preamble = {}
        return True


def _is_blank(lines: list[str]) -> bool:
    """Say whether there is a line, and nothing in it."""
    return bool(lines) and not lines[0].strip()


def title_of(guild: str, channel: str) -> str:
    """Return the title of a channel, which is called "Category / Name": with its server, or of a direct one alone."""
    if guild == "Direct Messages":
        return next((channel.removeprefix(one) for one in _CATEGORIES if channel.startswith(one)), channel)
    return ", ".join(filter(None, (guild, channel.rpartition(" / ")[2])))


def _in_time(parts: list[_Part], times: Times, *, unread: Unread, doubts: set[str]) -> list[tuple[datetime, _Entry]]:
    """Return the entries in the order of time, and compare their number with what the program says."""
    at = iter(times.at)
    found: list[list[tuple[datetime, _Entry]]] = []
    for part in parts:
        timed: list[tuple[datetime, _Entry]] = []
        lost = 0
        for time, entry in zip(islice(at, len(part.entries)), part.entries, strict=True):
            if time is None:
                unread.add(entry.line)
                lost += 1
            else:
                timed.append((time, entry))
        own = _without_pasted(timed)
        if len(own) < len(timed):
            doubts.add("pasted_chat")
        if part.told is not None and part.told != len(own) + lost:
            doubts.add("missing_messages")
        found += [own] if own else []
    found.sort(key=lambda own: own[0][0])
    return [one for own in found for one in own]


def _without_pasted(timed: list[tuple[datetime, _Entry]]) -> list[tuple[datetime, _Entry]]:
    """Put what was pasted into a message back there: it is older than its place. Return the others, oldest first."""
    steps = [after - before for (before, _), (after, _) in pairwise(timed)]
    is_newest_first = sum(step < _NO_TIME for step in steps) > sum(step > _NO_TIME for step in steps)
    latest: datetime | None = None
    pasted: set[int] = set()
    for at, entry in reversed(timed) if is_newest_first else timed:
        if latest is not None and latest - at > _LATE:
            pasted.add(entry.line)
        else:
            latest = at
    own: list[tuple[datetime, _Entry]] = []
    for at, entry in timed:
        if own and entry.line in pasted:
            own[-1][1].below += [entry.head, *entry.below]
        else:
            own.append((at, entry))
    return own[::-1] if is_newest_first else own


def _row_of_entry(at: datetime, entry: _Entry, people: People) -> _Row:
    below = "\n".join(["", *entry.below])
    sections = {found[1] for found in _SECTION.finditer(below)} if "{" in below else set()
    text = _SECTION.split(below, 1)[0].strip() if sections else below.strip()
    if sections & _MEDIA or (not text and "Embed" in sections):
        forwarded = _FORWARDED.search(below) if "Forwarded Message" in sections and not text else None
        return _Row(at, people.name(None, entry.name), forwarded[1].strip() if forwarded else text, MessageType.MEDIA)
    return _Row(at, people.name(None, entry.name), text, kind_of(text))


def _row_of_cells(at: datetime, row: _Cells, people: People) -> _Row:
    # Those whom a webhook speaks for have one id and a name each; a spreadsheet may have rounded the ids.
    speaker = people.name(f"{row.id} {row.author}", row.author)
    text = row.content.replace("\r\n", "\n").strip()
    return _Row(at, speaker, text, MessageType.MEDIA if row.attachments.strip() else kind_of(text))


def _result(rows: list[_Row], times: Times, said: Said, *, title: str, unread: Unread, doubts: set[str]) -> Imported:
    messages: list[Message] = []
    for at, speaker, text, kind in rows:
        if kind is MessageType.SYSTEM:
            messages.append(message_of(len(messages), at, None, clean(f"{speaker}: {text}"), kind))
        else:
            messages.append(message_of(len(messages), at, speaker, clean(text), kind))
        tell(said.progress, len(messages))
    if not messages:
        raise UnreadableExport(reason="unknown" if unread.count else "no_messages")
    if messages[0].at is not None and messages[0].at.tzinfo is None:
        doubts.add("no_timezone")
    if any(not message.text and message.type is MessageType.TEXT for message in messages):
        doubts.add("empty_messages")
    conversation = Conversation(
        source="discord", people=speakers_of(messages), messages=tuple(messages), title=clean(title)
    )
    return imported(conversation, unread=unread, doubts=doubts | times.doubts, date_order=times.date_order)
