"""Google Chat, out of Google Takeout: a folder a conversation, with its messages, its members and its files.

The names of folders and files are in the language of the account, so that each file is known by what is in it.
"""

from __future__ import annotations

from datetime import UTC
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import Values, clean, keys_at_start
from amends.chats.formats.google_chat_dates import time_of
from amends.chats.imported import Imported
from amends.chats.people import People
from amends.chats.timeline import Entry, Timeline
from amends.chats.titles import chosen_title, unique_titles
from amends.conversation import MessageType
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from amends.chats.files.container import Member
    from amends.chats.said import Said

_CALL = "video_call_metadata"
_NOTICES = frozenset(("Updated room membership", "Created room", "Renamed room", "Space updated", "Space Updated"))
_SHOWN = {"url_metadata", "youtube_metadata", "drive_metadata", "gsuite_integration_metadata", _CALL}


def is_google_chat(member: Member) -> bool:
    """Say whether JSON is the messages of one conversation, by its first keys."""
    return {"messages", "creator", "created_date"} <= set(keys_at_start(member.open()))


def read_google_chat(member: Member, said: Said) -> Imported:
    """Read a conversation out of its messages alone, as `read_google_chats` does."""
    return _read(member, said, title="")


def is_google_chats(members: tuple[Member, ...]) -> bool:
    """Say whether files hold the messages of conversations."""
    return any(_is_json(member) and is_google_chat(member) for member in members)


def read_google_chats(members: tuple[Member, ...], said: Said) -> Imported:
    """Read one conversation. Times are in the person's zone, or in UTC where it is not given.

    Raises UndecidedChat where there are several. The numbers of unread lines count within its file.
    """
    files = [member for member in members if _is_json(member)]
    conversations = [member for member in files if is_google_chat(member)]
    names = _names_of_conversations([member for member in files if member not in conversations])
    titles = unique_titles(
        names.get(_folder(member)) or PurePosixPath(_folder(member)).name for member in conversations
    )
    chats = dict(zip(titles, conversations, strict=True))
    title = chosen_title(chats, said.chat)
    return _read(chats[title], said, title=title)


def _is_json(member: Member) -> bool:
    path = PurePosixPath(member.name)
    return path.suffix.lower() == ".json" and "__MACOSX" not in path.parts


def _folder(member: Member) -> str:
    return str(PurePosixPath(member.name).parent)


def _names_of_conversations(members: list[Member]) -> dict[str, str]:
    """Return what the conversation in a folder is called: its name, or the people in it without the account's own."""
    groups: dict[str, dict[str, Any]] = {}
    own = ""
    for member in members:
        keys = set(keys_at_start(member.open()))
        if {"user", "membership_info"} <= keys:
            own = _word(_object(member).get("user"), "email")
        elif "members" in keys:
            groups[_folder(member)] = _object(member)
    return {folder: _name_of_conversation(group, own=own) for folder, group in groups.items()}


def _object(member: Member) -> dict[str, Any]:
    """Return what is in a file; nothing where it is damaged, as it gives no more than names."""
    try:
        value = Values(member.open()).value()
    except UnreadableExport:
        return {}
    return value if isinstance(value, dict) else {}


def _name_of_conversation(group: dict[str, Any], *, own: str) -> str:
    people = group["members"] if isinstance(group.get("members"), list) else []
    others = [person for person in people if _word(person, "email") != own] or people
    names = [_word(person, "name") or _word(person, "email") for person in others]
    return _word(group, "name") or ", ".join(filter(None, names))


def _word(value: object, key: str) -> str:
    word = value.get(key) if isinstance(value, dict) else None
    return clean(word) if isinstance(word, str) else ""


def _read(member: Member, said: Said, *, title: str) -> Imported:
    conversation = _Conversation(said)
    values = Values(member.open())
    for key in values.keys():  # noqa: SIM118
        if key == "messages" and values.window.peek() == "[":
            conversation.timeline.take_list(values, conversation.entry)
        else:
            values.skip()
    conversation.timeline.doubts |= values.doubts
    conversation.timeline.doubts |= conversation.people.doubts
    return conversation.timeline.result(source="google_chat", title=title)


class _Conversation:
    """One conversation as it is read."""

    def __init__(self, said: Said) -> None:
        self.timeline = Timeline(progress=said.progress)
        self.people = People()
        self._timezone = said.timezone or UTC

    def entry(self, entry: dict[str, Any]) -> Entry:
        """Read a message."""
        at = time_of(entry["created_date"]).astimezone(self._timezone)
        creator = entry.get("creator") or {}
        email = creator.get("email")
        speaker = self.people.name(email, creator.get("name") or email)
        if entry.get("message_state") == "DELETED" or "deleted_date" in entry or "deletion_metadata" in entry:
            return Entry(at, speaker, "", MessageType.DELETED)
        text = clean(entry.get("text") or "")
        if text.rstrip(".") in _NOTICES:
            return Entry(at, None, text, MessageType.SYSTEM)
        if not text and not entry.get("attached_files") and any(map(_is_unknown, entry.get("annotations") or ())):
            self.timeline.doubts.add("unknown_notice")
        is_edited = entry.get("updated_date", entry["created_date"]) != entry["created_date"]
        return Entry(at, speaker, text, _kind(entry, text), edited=is_edited or "previous_message_versions" in entry)


def _kind(entry: dict[str, Any], text: str) -> MessageType:
    if entry.get("attached_files"):
        return MessageType.MEDIA
    if text or not entry.get("annotations"):
        return MessageType.TEXT
    is_call = any(map(_tells_of_a_call, entry["annotations"]))
    return MessageType.CALL if is_call else MessageType.MEDIA


def _is_unknown(annotation: dict[str, Any]) -> bool:
    """Say whether what stands in place of words is of no kind that is known."""
    return not _SHOWN & annotation.keys()


def _tells_of_a_call(annotation: dict[str, Any]) -> bool:
    return _CALL in annotation or "call_data" in annotation.get("gsuite_integration_metadata", {})
