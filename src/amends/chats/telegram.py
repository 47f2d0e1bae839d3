"""Telegram Desktop's `result.json`: one chat, or the export of a whole account.

The file is never in memory as a whole: a window of text moves over it, and one message at a time is decoded.
"""

from __future__ import annotations

import codecs
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.conversation import Conversation, Message, MessageType
from amends.errors import BadEncoding, TooLarge, UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

MAX_FILE = 2 * 1024**3
MAX_VALUE = 16 * 1024**2  # characters of one value; the longest message has 4,096
PROGRESS_EVERY = 5_000
_BLOCK = 256 * 1024
_DELETED_ACCOUNT = "Deleted account"
_MEDIA_KEYS = ("photo", "file", "media_type", "contact_information", "location_information", "game_title")

_BLANK = re.compile(r"[ \t\r\n]*")
_MARK = re.compile(r'[{}\[\]"]')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
# Telegram writes control characters as \xNN, which JSON does not know.
_HEX_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9a-fA-F]{2})")
# Version 4.1.1 wrote some paths without quotes: "document_id": video_files/sticker (2).webm
_UNQUOTED = re.compile(r'^(\s*"\w+": )([^\s"\[{\-\dtfn][^"\n]*?|[tfn][^"\n]*/[^"\n]*?)(,?)\r?$', re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_telegram(stream: BinaryIO) -> bool:
    """Say whether JSON is an export of Telegram, by the first keys."""
    start = stream.read(_BLOCK).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if not start.startswith("{"):
        return False
    keys = re.findall(r'(?:^\{|,)\s*"(\w+)"\s*:', start[:4096])
    if {"about", "personal_information", "chats", "left_chats"} & set(keys[:4]):
        return True
    return "messages" in re.findall(r'"(\w+)"\s*:', start) and "people" not in keys


class _Window:
    """A window of decoded text that moves over the file; `here()` is the number of the line it has come to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._read = 0
        self._ended = False
        self.text = ""
        self.at = 0
        self.line = 1
        self._counted = 0

    def more(self) -> bool:
        """Read on; False at the end of the file. The window doubles, so that a long value costs linear time."""
        if self._ended:
            return False
        block = self._stream.read(max(_BLOCK, len(self.text) - self.at))
        self._read += len(block)
        if self._read > MAX_FILE:
            raise TooLarge(limit=MAX_FILE)
        self._ended = not block
        try:
            decoded = self._decoder.decode(block, final=self._ended)
        except UnicodeDecodeError:
            raise BadEncoding(line_number=self.line) from None
        self.here()
        self.text = self.text[self.at :] + decoded
        self.at = self._counted = 0
        return not self._ended

    def here(self) -> int:
        """Return the number of the line at this place."""
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.line

    def peek(self) -> str:
        """Pass over blanks and return the next character, "" at the end."""
        while True:
            match = _BLANK.match(self.text, self.at)
            self.at = match.end() if match is not None else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, character: str) -> bool:
        """Pass over a character if it is the next one."""
        if self.peek() != character:
            return False
        self.at += 1
        return True


class _Broken(Exception):
    """A value that is no JSON even after repair; it was passed over."""


class _Values:
    """Decodes the values of a JSON file one by one."""

    def __init__(self, stream: BinaryIO) -> None:
        self.window = _Window(stream)
        self.repaired = False
        self._decode = json.JSONDecoder().raw_decode

    def value(self) -> Any:
        """Decode the value that comes next; raise _Broken where it is none."""
        window = self.window
        window.peek()
        while True:
            try:
                value, end = self._decode(window.text, window.at)
            except json.JSONDecodeError as error:
                cut_off = error.pos >= len(window.text) - 16 or error.msg.startswith("Unterminated string")
            except (ValueError, RecursionError):
                cut_off = False
            else:
                # A number at the end of the window may go on.
                if end < len(window.text) or not window.more():
                    window.at = end
                    return value
                continue
            if cut_off and len(window.text) - window.at < MAX_VALUE and window.more():
                continue
            return self._repaired()

    def _repaired(self) -> Any:
        start = self.window.at
        source = self._raw_value(start)
        fixed = _UNQUOTED.sub(r'\1"\2"\3', _HEX_ESCAPE.sub(r"\1\\u00\2", source))
        try:
            value = json.loads(fixed, strict=False)
        except (ValueError, RecursionError):
            raise _Broken from None
        self.repaired = True
        return value

    def _raw_value(self, start: int) -> str:
        """Return the text of a value, by its brackets, and pass over it."""
        window = self.window
        depth = 0
        position = start
        while True:
            mark = _MARK.search(window.text, position)
            string = _STRING.match(window.text, mark.start()) if mark and mark[0] == '"' else None
            if mark is None or (mark[0] == '"' and string is None):
                before = len(window.text) - window.at
                if before >= MAX_VALUE or not window.more():
                    raise UnreadableExport(reason="bad_json", line_number=window.here())
                position -= start - window.at
                start = window.at
                continue
            position = string.end() if string is not None else mark.end()
            depth += (mark[0] in "{[") - (mark[0] in "}]")
            if depth <= 0 and mark[0] != '"':
                break
        source = window.text[start:position]
        window.at = position
        return source

    def keys(self) -> Iterator[str]:
        """Walk through an object: give each key; the caller takes its value before the next."""
        if not self.window.take("{"):
            raise self._bad()
        while not self.window.take("}"):
            key = self.value()
            if not isinstance(key, str) or not self.window.take(":"):
                raise self._bad()
            yield key
            if not self.window.take(",") and self.window.peek() != "}":
                raise self._bad()

    def items(self) -> Iterator[None]:
        """Walk through a list: the caller takes each value before the next."""
        if not self.window.take("["):
            raise self._bad()
        while not self.window.take("]"):
            yield None
            if not self.window.take(",") and self.window.peek() != "]":
                raise self._bad()

    def skip(self) -> None:
        """Pass over the value that comes next."""
        if self.window.peek() == "{":
            for _ in self.keys():
                self.skip()
        elif self.window.peek() == "[":
            for _ in self.items():
                self.skip()
        else:
            self.value()

    def _bad(self) -> UnreadableExport:
        return UnreadableExport(reason="bad_json", line_number=self.window.here())


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
        self._names: dict[str, str] = {}

    def add(self, entry: Any, line: int) -> None:
        """Add an entry of the export; what is no message of a known kind is counted as not read."""
        try:
            at = self._time(entry)
            speaker, text, kind = self._read(entry)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError):
            self.unread.add(line)
            return
        message = Message(
            n=len(self.messages),
            at=at,
            speaker=speaker,
            text=text,
            type=kind,
            edited="edited" in entry or "edited_unixtime" in entry,
        )
        self.messages.append(message)
        if self._progress is not None and not len(self.messages) % PROGRESS_EVERY:
            self._progress(len(self.messages))

    def _time(self, entry: dict[str, Any]) -> datetime:
        if self._local:
            return datetime.fromisoformat(entry["date"]).replace(tzinfo=self._timezone)
        seconds = entry.get("date_unixtime")
        if seconds is None:
            datetime.fromisoformat(entry["date"])
            self.lacks_unix_time = True
            seconds = 0
        return datetime.fromtimestamp(int(seconds), tz=self._timezone or UTC)

    def _read(self, entry: dict[str, Any]) -> tuple[str | None, str, MessageType]:
        if entry["type"] == "service":
            return self._read_service(entry)
        if entry["type"] != "message":
            raise ValueError("a type of entry that is not known")
        text = _joined(entry["text"] if "text" in entry else entry.get("text_entities", ""))
        speaker = self._name(entry.get("from_id"), entry.get("from"))
        if any(key in entry for key in _MEDIA_KEYS):
            return speaker, text, MessageType.MEDIA
        if not text and "poll" in entry:
            text = _joined(entry["poll"]["question"])
        return speaker, text, MessageType.TEXT

    def _read_service(self, entry: dict[str, Any]) -> tuple[str | None, str, MessageType]:
        action = str(entry["action"]).replace("_", " ")
        actor = self._name(entry.get("actor_id"), entry.get("actor"))
        if "phone_call" in entry["action"]:
            seconds = entry.get("duration_seconds")
            return actor, action if seconds is None else f"{action} ({seconds} s)", MessageType.CALL
        return None, _clean(f"{actor}: {action}"), MessageType.SYSTEM

    def _name(self, person_id: object, shown: object) -> str:
        """Return the name of a person, who is known by the id; two people of one name get two names."""
        name = _clean(shown).strip() if isinstance(shown, str) else ""
        name = name or _DELETED_ACCOUNT
        key = f"name {name}" if person_id is None else str(person_id)
        if key not in self._names:
            taken = set(self._names.values())
            unique, count = name, 1
            while unique in taken:
                count += 1
                unique = f"{name} ({count})"
            if count > 1:
                self.doubts.add("same_names")
            self._names[key] = unique
        return self._names[key]


def _joined(text: object) -> str:
    """Join the parts of a text; Telegram cuts it at each link, so nothing stands between them."""
    if isinstance(text, str):
        return _clean(text)
    if not isinstance(text, list):
        raise TypeError("a text or a list of its parts is expected here")
    return _clean("".join(part if isinstance(part, str) else part["text"] for part in text))


def _clean(text: str) -> str:
    """Replace half characters, which can't be written as UTF-8."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def read_telegram(
    open_bytes: Callable[[], BinaryIO],
    *,
    timezone: tzinfo | None = None,
    chat: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Read an export. Times are in `timezone`, or in UTC where it is not given.

    Old exports have local times only; they are read with the person's zone, or none. Raises UndecidedChat for the
    export of an account with several chats where `chat` names none of them.
    """

    def read(*, local: bool) -> tuple[_Chat, bool]:
        values = _Values(open_bytes())
        chats = _Chats(chat, new_chat=lambda: _Chat(timezone=timezone, local=local, progress=progress))
        chats.read(values)
        return chats.chosen(), values.repaired

    found, repaired = read(local=False)
    if found.lacks_unix_time:
        found, repaired = read(local=True)
        found.doubts |= {"local_times"} | ({"no_timezone"} if timezone is None else set())
    return _result(found, repaired=repaired)


class _Chats:
    """The chats of a file: itself, or those in its lists. Only the messages of the one that is wanted are kept."""

    def __init__(self, wanted: str | None, *, new_chat: Callable[[], _Chat]) -> None:
        self._wanted = wanted
        self._new_chat = new_chat
        self._named: dict[str, _Chat] = {}

    def read(self, values: _Values) -> None:
        """Read through the file."""
        own = self._new_chat()
        for key in values.keys():  # noqa: SIM118
            if key in {"chats", "left_chats"} and values.window.peek() == "{":
                self._read_lists(values)
            else:
                _take(values, own, key)
        self._add(own)

    def _read_lists(self, values: _Values) -> None:
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
        base = chat.title or chat.kind.replace("_", " ") or _DELETED_ACCOUNT
        name, count = base, 1
        while name in self._named:
            count += 1
            name = f"{base} ({count})"
        self._named[name] = chat
        if len(self._named) > 1:
            for other, unwanted in self._named.items():
                if other != self._wanted:
                    unwanted.messages.clear()

    def chosen(self) -> _Chat:
        """Return the one chat; raise UndecidedChat where it is not clear which."""
        if self._wanted in self._named:
            return self._named[self._wanted]
        if len(self._named) > 1:
            raise UndecidedChat(chats=tuple(self._named))
        if not self._named:
            raise UnreadableExport(reason="no_messages")
        return next(iter(self._named.values()))


def _take(values: _Values, chat: _Chat, key: str) -> None:
    """Take the value of one key of a chat."""
    if key == "messages" and values.window.peek() == "[":
        for _ in values.items():
            values.window.peek()
            line = values.window.here()
            try:
                entry = values.value()
            except _Broken:
                chat.unread.add(line)
            else:
                chat.add(entry, line)
    elif key in {"name", "type"}:
        value = values.value()
        if isinstance(value, str):
            setattr(chat, "title" if key == "name" else "kind", _clean(value))
    else:
        values.skip()


def _result(chat: _Chat, *, repaired: bool) -> Imported:
    if not chat.messages:
        raise UnreadableExport(reason="unknown")
    conversation = Conversation(
        source="telegram",
        people=speakers_of(chat.messages),
        messages=tuple(chat.messages),
        title=chat.title,
    )
    doubts = chat.doubts | ({"repaired_json"} if repaired else set())
    return imported(conversation, unread=chat.unread, doubts=doubts)
