"""Signal's chats as text, made out of its own database: signal-export's `chat.md` and sigtop's `text-short`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import clean_name
from amends.chats.said import tell
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.files.text import TextFile
    from amends.chats.said import Said

_LINES_LOOKED_AT = 2_000
_AUTHOR = r"(?P<author>[^:\n]{1,100}):(?: (?P<words>.*))?$"
_MARKDOWN = re.compile(rf"\[(?P<at>\d{{4}}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?)\] {_AUTHOR}")
_SHORT = re.compile(rf"(?P<at>\d{{4}}-\d\d-\d\d \d\d:\d\d) {_AUTHOR}")
# Who made the export; WhatsApp, whose lines may look the same, writes that person's name.
_OWN = {_MARKDOWN: "Me", _SHORT: "You"}
NOBODY = "No-Sender"  # how signal-export writes that it doesn't know who
_NOBODY = {_MARKDOWN: NOBODY, _SHORT: "Unknown"}
UNKNOWN_SPEAKER = "Unknown Speaker"
_LATE = timedelta(hours=1)  # by which a wall clock goes back once a year
# What stands behind the words, each part in this order.
_REACTIONS = re.compile(r"\(- [^\n]+: \S{1,40} -\)")
_STICKER = re.compile(r"\n\(\( \S{1,40} \)\)\Z")
# A name may hold any bracket; but for blanks it stands in the path again.
_ATTACHMENT = re.compile(
    r"!?\[(?:(\S{1,200}?)\]\(\.?/?media/\1\)|"
    r"[^\]\n]{0,200}\]\((?:\.?/?media|\.\./exported_stickers)/\S{1,400}?\)(?=\s|!?\[|\Z))"
)
_DELETED = "(This message was deleted)"
_CALL = re.compile(r"(?:Incoming|Outgoing|Missed) (?:voice |video |group |adhoc |unknown )?call(?: \([^()\n]{1,60}\))?")
# What `text-short` tells of a message before its words: "[reply to Ana on 2024-03-25 18:05, edited, 2 attachments]".
_DETAILS = re.compile(
    r"\[(?!\])(?:reply to [^\n]{1,100}? on (?:\d{4}-\d\d-\d\d \d\d:\d\d|unknown)(?:, (?!\])|(?=\])))?"
    r"(?P<edited>edited(?:, (?!\])|(?=\])))?(?P<media>\d{1,4} attachments?)?\](?: |\Z|(?=\n))"
)
# A line of the app, by its type: "[call-history message]".
_OF_THE_APP = re.compile(r"\[(keychange|story|[a-z0-9]+(?:-[a-z0-9]+)+) message\]")
_CALL_TYPE = "call-history"


def is_signal_text(file: TextFile) -> bool:
    """Say whether a text begins with a line of one of the two programs, and the own words are marked as theirs."""
    return file.once(_form_of) is not None


def _form_of(file: TextFile) -> re.Pattern[str] | None:
    lines = list(islice(file.lines(), _LINES_LOOKED_AT))
    first = next((line for line in lines if line.strip()), "")
    for form, own in _OWN.items():
        heads = (match for line in lines if (match := form.match(line.rstrip())))
        if form.match(first.rstrip()) and any(match["author"] == own for match in heads):
            return form
    return _MARKDOWN if _MARKDOWN.match(first.rstrip()) and _ends_as_markdown(lines) else None


def _ends_as_markdown(lines: list[str]) -> bool:
    """Say whether each message of one line ends with the two blanks of Markdown, which no other app writes."""
    singles = [
        line
        for line, after in pairwise([*lines, ""])
        if _MARKDOWN.match(line) and (not after.strip() or _MARKDOWN.match(after)) and not line.endswith(_DELETED)
    ]
    return bool(singles) and all(line.endswith("  ") for line in singles)


def read_signal_text(file: TextFile, said: Said) -> Imported:
    """Read a chat. Times are the wall clock of the exporting computer, in the person's zone where it is given."""
    form = file.once(_form_of)
    if form is None:
        raise UnreadableExport(reason="unknown")
    unread = Unread()
    messages: list[Message] = []
    earlier: set[str] = set()
    for at, author, lines in _entries(file, form=form, unread=unread):
        text, kind, edited = _short(lines) if form is _SHORT else _markdown(lines, earlier=earlier)
        earlier.add(text)
        speaker, kind = _author(None if author == _NOBODY[form] else author, text, kind)
        message = Message(
            n=len(messages), at=at.replace(tzinfo=said.timezone), speaker=speaker, text=text, type=kind, edited=edited
        )
        messages.append(message)
        tell(said.progress, len(messages))
    for number in file.bad_lines:
        unread.add(number)
    if not messages:
        raise UnreadableExport(reason="no_messages")
    doubts = _doubts(messages) | file.doubts
    if said.timezone is None:
        doubts.add("no_timezone")
    conversation = Conversation(source="signal", people=speakers_of(messages), messages=tuple(messages))
    return imported(conversation, unread=unread, doubts=doubts, date_order="ymd")


def _author(author: str | None, text: str, kind: MessageType) -> tuple[str | None, MessageType]:
    """Return who said it: nobody what the app itself wrote, somebody unknown what has words."""
    if kind is MessageType.SYSTEM or (author is None and kind is MessageType.TEXT and not text):
        return None, MessageType.SYSTEM
    if author is None:
        return None if kind is MessageType.CALL else UNKNOWN_SPEAKER, kind
    return author, kind


def _doubts(messages: list[Message]) -> set[str]:
    doubts = set()
    if any(not message.text and message.type is MessageType.TEXT for message in messages):
        doubts.add("empty_messages")
    people = speakers_of(messages)
    if len(people) == 1:
        doubts.add("one_speaker")
    if UNKNOWN_SPEAKER in people:
        doubts.add("unknown_speaker")
    times = [message.at for message in messages if message.at is not None]
    if any(before - after > _LATE for before, after in pairwise(times)):
        doubts.add("times_run_back")
    if any(map(_may_be_of_the_name, _beginnings(messages).values())):
        doubts.add("author_colon")
    return doubts


def _beginnings(messages: list[Message]) -> dict[str, list[str]]:
    """Return, of what each person said, what stands before a first colon; "" where there is none."""
    found: dict[str, list[str]] = {}
    for message in messages:
        if message.speaker is not None and message.text:
            before, colon, _ = message.text.partition("\n")[0].partition(": ")
            found.setdefault(message.speaker, []).append(before if colon else "")
    return found


def _may_be_of_the_name(beginnings: list[str]) -> bool:
    """Say whether all that a person said begins alike, so that it may be the rest of a name with a colon in it."""
    return len(beginnings) > 1 and beginnings[0] != "" and len(set(beginnings)) == 1


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


def _short(lines: list[str]) -> tuple[str, MessageType, bool]:
    text = "\n".join(lines).rstrip()
    of_the_app = _OF_THE_APP.fullmatch(text)
    if of_the_app is not None:
        words = of_the_app[1].replace("-", " ")
        return words, MessageType.CALL if of_the_app[1] == _CALL_TYPE else MessageType.SYSTEM, False
    details = _DETAILS.match(text)
    if details is None:
        return text, MessageType.TEXT, False
    kind = MessageType.MEDIA if details["media"] else MessageType.TEXT
    return text[details.end() :], kind, details["edited"] is not None


def _markdown(lines: list[str], *, earlier: set[str]) -> tuple[str, MessageType, bool]:
    # Markdown ends a line with two blanks.
    lines = [line.rstrip() for line in lines]
    is_reply = lines[:2] == ["", ""]  # a quote stands below a blank line; words begin beside the name
    lines = "\n".join(lines).strip().split("\n")
    text = "\n".join(_without_quote(lines, is_reply=is_reply, earlier=earlier)).strip()
    if text == _DELETED:
        return "", MessageType.DELETED, False
    caption = _STICKER.sub("", "\n" + _ATTACHMENT.sub("", text).rstrip())
    is_media = caption != f"\n{text}"
    caption = _without_reactions(caption).strip()
    if is_media:
        return caption, MessageType.MEDIA, False
    return caption, MessageType.CALL if _CALL.fullmatch(caption) else MessageType.TEXT, False


def _without_reactions(text: str) -> str:
    begin = text.rfind("(- ")
    return text[:begin] if begin >= 0 and _REACTIONS.fullmatch(text, begin) else text


def _without_quote(lines: list[str], *, is_reply: bool, earlier: set[str]) -> list[str]:
    """Leave out what is answered; where its place doesn't tell, what nobody said before is no quote, and stays."""
    end = next((place for place, line in enumerate(lines) if not line.startswith(">")), len(lines))
    quoted = "\n".join(line[1:].removeprefix(" ") for line in lines[:end]).strip()
    return lines[end:] if end and (is_reply or quoted in earlier) else lines
