"""Read an export or pasted lines: find out what it is, and hand it to the module of that format."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from amends.chats.files.container import Member, members_of, members_of_folder, whole
from amends.chats.files.text import TextFile
from amends.chats.formats.pasted import read_pasted_lines
from amends.chats.formats.registry import EVERY_OF_FILES, EVERY_OF_JSON, OF_BYTES, OF_FILES, OF_JSON, OF_PARTS, OF_TEXT
from amends.chats.formats.whatsapp import Survey, read_whatsapp
from amends.chats.names import title_of
from amends.chats.parts import is_of, together, with_parts
from amends.chats.recognise import is_captions, is_copied_mail, is_html, is_json
from amends.chats.said import Said
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import tzinfo

    from amends.chats.formats.registry import Every, Read
    from amends.chats.imported import Imported

# What a chat in a zip may be called; its photos and documents are passed over.
_SUFFIXES = frozenset(
    (".txt", ".json", ".jsonl", ".md", ".vtt", ".srt", ".html", ".htm", ".xml", ".eml", ".mbox", ".csv", ".pdf", ".db")
)


def read_export(
    source: Path | BinaryIO,
    *,
    name: str = "",
    date_order: str | None = None,
    timezone: tzinfo | None = None,
    chat: str | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Read an export of a chat, of any of the formats in this package, or a text file of pasted lines.

    `source` is the path of a file or a folder, or a seekable binary file. `name` is the file's own name, used for the
    title only. The others are what the person said, as in `Said`.

    Raises UnreadableExport and the kinds of Undecided.
    """
    said = Said(date_order=date_order, timezone=timezone, chat=chat, columns=columns, progress=progress)
    if isinstance(source, Path):
        name = name or source.name
        if source.is_dir():
            return _read_members(members_of_folder(source), said, name=name)
    with _opened(source) as stream:
        members = members_of(stream)
        return _read_member(whole(stream, name), said) if members is None else _read_members(members, said, name=name)


def read_pasted(
    text: str,
    *,
    date_order: str | None = None,
    timezone: tzinfo | None = None,
    chat: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Imported:
    """Read a conversation that was pasted: "Name: words" lines, or lines copied out of a messenger.

    The rest is what the person said, as in `Said`. Raises as `read_export` does.
    """
    stream = io.BytesIO(text.encode("utf-8", errors="replace"))
    said = Said(date_order=date_order, timezone=timezone, chat=chat, columns=columns)
    return _read_member(whole(stream, ""), said)


def read_every_chat(
    source: Path,
    *,
    date_order: str | None = None,
    timezone: tzinfo | None = None,
    columns: Mapping[str, str] | None = None,
) -> Every:
    """Yield every chat of an export with the name that picks it ("" where there is only one), or why it was not read.

    The rest is what the person said, as in `Said`. Raises as `read_export` does where the export itself is refused.
    A file of several chats is gone through once for each, but once in all where it is a corpus (Breakdowns, ConvoKit).
    """
    said = Said(date_order=date_order, timezone=timezone, columns=columns)
    if source.is_dir():
        yield from _every_of_members(members_of_folder(source), said, name=source.name)
        return
    with _opened(source) as stream:
        members = members_of(stream)
        if members is None:
            yield from _every_of_member(whole(stream, source.name), said)
        else:
            yield from _every_of_members(members, said, name=source.name)


def _every_of_members(members: tuple[Member, ...], said: Said, *, name: str) -> Every:
    of_files = next((read for is_one, read in OF_FILES if is_one(members)), None)
    if of_files is not None:
        every = EVERY_OF_FILES.get(of_files)
        yield from _by_name(partial(of_files, members), said) if every is None else _alone_unnamed(every(members, said))
        return
    chats = _chats_in(members)
    if not chats:
        raise UnreadableExport(reason="no_chat_in_zip")
    for member in chats:
        own_name = "" if len(chats) == 1 else member.name
        try:
            for chat, read in _every_of_member(_titled(member, name), said):
                yield ": ".join(filter(None, (own_name, chat))), read
        except AmendsError as trouble:
            yield own_name, trouble


def _every_of_member(member: Member, said: Said) -> Every:
    reader = _reader_of(member)
    every = None if reader is None else EVERY_OF_JSON.get(reader)
    return _by_name(partial(_read_member, member), said) if every is None else _alone_unnamed(every(member, said))


def _alone_unnamed(chats: Every) -> Every:
    """Name a chat by nothing where there is no other."""
    first = next(chats)
    second = next(chats, None)
    if second is None:
        yield "", first[1]
        return
    yield first
    yield second
    yield from chats


def _by_name(read: Callable[[Said], Imported], said: Said) -> Every:
    try:
        only = read(said)
    except UndecidedChat as several:
        chats = several.chats
    else:
        yield "", only
        return
    for chat in chats:
        try:
            yield chat, read(replace(said, chat=chat))
        except AmendsError as trouble:
            yield chat, trouble


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


def _read_members(members: tuple[Member, ...], said: Said, *, name: str) -> Imported:
    for is_one, read in OF_FILES:
        if is_one(members):
            return read(members, said)
    return _read_member(_chat_in(members, chat=said.chat, name=name), said)


def _chat_in(members: tuple[Member, ...], *, chat: str | None, name: str) -> Member:
    """Return the one chat of a zip or folder called `name`."""
    candidates = _chats_in(members)
    if len(candidates) > 1 and chat is not None:
        candidates = [member for member in candidates if member.name == chat]
    if not candidates:
        raise UnreadableExport(reason="no_chat_in_zip")
    if len(candidates) > 1:
        raise UndecidedChat(chats=tuple(member.name for member in candidates))
    return _titled(candidates[0], name)


def _chats_in(members: tuple[Member, ...]) -> list[Member]:
    names = frozenset(member.name for member in members)
    maybe = [member for member in members if _may_be_a_chat(member.name) and not is_of(member.name, names)]
    candidates = _best(maybe)
    if len(candidates) == 1:
        return candidates
    # What was seen of each is let go: there may be thousands.
    return with_parts([member for member in candidates if _is_a_chat(replace(member))])


def _titled(member: Member, name: str) -> Member:
    """Return a chat under its own file's name where that is a title, or else that of the zip or folder it is in."""
    own_name = PurePosixPath(member.name).name
    return Member(name=own_name if title_of(own_name) else name, open=member.open, more=member.more)


def _may_be_a_chat(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in _SUFFIXES and "__MACOSX" not in path.parts and path.name[0] != "."


def _best(members: list[Member]) -> list[Member]:
    """Return the members whose names are those of chats, or all: a text may have been sent in the chat.

    What signal-export writes into `chat.md` stands in the `data.json` beside it as well.
    """
    paths = [PurePosixPath(member.name) for member in members]
    said_twice = {path.with_name("chat.md").as_posix() for path in paths if path.name == "data.json"}
    members = [member for member in members if member.name not in said_twice]
    for is_named_so in (
        lambda name: name in {"_chat.txt", "result.json"},
        lambda name: bool(title_of(name)) and name.lower().endswith(".txt"),
    ):
        named = [member for member in members if is_named_so(PurePosixPath(member.name).name)]
        if named:
            return named
    return members


def _is_a_chat(member: Member) -> bool:
    if any(is_one(member) for is_one, _ in OF_BYTES):
        return True
    if is_json(member.open()):
        return any(is_one(member) for is_one, _ in OF_JSON)
    try:
        file = TextFile(member.open)
        return any(is_one(file) for is_one, _ in OF_TEXT) or Survey(file.stream()).main is not None
    except UnreadableExport:
        return False


def _read_member(member: Member, said: Said) -> Imported:
    read = _reader_of(member)
    if member.more and read not in OF_PARTS:
        parts = (member.open, *member.more)
        return together([_read_member(replace(member, open=part, more=()), said) for part in parts])
    return _read_text(member, said) if read is None else read(member, said)


def _reader_of(member: Member) -> Read | None:
    """Return what reads a file, None for one of plain text. Raises UnreadableExport for unknown JSON."""
    of_bytes = next((read for is_one, read in OF_BYTES if is_one(member)), None)
    if of_bytes is not None or not is_json(member.open()):
        return of_bytes
    for is_one, read in OF_JSON:
        if is_one(member):
            return read
    raise UnreadableExport(reason="unknown")


def _read_text(member: Member, said: Said) -> Imported:
    file = TextFile(member.open)
    for is_one, read in OF_TEXT:
        if is_one(file):
            return read(file, said)
    if is_html(file):
        raise UnreadableExport(reason="html")
    if is_copied_mail(file):
        raise UnreadableExport(reason="copied_mail")
    if is_captions(file):
        raise UnreadableExport(reason="unknown")
    survey = Survey(file.stream())
    if survey.main is None:
        return read_pasted_lines(file, said)
    return read_whatsapp(file, said, survey=survey, title=title_of(member.name))
