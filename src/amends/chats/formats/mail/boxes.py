"""Mailboxes and single letters: which files they are, and where each letter in them begins and ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from amends.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.files.container import Member

MAX_BOX = 2 * 1024**3
MAX_LETTER = 32 * 1024**2  # bytes without the photos in it
MAX_LINE = 1024**2  # a longer line is handed on in pieces
_BLOCK = 256 * 1024
_LOOKED_AT = 32 * 1024  # bytes of each file; there may be thousands, and most of them photos
# A photo in a letter is lines of 76 characters without a blank. The first 3 MiB of such lines are kept.
_PACKED_LINE = frozenset((77, 78))
_PACKED_LINES_KEPT = 40_000

# mbox: "From ana@example.org Mon Mar 25 18:05:00 2024"; Thunderbird writes "From - …" or nothing after "From ".
_SEPARATOR = re.compile(rb"From (?:\r?\n|- |[^\r\n]{0,400}\d\d:\d\d)")
# Where no blank line stands before it, as where two mailboxes were joined, it has to be all there.
_WHOLE_SEPARATOR = re.compile(rb"From \S{1,400} +[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d(?::\d\d)? ")
# Apple Mail's own files (.emlx) hold the size of the letter, the letter, and what Mail notes about it.
_SIZE = re.compile(rb"(\d{1,10}) {0,12}\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,80}):[ \t\r\n]")
# What a Mac puts into a zip or a folder by itself.
_UNSEEN = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*$)")
_ESCAPED = re.compile(rb">+From ")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_KNOWN = frozenset(
    b"from to cc subject date received return-path message-id mime-version content-type delivered-to dkim-signature "
    b"in-reply-to references reply-to x-mozilla-status x-gmail-labels x-gm-thrid".split()
)
_SURE = frozenset((b"date", b"received", b"message-id"))


class Raw(NamedTuple):
    """A letter as it lies in its file: the number of its first line, and its bytes; None where they are too many."""

    line: int
    content: bytes | None


def is_mail(member: Member) -> bool:
    """Say whether a file is a letter or a mailbox."""
    start = _start_of(member.open())
    return _is_mailbox(start) or _is_letter(start)


def is_mails(members: tuple[Member, ...]) -> bool:
    """Say whether the files of a zip or a folder are mail: a mailbox among them, or half of them letters.

    Less may be a letter that was sent in another kind of chat.
    """
    letters = 0
    members = tuple(member for member in members if _UNSEEN.search(member.name) is None)
    for member in members:
        start = _start_of(member.open())
        if _is_mailbox(start):
            return True
        letters += _is_letter(start)
    return 2 * letters >= len(members) > 0


def _start_of(stream: BinaryIO) -> bytes:
    start = stream.read(_LOOKED_AT).removeprefix(_BYTE_ORDER_MARK).lstrip(b"\r\n")
    size = _SIZE.match(start)
    return start if size is None else start[size.end() :]


def _is_mailbox(start: bytes) -> bool:
    """Say whether this begins a mailbox; its first letter may be damaged."""
    first, _, rest = start.partition(b"\n")
    return _SEPARATOR.match(first + b"\n") is not None and _FIELD.match(rest) is not None


def _is_letter(start: bytes) -> bool:
    """Say whether this begins with the fields of a letter, up to a blank line; a line among them may be damaged."""
    found: set[bytes] = set()
    if _FIELD.match(start) is None:
        return False
    for line in start.split(b"\n"):
        if not line.strip():
            break
        field = _FIELD.match(line + b"\n")
        if field is not None:
            found.add(field[1].lower())
    return b"from" in found and len(found & _KNOWN) >= 3 and bool(found & _SURE)


def letters_in(member: Member) -> Iterator[Raw]:
    """Give the letters of a file, one at a time; of photos in them not all is kept."""
    lines = _lines(member.open())
    first = next(lines, b"")
    size = _SIZE.fullmatch(first)
    if size is not None:
        lines = _of_size(lines, int(size[1]))
        first = next(lines, b"")
    gathering = _Gathering(in_box=_SEPARATOR.match(first) is not None)
    if not gathering.in_box:
        gathering.take(first)
    separator = b""
    after_blank = False
    number = 1
    for number, line in enumerate(lines, 2):
        if separator and _FIELD.match(line):
            yield gathering.letter()
            gathering.begin(number)
        elif separator:
            gathering.take(separator)
        separator = line if gathering.in_box and _begins_letter(line, after_blank=after_blank) else b""
        after_blank = not line.strip()
        if not separator:
            gathering.take(line)
    yield gathering.letter()


def _begins_letter(line: bytes, *, after_blank: bool) -> bool:
    return line.startswith(b"From ") and (_SEPARATOR if after_blank else _WHOLE_SEPARATOR).match(line) is not None


class _Gathering:
    """The lines of one letter."""

    def __init__(self, *, in_box: bool) -> None:
        self.in_box = in_box
        self.begin(2 if in_box else 1)

    def begin(self, number: int) -> None:
        self._line = number
        self._kept: list[bytes] = []
        self._size = 0
        self._packed = 0

    def take(self, line: bytes) -> None:
        self._packed = self._packed + 1 if len(line) in _PACKED_LINE and b" " not in line else 0
        if self._packed > _PACKED_LINES_KEPT or self._size > MAX_LETTER:
            return
        if self.in_box and _ESCAPED.match(line) and not (self._kept and self._kept[-1].startswith(b">")):
            line = line[1:]
        self._kept.append(line)
        self._size += len(line)

    def letter(self) -> Raw:
        return Raw(self._line, b"".join(self._kept) if self._size <= MAX_LETTER else None)


def _of_size(lines: Iterator[bytes], size: int) -> Iterator[bytes]:
    for line in lines:
        yield line[:size]
        size -= len(line)
        if size <= 0:
            return


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Give the lines with their ends; a line past the limit comes in pieces."""
    rest = stream.read(_BLOCK).removeprefix(_BYTE_ORDER_MARK).lstrip(b"\r\n")
    total = len(rest)
    while block := stream.read(_BLOCK):
        total += len(block)
        if total > MAX_BOX:
            raise TooLarge(limit=MAX_BOX)
        yield from (lines := (rest + block).splitlines(keepends=True))[:-1]
        rest = lines[-1]
        if len(rest) > MAX_LINE:
            yield rest
            rest = b""
    yield from rest.splitlines(keepends=True)
