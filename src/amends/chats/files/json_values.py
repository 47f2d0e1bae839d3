"""JSON files larger than memory: a window of text moves over the file, and one value at a time is decoded."""

from __future__ import annotations

import codecs
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from amends.errors import BadEncoding, TooLarge, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_FILE = 2 * 1024**3
MAX_VALUE = 16 * 1024**2  # characters of one value; the longest message of any known app has far fewer
_BLOCK = 256 * 1024
_DEEPEST = 100  # values within values that are passed over

_BLANK = re.compile(r"[ \t\r\n]*")
_MARK = re.compile(r'[{}\[\]"]')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_KEY = re.compile(r'"(\w+)"\s*:')
_NEXT = re.compile(r"[ \t\r\n]*+,[ \t\r\n]*+(?=[^\]])")  # between a value of a list and one more
_SURROGATE = re.compile("[\ud800-\udfff]")


def keys_at_start(stream: BinaryIO) -> list[str]:
    """Return the keys, of any depth, in the first 256 KiB of an object; none where the file is no object."""
    start = stream.read(_BLOCK).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    return _KEY.findall(start) if start.startswith("{") else []


def clean(text: str) -> str:
    """Replace half characters, which can't be written as UTF-8."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


class Window:
    """A window of decoded text that moves over the file.

    `text` is what it shows, `at` the place in it that was come to, `began` where the last value of a list begins.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._read = 0
        self._ended = False
        self.text = ""
        self.at = self.began = 0
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
            decoded = self._decoder.decode(block)  # a letter that the end cuts off is left out
        except UnicodeDecodeError:
            raise BadEncoding(line_number=self.here()) from None
        self.here()
        self.text = self.text[self.at :] + decoded
        self.began -= self.at
        self.at = self._counted = 0
        return not self._ended

    def here(self) -> int:
        """Return the number of the line at this place."""
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.line

    def line_began(self) -> int:
        """Return the number of the line on which the last value of a list begins."""
        return self.here() - self.text.count("\n", self.began, self.at)

    def peek(self) -> str:
        """Pass over blanks and return the next character, "" at the end."""
        if self.text[self.at : self.at + 1] > " ":
            return self.text[self.at]
        while True:
            match = _BLANK.match(self.text, self.at)
            self.at = match.end() if match is not None else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, character: str) -> bool:
        """Pass over a character if it is the next one."""
        if self.text.startswith(character, self.at):
            self.at += 1
            return True
        if self.peek() != character:
            return False
        self.at += 1
        return True


class Broken(UnreadableExport):
    """A value that is no JSON even after mending; it was passed over."""


class CutOff(Broken):
    """A value in which the file ends."""


class Values:
    """Decodes the values of a JSON file one by one.

    Where the file ends within an object or a list, that ends as if it had been closed; `doubts` are the codes, of an
    import's report, of that and of what was mended.
    `mend` may put right what a program is known to write wrong, in the source of a value that could not be decoded.
    """

    def __init__(self, stream: BinaryIO, *, mend: Callable[[str], str] | None = None) -> None:
        self.window = Window(stream)
        self._mend = mend
        self.doubts: set[str] = set()
        decoder = json.JSONDecoder()
        self._decode = decoder.raw_decode
        self._scan = decoder.scan_once  # type: ignore[attr-defined]

    def value(self) -> Any:
        """Decode the value that comes next; raise Broken where it is none, CutOff where the file ends in it."""
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
            return self._repaired(may_be_cut_off=cut_off)

    def _repaired(self, *, may_be_cut_off: bool) -> Any:
        try:
            source = self._raw_value(self.window.at)
        except UnreadableExport as error:
            if not may_be_cut_off or self.window.more():
                raise
            self.window.at = len(self.window.text)
            self.doubts.add("cut_off")
            raise CutOff(reason="bad_json", line_number=error.line_number) from None
        try:
            value = json.loads(source if self._mend is None else self._mend(source), strict=False)
        except (ValueError, RecursionError):
            raise Broken(reason="bad_json", line_number=self.window.here()) from None
        self.doubts.add("repaired_json")
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
            try:
                key = self.value()
            except CutOff:
                return
            if self._ends_here():
                return
            if not isinstance(key, str) or not self.window.take(":"):
                raise self._bad()
            yield key
            if not self.window.take(",") and self.window.peek() != "}":
                if self._ends_here():
                    return
                raise self._bad()

    def items(self) -> Iterator[None]:
        """Walk through a list: the caller takes each value before the next."""
        if not self.window.take("["):
            raise self._bad()
        while not self.window.take("]"):
            if self._ends_here():
                return
            yield None
            if not self.window.take(",") and self.window.peek() != "]":
                if self._ends_here():
                    return
                raise self._bad()

    def each(self, *, broken: Callable[[int], None]) -> Iterator[Any]:
        """Walk through a list: give each value; `broken` is called with the line of one that is none.

        The line of the value that was given last is `window.line_began()`.
        """
        window = self.window
        for _ in self.items():
            yield from self._whole_ones()
            window.began = window.at
            try:
                value = self.value()
            except Broken:
                broken(window.line_began())
            else:
                yield value

    def _whole_ones(self) -> Iterator[Any]:
        """Give the values that lie in the window with another one after them: nearly all, and they cost the least."""
        window = self.window
        window.peek()
        text = window.text
        while True:
            start = window.at
            try:
                value, end = self._scan(text, start)
            except (StopIteration, ValueError, RecursionError):
                return
            following = _NEXT.match(text, end)
            if following is None:
                return
            window.began, window.at = start, following.end()
            yield value

    def _ends_here(self) -> bool:
        """Say whether the file ends, and note it: something is still open."""
        if self.window.peek():
            return False
        self.doubts.add("cut_off")
        return True

    def skip(self, depth: int = 0) -> None:
        """Pass over the value that comes next."""
        if depth > _DEEPEST:
            raise self._bad()
        if self.window.peek() == "{":
            for _ in self.keys():
                self.skip(depth + 1)
        elif self.window.peek() == "[":
            for _ in self.items():
                self.skip(depth + 1)
        else:
            with suppress(CutOff):
                self.value()

    def _bad(self) -> UnreadableExport:
        return UnreadableExport(reason="bad_json", line_number=self.window.here())
