"""What reading an export gives: the conversation, and an honest account of how well it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from amends.conversation import Conversation, Message

UNREAD_LINES_KEPT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """How the reading went. Lines are counted from 1.

    `unread_lines` are the first 1,000 lines that could not be read (or only with replaced bytes), `unread_count`
    all of them. `date_order` is the order used ("dmy", "mdy", "ymd"), None where the format needs none.
    `doubts` are codes, in alphabetical order:

    - "author_colon": a name may itself hold a colon, and nothing in the file settles it;
    - "bad_bytes": some bytes are not text and were replaced;
    - "cut_off": the file ends in the middle, and what stands before that was read;
    - "date_order_from_gaps": the order of day and month was told from the gaps between the days alone;
    - "days_only": the times of a table are days without a time of day, so each stands at midnight;
    - "edited_copies": an edited message stands after its earlier words, which are a message of their own;
    - "empty_messages": messages without words, of which the export does not say what they were;
    - "garbled_text": text that was written in a wrong encoding and could not be put right;
    - "double_records": entries that stand twice in the file, byte for byte, were taken once;
    - "encrypted_messages": mail that was encrypted, of which only that it was sent is known;
    - "guessed_encoding": the text is not UTF-8, and in which encoding it is was told by its letters;
    - "hour_24": times such as 24:05 were read as 00:05 of the same date;
    - "joined_addresses": mail addresses of one full name were taken for one person's;
    - "like_a_log": the lines begin as those of a log or a list do, so it may be no talk;
    - "local_times": an old Telegram export whose times have no zone;
    - "missing_messages": the file says how many messages it holds, and another number of them was found;
    - "mixed_layouts": lines that look like the start of a message in another layout were kept as text;
    - "nameless_rows": rows of a table that name nobody were kept as lines from nobody;
    - "newest_missing": the log beside a database, where the newest messages may stand, was not given;
    - "no_times": pasted lines of which at least one has no time, so none is used;
    - "no_timezone": the times are the wall clock of a phone whose zone is not known;
    - "not_sent": drafts, and messages that the phone had not sent, were left out;
    - "null_bodies": messages that read "null", which WhatsApp writes for some photos and a person may type;
    - "one_address": mail of one address under names that differ was taken for one person's;
    - "one_name": two people of one name, whom nothing in the export tells apart;
    - "one_speaker": everything was said by one person;
    - "other_clock": two exports hold the same messages hours apart; all were put on the clock of the first;
    - "other_names": two exports hold the same messages under names of which nobody said that they are one person's;
    - "parts_missing": the export was cut into parts, and not all of them were given;
    - "pasted_chat": a message holds a pasted chat of the same layout, told apart by its earlier times;
    - "pm_over_12": times such as 23:59 PM were read as 23:59;
    - "quoted_text": mail in which quoted words and the writer's own could not all be told apart; they were kept;
    - "rare_speaker": a pasted line may be words with a colon rather than another person's line;
    - "recently_deleted": messages that were deleted on the device in the last month were left out;
    - "recording_times": the times of a transcript count from the start of the recording, so none is used;
    - "repaired_json": invalid JSON of a known kind was repaired;
    - "same_names": two people of one name were told apart as "Name" and "Name (2)";
    - "some_doubles": two exports of one app share some messages but differ in most, so each message was kept;
    - "times_run_back": a message is more than a minute older than the one before; it came late, or is a pasted line;
    - "unknown_notice": a line of the app in words that are not in the table;
    - "unknown_speaker": the words of everybody who was not recognised stand under one name;
    - "unlikely_years": days before there was WhatsApp, or far ahead, as in a calendar that is not known;
    - "unseen_quotes": a quote without marks, of mail that is not in the file, was taken out with all in it;
    - "untimed_last": what has no times stands after the rest;
    - "winter_offset": times in summer may be an hour late, as the offset beside them is that of winter all year;
    - "year_position": two-digit years that might also stand first.
    """

    source: str
    messages: int
    people: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None
    unread_lines: tuple[int, ...]
    unread_count: int
    doubts: tuple[str, ...]
    date_order: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A conversation with the report of its import."""

    conversation: Conversation
    report: ImportReport


class Unread:
    """The lines that could not be read: the first of them by number, all of them counted."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[int] = []

    def add(self, number: int) -> None:
        self.count += 1
        if len(self._first) < UNREAD_LINES_KEPT:
            self._first.append(number)

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(sorted(self._first))


def imported(
    conversation: Conversation, *, unread: Unread, doubts: set[str], date_order: str | None = None
) -> Imported:
    """Join a conversation with the report of how it was read."""
    times = [message.at for message in conversation.messages if message.at is not None]
    report = ImportReport(
        source=conversation.source,
        messages=len(conversation.messages),
        people=conversation.people,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        unread_lines=unread.lines,
        unread_count=unread.count,
        doubts=tuple(sorted(doubts)),
        date_order=date_order,
    )
    return Imported(conversation=conversation, report=report)


def speakers_of(messages: Sequence[Message]) -> tuple[str, ...]:
    """Who spoke, in the order in which they first did."""
    return tuple(dict.fromkeys(message.speaker for message in messages if message.speaker is not None))
