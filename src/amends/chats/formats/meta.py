"""Messenger and Instagram: the JSON of "Download your information", and the download of encrypted chats.

The first writes every text as UTF-8 read as Latin-1, save where it does not, newest message first, and cuts a chat
into files of 10,000 messages. The second writes clean text, oldest first, one file a chat, with other keys.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from amends.chats.files.container import Member
from amends.chats.files.json_values import Values, clean, keys_at_start
from amends.chats.formats.meta_notices import (
    beginnings,
    emoji_of_reaction,
    is_reaction,
    is_without_address,
    may_be_told_by_app,
    nicknames_in,
    plain_emoji,
    tells_of_attachment,
    told_by_app,
)
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.chats.titles import chosen_title, unique_titles
from amends.collecting import uncollected
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import tzinfo

    from amends.chats.imported import Imported
    from amends.chats.said import Said

_MOST_IN_A_FILE = 10_000
_EARLIEST = 10**11  # in milliseconds, 1973; a smaller number is not in milliseconds
_MEDIA_KEYS = frozenset(("photos", "videos", "audio_files", "files", "gifs", "sticker"))
_TYPES = {"Generic", "Share", "Call", "Subscribe", "Unsubscribe"}
_CLEAN_TYPES = {"text", "link", "media", "placeholder"}
_PART = re.compile(r"message_\d{1,6}\.json")
_TITLE = re.compile(rb'"(title|threadName)"\s*:\s*("(?:[^"\\]|\\.)*+")')
_NUMBER = re.compile(r"_\d{1,20}\Z")  # ends the name of an encrypted chat
_ENDS_LOOKED_AT = 64 * 1024
_C1 = re.compile("[\x80-\x9f]")
_EDITED = " (edited)"
_MOST_NICKNAMES = 100  # of a chat; each is looked for in every message


def is_meta(member: Member) -> bool:
    """Say whether JSON is a chat of Messenger or Instagram, by its first keys."""
    keys = set(keys_at_start(member.open()))
    return "messages" in keys and any(
        signs <= keys
        for signs in (
            {"sender_name", "timestamp_ms"},
            {"participants", "thread_path"},
            {"senderName", "timestamp"},
            {"participants", "threadName"},
        )
    )


@uncollected()
def read_meta(member: Member, said: Said) -> Imported:
    """Read a chat out of its files, in whatever order. Times are in the person's zone, or in UTC where it is not given.

    The numbers of unread lines count within each file.
    """
    thread = _Thread(timezone=said.timezone or UTC, progress=said.progress)
    for part in (member.open, *member.more):
        thread.read(Values(part()))
    return thread.result()


def is_meta_files(members: tuple[Member, ...]) -> bool:
    """Say whether files hold chats of Messenger or Instagram."""
    return any(_is_chat(member) for member in members)


def read_meta_files(members: tuple[Member, ...], said: Said) -> Imported:
    """Read one chat out of its files, `message_1.json`, `message_2.json` and so on in one folder, or a file of its own.

    Raises UndecidedChat where there are several.
    """
    threads: dict[str, list[Member]] = {}
    for member in filter(_is_chat, members):
        path = PurePosixPath(member.name)
        threads.setdefault(f"{path.parent}" if _PART.fullmatch(path.name) else member.name, []).append(member)
    chats = dict(zip(_titles_of(threads), threads.values(), strict=True))
    first, *rest = chats[chosen_title(chats, said.chat)]
    return read_meta(Member(name=first.name, open=first.open, more=tuple(part.open for part in rest)), said)


def _is_chat(member: Member) -> bool:
    path = PurePosixPath(member.name)
    return path.suffix.lower() == ".json" and "__MACOSX" not in path.parts and is_meta(member)


def _titles_of(threads: Mapping[str, list[Member]]) -> list[str]:
    """Return the titles of chats; those of one title in "inbox" and "e2ee_cutover", or other boxes, name their box."""
    names = [_title_of(parts[0]) or PurePosixPath(place).stem for place, parts in threads.items()]
    boxes = [PurePosixPath(place).parent.name.replace("_", " ") for place in threads]
    boxes_of: dict[str, set[str]] = {}
    for name, box in zip(names, boxes, strict=True):
        boxes_of.setdefault(name, set()).add(box)
    return unique_titles(
        f"{name} ({box})" if len(boxes_of[name]) > 1 else name for name, box in zip(names, boxes, strict=True)
    )


def _title_of(member: Member) -> str:
    """Return the title of a chat, which stands before or after its messages; those are not read for it."""
    stream = member.open()
    start = end = stream.read(_ENDS_LOOKED_AT)
    while block := stream.read(_ENDS_LOOKED_AT):
        end = (end + block)[-_ENDS_LOOKED_AT:]
    found = [*_TITLE.finditer(start), *_TITLE.finditer(end)]
    match = next((one for one in found if one[1] == b"threadName"), found[-1] if found else None)
    if match is None:
        return ""
    try:
        return _title(match[1].decode(), json.loads(match[2], strict=False))
    except ValueError:
        return ""


def _title(key: str, written: str) -> str:
    return repaired(written) if key == "title" else _NUMBER.sub("", clean(written))


def repaired(text: str) -> str:
    """Return text that was written as UTF-8 and read as Latin-1; what was not comes back as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return clean(text)


class _Speaker(NamedTuple):
    """Who speaks, and with which words a line of the app begins that tells what they did."""

    name: str
    begins: frozenset[str]


class _Thread:
    """One chat as it is read."""

    def __init__(self, *, timezone: tzinfo, progress: Callable[[int], None] | None) -> None:
        self._timezone = timezone
        self._timeline = Timeline(progress=progress)
        self._people = People()
        self._speakers: dict[str, _Speaker] = {}  # by the names as they are written
        self._clean_speakers: dict[str, _Speaker] = {}
        self._taking_part: tuple[str, ...] = ()
        self._title = ""
        self._taken = 0
        self._are_full: list[bool] = []  # for each file; the last one of a chat hardly ever is
        # Each an emoji and who reacted with it: as it stands beside a message, and as a message may say it.
        self._reacted: set[tuple[str, str]] = set()
        self._may_have_reacted: set[tuple[str, str]] = set()
        self._nicknames: set[str] = set()

    def read(self, values: Values) -> None:
        """Read through one file of the chat."""
        self._taken = 0
        for key in values.keys():  # noqa: SIM118
            if key == "messages" and values.window.peek() == "[":
                self._timeline.take_list(values, self._entry)
            elif key == "participants" and values.window.peek() == "[":
                self._see(values.value())
            elif key in {"title", "threadName"} and values.window.peek() == '"':
                self._title = _title(key, values.value())
            else:
                values.skip()
        self._timeline.doubts |= values.doubts
        self._are_full.append(self._taken == _MOST_IN_A_FILE)

    def result(self) -> Imported:
        """Return the conversation and its report."""
        if all(self._are_full):
            self._timeline.doubts.add("parts_missing")
        if self._reacted & self._may_have_reacted or self._are_called_by_nickname():
            self._timeline.doubts.add("unknown_notice")
        return self._timeline.result(source="meta", title=self._title)

    def _are_called_by_nickname(self) -> bool:
        """Say whether a line that counts as somebody's words tells what one did who is called by a nickname in it."""
        texts = self._timeline.texts() if self._nicknames else set[str]()
        return any(
            text.startswith(f"{name} ") and told_by_app(name, text) for name in self._nicknames for text in texts
        )

    def _see(self, participants: list[Any]) -> None:
        """Note where two people of the chat have one name, as nothing else tells them apart."""
        names = [person.get("name") if isinstance(person, dict) else person for person in participants]
        known = [name for name in names if isinstance(name, str)]
        self._taking_part = tuple(self._text(name) for name in known if name.strip())
        if len(known) > len(set(known)):
            self._timeline.doubts.add("one_name")

    def _entry(self, entry: dict[str, Any]) -> Entry:
        if "senderName" in entry:
            return self._clean_entry(entry)
        self._taken += 1
        at = self._time(entry["timestamp_ms"])
        name = entry["sender_name"]
        speaker, begins = self._speakers.get(name) or self._see_speaker(name)
        text = self._text(entry.get("content") or "")
        if entry.get("type", "Generic") not in _TYPES:
            raise ValueError("a type of entry that is not known")
        if "reactions" in entry:
            self._reacted.update(_reactions(entry))
        may_be_told = text.partition(" ")[0] in begins
        told = told_by_app(speaker, text) if may_be_told else None
        kind = _kind(entry, speaker, text, told)
        if kind is MessageType.TEXT and (may_be_told or "share" in entry or not text.isascii()):
            self._doubt(speaker, text, may_be_told=may_be_told, has_link="share" in entry)
        if kind is MessageType.SYSTEM:
            self._see_nicknames(text)
            return Entry(at, None, text, kind)
        if kind is MessageType.DELETED:
            return Entry(at, speaker, "", kind)
        if kind is MessageType.MEDIA and (not text or told is MessageType.MEDIA or tells_of_attachment(text)):
            text = _link(entry)
        if text.endswith(_EDITED):
            self._timeline.doubts.add("edited_copies")
            return Entry(at, speaker, text.removesuffix(_EDITED), kind, edited=True)
        return Entry(at, speaker, text, kind)

    def _see_speaker(self, written: str) -> _Speaker:
        name = self._people.name(None, self._text(written))
        speaker = self._speakers[written] = _Speaker(name, beginnings(name, self._taking_part))
        return speaker

    def _see_nicknames(self, notice: str) -> None:
        if len(self._nicknames) < _MOST_NICKNAMES:
            self._nicknames.update(nicknames_in(notice))

    def _doubt(self, speaker: str, text: str, *, may_be_told: bool, has_link: bool = False) -> None:
        """Note where the words of a person may be the app's, in words that are not in the table."""
        if (may_be_told and may_be_told_by_app(speaker, text)) or (has_link and is_without_address(text)):
            self._timeline.doubts.add("unknown_notice")
        emoji = emoji_of_reaction(text)
        if emoji:
            self._may_have_reacted.add((emoji, speaker))

    def _clean_entry(self, entry: dict[str, Any]) -> Entry:
        """Read an entry of an encrypted chat."""
        at = self._time(entry["timestamp"])
        name = entry["senderName"]
        speaker, begins = self._clean_speakers.get(name) or self._see_clean_speaker(name)
        text = clean(entry.get("text") or "")
        written = entry["type"]
        if written not in _CLEAN_TYPES:
            raise ValueError("a type of entry that is not known")
        if entry.get("isUnsent") or (written == "placeholder" and _is_unsent(speaker, text)):
            return Entry(at, speaker, "", MessageType.DELETED)
        if written == "placeholder":
            return Entry(at, None, text, MessageType.SYSTEM)
        if written == "media" or entry.get("media"):
            return Entry(at, speaker, text, MessageType.MEDIA)
        may_be_told = text.partition(" ")[0] in begins
        if text.isascii() and not (may_be_told or is_reaction(text) or _is_unsent(speaker, text)):
            return Entry(at, speaker, text)  # as nearly all are
        kind = _kind({}, speaker, text, told_by_app(speaker, text) if may_be_told else None)
        if kind is MessageType.TEXT:
            self._doubt(speaker, text, may_be_told=may_be_told)
        if kind is MessageType.SYSTEM:
            self._see_nicknames(text)
            return Entry(at, None, text, kind)
        return Entry(at, speaker, text, kind)

    def _see_clean_speaker(self, name: str) -> _Speaker:
        shown = self._people.name(None, name)
        speaker = self._clean_speakers[name] = _Speaker(shown, beginnings(shown, self._taking_part))
        return speaker

    def _time(self, milliseconds: object) -> datetime:
        if not isinstance(milliseconds, int) or milliseconds < _EARLIEST:
            raise ValueError("a time in milliseconds is expected here")
        seconds, rest = divmod(milliseconds, 1000)
        at = datetime.fromtimestamp(seconds, self._timezone)  # by name it takes half as long again
        return at.replace(microsecond=rest * 1000) if rest else at

    def _text(self, written: str) -> str:
        if written.isascii():
            return written
        text = repaired(written)
        if text == written and _C1.search(text):
            self._timeline.doubts.add("garbled_text")
        return text


def _kind(entry: dict[str, Any], speaker: str, text: str, told: MessageType | None) -> MessageType:
    """Return what kind of entry it is; `told` is what the text is, where it is a line of the app."""
    kind = entry.get("type", "Generic")
    if entry.get("is_unsent") or (_is_unsent(speaker, text) and not _has_media(entry)):
        return MessageType.DELETED
    if kind == "Call" or "call_duration" in entry or "missed" in entry or told is MessageType.CALL:
        return MessageType.CALL
    if kind in {"Subscribe", "Unsubscribe"} or told is MessageType.SYSTEM:
        return MessageType.SYSTEM
    if _has_media(entry) or told is MessageType.MEDIA or ("share" in entry and (not text or tells_of_attachment(text))):
        return MessageType.MEDIA
    return MessageType.REACTION if is_reaction(text) else MessageType.TEXT


def _has_media(entry: dict[str, Any]) -> bool:
    return not _MEDIA_KEYS.isdisjoint(entry) and any(entry.get(key) for key in _MEDIA_KEYS)


def _is_unsent(speaker: str, text: str) -> bool:
    return "unsent" in text and text.rstrip(".") in {
        f"{speaker} unsent a message",
        f"{speaker.partition(' ')[0]} unsent a message",
        "User unsent a message",
        "You unsent a message",
    }


def _reactions(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    reactions = entry.get("reactions")
    for one in reactions if isinstance(reactions, list) else ():
        emoji, actor = (one.get("reaction"), one.get("actor")) if isinstance(one, dict) else (None, None)
        if isinstance(emoji, str) and isinstance(actor, str):
            yield plain_emoji(repaired(emoji)), repaired(actor)


def _link(entry: dict[str, Any]) -> str:
    share = entry.get("share")
    link = share.get("link", "") if isinstance(share, dict) else ""
    return repaired(link)
