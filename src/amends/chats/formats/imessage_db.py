"""iMessage as a Mac or an iPhone keeps it: the database of all chats, `chat.db` (`sms.db` in a backup)."""

from __future__ import annotations

import plistlib
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from amends.chats.files.database import apply_log, has_log, image_of, is_database, opened
from amends.chats.formats.typedstream import attributed_text
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.chats.titles import chosen_title, unique_titles
from amends.chats.told_reactions import ToldReactions
from amends.conversation import MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable

    from amends.chats.files.container import Member
    from amends.chats.files.database import Database
    from amends.chats.imported import Imported
    from amends.chats.said import Said

# The tables that are read, and what every system has had in them.
_TABLES = {
    "message": {"text", "date", "handle_id"},
    "chat": {"chat_identifier"},
    "handle": {"id"},
    "chat_message_join": {"chat_id", "message_id"},
    "chat_handle_join": {"chat_id", "handle_id"},
}
_DELETED = "chat_recoverable_message_join"  # what was deleted in the last month, on newer systems
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_NANOSECONDS_FROM = 10**12  # older systems count seconds, and these are 31,000 years of them
_MAX_PLIST = 16 * 1024**2
_CHANGED = (b"Rec", b"Rrp")  # the keys of what was edited and what was taken back, each after its length
# Where an attachment, or what came out of an app, stands in the words; an emoji of one's own has blanks around it.
_ATTACHMENTS = re.compile("\ufffc")
_PLACEHOLDERS = re.compile("[\ufffc\ufffd]")
_ATTACHMENT_BETWEEN = re.compile("(?<=[^\\s\ufffc])\ufffc+(?=[^\\s\ufffc])")
_ME = "Me"
_UNKNOWN = "Unknown"
# What `associated_message_type` says beyond a message of its own (0, and 2 and 3 for the moves of a game).
_OWN = {0, 2, 3}
_STICKER = 1000
_VOTE = 4000  # in a poll
_REACTIONS = {2000: "❤️", 2001: "👍", 2002: "👎", 2003: "😂", 2004: "‼️", 2005: "❓", 2006: "", 2007: ""}
_TAKEN_BACK = 1000  # later than the reaction that it takes back
# What `item_type` and `group_action_type` (or `share_status`) say.
_NOTICES = {
    (1, 0): "{who} added {other}",
    (1, 1): "{who} removed {other}",
    (3, 0): "{who} left the conversation",
    (3, 1): "{who} changed the group photo",
    (3, 2): "{who} removed the group photo",
    (3, 4): "{who} changed the background",
    (3, 6): "{who} removed the background",
    (4, 0): "{who} started sharing a location",
    (4, 1): "{who} stopped sharing a location",
}
_JOINED, _NAMED, _LOCATION, _KEPT_AUDIO, _SHAREPLAY = 1, 2, 4, 5, 6


class _Row(NamedTuple):
    """A row of `message`, by the names of its columns; one that an older system lacks is None."""

    text: Any
    attributedBody: Any  # noqa: N815 - the name of the column
    subject: Any
    date: Any
    is_from_me: Any
    handle_id: Any
    error: Any
    is_sent: Any
    is_delivered: Any
    schedule_type: Any
    item_type: Any
    group_action_type: Any
    share_status: Any
    share_direction: Any
    group_title: Any
    other_handle: Any
    cache_has_attachments: Any
    is_audio_message: Any
    balloon_bundle_id: Any
    associated_message_type: Any
    associated_message_guid: Any
    associated_message_emoji: Any
    date_retracted: Any
    message_summary_info: Any


def is_imessage_db(member: Member) -> bool:
    """Say whether a file is the database of iMessage, by the name of one of its tables."""
    return is_database(member.open(), table=b"chat_message_join")


def is_imessage_files(members: tuple[Member, ...]) -> bool:
    """Say whether several files hold the database and the log that stands beside it on a Mac."""
    return _with_log(members) is not None


def read_imessage_db(member: Member, said: Said) -> Imported:
    """Read one chat. Times are in the zone that was said, or in UTC where none was.

    The numbers of unread lines are those of the rows. Raises UndecidedChat where there are several chats and `said`
    names none of them.
    """
    image = image_of(member.open())
    doubts = {"newest_missing"} if has_log(image) else set()
    return _read(image, said, doubts=doubts)


def read_imessage_files(members: tuple[Member, ...], said: Said) -> Imported:
    """Read as `read_imessage_db` does, and the newest messages too, which are in the log."""
    found = _with_log(members)
    if found is None:
        raise UnreadableExport(reason="unknown")
    database, log = found
    image = image_of(database.open())
    apply_log(image, image_of(log.open()))
    return _read(image, said, doubts=set())


def _with_log(members: tuple[Member, ...]) -> tuple[Member, Member] | None:
    named = {member.name: member for member in members if "__MACOSX" not in member.name.split("/")}
    for name, member in named.items():
        log = named.get(f"{name}-wal")
        if log is not None and is_imessage_db(member):
            return member, log
    return None


def _read(image: bytearray, said: Said, *, doubts: set[str]) -> Imported:
    with opened(image, tables=(*_TABLES, _DELETED)) as database:
        if any(not columns <= database.columns.get(table, set()) for table, columns in _TABLES.items()):
            raise UnreadableExport(reason="unknown")
        directory = _Directory(database)
        title = directory.choose(said.chat)
        if directory.has_deleted(title):
            doubts = doubts | {"recently_deleted"}
        chat = _Chat(directory, title, said)
        row = database.row_reader("message", _Row._fields)
        for number in sorted(directory.messages(title)):
            chat.add(number, row)
        return chat.result(doubts)


class _Directory:
    """Who and which chats there are. A chat may have several rows, one a service (iMessage, SMS), of one identifier.

    `handles` are the numbers and addresses of people.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.handles = {rowid: str(name) for rowid, name in database.rows("handle", ("ROWID", "id")) if name}
        self._members: dict[int, dict[str, None]] = {}
        for chat, handle in database.rows("chat_handle_join", ("chat_id", "handle_id")):
            if handle in self.handles:
                self._members.setdefault(chat, {})[self.handles[handle]] = None
        self._filled = dict.fromkeys(chat for (chat,) in database.rows("chat_message_join", ("chat_id",)))
        self._chats = self._by_title()

    def _by_title(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        shown: dict[str, str] = {}
        for chat, identifier, name in self._database.rows("chat", ("ROWID", "chat_identifier", "display_name")):
            if chat in self._filled:
                key = str(identifier or chat)
                rows.setdefault(key, []).append(chat)
                shown[key] = shown.get(key) or str(name or "")
        known = {chat for chats in rows.values() for chat in chats}
        rows |= {f"Chat {chat}": [chat] for chat in self._filled if chat not in known}
        titles = unique_titles([shown.get(key) or ", ".join(self._people(chats)) or key for key, chats in rows.items()])
        return dict(zip(titles, rows.values(), strict=True))

    def _people(self, chats: list[int]) -> list[str]:
        return list(dict.fromkeys(name for chat in chats for name in self._members.get(chat, ())))

    def choose(self, wanted: str | None) -> str:
        """Return the title of the one chat."""
        return chosen_title(self._chats, wanted)

    def messages(self, title: str) -> set[int]:
        """Return the rows of the messages of a chat."""
        chats = set(self._chats[title])
        joins = self._database.rows("chat_message_join", ("chat_id", "message_id"))
        return {message for chat, message in joins if chat in chats and isinstance(message, int)}

    def has_deleted(self, title: str) -> bool:
        """Say whether messages of a chat were deleted so lately that they could be brought back."""
        if "chat_id" not in self._database.columns.get(_DELETED, ()):
            return False
        chats = set(self._chats[title])
        return any(chat in chats for (chat,) in self._database.rows(_DELETED, ("chat_id",)))

    def other(self, title: str) -> str:
        """Return who a message is from that names nobody: in a chat of two the other one."""
        people = self._people(self._chats[title])
        return people[0] if len(people) == 1 else _UNKNOWN


class _Chat:
    """One chat as it is read."""

    def __init__(self, directory: _Directory, title: str, said: Said) -> None:
        self._handles = directory.handles
        self._other = directory.other(title)
        self._title = title
        self._timezone = said.timezone or UTC
        self._timeline = Timeline(progress=said.progress)
        self._people = People()
        self._reactions: dict[tuple[object, ...], Entry] = {}
        self._told = ToldReactions(self._timeline)  # of phones that are no iPhones

    def add(self, number: int, row: Callable[[int], tuple[Any, ...]]) -> None:
        """Add a message; what can't be read is counted."""
        try:
            self._add(_Row(*row(number)))
        except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError):
            self._timeline.unread.add(number)

    def result(self, doubts: set[str]) -> Imported:
        """Return the conversation and its report."""
        for entry in self._reactions.values():
            self._timeline.add(entry)
        self._told.settle()
        self._timeline.doubts |= doubts | self._people.doubts
        return self._timeline.result(source="imessage", title=self._title)

    def _add(self, row: _Row) -> None:
        # What waits to be sent later is not sent either.
        if row.is_from_me and (row.error or row.schedule_type) and not row.is_sent and not row.is_delivered:
            self._timeline.doubts.add("not_sent")
            return
        at, speaker = _time(row.date).astimezone(self._timezone), self._speaker(row)
        kind = row.associated_message_type or 0
        if row.item_type:
            self._timeline.add(Entry(at, None, self._notice(row, speaker), MessageType.SYSTEM))
            return
        if speaker == _UNKNOWN:
            self._timeline.doubts.add("unknown_speaker")
        if kind in _OWN:
            self._told.add(_said(row, at, speaker))
        elif kind == _STICKER:
            self._timeline.add(Entry(at, speaker, "", MessageType.MEDIA))
        elif kind == _VOTE:
            self._timeline.add(Entry(at, speaker, "", MessageType.REACTION))
        else:
            self._react(row, Entry(at, speaker, "", MessageType.REACTION))

    def _react(self, row: _Row, entry: Entry) -> None:
        """Keep a reaction until it is taken back, if it ever is: then neither of the two is shown by the app."""
        kind = row.associated_message_type
        target = (entry.speaker, row.associated_message_guid, row.associated_message_emoji)
        if kind in _REACTIONS:
            entry.text = _REACTIONS[kind] or str(row.associated_message_emoji or "")
            self._reactions[(*target, kind)] = entry
        elif kind - _TAKEN_BACK in _REACTIONS:
            self._reactions.pop((*target, kind - _TAKEN_BACK), None)
        else:
            raise ValueError("a kind of message that is not known")

    def _speaker(self, row: _Row) -> str:
        shared_by_me = row.item_type == _LOCATION and row.other_handle and row.share_direction == 0
        if row.is_from_me or shared_by_me:
            return self._people.name("", _ME)
        return self._person(row.handle_id)

    def _person(self, handle: Any) -> str:
        name = self._handles.get(handle, self._other)
        return self._people.name(name, name)

    def _notice(self, row: _Row, who: str) -> str:
        kind = row.item_type
        if kind == _NAMED:
            if not row.group_title:
                return f"{who} removed the name of the conversation"
            return f"{who} named the conversation “{row.group_title}”"
        if kind == _KEPT_AUDIO:
            return f"{who} kept an audio message"
        if kind == _SHAREPLAY:
            return f"{who} used SharePlay"
        if kind == _JOINED and row.other_handle == row.handle_id and not row.group_action_type:
            return f"{who} changed their number"
        action = row.share_status if kind == _LOCATION else row.group_action_type
        words = _NOTICES[kind, 0 if action is None else action]
        return words.format(who=who, other=self._person(row.other_handle))


def _time(date: Any) -> datetime:
    if not isinstance(date, int) or date <= 0:
        raise ValueError("a time is expected here")
    return _EPOCH + (timedelta(microseconds=date // 1000) if date >= _NANOSECONDS_FROM else timedelta(seconds=date))


def _said(row: _Row, at: datetime, speaker: str) -> Entry:
    """Read what a person sent: words, an attachment, or something out of an app."""
    summary = _summary(row.message_summary_info)
    body = row.text or (attributed_text(row.attributedBody) if row.attributedBody else "")
    retracted = summary.get("rp") or []
    parts = sorted(int(part) for part in summary.get("ec") or {})
    versions = [_versions(summary["ec"][str(part)]) for part in parts if part not in retracted]
    placeholders = _PLACEHOLDERS if row.balloon_bundle_id else _ATTACHMENTS
    text = placeholders.sub("", _ATTACHMENT_BETWEEN.sub("\n", _newest(body, versions))).strip()
    edited = any(len(part) > 1 for part in versions)
    if not text and (row.date_retracted or retracted):
        return Entry(at, speaker, "", MessageType.DELETED)
    has_media = row.cache_has_attachments or row.is_audio_message or "\ufffc" in body
    if has_media or (row.balloon_bundle_id and not text):
        return Entry(at, speaker, _with_subject(row, text), MessageType.MEDIA, edited=edited)
    return Entry(at, speaker, _with_subject(row, text), edited=edited)


def _with_subject(row: _Row, text: str) -> str:
    return "\n".join(part for part in (row.subject, text) if part)


def _summary(data: bytes | None) -> dict[str, Any]:
    """Read the property list that tells what was edited or taken back; most messages have one that tells neither."""
    if not data or not any(key in data for key in _CHANGED):
        return {}
    if len(data) > _MAX_PLIST:
        raise ValueError("a list that is too long")
    try:
        summary = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except Exception:  # noqa: BLE001 - what is damaged makes plistlib raise whatever comes
        raise ValueError("a property list that is damaged") from None
    return summary if isinstance(summary, dict) else {}


def _versions(history: list[dict[str, bytes]]) -> list[str]:
    """Return the words of a part of a message, oldest first."""
    return [attributed_text(version["t"]) for version in history]


def _newest(body: str, parts: list[list[str]]) -> str:
    """Put the newest words of the parts that were edited into a message, which may still have older ones, or none."""
    for *olds, newest in parts:
        # Where older words hold the newest ones, too, it is they that stand there.
        stale = next((old for old in reversed(olds) if old in body and (newest in old or newest not in body)), "")
        if stale:
            body = body.replace(stale, newest, 1)
        elif newest not in body:
            body = f"{body}\n{newest}".strip()
    return body
