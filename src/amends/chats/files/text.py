"""Bytes to lines: the encodings a chat file comes in, and the ones that are refused."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from amends.chats.files.encodings import guessed_encoding
from amends.errors import BadEncoding, TooLarge, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

_T = TypeVar("_T")
MAX_TEXT = 512 * 1024**2
MAX_LINE = 16 * 1024**2  # the longest message WhatsApp takes is 64 KiB
_BLOCK = 64 * 1024
_BLOCK_OF_LINES = 1024**2  # characters
_SAMPLE = 64 * 1024  # bytes of lines with bad bytes, by which their encoding is told
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


# PDF, PNG, JPEG, GIF, SQLite, gzip, RAR, 7z
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


class _Bounded(io.RawIOBase):
    """Passes a stream on, and stops it where it or one of its lines is longer than any chat."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._total = 0
        self._line = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        block = self._stream.read(len(view))
        self._total += len(block)
        self._line = len(block) if b"\n" in block else self._line + len(block)
        if self._total > MAX_TEXT:
            raise TooLarge(limit=MAX_TEXT)
        if self._line > MAX_LINE:
            raise TooLarge(limit=MAX_LINE)
        view[: len(block)] = block
        return len(block)


class TextFile:
    """A text whose lines can be read several times.

    `open` gives the bytes from their start each time. `bad_lines` are the numbers of lines that hold bytes which are
    not text; there U+FFFD stands for them. `doubts` are the codes, of an import's report, of what is unsure about the
    bytes.
    """

    def __init__(self, open_bytes: Callable[[], BinaryIO]) -> None:
        self._open = open_bytes
        self._errors = "strict"
        self.bad_lines: tuple[int, ...] = ()
        self.doubts: frozenset[str] = frozenset()
        self._seen: dict[Callable[[TextFile], Any], Any] = {}
        opened = self._open()
        start = opened.read(_BLOCK)
        self.encoding, self._skip = next(
            ((name, len(bom)) for bom, name in _BOMS if start.startswith(bom)), ("utf-8", 0)
        )
        if not start[self._skip :].strip(b"\r\n\t "):
            raise UnreadableExport(reason="empty")
        if start.startswith(_OTHER_FILES) or (self.encoding == "utf-8" and b"\x00" in start):
            raise UnreadableExport(reason="binary")
        self._newline = "\r" if b"\r" in start and b"\n" not in start else "\n"
        # A short text is kept: it is looked at a dozen times, and each time it would be opened anew.
        self._short = start[self._skip :] if len(start) < _BLOCK and not opened.read(1) else None
        self._check_encoding()

    def once(self, look: Callable[[TextFile], _T]) -> _T:
        """Return what a look at the text gives, which is taken but once: to recognise it, and then to read it."""
        if look not in self._seen:
            self._seen[look] = look(self)
        seen: _T = self._seen[look]
        return seen

    def lines(self) -> Iterator[str]:
        """Give the lines without their ends."""
        for line in self._stream():
            yield line.rstrip("\r\n")

    def stream(self) -> Iterator[str]:
        """Give the lines with their ends; the fastest way."""
        return iter(self._stream())

    def blocks(self) -> Iterator[str]:
        """Give the text in blocks of whole lines, about 1 MiB each; every line ends with a line feed."""
        stream, rest = self._stream(), ""
        while part := stream.read(_BLOCK_OF_LINES):
            whole, line_feed, begun = part.rpartition("\n")
            if line_feed:
                yield _with_line_feeds(f"{rest}{whole}\n")
                rest = begun
            else:
                rest += part
        if rest:
            yield _with_line_feeds(rest)

    def _stream(self) -> io.TextIOWrapper | io.StringIO:
        if self._short is not None:
            return io.StringIO(self._short.decode(self.encoding, self._errors), newline=self._newline)
        raw = self._open()
        raw.read(self._skip)
        buffered = io.BufferedReader(_Bounded(raw), _BLOCK)
        return io.TextIOWrapper(buffered, encoding=self.encoding, errors=self._errors, newline=self._newline)

    def _check_encoding(self) -> None:
        """Tell the encoding of what is not UTF-8, or find the few lines with bad bytes; raise BadEncoding otherwise."""
        if self._is_whole_in(self.encoding):
            return
        if self.encoding != "utf-8":
            raise BadEncoding
        guess = self._guess()
        if guess is not None and self._is_whole_in(guess):
            self.encoding = guess
            self.doubts = frozenset({"guessed_encoding"})
        else:
            self._replace_bad_bytes()

    def _is_whole_in(self, encoding: str) -> bool:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for block in self._bytes():
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True

    def _bytes(self) -> Iterator[bytes]:
        if self._short is not None:
            yield self._short
            return
        raw = io.BufferedReader(_Bounded(self._open()), _BLOCK)
        raw.read(self._skip)
        while block := raw.read(_BLOCK):
            yield block

    def _guess(self) -> str | None:
        """Tell the encoding by the lines with bad bytes, unless more lines hold letters that are proper UTF-8."""
        if self._skip:
            return None
        self._errors = "surrogateescape"
        sample, bad, proper = bytearray(), 0, 0
        for line in self._stream():
            if line.isascii():
                continue
            if not _has_bad_bytes(line):
                proper += 1
                continue
            bad += 1
            if len(sample) < _SAMPLE:
                sample += line[:_SAMPLE].encode("utf-8", errors="surrogateescape")
        self._errors = "strict"
        return guessed_encoding(bytes(sample)) if bad > proper else None

    def _replace_bad_bytes(self) -> None:
        self._errors = "surrogateescape"
        bad = [number for number, line in enumerate(self._stream(), 1) if _has_bad_bytes(line)]
        total = sum(1 for _ in self._stream())
        if not bad or len(bad) > max(1, total // 20):
            raise BadEncoding(line_number=bad[0] if bad else None)
        self._errors = "replace"
        self.bad_lines = tuple(bad)
        self.doubts = frozenset({"bad_bytes"})


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _has_bad_bytes(line: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in line)
