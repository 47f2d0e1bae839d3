"""Telegram Desktop's `result.json`: one chat, or the export of a whole account."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import Values, clean
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.people import DELETED_ACCOUNT, People
from amends.chats.said import tell
from amends.collecting import uncollected
from amends.conversation import Conversation, MessageType, message_of
from amends.errors import UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from amends.chats.files.container import Member
    from amends.chats.said import Said
    from amends.conversation import Message

_BLOCK = 256 * 1024
_LATE = timedelta(hours=1)  # by which a wall clock goes back once a year
_MEDIA_KEYS = frozenset((
    "photo", "file", "media_type", "contact_information", "location_information", "place_name", "game_title",
    "invoice_information", "giveaway_information", "giveaway_results", "todo_list", "paid_stars_amount",
))  # fmt: skip
_NEVER = "1971"  # the oldest exports name 1970 as the time at which a message was edited that never was
_CALLS = frozenset({"phone_call", "group_call", "conference_call"})
_KIND = re.compile(r'"type"\s*:\s*"(?:\w+_(?:chat|group|supergroup|channel)|saved_messages|verify_codes|replies)"')
# The keys of its messages: for years, and those of the oldest exports.
_SIGNS = ({"type", "date", "date_unixtime"}, {"type", "date", "from_id"}, {"id", "type", "date", "from", "text"})

# Telegram writes control characters as \xNN, which JSON does not know.
_HEX_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9a-fA-F]{2})")
# Version 4.1.1 wrote some paths without quotes: "document_id": video_files/sticker (2).webm
_UNQUOTED = re.compile(r'^(\s*"\w+": )([^\s"\[{\-\dtfn][^"\n]*?|[tfn][^"\n]*/[^"\n]*?)(,?)\r?$', re.MULTILINE)


def is_telegram(member: Member) -> bool:
    """Say whether JSON is an export of Telegram, by the first keys."""
    start = member.open().read(_BLOCK).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if not start.startswith("{"):
        return False
    first = re.findall(r'(?:^\{|,)\s*"(\w+)"\s*:', start[:4096])
    if {"about", "personal_information", "chats", "left_chats"} & set(first[:4]):
        return True
    keys = set(re.findall(r'"(\w+)"\s*:', start))
    if "messages" not in keys or "people" in first:
        return False
    is_of_its_kind = _KIND.search(start[:4096]) is not None
    return is_of_its_kind or any(signs <= keys for signs in _SIGNS)


def _mended(source: str) -> str:
    return _UNQUOTED.sub(r'\1"\2"\3', _HEX_ESCAPE.sub(r"\1\\u00\2", source))


class _Chat:
    """One chat as it is read."""

    def __init__(self, *, timezone: tzinfo | None, local: bool, progress: Callable[[int], None] | None) -> None:
        self.title = ""
        self.kind = ""
        self.messages: list[Message] = []
        self.unread = Unread()
        self.doubts: set[str] = set()
        self.lacks_unix_time = False
        self._timezone = timezone
        self._local = local
        self._progress = progress
        self.people = People()

    def take_list(self, values: Values) -> None:
        """Take a list of messages; what is no message of a known kind is counted as not read."""
        messages = self.messages
        for entry in values.each(broken=self.unread.add):
            try:
                at = self._time(entry)
                speaker, text, kind = self._read(entry)
                edited = entry.get("edited", "") > _NEVER
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError):
                self.unread.add(values.window.line_began())
                continue
            messages.append(message_of(len(messages), at, speaker, text, kind, edited=edited))
            tell(self._progress, len(messages))

    def _time(self, entry: dict[str, Any]) -> datetime:
        if self._local:
            return datetime.fromisoformat(entry["date"]).replace(tzinfo=self._timezone)
        seconds = entry.get("date_unixtime")
        if seconds is None:
            datetime.fromisoformat(entry["date"])
            self.lacks_unix_time = True
            seconds = 0
        return datetime.fromtimestamp(int(seconds), self._timezone or UTC)  # by name it takes half as long again

    def _read(self, entry: dict[str, Any]) -> tuple[str | None, str, MessageType]:
        if entry["type"] == "service":
            return self._read_service(entry)
        if entry["type"] != "message":
            raise ValueError("a type of entry that is not known")
        text = _joined(entry.get("text") or entry.get("text_entities", ""))
        speaker = self.people.name(entry.get("from_id"), entry.get("from"))
        if not _MEDIA_KEYS.isdisjoint(entry) or _is_anothers(entry):
            return speaker, text, MessageType.MEDIA
        if "poll" in entry:
            text = "\n".join(filter(None, (_joined(entry["poll"]["question"]), text)))
        if not text:
            self.doubts.add("empty_messages")
        return speaker, text, MessageType.TEXT

    def _read_service(self, entry: dict[str, Any]) -> tuple[str | None, str, MessageType]:
        if "actor" not in entry:
            return None, clean(str(entry["action"]).replace("_", " ")), MessageType.SYSTEM
        actor = self.people.name(entry.get("actor_id"), entry.get("actor"))
        if "action" not in entry:
            return None, _joined(entry["information_text"]), MessageType.SYSTEM
        action = str(entry["action"]).replace("_", " ")
        if entry["action"] in _CALLS:
            seconds = entry.get("duration_seconds", entry.get("duration"))
            return actor, clean(action if seconds is None else f"{action} ({seconds} s)"), MessageType.CALL
        return None, clean(f"{actor}: {action}"), MessageType.SYSTEM


def _is_anothers(entry: dict[str, Any]) -> bool:
    """Say whether the words of a message are those of somebody else, which were passed on."""
    if "forwarded_from_id" in entry:
        return bool(entry["forwarded_from_id"] != entry.get("from_id"))
    return "forwarded_from" in entry and entry["forwarded_from"] != entry.get("from")


def _joined(text: object) -> str:
    """Join the parts of a text; Telegram cuts it at each link, so nothing stands between them."""
    if isinstance(text, str):
        return clean(text)
    if not isinstance(text, list):
        raise TypeError("a text or a list of its parts is expected here")
    return clean("".join(part if isinstance(part, str) else part["text"] for part in text))


@uncollected()
def read_telegram(member: Member, said: Said) -> Imported:
    """Read an export. Times are in the person's zone, or in UTC where it is not given.

    Old exports have local times only; they are read with the person's zone, or none. Raises UndecidedChat for the
    export of an account with several chats where none of them is picked.
    """

    def read(*, local: bool) -> tuple[_Chat, set[str]]:
        values = Values(member.open(), mend=_mended)
        chats = _Chats(said.chat, new_chat=lambda: _Chat(timezone=said.timezone, local=local, progress=said.progress))
        chats.read(values)
        return chats.chosen(), values.doubts

    found, doubts = read(local=False)
    if found.lacks_unix_time:
        found, doubts = read(local=True)
        found.doubts |= {"local_times"} | ({"no_timezone"} if said.timezone is None else set())
    return _result(found, doubts=found.doubts | found.people.doubts | doubts)


class _Chats:
    """The chats of a file: itself, or those in its lists. Only the messages of the one that is wanted are kept."""

    def __init__(self, wanted: str | None, *, new_chat: Callable[[], _Chat]) -> None:
        self._wanted = wanted
        self._new_chat = new_chat
        self._named: dict[str, _Chat] = {}
        self._counts: dict[str, int] = {}

    def read(self, values: Values) -> None:
        """Read through the file."""
        own = self._new_chat()
        for key in values.keys():  # noqa: SIM118
            if key in {"chats", "left_chats"} and values.window.peek() == "{":
                self._read_lists(values)
            else:
                _take(values, own, key)
        self._add(own)

    def _read_lists(self, values: Values) -> None:
        for key in values.keys():  # noqa: SIM118
            if key != "list" or values.window.peek() != "[":
                values.skip()
                continue
            for _ in values.items():
                chat = self._new_chat()
                for inner in values.keys():  # noqa: SIM118
                    _take(values, chat, inner)
                self._add(chat)

    def _add(self, chat: _Chat) -> None:
        if not chat.messages and not chat.unread.count:
            return
        name = base = chat.title or chat.kind.replace("_", " ") or DELETED_ACCOUNT
        while name in self._named:
            self._counts[base] = self._counts.get(base, 1) + 1
            name = f"{base} ({self._counts[base]})"
        self._named[name] = chat
        if len(self._named) > 1:
            for unwanted in {name, next(iter(self._named))} - {self._wanted}:
                self._named[unwanted].messages.clear()

    def chosen(self) -> _Chat:
        """Return the one chat; raise UndecidedChat where it is not clear which."""
        if self._wanted in self._named:
            return self._named[self._wanted]
        if len(self._named) > 1:
            raise UndecidedChat(chats=tuple(self._named))
        if not self._named:
            raise UnreadableExport(reason="no_messages")
        return next(iter(self._named.values()))


def _take(values: Values, chat: _Chat, key: str) -> None:
    """Take the value of one key of a chat."""
    if key == "messages" and values.window.peek() == "[":
        chat.take_list(values)
    elif key in {"name", "type"}:
        value = values.value()
        if isinstance(value, str):
            setattr(chat, "title" if key == "name" else "kind", clean(value))
    else:
        values.skip()


def _result(chat: _Chat, *, doubts: set[str]) -> Imported:
    if not chat.messages:
        raise UnreadableExport(reason="bad_json" if "cut_off" in doubts else "unknown")
    conversation = Conversation(
        source="telegram",
        people=speakers_of(chat.messages),
        messages=tuple(chat.messages),
        title=chat.title,
    )
    times = [message.at for message in chat.messages if message.at is not None]
    if any(before - after > _LATE for before, after in pairwise(times)):
        doubts.add("times_run_back")
    return imported(conversation, unread=chat.unread, doubts=doubts)
