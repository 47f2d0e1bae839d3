"""Read an export or pasted lines: find out what it is, and hand it to the module of that format."""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from amends.chats.breakdowns import read_breakdowns
from amends.chats.container import Member, members_of, whole
from amends.chats.discord import is_discord, read_discord
from amends.chats.imessage import is_imessage, read_imessage
from amends.chats.imported import Imported, Unread, imported
from amends.chats.meta import is_meta, joined, read_meta
from amends.chats.names import title_of
from amends.chats.pasted import read_pasted_lines
from amends.chats.recognise import is_breakdowns, is_captions, is_html, is_json, is_mail
from amends.chats.signal import is_signal, read_signal
from amends.chats.signal_text import is_signal_text, read_signal_text
from amends.chats.slack import is_slack, read_slack
from amends.chats.telegram import is_telegram, read_telegram
from amends.chats.text import TextFile
from amends.chats.transcript import is_transcript, read_transcript
from amends.chats.whatsapp import Survey, read_whatsapp
from amends.errors import UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo


def read_export(
    source: Path | BinaryIO,
    *,
    name: str = "",
    date_order: str | None = None,
    timezone: tzinfo | None = None,
    chat: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Read an export of a chat, of any of the formats in this package, or a text file of pasted lines.

    `source` is a path or a seekable binary file. `name` is the file's own name, used for the title only.
    `date_order` ("dmy", "mdy", "ymd") and `timezone` are what the person said. `chat` picks one of several.
    `progress` is called with the number of messages so far, about every 5,000.

    Raises UnreadableExport and its kinds, UndecidedDateOrder, UndecidedChat.
    """
    with _opened(source) as stream:
        if not name and isinstance(source, Path):
            name = source.name
        members = members_of(stream)
        if members is not None and is_slack(members):
            return read_slack(members, timezone=timezone, chat=chat, progress=progress)
        member = whole(stream, name) if members is None else _chat_in(members, chat=chat, zip_name=name)
        if is_json(member.open()):
            return _read_json(member, timezone=timezone, chat=chat, progress=progress)
        return _read_text(member, date_order=date_order, timezone=timezone, progress=progress)


def read_pasted(text: str, *, date_order: str | None = None, timezone: tzinfo | None = None) -> Imported:
    """Read a conversation that was pasted: "Name: words" lines, or lines copied out of a messenger.

    Raises as `read_export` does.
    """
    stream = io.BytesIO(text.encode("utf-8", errors="replace"))
    return _read_text(whole(stream, ""), date_order=date_order, timezone=timezone, progress=None)


@contextmanager
def _opened(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    if not isinstance(source, Path):
        yield source
        return
    try:
        if source.exists() and not source.is_file():
            raise UnreadableExport(reason="not_a_file")
        stream = source.open("rb")
    except PermissionError:
        raise UnreadableExport(reason="no_permission") from None
    except OSError:
        raise UnreadableExport(reason="not_found") from None
    with stream:
        yield stream


def _chat_in(members: tuple[Member, ...], *, chat: str | None, zip_name: str) -> Member:
    """Return the one chat of a zip; its photos and documents are passed over."""
    candidates = _best([member for member in members if _may_be_a_chat(member.name)])
    if len(candidates) > 1:
        candidates = joined([member for member in candidates if _is_a_chat(member)])
    if len(candidates) > 1 and chat is not None:
        candidates = [member for member in candidates if member.name == chat]
    if not candidates:
        raise UnreadableExport(reason="no_chat_in_zip")
    if len(candidates) > 1:
        raise UndecidedChat(chats=tuple(member.name for member in candidates))
    (only,) = candidates
    own_name = PurePosixPath(only.name).name
    return Member(name=own_name if title_of(own_name) else zip_name, open=only.open, more=only.more)


def _may_be_a_chat(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in {".txt", ".json", ".jsonl"} and "__MACOSX" not in path.parts and path.name[0] != "."


def _best(members: list[Member]) -> list[Member]:
    """Return the members whose names are those of chats, or all: a text may have been sent in the chat."""
    for is_named_so in (
        lambda name: name in {"_chat.txt", "result.json"},
        lambda name: bool(title_of(name)) and name.lower().endswith(".txt"),
    ):
        named = [member for member in members if is_named_so(PurePosixPath(member.name).name)]
        if named:
            return named
    return members


def _is_a_chat(member: Member) -> bool:
    if is_json(member.open()):
        return any(is_one(member.open()) for is_one in (is_meta, is_discord, is_signal, is_telegram))
    try:
        file = TextFile(member.open)
        return is_imessage(file) or Survey(file.stream()).main is not None
    except UnreadableExport:
        return False


def _read_text(
    member: Member,
    *,
    date_order: str | None,
    timezone: tzinfo | None,
    progress: Callable[[int], None] | None,
) -> Imported:
    file = TextFile(member.open)
    if is_mail(file):
        raise UnreadableExport(reason="mailbox")
    if is_html(file):
        raise UnreadableExport(reason="html")
    if is_transcript(file):
        return read_transcript(file)
    if is_captions(file):
        raise UnreadableExport(reason="unknown")
    if is_imessage(file):
        return read_imessage(file, timezone=timezone, progress=progress)
    if is_signal_text(file):
        return read_signal_text(file, timezone=timezone, progress=progress)
    survey = Survey(file.stream())
    if survey.main is None:
        return read_pasted_lines(file, date_order=date_order, timezone=timezone)
    return read_whatsapp(
        file,
        survey=survey,
        title=title_of(member.name),
        date_order=date_order,
        timezone=timezone,
        progress=progress,
    )


def _read_json(
    member: Member, *, timezone: tzinfo | None, chat: str | None, progress: Callable[[int], None] | None
) -> Imported:
    if is_meta(member.open()):
        return read_meta((member.open, *member.more), timezone=timezone, progress=progress)
    if is_discord(member.open()):
        return read_discord(member.open, timezone=timezone, progress=progress)
    if is_signal(member.open()):
        return read_signal(member.open, timezone=timezone, chat=chat, progress=progress)
    if is_telegram(member.open()):
        return read_telegram(member.open, timezone=timezone, chat=chat, progress=progress)
    if not is_breakdowns(member.open()):
        raise UnreadableExport(reason="unknown")
    conversations = list(read_breakdowns(TextFile(member.open).stream()))
    if len(conversations) > 1:
        conversations = [one for one in conversations if one.id == chat] or conversations
    if len(conversations) > 1:
        raise UndecidedChat(chats=tuple(one.id for one in conversations))
    if not conversations:
        raise UnreadableExport(reason="no_messages")
    return imported(conversations[0], unread=Unread(), doubts=set())
