"""Read letters: which there are, which of them are the chat that is meant, and what each of them says."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.files.text import MAX_TEXT
from amends.chats.formats.mail.boxes import is_mail, letters_in
from amends.chats.formats.mail.correspondents import Chats, Persons, threads_of
from amends.chats.formats.mail.fields import bare_subject, fields_of
from amends.chats.formats.mail.known import Known
from amends.chats.formats.mail.letter import Besides, Content, content_of
from amends.chats.formats.mail.phrases import plain
from amends.chats.formats.mail.quotes import reply_in
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.conversation import MessageType
from amends.errors import TooLarge, UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from datetime import tzinfo

    from amends.chats.files.container import Member
    from amends.chats.formats.mail.correspondents import Group
    from amends.chats.formats.mail.fields import Fields
    from amends.chats.formats.mail.quotes import Reply
    from amends.chats.imported import Imported
    from amends.chats.said import Said

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_MOST_ASKED = 200  # chats that a person is asked about; the others can be named all the same
_MAX_HEAD = 1024**2
# What the parser of the standard library raises on letters that are broken on purpose.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError)


class _Letter(NamedTuple):
    """A letter before its words are read: where it lies, and what its fields tell."""

    file: int
    number: int
    fields: Fields


def read_mail(member: Member, said: Said) -> Imported:
    """Read a letter or a mailbox; as `read_mails`."""
    return read_mails((member,), said)


def read_mails(members: tuple[Member, ...], said: Said) -> Imported:
    """Read the letters between the people of one chat, each as a message: only what it says itself.

    Times keep the offset of the sender, unless the person names a zone. A letter that lies in several folders is taken
    once. The numbers of unread lines count within each file.

    Raises UndecidedChat where there are several chats and `said.chat` names none of them.
    """
    reading = _Reading(tuple(member for member in members if is_mail(member)), said)
    reading.look_at_fields()
    reading.choose()
    return reading.result()


class _Reading:
    """The letters as they are read: twice, as a mailbox is larger than memory and most of it may be other chats."""

    def __init__(self, files: tuple[Member, ...], said: Said) -> None:
        self._files = files
        self._said = said
        self._timeline = Timeline(progress=said.progress)
        self._people = People()
        self._letters: list[_Letter] = []

    def look_at_fields(self) -> None:
        """Read who wrote to whom, and when."""
        seen: set[tuple[str | int, str, object]] = set()
        for file, member in enumerate(self._files):
            for number, raw in enumerate(letters_in(member)):
                try:
                    fields = _in_zone(fields_of(_head(raw.content)), self._said.timezone)
                except _MALFORMED:
                    self._timeline.unread.add(raw.line)
                    continue
                key = (fields.id or _body(raw.content), fields.writer.address, fields.at)
                if fields.draft:
                    self._timeline.doubts.add("not_sent")
                elif key not in seen:
                    seen.add(key)
                    self._letters.append(_Letter(file, number, fields))
        if not self._letters:
            raise UnreadableExport(reason="no_messages")
        self._letters.sort(key=lambda letter: letter.fields.at)

    def choose(self) -> None:
        """Keep the letters of the chat that is meant."""
        every = [letter.fields for letter in self._letters]
        self._persons = Persons(every)
        chats = Chats(every, self._persons)
        group = chats.chosen(self._said.chat)
        if group is None:
            raise UndecidedChat(chats=tuple(islice(chats.by_title, _MOST_ASKED)))
        self._group: Group = group
        if group & self._persons.joined:
            self._timeline.doubts.add("joined_addresses")
        if group & self._persons.renamed:
            self._timeline.doubts.add("one_address")
        self._letters = [letter for letter in self._letters if chats.holds(group, letter.fields)]
        subjects = {bare_subject(letter.fields.subject)[0] for letter in self._letters}
        self._title = next(iter(subjects)) if len(subjects) == 1 else chats.title(group)

    def result(self) -> Imported:
        """Read what the letters say, and return the conversation."""
        contents = self._contents()
        entries = {number: self._entry(number, content, reply) for number, content, reply in self._replies(contents)}
        for number in sorted(entries):
            self._timeline.add(entries[number])
        if len({entry.speaker for entry in entries.values()} - {None}) == 1:
            self._timeline.doubts.add("one_speaker")
        self._timeline.doubts |= self._people.doubts
        return self._timeline.result(source="mail", title=self._title)

    def _contents(self) -> dict[int, Content]:
        """Read the parts of the letters, by their numbers in the order of time."""
        wanted = {(letter.file, letter.number): n for n, letter in enumerate(self._letters)}
        contents: dict[int, Content] = {}
        size = 0
        for file in sorted({letter.file for letter in self._letters}):
            for number, raw in enumerate(letters_in(self._files[file])):
                if (file, number) not in wanted or raw.content is None:
                    continue
                try:
                    content = content_of(raw.content)
                except _MALFORMED:
                    self._timeline.unread.add(raw.line)
                    continue
                size += len(content.text)
                if size > MAX_TEXT:
                    raise TooLarge(limit=MAX_TEXT)
                contents[wanted[file, number]] = content
        return contents

    def _replies(self, contents: dict[int, Content]) -> list[tuple[int, Content, Reply]]:
        """Take the quotes out, thread by thread, as each letter is known by those before it."""
        threads: defaultdict[str, list[int]] = defaultdict(list)
        for number, thread in enumerate(threads_of([letter.fields for letter in self._letters])):
            if number in contents:
                threads[thread].append(number)
        names = frozenset(plain(self._persons.name(person)) for person in self._group)
        replies: list[tuple[int, Content, Reply]] = []
        for numbers in threads.values():
            known = Known()
            for number in numbers:
                content = contents[number]
                fields = self._letters[number].fields
                _, subject = bare_subject(fields.subject)
                reply = reply_in(
                    content.text,
                    known=known,
                    names=names,
                    subject=subject,
                    marks_are_sure=content.page,
                    listed=fields.listed,
                )
                replies.append((number, content, reply))
                known.add(content.text)
        return replies

    def _entry(self, number: int, content: Content, reply: Reply) -> Entry:
        fields = self._letters[number].fields
        if fields.automatic or Besides.CALENDAR in content.besides:
            return Entry(fields.at, None, reply.text, MessageType.SYSTEM)
        self._note_doubts(fields, content, reply)
        person = self._persons.of(fields.writer)
        speaker = self._people.name(person, self._persons.name(person))
        if reply.text:
            kind = MessageType.REACTION if Besides.REACTION in content.besides else MessageType.TEXT
            return Entry(fields.at, speaker, reply.text, kind)
        if content.besides & (Besides.ENCRYPTED | Besides.FILES) or reply.passed_on:
            return Entry(fields.at, speaker, "", MessageType.MEDIA)
        # Of a letter without words the subject is what was said, unless it is another's.
        subject, mark = bare_subject(fields.subject)
        return Entry(fields.at, speaker, "" if mark else subject)

    def _note_doubts(self, fields: Fields, content: Content, reply: Reply) -> None:
        doubts = self._timeline.doubts
        doubts |= reply.doubts
        if Besides.ENCRYPTED in content.besides:
            doubts.add("encrypted_messages")
        if content.guessed or fields.guessed:
            doubts.add("garbled_text")
        if not fields.sure_zone and self._said.timezone is None:
            doubts.add("no_timezone")


def _head(content: bytes | None) -> bytes:
    if content is None:
        raise ValueError("a letter past the limit")
    end = _HEAD_END.search(content)
    return content[: min(_MAX_HEAD, end.end() if end is not None else len(content))]


def _body(content: bytes | None) -> int:
    """Return what tells a letter without a number of its own from others of that moment."""
    _, _, body = (content or b"").replace(b"\r\n", b"\n").partition(b"\n\n")
    return hash(body.strip())


def _in_zone(fields: Fields, zone: tzinfo | None) -> Fields:
    if zone is None:
        return fields
    at = fields.at if fields.sure_zone else fields.at.replace(tzinfo=zone)
    return replace(fields, at=at.astimezone(zone))
