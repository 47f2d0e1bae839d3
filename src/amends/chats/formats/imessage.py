"""iMessage, as imessage-exporter writes a chat to text: a date line, who, what was said, a blank line."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import LONGEST_NAME, clean_name
from amends.chats.said import tell
from amends.conversation import Conversation, MessageType, message_of
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from amends.chats.files.text import TextFile
    from amends.chats.said import Said
    from amends.conversation import Message

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HEAD = re.compile(
    rf"(?P<indent> {{0,80}})(?P<month>{'|'.join(_MONTHS)}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}}) {{1,2}}"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2}) (?P<half>[AP]M)(?: (?P<rest>[^\s\-–].*))?$"
)
_DELETED_NOTE = "This message was deleted from the conversation!"
_READ = " (Read by "
_LONGEST_READ = 200
_REPLY_NOTE = "This message responded to an earlier message."
_TAPBACKS = {"Tapbacks:", "Reactions:"}
# One of them: set in, or in words of older versions.
_TAPBACK = re.compile(r" {4}\s*\S|(?:(?:Loved|Liked|Disliked|Laughed|Emphasized|Questioned) by|Sticker from) \S")
_TRANSLATED = "Translated from:"  # between a translation, which the reader's own device made, and what was sent
_REPLY_INDENT = " " * 4
# How a message came in, in a line under its words.
_EFFECTS = {
    f"Sent with {effect}"
    for effect in (
        *("Confetti", "Echo", "Fireworks", "Balloons", "Heart", "Lasers", "Shooting Star", "Sparkles", "Spotlight"),
        *("Shooting Start", "Slam", "Loud", "Gentle", "Invisible Ink"),
    )
}
_EDITED = re.compile(r"Edited (?:\d[\w, ]{1,60})? later: ")
_UNSENT = re.compile(
    r"\S[^\n]{0,100} unsent this message part(?: (?:\d[\w, ]{1,60})? ?(?:after sending|later))?!|"
    r"(?:You|They) deleted a message\."
)
_FOLDER = r"(?:Library[/\\]Messages[/\\]Attachments|MobileSync[/\\]Backup)[/\\]"  # of a Mac, or of a phone's backup
_MEDIA = r"\.(?:heics?|jpe?g|png|gif|mov|mp4|m4v|3gp|caf|amr|m4a|pluginPayloadAttachment|vcf)$"
_ATTACHMENT = re.compile(
    rf"attachments[/\\]\S|(?:~?/|[A-Z]:\\|(?=Library/))[^\n]{{0,200}}?{_FOLDER}|"
    rf"/(?:Users|Volumes|home|private|tmp|var)/[^\n]{{1,400}}(?i:{_MEDIA})|"
    rf"(?:(?=\D{{0,99}}\d)[^\s/\\]{{1,100}}|FullSizeRender|(?:Screen(?:shot| Recording)|Audio Message)[^\n/\\]{{0,60}})"
    rf"(?i:{_MEDIA})|"
    r"(?:\w{1,20} )?Sticker from [^\n]{1,100}: [^\n]{0,200}/|Unable to format [A-Za-z]{1,20} message: |"
    r"Handwritten messages are not yet supported!$"
)
# What came out of an app, under its name: one in words that nobody writes so ("GamePigeon", "com.example.game").
_OF_ANOTHER_APP = re.compile(
    r"Apple (?:Cash|Pay) transaction: \S|Photo album: [^\n]{1,200} https://|"
    r"Check In\n(?:Expected|Was expected|Checked in) at [A-Z][a-z]{2} \d|"
    r"(?=\S{1,80} message:\n)(?:\w{0,30}[a-z][A-Z]\w{0,30}|[\w-]{1,40}(?:\.[\w-]{1,40}){2,6}) "
)
_LINK = re.compile(r"https?://\S{1,4000}")
_MOST_LINES_OF_LINK = 3  # with the title and the summary of the page, which nobody said
_OF_THE_APP = {"Started sharing location!", "Stopped sharing location!", "SharePlay Message\nEnded"}
_NOTICE_LOST = "Unable to format announcement!"
_TRANSCRIPTION = "Transcription: "
_LATE = timedelta(hours=1)


class Head(NamedTuple):
    """A date line: the time, the indent that replies have under what they answer, and what the app says there."""

    at: datetime
    indent: int
    announcement: str


@dataclass(slots=True)
class _Block:
    """A date line and the lines under it, without their indent."""

    number: int
    head: Head
    lines: list[str] = field(default_factory=list)

    def written(self) -> list[str]:
        """Return the lines that a reply and its copy under the answered message have in common, whatever set in."""
        return [line.strip() for line in self.lines if line.strip() and line != _REPLY_NOTE]

    def key(self) -> tuple[datetime, tuple[str, ...]]:
        """Return how a reply and its copy begin: the time, who, and the first line."""
        return self.head.at, tuple(self.written()[:2])

    def beyond(self, count: int) -> list[str]:
        """Return what follows after so many lines with something in them."""
        places = [place for place, line in enumerate(self.lines) if line.strip() and line != _REPLY_NOTE]
        return self.lines[places[count] :] if count < len(places) else []

    def written_lines(self) -> list[int]:
        """Return the numbers of its lines, blank ones left out."""
        return [number for number, line in enumerate(["-", *self.lines], self.number) if line.strip()]

    def author(self) -> str:
        """Return who wrote it, "" where no such line is there."""
        name = clean_name(self.lines[0]) if self.lines else ""
        return name if len(name) <= LONGEST_NAME else ""

    def words(self) -> list[str]:
        """Return the lines of the message itself: without the reactions and the notes of the program."""
        lines = _ended(self.lines[1:])
        if lines and lines[0] == _DELETED_NOTE:
            lines = lines[1:]
        if lines and lines[-1] == _REPLY_NOTE:
            lines = lines[:-1]
        lines = _ended(_without_tapbacks(lines))
        if _TRANSLATED in lines[1:-1]:
            lines = lines[lines.index(_TRANSLATED, 1) + 1 :]
        return lines[:1] + [line for line in lines[1:] if line not in _EFFECTS]


def is_imessage(file: TextFile) -> bool:
    """Say whether a text is a chat of imessage-exporter, by its first block."""
    lines = dropwhile(lambda line: not line.strip(), file.lines())
    head = head_of(next(lines, ""))
    if head is None or head.indent:
        return False
    second = next(lines, "-")
    if head.announcement:
        return not second.strip()
    return bool(second.strip()) and len(second) <= LONGEST_NAME and head_of(second) is None


def read_imessage(file: TextFile, said: Said) -> Imported:
    """Read a chat. Times are the wall clock of the exporting computer, in the person's zone where it is given."""
    unread = Unread()
    messages: list[Message] = []
    for block in _without_copies(list(_blocks(file, unread=unread))):
        message = _message(block, n=len(messages), timezone=said.timezone)
        if message is None:
            for number in block.written_lines():
                unread.add(number)
            continue
        messages.append(message)
        tell(said.progress, len(messages))
    return imported_chat(messages, file=file, unread=unread, said=said, doubts=set())


def imported_chat(messages: list[Message], *, file: TextFile, unread: Unread, said: Said, doubts: set[str]) -> Imported:
    """Join the messages of a file with the report of how it was read."""
    if not messages:
        raise UnreadableExport(reason="no_messages")
    for number in file.bad_lines:
        unread.add(number)
    conversation = Conversation(source="imessage", people=speakers_of(messages), messages=tuple(messages))
    doubts = doubts | _doubts(messages) | file.doubts
    return imported(conversation, unread=unread, doubts=doubts | ({"no_timezone"} if said.timezone is None else set()))


def _blocks(file: TextFile, *, unread: Unread) -> Iterator[_Block]:
    block: _Block | None = None
    after_blank = True
    for number, line in enumerate(file.lines(), 1):
        head = head_of(line) if after_blank or line.startswith(_REPLY_INDENT) else None
        # A reply may follow right under what it answers; with more in its line, it is the first wording of an edit.
        if head is not None and head.announcement and not after_blank:
            head = None
        is_lost = after_blank and line == _NOTICE_LOST
        after_blank = not line.strip()
        if is_lost:
            unread.add(number)
        elif head is not None:
            if block is not None:
                yield block
            block = _Block(number=number, head=head)
        elif block is not None:
            indent = block.head.indent
            block.lines.append(line[indent:] if not line[:indent].strip() else line)
        elif not after_blank:
            unread.add(number)
    if block is not None:
        yield block


def _without_copies(blocks: list[_Block]) -> list[_Block]:
    """Leave out the copy of a reply under what it answers; what follows after it there belongs to the answered one."""
    in_place = {block.key(): block.written() for block in reversed(blocks) if not block.head.indent}
    kept: list[_Block] = []
    answered: _Block | None = None
    for block in blocks:
        answered = answered if block.head.indent else block
        reply = in_place.get(block.key()) if block.head.indent else None
        if reply is None or block.written()[: len(reply)] != reply:
            kept.append(block)
        elif answered is not None:
            answered.lines += block.beyond(len(reply))
    return kept


def _ended(lines: list[str]) -> list[str]:
    """Leave out the blank lines at the end."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _without_tapbacks(lines: list[str]) -> list[str]:
    kept: list[str] = []
    within = False
    for line, after in pairwise([*lines, ""]):
        begins = line in _TAPBACKS and _TAPBACK.match(after) is not None
        within = begins or (within and _TAPBACK.match(line) is not None)
        if not within:
            kept.append(line)
    return kept


def head_of(line: str) -> Head | None:
    """Read a date line; None where it is none that the program writes."""
    match = _HEAD.match(line)
    if match is None or not 1 <= int(match["hour"]) <= 12:
        return None
    hour = int(match["hour"]) % 12 + (12 if match["half"] == "PM" else 0)
    month = _MONTHS.index(match["month"]) + 1
    try:
        at = datetime(  # noqa: DTZ001
            int(match["year"]), month, int(match["day"]), hour, int(match["minute"]), int(match["second"])
        )
    except ValueError:
        return None
    rest = match["rest"] or ""
    is_read = f" {rest}".startswith(_READ) and rest.endswith(")") and len(rest) <= _LONGEST_READ
    return Head(at, len(match["indent"]), "" if is_read else rest)


def _message(block: _Block, *, n: int, timezone: tzinfo | None) -> Message | None:
    at = block.head.at.replace(tzinfo=timezone)
    if block.head.announcement:
        text = "\n".join([block.head.announcement, *block.lines]).rstrip()
        return message_of(n, at, None, text, MessageType.SYSTEM)
    author = block.author()
    if not author:
        return None
    text, kind, edited = _content(block.words())
    if text in _OF_THE_APP:
        return message_of(n, at, None, f"{author}: {text}", MessageType.SYSTEM)
    return message_of(n, at, author, text, kind, edited=edited)


def _content(lines: list[str]) -> tuple[str, MessageType, bool]:
    lines, edited = _newest(lines)
    left = [line for line in lines if " message" not in line or not _UNSENT.fullmatch(line)]
    if lines and not left:
        return "", MessageType.DELETED, edited
    caption = [line for line in left if line != "Attachment missing!" and not _ATTACHMENT.match(line)]
    text = "\n".join(caption).strip("\n")
    if len(caption) == len(left):
        is_media = _is_link_with_title(left) or _OF_ANOTHER_APP.match(text) is not None
        return text, MessageType.MEDIA if is_media else MessageType.TEXT, edited
    said = "\n".join(line.removeprefix(_TRANSCRIPTION) for line in caption).strip("\n")
    return said, MessageType.MEDIA, edited


def _newest(lines: list[str]) -> tuple[list[str], bool]:
    """Return the lines with the newest wording alone of what was edited, and whether anything was.

    The first wording stands behind its time, later ones behind how much later they are; where that is not known, they
    have nothing before them.
    """
    begins = [place for place, line in enumerate(lines) if line[:3] in _MONTHS and _is_first_wording(line)]
    edits = [place for place, line in enumerate(lines) if line[:3] == "Edi" and _EDITED.match(line)]
    if not begins:
        return (_from_wording(lines[edits[-1] :]) if edits else lines), bool(edits)
    kept = lines[: begins[0]]
    for begin, end in pairwise([*begins, len(lines)]):
        later = bisect(edits, end)
        if later and edits[later - 1] > begin:
            kept += _from_wording(lines[edits[later - 1] : end])
        else:
            kept += lines[begin + 1 : end] or [_HEAD.sub(r"\g<rest>", lines[begin], count=1)]
    return kept, True


def _is_first_wording(line: str) -> bool:
    head = head_of(line)
    return head is not None and bool(head.announcement)


def _from_wording(lines: list[str]) -> list[str]:
    return [_EDITED.sub("", lines[0], count=1), *lines[1:]]


def _is_link_with_title(lines: list[str]) -> bool:
    return 1 < len(lines) <= _MOST_LINES_OF_LINK and all(lines) and _LINK.fullmatch(lines[0]) is not None


def _doubts(messages: list[Message]) -> set[str]:
    doubts = set()
    if any(not message.text and message.type is MessageType.TEXT for message in messages):
        doubts.add("empty_messages")
    times = [message.at for message in messages if message.at is not None]
    if any(before - after > _LATE for before, after in pairwise(times)):
        doubts.add("times_run_back")
    if len(speakers_of(messages)) == 1:
        doubts.add("one_speaker")
    return doubts
