"""Text messages, photo messages and calls of an Android phone, as "SMS Backup & Restore" writes them to XML."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from amends.chats.files.tags import Tags
from amends.chats.formats.meta import repaired
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.chats.titles import chosen_title, unique_titles
from amends.chats.told_reactions import ToldReactions
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from amends.chats.files.container import Member
    from amends.chats.files.tags import Tag
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?[^>]*+>|<!--.*?-->)*+<(?:smses|calls)[\s/>]", re.DOTALL)
_START = 64 * 1024
_RECORDS = {"sms", "mms", "call"}
_ROOTS = {"smses", "calls"}
_COUNT = re.compile(r"[0-9]{1,12}")
# The attributes that tell who takes part, and those that tell what was said besides.
_WHO = frozenset({"address", "contact_name", "count", "msg_box", "number", "type"})
_WHAT = frozenset({"body", "cid", "cl", "ct", "date", "duration", "m_id", "sub", "text", "tr_id"})
_MILLISECONDS_FROM = 10**11  # in seconds this is the year 5138, in milliseconds 1973
_NUMBER = re.compile(r"\+?[\d\s().\-/\u2011]{1,40}")
_BETWEEN_DIGITS = re.compile(r"[\s().\-/\u2011]")
_LAST_DIGITS = 7  # of one number these are the same with the code of its country and without
_ME = "Me"
_UNKNOWN = "Unknown"
_NOTHING = {"", "null"}  # how the app writes that there is none
_NO_SUBJECT = {"nosubject", "no subject"}  # what phones put where the sender wrote none
_OWN_NUMBER = "insert-address-token"  # stands for the number of the phone itself
_FROM, _TO = "137", "151"
_RECEIVED, _SENT = "1", "2"
_UNSENT = {"3", "4", "5", "6"}  # a draft; waiting; failed; queued
_CALLS = {
    "1": "call",
    "2": "call",
    "3": "missed call",
    "4": "voicemail",
    "5": "rejected call",
    "6": "blocked call",
    "7": "call",
}


class _Record(NamedTuple):
    """A message or a call, with what stands inside of a message of several parts.

    `others` are the numbers that the names in it belong to.
    """

    tag: Tag
    others: tuple[str, ...]
    parts: list[Tag]
    addresses: list[Tag]

    def box(self) -> str:
        """Return "1" for what was received, "2" for what was sent, another number for what was not."""
        return self.tag.value("msg_box" if self.tag.name == "mms" else "type")

    def numbers(self) -> tuple[str, ...]:
        """Return the numbers of all who take part, that of the phone itself often among them."""
        if not self.addresses:
            return self.others
        told = (_number(one.value("address")) for one in self.addresses)
        return tuple(dict.fromkeys([*self.others, *(one for one in told if one not in _NOTHING | {_OWN_NUMBER})]))

    def number_of(self, role: str) -> list[str]:
        """Return whom a message of several parts came from, or went to."""
        numbers = (_number(one.value("address")) for one in self.addresses if one.value("type") == role)
        return [number for number in numbers if number not in _NOTHING | {_OWN_NUMBER}]

    def tags(self) -> tuple[Tag, ...]:
        return (self.tag, *self.parts, *self.addresses)


def is_sms(member: Member) -> bool:
    """Say whether a file is a backup of messages or of calls, by its first tag."""
    return _ROOT.match(member.open().read(_START)) is not None


def read_sms(member: Member, said: Said) -> Imported:
    """Read what went to and fro with one person, or in one group. Times are in the zone that was said, or in UTC.

    Raises UndecidedChat where there are several and `said` names none of them.
    """
    directory = _Directory(_Records(member.open(), wanted=_WHO))
    title = chosen_title(directory.chats, said.chat)
    chat = _Chat(directory, said)
    records = _Records(member.open(), wanted=_WHO | _WHAT)
    for record in records:
        if directory.title_of(record) in {title, None}:
            chat.add(record)
    return chat.result(title, doubts=directory.doubts_of(title) | records.doubts())


class _Records:
    """Walks through the records of a file."""

    def __init__(self, stream: BinaryIO, *, wanted: frozenset[str]) -> None:
        self._tags = Tags(stream, wanted=wanted)
        self._numbers: dict[str, tuple[str, ...]] = {}
        self._is_whole = False
        self._told = 0
        self._found = 0

    def __iter__(self) -> Iterator[_Record]:
        record: _Record | None = None
        for tag in self._tags:
            if tag.name in _RECORDS and tag.opens:
                if record is not None:
                    yield record
                record = _Record(tag, self._others(tag), [], [])
                self._found += 1
            elif tag.name == "part" and tag.opens and record is not None:
                record.parts.append(tag)
            elif tag.name == "addr" and tag.opens and record is not None:
                record.addresses.append(tag)
            if record is not None and tag.name in _RECORDS and tag.closes:
                yield record
                record = None
            if tag.name in _ROOTS:
                self._see_root(tag)
        if record is not None:
            yield record

    def doubts(self) -> set[str]:
        """Say, after the walk, whether the file ends in the middle, or tells of more records than it holds."""
        if not self._is_whole:
            return {"cut_off"}
        # Whoever put two files together, or added to one, may have left the count as it was: more are no doubt.
        return {"missing_messages"} if self._found < self._told else set()

    def _see_root(self, tag: Tag) -> None:
        count = tag.value("count")
        self._told += int(count) if _COUNT.fullmatch(count) is not None else 0
        self._is_whole = self._is_whole or tag.closes

    def _others(self, tag: Tag) -> tuple[str, ...]:
        written = tag.value("number" if tag.name == "call" else "address")
        if written not in self._numbers:
            self._numbers[written] = tuple(_number(one) for one in written.split("~") if one not in _NOTHING)
        return self._numbers[written]


class _Directory:
    """Who and which chats there are: a chat is that of a person or a group, whatever numbers they have.

    Two numbers are one person only where the phone has one name for them.
    """

    def __init__(self, records: _Records) -> None:
        self._names: dict[str, str] = {}
        self._own: set[str] = set()
        self._not_own: set[str] = set()
        seen: dict[tuple[str, ...], None] = {}
        named: dict[tuple[tuple[str, ...], str], None] = {}
        for record in records:
            if not record.tag.broken:
                seen[record.numbers()] = None
                named[record.others, record.tag.value("contact_name").strip()] = None
                self._learn_own_number(record)
        self._own -= self._not_own
        # What stands with one number alone counts more: the names of a group are parted by commas.
        for numbers, name in sorted(named, key=lambda told: -len(told[0])):
            self._learn_names(numbers, name)
        chats: dict[frozenset[str], list[str]] = {}
        for numbers in seen:
            people = self._people(numbers)
            chats.setdefault(frozenset(people), people)
        self.chats = dict(zip(unique_titles(map(", ".join, chats.values())), chats.values(), strict=True))
        titles = dict(zip(chats, self.chats, strict=True))
        self._titles = {numbers: titles[frozenset(self._people(numbers))] for numbers in seen}

    def _learn_names(self, numbers: tuple[str, ...], name: str) -> None:
        names = [name] if len(numbers) == 1 else name.split(", ")
        if len(names) == len(numbers):
            known = zip(numbers, names, strict=True)
            self._names |= {number: one for number, one in known if one not in _NOTHING | {"(Unknown)"}}

    def _learn_own_number(self, record: _Record) -> None:
        """A message from this phone comes from its number; one that came to a chat and one number more goes there."""
        if not record.addresses:
            return
        senders = [number[-_LAST_DIGITS:] for number in record.number_of(_FROM)]
        if record.box() == _SENT:
            self._own.update(senders)
            return
        self._not_own.update(senders)
        receivers = [number[-_LAST_DIGITS:] for number in record.number_of(_TO)]
        more = set(receivers) - {number[-_LAST_DIGITS:] for number in record.others}
        # Some phones name only the sender of a message to a group.
        if len(more) == 1 and (len(record.others) > 1 or len(receivers) == 1):
            self._own |= more

    def _people(self, numbers: Sequence[str]) -> list[str]:
        others = [number for number in numbers if number[-_LAST_DIGITS:] not in self._own] or numbers
        return list(dict.fromkeys(self._names.get(number, number) for number in others)) or [_UNKNOWN]

    def title_of(self, record: _Record) -> str | None:
        """Return the title of the chat that a record belongs to, None where it is so damaged that it doesn't tell."""
        return self._titles.get(record.numbers())

    def sender_of(self, record: _Record) -> str:
        """Return who sent what was received. Raises ValueError where a message to several does not tell."""
        people = self._people(record.number_of(_FROM) or record.numbers())
        if len(people) > 1:
            raise ValueError("who sent this is not told")
        return people[0]

    def doubts_of(self, title: str) -> set[str]:
        """Say where one of the people has two numbers that are not one in two forms, and so may be two people."""
        ends: dict[str, set[str]] = {}
        for number, name in self._names.items():
            ends.setdefault(name, set()).add(number[-_LAST_DIGITS:])
        return {"one_name"} if any(len(ends.get(person, ())) > 1 for person in self.chats[title]) else set()


def _number(written: str) -> str:
    """Take out what is set between digits; an address or the name of a sender stays as it is."""
    if _NUMBER.fullmatch(written) is None:
        return written
    number = _BETWEEN_DIGITS.sub("", written)
    return f"+{number[2:]}" if number.startswith("00") else number


class _Chat:
    """One chat as it is read."""

    def __init__(self, directory: _Directory, said: Said) -> None:
        self._directory = directory
        self._timezone = said.timezone or UTC
        self._timeline = Timeline(progress=said.progress)
        self._people = People()
        self._seen: set[int] = set()
        self._reactions = ToldReactions(self._timeline)

    def add(self, record: _Record) -> None:
        """Add a record; what can't be read is counted, what came before is not added again."""
        tags = record.tags()
        written = hash(tuple(part for tag in tags for part in (*tag.written, *tag.written.values())))
        if written in self._seen:
            self._timeline.doubts.add("double_records")
            return
        self._seen.add(written)
        if record.tag.name != "call" and record.box() in _UNSENT:
            self._timeline.doubts.add("not_sent")
            return
        is_damaged = any(tag.broken or tag.bad_bytes for tag in tags)
        if is_damaged:
            self._timeline.unread.add(record.tag.line)
        if record.tag.broken:
            return
        try:
            self._add(record, is_damaged=is_damaged)
        except (ValueError, KeyError, OverflowError, OSError):
            if not is_damaged:
                self._timeline.unread.add(record.tag.line)

    def result(self, title: str, *, doubts: set[str]) -> Imported:
        """Return the conversation and its report."""
        self._reactions.settle()
        self._timeline.doubts |= doubts | self._people.doubts
        return self._timeline.result(source="sms", title=title)

    def _add(self, record: _Record, *, is_damaged: bool) -> None:
        tag = record.tag
        at = _time(tag.value("date"), self._timezone)
        if tag.name == "call":
            self._timeline.add(Entry(at, self._speaker(record), _call(tag), MessageType.CALL))
            return
        if record.box() not in {_RECEIVED, _SENT}:
            raise ValueError("a kind of message that is not known")
        text = _words(tag.value("body")) if tag.name == "sms" else _words_of_parts(record)
        if "\ufffd" in text:
            self._timeline.doubts.add("bad_bytes" if is_damaged else "garbled_text")
        self._reactions.add(Entry(at, self._speaker(record), text, _kind(record)))

    def _speaker(self, record: _Record) -> str:
        if record.box() == _SENT:
            return self._people.name("", _ME)
        sender = self._directory.sender_of(record)
        if sender == _UNKNOWN:
            self._timeline.doubts.add("unknown_speaker")
        return self._people.name(sender, sender)


def _time(written: str, timezone: tzinfo) -> datetime:
    count = int(written)
    seconds, rest = divmod(count, 1000) if count >= _MILLISECONDS_FROM else (count, 0)
    if seconds <= 0:
        raise ValueError("a time is expected here")
    return datetime.fromtimestamp(seconds, tz=timezone).replace(microsecond=rest * 1000)


def _words(written: str) -> str:
    return "" if written in _NOTHING else written


def _words_of_parts(record: _Record) -> str:
    subject = repaired(_words(record.tag.value("sub")))
    subject = "" if subject.casefold() in _NO_SUBJECT else subject
    texts = [_words(part.value("text")) for part in record.parts if part.value("ct") == "text/plain"]
    return "\n".join(part for part in (subject, *texts) if part)


def _kind(record: _Record) -> MessageType:
    """Tell a photo, a film or a card from words that came in parts; what was not fetched from the net is no text."""
    kinds = {part.value("ct") for part in record.parts} - {"text/plain", "application/smil"}
    is_media = record.tag.name == "mms" and (kinds or not _words_of_parts(record))
    return MessageType.MEDIA if is_media else MessageType.TEXT


def _call(tag: Tag) -> str:
    kind, seconds = _CALLS[tag.value("type")], int(tag.value("duration") or 0)
    return f"{kind} ({seconds} seconds)" if seconds else kind
